//! The deterministic timeline of the reference case: what the limits add up to.
//!
//! A ceiling, not a forecast. Steps on the clock take their limit (their median if they have none), steps off the clock
//! their median, a panel half of the time between two sittings, construction works nothing.

use std::collections::BTreeMap;

use super::compile::{Compiler, Officers};
use super::leg::{Act, Course};
use crate::sim::streams::{Draws, MaskSpec, Purpose, When};
use crate::sim::tick;
use crate::workflow::{
    CasePart, Flat, Gating, Limits, Position, Schedule, Slot, Workflow, WorstCase,
};

/// The totals of the case with the given attribute values.
pub fn limits_with(workflow: &Workflow, case: &BTreeMap<String, String>) -> Limits {
    Compiled::of(workflow).limits(workflow, case)
}

/// Which cases a condition is taken to hold for.
#[derive(Clone, Copy, Debug)]
pub enum Certain<'a> {
    /// These attribute values, and every share of at least one half.
    Reference(&'a BTreeMap<String, String>),
    /// Every attribute value that is asked for, and no share.
    Worst,
}

/// What a step takes of a case whose limits are used up, working days.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Times {
    /// Before the official clock runs: the wait for a panel.
    pub waits_days: f64,
    /// Of the applicant's time after that.
    pub takes_days: f64,
    /// On the official clock.
    pub counted_days: f64,
    /// By law, on the official clock; 0 where the file states none.
    pub statutory_days: f64,
    /// Whether the case ends with it.
    pub ends_case: bool,
}

impl Times {
    /// All of the applicant's time.
    pub fn elapsed_days(&self) -> f64 {
        self.waits_days + self.takes_days
    }

    /// No more than so many days of the applicant's time.
    fn cut(&mut self, left_days: f64) {
        self.waits_days = self.waits_days.min(left_days);
        self.takes_days = self.takes_days.min(left_days - self.waits_days);
        self.counted_days = self.counted_days.min(self.takes_days);
        if left_days <= 0.0 {
            self.statutory_days = 0.0;
        }
    }
}

/// Takes away what steps would take after the first that ends the case; they start and end then.
pub fn cut_at_end(times: &mut [Times], starts: &[f64], ends: &[f64]) {
    let ending = times.iter().zip(ends).filter(|(times, _)| times.ends_case);
    let Some(end) = ending.map(|(_, &end)| end).min_by(f64::total_cmp) else {
        return;
    };
    for (times, start) in times.iter_mut().zip(starts) {
        times.cut((end - start).max(0.0));
    }
}

/// What a course takes of a case that certainly meets some conditions and not the others.
pub fn reference_times(course: &Course, draws: &Draws, certain: Certain<'_>) -> Times {
    let mut times = Times::default();
    for leg in course
        .legs
        .iter()
        .filter(|leg| certain.holds(draws, leg.when))
    {
        match &leg.act {
            Act::Sit { every, .. } => times.waits_days += tick::days_of(f64::from(*every)) / 2.0,
            Act::Work { promise, .. } | Act::CalendarDays { promise, .. } => {
                times.takes_days += promise.elapsed.get();
                times.counted_days += promise.counted.get();
                times.statutory_days += promise.statutory.get();
            }
            Act::Stop(_) => times.ends_case = true,
            // Friction, materials and the queues of officers are in no limit.
            Act::Until(_)
            | Act::Delay(_)
            | Act::Correct(_)
            | Act::Accept
            | Act::Serve { .. }
            | Act::DayBegins
            | Act::DayEnds(_)
            | Act::Judge(_)
            | Act::Gate { .. } => {}
        }
    }
    times
}

impl Certain<'_> {
    /// Whether it is taken to hold.
    pub fn holds(self, draws: &Draws, when: When) -> bool {
        let mask = match when {
            When::Always => return true,
            When::Never => return false,
            When::Mask(mask) => mask,
        };
        match draws.mask_spec(mask) {
            MaskSpec::Guard(guards) => match self {
                Certain::Worst => true,
                Certain::Reference(case) => guards.iter().all(|(attribute, wanted)| {
                    let (id, _, values, _) = draws.attribute_law(*attribute);
                    let has = |&value: &u32| case.get(id) == Some(&values[value as usize]);
                    wanted.iter().any(has)
                }),
            },
            MaskSpec::Chance(latent, chance) => match self {
                Certain::Worst => false,
                Certain::Reference(_) => {
                    draws.purpose(*latent) == Purpose::Share && chance.share() >= 0.5
                }
            },
            MaskSpec::All(of, but) => {
                of.iter().all(|&one| self.holds(draws, one))
                    && !but.iter().any(|&one| self.holds(draws, one))
            }
            MaskSpec::Any(of) => of.iter().any(|&one| self.holds(draws, one)),
            MaskSpec::Above(..) => false,
        }
    }
}

