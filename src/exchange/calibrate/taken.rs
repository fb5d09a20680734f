//! What each step of a case took, whether it is late, and the same as an event log.

use super::cases::{Case, Cases, STEPS};
use super::log::{DAY, Log, Turn};
use crate::error::Problem;
use crate::input::figures::{Limit, Unit};

/// Working days of a case that is decided.
#[derive(Clone, Copy, Debug)]
pub struct Taken {
    /// From acceptance to decision, without special procedures: what a limit counts.
    pub counted: f64,
    /// The same with them.
    pub with_special: f64,
    /// From application to decision.
    pub whole: f64,
    /// By step, in the order of [`STEPS`].
    pub steps: [f64; 5],
}

impl Cases {
    /// What a case took; `None`: it is open.
    pub fn taken(&self, case: &Case) -> Option<Taken> {
        let days = |from, to| self.clock.between(from, to);
        let with_special = days(case.accepted, case.decided?);
        let counted = (with_special - case.special_days).max(0.0);
        let (asked, corrected) = case.correction.unwrap_or((case.accepted, case.accepted));
        Some(Taken {
            counted,
            with_special,
            whole: days(case.applied, case.decided?),
            steps: [
                days(case.applied, asked),
                days(asked, corrected),
                days(corrected, case.accepted),
                with_special - counted,
                counted,
            ],
        })
    }

    /// Whether a case is late on the clock, and if special procedures were counted; `None`: nothing is promised.
    pub fn is_late(&self, case: &Case) -> Option<[bool; 2]> {
        let taken = self.taken(case)?;
        let decided = case.decided?;
        let calendar_days = |days: f64| (decided - case.accepted) as f64 / DAY > days;
        match (case.promised, case.deadline) {
            (
                Some(Limit {
                    days,
                    unit: Unit::Working,
                    ..
                }),
                _,
            ) => Some([taken.counted > days, taken.with_special > days]),
            (
                Some(Limit {
                    days,
                    unit: Unit::Calendar,
                    ..
                }),
                _,
            ) => {
                let special = case.special_days * 7.0 / 5.0;
                Some([calendar_days(days + special), calendar_days(days)])
            }
            (None, Some(deadline)) => {
                let excused = self.clock.after(deadline, case.special_days);
                Some([decided > excused, decided > deadline])
            }
            (None, None) => None,
        }
    }

    /// The steps of decided cases of one item, or of all, as events.
    ///
    /// # Errors
    /// More than fits.
    pub fn log(&self, item: Option<&str>) -> Result<Log, Problem> {
        let mut log = Log::default();
        let cases = self.all.iter();
        for case in cases.filter(|case| item.is_none_or(|item| case.item.as_deref() == Some(item)))
        {
            let Some(decided) = case.decided else {
                continue;
            };
            let [receive, correct, accept, special, decide] = STEPS;
            log.put_one(&case.name, receive, case.applied, Turn::Status, None)?;
            let mut done =
                |step, time, group| log.put_one(&case.name, step, time, Turn::Complete, group);
            match case.correction {
                Some((asked, corrected)) => {
                    done(receive, asked, None)?;
                    done(correct, corrected, None)?;
                    if corrected < case.accepted {
                        done(accept, case.accepted, None)?;
                    }
                }
                None => done(receive, case.accepted, None)?,
            }
            let agency = case.agency.as_deref();
            if case.special_days > 0.0 {
                let end = self.clock.after(case.accepted, case.special_days);
                done(special, end.min(decided), None)?;
            }
            done(decide, decided, agency)?;
        }
        Ok(log)
    }
}
