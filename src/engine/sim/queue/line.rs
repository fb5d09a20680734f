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

/// What is known of the station when a file is taken up.
struct Desk<'h> {
    station: &'h mut Station,
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
    pub fn next_tick(&mut self) -> Option<u64> {
        let comes = self.came.iter().map(|(file, _)| file.joined_at).min();
        comes.into_iter().chain(self.hands.first_busy()).min()
    }

    /// What was done is seen to.
    pub fn clear(&mut self, mut done: Vec<u128>) {
        done.clear();
        self.done = done;
    }

    fn work_off(&mut self, until: u64, desk: &mut Desk<'_>) {
        if !self.is_sorted {
            // In the same tick whoever was known of first.
            self.came.sort_by_key(|(file, _)| file.joined_at);
            self.is_sorted = true;
        }
        let Line {
            came, hands, done, ..
        } = self;
        match self.order {
            Order::Fifo => in_order(hands, until, (came, done), desk),
            Order::Priority | Order::Deadline => by_rank(hands, until, (came, done), desk),
        }
        let from = done.len();
        hands.finish_before(until, done);
        for &key in &done[from..] {
            desk.station.end(tick(key));
        }
        came.clear();
    }
}

/// In the order of coming it is known at once when a file is taken up: by whoever is free first.
fn in_order(
    hands: &mut Hands,
    until: u64,
    (came, done): (&[(File, u64)], &mut Vec<u128>),
    desk: &mut Desk<'_>,
) {
    while let Some(first) = hands.first(u64::MAX)
        && tick(first) < until
        && let Some(file) = desk.station.next(tick(first))
    {
        desk.put_back(first, done);
        desk.begin(file, tick(first), hands);
    }
    for &(file, rank) in came {
        let first = hands.first(file.joined_at).unwrap_or(NEVER);
        let start = file.joined_at.max(tick(first));
        if start >= until {
            desk.station.enqueue(file, rank);
            continue;
        }
        desk.put_back(first, done);
        desk.station.pass(file.joined_at, start);
        desk.begin(file, start, hands);
    }
}

/// By rank it depends on who else comes until an officer is free.
fn by_rank(
    hands: &mut Hands,
    until: u64,
    (mut came, done): (&[(File, u64)], &mut Vec<u128>),
    desk: &mut Desk<'_>,
) {
    loop {
        if desk.station.waiting() == 0 {
            let Some((&(file, _), others)) = came.split_first() else {
                return;
            };
            let first = hands.first(file.joined_at).unwrap_or(NEVER);
            if tick(first) <= file.joined_at {
                came = others;
                desk.put_back(first, done);
                desk.begin(file, file.joined_at, hands);
                continue;
            }
        }
        let first = hands.first(u64::MAX).unwrap_or(NEVER);
        let start = tick(first);
        while let Some((&(file, rank), others)) = came.split_first()
            && file.joined_at < start.min(until)
        {
            came = others;
            desk.station.enqueue(file, rank);
        }
        if start >= until {
            return;
        }
        if let Some(file) = desk.station.next(start) {
            desk.put_back(first, done);
            desk.begin(file, start, hands);
        }
    }
}

impl Desk<'_> {
    /// An officer is through with what he had, if anything.
    #[inline(always)]
    fn put_back(&mut self, key: u128, done: &mut Vec<u128>) {
        if token(key) != Token::NONE {
            done.push(key);
            self.station.end(tick(key));
        }
    }

    /// The officer who is free first takes up a file.
    #[inline(always)]
    fn begin(&mut self, file: File, tick: u64, hands: &mut Hands) {
        let waited = tick - file.joined_at;
        self.visits.add(file.visit, waited);
        if let Some(log) = self.log {
            log.take_up(file.token.slot(), file.token.node(), tick, waited);
        }
        self.station.begin(tick);
        hands.give_first(tick + u64::from(file.effort), file.token);
    }
}

impl Hall<'_> {
    /// All that happens at a station before [`Hall::until`]: what its officers were through with, and when.
    pub fn work_off(&mut self, idx: usize) -> Vec<u128> {
        let Hall {
            lines,
            stations,
            visits,
            log,
            until,
            ..
        } = self;
        let (line, station) = (&mut lines[idx], &mut stations[idx]);
        let mut desk = Desk {
            station,
            visits,
            log,
        };
        line.work_off(*until, &mut desk);
        std::mem::take(&mut line.done)
    }
}
