//! Attributions as a table, as JSON and as CSV.

mod data;
mod table;

pub use data::{csv, document};
pub use table::table;
