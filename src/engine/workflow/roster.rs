//! When an agency's officers work: hours of the day, and leave; only the simulation with queues needs it.

use jiff::civil::Date;

/// A working day has this many minutes: the eight hours from nine on, in which cases come and delays pass.
pub const MINUTES_A_DAY: u32 = 8 * 60;

/// When the officers of an agency work.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Roster {
    /// From and to which minute of a working day, in order and apart; none: all day.
    pub hours: Vec<(u32, u32)>,
    /// Who is away when.
    pub leave: Vec<Leave>,
}

/// 休假: fewer officers from one day to another, every year again.
#[derive(Clone, Debug, PartialEq)]
pub struct Leave {
    /// The first day,
    pub from: Date,
    /// and the last, less than a year later.
    pub to: Date,
    /// Officers away.
    pub officers: u32,
}

impl Leave {
    /// Whether they are away on the day, in whatever year.
    pub fn covers(&self, date: Date) -> bool {
        let day = |date: Date| (date.month(), date.day());
        let (from, to, day) = (day(self.from), day(self.to), day(date));
        if from <= to {
            (from..=to).contains(&day)
        } else {
            day >= from || day <= to
        }
    }
}

impl Roster {
    /// Officers away on a day.
    pub fn away(&self, date: Date) -> u32 {
        let leave = self.leave.iter().filter(|leave| leave.covers(date));
        leave.fold(0, |sum, leave| sum.saturating_add(leave.officers))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn leave_comes_again_every_year_also_over_new_year() {
        let leave = Leave {
            from: date(2021, 12, 20),
            to: date(2022, 1, 7),
            officers: 1,
        };
        for (year, month, day, away) in [
            (2021, 12, 19, false),
            (2021, 12, 20, true),
            (2030, 1, 7, true),
            (2030, 1, 8, false),
        ] {
            assert_eq!(leave.covers(date(year, month, day)), away, "{month}-{day}");
        }
    }
}
