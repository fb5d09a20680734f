//! Replications of workflows: a plan compiled from each, blocks of cases through it, exact totals.
//!
//! Time is a grid of 1/16 working day in integers. Every draw is keyed by seed, scenario, origin,
//! purpose, round and case, so results are the same on any number of threads.

// Lanes are parallel arrays: the index is the case, not a position in one of them.
#![allow(clippy::needless_range_loop)]

mod again;
mod block;
mod cases;
mod compile;
mod critical;
pub mod draw;
mod ends;
mod forest;
mod histogram;
mod lanes;
mod notes;
mod origins;
mod own;
mod plan;
mod pool;
pub mod queue;
mod runs;
mod start;
mod sums;
mod trips;
mod vectors;
mod visits;
mod waits;

pub use forest::{Figures, Forest, Grid, Laid, Point, TooLong, Total};
pub use histogram::Histogram;
pub use plan::{Family, GRID};
pub use runs::{
    BATCHES, Clocked, PROBABILITIES, Run, Stopped, Watch, draws_per_case, every_case, simulate,
};
pub use start::{Start, Starts};
pub use sums::Sums;
pub use vectors::run_plain;
pub use visits::{Visit, every_visit};
