//! Files that wait for an officer, and which of them is next.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::agenda::Token;
use super::ring::Ring;
use super::visit::Visit;
use crate::workflow::Order;

/// A piece of work for an officer.
#[derive(Clone, Copy, Debug, Default)]
pub struct File {
    /// Of which case, and which step of it.
    pub token: Token,
    /// When it came to the station.
    pub joined_at: u64,
    /// Ticks of work.
    pub effort: u32,
    /// Where it is counted.
    pub visit: Visit,
}

/// The rank of the green channel, where files are served by priority.
pub const GREEN: u64 = 0;

/// The rank of all others there, and of every file where they are served in the order of coming.
pub const NOT_GREEN: u64 = 1;

/// Files of a lower rank first, those of the same rank in the order of coming.
#[derive(Debug)]
pub enum Queue {
    /// There are two ranks.
    Ranks {
        /// Of rank [`GREEN`].
        green: Ring,
        /// All others.
        others: Ring,
    },
    /// The rank is the tick at which a file is due.
    Deadlines {
        /// The first one due on top.
        due: BinaryHeap<Due>,
        /// Files that ever came.
        came: u64,
    },
}

impl Queue {
    /// An empty queue.
    pub fn new(order: Order) -> Queue {
        match order {
            Order::Fifo | Order::Priority => Queue::Ranks {
                green: Ring::new(),
                others: Ring::new(),
            },
            Order::Deadline => Queue::Deadlines {
                due: BinaryHeap::new(),
                came: 0,
            },
        }
    }

    /// Lets a file wait.
    #[inline(always)]
    pub fn push(&mut self, file: File, rank: u64) {
        match self {
            Queue::Ranks { green, .. } if rank == GREEN => green.push(file),
            Queue::Ranks { others, .. } => others.push(file),
            Queue::Deadlines { due, came } => {
                let key = (rank, *came);
                *came += 1;
                due.push(Due { key, file });
            }
        }
    }

    /// The file to be served next.
    #[inline(always)]
    pub fn pop(&mut self) -> Option<File> {
        match self {
            Queue::Ranks { green, others } => green.pop().or_else(|| others.pop()),
            Queue::Deadlines { due, .. } => due.pop().map(|due| due.file),
        }
    }
}

/// A file in the order of deadlines.
#[derive(Debug)]
pub struct Due {
    key: (u64, u64),
    file: File,
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
