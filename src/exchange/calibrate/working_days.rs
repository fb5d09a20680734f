//! On which days and at which hours work is logged: the working calendar of a log, and the time that passes on it.

use std::collections::BTreeMap;

use jiff::Span;
use jiff::civil::{Date, Weekday, date};

use super::log::DAY;
use crate::calendar::Calendar;

/// With less of its events at weekends an office works Monday to Friday.
const FEW: f64 = 0.05;
/// Days to each side of a weekday that tell how much is logged around it.
const AROUND: usize = 10;
/// Where so many events are usual a day without one is a holiday: chance leaves one in twenty thousand so.
const USUAL: f64 = 10.0;
/// So many events must be usual on the statutory holidays together before a log can tell whether it keeps them.
const TELLING: f64 = 20.0;
/// With less than this of what is usual on them it does.
const KEPT: f64 = 0.2;
/// All but so many events lie within office hours.
const OUTSIDE: f64 = 0.02;
/// Fewer events tell no hours.
const FEWEST: usize = 50;
/// Minutes that somebody may be early or late.
const PUNCTUAL: i64 = 5;
/// An office is open no longer.
const LONGEST_DAY: i64 = 12;
/// The hours of most offices, and what is reported where a log keeps them.
const NINE_TO_FIVE: (i64, i64) = (9, 17);

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY_MILLIS: i64 = DAY as i64;

/// Which days are worked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Week {
    /// Every day.
    #[default]
    Seven,
    /// Monday to Friday.
    Five,
    /// As the Chinese notices say: the log keeps their holidays.
    China,
}

/// Hours that the user names: from and to, in milliseconds of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    /// From.
    pub opens: i64,
    /// To.
    pub closes: i64,
}

/// Working days, as far as a log tells.
#[derive(Clone, Debug, PartialEq)]
pub struct WorkingDays {
    /// Share of the events on Saturdays and Sundays that no notice makes working days.
    pub weekend_share: f64,
    /// Which days are worked.
    pub week: Week,
    /// Weekdays on which nothing happened though much did around them.
    pub holidays: Vec<Date>,
    /// Within a day.
    pub hours: Hours,
    /// Day since 1970 on which the list begins, and the days worked before each.
    first: i64,
    worked: Vec<u32>,
}

impl Hours {
    /// Hours of a day, like `9-17` or `8:30-17:30`.
    pub fn read(text: &str) -> Option<Hours> {
        let (from, to) = text.split_once(['-', '–', '至'])?;
        let part = |text: &str| {
            let (hours, minutes) = text
                .trim()
                .split_once([':', '：'])
                .unwrap_or((text.trim(), "0"));
            let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
            ((0..=24).contains(&hours) && (0..60).contains(&minutes))
                .then_some(hours * HOUR + minutes * MINUTE)
        };
        let (opens, closes) = (part(from)?, part(to)?);
        (opens < closes && closes <= DAY_MILLIS).then_some(Hours { opens, closes })
    }

    const ALL_DAY: Hours = Hours {
        opens: 0,
        closes: DAY_MILLIS,
    };

    /// Milliseconds of a working day.
    fn length(self) -> i64 {
        self.closes - self.opens
    }

    fn is_all_day(self) -> bool {
        self == Hours::ALL_DAY
    }

    /// `09:00-17:00`; `None`: round the clock.
    pub fn shown(self) -> Option<String> {
        let part = |millis: i64| format!("{:02}:{:02}", millis / HOUR, millis % HOUR / MINUTE);
        (!self.is_all_day()).then(|| format!("{}–{}", part(self.opens), part(self.closes)))
    }
}

impl WorkingDays {
    /// Working days from one moment to a later one: 0 if it is not later.
    pub fn between(&self, from: i64, to: i64) -> f64 {
        (self.open(to) - self.open(from)).max(0) as f64 / self.hours.length() as f64
    }

