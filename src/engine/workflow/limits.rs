//! What the deterministic timeline of the reference case says, and which case that is.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{CasePart, Clock, Part, Position, Step, Workflow};
use crate::duration::Duration;

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
    /// The longest chain of statutory limits; a step without one adds nothing. `None`: no step has one.
    pub statutory_counted_days: Option<f64>,
    /// How many steps the limits are said for.
    pub stated: Stated,
    /// Counted days if every stage were closed.
    pub gated_counted_days: f64,
    /// Counted and elapsed days of a case that needs every step and that no share covers.
    pub worst_case: WorstCase,
    /// What the totals of counted and elapsed days are the averages of: one part where all cases take equally long.
    pub parts: Vec<CasePart>,
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

/// Steps on the official clock that the reference case meets, and which limits the file states for them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    /// All of them.
    pub steps: usize,
    /// With a promised limit; the others count with their median.
    pub promised: usize,
    /// With a statutory limit.
    pub statutory: usize,
    /// Without a promised limit, and their times were recorded.
    pub recorded: usize,
}

/// What the totals of counted days add up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Promised limits, medians where a step has none.
    Promises,
    /// The file has no limit: medians of the steps' times.
    Medians,
    /// The same, of times that were recorded.
    RecordedMedians,
}

impl Stated {
    /// What the totals add up.
    pub fn basis(self) -> Basis {
        match self {
            Stated {
                steps, promised, ..
            } if promised > 0 || steps == 0 => Basis::Promises,
            Stated {
                steps, recorded, ..
            } if recorded == steps => Basis::RecordedMedians,
            _ => Basis::Medians,
        }
    }
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
    !step.reference_face().skipped && may_be_present(step, case)
}

fn may_be_present(step: &Step, case: &BTreeMap<String, String>) -> bool {
    step.position == Position::Path
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

    /// Whether any case with these attribute values meets the step on its path, whatever shares cover it.
    pub fn may_meet(&self, step: &Step, case: &BTreeMap<String, String>) -> bool {
        let mut faces = Vec::new();
        let mut is_open = true;
        for split in step
            .splits
            .iter()
            .rev()
            .filter(|split| split.share.share > 0.0)
        {
            faces.push(&split.then);
            is_open = split.share.share < 1.0;
            if !is_open {
                break;
            }
        }
        faces.extend(is_open.then_some(&step.face));
        may_be_present(step, case) && faces.iter().any(|face| !face.skipped)
    }

    /// How many steps of a case the limits are said for.
    pub fn stated(&self, case: &BTreeMap<String, String>) -> Stated {
        let clocked = |step: &&Arc<Step>| step.clock == Clock::On && is_present(step, case);
        let mut stated = Stated::default();
        for face in self
            .steps()
            .filter(clocked)
            .map(|step| step.reference_face())
        {
            stated.steps += 1;
            stated.promised += usize::from(face.limit.is_some());
            stated.statutory += usize::from(face.statutory.is_some());
            let is_recorded = |part: &Part| matches!(part.law.base, Duration::Empirical { .. });
            let is_recorded = face.work.iter().all(is_recorded);
            stated.recorded += usize::from(face.limit.is_none() && is_recorded);
        }
        stated
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
