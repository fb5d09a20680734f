//! Working days turned into calendar days by two look-ups, for millions of simulated cases.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use super::Calendar;

/// A calendar laid out once: for any start within a range, elapsed working days to calendar days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Walk {
    first: Date,
    /// For each possible start, the working days after `first` up to and with it.
    passed: Vec<u32>,
    /// For each working day after `first`, its distance from `first` in calendar days; entry 0 is `first`.
    distance: Vec<u32>,
}

impl Walk {
    /// Covers every start in `starts` and `horizon_working_days` after each of them.
    /// `None` if `starts` is empty or the horizon passes the year 9999.
    pub fn new(
        calendar: &Calendar,
        starts: RangeInclusive<Date>,
        horizon_working_days: u32,
    ) -> Option<Walk> {
        let (first, last) = starts.into_inner();
        if last < first {
            return None;
        }
        let mut passed = vec![0];
        let mut distance = vec![0];
        let mut date = first;
        let mut calendar_days = 0;
        let mut beyond_last = 0;
        while date < last || beyond_last < horizon_working_days {
            date = date.tomorrow().ok()?;
            calendar_days += 1;
            let works = calendar.is_working_day(date);
            if works {
                distance.push(calendar_days);
            }
            if date <= last {
                passed.push(passed[passed.len() - 1] + u32::from(works));
            } else {
                beyond_last += u32::from(works);
            }
        }
        Some(Walk {
            first,
            passed,
            distance,
        })
    }

    /// The index of a start, for [`Walk::calendar_days`]; `None` if `start` is not within the range.
    pub fn start_index(&self, start: Date) -> Option<usize> {
        let days = usize::try_from(start.since(self.first).ok()?.get_days()).ok()?;
        (days < self.passed.len()).then_some(days)
    }

    /// Calendar days from the start with `start_index` to the end of working day `working_days`
    /// after it. A case that ends within a working day counts that day: round up first.
    ///
    /// # Panics
    ///
    /// If `start_index` is not from [`Walk::start_index`] or `working_days` exceeds the horizon.
    #[inline]
    pub fn calendar_days(&self, start_index: usize, working_days: u32) -> u32 {
        if working_days == 0 {
            return 0;
        }
        let end = self.passed[start_index] as usize + working_days as usize;
        self.distance[end] - start_index as u32
    }

    /// Working days within `calendar_days` after the start with `start_index`, the last day included, and whether that
    /// one is a working day.
    pub fn working_days(&self, start_index: usize, calendar_days: u32) -> (u32, bool) {
        let until = start_index as u32 + calendar_days;
        let before = self.passed[start_index];
        let upto = self.distance.partition_point(|&distance| distance <= until) as u32 - 1;
        let works = self.distance[upto as usize] == until;
        (upto.saturating_sub(before), works && calendar_days > 0)
    }

    /// The date on which working day `working_days` after the start falls. Panics as
    /// [`Walk::calendar_days`] does.
    pub fn end_date(&self, start_index: usize, working_days: u32) -> Date {
        let days = start_index as i64 + i64::from(self.calendar_days(start_index, working_days));
        self.first
            .checked_add(jiff::Span::new().days(days))
            .expect("the walk ends before the year 9999")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_walk_agrees_with_the_calendar_from_every_start() {
        let china = Calendar::china();
        let (first, last) = (date(2020, 1, 1), date(2021, 12, 31));
        let walk = Walk::new(&china, first..=last, 150).unwrap();
        for start in first
            .series(jiff::Span::new().days(1))
            .take_while(|&day| day <= last)
        {
            let index = walk.start_index(start).unwrap();
            for days in [0, 1, 2, 59, 60, 150] {
                let end = china.add_working_days(start, days).unwrap();
                assert_eq!(walk.end_date(index, days), end, "{start} + {days}");
            }
        }
        let index = walk.start_index(date(2021, 1, 4)).unwrap();
        assert_eq!(walk.calendar_days(index, 5), 7);
        assert_eq!(walk.calendar_days(index, 60), 87);
    }

    #[test]
    fn a_start_outside_the_range_has_no_index() {
        let day = date(2021, 1, 4);
        let walk = Walk::new(&Calendar::weekdays(), day..=day, 10).unwrap();
        assert_eq!(walk.start_index(day), Some(0));
        assert_eq!(walk.start_index(date(2021, 1, 3)), None);
        assert_eq!(walk.start_index(date(2021, 1, 5)), None);
        assert_eq!(walk.start_index(date(2025, 1, 5)), None);
    }

    #[test]
    fn a_walk_past_the_last_date_is_refused() {
        let weekdays = Calendar::weekdays();
        let day = date(2021, 1, 4);
        assert_eq!(Walk::new(&weekdays, day..=day, u32::MAX), None);
        assert_eq!(Walk::new(&weekdays, day..=date(2021, 1, 3), 1), None);
    }
}
