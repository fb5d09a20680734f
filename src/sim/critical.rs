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

fn mark(latest: &Lane, end: &Lane, weight: &Lane, critical: &mut Lane, latest_start: &mut Lane) {
    for case in 0..BLOCK {
        critical[case] = u32::from(latest[case] == end[case] && weight[case] > 0);
        latest_start[case] = latest[case].saturating_sub(weight[case]);
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
                &mut found.latest_start[idx],
            );
            mark(
                &counted_latest,
                &self.counted_end[idx],
                &self.counted_weight[idx],
                &mut found.counted[idx],
                &mut found.counted_latest_start[idx],
            );
            if !node.on_path {
                found.elapsed[idx] = ZERO;
                found.counted[idx] = ZERO;
            }
        }
    }
}
