//! Tables and pages: a comparison as JSON, as CSV and as a table for the terminal.

mod assumptions;
mod average;
mod burden;
mod csv;
mod cuts;
mod details;
mod example;
pub mod explain;
mod finding;
mod gates;
pub mod json;
mod json_average;
mod json_queues;
mod named;
pub mod optimise;
pub mod page;
mod profiles;
mod queues;
mod rows;
mod sections;
mod shared_queues;
mod staffing;
pub mod sweep;
pub mod table;
mod told;
mod words;

pub use example::before_after;
pub use finding::finding;
pub use rows::{changes_csv, scenarios_csv};
pub use sections::{Section, details};
