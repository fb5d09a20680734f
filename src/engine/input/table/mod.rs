//! A table of any spreadsheet program: rows of cells, each with its place, however the file was written.

mod delimited;
mod workbook;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Deref;
use std::path::Path;

use super::encoding::{self, Encoding};
use super::fields::Field;
use super::headings::{Headings, Twice};
use super::kind::{self, Kind};
use super::{InputError, read_unpacked};
use crate::error::{Place, Problem};

/// A table that was read.
#[derive(Clone, Debug)]
pub struct Table {
    /// How it was written.
    pub origin: Origin,
    /// Its text: of a worksheet a line for each row, with tabs between cells.
    pub content: String,
    /// Where the text begins in the address space of files.
    pub base: usize,
    /// Cells of merged areas that repeat the one above them: row and column from 0.
    repeated: BTreeSet<(usize, usize)>,
}

/// How a table was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// As text: the encoding, and what separates cells.
    Text(Encoding, u8),
    /// As a worksheet: its name, and those of the others.
    Sheet(String, Vec<String>),
}

/// A line of a table that says something.
#[derive(Clone, Debug)]
pub struct Row<'t> {
    /// From 1: the line of the file, or the row of the worksheet.
    pub line: usize,
    /// From left to right.
    pub cells: Vec<Cell<'t>>,
}

/// A cell. Spaces around its text are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell<'t> {
    /// What it says.
    pub text: Cow<'t, str>,
    /// Where.
    pub place: Place,
    /// Whether it lies in a merged area below the cell whose text it repeats.
    pub is_repeated: bool,
}

impl Deref for Cell<'_> {
    type Target = str;
    fn deref(&self) -> &str {
        &self.text
    }
}

impl Cell<'_> {
    /// `problem`, placed here.
    pub fn blame(&self, problem: Problem) -> Problem {
        if self.place.is_empty() {
            problem
        } else {
            problem.at(self.place.clone())
        }
    }
}

/// Reads the table of a file of at most `most_bytes`, packed with gzip or not. `sheet` names the worksheet of a workbook;
/// without it the fullest is taken.
///
/// # Errors
/// The file cannot be read, or is no table.
pub fn read_table(path: &Path, sheet: Option<&str>, most_bytes: u64) -> Result<Table, InputError> {
    let bytes = read_unpacked(path, most_bytes)?;
    let shown = path.display().to_string();
    let table = match kind::recognise(&bytes) {
        Some(Kind::Workbook | Kind::OldOffice) => workbook::read(&shown, bytes, sheet)?,
        Some(other) => return Err(other.refused(&shown).into()),
        None => {
            let (content, encoding) = encoding::decode_table(&shown, bytes)?;
            if sheet.is_some() {
                let problem = Problem::error(format!("`{shown}` is text and has no worksheets"));
                return Err(problem.hint("leave out --sheet").into());
            }
            Table::of_text(content, encoding)
        }
    };
    Ok(table)
}

impl Table {
    /// A table as text.
    pub fn of_text(content: String, encoding: Encoding) -> Table {
        let delimiter = delimited::delimiter(&content);
        Table {
            origin: Origin::Text(encoding, delimiter),
            content,
            base: 0,
            repeated: BTreeSet::new(),
        }
    }

    /// The rows that say something, from the top; they may be gone through again.
    pub fn rows(&self) -> impl Iterator<Item = Result<Row<'_>, Problem>> {
        let (text, sheet) = match self.origin {
            Origin::Text(_, delimiter) => (
                Some(delimited::rows(&self.content, self.base, delimiter)),
                None,
            ),
            Origin::Sheet(..) => (None, Some(workbook::rows(self))),
        };
        text.into_iter()
            .flatten()
            .chain(sheet.into_iter().flatten())
            .filter(|row| match row {
                Ok(row) => row.cells.iter().any(|cell| !cell.is_empty()),
                Err(_) => true,
            })
    }

    /// What separates cells in its text.
    pub fn delimiter(&self) -> u8 {
        match self.origin {
            Origin::Text(_, delimiter) => delimiter,
            Origin::Sheet(..) => b'\t',
        }
    }

    /// The cells of one column that say something, each with its line: the column that is headed so, else the first, whose
    /// first cell may be a heading (`is_value` tells).
    pub fn one_column(
        &self,
        field: Field,
        is_value: impl Fn(&str) -> bool,
    ) -> Result<Vec<(usize, String)>, Problem> {
        let headings = Headings::find(self, &[field], &Vec::new(), Twice::TakeLikelier);
        let headings = headings.unwrap_or_default();
        let idx = headings.column(field).map_or(0, |column| column.idx);
        let mut cells = Vec::new();
        for (at, row) in self.rows().skip(headings.n_rows).enumerate() {
            let row = row?;
            let Some(cell) = row.cells.get(idx).filter(|cell| !cell.is_empty()) else {
                continue;
            };
            let is_heading = at == 0 && headings.n_rows == 0 && !is_value(cell);
            if !is_heading {
                cells.push((row.line, cell.to_string()));
            }
        }
        Ok(cells)
    }

    /// The first rows, to look for headings in. A quote that is not closed ends them.
    pub fn first_rows(&self, n: usize) -> Vec<Row<'_>> {
        self.rows().take(n).map_while(Result::ok).collect()
    }

    /// What spreadsheet programs call the cell at a place, if the table is a worksheet: `G5`.
    pub fn cell_name(&self, place: &Place) -> Option<String> {
        if let Origin::Text(..) = self.origin {
            return None;
        }
        let before = self.content.get(..place.start.checked_sub(self.base)?)?;
        let row = before.matches('\n').count() + 1;
        let line = before.rfind('\n').map_or(before, |at| &before[at + 1..]);
        let mut column = line.matches('\t').count() + 1;
        let mut letters = String::new();
        while column > 0 {
            letters.insert(0, char::from(b'A' + ((column - 1) % 26) as u8));
            column = (column - 1) / 26;
        }
        Some(format!("{letters}{row}"))
    }
}
