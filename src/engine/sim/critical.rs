//! Criticality: on which longest chains a step lies, by a backward pass over each clock.

use super::block::{BLOCK, Block, Lane};
use super::cases::Cases;
use super::lanes::{ZERO, lower};
use super::plan::{Node, Plan};
use super::vectors::vectorised;

/// In how many cases each node lay on a longest chain, and the room for finding it out.
#[derive(Debug, Default)]
pub(super) struct Critical {
    /// Per node: of the elapsed clock, of the counted one.
    pub cases: Vec<[u64; 2]>,
    latest_start: Vec<Lane>,
    counted_latest_start: Vec<Lane>,
}

impl Critical {
    /// Room for a plan of so many nodes.
    pub fn new(n_nodes: usize) -> Critical {
        Critical {
            cases: vec![[0; 2]; n_nodes],
            latest_start: vec![ZERO; n_nodes],
            counted_latest_start: vec![ZERO; n_nodes],
        }
    }
}

/// How late a node could start so that it ends when it must: who waits for a material or a panel holds
/// nobody up before, and who misses a sitting waits for the next.
#[derive(Clone, Debug)]
pub(super) struct Give {
    /// Time from start to the day on which missing materials are given up; 0 where none are.
    pub held: Lane,
    /// When its own work is done.
    pub done: Lane,
    /// Time between two sittings of its first panel; 0 without one.
    pub period: Lane,
}

impl Give {
    /// Room for a node: none where nothing gives.
    pub fn of(node: &Node) -> Option<Box<Give>> {
        let give = || Give {
            held: ZERO,
            done: ZERO,
            period: ZERO,
        };
        node.may_wait().then(|| Box::new(give()))
    }

    fn latest_start(&self, case: usize, busy: u32, latest: u32) -> u32 {
        let mut lasts = busy;
        let period = self.period[case];
        if period > 0 {
            // Only whole rhythms of the panel are room.
            lasts += latest.saturating_sub(self.done[case]) % period;
        }
        latest.saturating_sub(lasts.max(self.held[case]))
    }
}

impl Node {
    /// Whether there may be room before its end: a panel that sits later, a material that never comes.
    pub(super) fn may_wait(&self) -> bool {
        let again = self
            .rework
            .iter()
            .flat_map(|rework| &rework.rounds)
            .flat_map(|(_, again)| again);
        let faces = again.flat_map(|again| &again.faces).chain(&self.faces);
        !self.end_gates.is_empty() || faces.into_iter().any(|(_, face)| face.sittings.is_some())
    }
}

/// Cases with slack 0 and time of their own.
fn count(latest: &[u32], end: &[u32], weight: &[u32]) -> u64 {
    vectorised(
        #[inline(always)]
        || {
            let mut n_cases = 0u32;
            for ((latest, end), weight) in latest.iter().zip(end).zip(weight) {
                n_cases += u32::from(latest == end) & u32::from(*weight > 0);
            }
            u64::from(n_cases)
        },
    )
}

/// `latest` less `time`, not below 0.
fn less(latest: &Lane, time: &Lane, start: &mut Lane) {
    vectorised(
        #[inline(always)]
        || {
            for case in 0..BLOCK {
                start[case] = latest[case].saturating_sub(time[case]);
            }
        },
    );
}

impl Cases {
    /// Counts for each node in how many of the first `n_cases` it lies on a longest chain: slack 0 and time of
    /// its own.
    pub fn critical(
        &self,
        plan: &Plan,
        n_cases: usize,
        block: &mut Block<'_>,
        found: &mut Critical,
    ) {
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
                    let (met, next_met) = (&self.present[idx], &self.present[next]);
                    let next_start = &found.latest_start[next];
                    vectorised(
                        #[inline(always)]
                        || {
                            for case in 0..BLOCK {
                                let delay = delay[case] & met[case] & next_met[case];
                                let ready = next_start[case].saturating_sub(delay);
                                latest[case] = latest[case].min(ready);
                            }
                        },
                    );
                }
            }
            let (latest_start, busy) = (&mut found.latest_start[idx], &self.busy[idx]);
            match &self.give[idx] {
                Some(give) => {
                    for case in 0..BLOCK {
                        latest_start[case] = give.latest_start(case, busy[case], latest[case]);
                    }
                }
                None => less(&latest, busy, latest_start),
            }
            let own = &self.counted_weight[idx];
            less(&counted_latest, own, &mut found.counted_latest_start[idx]);
            if node.on_path {
                let within = |lane: &Lane, ends: &[Lane], weights: &[Lane]| {
                    let (end, weight) = (&ends[idx][..n_cases], &weights[idx][..n_cases]);
                    count(&lane[..n_cases], end, weight)
                };
                let [elapsed, counted] = &mut found.cases[idx];
                *elapsed += within(&latest, &self.end, &self.weight);
                *counted += within(&counted_latest, &self.counted_end, &self.counted_weight);
            }
        }
    }
}
