//! A block of cases through one course, leg by leg.

use super::lanes::{ZERO, add_where, blend, change, change_by, count_where};
use crate::sim::course::{Act, Course, Leg};
use crate::sim::dates::without_dates;
use crate::sim::streams::{BLOCK, Block, Lane, Value, When};
use crate::sim::tick::TICKS_PER_DAY;
use crate::sim::vectors::vectorised;
use crate::workflow::{Clock, Ending};

/// Where every case of a block is on a course. Times are ticks since the case came, or since the course began where it
/// does not hang on the hour.
#[derive(Clone, Debug)]
pub struct Pass {
    /// The time now; at last, when the course is over.
    pub now: Box<Lane>,
    /// Time on the official clock, unless [`Pass::counts_whole`].
    pub counted: Box<Lane>,
    /// Whether all time so far is on the official clock: then that shows the time now.
    pub counts_whole: bool,
    /// When all materials were there.
    pub started: Lane,
    /// When the case was accepted.
    accepted: Lane,
    /// When the official clock began.
    clock: Lane,
    /// Since when whole days are counted.
    day_began: Lane,
    /// 1 where it is late, if it was judged.
    pub late: Lane,
    /// Whether anybody was judged.
    pub is_judged: bool,
    /// Rounds of corrections, if there may be any.
    pub corrections: Lane,
    /// Whether anything may have been corrected.
    pub is_corrected: bool,
    /// Calendar days since the case came, where a period of them has ended; 0 elsewhere.
    pub since_start: Lane,
    /// What the waits for panels and materials leave to spare.
    pub room: Room,
    /// When the case ends, and how; [`GOES_ON`] where it does not end here.
    pub stopped: Lane,
    /// As [`Ending`] in numbers.
    pub ending: Lane,
    /// Whether the time now is still 0, whatever stands there; the same of when the official clock began.
    is_fresh: bool,
    clock_is_fresh: bool,
}

/// How late a course could begin and still end as it does: who waits for a material or a panel holds nobody up before.
#[derive(Clone, Debug)]
pub struct Room {
    /// The wait for the first panel: who is ready later by less meets the same sitting.
    pub first_wait: Lane,
    /// From that sitting to the next of that panel: what missing it costs. 0: no panel.
    pub period: Lane,
    /// When its own work is done, whatever is missing.
    pub done: Lane,
    /// Time from the start to the moment at which missing materials are given up; 0 where none are.
    pub held: Lane,
}

/// In place of a time: the case does not end here.
pub const GOES_ON: u32 = u32::MAX;

impl Pass {
    /// No case has begun.
    pub fn blank() -> Pass {
        Pass {
            now: Box::new(ZERO),
            counted: Box::new(ZERO),
            counts_whole: true,
            started: ZERO,
            accepted: ZERO,
            clock: ZERO,
            day_began: ZERO,
            late: ZERO,
            is_judged: false,
            corrections: ZERO,
            is_corrected: false,
            since_start: ZERO,
            room: Room {
                first_wait: ZERO,
                period: ZERO,
                done: ZERO,
                held: ZERO,
            },
            stopped: [GOES_ON; BLOCK],
            ending: ZERO,
            is_fresh: true,
            clock_is_fresh: true,
        }
    }

    /// Every case of a block through a course that takes the same at any hour.
    pub fn take(&mut self, course: &Course, block: &mut Block<'_>) {
        self.begin();
        self.counts_whole = true;
        self.is_fresh = true;
        self.clock_is_fresh = true;
        for leg in &course.legs {
            self.go(leg, block);
        }
        self.settle_now();
    }

