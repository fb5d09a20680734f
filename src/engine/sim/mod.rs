//! Replications of workflows: courses compiled from each, cases through them, exact totals.
//!
//! Time is whole [ticks](tick) in every simulator. Every draw is keyed by seed, scenario, origin, purpose, round and
//! case, so results are the same on any number of threads.

// Lanes are parallel arrays: the index is the case, not a position in one of them.
#![allow(clippy::needless_range_loop)]
// A boxed lane changes places with another one without being copied.
#![allow(clippy::vec_box)]

pub mod cases;
pub mod course;
mod dates;
pub mod events;
mod origins;
pub mod streams;
pub mod tick;
mod variants;
mod vectors;
mod watch;

pub use cases::{
    BATCHES, Clocked, Histogram, PROBABILITIES, Run, Sums, Visit, draws_per_case, every_case,
    every_visit, simulate,
};
pub use course::{
    Family, Officers, average_case, limit_totals, limits, limits_with, longest_ticks,
    reference_times,
};
pub use dates::{Start, Starts};
pub use tick::{MOST_DAYS, TICKS_PER_DAY, days_of, ticks_of};
pub use variants::{Figures, Laid, Point, TooLong, Total, Variants};
pub use vectors::run_plain;
pub use watch::{Stopped, Watch};
