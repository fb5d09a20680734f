//! What the deterministic timeline of the reference case says, and which case that is.

use std::collections::BTreeMap;

use super::{Position, Step, Workflow};

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
