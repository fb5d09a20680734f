//! Rows of a worksheet, through calamine: its cells laid out as lines of text, so that a message can show them.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{Data, Dimensions, Range, Reader, Sheets, open_workbook_auto_from_rs};

use super::{Cell, Origin, Row, Table};
use crate::error::Problem;
use crate::input::kind;
use crate::text;

/// A line break inside a cell, so that a row stays a line.
const BREAK: char = '\u{2028}';
/// What a workbook may unpack to.
const MOST_UNPACKED: u64 = 512 * 1024 * 1024;
/// A single cell far down or far right must not make millions of empty ones.
const MOST_CELLS: usize = 40_000_000;

type Book = Sheets<Cursor<Vec<u8>>>;

/// Reads a worksheet: the one of that name, or the one with the most cells.
pub fn read(path: &str, bytes: Vec<u8>, sheet: Option<&str>) -> Result<Table, Problem> {
    let unpacked = kind::unpacked_bytes(&bytes);
    if unpacked > MOST_UNPACKED {
        let size = text::count((unpacked / 1024 / 1024) as i64);
        return Err(Problem::error(format!("`{path}` unpacks to {size} MiB"))
            .allowed("at most 512 MiB")
            .hint("save the worksheet as CSV"));
    }
    let unreadable = |error: calamine::Error| {
        Problem::error(format!("`{path}` cannot be read as a workbook: {error}"))
            .hint("open it and save it again as .xlsx, or as CSV")
    };
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(unreadable)?;
    let names = book.sheet_names();
    let mut chosen: Option<(String, Range<Data>)> = None;
    match sheet {
        Some(wanted) => {
            let Some(name) = names.iter().find(|name| name.trim() == wanted.trim()) else {
                let problem = Problem::error(format!("`{path}` has no worksheet `{wanted}`"));
                return Err(problem.allowed(text::list_up_to(&names, text::MOST_LISTED)));
            };
            let range = book.worksheet_range(name).map_err(unreadable)?;
            chosen = Some((name.clone(), range));
        }
        None => {
            for name in &names {
                // A sheet of pictures has no cells, and one that is damaged must not hide the others.
                let Ok(range) = book.worksheet_range(name) else {
                    continue;
                };
                let n_used = |range: &Range<Data>| range.used_cells().count();
                if chosen
                    .as_ref()
                    .is_none_or(|(_, best)| n_used(&range) > n_used(best))
                {
                    chosen = Some((name.clone(), range));
                }
            }
        }
    }
    let Some((name, range)) = chosen else {
        return Err(Problem::error(format!(
            "`{path}` has no worksheet with cells"
        )));
    };
    let (n_rows, n_columns) = range.get_size();
    if n_rows.saturating_mul(n_columns) > MOST_CELLS {
        return Err(Problem::error(format!(
            "the worksheet `{name}` of `{path}` spans {n_rows} rows and {n_columns} columns"
        ))
        .hint("delete what stands far below or right of the table"));
    }
    let (mut content, mut repeated) = (String::new(), BTreeSet::new());
    let merged = merged(&mut book, &name);
    let (top, left) = range.start().unwrap_or((0, 0));
    for _ in 0..top {
        content.push('\n');
    }
    let origin = |row: u32, column: u32| {
        let inside = |area: &&Dimensions| {
            (area.start.0..=area.end.0).contains(&row)
                && (area.start.1..=area.end.1).contains(&column)
        };
        merged.iter().find(inside).map(|area| area.start)
    };
    for (idx, cells) in range.rows().enumerate() {
        let row = top + idx as u32;
        for _ in 0..left {
            content.push('\t');
        }
        for (idx, cell) in cells.iter().enumerate() {
            if idx > 0 {
                content.push('\t');
            }
            let column = left + idx as u32;
            let mut shown = self::text(cell);
            if shown.is_empty()
                && let Some(first) = origin(row, column)
                && let Some(above) = range.get_value(first)
            {
                shown = self::text(above);
                if first.0 < row && !shown.is_empty() {
                    repeated.insert((row as usize, column as usize));
                }
            }
            content.push_str(&shown);
        }
        content.push('\n');
    }
    let others = names.into_iter().filter(|other| *other != name).collect();
    Ok(Table {
        origin: Origin::Sheet(name, others),
        content,
        base: 0,
        repeated,
    })
}

/// Areas of merged cells; OpenDocument keeps none that calamine tells.
fn merged(book: &mut Book, name: &str) -> Vec<Dimensions> {
    match book {
        Sheets::Xlsx(book) => book.merge_cells_by_sheet_name(name).unwrap_or_default(),
        Sheets::Xls(book) => book.merge_cells_by_sheet_name(name).unwrap_or_default(),
        Sheets::Xlsb(_) | Sheets::Ods(_) => Vec::new(),
    }
}

/// A cell on one line.
fn text(cell: &Data) -> String {
    let shown = match cell {
        Data::Empty | Data::Error(_) => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(value) => value.to_string(),
        Data::Float(value) => value.to_string(),
        Data::Bool(value) => value.to_string(),
        Data::DateTime(value) if value.is_datetime() => {
            let (year, month, day, hours, minutes, seconds, millis) = value.to_ymd_hms_milli();
            // Rounded: a serial is a fraction of a day.
            let seconds = u32::from(seconds) + u32::from(millis >= 500);
            let is_day = (hours, minutes, seconds) == (0, 0, 0);
            match is_day {
                true => format!("{year:04}-{month:02}-{day:02}"),
                false => {
                    format!("{year:04}-{month:02}-{day:02} {hours:02}:{minutes:02}:{seconds:02}")
                }
            }
        }
        Data::DateTime(value) => value.as_f64().to_string(),
    };
    let shown = shown.trim().replace("\r\n", "\n");
    let flat = |letter| match letter {
        '\n' | '\r' => BREAK,
        '\t' => ' ',
        letter => letter,
    };
    shown.chars().map(flat).collect()
}

/// The rows of a worksheet that was laid out.
pub fn rows(table: &Table) -> impl Iterator<Item = Result<Row<'_>, Problem>> {
    let mut at = table.base;
    table.content.lines().enumerate().map(move |(row, line)| {
        let cells = line.split('\t').enumerate().map(|(column, text)| {
            let place = at..at + text.len();
            at += text.len() + 1;
            Cell {
                text: Cow::Borrowed(text),
                place,
                is_repeated: table.repeated.contains(&(row, column)),
            }
        });
        Ok(Row {
            cells: cells.collect(),
            line: row + 1,
        })
    })
}
