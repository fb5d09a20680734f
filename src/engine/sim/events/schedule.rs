//! Schedules: when the officers of a station are on duty, by hours of every working day and by leave over a year that
//! comes again and again.

use jiff::civil::Date;

use crate::sim::TICKS_PER_DAY;
use crate::workflow::{MINUTES_A_DAY, Roster};

/// The schedule of one station that is not always fully staffed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Schedule {
    /// From and to which tick of a day, in order and apart.
    hours: Vec<(u32, u32)>,
    /// Officers on leave on every working day of a year.
    away: Vec<u32>,
}

impl Schedule {
    /// The schedule that a roster means from the first of `year`, the working days of a year, on; `None`:
    /// everybody is always there.
    pub fn new(roster: &Roster, year: &[Date]) -> Option<Schedule> {
        let tick = |minute: u32| {
            let ticks = u64::from(minute) * u64::from(TICKS_PER_DAY);
            (ticks / u64::from(MINUTES_A_DAY)) as u32
        };
        let mut hours: Vec<(u32, u32)> = roster
            .hours
            .iter()
            .map(|&(from, to)| (tick(from), tick(to)))
            .collect();
        if hours.is_empty() {
            hours.push((0, TICKS_PER_DAY));
        }
        let away = year.iter().map(|&date| roster.away(date));
        let mut schedule = Schedule {
            hours,
            away: away.collect(),
        };
        if schedule.away.is_empty() {
            schedule.away.push(0);
        }
        let always = schedule.is_all_day() && schedule.away.iter().all(|away| *away == 0);
        (!always).then_some(schedule)
    }

    /// Whether a tick lies within the hours.
    pub fn is_open(&self, tick: u64) -> bool {
        let (_, within) = split(tick);
        let mut hours = self.hours.iter();
        hours.any(|(from, to)| (*from..*to).contains(&within))
    }

    /// Officers who are not on leave, of so many.
    pub fn present(&self, tick: u64, officers: u32) -> u32 {
        officers.saturating_sub(self.away_on(split(tick).0))
    }

    /// The next tick after `tick` at which more or fewer may be on schedule.
    pub fn next_change(&self, tick: u64) -> u64 {
        let (day, within) = split(tick);
        let ends = self.hours.iter().flat_map(|&(from, to)| [from, to]);
        let today = ends.filter(|end| *end > within).min();
        if self.is_all_day() {
            let now = self.away_on(day);
            let year = self.away.len() as u64;
            let change = (day + 1..=day + year).find(|&day| self.away_on(day) != now);
            return change.map_or(u64::MAX, start_of);
        }
        start_of(day) + u64::from(today.unwrap_or(TICKS_PER_DAY))
    }

    /// When work of `effort` ticks that begins within the hours is done: outside of them it rests.
    pub fn after(&self, tick: u64, effort: u32) -> u64 {
        if effort == 0 {
            return tick;
        }
        let (day, within) = split(tick);
        let before: u32 = self
            .hours
            .iter()
            .map(|&(from, to)| within.clamp(from, to) - from)
            .sum();
        // Up to the end of the last tick, not to the beginning of the one after it.
        let last = u64::from(before) + u64::from(effort) - 1;
        let a_day = u64::from(self.ticks_a_day());
        let mut left = (last % a_day) as u32;
        for &(from, to) in &self.hours {
            if left < to - from {
                return start_of(day + last / a_day) + u64::from(from + left + 1);
            }
            left -= to - from;
        }
        unreachable!("the rest of a day's work fits into a day")
    }

    /// Working days after which its leave comes again; `None` if as many are there all year.
    pub fn cycle_days(&self) -> Option<usize> {
        let varies = self.away.iter().any(|away| *away != self.away[0]);
        varies.then_some(self.away.len())
    }

    /// The share of a day within the hours.
    pub fn open_share(&self) -> f64 {
        f64::from(self.ticks_a_day()) / f64::from(TICKS_PER_DAY)
    }

    /// Officers on leave, on average over a year.
    pub fn mean_away(&self) -> f64 {
        self.mean_of_year(f64::from)
    }

