//! Limits that hold for a share of cases, told as averages over the kinds of cases, with the kinds beside them.

use std::collections::BTreeMap;

use super::limits::{Compiled, limits_with};
use crate::workflow::{
    AverageCase, CasePart, Counts, Limits, Schedule, Slot, Workflow, WorstCase, counts_with,
};

/// Nobody would wait for the average over more kinds of cases.
const MOST_KINDS: usize = 100_000;

/// The totals of the reference case, averaged over what its steps and materials are for a share of cases.
pub fn limits(workflow: &Workflow) -> Limits {
    let case = workflow.reference_case();
    let kinds = workflow.by_share();
    let own = limits_with(workflow, &case);
    if let [_] = kinds[..] {
        return own;
    }
    let kinds = kinds.iter();
    let kinds = kinds.map(|(share, kind)| (*share, limits_with(kind, &case)));
    averaged(own.worst_case, &kinds.collect::<Vec<_>>())
}

/// Counted and elapsed days of [`limits`].
pub fn limit_totals(workflow: &Workflow) -> [f64; 2] {
    let case = workflow.reference_case();
    let mut totals = [0.0; 2];
    for (share, kind) in workflow.by_share() {
        for (total, days) in totals.iter_mut().zip(Compiled::of(&kind).totals(&case)) {
            *total += share * days;
        }
    }
    totals
}

/// What cases meet on average over all kinds of cases, and the kinds; `None` where there are too many of them.
pub fn average_case(workflow: &Workflow) -> Option<(AverageCase, Vec<CasePart>)> {
    let mut average = AverageCase::default();
    let mut parts = Vec::new();
    let (kinds, by_share) = (workflow.kinds()?, workflow.by_share());
    if kinds.len() * by_share.len() > MOST_KINDS {
        return None;
    }
    for (covered, workflow) in by_share {
        let compiled = Compiled::of(&workflow);
        for kind in &kinds {
            let [counted_days, elapsed_days] = compiled.totals(&kind.case);
            let part = CasePart {
                share: covered * kind.share,
                counted_days,
                elapsed_days,
            };
            average.add(part, &counts_with(&workflow, &kind.case));
            parts.push(part);
        }
    }
    Some((average, CasePart::joined(parts)))
}

impl AverageCase {
    /// Of one kind of cases.
    pub fn of(limits: &Limits, counts: &Counts) -> AverageCase {
        let mut average = AverageCase::default();
        let all = CasePart {
            share: 1.0,
            counted_days: limits.counted_days,
            elapsed_days: limits.elapsed_days,
        };
        average.add(all, counts);
        average
    }

    fn add(&mut self, part: CasePart, counts: &Counts) {
        let share = part.share;
        self.counted_days += share * part.counted_days;
        self.elapsed_days += share * part.elapsed_days;
        self.items += share * counts.items;
        self.links += share * counts.links;
        self.materials += share * counts.materials;
        self.certificates += share * counts.certificates;
        self.visits += share * counts.visits;
    }
}

fn averaged(worst_case: WorstCase, kinds: &[(f64, Limits)]) -> Limits {
    let mean = |figure: &dyn Fn(&Limits) -> f64| -> f64 {
        kinds.iter().map(|(share, kind)| share * figure(kind)).sum()
    };
    // What decides is told of the cases that take longest.
    let longest = |figure: fn(&Limits) -> f64| {
        let kinds = kinds.iter().map(|(_, kind)| kind);
        kinds
            .max_by(|a, b| figure(a).total_cmp(&figure(b)))
            .expect("there is a kind of cases")
    };
    let slow_on_the_clock = longest(|kind| kind.counted_days);
    let slow = longest(|kind| kind.elapsed_days);
    let mut by_stage: Vec<(String, f64)> = Vec::new();
    for (share, kind) in kinds {
        for (stage, days) in &kind.by_stage {
            match by_stage.iter_mut().find(|(id, _)| id == stage) {
                Some((_, total)) => *total += share * days,
                None => by_stage.push((stage.clone(), share * days)),
            }
        }
    }
    let parts = kinds.iter().flat_map(|(share, kind)| {
        let of_kind = kind.parts.iter();
        of_kind.map(|part| CasePart {
            share: *share,
            ..*part
        })
    });
    Limits {
        counted_days: mean(&|kind| kind.counted_days),
        clock_days: mean(&|kind| kind.clock_days),
        elapsed_days: mean(&|kind| kind.elapsed_days),
        serial_days: mean(&|kind| kind.serial_days),
        statutory_counted_days: slow_on_the_clock
            .statutory_counted_days
            .map(|_| mean(&|kind| kind.statutory_counted_days.unwrap_or(0.0))),
        stated: slow_on_the_clock.stated,
        gated_counted_days: mean(&|kind| kind.gated_counted_days),
        worst_case,
        parts: CasePart::joined(parts.collect()),
        by_stage,
        critical_path_counted: slow_on_the_clock.critical_path_counted.clone(),
        critical_path_elapsed: slow.critical_path_elapsed.clone(),
        elapsed: schedule(kinds, |kind| &kind.elapsed, &slow.elapsed),
        counted: schedule(kinds, |kind| &kind.counted, &slow_on_the_clock.counted),
    }
}

/// Where steps lie on average; the chain of the cases that take longest.
fn schedule(kinds: &[(f64, Limits)], of: fn(&Limits) -> &Schedule, longest: &Schedule) -> Schedule {
    let mut steps: BTreeMap<String, Slot> = BTreeMap::new();
    let mut end_days = 0.0;
    for (share, kind) in kinds {
        let schedule = of(kind);
        end_days += share * schedule.end_days;
        for (id, slot) in &schedule.steps {
            let mean = steps.entry(id.clone()).or_default();
            mean.start_days += share * slot.start_days;
            mean.end_days += share * slot.end_days;
            mean.slack_days += share * slot.slack_days;
        }
    }
    Schedule {
        steps,
        end_days,
        critical_path: longest.critical_path.clone(),
    }
}
