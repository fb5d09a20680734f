//! The charts of `run`: a comparison as plain data for each, drawn and encoded.

use crate::cli::ChartFormat;
use crate::compare::Comparison;
use crate::lang::Lang;
use crate::scenario::Loaded;

/// File names and contents.
pub fn draw(_: &Loaded, _: &[Comparison], _: ChartFormat, _: Lang) -> Vec<(String, Vec<u8>)> {
    Vec::new()
}
