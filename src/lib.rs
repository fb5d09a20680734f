//! Simulates reforms of approval processes: how long an applicant waits before and after, how sure
//! that is, and which measure bought which day.
//!
//! The modules stand in the order in which data flows:
//!
//! ```text
//! scenario file -> workflow (DAG) -> reform -> simulation -> comparison -> charts and tables
//! ```
//!
//! What computes is the crate `redtape-engine` in `src/engine`; what shows it and speaks with the user is here. Two
//! crates build side by side, and nothing that computes can reach for a picture.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub use redtape_engine::{
    at, calendar, compare, duration, error, format, input, lang, reform, scenario, sim, source,
    study, text, workflow,
};

pub mod exchange;

pub mod chart;
pub mod report;

pub mod output;

pub mod cli;
pub mod commands;
