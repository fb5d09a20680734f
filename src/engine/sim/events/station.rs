//! A station: the officers of one agency, who are its servers, and the jobs that wait for them.

use super::discipline::{Job, Queue};
use super::level::Level;
use crate::workflow::Order;

/// Officers, waiting jobs, and the areas under their levels.
#[derive(Debug)]
pub struct Station {
    /// Officers who are not on leave.
    officers: u64,
    /// Since when it is closed; never, while it is within their hours.
    shut_at: u64,
    /// Ticks that it was closed before.
    shut_ticks: u64,
    /// Officers at work, over the ticks that it was open; more than there are where some finish a job before
    /// their leave.
    at_work: Level,
    /// Officers, or those at work where they are more, over the same ticks.
    on_duty: Level,
    /// Jobs waiting.
    waiting: Level,
    queue: Queue,
}

/// Areas under the levels of a station, ticks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Areas {
    /// Officers on duty.
    pub on_duty: u64,
    /// Officers at work.
    pub at_work: u64,
    /// Jobs waiting.
    pub waiting: u64,
}

impl Station {
    /// A station of `officers`, all there and nothing to do.
    pub fn new(officers: u32, order: Order) -> Station {
        let mut station = Station {
            officers: 0,
            shut_at: u64::MAX,
            shut_ticks: 0,
            at_work: Level::default(),
            on_duty: Level::default(),
            waiting: Level::default(),
            queue: Queue::new(order),
        };
        station.change_shift(0, officers, true);
        station
    }

    /// Whether an officer is free.
    #[inline]
    pub fn is_free(&self) -> bool {
        self.at_work.level < self.officers && self.is_open()
    }

    /// Jobs waiting.
    pub fn waiting(&self) -> u64 {
        self.waiting.level
    }

    /// A free officer begins to work.
    #[inline]
    pub fn begin(&mut self, now: u64) {
        let clock = self.clock(now);
        self.at_work.rise(clock);
    }

    /// A free officer, if there is one, takes up a waiting job, if there is one.
    pub fn begin_next(&mut self, now: u64) -> Option<Job> {
        if !self.is_free() {
            return None;
        }
        let job = self.next(now)?;
        self.begin(now);
        Some(job)
    }

    /// An officer is through with a job; the one that he takes up at once, if any.
    #[inline(always)]
    pub fn finish(&mut self, now: u64) -> Option<Job> {
        if self.at_work.level <= self.officers
            && self.is_open()
            && let Some(job) = self.next(now)
        {
            return Some(job);
        }
        let clock = self.clock(now);
        self.at_work.fall(clock);
        if self.on_duty.level > self.officers {
            self.on_duty.fall(clock);
        }
        None
    }

    /// Lets a job wait.
    #[inline(always)]
    pub fn enqueue(&mut self, job: Job, rank: u64) {
        self.waiting.rise(job.joined_at);
        self.queue.push(job, rank);
    }

    /// The job to be served next; it waits no longer.
    #[inline(always)]
    pub fn next(&mut self, now: u64) -> Option<Job> {
        let next = self.queue.pop();
        if next.is_some() {
            self.waiting.fall(now);
        }
        next
    }

    /// From now on so many officers are not on leave, and it is within the hours or not: outside nobody takes
    /// up a job, and work rests.
    pub fn change_shift(&mut self, now: u64, officers: u32, is_open: bool) {
        if is_open && !self.is_open() {
            self.shut_ticks += now - self.shut_at;
            self.shut_at = u64::MAX;
        } else if !is_open && self.is_open() {
            self.shut_at = now;
        }
        self.officers = u64::from(officers);
        let on_duty = self.officers.max(self.at_work.level);
        self.on_duty.set(on_duty, self.clock(now));
    }

    /// The areas up to `now`.
    pub fn areas(&self, now: u64) -> Areas {
        let clock = self.clock(now);
        Areas {
            on_duty: self.on_duty.area(clock),
            at_work: self.at_work.area(clock),
            waiting: self.waiting.area(now),
        }
    }

    #[inline]
    fn is_open(&self) -> bool {
        self.shut_at == u64::MAX
    }

    /// Ticks before `now` that it was open.
    #[inline]
    fn clock(&self, now: u64) -> u64 {
        now.min(self.shut_at) - self.shut_ticks
    }
}

impl Areas {
    /// What came since `before`.
    pub fn since(self, before: Areas) -> Areas {
        Areas {
            on_duty: self.on_duty - before.on_duty,
            at_work: self.at_work - before.at_work,
            waiting: self.waiting - before.waiting,
        }
    }
}
