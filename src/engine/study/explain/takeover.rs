//! Measures that shorten something and save nothing, because another path decides.

use std::collections::BTreeSet;

use super::super::evaluate::Outcome;
use super::{Coalition, Input, values};
use crate::reform::{Measure, apply_some};
use crate::sim::Total;
use crate::sim::limits;
use crate::study::{Figure, Quantity};
use crate::workflow::{Change, Limits, Workflow};

/// A measure that saves nothing on a total, and the path that decides instead.
#[derive(Clone, Debug, PartialEq)]
pub struct Takeover {
    /// Index of the measure.
    pub measure: usize,
    /// The total on which it saves nothing.
    pub total: Total,
    /// Ids of the deciding steps: the part of the critical path after the reform that lies in the
    /// stages that the measure works on; the whole path if it works on none of them.
    pub path: Vec<String>,
}

/// Less than this is nothing, working days.
const NOTHING: f64 = 1e-9;

/// Measures without which the limits come to the same total although they come to more work.
pub(super) fn find(input: &Input<'_>, outcome: &Outcome) -> Vec<Takeover> {
    let measures = &input.reform.measures;
    let everything = Coalition::first(measures.len());
    let (whole, _) = apply_some(input.start, input.reform, |_| true);
    let after = limits(&whole.workflow);
    let mut found = Vec::new();
    for (idx, measure) in measures.iter().enumerate() {
        let (rest, _) = apply_some(input.start, input.reform, |other| other != idx);
        let without = limits(&rest.workflow);
        let touched = stages_touched(input.start, &whole.ledger.entries, measure);
        for total in [Total::Counted, Total::Elapsed] {
            let quantity = Quantity::of(total, Figure::Limits).idx();
            let saved = values(outcome, &everything.without(idx))[quantity]
                - values(outcome, &everything)[quantity];
            let shortens = work(&without, total) - work(&after, total);
            if saved.abs() <= NOTHING && shortens > NOTHING {
                let path = match total {
                    Total::Counted => &after.critical_path_counted,
                    Total::Elapsed => &after.critical_path_elapsed,
                };
                found.push(Takeover {
                    measure: idx,
                    total,
                    path: within(&whole.workflow, path, &touched),
                });
            }
        }
    }
    found
}

/// Sum of all time that the total is made of.
fn work(limits: &Limits, total: Total) -> f64 {
    let schedule = match total {
        Total::Counted => &limits.counted,
        Total::Elapsed => &limits.elapsed,
    };
    let slots = schedule.steps.values();
    slots.map(|slot| slot.end_days - slot.start_days).sum()
}

/// Stages of the steps that a measure changed, took out or brought in.
fn stages_touched(
    start: &Workflow,
    entries: &[crate::workflow::Entry],
    measure: &Measure,
) -> BTreeSet<String> {
    let own = entries.iter().filter(|entry| entry.measure == measure.id);
    own.filter_map(|entry| match &entry.change {
        Change::StepLeft { step, .. }
        | Change::StepCame { step, .. }
        | Change::Marked { step, .. }
        | Change::Set { step, .. } => start.step(step)?.stage.clone(),
        Change::EdgeCame { to, .. } | Change::EdgeLeft { to, .. } => start.step(to)?.stage.clone(),
        Change::MaterialSupplied { .. } | Change::Officers { .. } => None,
    })
    .collect()
}

fn within(workflow: &Workflow, path: &[String], stages: &BTreeSet<String>) -> Vec<String> {
    let inside = |id: &&String| {
        let stage = workflow.step(id).and_then(|step| step.stage.as_ref());
        stage.is_some_and(|stage| stages.contains(stage))
    };
    let part: Vec<String> = path.iter().filter(inside).cloned().collect();
    if part.is_empty() { path.to_vec() } else { part }
}
