//! When cases start, and where their working time lies on the calendar.
//!
//! Working time runs from the close of the start day: tick 0 is that day, the first tick after it lies on the first
//! working day that follows, as the statute counts.

use jiff::civil::Date;

use super::streams::{BLOCK, Lane, Purpose, Stream};
use super::tick::{TICKS_PER_DAY, ticks_of};
use crate::calendar::{Calendar, Walk};
use crate::duration::WORKING_DAYS_PER_CALENDAR_DAY;

/// When cases start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// All on one day.
    On(Date),
    /// On any working day of a year, each equally likely.
    During(i16),
}

/// Start days of every case, laid over a calendar.
#[derive(Debug)]
pub struct Starts {
    walk: Walk,
    /// Indices of the possible start days.
    indices: Vec<u32>,
    stream: Stream,
}

/// Beyond this many working days no date is worth naming: more than two centuries.
const FARTHEST_DAYS: u64 = 60_000;

impl Starts {
    /// Start days for cases of which none lasts longer than `longest_days` working days; `None` if one could end
    /// beyond all calendars.
    pub fn new(
        longest_days: u64,
        (seed, scenario): (u64, &str),
        calendar: &Calendar,
        start: Start,
    ) -> Option<Starts> {
        if longest_days > FARTHEST_DAYS {
            return None;
        }
        let days = match start {
            Start::On(day) => vec![day],
            Start::During(year) => calendar.working_days_in_year(year),
        };
        let (first, last) = (*days.first()?, *days.last()?);
        let walk = Walk::new(calendar, first..=last, longest_days as u32)?;
        let indices = days
            .iter()
            .filter_map(|&day| walk.start_index(day))
            .map(|index| index as u32);
        Some(Starts {
            indices: indices.collect(),
            walk,
            stream: Stream::new(seed, scenario, "start", Purpose::Start),
        })
    }
}

/// The start days of a block of cases.
#[derive(Debug)]
pub struct Dates<'s> {
    starts: &'s Starts,
    indices: Lane,
}

impl<'s> Dates<'s> {
    /// Of no cases yet.
    pub fn new(starts: &'s Starts) -> Dates<'s> {
        Dates {
            starts,
            indices: [0; BLOCK],
        }
    }

    /// Goes to the block that begins with `first_case`.
    pub fn start(&mut self, first_case: u64) {
        self.starts
            .stream
            .uniforms(0, first_case, &mut self.indices);
        let possible = &self.starts.indices;
        for index in &mut self.indices {
            let place = (u64::from(*index) * possible.len() as u64) >> 32;
            *index = possible[place as usize];
        }
    }

    /// Calendar days from a case's start to the working day on which a tick lies.
    #[inline]
    pub fn calendar_days(&self, case: usize, tick: u32) -> u32 {
        let working_days = tick.div_ceil(TICKS_PER_DAY);
        let start = self.indices[case] as usize;
        self.starts.walk.calendar_days(start, working_days)
    }

    /// When a period of calendar days is over that begins at a tick, or so many calendar days after the case's start
    /// where that is later: the tick, and the calendar days since the start.
    pub fn after(&self, case: usize, (tick, since_start): (u32, u32), days: u32) -> (u32, u32) {
        let start = self.indices[case];
        after(&self.starts.walk, start, (tick, since_start), days)
    }

    /// Of every case the working time from its start until so many calendar days later.
    pub fn working_ticks_within(&self, days: u32) -> Lane {
        std::array::from_fn(|case| self.after(case, (0, 0), days).0)
    }
}

/// [`Dates::after`] for a case that starts on the day with an index of a walk.
pub fn after(walk: &Walk, start: u32, (tick, since_start): (u32, u32), days: u32) -> (u32, u32) {
    let working_days = tick.div_ceil(TICKS_PER_DAY);
    let begins = walk.calendar_days(start as usize, working_days);
    let ends = begins.max(since_start) + days;
    let (passed, works) = walk.working_days(start as usize, ends);
    // On a working day it is over at the hour at which it began.
    let hour = match working_days {
        0 => TICKS_PER_DAY,
        _ if begins < since_start => TICKS_PER_DAY,
        _ => tick - (working_days - 1) * TICKS_PER_DAY,
    };
    let over = match works && passed > 0 {
        true => (passed - 1) * TICKS_PER_DAY + hour,
        false => passed * TICKS_PER_DAY,
    };
    (over.max(tick), ends)
}

/// Working time in a period of calendar days where nobody knows the dates.
pub fn without_dates(calendar_days: u32) -> u32 {
    ticks_of(f64::from(calendar_days) * WORKING_DAYS_PER_CALENDAR_DAY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_week_over_national_day_is_a_week() {
        let day = date(2021, 9, 30);
        let walk = Walk::new(&Calendar::china(), day..=day, 40).expect("known years");
        // 1 to 7 October are off: the notice is over before anybody works again.
        assert_eq!(after(&walk, 0, (0, 0), 7), (0, 7));
        // The 8th and 9th are working days: 30 days from the 8th at noon end on the 7th of November, a Sunday.
        let noon = TICKS_PER_DAY / 2;
        let (tick, days) = after(&walk, 0, (noon, 0), 30);
        assert_eq!((tick % TICKS_PER_DAY, days), (0, 38));
        // A day later it is a Monday, at noon again.
        let (tick, days) = after(&walk, 0, (noon, 0), 31);
        assert_eq!((tick % TICKS_PER_DAY, days), (noon, 39));
        // What begins when a period is over begins on that day, a working day or not.
        assert_eq!(after(&walk, 0, (0, 7), 3).1, 10);
    }
}
