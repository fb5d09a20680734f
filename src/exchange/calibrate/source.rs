//! Where recorded cases come from: XES if a file begins like XML, else a table of events or of cases.

use std::path::Path;

use super::cases::{self, Backwards, Cases};
use super::draft::Limits;
use super::log::{Log, Malformed};
use super::table;
use super::whole::CaseRow;
use super::working_days::{WorkingDays, working_days};
use super::{Settings, xes};
use crate::error::Problem;
use crate::exchange::catalogue::read_as;
use crate::input::fields::Field;
use crate::input::figures::Limit;
use crate::input::headings::Headings;
use crate::input::{InputError, MAX_LOG_BYTES, Table, open_markup, read_table};
use crate::lang::Name;

/// Recorded cases.
#[derive(Debug)]
pub enum Source {
    /// An event log in XES.
    Xes(Log),
    /// A table with a row for each event.
    Events(Table, Headings),
    /// A table with a row for each case.
    Cases(Table, Cases),
}

/// The cases of one item, or of all.
#[derive(Clone, Debug)]
pub struct Part {
    /// What happened.
    pub log: Log,
    /// On which days and at which hours.
    pub clock: WorkingDays,
    /// Limits that all cases have.
    pub limits: Limits,
    /// Share of the events that the steps have together.
    pub coverage: f64,
}

/// Reads recorded cases.
///
/// # Errors
/// What is neither a log nor a list of cases, or out of bounds.
pub fn read(path: &Path, settings: &Settings) -> Result<Source, InputError> {
    if let Some((source, patience)) = open_markup(path)? {
        return Ok(Source::Xes(xes::read(
            source,
            &patience,
            settings.malformed,
        )?));
    }
    let table = read_table(path, settings.sheet.as_deref(), MAX_LOG_BYTES)?;
    if let Some(headings) = table::headings(&table, settings)? {
        return Ok(Source::Events(table, headings));
    }
    match cases::headings(&table, settings)? {
        Some(headings) => {
            let cases = cases::cases(&table, headings, Backwards::Refuse, settings)?;
            Ok(Source::Cases(table, cases))
        }
        None => Err(table::no_log(&table, settings).into()),
    }
}

impl Source {
    /// The items that the cases are of, as far as the table says.
    pub fn items(&self) -> Vec<String> {
        match self {
            Source::Xes(_) => Vec::new(),
            Source::Events(table, headings) => table::different(table, headings, Field::Item),
            Source::Cases(_, cases) => cases.items(),
        }
    }

    /// How the file was read.
    pub fn notes(&self) -> Vec<Name> {
        let read = |table: &Table, headings: &Headings| {
            let [en, zh] = read_as(table);
            vec![
                Name::both(format!("read as {en}"), format!("按{zh}读取")),
                table::columns(headings),
            ]
        };
        match self {
            Source::Xes(_) => Vec::new(),
            Source::Events(table, headings) => read(table, headings),
            Source::Cases(table, cases) => read(table, &cases.headings),
        }
    }

    /// The cases of one item, or of all.
    ///
    /// # Errors
    /// What is out of bounds, or malformed where that is to be refused.
    pub fn part(&self, item: Option<&str>, settings: &Settings) -> Result<Part, Problem> {
        let of_log = |log: Log| Part {
            clock: working_days(&log.times(), settings.hours),
            log,
            limits: Limits::default(),
            coverage: settings.coverage,
        };
        match self {
            Source::Xes(log) => Ok(of_log(log.clone())),
            Source::Events(table, headings) => {
                let log = table::log(table, headings, item, settings)?;
                Ok(of_log(log))
            }
            Source::Cases(_, cases) => Ok(Part {
                log: cases.log(item)?,
                clock: cases.clock.clone(),
                limits: limits(cases, item),
                // Every step of a case is known, however rare.
                coverage: 1.0,
            }),
        }
    }
}

/// Limits that all cases of an item have alike.
fn limits(cases: &Cases, item: Option<&str>) -> Limits {
    let of_item = || {
        let all = cases.all.iter();
        all.filter(move |case| item.is_none_or(|item| case.item.as_deref() == Some(item)))
    };
    let common = |limits: Vec<Option<Limit>>| {
        let first = limits.first().copied().flatten()?;
        limits
            .iter()
            .all(|limit| *limit == Some(first))
            .then_some(first)
    };
    Limits {
        promised: common(of_item().map(|case| case.promised).collect()),
        statutory: common(of_item().map(|case| case.statutory).collect()),
    }
}

/// Reads a table of whole cases with deadlines.
///
/// # Errors
/// Columns that are not there, a time that is none, or what is out of bounds.
pub fn read_deadlines(path: &Path, settings: &Settings) -> Result<Vec<CaseRow>, InputError> {
    let table = read_table(path, None, MAX_LOG_BYTES)?;
    let settings = Settings {
        columns: Vec::new(),
        // An end that cannot be read must not make a case an open one.
        malformed: Malformed::Refuse,
        ..settings.clone()
    };
    let Some(headings) = cases::headings(&table, &settings)? else {
        return Err(
            Problem::error("the table of cases has no columns for start and end")
                .allowed("case, start, end, deadline; 办件编号, 受理时间, 办结时间, 承诺办结时间")
                .into(),
        );
    };
    for (word, field) in [("case", Field::Case), ("deadline", Field::Deadline)] {
        if headings.column(field).is_none() {
            let (en, zh) = field.names();
            let problem =
                Problem::error(format!("the table of cases has no column for the {word}"));
            return Err(problem
                .allowed(format!("a heading like `{en}` or `{zh}`"))
                .into());
        }
    }
    let cases = cases::cases(&table, headings, Backwards::Keep, &settings)?;
    Ok(cases.all.iter().map(CaseRow::of).collect())
}
