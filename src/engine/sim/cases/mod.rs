//! Independent cases, without queues: blocks of them side by side through the courses of every step.

mod critical;
mod histogram;
mod lanes;
mod pass;
mod run;
mod simulate;
mod sums;
mod visits;

pub use histogram::Histogram;
pub use pass::Pass;
pub use run::Cases;
pub use simulate::{BATCHES, Clocked, PROBABILITIES, Run, draws_per_case, every_case, simulate};
pub use sums::Sums;
pub use visits::{Visit, every_visit};
