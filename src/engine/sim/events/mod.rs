//! Cases that compete for officers: a discrete-event simulation of networks with queues.
//!
//! Every agency with officers is a station, its officers the servers. A step with an `effort` visits it once per link:
//! wait, then an officer's work; steps without take their duration, whoever else is there. Limits shorten nothing: they
//! are due dates. Draws have the same identity as in the simulation of independent cases, so baseline and reform meet
//! the same arrivals with the same cases.
//!
//! Events of the same tick happen in the order in which they were scheduled, an arrival after all of them.

mod advance;
mod arrivals;
mod discipline;
mod event_list;
mod facility;
mod level;
mod log;
mod model;
mod office;
mod replicate;
mod samples;
mod schedule;
mod shifts;
mod simulation;
mod staffing;
mod station;
mod statistics;
mod store;
mod study;
mod visits;
mod warm_up;
mod window;

pub use arrivals::Demand;
pub use log::{Handled, logged};
pub use model::Refusal;
pub use office::{Office, Part};
pub use replicate::{Span, Unanswered, replicate, replicate_with};
pub use station::Areas;
pub use statistics::{AgencyTally, Replication, StepTally};
pub use study::{Staff, Study, Verdict, Volume, study};
pub use warm_up::mser_5;