    /// Of so many officers those on duty, on average over a year, nights not counted.
    pub fn mean_on_duty(&self, officers: u32) -> f64 {
        self.open_share() * self.mean_of_year(|away| f64::from(officers.saturating_sub(away)))
    }

    fn mean_of_year(&self, of: impl Fn(u32) -> f64) -> f64 {
        self.away.iter().map(|&away| of(away)).sum::<f64>() / self.away.len() as f64
    }

    fn away_on(&self, day: u64) -> u32 {
        self.away[(day % self.away.len() as u64) as usize]
    }

    fn is_all_day(&self) -> bool {
        self.ticks_a_day() == TICKS_PER_DAY
    }

    fn ticks_a_day(&self) -> u32 {
        self.hours.iter().map(|(from, to)| to - from).sum()
    }
}

/// Day, and tick of the day.
fn split(tick: u64) -> (u64, u32) {
    let a_day = u64::from(TICKS_PER_DAY);
    (tick / a_day, (tick % a_day) as u32)
}

fn start_of(day: u64) -> u64 {
    day * u64::from(TICKS_PER_DAY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::Leave;
    use jiff::civil::date;

    const HOUR: u64 = TICKS_PER_DAY as u64 / 8;
    const DAY: u64 = TICKS_PER_DAY as u64;

    fn with_lunch() -> Schedule {
        let roster = Roster {
            hours: vec![(0, 180), (240, 480)],
            leave: Vec::new(),
        };
        Schedule::new(&roster, &[]).expect("somebody eats")
    }

    #[test]
    fn work_rests_at_lunch_and_overnight() {
        let schedule = with_lunch();
        for (begins, hours, ends) in [
            (0, 3, 3 * HOUR),
            (0, 4, 5 * HOUR),
            (4 * HOUR, 4, 8 * HOUR),
            (4 * HOUR, 5, DAY + HOUR),
            (0, 14, DAY + 8 * HOUR),
            (2 * HOUR, 9, DAY + 5 * HOUR),
        ] {
            let effort = (hours * HOUR) as u32;
            let ends: u64 = ends;
            assert_eq!(
                schedule.after(begins, effort),
                ends,
                "{hours} h from {begins}"
            );
        }
        assert!(
            schedule.is_open(3 * HOUR - 1)
                && !schedule.is_open(3 * HOUR)
                && schedule.is_open(4 * HOUR)
        );
        assert_eq!(schedule.next_change(0), 3 * HOUR);
        assert_eq!(schedule.next_change(3 * HOUR), 4 * HOUR);
        assert_eq!(schedule.next_change(5 * HOUR), DAY);
        assert_eq!(schedule.mean_on_duty(2), 1.75);
    }

    #[test]
    fn who_is_always_there_has_no_schedule_to_keep() {
        let all_day = Roster {
            hours: vec![(0, 200), (200, 480)],
            leave: Vec::new(),
        };
        assert_eq!(Schedule::new(&all_day, &[date(2021, 7, 1)]), None);
        assert_eq!(Schedule::new(&Roster::default(), &[]), None);
    }

    #[test]
    fn leave_lowers_the_number_on_the_days_of_every_year() {
        let roster = Roster {
            hours: Vec::new(),
            leave: vec![Leave {
                from: date(2021, 7, 2),
                to: date(2021, 7, 3),
                officers: 2,
            }],
        };
        let year = [1, 2, 3, 4].map(|day| date(2021, 7, day));
        let schedule = Schedule::new(&roster, &year).expect("there is leave");
        let present: Vec<u32> = (0..6).map(|day| schedule.present(day * DAY, 3)).collect();
        assert_eq!(present, [3, 1, 1, 3, 3, 1]);
        assert_eq!(schedule.next_change(0), DAY);
        assert_eq!(schedule.next_change(DAY), 3 * DAY);
        assert_eq!(schedule.next_change(3 * DAY), 5 * DAY);
        assert_eq!((schedule.mean_on_duty(3), schedule.mean_away()), (2.0, 1.0));
        assert_eq!(schedule.after(5, 20_000), 20_005);
        assert_eq!(schedule.cycle_days(), Some(4));
        assert_eq!(with_lunch().cycle_days(), None);
    }
}
