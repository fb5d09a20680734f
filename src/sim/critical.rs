//! Criticality: on which longest chains a step lies, by a backward pass over each clock.

use super::block::{BLOCK, Block, Lane};
use super::cases::Cases;
use super::lanes::{ZERO, lower};
use super::plan::Plan;

/// Which nodes lie on a longest chain, per clock and case; 0 or 1.
#[derive(Debug, Default)]
pub(super) struct Critical {
    pub elapsed: Vec<Lane>,
    pub counted: Vec<Lane>,
    latest_start: Vec<Lane>,
    counted_latest_start: Vec<Lane>,
}

impl Critical {
    fn resize(&mut self, n_nodes: usize) {
        for lanes in [
            &mut self.elapsed,
            &mut self.counted,
            &mut self.latest_start,
            &mut self.counted_latest_start,
        ] {
            lanes.resize(n_nodes, ZERO);
        }
    }
}

/// How late a node could start so that it ends when it must: who waits for a material or a panel holds
/// nobody up before, and who misses a sitting waits for the next.
#[derive(Clone, Debug)]
pub(super) struct Give {
    /// Time from start to end less the wait for its first panel.
    pub busy: Lane,
    /// Time from start to the day on which missing materials are given up; 0 where none are.
    pub held: Lane,
    /// When its own work is done.
    pub done: Lane,
    /// Time between two sittings of its first panel; 0 without one.
    pub period: Lane,
}

impl Default for Give {
    fn default() -> Give {
        Give {
            busy: ZERO,
            held: ZERO,
            done: ZERO,
            period: ZERO,
        }
    }
}

impl Give {
    fn latest_start(&self, case: usize, latest: u32) -> u32 {
        let mut lasts = self.busy[case];
        let period = self.period[case];
        if period > 0 {
            // Only whole rhythms of the panel are room.
            lasts += latest.saturating_sub(self.done[case]) % period;
        }
        latest.saturating_sub(lasts.max(self.held[case]))
    }
}

/// Slack 0 and time of its own.
fn mark(latest: &Lane, end: &Lane, weight: &Lane, critical: &mut Lane) {
    for case in 0..BLOCK {
        critical[case] = u32::from(latest[case] == end[case] && weight[case] > 0);
    }
}

impl Cases {
    /// Whether each node lies on a longest chain: slack 0 and time of its own; 0 or 1 per case.
    pub fn critical(&self, plan: &Plan, block: &mut Block<'_>, found: &mut Critical) {
        found.resize(plan.nodes.len());
        for (idx, node) in plan.nodes.iter().enumerate().rev() {
            let mut latest = self.elapsed;
            let mut counted_latest = self.counted;
            for &(next, handoff) in &plan.successors[idx] {
                if !plan.nodes[next].on_path {
                    continue;
                }
                lower(&mut latest, &found.latest_start[next]);
                lower(&mut counted_latest, &found.counted_latest_start[next]);
                if let Some(handoff) = handoff {
                    // The file is on its way: the step before must end that much earlier.
                    let delay = block.value(handoff);
                    for case in 0..BLOCK {
                        let delay =
                            delay[case] & self.present[idx][case] & self.present[next][case];
                        let ready = found.latest_start[next][case].saturating_sub(delay);
                        latest[case] = latest[case].min(ready);
                    }
                }
            }
            mark(
                &latest,
                &self.end[idx],
                &self.weight[idx],
                &mut found.elapsed[idx],
            );
            mark(
                &counted_latest,
                &self.counted_end[idx],
                &self.counted_weight[idx],
                &mut found.counted[idx],
            );
            let (give, own) = (&self.give[idx], &self.counted_weight[idx]);
            for case in 0..BLOCK {
                found.latest_start[idx][case] = give.latest_start(case, latest[case]);
                found.counted_latest_start[idx][case] =
                    counted_latest[case].saturating_sub(own[case]);
            }
            if !node.on_path {
                found.elapsed[idx] = ZERO;
                found.counted[idx] = ZERO;
            }
        }
    }
}
