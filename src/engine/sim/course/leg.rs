//! Legs: the pieces of a course.

use crate::sim::streams::{Value, When};
use crate::workflow::{Clock, Ending};

/// What a step takes of a case, from being ready to being done.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Course {
    /// The cases that meet the step; no leg is for others.
    pub met: When,
    /// One after another.
    pub legs: Vec<Leg>,
}

/// One piece of a course.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Leg {
    /// The cases it is for.
    pub when: When,
    /// What happens.
    pub act: Act,
}

/// What happens on a leg. Times are ticks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// Until so long after the case came: a material is there.
    Until(Value),
    /// So long, off the clock: intake, a procedural hold.
    Delay(Value),
    /// A round of corrections, so long, off the clock.
    Correct(Value),
    /// 受理: accepted; here the official clock begins.
    Accept,
    /// 会议审批: until the panel sits. The official clock begins when it does, and whole days are counted from there.
    Sit {
        /// Index of the panel in the network.
        panel: usize,
        /// Where nobody simulates the panel's days: the first sitting is a remainder of this.
        phase: Value,
        /// From one sitting to the next.
        every: u32,
        /// Where steps end on whole days, panels sit on whole days.
        unit: u32,
    },
    /// The step's own work, whoever does it.
    Work {
        /// How long.
        takes: Value,
        /// Whether it counts officially.
        clock: Clock,
        /// What it takes in the deterministic timeline.
        promise: Promise,
    },
    /// A period of calendar days, which no weekend interrupts.
    CalendarDays {
        /// How many.
        days: u32,
        /// Whether it counts officially.
        clock: Clock,
        /// What it takes in the deterministic timeline.
        promise: Promise,
    },
    /// The work of officers, in equal parts one after another, each after a wait.
    Serve {
        /// Index of the station in the network.
        station: usize,
        /// Parts.
        links: u32,
        /// Work in all.
        effort: Value,
        /// Whether the file was there before and is looked at once more.
        is_again: bool,
        /// Whether it counts officially.
        clock: Clock,
    },
    /// Whole days are counted from here,
    DayBegins,
    /// and are over here, where the next ones begin; whether the rest of the day counts officially.
    DayEnds(Clock),
    /// Is it late? On time are so many ticks since the official clock began.
    Judge(u32),
    /// 容缺: until a material is there, at most so long after acceptance; who has not brought it by then, or never
    /// brings it, is withdrawn.
    Gate {
        /// When it is there.
        there: Value,
        /// The cases that never bring it.
        never: When,
        /// At most so long after acceptance.
        within: u32,
        /// Whether any case may be withdrawn.
        may_fail: bool,
    },
    /// The case ends here and now.
    Stop(Ending),
}

/// What a leg takes in the deterministic timeline, working days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Promise {
    /// On the official clock.
    pub counted: Days,
    /// Of the applicant's time.
    pub elapsed: Days,
    /// By law, on the official clock; none where the file states none.
    pub statutory: Days,
}

/// Working days that can be a key: equal where all bits are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Days(u64);

impl Days {
    /// So many.
    pub fn new(days: f64) -> Days {
        Days(days.to_bits())
    }

    /// How many.
    pub fn get(self) -> f64 {
        f64::from_bits(self.0)
    }
}

impl Course {
    /// Whether it must be gone through from the hour at which it begins: materials, panels, calendar days and the end
    /// of a case ask for that. What any other course takes is the same at any hour.
    pub fn hangs_on_the_hour(&self) -> bool {
        self.legs.iter().any(|leg| match leg.act {
            Act::Until(_)
            | Act::Sit { .. }
            | Act::CalendarDays { .. }
            | Act::Gate { .. }
            | Act::Stop(_) => true,
            Act::Delay(_)
            | Act::Correct(_)
            | Act::Accept
            | Act::Work { .. }
            | Act::Serve { .. }
            | Act::DayBegins
            | Act::DayEnds(_)
            | Act::Judge(_) => false,
        })
    }

    /// Whether any leg takes time.
    pub fn takes_time(&self) -> bool {
        self.legs.iter().any(|leg| match leg.act {
            Act::Until(_)
            | Act::Delay(_)
            | Act::Correct(_)
            | Act::Sit { .. }
            | Act::Work { .. }
            | Act::CalendarDays { .. }
            | Act::Serve { .. }
            | Act::Gate { .. }
            | Act::Stop(_) => true,
            Act::Accept | Act::DayBegins | Act::DayEnds(_) | Act::Judge(_) => false,
        })
    }

    /// Whether it can end the case.
    pub fn may_stop(&self) -> bool {
        let stops = |leg: &Leg| match leg.act {
            Act::Gate { may_fail, .. } => may_fail,
            Act::Stop(_) => true,
            _ => false,
        };
        self.legs.iter().any(stops)
    }
}
