//! Both workflows as bare loops: what Rust does where nothing can be changed and nothing is counted but days.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use crate::Days;
use crate::branches::{COLUMNS, ROWS};
use crate::draw::Draws;
use crate::stations::{LOAD, OFFICERS, STATIONS};

/// Case after case, step after step.
pub fn branches(n_cases: u64, days: &Days) {
    let mut draws = Draws::new(1);
    let mut all = days.lock().expect("nobody panicked");
    for _ in 0..n_cases {
        let mut ends = [0.0; COLUMNS];
        for _ in 0..ROWS {
            let before = ends;
            for (column, end) in ends.iter_mut().enumerate() {
                let ready = f64::max(before[column], before[(column + 1) % COLUMNS]);
                *end = ready + draws.triangular_days();
            }
        }
        all.push(ends.into_iter().fold(0.0, f64::max) as f32);
    }
}

/// Ticks in a day.
const TICKS: f64 = 1e9;

/// A heap of ends of service and a queue per station.
pub fn stations(n_cases: u64, days: &Days) {
    let mut draws = Draws::new(1);
    let mut ticks = |mean_days: f64| (draws.exponential_days(mean_days) * TICKS) as u64;
    let mut all = days.lock().expect("nobody panicked");
    let mean_gap = 1.0 / (LOAD * OFFICERS as f64);
    // When service ends, a number that keeps the order of ties, when the case came, and the station.
    let mut agenda: BinaryHeap<Reverse<(u64, u64, u64, usize)>> = BinaryHeap::new();
    let mut queues = vec![VecDeque::new(); STATIONS];
    let mut n_free = [OFFICERS; STATIONS];
    let (mut n_left, mut next_arrival, mut sequence) = (n_cases, ticks(mean_gap), 0u64);
    loop {
        let event = agenda.peek().map_or(u64::MAX, |&Reverse((tick, ..))| tick);
        let (now, came_at, station) = if n_left > 0 && next_arrival < event {
            let now = next_arrival;
            n_left -= 1;
            next_arrival += ticks(mean_gap);
            (now, now, 0)
        } else {
            let Some(Reverse((now, _, came_at, station))) = agenda.pop() else {
                return;
            };
            match queues[station].pop_front() {
                Some(next) => {
                    sequence += 1;
                    agenda.push(Reverse((now + ticks(1.0), sequence, next, station)));
                }
                None => n_free[station] += 1,
            }
            (now, came_at, station + 1)
        };
        if station == STATIONS {
            all.push(((now - came_at) as f64 / TICKS) as f32);
        } else if n_free[station] > 0 {
            n_free[station] -= 1;
            sequence += 1;
            agenda.push(Reverse((now + ticks(1.0), sequence, came_at, station)));
        } else {
            queues[station].push_back(came_at);
        }
    }
}
