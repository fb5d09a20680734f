//! Reforms: ordered measures that turn one workflow into another, with a ledger of what they did.

mod apply;
pub mod measures;

pub use apply::{Drafter, Reformed, apply, apply_one, apply_some, step_by_step};
pub use measures::{About, Act};

use crate::error::Place;
use crate::lang::Name;

/// 改革: an ordered list of measures.
#[derive(Clone, Debug, PartialEq)]
pub struct Reform {
    /// Unique id.
    pub id: String,
    /// What a reader sees.
    pub name: Name,
    /// When it took effect.
    pub effective: Option<jiff::civil::Date>,
    /// Id of the reform it starts from; `None`: the baseline.
    pub builds_on: Option<String>,
    /// In order.
    pub measures: Vec<Measure>,
}

/// 改革举措: one change.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// Unique id within the reform.
    pub id: String,
    /// What a reader sees.
    pub name: Name,
    /// What a reader switches on and off together.
    pub group: Option<String>,
    /// What it costs, in a unit of the file's choosing.
    pub cost: Option<f64>,
    /// What each working day costs by which it shortens a limit, beside `cost`; a search may then choose to
    /// shorten it by less.
    pub cost_per_day: Option<f64>,
    /// Ids of measures that cannot be chosen together with it; only a search looks at them.
    pub excludes: Vec<String>,
    /// Ids of measures that must be chosen with it; only a search looks at them.
    pub requires: Vec<String>,
    /// What it does.
    pub act: Act,
    /// Where the file says so; empty if no file does.
    pub place: Place,
}
