//! Hours of the week: what the calendars of other tools come to in a working day.

use std::collections::{BTreeMap, BTreeSet};

use super::super::note::Notes;
use super::laws::EIGHT_HOURS;
use crate::error::Place;

const DAYS: [&str; 7] = [
    "MONDAY",
    "TUESDAY",
    "WEDNESDAY",
    "THURSDAY",
    "FRIDAY",
    "SATURDAY",
    "SUNDAY",
];
const DAY: f64 = 86_400.0;

/// From one day of the week to another, each day between two times of day.
pub struct Period<'p> {
    /// The first day, by its name or the beginning of it.
    pub from: &'p str,
    /// The last day.
    pub to: &'p str,
    /// Like `09:00:00`.
    pub begin: &'p str,
    /// Likewise.
    pub end: &'p str,
}

/// What a calendar has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hours {
    /// Seconds a week.
    pub seconds: f64,
    /// Days of the week with any.
    pub n_days: usize,
}

impl Hours {
    /// Of all periods of a week, if each of them is one.
    pub fn of<'p>(periods: impl Iterator<Item = Option<Period<'p>>>) -> Option<Hours> {
        let mut days = [0.0; 7];
        for period in periods {
            let Period {
                from,
                to,
                begin,
                end,
            } = period?;
            let (from, to) = (place(from)?, place(to)?);
            let (begin, end) = (of_day(begin)?, of_day(end)?);
            // A period that ends with the last second of a day, or at midnight, has all of it.
            let end = if end >= DAY - 1.0 || end == 0.0 {
                DAY
            } else {
                end
            };
            for day in from..=from + (to + 7 - from) % 7 {
                days[day % 7] += (end - begin).max(0.0);
            }
        }
        let seconds: f64 = days.iter().sum();
        (seconds > 0.0).then_some(Hours {
            seconds,
            n_days: days.iter().filter(|seconds| **seconds > 0.0).count(),
        })
    }
}

/// A day of the week by its name, or by the first two letters of it or more.
fn place(name: &str) -> Option<usize> {
    let name = name.trim().to_uppercase();
    DAYS.iter()
        .position(|day| name.len() >= 2 && day.starts_with(&name))
}

/// Seconds since midnight.
fn of_day(time: &str) -> Option<f64> {
    let time = time.split(['+', 'Z']).next()?;
    let mut parts = time.split(':').map(super::figure);
    let (hours, minutes) = (parts.next()??, parts.next()??);
    let seconds = parts.next().flatten().unwrap_or(0.0);
    let is_time = (0.0..=24.0).contains(&hours) && (0.0..60.0).contains(&minutes);
    is_time.then_some(hours * 3600.0 + minutes * 60.0 + seconds)
}

/// Calendars of a file, by id.
pub struct Calendars {
    hours: BTreeMap<String, Hours>,
    /// Days a week on which a scenario works.
    n_days: f64,
}

impl Calendars {
    /// Every day of the week is worked if every calendar has it.
    pub fn new(hours: BTreeMap<String, Hours>) -> Calendars {
        let is_every_day = !hours.is_empty() && hours.values().all(|one| one.n_days == 7);
        Calendars {
            hours,
            n_days: if is_every_day { 7.0 } else { 5.0 },
        }
    }

    /// Whether all seven days of the week are worked.
    pub fn is_every_day(&self) -> bool {
        self.n_days > 5.0
    }

    /// Whether a calendar is known.
    pub fn has(&self, id: &str) -> bool {
        self.hours.contains_key(id)
    }

    /// The id of the only calendar there is.
    pub fn only(&self) -> Option<&str> {
        let mut ids = self.hours.keys();
        ids.next()
            .filter(|_| self.hours.len() == 1)
            .map(String::as_str)
    }

    /// Seconds of a working day by a calendar; without one eight hours.
    pub fn day(&self, id: Option<&str>) -> f64 {
        let hours = id.and_then(|id| self.hours.get(id));
        hours.map_or(EIGHT_HOURS, |hours| hours.seconds / self.n_days)
    }

    /// Seconds of a working day round the clock.
    pub fn whole_day(&self) -> f64 {
        7.0 * DAY / self.n_days
    }

    /// Tells of calendars whose working day has not eight hours.
    pub fn tell(&self, used: &BTreeSet<String>, place: &Place, notes: &mut Notes) {
        for name in used.iter().filter(|name| self.has(name)) {
            let day = self.day(Some(name));
            if (day - EIGHT_HOURS).abs() > 1.0 {
                let n_days = self.n_days;
                let hours = crate::text::number((day * n_days / 3600.0).round());
                notes.say(
                    place,
                    format!("calendar `{name}` has {hours} hours a week: a working day here has a {n_days}th of them, at whatever hour"),
                    format!("日历 `{name}` 每周 {hours} 小时：此处一个工作日为其 {n_days} 分之一，不区分时刻"),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_has_the_hours_of_its_days() {
        let week = |from, to, begin, end| {
            let period = Period {
                from,
                to,
                begin,
                end,
            };
            let hours = Hours::of([Some(period)].into_iter()).expect("it has hours");
            (hours.seconds, hours.n_days)
        };
        let whole = (7.0 * DAY, 7);
        assert_eq!(week("MONDAY", "SUNDAY", "00:00:00", "23:59:59"), whole);
        let with_zone = ("00:00:00.000+00:00", "23:59:59.999+00:00");
        let (seconds, n_days) = week("MONDAY", "SUNDAY", with_zone.0, with_zone.1);
        assert_eq!((seconds, n_days), whole);
        assert_eq!(
            week("Monday", "FR", "00:00:00", "08:00:00"),
            (5.0 * EIGHT_HOURS, 5)
        );
        assert_eq!(week("SA", "MO", "22:00", "00:00"), (3.0 * 7200.0, 3));
    }
}