    /// Every case of a block through a course from the ticks at which it is ready; `since_start` are the calendar days
    /// after which a period before it has ended.
    pub fn take_from(
        &mut self,
        course: &Course,
        (ready, since_start): (&Lane, &Lane),
        block: &mut Block<'_>,
    ) {
        self.begin();
        self.counts_whole = false;
        *self.counted = ZERO;
        *self.now = *ready;
        for lane in [
            &mut self.started,
            &mut self.accepted,
            &mut self.clock,
            &mut self.day_began,
        ] {
            *lane = *ready;
        }
        self.is_fresh = false;
        self.clock_is_fresh = false;
        self.since_start = *since_start;
        self.stopped = [GOES_ON; BLOCK];
        self.room.first_wait = ZERO;
        self.room.period = ZERO;
        self.room.held = ZERO;
        let mut is_done = false;
        for leg in &course.legs {
            if matches!(leg.act, Act::Gate { .. } | Act::Stop(_)) && !is_done {
                self.room.done = *self.now;
                is_done = true;
            }
            self.go(leg, block);
        }
        if !is_done {
            self.room.done = *self.now;
        }
        self.settle_now();
    }

    fn begin(&mut self) {
        self.is_judged = false;
        self.is_corrected = false;
    }

    /// From here on the two clocks differ.
    fn part_clocks(&mut self) {
        if std::mem::replace(&mut self.counts_whole, false) {
            *self.counted = *self.now;
        }
    }

    /// Writes the zero that nobody needed before.
    fn settle_now(&mut self) {
        if std::mem::replace(&mut self.is_fresh, false) {
            *self.now = ZERO;
        }
    }

    fn go(&mut self, leg: &Leg, block: &mut Block<'_>) {
        let when = leg.when;
        match &leg.act {
            Act::Until(there) => {
                let (there, covered) = block.value_where(*there, when);
                change_by(&mut self.now, there, covered, |now, there, covered| {
                    now.max(there & covered)
                });
                self.started = *self.now;
            }
            Act::Delay(takes) => self.spend(*takes, when, Clock::Off, block),
            Act::Correct(takes) => {
                self.spend(*takes, when, Clock::Off, block);
                if !std::mem::replace(&mut self.is_corrected, true) {
                    self.corrections = ZERO;
                }
                count_where(&mut self.corrections, 1, block.covered(when));
            }
            Act::Accept => {
                if self.is_fresh {
                    return;
                }
                if std::mem::replace(&mut self.clock_is_fresh, false) {
                    self.accepted = ZERO;
                    self.clock = ZERO;
                }
                let covered = block.covered(when);
                blend(&mut self.accepted, &self.now, covered);
                blend(&mut self.clock, &self.now, covered);
            }
            Act::Sit {
                phase, every, unit, ..
            } => {
                self.sit(*phase, (*every, *unit), when, block);
                let covered = block.covered(when);
                blend(&mut self.clock, &self.now, covered);
                blend(&mut self.day_began, &self.now, covered);
            }
            Act::Work { takes, clock, .. } => self.spend(*takes, when, *clock, block),
            // Nobody else is there: an officer takes the file up at once.
            Act::Serve { effort, clock, .. } => self.spend(*effort, when, *clock, block),
            Act::CalendarDays { days, clock, .. } => self.wait_for_days(*days, when, *clock, block),
            Act::DayBegins => {
                self.settle_now();
                self.day_began = *self.now;
            }
            Act::DayEnds(clock) => self.end_day(*clock),
            Act::Judge(limit) => self.judge(*limit, block.covered(when)),
            Act::Gate {
                there,
                never,
                within,
                ..
            } => self.pass_gate(*there, *never, *within, when, block),
            Act::Stop(ending) => {
                let covered = block.covered(when);
                let code = code(*ending);
                for case in 0..BLOCK {
                    if covered[case] != 0 && self.now[case] < self.stopped[case] {
                        self.stopped[case] = self.now[case];
                        self.ending[case] = code;
                    }
                }
            }
        }
    }

    fn judge(&mut self, limit: u32, covered: &Lane) {
        self.settle_now();
        if !std::mem::replace(&mut self.is_judged, true) {
            self.late = ZERO;
        }
        let now = &*self.now;
        let clock = match self.clock_is_fresh {
            true => &ZERO,
            false => &self.clock,
        };
        let late = &mut self.late;
        vectorised(
            #[inline(always)]
            || {
                for case in 0..BLOCK {
                    let took = now[case].wrapping_sub(clock[case]);
                    late[case] |= u32::from(took > limit) & covered[case];
                }
            },
        );
    }

