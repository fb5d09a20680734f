//! Dates and times as people and spreadsheets write them; whether a day or a month stands first is told by the
//! whole column.

mod written;

use jiff::Span;
use jiff::civil::{Date, DateTime, date};

use crate::error::Problem;
use written::{Figures, written};

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// A moment on the clock of whoever wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Date and time as written.
    pub civil: DateTime,
    /// Minutes ahead of UTC, if that is written too.
    pub offset_minutes: Option<i16>,
    /// Whether only a date is written.
    pub is_day: bool,
}

impl Moment {
    /// Milliseconds since 1970 on the clock of whoever wrote it.
    pub fn local_millis(self) -> i64 {
        let days = self.civil.date().since(date(1970, 1, 1));
        let days = days.map_or(0, |span| i64::from(span.get_days()));
        let time = self.civil.time();
        let seconds = i64::from(time.hour()) * 3600
            + i64::from(time.minute()) * 60
            + i64::from(time.second());
        days * DAY + seconds * 1000 + i64::from(time.subsec_nanosecond()) / 1_000_000
    }

    /// The same, at the end of the day if only a date is written: a limit runs to the end of its day.
    pub fn end_millis(self) -> i64 {
        self.local_millis() + if self.is_day { DAY - 1 } else { 0 }
    }
}

/// In which order day, month and year stand where figures alone do not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// 31/7/2021.
    DayFirst,
    /// 7/31/2021.
    MonthFirst,
    /// 21/7/31.
    YearFirst,
}

const ORDERS: [Order; 3] = [Order::MonthFirst, Order::DayFirst, Order::YearFirst];

/// The dates of one column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dates {
    order: Order,
}

/// Dates that leave open which figure is the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unclear {
    /// What is wrong, with lines and texts.
    pub problem: Problem,
}

impl Dates {
    /// Dates whose year stands first or last in four digits, and nothing that is unclear.
    pub const PLAIN: Dates = Dates {
        order: Order::YearFirst,
    };

    /// Dates in an order that is known.
    pub fn in_order(order: Order) -> Dates {
        Dates { order }
    }

    /// The order that all texts of some columns allow, each text with its line.
    ///
    /// # Errors
    /// Texts that contradict each other, or leave two orders open that give different dates.
    pub fn of_column<T: AsRef<str>>(
        texts: impl IntoIterator<Item = (usize, T)>,
    ) -> Result<Dates, Unclear> {
        let mut allowed = [true; 3];
        let mut narrowed: Option<(usize, String)> = None;
        let mut unclear: Option<(usize, String)> = None;
        for (line, text) in texts {
            let text = text.as_ref();
            let Some(written) = written(text) else {
                continue;
            };
            let Figures::Unsaid(..) = written.figures else {
                continue;
            };
            let readings = ORDERS.map(|order| written.date(order));
            if readings.iter().all(Option::is_none) {
                continue;
            }
            let next = [0, 1, 2].map(|at| allowed[at] && readings[at].is_some());
            if next == [false; 3] {
                let (other_line, other) = narrowed.unwrap_or_default();
                let problem = Problem::error(format!(
                    "line {line}, `{text}`, and line {other_line}, `{other}`, have day and month in different orders"
                ));
                return Err(Unclear {
                    problem: problem.hint("write all dates like 2021-07-31"),
                });
            }
            if next != allowed {
                narrowed = Some((line, text.to_owned()));
            }
            allowed = next;
            let mut known = readings.iter().flatten();
            let first = known.next();
            if unclear.is_none() && known.any(|other| Some(other) != first) {
                unclear = Some((line, text.to_owned()));
            }
        }
        let left: Vec<Order> = ORDERS
            .into_iter()
            .zip(allowed)
            .filter_map(|(order, is_allowed)| is_allowed.then_some(order))
            .collect();
        match (left.as_slice(), unclear) {
            ([order], _) => Ok(Dates { order: *order }),
            // Whatever order: none of the texts leaves a choice, or each says the same in all.
            ([order, ..], None) if narrowed.is_some() => Ok(Dates { order: *order }),
            (_, None) => Ok(Dates::PLAIN),
            (_, Some((line, text))) => {
                let problem = Problem::error(format!(
                    "line {line}: `{text}` leaves open which figure is the day, and no other date of the column tells"
                ));
                Err(Unclear {
                    problem: problem.hint(
                        "say it with --dates day-first or --dates month-first, or write 2021-07-31",
                    ),
                })
            }
        }
    }

    /// What a cell says; `None`: no date.
    pub fn read(self, text: &str) -> Option<Moment> {
        let written = written(text)?;
        let day = written.date(self.order)?;
        let (seconds, millis) = (written.seconds, written.millis);
        let civil = day
            .to_datetime(jiff::civil::Time::midnight())
            .checked_add(
                Span::new()
                    .try_seconds(seconds)
                    .ok()?
                    .try_milliseconds(millis)
                    .ok()?,
            )
            .ok()?;
        Some(Moment {
            civil,
            offset_minutes: written.offset_minutes,
            is_day: written.is_day,
        })
    }
}

