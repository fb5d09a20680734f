//! The order of a variant's steps: what waits for what, found once for all variants that share it.

use std::collections::BTreeMap;

use crate::sim::course::reduced;
use crate::workflow::{Flat, Gating, Position, Workflow};

/// A topological order with predecessors.
#[derive(Debug)]
pub(super) struct Shape {
    /// The steps as one variant had them, in topological order; others may differ in all but their places.
    pub flat: Flat,
    /// For every place in the order the step's index in file order.
    pub order: Vec<usize>,
    /// Places of path steps that no path step waits for.
    pub last: Vec<usize>,
}

impl Shape {
    pub fn of(workflow: &Workflow) -> Shape {
        let flat = reduced(workflow.flat(Gating::AsFiled), workflow);
        let file_order: BTreeMap<&str, usize> = workflow
            .steps()
            .enumerate()
            .map(|(idx, step)| (step.id.as_str(), idx))
            .collect();
        let on_path = |place: usize| flat.steps[place].position == Position::Path;
        let mut is_last: Vec<bool> = (0..flat.steps.len()).map(on_path).collect();
        for (place, before) in flat.predecessors.iter().enumerate() {
            if on_path(place) {
                for edge in before {
                    is_last[edge.from] = false;
                }
            }
        }
        let order = flat.steps.iter().map(|step| file_order[step.id.as_str()]);
        Shape {
            order: order.collect(),
            last: (0..is_last.len()).filter(|&place| is_last[place]).collect(),
            flat,
        }
    }
}
