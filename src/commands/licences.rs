//! `redtape --licences`: the terms of the program, of its font, and of all that it is built of.

use super::Failure;
use crate::output::print_bytes;

/// Ours, the embedded font's, and those that the build gathered.
const TEXTS: [(&str, &str); 3] = [
    ("redtape", include_str!("../../LICENSE")),
    (
        "Noto Sans SC, subset",
        include_str!("../../assets/fonts/OFL.txt"),
    ),
    (
        "Packages",
        include_str!(concat!(env!("OUT_DIR"), "/licences.txt")),
    ),
];

/// Prints them.
pub fn licences() -> Result<(), Failure> {
    let line = "=".repeat(80);
    let texts = TEXTS.map(|(of, text)| format!("{line}\n{of}\n{line}\n\n{}\n", text.trim()));
    Ok(print_bytes(texts.join("\n").as_bytes())?)
}
