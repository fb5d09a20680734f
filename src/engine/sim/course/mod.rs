//! Courses: what a step of a workflow means, compiled once for every reader.
//!
//! ```text
//! Step, Material, Friction -> Course (legs) -> limits, cases, events, expected load, bounds, variants
//! ```
//!
//! A course is a short list of legs, each for some of the cases. Limits, the simulator of independent cases, the
//! simulator with queues, expected load and bounds read the same legs, each with one arm per [`Act`]; nothing else reads
//! a step's properties. Two courses that are equal take the same time in every case: variants share by that.

mod average;
mod bounds;
mod compile;
mod faces;
mod handoffs;
mod leg;
mod limits;
mod load;
mod network;
mod notes;
mod papers;
mod services;

pub use average::{average_case, limit_totals, limits};
pub use bounds::longest_ticks;
pub use compile::{Compiler, Officers};
pub use leg::{Act, Course, Days, Leg, Promise};
pub use limits::{Certain, Times, cut_at_end, limits_with, reference_times};
pub use load::officer_days;
pub use network::{Edge, Family, Network, Node, Panel, Station, reduced};
pub use notes::{Check, Notes, Trip};
