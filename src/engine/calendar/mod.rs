//! Working days: Monday to Friday, Chinese holidays and make-up days, calendars of one's own.
//!
//! Counting follows the statute: the day after the start is day 1.

mod china;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Weekday};

use crate::error::Problem;

pub use walk::Walk;

/// Which dates are worked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// Whether Saturdays and Sundays are worked as a rule.
    works_at_weekends: bool,
    /// Dates that differ from the rule.
    exceptions: BTreeMap<Date, Day>,
    known: Known,
}

/// What an office does on a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Day {
    Work,
    Off,
}

/// The years for which a calendar is more than a guess.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Known {
    Always,
    Years(BTreeSet<i16>),
}

impl Calendar {
    /// Chinese statutory holidays and make-up working days (调休), as published for 2004 to 2026;
    /// Monday to Friday in other years, which [`Calendar::covers`] tells apart.
    pub fn china() -> Calendar {
        let exceptions = china::exceptions();
        let years = exceptions.keys().map(|date| date.year()).collect();
        Calendar {
            works_at_weekends: false,
            exceptions,
            known: Known::Years(years),
        }
    }

    /// Monday to Friday, no holidays.
    pub fn weekdays() -> Calendar {
        Calendar {
            works_at_weekends: false,
            exceptions: BTreeMap::new(),
            known: Known::Always,
        }
    }

    /// Every day, weekends too.
    pub fn every_day() -> Calendar {
        Calendar {
            works_at_weekends: true,
            ..Calendar::weekdays()
        }
    }

    /// `base` with further holidays and make-up working days, which win over those of `base`.
    /// A year in which any are listed counts as known.
    pub fn custom(
        base: Calendar,
        holidays: &[Date],
        make_up_days: &[Date],
    ) -> Result<Calendar, Problem> {
        let worked: BTreeSet<Date> = make_up_days.iter().copied().collect();
        if let Some(date) = holidays.iter().find(|date| worked.contains(date)) {
            return Err(
                Problem::error(format!("`{date}` is both a holiday and a make-up day"))
                    .hint("take it out of one of the two lists"),
            );
        }
        let mut calendar = base;
        let days = holidays.iter().map(|&date| (date, Day::Off));
        let days = days.chain(make_up_days.iter().map(|&date| (date, Day::Work)));
        for (date, day) in days {
            calendar.exceptions.insert(date, day);
            if let Known::Years(years) = &mut calendar.known {
                years.insert(date.year());
            }
        }
        Ok(calendar)
    }

    /// Whether offices work on `date`.
    pub fn is_working_day(&self, date: Date) -> bool {
        match self.exceptions.get(&date) {
            Some(Day::Work) => true,
            Some(Day::Off) => false,
            None => {
                let is_weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
                self.works_at_weekends || !is_weekend
            }
        }
    }

    /// Whether the working days around `date` are known, not guessed as Monday to Friday.
    pub fn covers(&self, date: Date) -> bool {
        match &self.known {
            Known::Always => true,
            Known::Years(years) => years.contains(&date.year()),
        }
    }

    /// The last day that is known, for the warning; `None` if the calendar never ends.
    pub fn known_until(&self) -> Option<Date> {
        match &self.known {
            Known::Always => None,
            Known::Years(years) => years.last().map(|&year| jiff::civil::date(year, 12, 31)),
        }
    }

    /// The date on which working day number `days` after `start` falls; `start` itself for 0.
    /// `None` past the year 9999.
    pub fn add_working_days(&self, start: Date, days: u32) -> Option<Date> {
        let mut date = start;
        for _ in 0..days {
            date = self.next_working_day(date)?;
        }
        Some(date)
    }

    /// The first working day after `date`; `None` past the year 9999.
    pub fn next_working_day(&self, date: Date) -> Option<Date> {
        let mut next = date.tomorrow().ok()?;
        while !self.is_working_day(next) {
            next = next.tomorrow().ok()?;
        }
        Some(next)
    }

    /// Working days from `start` to `end`; the day after `start` is day 1. Zero if `end` is not later.
    pub fn working_days_between(&self, start: Date, end: Date) -> u32 {
        let mut days = 0;
        let mut date = start;
        while date < end {
            date = date.tomorrow().expect("a date before `end` has a tomorrow");
            days += u32::from(self.is_working_day(date));
        }
        days
    }

