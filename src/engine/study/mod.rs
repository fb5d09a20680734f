//! Many variants of one scenario: which measure bought which day, what a target costs, what an input
//! is worth.

mod assumptions;
mod batches;
mod coalition;
mod evaluate;
pub mod explain;
mod optimise;
mod sweep;
mod switch;
mod tasks;
mod variants;
mod worths;

pub use assumptions::{headlines, latin_hypercube};
pub use coalition::Coalition;
pub use explain::{
    Effort, Explanation, Input as ExplainInput, Interaction, MeasureShares, Method, Share,
    Takeover, explain,
};
pub use optimise::{
    Answer, Choice, Goal, Input as OptimiseInput, Package, Target, Verdict, optimise,
};
pub use sweep::{Fewest, Point as SweepPoint, Queued, Sensitivity, Sweep, Swing};
pub use switch::{Group, MOST_GROUPS, Subset, Switch, Variant, switch};
pub use variants::{Measured, measure};

pub use crate::sim::Total;

use crate::sim::{Laid, limit_totals};
use crate::workflow::Workflow;

/// Counted and elapsed days of a variant with every limit used up, as a run tells them.
fn limit_days(workflow: &Workflow, laid: &Laid) -> [f64; 2] {
    match workflow.has_partial_shares() {
        true => limit_totals(workflow),
        false => [Total::Counted, Total::Elapsed].map(|total| laid.limit_days(total)),
    }
}

/// A figure of a variant that attributions and targets are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quantity {
    /// Which total.
    pub total: Total,
    /// Which figure of it.
    pub figure: Figure,
}

/// One number of a total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figure {
    /// Of the reference case, with every limit used up.
    Limits,
    /// Simulated mean.
    Mean,
    /// Simulated median.
    P50,
    /// Simulated P90.
    P90,
}

impl Quantity {
    /// Every quantity, in the order of [`Values`].
    pub const ALL: [Quantity; 8] = [
        Quantity::of(Total::Counted, Figure::Limits),
        Quantity::of(Total::Counted, Figure::Mean),
        Quantity::of(Total::Counted, Figure::P50),
        Quantity::of(Total::Counted, Figure::P90),
        Quantity::of(Total::Elapsed, Figure::Limits),
        Quantity::of(Total::Elapsed, Figure::Mean),
        Quantity::of(Total::Elapsed, Figure::P50),
        Quantity::of(Total::Elapsed, Figure::P90),
    ];

    /// A figure of a total.
    pub const fn of(total: Total, figure: Figure) -> Quantity {
        Quantity { total, figure }
    }

    /// Where it stands in [`Values`].
    pub fn idx(self) -> usize {
        4 * self.total as usize + self.figure as usize
    }
}

impl Figure {
    /// The word in JSON, CSV and on the command line.
    pub fn key(self) -> &'static str {
        match self {
            Figure::Limits => "limits",
            Figure::Mean => "mean",
            Figure::P50 => "p50",
            Figure::P90 => "p90",
        }
    }
}

/// The word for a total in JSON, CSV and on the command line.
pub fn total_key(total: Total) -> &'static str {
    match total {
        Total::Counted => "counted",
        Total::Elapsed => "elapsed",
    }
}

/// Every quantity of one variant, working days, in the order of [`Quantity::ALL`].
pub type Values = [f64; 8];

/// How many cases, with which luck.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Keys every draw.
    pub seed: u64,
    /// Cases.
    pub replications: usize,
    /// Threads.
    pub threads: usize,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Stopped from outside.
    Stopped,
    /// Some case could last longer than ticks can tell.
    TooLong,
    /// So many options, each level of a measure one of them, are more than [`Coalition::MOST`].
    TooManyOptions(usize),
}