    /// Time that passes on a leg.
    fn spend(&mut self, takes: Value, when: When, clock: Clock, block: &mut Block<'_>) {
        if clock != Clock::On && self.counts_whole {
            self.settle_now();
            self.part_clocks();
        }
        let (takes, covered) = block.value_where(takes, when);
        if std::mem::replace(&mut self.is_fresh, false) {
            match when {
                When::Always => *self.now = *takes,
                When::Never | When::Mask(_) => {
                    *self.now = *takes;
                    change(&mut self.now, covered, |takes, covered| takes & covered);
                }
            }
        } else {
            add_where(&mut self.now, takes, covered);
        }
        if clock == Clock::On && !self.counts_whole {
            add_where(&mut self.counted, takes, covered);
        }
    }

    /// Until the panel sits next. The first sitting is a remainder of one uniform, so that a panel that sits twice as
    /// often keeps every sitting it had.
    fn sit(&mut self, phase: Value, (every, unit): (u32, u32), when: When, block: &mut Block<'_>) {
        let (phase, covered) = block.value_where(phase, when);
        for case in 0..BLOCK {
            if covered[case] == 0 {
                continue;
            }
            let first = phase[case] % (every / unit) * unit;
            let wait = (first + every - self.now[case] % every) % every;
            self.now[case] += wait;
            if self.room.period[case] == 0 {
                self.room.first_wait[case] = wait;
                self.room.period[case] = every;
            }
        }
    }

    fn wait_for_days(&mut self, days: u32, when: When, clock: Clock, block: &mut Block<'_>) {
        let covered = *block.covered(when);
        let mut takes = [without_dates(days); BLOCK];
        if let Some(dates) = block.dates() {
            for case in 0..BLOCK {
                if covered[case] != 0 {
                    let at = (self.now[case], self.since_start[case]);
                    let (over, since_start) = dates.after(case, at, days);
                    takes[case] = over - self.now[case];
                    self.since_start[case] = since_start;
                }
            }
        }
        add_where(&mut self.now, &takes, &covered);
        if clock == Clock::On {
            add_where(&mut self.counted, &takes, &covered);
        }
    }

    /// Up to whole days since they began.
    fn end_day(&mut self, clock: Clock) {
        self.settle_now();
        let mut rest = ZERO;
        change_by(&mut rest, &self.now, &self.day_began, |_, now, began| {
            (now - began).next_multiple_of(TICKS_PER_DAY) - (now - began)
        });
        if clock != Clock::On {
            self.part_clocks();
        }
        change(&mut self.now, &rest, |now, rest| now + rest);
        if clock == Clock::On && !self.counts_whole {
            change(&mut self.counted, &rest, |counted, rest| counted + rest);
        }
        self.day_began = *self.now;
    }

    /// 容缺: it cannot end before the missing materials are there, at most so long after acceptance.
    fn pass_gate(
        &mut self,
        there: Value,
        never: When,
        within: u32,
        when: When,
        block: &mut Block<'_>,
    ) {
        let covered = *block.covered(when);
        let (there, never) = block.value_where(there, never);
        for case in 0..BLOCK {
            if covered[case] == 0 {
                continue;
            }
            let last = self.accepted[case] + within;
            // Who has not supplied by then is out.
            let is_out = never[case] != 0 || there[case] > last;
            let until = if is_out { last } else { there[case] };
            self.now[case] = self.now[case].max(until);
            if is_out {
                let allowed = last - self.started[case];
                self.room.held[case] = self.room.held[case].max(allowed);
                if self.now[case] < self.stopped[case] {
                    self.stopped[case] = self.now[case];
                    self.ending[case] = code(Ending::Withdrawn);
                }
            }
        }
    }
}

/// An ending as a number above 0.
fn code(ending: Ending) -> u32 {
    ending as u32 + 1
}
