//! Simulates reforms of approval processes: how long an applicant waits before and after, how sure
//! that is, and which measure bought which day.
//!
//! The modules stand in the order in which data flows:
//!
//! ```text
//! scenario file -> workflow (DAG) -> reform -> simulation -> comparison -> charts and tables
//! ```
#![forbid(unsafe_code)]
#![warn(missing_docs)]

// Leaves: shown words, errors, days, distributions, citations.
pub mod at;
pub mod calendar;
pub mod duration;
pub mod error;
pub mod lang;
pub mod source;
pub mod text;

// The pipeline.
pub mod workflow;

pub mod reform;

pub mod input;
pub mod scenario;

pub mod sim;

pub mod compare;

pub mod study;

pub mod exchange;

pub mod chart;
pub mod report;

pub mod output;

pub mod cli;
pub mod commands;
