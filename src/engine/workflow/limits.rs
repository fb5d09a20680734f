//! The deterministic timeline of the reference case: what the limits add up to.
//!
//! A ceiling, not a forecast. Steps on the clock take their limit (their median if they have none),
//! steps off the clock their median, construction works nothing.

use std::collections::BTreeMap;

use super::{Clock, Face, Flat, Position, Step, Workflow};

/// Which stage gates hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gating {
    /// As the file says.
    AsFiled,
    /// Every stage waits for the ones before it.
    AllClosed,
}

/// The totals of the reference case, working days.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits {
    /// 计时工作日: longest chain of time on the clock.
    pub counted_days: f64,
    /// 跑表工作日: days on which at least one official clock runs.
    pub clock_days: f64,
    /// 历时工作日: longest chain of all time.
    pub elapsed_days: f64,
    /// 串行工作日: sum of all time on the clock.
    pub serial_days: f64,
    /// Counted days with statutory limits in place of promised ones.
    pub statutory_counted_days: f64,
    /// Counted days if every stage were closed.
    pub gated_counted_days: f64,
    /// Counted and elapsed days of a case that needs every step and that no share covers.
    pub worst_case: WorstCase,
    /// Counted days of every stage along the counted critical path, in stage order; they add up.
    pub by_stage: Vec<(String, f64)>,
    /// Step ids in order.
    pub critical_path_counted: Vec<String>,
    /// Step ids in order.
    pub critical_path_elapsed: Vec<String>,
    /// The schedule of the elapsed timeline.
    pub elapsed: Schedule,
    /// The schedule of the counted chain.
    pub counted: Schedule,
}

/// What the reference case does not show: every conditional step at once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WorstCase {
    /// Working days on the counted chain.
    pub counted_days: f64,
    /// Working days the applicant waits.
    pub elapsed_days: f64,
}

/// Earliest start, end and slack of every step, working days.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Schedule {
    /// By step id.
    pub steps: BTreeMap<String, Slot>,
    /// End of the last path step.
    pub end_days: f64,
    /// One longest chain, ties broken by file order.
    pub critical_path: Vec<String>,
}

/// Where a step lies.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Slot {
    /// Earliest start.
    pub start_days: f64,
    /// Earliest end.
    pub end_days: f64,
    /// How much later it could end without moving the total.
    pub slack_days: f64,
}

/// The totals of the reference case.
pub fn limits(workflow: &Workflow) -> Limits {
    limits_with(workflow, &workflow.reference_case())
}

/// The totals of the case with the given attribute values.
pub fn limits_with(workflow: &Workflow, case: &BTreeMap<String, String>) -> Limits {
    let flat = workflow.flat(Gating::AsFiled);
    let present = |step: &Step| is_present(step, case);
    let counted_weight = |step: &Step| {
        if step.clock == Clock::On && present(step) {
            step.reference_face().scheduled_days(Clock::On)
        } else {
            0.0
        }
    };
    let elapsed_weight = |step: &Step| {
        if present(step) {
            wait_days(step, step.reference_face())
        } else {
            0.0
        }
    };
    let statutory_weight = |step: &Step| {
        let statutory = step.reference_face().statutory.map(|limit| limit.days());
        if step.clock == Clock::On && present(step) {
            statutory.unwrap_or_else(|| counted_weight(step))
        } else {
            0.0
        }
    };
    let counted = schedule(&flat, counted_weight);
    let elapsed = schedule(&flat, elapsed_weight);
    let gated = workflow.flat(Gating::AllClosed);
    Limits {
        counted_days: counted.end_days,
        clock_days: clock_days(&flat, &elapsed, counted_weight),
        elapsed_days: elapsed.end_days,
        serial_days: flat.steps.iter().map(|step| counted_weight(step)).sum(),
        statutory_counted_days: schedule(&flat, statutory_weight).end_days,
        gated_counted_days: schedule(&gated, counted_weight).end_days,
        worst_case: worst_case(&flat),
        by_stage: by_stage(workflow, &counted),
        critical_path_counted: with_time(&counted),
        critical_path_elapsed: with_time(&elapsed),
        elapsed,
        counted,
    }
}

fn worst_case(flat: &Flat) -> WorstCase {
    let on_path = |step: &Step| step.position == Position::Path;
    let counted = |step: &Step| match step.clock {
        Clock::On if on_path(step) => step.face.scheduled_days(Clock::On),
        Clock::On | Clock::Off | Clock::Outside => 0.0,
    };
    let elapsed = |step: &Step| {
        if on_path(step) {
            wait_days(step, &step.face)
        } else {
            0.0
        }
    };
    WorstCase {
        counted_days: schedule(flat, counted).end_days,
        elapsed_days: schedule(flat, elapsed).end_days,
    }
}

/// Working days between ready and done: the median wait for a sitting, off the clock, then the step.
fn wait_days(step: &Step, face: &Face) -> f64 {
    match step.clock_as_filed.unwrap_or(step.clock) {
        clock @ (Clock::On | Clock::Off) => face.sitting_wait_days() + face.scheduled_days(clock),
        Clock::Outside => 0.0,
    }
}

/// Whether the case meets the step on its path.
pub(super) fn is_present(step: &Step, case: &BTreeMap<String, String>) -> bool {
    step.position == Position::Path
        && !step.reference_face().skipped
        && step.when.iter().all(|guard| {
            case.get(&guard.attribute)
                .is_some_and(|value| guard.values.contains(value))
        })
}

impl Workflow {
    /// Whether a case with these attribute values meets the step on its path.
    pub fn meets(&self, step: &Step, case: &BTreeMap<String, String>) -> bool {
        is_present(step, case)
    }

    /// The case that limits describe: every attribute at its `[reference]` value, else its largest share.
    pub fn reference_case(&self) -> BTreeMap<String, String> {
        let mut case = BTreeMap::new();
        for attribute in &self.attributes {
            let applies = attribute.given.iter().all(|guard| {
                case.get(&guard.attribute)
                    .is_some_and(|value: &String| guard.values.contains(value))
            });
            if applies {
                case.insert(attribute.id.clone(), attribute.reference.clone());
            }
        }
        case
    }
}

fn schedule(flat: &Flat, weight: impl Fn(&Step) -> f64) -> Schedule {
    let n_steps = flat.steps.len();
    let weights: Vec<f64> = flat.steps.iter().map(|step| weight(step)).collect();
    let mut start = vec![0.0f64; n_steps];
    let mut end = vec![0.0f64; n_steps];
    for step in 0..n_steps {
        start[step] = flat.predecessors[step]
            .iter()
            .map(|edge| end[edge.from])
            .fold(0.0, f64::max);
        end[step] = start[step] + weights[step];
    }
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
    schedule
        .critical_path
        .iter()
        .filter(|id| {
            let slot = schedule.steps[id.as_str()];
            slot.end_days > slot.start_days
        })
        .cloned()
        .collect()
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
fn clock_days(flat: &Flat, elapsed: &Schedule, counted_weight: impl Fn(&Step) -> f64) -> f64 {
    let mut running: Vec<(f64, f64)> = flat
        .steps
        .iter()
        .filter(|step| counted_weight(step) > 0.0)
        .map(|step| {
            // Before the panel sits no clock runs.
            let slot = elapsed.steps[step.id.as_str()];
            let wait = step.reference_face().sitting_wait_days();
            (slot.start_days + wait, slot.end_days)
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
