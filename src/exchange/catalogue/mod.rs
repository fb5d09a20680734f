//! A catalogue of approval matters (事项清单, 权力清单) from a spreadsheet, as a scenario to start from.

mod cells;
mod figures;
mod headings;
mod items;
mod lists;
mod write;

use std::path::Path;

use crate::error::{Place, Problem};
use crate::input::{self, Encoding, InputError, MAX_FILE_BYTES};
use crate::scenario::{Failed, Files};

pub(in crate::exchange) use write::slug;

use headings::Headings;
use items::Item;

/// A scenario made of a catalogue, and what to know about how it was read.
#[derive(Debug)]
pub struct Catalogue {
    /// The scenario file.
    pub scenario: String,
    /// How the table was written.
    pub encoding: Encoding,
    /// Items in it.
    pub n_items: usize,
    /// Headings of columns that are not used, each with the one that was perhaps meant.
    pub unused: Vec<(String, Option<&'static str>)>,
    /// Lines with limits in 日 or 天 alone, read as calendar days.
    pub bare_lines: Vec<usize>,
    /// Lines without a promise, where the statutory limit stands for it.
    pub unpromised_lines: Vec<usize>,
}

/// Reads a catalogue and makes a scenario of it.
///
/// # Errors
/// Every problem of the table, each at its cell.
pub fn catalogue(path: &Path) -> Result<Catalogue, Failed> {
    let mut files = Files::default();
    let failed = |problems, files, is_read_error| {
        Err(Failed {
            problems,
            files,
            is_read_error,
        })
    };
    let (content, encoding) = match input::read_table(path) {
        Ok((text, encoding)) => (text.content, encoding),
        Err(error) => {
            let is_read_error = matches!(error, InputError::Io { .. });
            return failed(vec![error.problem()], files, is_read_error);
        }
    };
    files.add(path, content.clone());
    let mut problems = Vec::new();
    let read = read(&content, files.top().start, path, &mut problems);
    let Some((items, headings)) = read.filter(|_| problems.is_empty()) else {
        return failed(problems, files, false);
    };
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let head = write::Head {
        name: headings.title.as_deref().unwrap_or(&stem),
        file: &path.file_name().unwrap_or_default().to_string_lossy(),
        has_order: items.iter().any(|item| !item.after.is_empty()),
    };
    let scenario = write::scenario(&items, &head);
    if scenario.len() as u64 > MAX_FILE_BYTES {
        let problem = Problem::error(format!(
            "`{}` makes a scenario of more than 4 MiB",
            path.display()
        ));
        let problem = problem.hint("make a file for each stage or agency");
        return failed(vec![problem], files, false);
    }
    let line = |place: &Place| files.spot(place).map(|spot| spot.line);
    let bare = |item: &Item| {
        let limits = [&item.promised, &item.statutory].into_iter().flatten();
        let found = limits
            .filter(|limit| limit.is_bare)
            .map(|limit| line(&limit.place));
        found.flatten().next()
    };
    let unpromised = |item: &Item| match item.promised {
        None => line(&item.name.place),
        Some(_) => None,
    };
    Ok(Catalogue {
        scenario,
        encoding,
        n_items: items.len(),
        bare_lines: items.iter().filter_map(bare).collect(),
        unpromised_lines: items.iter().filter_map(unpromised).collect(),
        unused: headings.unused(),
    })
}

fn read(
    content: &str,
    base: usize,
    path: &Path,
    problems: &mut Vec<Problem>,
) -> Option<(Vec<Item>, Headings)> {
    let shown = path.display();
    let rows = match cells::rows(content, base) {
        Ok(rows) => rows,
        Err(problem) => {
            problems.push(problem);
            return None;
        }
    };
    if rows.is_empty() {
        let problem = Problem::error(format!("`{shown}` is empty"));
        problems
            .push(problem.hint("the first line names the columns, every other line is an item"));
        return None;
    }
    let headings = match Headings::find(&rows) {
        Ok(headings) => headings,
        Err(found) => {
            problems.extend(found);
            return None;
        }
    };
    let items = items::items(&rows, &headings, problems);
    if items.is_empty() && problems.is_empty() {
        let problem = Problem::error(format!("`{shown}` has headings and no items"));
        problems.push(problem.hint("every line below the headings is an item"));
    }
    Some((items, headings))
}
