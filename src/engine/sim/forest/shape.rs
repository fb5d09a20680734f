//! The order of a variant's steps: what waits for what, found once for all variants that share it.

use std::collections::BTreeMap;

use super::super::compile::{Compiler, reduced};
use super::super::pool::{Draw, Pool};
use crate::workflow::{Gating, Position, Workflow};

/// A topological order with predecessors and delays.
#[derive(Debug, PartialEq)]
pub(super) struct Shape {
    /// For every place in the order the step's index in file order.
    pub order: Vec<usize>,
    /// Places of the predecessors.
    pub before: Vec<Vec<(usize, Option<Draw>)>>,
    /// Places of path steps that no path step waits for.
    pub last: Vec<usize>,
}

impl Shape {
    pub fn of(pool: &mut Pool, workflow: &Workflow) -> Shape {
        let flat = reduced(workflow.flat(Gating::AsFiled), workflow);
        let file_order: BTreeMap<&str, usize> = workflow
            .steps()
            .enumerate()
            .map(|(idx, step)| (step.id.as_str(), idx))
            .collect();
        let mut compiler = Compiler { pool, workflow };
        let before: Vec<Vec<(usize, Option<Draw>)>> = flat
            .predecessors
            .iter()
            .map(|edges| {
                let edges = edges.iter();
                edges
                    .map(|edge| (edge.from, compiler.handoff(edge.handoff.as_deref())))
                    .collect()
            })
            .collect();
        let on_path = |place: usize| flat.steps[place].position == Position::Path;
        let mut is_last: Vec<bool> = (0..flat.steps.len()).map(on_path).collect();
        for (place, before) in before.iter().enumerate() {
            if on_path(place) {
                for &(from, _) in before {
                    is_last[from] = false;
                }
            }
        }
        let order = flat.steps.iter().map(|step| file_order[step.id.as_str()]);
        Shape {
            order: order.collect(),
            before,
            last: (0..is_last.len()).filter(|&place| is_last[place]).collect(),
        }
    }
}