/// A workflow's courses, for its deterministic timeline.
pub(super) struct Compiled {
    draws: Draws,
    flat: Flat,
    courses: Vec<Course>,
}

impl Compiled {
    pub fn of(workflow: &Workflow) -> Compiled {
        let mut draws = Draws::new(0, &workflow.id);
        let flat = workflow.flat(Gating::AsFiled);
        let mut compiler = Compiler::new(&mut draws, workflow, Officers::Free);
        let courses = flat
            .steps
            .iter()
            .map(|step| compiler.course(step))
            .collect();
        Compiled {
            draws,
            flat,
            courses,
        }
    }

    /// What every step takes.
    fn times(&self, certain: Certain<'_>) -> Vec<Times> {
        let courses = self.courses.iter();
        let times = courses.map(|course| reference_times(course, &self.draws, certain));
        let mut times: Vec<Times> = times.collect();
        let is_reference = matches!(certain, Certain::Reference(_));
        if is_reference && times.iter().any(|times| times.ends_case) {
            let weights: Vec<f64> = times.iter().map(Times::elapsed_days).collect();
            let (starts, ends) = starts_and_ends(&self.flat, &weights);
            cut_at_end(&mut times, &starts, &ends);
        }
        times
    }

    /// Counted and elapsed days of a case.
    pub fn totals(&self, case: &BTreeMap<String, String>) -> [f64; 2] {
        let times = self.times(Certain::Reference(case));
        let end = |of: fn(&Times) -> f64| schedule(&self.flat, &times, of).end_days;
        [end(|times| times.counted_days), end(Times::elapsed_days)]
    }

    fn limits(&self, workflow: &Workflow, case: &BTreeMap<String, String>) -> Limits {
        let flat = &self.flat;
        let times = self.times(Certain::Reference(case));
        let counted_days = |times: &Times| times.counted_days;
        let counted = schedule(flat, &times, counted_days);
        let elapsed = schedule(flat, &times, Times::elapsed_days);
        let gated = workflow.flat(Gating::AllClosed);
        let places: BTreeMap<&str, usize> = flat
            .steps
            .iter()
            .enumerate()
            .map(|(place, step)| (step.id.as_str(), place))
            .collect();
        let gated_times = gated
            .steps
            .iter()
            .map(|step| times[places[step.id.as_str()]]);
        let gated_times: Vec<Times> = gated_times.collect();
        let worst = self.times(Certain::Worst);
        let stated = workflow.stated(case);
        Limits {
            counted_days: counted.end_days,
            clock_days: clock_days(flat, &elapsed, &times),
            elapsed_days: elapsed.end_days,
            serial_days: times.iter().map(counted_days).sum(),
            statutory_counted_days: (stated.statutory > 0)
                .then(|| schedule(flat, &times, |times| times.statutory_days).end_days),
            stated,
            gated_counted_days: schedule(&gated, &gated_times, counted_days).end_days,
            parts: vec![CasePart {
                share: 1.0,
                counted_days: counted.end_days,
                elapsed_days: elapsed.end_days,
            }],
            worst_case: WorstCase {
                counted_days: schedule(flat, &worst, counted_days).end_days,
                elapsed_days: schedule(flat, &worst, Times::elapsed_days).end_days,
            },
            by_stage: by_stage(workflow, &counted),
            critical_path_counted: with_time(&counted),
            critical_path_elapsed: with_time(&elapsed),
            elapsed,
            counted,
        }
    }
}