/// A date alone in an order that needs no column, like 2021-07-31, 2021/7/31 or 2021年7月31日.
pub fn day(text: &str) -> Option<Date> {
    Dates::PLAIN.read(text).map(|moment| moment.civil.date())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        let moment = Dates::PLAIN.read(text)?;
        let offset = moment
            .offset_minutes
            .map_or(String::new(), |minutes| format!("{minutes:+}"));
        Some(format!("{}{offset}", moment.civil))
    }

    #[test]
    fn one_moment_in_every_spelling() {
        for text in [
            "2024-07-31 15:12:00",
            "2024-07-31T15:12:00.000",
            "2024/7/31 15:12",
            "２０２４／７／３１　１５：１２",
            "2024年7月31日 15:12",
            "2024年7月31日15时12分",
            "2024年07月31日 下午3点12分",
            "2024/7/31 星期三 15:12",
            "31.07.2024 15:12",
            "31-Jul-2024 15:12",
            "Jul 31, 2024 3:12 PM",
            "31 July 2024, 3:12 pm",
            "202407311512",
            "20240731151200",
            "45504.6333333333",
        ] {
            assert_eq!(read(text).as_deref(), Some("2024-07-31T15:12:00"), "{text}");
        }
        for text in [
            "2024-07-31",
            "2024.7.31",
            "20240731",
            "45504",
            "2024年7月31日",
            "31.7.2024",
        ] {
            let moment = Dates::PLAIN.read(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(
                (moment.civil.date(), moment.is_day),
                (date(2024, 7, 31), true),
                "{text}"
            );
        }
    }

    #[test]
    fn offsets_are_kept_and_days_are_those_of_the_offset() {
        for (text, minutes) in [
            ("2024-07-31T00:30:00+08:00", 480),
            ("2024-07-31T00:30:00.000+1300", 780),
            ("2024-07-31 00:30:00-05:30", -330),
            ("2024-07-31T00:30:00Z", 0),
            ("2024-07-31 00:30:00 UTC", 0),
        ] {
            let moment = Dates::PLAIN.read(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(moment.offset_minutes, Some(minutes), "{text}");
            assert_eq!(moment.civil.date(), date(2024, 7, 31), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "yesterday",
            "2021-13-01",
            "99999999999999999999",
            "2021-02-30",
            "12",
            "2021",
            "1/2",
            "3.14",
            "2024-07-31 25:00",
            "2024-07-31 15:12 and more",
            "C0",
            "2021-03/01",
            "10:30",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn the_column_tells_day_from_month() {
        let column = |texts: &[&str]| {
            Dates::of_column(texts.iter().enumerate().map(|(at, text)| (at + 2, *text)))
        };
        let first = |texts: &[&str]| {
            let dates =
                column(texts).unwrap_or_else(|unclear| panic!("{texts:?}: {}", unclear.problem));
            dates.read(texts[0]).map(|moment| moment.civil.date())
        };
        assert_eq!(
            first(&["3/1/2021 13:47", "3/31/2021"]),
            Some(date(2021, 3, 1))
        );
        assert_eq!(
            first(&["3/1/2021 13:47", "31/3/2021"]),
            Some(date(2021, 1, 3))
        );
        assert_eq!(first(&["21/3/01", "98/3/31"]), Some(date(2021, 3, 1)));
        // The end of March 2021, or the 21st in 2031.
        assert!(column(&["21/3/01", "21/3/31"]).is_err());
        assert_eq!(
            first(&["2021-03-01", "31/3/2021", "x"]),
            Some(date(2021, 3, 1))
        );
        // Equal either way.
        assert_eq!(first(&["3/3/2021", "5/5/2021"]), Some(date(2021, 3, 3)));
        let unclear = column(&["3/3/2021", "3/1/2021", "5/6/2021"]).expect_err("it is unclear");
        assert!(
            unclear
                .problem
                .message
                .starts_with("line 3: `3/1/2021` leaves open"),
            "{}",
            unclear.problem
        );
        let wrong = column(&["13/1/2021", "1/13/2021"]).expect_err("they contradict each other");
        assert!(
            wrong
                .problem
                .message
                .contains("line 3, `1/13/2021`, and line 2, `13/1/2021`"),
            "{}",
            wrong.problem
        );
    }

    #[test]
    fn midnight_may_be_called_24_o_clock_and_a_limit_runs_to_the_end_of_its_day() {
        assert_eq!(
            read("2024-07-31 24:00").as_deref(),
            Some("2024-08-01T00:00:00")
        );
        let day = Dates::PLAIN.read("2024-07-31").expect("a day");
        let noon = Dates::PLAIN.read("2024-07-31 12:00").expect("a time");
        assert!(noon.end_millis() < day.end_millis());
        assert_eq!(day.local_millis(), 19_935 * DAY);
    }
}
