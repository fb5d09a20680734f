//! A station: the officers of one agency and the files that wait for them.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use super::agenda::{Token, token};

/// Officers, waiting files, and the areas under both curves.
#[derive(Debug)]
pub struct Station {
    /// Officers who are not on leave.
    pub officers: u32,
    /// Officers at work; more than there are where some finish a file before their leave.
    pub busy: u32,
    /// Whether it is within their hours; outside nobody takes up a file, and work rests.
    pub is_open: bool,
    queue: Queue,
    /// Since when the areas are up to date.
    touched: u64,
    /// Ticks × officers on duty, × officers at work, × files waiting.
    pub areas: Areas,
}

/// Areas under the curves of a station.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Areas {
    /// Officers on duty.
    pub on_duty: u64,
    /// Officers at work.
    pub at_work: u64,
    /// Files waiting.
    pub waiting: u64,
}

#[derive(Debug)]
enum Queue {
    /// In the order of coming.
    Fifo(VecDeque<Token>),
    /// In the order of a key.
    Keyed(BinaryHeap<Reverse<u128>>),
}

impl Station {
    /// A station of `officers` that serves in the order of coming.
    pub fn fifo(officers: u32) -> Station {
        Station::new(officers, Queue::Fifo(VecDeque::new()))
    }

    /// A station of `officers` that serves in the order of keys.
    pub fn keyed(officers: u32) -> Station {
        Station::new(officers, Queue::Keyed(BinaryHeap::new()))
    }

    fn new(officers: u32, queue: Queue) -> Station {
        Station {
            officers,
            busy: 0,
            is_open: true,
            queue,
            touched: 0,
            areas: Areas::default(),
        }
    }

    /// Whether an officer is free.
    #[inline]
    pub fn is_free(&self) -> bool {
        self.busy < self.officers && self.is_open
    }

    /// Files waiting.
    #[inline]
    pub fn waiting(&self) -> usize {
        match &self.queue {
            Queue::Fifo(queue) => queue.len(),
            Queue::Keyed(queue) => queue.len(),
        }
    }

    /// Lets a file wait; `key` is asked for only where keys matter.
    #[inline]
    pub fn enqueue(&mut self, token: Token, key: impl FnOnce() -> u128) {
        match &mut self.queue {
            Queue::Fifo(queue) => queue.push_back(token),
            Queue::Keyed(queue) => queue.push(Reverse(key())),
        }
    }

    /// The file to be served next.
    #[inline]
    pub fn next(&mut self) -> Option<Token> {
        match &mut self.queue {
            Queue::Fifo(queue) => queue.pop_front(),
            Queue::Keyed(queue) => queue.pop().map(|Reverse(key)| token(key)),
        }
    }

    /// Brings the areas up to `now`; before every change of officers, work or queue.
    #[inline]
    pub fn touch(&mut self, now: u64) {
        let ticks = now - self.touched;
        self.touched = now;
        let on_duty = ticks * u64::from(self.is_open);
        self.areas.on_duty += on_duty * u64::from(self.officers.max(self.busy));
        self.areas.at_work += on_duty * u64::from(self.busy);
        self.areas.waiting += ticks * self.waiting() as u64;
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
