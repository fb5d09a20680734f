//! Which column is which: the row of headings, or two of them, found below titles; said, and overridden by the user.

mod rows;

use std::collections::BTreeSet;

use super::fields::{Field, Meaning, When};
use super::figures::Unit;
use super::table::{Cell, Row, Table};
use crate::error::{Place, Problem};
use crate::lang::Lang;
use crate::text;

use rows::{grouped, plain_cells, read_row, said, same, title};

/// Titles, dates of print and empty lines may stand above the headings.
const FARTHEST: usize = 12;

/// A column that is read.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// What it holds.
    pub field: Field,
    /// Before or after a reform.
    pub when: When,
    /// Its place from the left, from 0.
    pub idx: usize,
    /// Its heading as the table writes it.
    pub heading: String,
    /// The unit in its heading.
    pub unit: Option<Unit>,
    rank: usize,
    place: Place,
}

/// What the columns of a table hold.
#[derive(Clone, Debug, Default)]
pub struct Headings {
    /// Columns that are read.
    pub columns: Vec<Column>,
    /// Headings of the others, from left to right, and where they stand.
    pub others: Vec<(String, Place)>,
    /// All columns.
    pub n_columns: usize,
    /// Rows down to the last that is no data.
    pub n_rows: usize,
    /// What stands above the headings.
    pub title: Option<String>,
}

/// Columns that a user names: the heading as the table has it, and one that is known; `IGNORE` leaves a column out.
pub type Renamed = Vec<(String, String)>;

/// What to do where two columns hold the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Twice {
    /// It is an error.
    Refuse,
    /// The likelier heading is taken, the other named as not used.
    TakeLikelier,
}

/// The headings of a row, what each says.
type Read = Vec<(String, Place, Option<Meaning>)>;

impl Headings {
    /// The headings of a table among the fields `wanted`, the likeliest first. The row that names most of them is taken,
    /// with the one above where that groups them (改革前, 改革后).
    ///
    /// # Errors
    /// Two columns that hold the same, or a column that the user names and that is not there.
    pub fn find(
        table: &Table,
        wanted: &[Field],
        renamed: &Renamed,
        twice: Twice,
    ) -> Result<Headings, Vec<Problem>> {
        let rows = table.first_rows(FARTHEST);
        let read = |cells: Vec<(String, Place)>| -> Read {
            cells
                .into_iter()
                .map(|(text, place)| {
                    let said = said(&text, wanted, renamed);
                    (text, place, said)
                })
                .collect()
        };
        let score = |read: &Read| {
            let known = read.iter().filter_map(|(.., meaning)| meaning.as_ref());
            let kinds: BTreeSet<(Field, When)> =
                known.map(|meaning| (meaning.field, meaning.when)).collect();
            kinds.len()
        };
        // How many are known, in which row, below how many rows of groups.
        let mut best: (usize, usize, usize, Read) = Default::default();
        for (at, row) in rows.iter().enumerate() {
            let alone = (0, read(plain_cells(row)));
            let above = at.checked_sub(1).map(|above| &rows[above]);
            let below_groups = above.map(|above| (1, read(grouped(above, row))));
            for (n_groups, one) in [Some(alone), below_groups].into_iter().flatten() {
                if score(&one) > best.0 {
                    best = (score(&one), at, n_groups, one);
                }
            }
        }
        let (n_known, at, n_groups, mut read) = best;
        if let (0, Some(first)) = (n_known, rows.first()) {
            read = read_row(first);
        }
        let Some(row) = rows.get(at) else {
            return Ok(Headings::default());
        };
        let above = &rows[..at - n_groups];
        let mut headings = Headings {
            n_columns: row.cells.len(),
            n_rows: if n_known > 0 { at + 1 } else { 0 },
            title: title(above),
            ..Headings::default()
        };
        let texts: Vec<String> = read.iter().map(|(text, ..)| text.clone()).collect();
        let mut problems = Vec::new();
        for (idx, (text, place, meaning)) in read.into_iter().enumerate() {
            let Some(meaning) = meaning else {
                if !text.is_empty() {
                    headings.others.push((text, place));
                }
                continue;
            };
            let column = Column {
                field: meaning.field,
                when: meaning.when,
                idx,
                heading: text,
                unit: meaning.unit,
                rank: meaning.rank,
                place,
            };
            headings.put(column, twice, &mut problems);
        }
        for (heading, _) in renamed {
            if !texts.iter().any(|text| same(text, heading)) {
                let known: Vec<&String> = texts.iter().filter(|text| !text.is_empty()).collect();
                let problem = Problem::error(format!("no column is headed `{heading}`"));
                problems.push(problem.allowed(text::list_up_to(&known, text::MOST_LISTED)));
            }
        }
        if problems.is_empty() {
            Ok(headings)
        } else {
            Err(problems)
        }
    }

    fn put(&mut self, column: Column, twice: Twice, problems: &mut Vec<Problem>) {
        let other = self
            .columns
            .iter_mut()
            .find(|other| (other.field, other.when) == (column.field, column.when));
        let Some(other) = other else {
            self.columns.push(column);
            return;
        };
        match twice {
            Twice::Refuse => {
                let (en, zh) = column.field.names();
                let problem = Problem::error(format!("two columns hold the {en} ({zh})"))
                    .hint("take one of them out, or leave it out: --column HEADING=IGNORE");
                problems.push(problem.at(column.place));
            }
            Twice::TakeLikelier => {
                let loser = match column.rank < other.rank {
                    true => std::mem::replace(other, column),
                    false => column,
                };
                self.others.push((loser.heading, loser.place));
            }
        }
    }

