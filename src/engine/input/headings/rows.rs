//! Rows that may be headings: one, or one below the groups of another.

use super::{Read, Renamed};
use crate::error::Place;
use crate::input::fields::{Field, Meaning, meaning};
use crate::input::figures::plain;
use crate::input::table::Row;

/// A row that names no column.
pub fn read_row(row: &Row<'_>) -> Read {
    let cells = plain_cells(row).into_iter();
    cells.map(|(text, place)| (text, place, None)).collect()
}

/// What a heading says, or what the user says of it.
pub fn said(heading: &str, wanted: &[Field], renamed: &Renamed) -> Option<Meaning> {
    match renamed.iter().find(|(from, _)| same(from, heading)) {
        Some((_, to)) => meaning(to, wanted).map(|meaning| Meaning { rank: 0, ..meaning }),
        None => meaning(heading, wanted).map(|meaning| Meaning {
            rank: meaning.rank + 1,
            ..meaning
        }),
    }
}

/// Whether two headings are one.
pub fn same(a: &str, b: &str) -> bool {
    plain(a) == plain(b)
}

/// The headings of a row.
pub fn plain_cells(row: &Row<'_>) -> Vec<(String, Place)> {
    let cells = row.cells.iter();
    cells
        .map(|cell| (one_line(cell), cell.place.clone()))
        .collect()
}

/// A manual break inside a heading says nothing.
fn one_line(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_control() && *letter != '\u{2028}')
        .collect()
}

/// Headings below the groups of a row above: a group reaches to the next one.
pub fn grouped(above: &Row<'_>, row: &Row<'_>) -> Vec<(String, Place)> {
    let mut group = String::new();
    let columns = row.cells.len().max(above.cells.len());
    (0..columns)
        .map(|idx| {
            if let Some(cell) = above.cells.get(idx).filter(|cell| !cell.is_empty()) {
                group = one_line(cell);
            }
            let cell = row.cells.get(idx);
            let own = cell.map(|cell| one_line(cell)).unwrap_or_default();
            let place = cell.map_or(0..0, |cell| cell.place.clone());
            if own.is_empty() || own == group {
                // A heading over both rows stands in the upper one.
                let upper = above.cells.get(idx).filter(|cell| !cell.is_empty());
                return match upper {
                    Some(upper) => (one_line(upper), upper.place.clone()),
                    None => (String::new(), place),
                };
            }
            let is_group =
                |text: &str| meaning(&format!("{text}时限"), &[Field::Promised]).is_some();
            match is_group(&group) {
                true => (format!("{group}{own}"), place),
                false => (own, place),
            }
        })
        .collect()
}

/// The first text above the headings.
pub fn title(above: &[Row<'_>]) -> Option<String> {
    let cells = above.iter().flat_map(|row| &row.cells);
    cells
        .map(|cell| one_line(cell))
        .find(|text| !text.is_empty())
}
