//! The files of a scenario in one address space: every place of every file has its own number.

use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::json;
use crate::error::{Place, Problem};
use crate::format::{Tree, syntax};
use crate::input::{self, InputError};
use crate::text;

/// Syntax errors of one file that are kept; more help nobody.
const MOST_SYNTAX_ERRORS: usize = 100;

/// Every file read so far.
#[derive(Debug, Default)]
pub struct Files {
    files: Vec<File>,
}

#[derive(Debug)]
struct File {
    path: PathBuf,
    content: String,
    base: usize,
}

/// Where a place lies.
#[derive(Debug)]
pub struct Spot<'f> {
    /// The file, as the user named it.
    pub path: &'f Path,
    /// All of it.
    pub content: &'f str,
    /// Bytes within it.
    pub range: Range<usize>,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

impl Files {
    /// Reads a file and returns its number.
    ///
    /// # Errors
    /// The file cannot be read or is no text.
    pub fn read(&mut self, path: &Path) -> Result<usize, InputError> {
        let text = input::read_text(path)?;
        Ok(self.add(path, text.content))
    }

    /// Takes in a text that is no file, under a name for messages, and returns its number.
    pub fn add(&mut self, path: &Path, content: String) -> usize {
        // Places of different files never touch: an empty file takes a byte too.
        let base = self
            .files
            .last()
            .map_or(1, |file| file.base + file.content.len() + 2);
        self.files.push(File {
            path: path.to_path_buf(),
            content,
            base,
        });
        self.files.len() - 1
    }

    /// Where a file was read.
    pub fn path(&self, number: usize) -> &Path {
        &self.files[number].path
    }

    /// Parses a file; syntax errors are added to `problems`, what could be parsed comes back.
    pub fn parse(&self, number: usize, problems: &mut Vec<Problem>) -> Tree<'_> {
        let file = &self.files[number];
        if file
            .path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            return json::parse(&file.content, file.base, problems);
        }
        let (table, errors) = DeTable::parse_recoverable(&file.content);
        problems.extend(errors.iter().take(MOST_SYNTAX_ERRORS).map(|error| {
            let span = error.span().unwrap_or(0..0);
            let place = span.start + file.base..span.end.max(span.start + 1) + file.base;
            syntax(error).at(place)
        }));
        if let Some(more) = errors.len().checked_sub(MOST_SYNTAX_ERRORS + 1) {
            let more = text::plural(more + 1, "more place", "more places");
            let last = file.base + file.content.len();
            problems.push(
                Problem::error(format!("{more} in this file that no TOML can have"))
                    .hint("is it another kind of file?")
                    .at(last..last + 1),
            );
        }
        shift_table(table.into_inner(), file.base)
    }

    /// The place of the first byte of the file read last.
    pub fn top(&self) -> Place {
        let base = self.files.last().map_or(0, |file| file.base);
        base..base + 1
    }

    /// Where `place` lies; `None` for places of no file.
    pub fn spot(&self, place: &Place) -> Option<Spot<'_>> {
        let file = self
            .files
            .iter()
            .find(|file| (file.base..=file.base + file.content.len() + 1).contains(&place.start))?;
        let length = file.content.len();
        let mut start = (place.start - file.base).min(length);
        while !file.content.is_char_boundary(start) {
            start -= 1;
        }
        let mut end = (place.end.saturating_sub(file.base)).clamp(start, length);
        while !file.content.is_char_boundary(end) {
            end += 1;
        }
        let before = &file.content[..start];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Some(Spot {
            path: &file.path,
            content: &file.content,
            range: start..end,
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        })
    }
}

fn shift_table(table: Tree<'_>, base: usize) -> Tree<'_> {
    table
        .into_iter()
        .map(|(key, value)| {
            let span = key.span();
            let key = Spanned::new(span.start + base..span.end + base, key.into_inner());
            (key, shift(value, base))
        })
        .collect()
}

/// Moves spans into the address space; dates become text, as they are in JSON.
fn shift(value: Spanned<DeValue<'_>>, base: usize) -> Spanned<DeValue<'_>> {
    let span = value.span();
    let place = span.start + base..span.end + base;
    let shifted = match value.into_inner() {
        DeValue::Array(items) => {
            DeValue::Array(items.into_iter().map(|item| shift(item, base)).collect())
        }
        DeValue::Table(table) => DeValue::Table(shift_table(table, base)),
        DeValue::Datetime(date) => DeValue::String(date.to_string().into()),
        plain @ (DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)) => plain,
    };
    Spanned::new(place, shifted)
}