fn schedule(flat: &Flat, times: &[Times], weight: impl Fn(&Times) -> f64) -> Schedule {
    let n_steps = flat.steps.len();
    let weights: Vec<f64> = times.iter().map(weight).collect();
    let (start, end) = starts_and_ends(flat, &weights);
    let on_path = |step: usize| flat.steps[step].position == Position::Path;
    let total = (0..n_steps)
        .filter(|&step| on_path(step))
        .map(|step| end[step])
        .fold(0.0, f64::max);
    let mut latest = vec![total; n_steps];
    for step in (0..n_steps).rev() {
        for edge in &flat.predecessors[step] {
            latest[edge.from] = latest[edge.from].min(latest[step] - weights[step]);
        }
    }
    let steps = (0..n_steps)
        .filter(|&step| on_path(step))
        .map(|step| {
            let slot = Slot {
                start_days: start[step],
                end_days: end[step],
                slack_days: clean(latest[step] - end[step]),
            };
            (flat.steps[step].id.clone(), slot)
        })
        .collect();
    Schedule {
        steps,
        end_days: total,
        critical_path: longest_chain(flat, &end, total),
    }
}

/// Earliest start and end of every step.
fn starts_and_ends(flat: &Flat, weights: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let (mut starts, mut ends) = (Vec::new(), Vec::new());
    for (before, weight) in flat.predecessors.iter().zip(weights) {
        let start = before
            .iter()
            .map(|edge| ends[edge.from])
            .fold(0.0, f64::max);
        starts.push(start);
        ends.push(start + weight);
    }
    (starts, ends)
}

/// Rounding dust is not slack.
fn clean(days: f64) -> f64 {
    if days.abs() < 1e-9 { 0.0 } else { days }
}

/// Walks back from the last end; among equal predecessors the one first in topological order.
fn longest_chain(flat: &Flat, end: &[f64], total: f64) -> Vec<String> {
    let mut chain = Vec::new();
    let last = (0..end.len()).find(|&step| {
        flat.steps[step].position == Position::Path && clean(total - end[step]) == 0.0
    });
    let mut at = last;
    while let Some(step) = at {
        chain.push(flat.steps[step].id.clone());
        let ready = flat.predecessors[step]
            .iter()
            .map(|edge| end[edge.from])
            .fold(0.0, f64::max);
        at = flat.predecessors[step]
            .iter()
            .map(|edge| edge.from)
            .find(|&from| clean(ready - end[from]) == 0.0);
    }
    chain.reverse();
    chain
}

/// The chain without the steps that take no time on it.
fn with_time(schedule: &Schedule) -> Vec<String> {
    let takes_time = |id: &&String| {
        let slot = schedule.steps[id.as_str()];
        slot.end_days > slot.start_days
    };
    let chain = schedule.critical_path.iter();
    chain.filter(takes_time).cloned().collect()
}

fn by_stage(workflow: &Workflow, counted: &Schedule) -> Vec<(String, f64)> {
    let mut by_stage: Vec<(String, f64)> = workflow
        .stages
        .iter()
        .map(|stage| (stage.id.clone(), 0.0))
        .collect();
    for id in &counted.critical_path {
        let slot = counted.steps[id.as_str()];
        let stage = workflow.step(id).and_then(|step| step.stage.as_ref());
        let days = slot.end_days - slot.start_days;
        if let Some((_, total)) = by_stage.iter_mut().find(|(id, _)| Some(id) == stage) {
            *total += days;
        } else if days > 0.0 {
            // Steps without a stage: one nameless entry, so that the parts still add up.
            match by_stage.iter_mut().find(|(id, _)| id.is_empty()) {
                Some((_, total)) => *total += days,
                None => by_stage.push((String::new(), days)),
            }
        }
    }
    by_stage
}

/// Length of the union of the intervals in which a clock runs.
fn clock_days(flat: &Flat, elapsed: &Schedule, times: &[Times]) -> f64 {
    let counting = flat.steps.iter().zip(times);
    let mut running: Vec<(f64, f64)> = counting
        .filter(|(_, times)| times.counted_days > 0.0)
        .map(|(step, times)| {
            // Before the panel sits no clock runs.
            let slot = elapsed.steps[step.id.as_str()];
            (slot.start_days + times.waits_days, slot.end_days)
        })
        .collect();
    running.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut total = 0.0;
    let mut covered_until = f64::NEG_INFINITY;
    for (start, end) in running {
        total += (end - start.max(covered_until)).max(0.0);
        covered_until = covered_until.max(end);
    }
    total
}
