//! Resolving when an agency's officers work: hours of the day and leave.

use jiff::civil::Date;

use super::parts::date;
use crate::at::At;
use crate::error::Problem;
use crate::format::{AgencySpec, LeaveSpec};
use crate::workflow::{Leave, MINUTES_A_DAY, Roster};

/// When the working day begins, minutes after midnight.
const NINE: u32 = 9 * 60;

/// Somebody has to be there on so many days of a year: no holidays last that long.
const FEWEST_DAYS: usize = 30;

/// The hours and the leave of an agency.
pub fn roster(agency: &AgencySpec, problems: &mut Vec<Problem>) -> Roster {
    let mut roster = Roster {
        hours: hours(agency.hours.as_ref(), problems),
        leave: Vec::new(),
    };
    let officers = agency
        .officers
        .as_ref()
        .map_or(0, |officers| officers.value);
    for spec in &agency.leave {
        let Some(leave) = leave(spec, problems) else {
            continue;
        };
        roster.leave.push(leave);
        let most = year().map(|day| roster.away(day)).max().unwrap_or(0);
        if most > officers {
            problems.push(
                spec.officers.blame(
                    Problem::error(format!(
                        "{most} officers of `{}` on leave at the same time",
                        agency.id
                    ))
                    .allowed(match officers {
                        0 => "none: it has no `officers`".to_owned(),
                        some => format!("up to the {some} it has"),
                    }),
                ),
            );
            roster.leave.pop();
        }
    }
    let staffed = year().filter(|&day| roster.away(day) < officers.max(1));
    if staffed.count() < FEWEST_DAYS {
        problems.push(
            agency.id.blame(
                Problem::error(format!(
                    "nearly all year all officers of `{}` are on leave",
                    agency.id
                ))
                .allowed(format!("somebody there on {FEWEST_DAYS} days")),
            ),
        );
    }
    roster
}

/// Every day that a year can have.
fn year() -> impl Iterator<Item = Date> {
    Date::constant(2020, 1, 1)
        .series(jiff::Span::new().days(1))
        .take(366)
}

fn hours(spec: Option<&At<Vec<At<String>>>>, problems: &mut Vec<Problem>) -> Vec<(u32, u32)> {
    let Some(spec) = spec else {
        return Vec::new();
    };
    if spec.is_empty() {
        problems.push(
            spec.blame(
                Problem::error("`hours` is empty, so nobody ever works")
                    .hint("without `hours` officers work all day"),
            ),
        );
    }
    let mut hours: Vec<(u32, u32)> = Vec::with_capacity(spec.len());
    for text in spec.iter() {
        let Some((from, to)) = minutes(text) else {
            problems.push(
                text.blame(
                    Problem::error(format!("`{text}` are no hours of a working day"))
                        .allowed("from and to a time between 09:00 and 17:00, like `09:00-12:00`")
                        .hint(
                            "a working day has these eight hours, with `effort` and all delays: shift \
                             yours into them",
                        ),
                ),
            );
            continue;
        };
        if hours.last().is_some_and(|&(_, before)| from < before) {
            problems.push(
                text.blame(
                    Problem::error(format!(
                        "`{text}` begins before the hours in front of it end"
                    ))
                    .hint("put them in order, each minute once"),
                ),
            );
            continue;
        }
        hours.push((from, to));
    }
    hours
}

/// `09:00-12:30` in minutes of a working day.
fn minutes(text: &str) -> Option<(u32, u32)> {
    let (from, to) = text.split_once('-')?;
    let minute = |time: &str| {
        let (hour, minute) = time.trim().split_once(':')?;
        let is_number = |text: &str| (1..=2).contains(&text.len());
        if !(is_number(hour) && minute.len() == 2) {
            return None;
        }
        let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
        let minutes = (hour * 60 + minute).checked_sub(NINE)?;
        (minute < 60 && minutes <= MINUTES_A_DAY).then_some(minutes)
    };
    let (from, to) = (minute(from)?, minute(to)?);
    (from < to).then_some((from, to))
}

fn leave(spec: &LeaveSpec, problems: &mut Vec<Problem>) -> Option<Leave> {
    let (from, to) = (date(&spec.from, problems), date(&spec.to, problems));
    let (from, to) = (from?, to?);
    let next_year = from.saturating_add(jiff::Span::new().years(1));
    if to < from || to >= next_year {
        problems.push(
            spec.to.blame(
                Problem::error(format!("leave from {from} to {to}"))
                    .allowed(
                        "a last day that is not before the first, and less than a year after it",
                    )
                    .hint("leave comes again every year; who never comes back is no officer"),
            ),
        );
        return None;
    }
    Some(Leave {
        from,
        to,
        officers: spec.officers.value,
    })
}
