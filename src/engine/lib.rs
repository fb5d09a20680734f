//! What computes: from scenario files to compared timelines, without pictures or a terminal.
//!
//! The modules stand in the order in which data flows:
//!
//! ```text
//! scenario file -> workflow (DAG) -> reform -> simulation -> comparison -> studies of many
//! ```
#![forbid(unsafe_code)]
#![warn(missing_docs)]

// Leaves: shown words, errors, days, distributions, citations.
pub mod at;
pub mod calendar;
pub mod duration;
pub mod error;
pub mod key;
pub mod lang;
pub mod source;
pub mod table;
pub mod text;

// The pipeline.
pub mod workflow;

pub mod format;

pub mod reform;

pub mod input;
pub mod scenario;

pub mod sim;

pub mod compare;

pub mod study;
