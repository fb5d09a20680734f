//! Tables and pages: a comparison as JSON, as CSV and as a table for the terminal.

mod details;
pub mod json;
pub mod page;
mod rows;
pub mod table;
mod words;

pub use details::details;
pub use rows::{changes_csv, scenarios_csv};
