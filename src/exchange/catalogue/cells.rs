//! Cells of a CSV file with the place of each, so that an error can point at it.

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

use crate::at::At;
use crate::error::{Place, Problem};

/// A line of the table.
pub type Row = Vec<At<String>>;

/// The rows of `content`, which begins at `base` in the address space of files; lines without text are left out.
///
/// # Errors
/// A quote that is opened and not closed: everything after it would be one cell.
pub fn rows(content: &str, base: usize) -> Result<Vec<Row>, Problem> {
    let mut reader: Reader = ReaderBuilder::new().delimiter(delimiter(content)).build();
    let bytes = content.as_bytes();
    let mut text = vec![0; bytes.len() + 1];
    let (mut rows, mut row) = (Vec::new(), Row::new());
    let mut at = 0;
    loop {
        // Room for all that is left, so a cell is read in one piece; twice, for the end of the input.
        let (mut result, mut n_read, mut n_written) = reader.read_field(&bytes[at..], &mut text);
        if let ReadFieldResult::InputEmpty = result {
            let (last, _, more) = reader.read_field(&[], &mut text[n_written..]);
            (result, n_written) = (last, n_written + more);
            n_read = bytes.len() - at;
        }
        let is_last = match result {
            ReadFieldResult::Field { record_end } => record_end,
            ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull | ReadFieldResult::End => {
                break;
            }
        };
        let raw = &content[at..at + n_read];
        let place = place(raw, row.is_empty(), base + at);
        let shown = &content[place.start - base..place.end - base];
        if shown.starts_with('"') && !shown.matches('"').count().is_multiple_of(2) {
            let line = shown.find('\n').unwrap_or(shown.len());
            let start = place.start..place.start + line.max(1);
            return Err(Problem::error("a quote is opened here and not closed")
                .hint("end the cell with `\"`; a quote inside a cell is written `\"\"`")
                .at(start));
        }
        let value = String::from_utf8_lossy(&text[..n_written]);
        row.push(At {
            value: value.trim().to_owned(),
            place,
        });
        if is_last {
            let row = std::mem::take(&mut row);
            if row.iter().any(|cell| !cell.value.is_empty()) {
                rows.push(row);
            }
        }
        at += n_read;
    }
    Ok(rows)
}

/// What separates cells: the sign that the first lines have most of. Excel takes it from the system's settings.
fn delimiter(content: &str) -> u8 {
    let start: String = content.lines().take(5).collect();
    let n_of = |sign: char| start.matches(sign).count();
    let signs = [',', ';', '\t'];
    let most = signs.into_iter().rev().max_by_key(|&sign| n_of(sign));
    most.map_or(b',', |sign| sign as u8)
}

/// Where the text of a cell stands within what was read for it.
fn place(raw: &str, is_first: bool, at: usize) -> Place {
    let blank = |letter: char| letter.is_whitespace();
    let breaks = |letter: char| letter == '\r' || letter == '\n';
    let skipped = if is_first {
        raw.len() - raw.trim_start_matches(breaks).len()
    } else {
        0
    };
    let cell = raw[skipped..].trim_end_matches([',', ';', '\t', '\r', '\n']);
    let lead = cell.len() - cell.trim_start_matches(blank).len();
    let start = at + skipped + lead;
    start..start + cell.trim().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(content: &str) -> Vec<Vec<String>> {
        let rows = rows(content, 0).expect("the table is whole");
        let text = |cell: At<String>| cell.value;
        rows.into_iter()
            .map(|row| row.into_iter().map(text).collect())
            .collect()
    }

    #[test]
    fn cells_are_separated_by_what_the_first_lines_have_most_of() {
        let expected = [["a", "b"], ["c, d", "e"]];
        assert_eq!(texts("a,b\r\n\"c, d\",e\r\n"), expected);
        assert_eq!(texts("a;b\n\nc, d;e"), expected);
        assert_eq!(texts("a\tb\nc, d\t e \n"), expected);
    }

    #[test]
    fn every_cell_knows_its_place() {
        let content = "事项,时限\n\n 用地 ,\"两\n行\"\n,x";
        let rows = rows(content, 7).expect("the table is whole");
        let shown: Vec<&str> = rows
            .iter()
            .flatten()
            .map(|cell| &content[cell.place.start - 7..cell.place.end - 7])
            .collect();
        assert_eq!(shown, ["事项", "时限", "用地", "\"两\n行\"", "", "x"]);
        assert_eq!(rows[1][1].value, "两\n行");
    }

    #[test]
    fn a_quote_that_is_not_closed_is_named_where_it_opens() {
        let problem = rows("a,b\nc,\"d\ne,f\n", 0).expect_err("it is open");
        assert_eq!(problem.place, Some(6..8));
    }

    #[test]
    fn doubled_quotes_are_one() {
        assert_eq!(texts("a\n\"say \"\"no\"\"\"\n"), [["a"], ["say \"no\""]]);
    }
}
