//! A log in a table: a row for each event, columns given or known by their headings.

use super::Settings;
use super::log::{Log, Time, Told};
use crate::error::Problem;
use crate::input::dates::{Dates, Order};
use crate::input::fields::Field;
use crate::input::headings::{Headings, Twice};
use crate::input::{Cell, Row, Table};
use crate::lang::{Lang, Name};

/// Columns of a log, those that it needs first.
pub const EVENTS: [Field; 7] = [
    Field::Case,
    Field::Activity,
    Field::Time,
    Field::Start,
    Field::Group,
    Field::Lifecycle,
    Field::Item,
];

/// The columns of a table whose rows are events; `None`: they are not.
pub fn headings(table: &Table, settings: &Settings) -> Result<Option<Headings>, Problem> {
    let headings = Headings::find(table, &EVENTS, &settings.columns, Twice::TakeLikelier);
    let headings = headings.map_err(first)?;
    let needed = [Field::Case, Field::Activity, Field::Time];
    let is_log = needed.iter().all(|field| headings.column(*field).is_some());
    Ok(is_log.then_some(headings))
}

/// The error of a table that is neither a log nor a list of cases.
pub fn no_log(table: &Table, settings: &Settings) -> Problem {
    let headings = match Headings::find(table, &EVENTS, &settings.columns, Twice::TakeLikelier) {
        Ok(headings) => headings,
        Err(problems) => return first(problems),
    };
    if headings.all().next().is_none() && table.rows().next().is_none() {
        return Problem::error("the log is empty")
            .allowed("XES, or a table with a row for each event, or for each case, under one that names the columns");
    }
    let needed = [
        ("case", Field::Case),
        ("activity", Field::Activity),
        ("time", Field::Time),
    ];
    let missing = needed
        .iter()
        .find(|(_, field)| headings.column(*field).is_none());
    let (word, _) = missing.unwrap_or(&needed[0]);
    let shown: Vec<&str> = match headings.all().next() {
        Some(_) => headings.all().take(crate::text::MOST_LISTED).collect(),
        None => Vec::new(),
    };
    Problem::error(format!("no column is the {word}"))
        .allowed(crate::text::list(&shown))
        .hint(format!(
            "name it: --{word} COLUMN, or --column HEADING=MEANING"
        ))
}

/// Reads the events of a table, of one item or of all.
///
/// # Errors
/// Dates that leave open which figure is the day, or what is out of bounds.
pub fn log(
    table: &Table,
    headings: &Headings,
    item: Option<&str>,
    settings: &Settings,
) -> Result<Log, Problem> {
    let (time, start) = both_dates(table, headings, settings.order)?;
    let mut log = Log::default();
    for row in table.rows().skip(headings.n_rows) {
        let row = row?;
        if item.is_some_and(|item| {
            headings
                .cell(&row, Field::Item)
                .is_none_or(|cell| **cell != *item)
        }) {
            continue;
        }
        let text = |field| headings.cell(&row, field).map(|cell| &**cell);
        let told = Told {
            case: text(Field::Case),
            activity: text(Field::Activity),
            time: Time::read(text(Field::Time), time),
            start: Time::read(text(Field::Start), start),
            turn: text(Field::Lifecycle),
            group: text(Field::Group),
        };
        log.take(told, || format!("line {}", row.line), settings.malformed)?;
    }
    Ok(log.settled())
}

/// How the dates of some columns are to be read; `None`: they leave it open, or there are none.
pub fn dates(
    table: &Table,
    headings: &Headings,
    fields: &[Field],
    order: Option<Order>,
) -> Result<Dates, Problem> {
    if let Some(order) = order {
        return Ok(Dates::in_order(order));
    }
    let rows = table.rows().skip(headings.n_rows).map_while(Result::ok);
    let texts = rows.flat_map(|row| {
        let texts = fields.iter().filter_map(|&field| {
            let cell: Option<&Cell<'_>> = headings.cell(&row, field);
            Some((row.line, cell?.text.clone()))
        });
        texts.collect::<Vec<_>>()
    });
    Dates::of_column(texts).map_err(|unclear| unclear.problem)
}

/// How ends and starts are to be read. One program wrote both: where one column leaves the order open, the other tells.
fn both_dates(
    table: &Table,
    headings: &Headings,
    order: Option<Order>,
) -> Result<(Dates, Dates), Problem> {
    let of = |fields: &[Field]| dates(table, headings, fields, order);
    match of(&[Field::Time, Field::Start]) {
        Ok(both) => Ok((both, both)),
        Err(problem) => match (of(&[Field::Time]), of(&[Field::Start])) {
            (Ok(time), Ok(start)) => Ok((time, start)),
            (_, _) => Err(problem),
        },
    }
}

/// Different texts of a column, in their order.
pub fn different(table: &Table, headings: &Headings, field: Field) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    let mut known = std::collections::HashSet::new();
    let rows = table.rows().skip(headings.n_rows).map_while(Result::ok);
    for row in rows {
        let cell = |row: &Row<'_>| headings.cell(row, field).map(|cell| cell.to_string());
        texts.extend(cell(&row).filter(|text| known.insert(text.clone())));
    }
    texts
}

/// What was taken for what, and what is not used.
pub fn columns(headings: &Headings) -> Name {
    let others: Vec<&str> = headings
        .others
        .iter()
        .map(|(text, _)| text.as_str())
        .collect();
    let (en, zh) = match others.is_empty() {
        true => (String::new(), String::new()),
        false => (
            format!("; not used: {}", others.join(", ")),
            format!("；未使用：{}", others.join("、")),
        ),
    };
    Name::both(
        format!("columns: {}{en}", headings.taken(Lang::En)),
        format!("列：{}{zh}", headings.taken(Lang::Zh)),
    )
}

/// The first of several problems.
pub fn first(problems: Vec<Problem>) -> Problem {
    let first = problems.into_iter().next();
    first.unwrap_or_else(|| Problem::error("the table cannot be read"))
}
