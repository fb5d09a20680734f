//! Queue disciplines: jobs that wait for an officer, and which of them is next.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, VecDeque};

use super::event_list::Token;
use super::visits::Place;
use crate::workflow::Order;

/// A piece of work for an officer.
#[derive(Clone, Copy, Debug, Default)]
pub struct Job {
    /// Of which case, and which step of it.
    pub token: Token,
    /// When it came to the station.
    pub joined_at: u64,
    /// Ticks of work.
    pub effort: u32,
    /// Where it is counted.
    pub place: Place,
}

/// The rank of the green channel, where jobs are served by priority.
pub const GREEN: u64 = 0;

/// The rank of all others there, and of every job where they are served in the order of coming.
pub const NOT_GREEN: u64 = 1;

/// Jobs of a lower rank first, those of the same rank in the order of coming.
#[derive(Debug)]
pub enum Queue {
    /// There are two ranks.
    Ranks {
        /// Of rank [`GREEN`].
        green: VecDeque<Job>,
        /// All others.
        others: VecDeque<Job>,
    },
    /// The rank is the tick at which a job is due.
    Deadlines {
        /// The first one due on top.
        due: BinaryHeap<Due>,
        /// Jobs that ever came.
        came: u64,
    },
}

impl Queue {
    /// An empty queue.
    pub fn new(order: Order) -> Queue {
        match order {
            Order::Fifo | Order::Priority => Queue::Ranks {
                green: VecDeque::new(),
                others: VecDeque::new(),
            },
            Order::Deadline => Queue::Deadlines {
                due: BinaryHeap::new(),
                came: 0,
            },
        }
    }

    /// Lets a job wait.
    #[inline(always)]
    pub fn push(&mut self, job: Job, rank: u64) {
        match self {
            Queue::Ranks { green, .. } if rank == GREEN => green.push_back(job),
            Queue::Ranks { others, .. } => others.push_back(job),
            Queue::Deadlines { due, came } => {
                let key = (rank, *came);
                *came += 1;
                due.push(Due { key, job });
            }
        }
    }

    /// The job to be served next.
    #[inline(always)]
    pub fn pop(&mut self) -> Option<Job> {
        match self {
            Queue::Ranks { green, others } => green.pop_front().or_else(|| others.pop_front()),
            Queue::Deadlines { due, .. } => due.pop().map(|due| due.job),
        }
    }
}

/// A job in the order of deadlines.
#[derive(Debug)]
pub struct Due {
    key: (u64, u64),
    job: Job,
}

impl Ord for Due {
    /// The greatest one is the first one due.
    fn cmp(&self, other: &Due) -> Ordering {
        other.key.cmp(&self.key)
    }
}

impl PartialOrd for Due {
    fn partial_cmp(&self, other: &Due) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Due {
    fn eq(&self, other: &Due) -> bool {
        self.key == other.key
    }
}

impl Eq for Due {}
