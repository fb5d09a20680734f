//! On which days work is logged: the working calendar of a log.

use std::collections::BTreeMap;

use jiff::Span;
use jiff::civil::{Date, Weekday, date};

use super::log::{DAY, Log};

/// With less of its events at weekends an office works Monday to Friday.
const FEW: f64 = 0.05;
/// Days to each side of a weekday that tell how much is logged around it.
const AROUND: usize = 10;
/// Where so many events are usual a day without one is a holiday: chance leaves one in twenty thousand so.
const USUAL: f64 = 10.0;

/// Working days, as far as a log tells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WorkingDays {
    /// Share of the events on Saturdays and Sundays.
    pub weekend_share: f64,
    /// Weekdays on which nothing happened though much did around them.
    pub holidays: Vec<Date>,
}

impl WorkingDays {
    /// Whether the office works Monday to Friday.
    pub fn is_five_day_week(&self) -> bool {
        self.weekend_share < FEW
    }
}

/// The working days of a log; days are those of UTC.
pub fn working_days(log: &Log) -> WorkingDays {
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    for event in &log.events {
        *counts.entry(event.time.div_euclid(DAY as i64)).or_default() += 1;
    }
    let is_weekend = |date: Date| matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
    let n_weekend: usize = counts
        .iter()
        .filter(|(day, _)| civil(**day).is_some_and(is_weekend))
        .map(|(_, n)| n)
        .sum();
    let (first, last) = (counts.keys().next(), counts.keys().next_back());
    let span = first
        .zip(last)
        .map_or(0..0, |(first, last)| *first..*last + 1);
    let weekdays: Vec<(Date, usize)> = span
        .filter_map(|day| Some((civil(day)?, counts.get(&day).copied().unwrap_or(0))))
        .filter(|(date, _)| !is_weekend(*date))
        .collect();
    let holidays = weekdays.iter().enumerate().filter(|(at, (_, n))| {
        let around = &weekdays[at.saturating_sub(AROUND)..(at + AROUND + 1).min(weekdays.len())];
        let n_around: usize = around.iter().map(|(_, n)| n).sum();
        *n == 0 && n_around as f64 >= USUAL * around.len() as f64
    });
    WorkingDays {
        weekend_share: n_weekend as f64 / log.events.len().max(1) as f64,
        holidays: holidays.map(|(_, (date, _))| *date).collect(),
    }
}

/// The date of a day since 1970; `None` beyond any calendar.
fn civil(day: i64) -> Option<Date> {
    let days = Span::new().try_days(day).ok()?;
    date(1970, 1, 1).checked_add(days).ok()
}