    /// The column of a field, whether before or after is said or not.
    pub fn column(&self, field: Field) -> Option<&Column> {
        self.columns.iter().find(|column| column.field == field)
    }

    /// The column of a field before or after a reform.
    pub fn column_when(&self, field: Field, when: When) -> Option<&Column> {
        let mut columns = self.columns.iter();
        columns.find(|column| (column.field, column.when) == (field, when))
    }

    /// The cell of a field in a row, if it says something.
    pub fn cell<'r, 't>(&self, row: &'r Row<'t>, field: Field) -> Option<&'r Cell<'t>> {
        let cell = row.cells.get(self.column(field)?.idx)?;
        (!cell.is_empty()).then_some(cell)
    }

    /// All headings.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        let known = self.columns.iter().map(|column| column.heading.as_str());
        known.chain(self.others.iter().map(|(text, _)| text.as_str()))
    }

    /// What was taken for what: `事项名称 = item, …`.
    pub fn taken(&self, lang: Lang) -> String {
        let columns = self.columns.iter().map(|column| {
            let (en, zh) = column.field.names();
            let (name, [before, after]) = match lang {
                Lang::En => (en, [" before", " after"]),
                Lang::Zh => (zh, ["（改革前）", "（改革后）"]),
            };
            let when = match column.when {
                When::Any => "",
                When::Before => before,
                When::After => after,
            };
            format!("{} = {name}{when}", column.heading)
        });
        let columns: Vec<String> = columns.collect();
        columns.join(lang.comma())
    }

    /// A field that no column holds: an error that names a heading which was perhaps meant.
    pub fn missing(&self, what: &str, fields: &[Field]) -> Problem {
        let names = fields.iter().flat_map(|field| {
            let (en, zh) = field.names();
            [en, zh]
        });
        let article = match what.starts_with(['a', 'e', 'i', 'o', 'u']) {
            true => "an",
            false => "a",
        };
        let problem = Problem::error(format!("no column is headed as {article} {what}"))
            .allowed(text::list(&names.collect::<Vec<_>>()));
        let words = Field::all_words(fields);
        let close = self
            .others
            .iter()
            .find(|(heading, _)| text::did_you_mean(heading, words.iter().copied()).is_some());
        match close {
            Some((close, place)) => {
                let (en, _) = fields[0].names();
                problem
                    .hint(format!("is it `{close}`? Say so: --column {close}={en}"))
                    .at(place.clone())
            }
            None => problem.hint("the first line names the columns, in English or Chinese"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Encoding;

    const WANTED: [Field; 4] = [
        Field::Item,
        Field::Promised,
        Field::Materials,
        Field::Measure,
    ];

    fn find(text: &str, renamed: &[(&str, &str)]) -> Result<Headings, Vec<Problem>> {
        let table = Table::of_text(text.to_owned(), Encoding::Utf8);
        let renamed = renamed
            .iter()
            .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()));
        Headings::find(&table, &WANTED, &renamed.collect(), Twice::Refuse)
    }

    #[test]
    fn titles_are_skipped_and_other_columns_named() {
        let found = find(
            "某市清单,,\n2021年,,\n事项名称,承诺时限,备注\n甲,3,x\n",
            &[],
        )
        .expect("they are found");
        assert_eq!(
            (found.n_rows, found.title.as_deref()),
            (3, Some("某市清单"))
        );
        assert_eq!(
            found.taken(Lang::En),
            "事项名称 = item, 承诺时限 = promised limit"
        );
        assert_eq!(found.others[0].0, "备注");
    }

    #[test]
    fn groups_above_the_headings_are_part_of_them() {
        let text = "序号,事项名称,改革前,,改革后,,改革举措\n,,承诺时限,申请材料,承诺时限,申请材料,\n1,甲,3,a,1,,取消\n";
        let found = find(text, &[]).expect("they are found");
        assert_eq!(found.n_rows, 2);
        let place = |field, when| found.column_when(field, when).map(|column| column.idx);
        assert_eq!(place(Field::Promised, When::Before), Some(2));
        assert_eq!(place(Field::Materials, When::After), Some(5));
        assert_eq!(place(Field::Measure, When::Any), Some(6));
    }

    #[test]
    fn the_user_says_what_a_column_is() {
        let found = find(
            "事项名称,天数,承诺时限\n甲,3,9\n",
            &[("天数", "LIMIT"), ("承诺时限", "IGNORE")],
        );
        let found = found.expect("they are found");
        assert_eq!(
            found.column(Field::Promised).map(|column| column.idx),
            Some(1)
        );
        let problems = find("事项名称,天数\n", &[("时间", "LIMIT")]).expect_err("there is none");
        assert_eq!(problems[0].message, "no column is headed `时间`");
    }

    #[test]
    fn what_stands_twice_is_refused() {
        let problems = find("事项名称,承诺时限,办理时限\n", &[]).expect_err("there are two");
        assert!(
            problems[0]
                .message
                .contains("two columns hold the promised limit")
        );
    }
}
