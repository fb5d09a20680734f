//! The ledger: every change that an editor made, written by the editor itself.

use super::{EdgeKind, Step};
use crate::duration::Limit;

/// The changes of one reform, in the order in which they were made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ledger {
    /// One per change.
    pub entries: Vec<Entry>,
}

/// One change and the measure that made it.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Id of the measure.
    pub measure: String,
    /// What changed.
    pub change: Change,
}

/// One change of the graph or of a step.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A step left the graph.
    StepLeft {
        /// Its id.
        step: String,
        /// Why.
        leaving: super::Leaving,
    },
    /// A step came in.
    StepCame {
        /// Its id.
        step: String,
        /// Ids of the steps it was made of; empty for an after-check.
        from: Vec<String>,
    },
    /// A step waits for another that it did not wait for.
    EdgeCame {
        /// The step waited for.
        from: String,
        /// The waiting step.
        to: String,
        /// Why.
        kind: EdgeKind,
    },
    /// A step no longer waits for another.
    EdgeLeft {
        /// The step waited for.
        from: String,
        /// The waiting step.
        to: String,
    },
    /// The system supplies a material for a share of cases.
    MaterialSupplied {
        /// Its id.
        material: String,
        /// Between 0 and 1.
        share: f64,
    },
    /// An agency has another number of officers.
    Officers {
        /// Its id.
        agency: String,
        /// Before, if the file said so.
        before: Option<u32>,
        /// After.
        after: u32,
    },
    /// A step is decided in another way.
    Marked {
        /// Its id.
        step: String,
        /// How.
        mark: Mark,
    },
    /// A property of a step has another value.
    Set {
        /// Its id.
        step: String,
        /// Key of the property, as in the scenario file.
        property: &'static str,
        /// Before.
        before: Value,
        /// After.
        after: Value,
    },
}

/// A property's value, as far as a reader wants to see it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Not given.
    None,
    /// A number: working days, links, a share.
    Number(f64),
    /// A word: an agency, a clock.
    Word(String),
    /// Several: materials.
    Words(Vec<String>),
}

/// How a step is decided after a reform.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// 告知承诺.
    Committed,
    /// 审批改备案.
    Filed,
    /// Decided at once for a share of cases.
    Automated,
    /// 区域评估: not needed for a share of cases.
    Covered,
}

/// The properties in which two versions of one step differ.
pub(super) fn differences(before: &Step, after: &Step) -> Vec<Change> {
    let pairs = properties(before).into_iter().zip(properties(after));
    pairs
        .filter(|((_, before), (_, after))| before != after)
        .map(|((property, old), (_, new))| Change::Set {
            step: before.id.clone(),
            property,
            before: old,
            after: new,
        })
        .collect()
}

/// Every property of a step that a ledger tells, in a fixed order.
pub fn properties(step: &Step) -> Vec<(&'static str, Value)> {
    let number = |number: Option<f64>| number.map_or(Value::None, Value::Number);
    let word = |word: &Option<String>| word.clone().map_or(Value::None, Value::Word);
    let face = step.reference_face();
    vec![
        ("kind", Value::Word(format!("{:?}", step.kind))),
        ("clock", Value::Word(format!("{:?}", step.clock))),
        ("item", word(&step.item)),
        ("stage", word(&step.stage)),
        ("agency", word(&step.agency)),
        ("limit_days", number(face.limit.map(Limit::days))),
        ("statutory_days", number(face.statutory.map(Limit::days))),
        ("links", Value::Number(f64::from(face.links))),
        ("form", Value::Number(f64::from(u8::from(face.form)))),
        ("materials", Value::Words(face.materials.clone())),
        ("visits", Value::Number(f64::from(step.visits))),
        ("skipped", Value::Number(f64::from(u8::from(face.skipped)))),
        (
            "median_days",
            Value::Number((face.median_days() * 1e6).round() / 1e6),
        ),
        (
            "every_days",
            number(face.meeting.as_ref().map(|meeting| meeting.every_days)),
        ),
        ("may_come_later", Value::Words(deferred(step))),
        (
            "silence_counts",
            Value::Number(f64::from(u8::from(
                step.tallies.contains(&super::Tally::SilentApproval),
            ))),
        ),
        (
            "ends_case",
            step.ends_case
                .map_or(Value::None, |ending| Value::Word(ending.word().to_owned())),
        ),
        (
            "intake",
            Value::Word(match &step.intake {
                super::Intake::Friction => "own".to_owned(),
                super::Intake::Window(_) => "window".to_owned(),
                super::Intake::Shared => "shared".to_owned(),
            }),
        ),
    ]
}

/// Materials that hold the end of the step only.
fn deferred(step: &Step) -> Vec<String> {
    let gates = step.end_gates.iter();
    gates.flat_map(|gate| gate.materials.clone()).collect()
}
