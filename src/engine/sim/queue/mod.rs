//! Cases that compete for officers: a discrete-event simulation of workflows with queues.
//!
//! Every agency with officers is a station. A step with an `effort` visits it once per link: wait, then
//! an officer's work; steps without take their duration, whoever else is there. Limits shorten
//! nothing: they are due dates. Draws have the same identity as in the simulation of independent
//! cases, so baseline and reform meet the same arrivals with the same files.
//!
//! Time is whole ticks of 1/65536 working day, less than half a second. Events of the same tick happen
//! in the order in which they were scheduled, an arrival after all of them.

mod agenda;
mod arena;
mod arrivals;
mod compile;
mod course;
mod curve;
mod duty;
mod engine;
mod files;
mod hall;
mod heap;
mod log;
mod model;
mod office;
mod replicate;
mod ring;
mod rows;
mod shifts;
mod staffing;
mod station;
mod study;
mod tally;
mod traffic;
mod visit;
mod warm_up;
mod window;
mod work;

pub use arrivals::Demand;
pub use compile::Refusal;
pub use log::{Handled, logged};
pub use model::{QueueFamily, TICKS_PER_DAY};
pub use office::{Office, Part};
pub use replicate::{Span, replicate, replicate_with};
pub use station::Areas;
pub use study::{Staff, Study, Verdict, Volume, study};
pub use tally::{AgencyTally, Replication, StepTally};
pub use traffic::officer_days;
pub use warm_up::mser_5;
