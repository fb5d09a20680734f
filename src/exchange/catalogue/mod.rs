//! A catalogue of approval matters (事项清单, 权力清单), or a list of what a reform changes (改革前后对照表), from a spreadsheet, as
//! a scenario to start from.

mod ids;
mod items;
mod lists;
mod notes;
mod order;
mod reform;
mod told;
mod write;

use std::path::Path;

use crate::error::Problem;
use crate::input::fields::{Field, When};
use crate::input::headings::{Headings, Renamed, Twice};
use crate::input::{InputError, MAX_FILE_BYTES, Table, read_table};
use crate::lang::Name;
use crate::scenario::{Failed, Files};

pub(in crate::exchange) use ids::slug;
pub(in crate::exchange) use notes::read_as;

use items::Items;

/// Columns of a catalogue, in the order of the documentation.
const FIELDS: [Field; 12] = [
    Field::Item,
    Field::Kind,
    Field::Stage,
    Field::Agency,
    Field::Statutory,
    Field::Promised,
    Field::Links,
    Field::Materials,
    Field::Certificates,
    Field::Visits,
    Field::After,
    Field::Measure,
];

/// A reform has at most so many measures.
const MOST_MEASURES: usize = 200;

/// How a table is to be read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The worksheet of a workbook; default: the fullest.
    pub sheet: Option<String>,
    /// Columns that the user names.
    pub columns: Renamed,
}

/// A scenario made of a catalogue.
#[derive(Debug)]
pub struct Catalogue {
    /// The scenario file.
    pub scenario: String,
    /// How the table was read, a line for each thing to know.
    pub notes: Vec<Name>,
}

/// Reads a catalogue and makes a scenario of it.
///
/// # Errors
/// Every problem of the table, each at its cell.
pub fn catalogue(path: &Path, reading: &Reading) -> Result<Catalogue, Failed> {
    let mut files = Files::default();
    let mut table = match read_table(path, reading.sheet.as_deref(), MAX_FILE_BYTES) {
        Ok(table) => table,
        Err(error) => {
            return Err(Failed {
                problems: vec![error.problem()],
                files,
                is_read_error: matches!(error, InputError::Io { .. }),
            });
        }
    };
    files.add(path, table.content.clone());
    table.base = files.top().start;
    match made(path, &table, reading) {
        Ok(catalogue) => Ok(catalogue),
        Err(mut problems) => {
            for problem in &mut problems {
                let cell = problem
                    .place
                    .as_ref()
                    .and_then(|place| table.cell_name(place));
                if let Some(cell) = cell {
                    problem.message = format!("{cell}: {}", problem.message);
                }
            }
            Err(Failed {
                problems,
                files,
                is_read_error: false,
            })
        }
    }
}

fn made(path: &Path, table: &Table, reading: &Reading) -> Result<Catalogue, Vec<Problem>> {
    let (items, headings) = read(path, table, reading)?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let has_reform = headings
        .columns
        .iter()
        .any(|column| column.when == When::After || column.field == Field::Measure);
    let head = write::Head {
        name: headings.title.as_deref().unwrap_or(&stem),
        file: &path.file_name().unwrap_or_default().to_string_lossy(),
        has_order: items.all.iter().any(|item| !item.waits_for.is_empty()),
        has_reform,
    };
    let (scenario, reform) = write::scenario(&items.all, &head);
    let shown = path.display();
    let n_measures = reform.measures.len();
    if n_measures > MOST_MEASURES {
        let problem = Problem::error(format!("`{shown}` makes a reform of {n_measures} measures"));
        let problem = problem.allowed(format!("up to {MOST_MEASURES}"));
        return Err(vec![problem.hint("make a file for each stage or agency")]);
    }
    if scenario.len() as u64 > MAX_FILE_BYTES {
        let problem = Problem::error(format!("`{shown}` makes a scenario of more than 4 MiB"));
        return Err(vec![problem.hint("make a file for each stage or agency")]);
    }
    Ok(Catalogue {
        scenario,
        notes: notes::notes(
            path,
            table,
            &headings,
            &items,
            has_reform.then_some(&reform),
        ),
    })
}

fn read(path: &Path, table: &Table, reading: &Reading) -> Result<(Items, Headings), Vec<Problem>> {
    let shown = path.display();
    let rows: Vec<_> = table
        .rows()
        .collect::<Result<_, _>>()
        .map_err(|problem| vec![problem])?;
    if rows.is_empty() {
        let problem = Problem::error(format!("`{shown}` is empty"));
        let hint = "the first line names the columns, every other line is an item";
        return Err(vec![problem.hint(hint)]);
    }
    let headings = Headings::find(table, &FIELDS, &reading.columns, Twice::Refuse)?;
    let needed: [(&str, &[Field]); 2] = [
        ("item", &[Field::Item]),
        ("limit", &[Field::Promised, Field::Statutory]),
    ];
    let missing = needed
        .iter()
        .filter(|(_, fields)| fields.iter().all(|&field| headings.column(field).is_none()));
    let missing: Vec<Problem> = missing
        .map(|(what, fields)| {
            let problem = headings.missing(what, fields);
            let first = rows[0].cells.first();
            first.map_or(problem.clone(), |first| first.blame(problem))
        })
        .collect();
    if !missing.is_empty() {
        return Err(missing);
    }
    let mut problems = Vec::new();
    let items = items::items(&rows[headings.n_rows..], &headings, &mut problems);
    if items.all.is_empty() && problems.is_empty() {
        let problem = Problem::error(format!("`{shown}` has headings and no items"));
        problems.push(problem.hint("every line below the headings is an item"));
    }
    match problems.is_empty() {
        true => Ok((items, headings)),
        false => Err(problems),
    }
}
