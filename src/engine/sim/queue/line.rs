//! A line: what comes to a station within a stretch of time, and what its officers have at hand.

use super::agenda::{Token, tick, token};
use super::files::File;
use super::hall::Hall;
use super::hands::Hands;
use super::log::Log;
use super::station::Station;
use super::visit::Visits;
use crate::workflow::Order;

/// The files of one station.
#[derive(Debug)]
pub(super) struct Line {
    /// Those that come within the stretch, with their ranks.
    came: Vec<(File, u64)>,
    is_sorted: bool,
    hands: Hands,
    order: Order,
    /// What its officers were through with in the stretch.
    done: Vec<u128>,
}

/// The key of an officer who is never free.
const NEVER: u128 = u128::MAX;

/// A station at work.
struct Desk<'h> {
    /// Up to here.
    until: u64,
    hands: &'h mut Hands,
    station: &'h mut Station,
    done: &'h mut Vec<u128>,
    visits: &'h mut Visits,
    log: &'h mut Option<Log>,
}

impl Line {
    /// Nobody has come yet.
    pub fn new(officers: u32, order: Order) -> Line {
        Line {
            came: Vec::new(),
            is_sorted: true,
            hands: Hands::new(officers as usize),
            order,
            done: Vec::new(),
        }
    }

    /// A file comes; others may have come that come later.
    #[inline]
    pub fn push(&mut self, file: File, rank: u64) {
        if let Some((last, _)) = self.came.last() {
            self.is_sorted &= last.joined_at <= file.joined_at;
        }
        self.came.push((file, rank));
    }

    /// The first tick at which anything happens here, between stretches.
    pub fn next_tick(&self) -> Option<u64> {
        let comes = self.came.iter().map(|(file, _)| file.joined_at).min();
        comes.into_iter().chain(self.hands.first_busy()).min()
    }

    /// What was done is seen to.
    pub fn clear(&mut self, mut done: Vec<u128>) {
        done.clear();
        self.done = done;
    }
}

impl Desk<'_> {
    /// In the order of coming it is known at once when a file is taken up: by whoever is free first.
    fn in_order(&mut self, came: &[(File, u64)]) {
        while let Some(first) = self.hands.first()
            && tick(first) < self.until
            && let Some(file) = self.station.next(tick(first))
        {
            self.take_up(file, tick(first), first);
        }
        for &(file, rank) in came {
            let first = self.hands.first_for(file.joined_at).unwrap_or(NEVER);
            let start = file.joined_at.max(tick(first));
            if start < self.until {
                self.station.pass(file.joined_at, start);
                self.take_up(file, start, first);
            } else {
                self.station.enqueue(file, rank);
            }
        }
    }

    /// By rank it depends on who else comes until an officer is free.
    fn by_rank(&mut self, mut came: &[(File, u64)]) {
        loop {
            if self.station.waiting() == 0 {
                let Some((&(file, _), others)) = came.split_first() else {
                    return;
                };
                let first = self.hands.first_for(file.joined_at).unwrap_or(NEVER);
                if tick(first) <= file.joined_at {
                    came = others;
                    self.take_up(file, file.joined_at, first);
                    continue;
                }
            }
            let first = self.hands.first().unwrap_or(NEVER);
            let start = tick(first).min(self.until);
            while let Some((&(file, rank), others)) = came.split_first()
                && file.joined_at < start
            {
                came = others;
                self.station.enqueue(file, rank);
            }
            if start == self.until {
                return;
            }
            if let Some(file) = self.station.next(start) {
                self.take_up(file, start, first);
            }
        }
    }

    /// The officer who is free first, and whose key this is, takes up a file.
    #[inline(always)]
    fn take_up(&mut self, file: File, start: u64, first: u128) {
        if token(first) != Token::NONE {
            self.done.push(first);
            self.station.end(tick(first));
        }
        self.visits.add(file.visit, start - file.joined_at);
        if let Some(log) = self.log {
            log.take_up(&file, start);
        }
        self.station.begin(start);
        self.hands
            .give_first(start + u64::from(file.effort), file.token);
    }

    /// What nobody has needed the officer for is done too.
    fn finish(&mut self) {
        let from = self.done.len();
        self.hands.finish_before(self.until, self.done);
        for &key in &self.done[from..] {
            self.station.end(tick(key));
        }
    }
}

impl Hall<'_> {
    /// All that happens at a station before [`Hall::until`]: what its officers were through with, and when.
    pub fn work_off(&mut self, idx: usize) -> Vec<u128> {
        let Line {
            came,
            is_sorted,
            hands,
            order,
            done,
        } = &mut self.lines[idx];
        if !*is_sorted {
            // In the same tick whoever was known of first.
            came.sort_by_key(|(file, _)| file.joined_at);
            *is_sorted = true;
        }
        let mut desk = Desk {
            until: self.until,
            hands,
            station: &mut self.stations[idx],
            done,
            visits: &mut self.visits,
            log: &mut self.log,
        };
        match order {
            Order::Fifo => desk.in_order(came),
            Order::Priority | Order::Deadline => desk.by_rank(came),
        }
        desk.finish();
        came.clear();
        std::mem::take(done)
    }
}
