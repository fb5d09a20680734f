//! Both workflows as bare loops: what Rust does where nothing can be changed and nothing is counted but days.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use crate::Days;
use crate::branches::{COLUMNS, ROWS};
use crate::draw::Draws;
use crate::network::{AGENCIES, ARRIVALS_A_DAY, EFFORT_DAYS, LINKS, OFFICERS, STEPS};

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

/// A file at an officer or in a queue.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct File {
    came_at: u64,
    step: u32,
    /// Links of the step that are done.
    links: u32,
    /// Ticks that each link of the step takes.
    takes: u64,
}

/// A heap of ends of service and a queue per agency.
pub fn network(n_cases: u64, days: &Days) {
    let mut draws = Draws::new(1);
    let mut ticks = |mean_days: f64| (draws.exponential_days(mean_days) * TICKS) as u64;
    let mut all = days.lock().expect("nobody panicked");
    // When service ends, a number that keeps the order of ties, and the file.
    let mut agenda: BinaryHeap<Reverse<(u64, u64, File)>> = BinaryHeap::new();
    let mut queues = vec![VecDeque::new(); AGENCIES];
    let mut n_free = [OFFICERS; AGENCIES];
    let mut n_left = n_cases;
    let (mut next_arrival, mut sequence) = (ticks(1.0 / ARRIVALS_A_DAY), 0u64);
    let mut serve = |agenda: &mut BinaryHeap<_>, now: u64, file: File| {
        sequence += 1;
        agenda.push(Reverse((now + file.takes, sequence, file)));
    };
    loop {
        let event = agenda.peek().map_or(u64::MAX, |&Reverse((tick, ..))| tick);
        let (now, mut file) = if n_left > 0 && next_arrival < event {
            let now = next_arrival;
            n_left -= 1;
            next_arrival += ticks(1.0 / ARRIVALS_A_DAY);
            let file = File {
                came_at: now,
                step: 0,
                links: 0,
                takes: 0,
            };
            (now, file)
        } else {
            let Some(Reverse((now, _, mut file))) = agenda.pop() else {
                return;
            };
            let agency = file.step as usize % AGENCIES;
            match queues[agency].pop_front() {
                Some(waiting) => serve(&mut agenda, now, waiting),
                None => n_free[agency] += 1,
            }
            file.links += 1;
            if file.links == LINKS {
                file.step += 1;
                file.links = 0;
            }
            (now, file)
        };
        if file.step == STEPS {
            all.push(((now - file.came_at) as f64 / TICKS) as f32);
            continue;
        }
        if file.links == 0 {
            file.takes = ticks(EFFORT_DAYS / f64::from(LINKS));
        }
        let agency = file.step as usize % AGENCIES;
        if n_free[agency] > 0 {
            n_free[agency] -= 1;
            serve(&mut agenda, now, file);
        } else {
            queues[agency].push_back(file);
        }
    }
}
