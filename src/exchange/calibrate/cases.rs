//! A list of cases, a row for each: when it was applied for, corrected, accepted and decided, and what was promised.

use std::collections::HashSet;

use super::Settings;
use super::log::{DAY, Malformed};
use super::table::{dates, first};
use super::working_days::{WorkingDays, working_days};
use crate::error::Problem;
use crate::input::dates::Moment;
use crate::input::fields::Field;
use crate::input::figures::{self, Limit};
use crate::input::headings::{Headings, Twice};
use crate::input::{Row, Table};

/// Columns of a list of cases.
pub const CASES: [Field; 15] = [
    Field::Case,
    Field::Item,
    Field::Agency,
    Field::Applied,
    Field::CorrectionAsked,
    Field::Corrected,
    Field::Accepted,
    Field::SpecialDays,
    Field::SpecialStart,
    Field::SpecialEnd,
    Field::Decided,
    Field::Deadline,
    Field::Statutory,
    Field::Promised,
    Field::Status,
];

/// Those that hold a time.
const TIMES: [Field; 8] = [
    Field::Applied,
    Field::CorrectionAsked,
    Field::Corrected,
    Field::Accepted,
    Field::SpecialStart,
    Field::SpecialEnd,
    Field::Decided,
    Field::Deadline,
];

/// Rows that are named when they are skipped.
const MOST_NAMED: usize = 5;

/// Steps of a case, in their order (行政许可法 第四十五条: what the two in the middle take is in no limit).
pub const STEPS: [&str; 5] = ["申请收件", "补正", "受理", "特别程序", "审查决定"];
/// The step that limits are for.
pub const DECISION: &str = STEPS[4];

/// A case. Times are milliseconds since 1970 on the clock of the place.
#[derive(Clone, Debug, Default)]
pub struct Case {
    /// Its number.
    pub name: String,
    /// 事项.
    pub item: Option<String>,
    /// Who decides.
    pub agency: Option<String>,
    /// 申请时间, else 受理时间.
    pub applied: i64,
    /// From 补正告知 to 补正完成.
    pub correction: Option<(i64, i64)>,
    /// 受理时间, else 申请时间: from here the limit runs.
    pub accepted: i64,
    /// Working days of special procedures.
    pub special_days: f64,
    /// 办结时间; `None`: it is open.
    pub decided: Option<i64>,
    /// 承诺时限.
    pub promised: Option<Limit>,
    /// 法定时限.
    pub statutory: Option<Limit>,
    /// 承诺办结时间, to the end of its day.
    pub deadline: Option<i64>,
}

/// A list of cases.
#[derive(Clone, Debug)]
pub struct Cases {
    /// In the order of the table.
    pub all: Vec<Case>,
    /// What was taken for what.
    pub headings: Headings,
    /// Days and hours on which they are worked on.
    pub clock: WorkingDays,
    /// Rows that make no sense: how many, and the first few.
    pub skipped: (usize, Vec<String>),
}

/// The columns of a table whose rows are cases; `None`: they are not.
pub fn headings(table: &Table, settings: &Settings) -> Result<Option<Headings>, Problem> {
    let headings = Headings::find(table, &CASES, &settings.columns, Twice::TakeLikelier);
    let headings = headings.map_err(first)?;
    let has = |field| headings.column(field).is_some();
    let starts = has(Field::Accepted) || has(Field::Applied);
    Ok((starts && has(Field::Decided)).then_some(headings))
}

/// Reads a list of cases.
///
/// # Errors
/// Dates that leave open which figure is the day; with `--strict` any row that makes no sense.
pub fn cases(
    table: &Table,
    headings: Headings,
    backwards: Backwards,
    settings: &Settings,
) -> Result<Cases, Problem> {
    let dates = dates(table, &headings, &TIMES, settings.order)?;
    let mut all = Vec::new();
    let mut skipped = (0, Vec::new());
    let mut names = HashSet::new();
    for row in table.rows().skip(headings.n_rows) {
        let row = row?;
        let read = |field| -> Result<Option<Moment>, String> {
            match headings
                .cell(&row, field)
                .filter(|cell| !figures::is_nothing(cell))
            {
                None => Ok(None),
                Some(cell) => dates.read(cell).map(Some).ok_or_else(|| {
                    format!("`{}` is no time: `{}`", heading(&headings, field), &**cell)
                }),
            }
        };
        match case(&headings, &row, backwards, read) {
            Ok((mut case, special)) => {
                if !names.insert(case.name.clone()) {
                    case.name = format!("{} (line {})", case.name, row.line);
                    names.insert(case.name.clone());
                }
                all.push((case, special));
            }
            Err(wrong) => {
                let said = format!("line {}: {wrong}", row.line);
                if settings.malformed == Malformed::Refuse {
                    return Err(Problem::error(said)
                        .hint("a time like 2021-07-31 15:12; an open case leaves its end empty"));
                }
                skipped.0 += 1;
                if skipped.1.len() < MOST_NAMED {
                    skipped.1.push(said);
                }
            }
        }
    }
    let times: Vec<i64> = all.iter().flat_map(|(case, _)| times(case)).collect();
    let clock = working_days(&times, settings.hours);
    let all = all
        .into_iter()
        .map(|(mut case, special)| {
            if let Some((from, to)) = special {
                case.special_days += clock.between(from, to);
            }
            case
        })
        .collect();
    Ok(Cases {
        all,
        headings,
        clock,
        skipped,
    })
}

