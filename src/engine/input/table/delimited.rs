//! Rows of a text: CSV with commas, semicolons or tabs.

use std::borrow::Cow;

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

use super::{Cell, Row};
use crate::error::{Place, Problem};
use crate::text;

/// Signs that separate cells, the likeliest first.
const SIGNS: [char; 3] = [',', '\t', ';'];
/// So many lines tell which.
const LINES: usize = 20;

/// What separates cells: Excel takes it from the system's settings. The sign that most lines have equally often, so that
/// lists inside cells do not count for more than the columns.
pub fn delimiter(content: &str) -> u8 {
    let mut counts: [Vec<usize>; 3] = Default::default();
    let (mut line, mut is_quoted, mut n_lines) = ([0; 3], false, 0);
    for letter in content.chars().chain(['\n']) {
        match letter {
            '"' => is_quoted = !is_quoted,
            '\n' if !is_quoted => {
                for (counts, n) in counts.iter_mut().zip(std::mem::take(&mut line)) {
                    counts.push(n);
                }
                n_lines += 1;
                if n_lines == LINES {
                    break;
                }
            }
            letter if !is_quoted => {
                if let Some(at) = SIGNS.iter().position(|sign| *sign == letter) {
                    line[at] += 1;
                }
            }
            _ => {}
        }
    }
    let usual = |counts: &Vec<usize>| {
        let often = |n: usize| counts.iter().filter(|other| **other == n).count();
        let said = counts.iter().filter(|n| **n > 0);
        said.map(|n| (often(*n), *n)).max().unwrap_or((0, 0))
    };
    let signs = SIGNS.iter().zip(&counts).rev();
    let best = signs.max_by_key(|(_, counts)| usual(counts));
    best.map_or(b',', |(sign, _)| *sign as u8)
}

/// The rows of `content`, which begins at `base` in the address space of files.
pub fn rows(content: &str, base: usize, delimiter: u8) -> Rows<'_> {
    Rows {
        content,
        base,
        reader: ReaderBuilder::new().delimiter(delimiter).build(),
        delimiter: delimiter as char,
        buffer: vec![0; 1024],
        at: 0,
        line: 1,
        is_over: false,
    }
}

/// Rows as they are read.
pub struct Rows<'t> {
    content: &'t str,
    base: usize,
    reader: Reader,
    delimiter: char,
    buffer: Vec<u8>,
    at: usize,
    /// The line of `at`.
    line: usize,
    is_over: bool,
}

impl<'t> Iterator for Rows<'t> {
    type Item = Result<Row<'t>, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let mut cells = Vec::new();
        let start = self.at;
        loop {
            let from = self.at;
            let (n_written, is_last) = self.field()?;
            let raw = &self.content[from..self.at];
            let place = self.place(raw, cells.is_empty(), from);
            let shown = &self.content[place.clone()];
            if shown.starts_with('"') && !shown.matches('"').count().is_multiple_of(2) {
                self.is_over = true;
                let line = shown.find('\n').unwrap_or(shown.len());
                let start = place.start + self.base;
                return Some(Err(Problem::error("a quote is opened here and not closed")
                    .hint("end the cell with `\"`; a quote inside a cell is written `\"\"`")
                    .at(start..start + line.max(1))));
            }
            let text = if raw.contains('"') {
                let text = String::from_utf8_lossy(&self.buffer[..n_written]);
                Cow::Owned(text::as_meant(text.trim()).to_owned())
            } else {
                Cow::Borrowed(text::as_meant(shown))
            };
            cells.push(Cell {
                text,
                place: place.start + self.base..place.end + self.base,
                is_repeated: false,
            });
            if is_last {
                break;
            }
        }
        let raw = &self.content[start..self.at];
        let blank = raw.len() - raw.trim_start_matches(['\r', '\n']).len();
        let breaks = |text: &str| text.matches('\n').count();
        let line = self.line + breaks(&raw[..blank]);
        self.line += breaks(raw);
        Some(Ok(Row { line, cells }))
    }
}

impl Rows<'_> {
    /// Reads a field: the bytes of its text, and whether it ends its row. `None`: there is nothing left.
    fn field(&mut self) -> Option<(usize, bool)> {
        let mut n_written = 0;
        loop {
            let rest = &self.content.as_bytes()[self.at..];
            let room = &mut self.buffer[n_written..];
            let (result, n_read, n_more) = self.reader.read_field(rest, room);
            self.at += n_read;
            n_written += n_more;
            match result {
                ReadFieldResult::InputEmpty => {}
                ReadFieldResult::OutputFull => self.buffer.resize(self.buffer.len() * 2, 0),
                ReadFieldResult::Field { record_end } => return Some((n_written, record_end)),
                ReadFieldResult::End => {
                    self.is_over = true;
                    return None;
                }
            }
        }
    }

    /// Where the text of a cell stands within what was read for it.
    fn place(&self, raw: &str, is_first: bool, at: usize) -> Place {
        let breaks = ['\r', '\n'];
        let skipped = match is_first {
            true => raw.len() - raw.trim_start_matches(breaks).len(),
            false => 0,
        };
        let cell = raw[skipped..].trim_end_matches(breaks);
        let cell = cell.strip_suffix(self.delimiter).unwrap_or(cell);
        let lead = cell.len() - cell.trim_start().len();
        let start = at + skipped + lead;
        start..start + cell.trim().len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(content: &str) -> Vec<Row<'_>> {
        let rows = rows(content, 7, delimiter(content));
        rows.map(|row| row.expect("the table is whole")).collect()
    }

    fn texts(content: &str) -> Vec<Vec<String>> {
        let text = |cell: Cell<'_>| cell.text.into_owned();
        read(content)
            .into_iter()
            .map(|row| row.cells.into_iter().map(text).collect())
            .collect()
    }

    #[test]
    fn cells_are_separated_by_what_most_lines_have_equally_often() {
        let expected = [["a", "b"], ["c, d", "e"]];
        assert_eq!(texts("a,b\r\n\"c, d\",e\r\n"), expected);
        assert_eq!(texts("a;b\n\nc, d;e"), expected);
        assert_eq!(texts("a\tb\nc, d\t e \n"), expected);
        assert_eq!(texts("a,b\n1,x;y;z;v;w"), [["a", "b"], ["1", "x;y;z;v;w"]]);
        assert_eq!(texts("a;b\n1,5;2,5\n"), [["a", "b"], ["1,5", "2,5"]]);
    }

    #[test]
    fn every_cell_knows_its_place_and_every_row_its_line() {
        let content = "事项,时限\n\n 用地 ,\"两\n行\"\n,x";
        let rows = read(content);
        let shown: Vec<&str> = rows
            .iter()
            .flat_map(|row| &row.cells)
            .map(|cell| &content[cell.place.start - 7..cell.place.end - 7])
            .collect();
        assert_eq!(shown, ["事项", "时限", "用地", "\"两\n行\"", "", "x"]);
        assert_eq!(&*rows[1].cells[1].text, "两\n行");
        let lines: Vec<usize> = rows.iter().map(|row| row.line).collect();
        assert_eq!(lines, [1, 3, 5]);
    }

    #[test]
    fn a_quote_that_is_not_closed_is_named_where_it_opens() {
        let problem = rows("a,b\nc,\"d\ne,f\n", 0, b',')
            .find_map(Result::err)
            .expect("it is open");
        assert_eq!(problem.place, Some(6..8));
    }

    #[test]
    fn doubled_quotes_are_one() {
        assert_eq!(texts("a\n\"say \"\"no\"\"\"\n"), [["a"], ["say \"no\""]]);
    }
}
