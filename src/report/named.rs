//! Tables whose names are long and figures are not: each name has a line of its own above its figures.

use comfy_table::{ContentArrangement, Table};

use super::table::{align, plain_table};
use crate::text::{truncate, wrap};

/// A row; without a name it belongs to the name above.
pub(super) struct NamedRow {
    /// Over the figures.
    pub name: Option<String>,
    /// As many as there are headings.
    pub figures: Vec<String>,
    /// Under the figures.
    pub note: Option<String>,
}

/// The table; figures that 80 columns would fold get the room of the first heading, which then stands above.
pub(super) fn names_above(headings: &[&str], rows: &[NamedRow]) -> String {
    let mut shown = Vec::new();
    let mut lines = filled(headings, rows).to_string();
    if lines.lines().count() > rows.len() + 1 {
        let mut narrow = headings.to_vec();
        shown.push(std::mem::take(&mut narrow[0]).to_owned());
        let mut table = filled(&narrow, rows);
        table.set_content_arrangement(ContentArrangement::Disabled);
        lines = table.to_string();
    }
    let mut lines = lines.lines();
    shown.push(lines.next().unwrap_or_default().to_owned());
    for (row, figures) in rows.iter().zip(lines) {
        shown.extend(row.name.as_ref().map(|name| truncate(name, 80)));
        shown.push(figures.to_owned());
        let note = row.note.iter().flat_map(|note| wrap(note, 76));
        shown.extend(note.enumerate().map(|(idx, line)| match idx {
            0 => line,
            _ => format!("    {line}"),
        }));
    }
    shown.join("\n")
}

fn filled(headings: &[&str], rows: &[NamedRow]) -> Table {
    let mut table = plain_table();
    table.set_header(headings.to_vec());
    table.add_rows(rows.iter().map(|row| &row.figures));
    align(&mut table);
    table
}