    /// The moment so many working days after another.
    pub fn after(&self, from: i64, days: f64) -> i64 {
        let target = self.open(from) + (days * self.hours.length() as f64).round() as i64;
        let (mut low, mut high) = (from, from);
        let mut step = DAY_MILLIS;
        while self.open(high) < target && step < 40_000 * DAY_MILLIS {
            low = high;
            high += step;
            step *= 2;
        }
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            match self.open(middle) < target {
                true => low = middle,
                false => high = middle,
            }
        }
        high
    }

    /// Whether the office works on some days only.
    pub fn is_every_day(&self) -> bool {
        self.week == Week::Seven
    }

    /// Milliseconds for which the office was open since the list begins, whole so that equal times stay equal; beyond the
    /// ends of the list as in the average week.
    fn open(&self, millis: i64) -> i64 {
        let Hours { opens, closes } = self.hours;
        let length = self.hours.length();
        let Some(last) = (self.worked.len() as i64)
            .checked_sub(2)
            .filter(|last| *last >= 0)
        else {
            return millis;
        };
        let day = millis.div_euclid(DAY_MILLIS) - self.first;
        if day < 0 || day > last {
            let edge = if day < 0 { 0 } else { last + 1 };
            let (part, whole) = if self.is_every_day() { (1, 1) } else { (5, 7) };
            let beyond = millis - (self.first + edge) * DAY_MILLIS;
            let beyond =
                i128::from(beyond) * i128::from(length) * part / (i128::from(DAY_MILLIS) * whole);
            return i64::from(self.worked[edge as usize]) * length + beyond as i64;
        }
        let at = day as usize;
        let within = match self.worked[at + 1] > self.worked[at] {
            true => millis.rem_euclid(DAY_MILLIS).clamp(opens, closes) - opens,
            false => 0,
        };
        i64::from(self.worked[at]) * length + within
    }
}

/// The working days of what happened at some times: days and hours are those of the clock that they are written in. `hours`:
/// what the user names.
pub fn working_days(times: &[i64], hours: Option<Hours>) -> WorkingDays {
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    for time in times {
        *counts.entry(time.div_euclid(DAY_MILLIS)).or_default() += 1;
    }
    let (first, last) = (counts.keys().next(), counts.keys().next_back());
    let span = first
        .zip(last)
        .map_or(0..0, |(first, last)| *first..*last + 1);
    let days: Vec<(Date, usize)> = span
        .clone()
        .filter_map(|day| Some((civil(day)?, counts.get(&day).copied().unwrap_or(0))))
        .collect();
    let keeps_china = keeps(&Calendar::china(), &days);
    let calendar = if keeps_china {
        Calendar::china()
    } else {
        Calendar::weekdays()
    };
    let n_off: usize = days
        .iter()
        .filter(|(date, _)| is_weekend(*date) && !calendar.is_working_day(*date))
        .map(|(_, n)| n)
        .sum();
    let weekend_share = n_off as f64 / times.len().max(1) as f64;
    let week = match (weekend_share < FEW, keeps_china) {
        (false, _) => Week::Seven,
        (true, true) => Week::China,
        (true, false) => Week::Five,
    };
    let holidays = match week {
        Week::Five => holidays(&days),
        Week::China | Week::Seven => Vec::new(),
    };
    let hours = hours.unwrap_or_else(|| match week {
        Week::Seven => Hours::ALL_DAY,
        Week::Five | Week::China => office_hours(times),
    });
    let mut worked = vec![0];
    for (date, _) in &days {
        let is_worked = match week {
            Week::Seven => true,
            Week::Five => !is_weekend(*date) && !holidays.contains(date),
            Week::China => calendar.is_working_day(*date),
        };
        worked.push(worked[worked.len() - 1] + u32::from(is_worked));
    }
    WorkingDays {
        weekend_share,
        week,
        holidays,
        hours,
        first: span.start,
        worked,
    }
}

fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// Whether hardly anything happens on the weekdays that a calendar takes off.
fn keeps(calendar: &Calendar, days: &[(Date, usize)]) -> bool {
    let weekdays = || days.iter().filter(|(date, _)| !is_weekend(*date));
    let off = || weekdays().filter(|(date, _)| !calendar.is_working_day(*date));
    let n_on: usize = weekdays()
        .filter(|(date, _)| calendar.is_working_day(*date))
        .map(|(_, n)| n)
        .sum();
    let n_days_on = weekdays().count() - off().count();
    let usual = n_on as f64 / n_days_on.max(1) as f64 * off().count() as f64;
    let n_off: usize = off().map(|(_, n)| n).sum();
    usual >= TELLING && (n_off as f64) < KEPT * usual
}

