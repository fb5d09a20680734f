//! Tables and pages: a comparison as JSON, as CSV and as a table for the terminal.

mod assumptions;
mod average;
mod burden;
mod csv;
mod cuts;
mod details;
mod example;
pub mod explain;
pub mod json;
mod json_average;
mod json_queues;
mod named;
pub mod optimise;
pub mod page;
mod queues;
mod rows;
mod shared_queues;
mod staffing;
pub mod sweep;
pub mod table;
mod words;

pub use details::details;
pub use example::before_after;
pub use rows::{changes_csv, scenarios_csv};