fn heading(headings: &Headings, field: Field) -> &str {
    headings.column(field).map_or("", |column| &column.heading)
}

/// What to do with a case that ends before it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backwards {
    /// It makes no sense.
    Refuse,
    /// It takes no time.
    Keep,
}

/// A moment that is not before another: on one day the one without a time may be later.
fn not_before(from: i64, to: i64, backwards: Backwards) -> Option<i64> {
    let day = |time: i64| time.div_euclid(DAY as i64);
    let is_fine = to >= from || day(to) == day(from) || backwards == Backwards::Keep;
    is_fine.then_some(to.max(from))
}

/// From and to of special procedures that are dated.
type Special = Option<(i64, i64)>;

fn case(
    headings: &Headings,
    row: &Row<'_>,
    backwards: Backwards,
    read: impl Fn(Field) -> Result<Option<Moment>, String>,
) -> Result<(Case, Special), String> {
    let text = |field| headings.cell(row, field).map(|cell| cell.to_string());
    let at = |field| read(field).map(|moment| moment.map(Moment::local_millis));
    let (applied, accepted, decided) = (
        at(Field::Applied)?,
        at(Field::Accepted)?,
        at(Field::Decided)?,
    );
    let Some(start) = applied.or(accepted) else {
        return Err("neither a time of application nor of acceptance".to_owned());
    };
    let order = || "application, acceptance and decision are not in this order".to_owned();
    let accepted = not_before(start, accepted.unwrap_or(start), backwards).ok_or_else(order)?;
    let decided = match decided {
        Some(decided) => Some(not_before(accepted, decided, backwards).ok_or_else(order)?),
        None => None,
    };
    let (asked, corrected) = (at(Field::CorrectionAsked)?, at(Field::Corrected)?);
    let correction = match (asked, corrected) {
        (Some(asked), corrected) => {
            let asked = asked.clamp(start, accepted);
            Some((asked, corrected.unwrap_or(accepted).clamp(asked, accepted)))
        }
        // The applicant was at work since the application, for all that is known.
        (None, Some(corrected)) => Some((start, corrected.clamp(start, accepted))),
        (None, None) => None,
    };
    let special = at(Field::SpecialStart)?.zip(at(Field::SpecialEnd)?);
    let special_days = match headings
        .cell(row, Field::SpecialDays)
        .filter(|cell| !figures::is_nothing(cell))
    {
        None => 0.0,
        Some(cell) => figures::days(cell).ok_or_else(|| {
            let heading = heading(headings, Field::SpecialDays);
            format!("`{heading}` is no number of days: `{}`", &**cell)
        })?,
    };
    let limit = |field| -> Result<Option<Limit>, String> {
        let cell = headings
            .cell(row, field)
            .filter(|cell| !figures::is_nothing(cell));
        let unit = headings.column(field).and_then(|column| column.unit);
        let limit = cell.map(|cell| figures::limit(cell, unit));
        limit.transpose().map_err(|problem| problem.message)
    };
    let case = Case {
        name: text(Field::Case).unwrap_or_else(|| format!("line {}", row.line)),
        item: text(Field::Item),
        agency: text(Field::Agency),
        applied: start,
        correction,
        accepted,
        special_days,
        decided,
        promised: limit(Field::Promised)?,
        statutory: limit(Field::Statutory)?,
        deadline: read(Field::Deadline)?.map(Moment::end_millis),
    };
    Ok((case, special.filter(|(from, to)| from <= to)))
}

fn times(case: &Case) -> impl Iterator<Item = i64> {
    let correction = case.correction.map(|(from, to)| [from, to]);
    [Some(case.applied), Some(case.accepted), case.decided]
        .into_iter()
        .flatten()
        .chain(correction.into_iter().flatten())
}

impl Cases {
    /// Items, the one with the most cases first.
    pub fn items(&self) -> Vec<String> {
        let mut counts: Vec<(&String, usize)> = Vec::new();
        for item in self.all.iter().filter_map(|case| case.item.as_ref()) {
            match counts.iter_mut().find(|(other, _)| *other == item) {
                Some((_, n)) => *n += 1,
                None => counts.push((item, 1)),
            }
        }
        counts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        counts.into_iter().map(|(item, _)| item.clone()).collect()
    }

    /// The cases of one item, or all.
    pub fn of(&self, item: Option<&str>) -> Cases {
        let mut cases = self.clone();
        cases
            .all
            .retain(|case| item.is_none_or(|item| case.item.as_deref() == Some(item)));
        cases
    }
}