    /// The working days of `year`, in order. Empty outside the years that dates can have.
    pub fn working_days_in_year(&self, year: i16) -> Vec<Date> {
        let Ok(first) = Date::new(year, 1, 1) else {
            return Vec::new();
        };
        first
            .series(jiff::Span::new().days(1))
            .take_while(|date| date.year() == year)
            .filter(|&date| self.is_working_day(date))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn working_days_land_on_the_dates_that_the_notices_give() {
        let china = Calendar::china();
        for (start, days, end) in [
            (date(2021, 1, 4), 5, date(2021, 1, 11)),
            (date(2021, 1, 4), 20, date(2021, 2, 1)),
            (date(2021, 1, 4), 60, date(2021, 4, 1)),
            (date(2021, 1, 4), 100, date(2021, 5, 31)),
            (date(2021, 9, 22), 60, date(2021, 12, 20)),
            (date(2021, 9, 22), 100, date(2022, 2, 18)),
            (date(2020, 1, 20), 60, date(2020, 4, 22)),
            (date(2020, 1, 20), 100, date(2020, 6, 18)),
            (date(2024, 9, 2), 60, date(2024, 11, 29)),
            // A Sunday, worked for the Spring Festival.
            (date(2024, 9, 2), 100, date(2025, 1, 26)),
        ] {
            assert_eq!(
                china.add_working_days(start, days),
                Some(end),
                "{start} + {days}"
            );
            assert_eq!(
                china.working_days_between(start, end),
                days,
                "{start} to {end}"
            );
        }
    }

    #[test]
    fn each_year_has_its_published_working_days() {
        let china = Calendar::china();
        let days: Vec<usize> = (2019..=2026)
            .map(|year| china.working_days_in_year(year).len())
            .collect();
        assert_eq!(days, [250, 249, 250, 249, 249, 251, 248, 248]);
    }

    #[test]
    fn a_day_that_the_libraries_disagree_on_follows_the_notice() {
        assert!(Calendar::china().is_working_day(date(2005, 12, 31)));
    }

    #[test]
    fn beyond_the_published_years_it_is_monday_to_friday_and_says_so() {
        let china = Calendar::china();
        assert!(china.covers(date(2004, 1, 1)) && china.covers(date(2026, 12, 31)));
        assert!(!china.covers(date(2003, 12, 31)) && !china.covers(date(2027, 1, 1)));
        assert_eq!(china.known_until(), Some(date(2026, 12, 31)));
        assert!(china.is_working_day(date(2027, 10, 1)));
        assert!(Calendar::weekdays().covers(date(2027, 1, 1)));
        assert_eq!(Calendar::weekdays().known_until(), None);
    }

    #[test]
    fn a_custom_calendar_wins_over_its_base_and_knows_the_years_it_lists() {
        let (holiday, worked) = (date(2027, 10, 1), date(2027, 10, 9));
        let custom = Calendar::custom(Calendar::china(), &[holiday], &[worked]).unwrap();
        assert!(!custom.is_working_day(holiday) && custom.is_working_day(worked));
        assert!(custom.covers(holiday) && !custom.covers(date(2028, 1, 1)));
        assert!(!custom.is_working_day(date(2026, 10, 1)));
    }

    #[test]
    fn a_day_cannot_be_both_holiday_and_make_up_day() {
        let day = [date(2027, 10, 1)];
        let problem = Calendar::custom(Calendar::weekdays(), &day, &day).unwrap_err();
        assert!(problem.message.contains("`2027-10-01`"));
    }

    #[test]
    fn the_end_of_time_is_no_panic() {
        let weekdays = Calendar::weekdays();
        assert_eq!(weekdays.add_working_days(Date::MAX, 1), None);
        assert_eq!(weekdays.add_working_days(date(2021, 1, 4), u32::MAX), None);
        assert!(!weekdays.working_days_in_year(9999).is_empty());
        assert!(weekdays.working_days_in_year(i16::MAX).is_empty());
    }

    #[test]
    fn nothing_lies_between_a_day_and_an_earlier_one() {
        let china = Calendar::china();
        assert_eq!(
            china.working_days_between(date(2021, 1, 8), date(2021, 1, 4)),
            0
        );
        assert_eq!(
            china.working_days_between(date(2021, 1, 8), date(2021, 1, 10)),
            0
        );
    }
}
