//! How long a case can last at most: whether every time fits into ticks.

use super::leg::{Act, Course};
use super::network::Network;
use crate::sim::streams::{Draws, Value};
use crate::sim::tick::TICKS_PER_DAY;

/// No case of a workflow lasts longer, ticks; waits for officers are not in it.
pub fn longest_ticks(draws: &Draws, network: &Network) -> u64 {
    let mut ends: Vec<u64> = Vec::with_capacity(network.nodes.len());
    for node in &network.nodes {
        let most = |value: Value| draws.most(value);
        let before = node.predecessors.iter();
        let before = before.map(|edge| ends[edge.from].saturating_add(edge.delay.map_or(0, most)));
        let start = before.max().unwrap_or(0);
        ends.push(node.course.longest_ticks(draws, start));
    }
    ends.into_iter().max().unwrap_or(0)
}

impl Course {
    /// No case that starts the course then at the latest ends it later.
    pub fn longest_ticks(&self, draws: &Draws, start: u64) -> u64 {
        let day = u64::from(TICKS_PER_DAY);
        let (mut now, mut accepted) = (start, start);
        for leg in &self.legs {
            let most = |value: Value| draws.most(value);
            match &leg.act {
                Act::Until(value) => now = now.max(most(*value)),
                Act::Delay(value) | Act::Correct(value) => now = now.saturating_add(most(*value)),
                Act::Work { takes, .. } => now = now.saturating_add(most(*takes)),
                Act::Serve { effort, .. } => now = now.saturating_add(most(*effort)),
                Act::Accept => accepted = now,
                Act::Sit { every, .. } => now = now.saturating_add(u64::from(*every)),
                // No working day has less than a calendar day.
                Act::CalendarDays { days, .. } => {
                    now = now.saturating_add(u64::from(*days) * day);
                }
                Act::DayEnds(_) => now = now.saturating_add(day),
                Act::Gate { within, .. } => {
                    now = now.max(accepted.saturating_add(u64::from(*within)));
                }
                Act::DayBegins | Act::Judge(_) | Act::Stop(_) => {}
            }
        }
        now
    }
}