fn holidays(days: &[(Date, usize)]) -> Vec<Date> {
    let weekdays: Vec<&(Date, usize)> =
        days.iter().filter(|(date, _)| !is_weekend(*date)).collect();
    let holidays = weekdays.iter().enumerate().filter(|(at, (_, n))| {
        let around = &weekdays[at.saturating_sub(AROUND)..(at + AROUND + 1).min(weekdays.len())];
        let n_around: usize = around.iter().map(|(_, n)| n).sum();
        *n == 0 && n_around as f64 >= USUAL * around.len() as f64
    });
    holidays.map(|(_, (date, _))| *date).collect()
}

/// The hours within which nearly all events lie; round the clock where there are none, or only dates are written.
fn office_hours(times: &[i64]) -> Hours {
    let mut minutes: Vec<i64> = times
        .iter()
        .map(|time| time.rem_euclid(DAY_MILLIS) / MINUTE)
        .collect();
    minutes.sort_unstable();
    let n_midnight = minutes.partition_point(|minute| *minute == 0);
    if minutes.len() < FEWEST || n_midnight * 2 >= minutes.len() {
        return Hours::ALL_DAY;
    }
    let within = |opens: i64, closes: i64| {
        let below = minutes.partition_point(|minute| *minute < opens * 60 - PUNCTUAL);
        let upto = minutes.partition_point(|minute| *minute <= closes * 60 + PUNCTUAL);
        (upto - below) as f64 >= (1.0 - OUTSIDE) * minutes.len() as f64
    };
    let of = |(opens, closes): (i64, i64)| Hours {
        opens: opens * HOUR,
        closes: closes * HOUR,
    };
    if within(NINE_TO_FIVE.0, NINE_TO_FIVE.1) {
        return of(NINE_TO_FIVE);
    }
    for length in 1..=LONGEST_DAY {
        for opens in 0..=24 - length {
            if within(opens, opens + length) {
                return of((opens, opens + length));
            }
        }
    }
    Hours::ALL_DAY
}

/// The date of a day since 1970; `None` beyond any calendar.
fn civil(day: i64) -> Option<Date> {
    let days = Span::new().try_days(day).ok()?;
    date(1970, 1, 1).checked_add(days).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::dates::Dates;

    fn millis(text: &str) -> i64 {
        Dates::PLAIN
            .read(text)
            .expect("it is a time")
            .local_millis()
    }

    fn office() -> WorkingDays {
        let first = millis("2024-01-01") / DAY_MILLIS;
        let mut worked = vec![0];
        for day in first..first + 60 {
            let date = civil(day).expect("it is a day");
            worked.push(worked[worked.len() - 1] + u32::from(!is_weekend(date)));
        }
        WorkingDays {
            weekend_share: 0.0,
            week: Week::Five,
            holidays: Vec::new(),
            hours: Hours::read("9-17").expect("they are hours"),
            first,
            worked,
        }
    }

    #[test]
    fn time_passes_in_office_hours_only() {
        let office = office();
        let days = |from, to| office.between(millis(from), millis(to));
        assert_eq!(days("2024-01-02 09:00", "2024-01-02 13:00"), 0.5);
        assert_eq!(days("2024-01-05 16:00", "2024-01-08 10:00"), 0.25);
        assert_eq!(days("2024-01-05 18:00", "2024-01-08 08:00"), 0.0);
        assert_eq!(days("2024-01-08 10:00", "2024-01-05 16:00"), 0.0);
        let later = office.after(millis("2024-01-05 16:00"), 0.25);
        assert_eq!(later, millis("2024-01-08 10:00"));
    }

    #[test]
    fn hours_are_read_as_people_write_them() {
        assert_eq!(
            Hours::read("8:30-17:30").and_then(Hours::shown).as_deref(),
            Some("08:30–17:30")
        );
        for wrong in ["9", "17-9", "9-25", "a-b"] {
            assert_eq!(Hours::read(wrong), None, "{wrong}");
        }
    }
}
