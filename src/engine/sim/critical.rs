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
        let mut room = ZERO;
        let mut handed;
        for (idx, node) in plan.nodes.iter().enumerate().rev() {
            let next = plan.successors[idx].iter();
            let next = next.filter(|(next, _)| plan.nodes[*next].on_path);
            let places = next.clone().map(|(next, _)| next - idx - 1);

            let (start, after) = of_node(&mut found.counted_latest_start, idx);
            let latest = last_ends(&self.counted, after, places.clone(), &mut room);
            let time = self.counted_time(idx, block);
            let span = (time, time, &self.counted_end[idx]);
            let counted = retreat(latest, span, n_cases, start);

            let (start, after) = of_node(&mut found.latest_start, idx);
            let mut latest = last_ends(&self.elapsed, after, places, &mut room);
            if next.clone().any(|(_, handoff)| handoff.is_some()) {
                handed = self.elapsed;
                for &(next, handoff) in next {
                    let delay = handoff.map(|handoff| block.value(handoff));
                    let met = [&self.present[idx], &self.present[next]];
                    hand_over(&mut handed, &after[next - idx - 1], delay, met);
                }
                latest = [&handed; 2];
            }
            let [busy, weight] = self.times(idx, block);
            let span = (busy, weight, &self.end[idx]);
            let elapsed = retreat(latest, span, n_cases, start);
            if let Some(give) = &self.give[idx] {
                for case in 0..BLOCK {
                    let latest = latest[0][case].min(latest[1][case]);
                    start[case] = give.latest_start(case, busy[case], latest);
                }
            }

            if node.on_path {
                found.cases[idx][0] += elapsed;
                found.cases[idx][1] += counted;
            }
        }
    }
}

/// Of a node and of all that come after it.
fn of_node(starts: &mut [Lane], idx: usize) -> (&mut Lane, &[Lane]) {
    let (before, after) = starts.split_at_mut(idx + 1);
    (&mut before[idx], after)
}

/// Two times of which the earlier is the earliest of the starts at `places`, or the end of the case if there are
/// none.
fn last_ends<'a>(
    total: &'a Lane,
    starts: &'a [Lane],
    mut places: impl Iterator<Item = usize>,
    room: &'a mut Lane,
) -> [&'a Lane; 2] {
    // No start lies after the end of the case.
    let one = places.next().map_or(total, |place| &starts[place]);
    let other = places.next().map_or(one, |place| &starts[place]);
    let Some(third) = places.next() else {
        return [one, other];
    };
    *room = starts[third];
    places.for_each(|place| lower(room, &starts[place]));
    lower(room, other);
    [one, room]
}

/// The file is on its way to the next step: the step before must end that much earlier.
fn hand_over(latest: &mut Lane, next_start: &Lane, delay: Option<&Lane>, met: [&Lane; 2]) {
    let (delay, [met, next_met]) = (delay.unwrap_or(&ZERO), met);
    vectorised(
        #[inline(always)]
        || {
            for case in 0..BLOCK {
                let delay = delay[case] & met[case] & next_met[case];
                latest[case] = latest[case].min(next_start[case].saturating_sub(delay));
            }
        },
    );
}

/// When each case must start to end by the earlier of two times: its time before that, but not below 0. Returns
/// in how many of the first `n_cases` its end has no slack, and there is weight in what it takes.
fn retreat(
    [one, other]: [&Lane; 2],
    (time, weight, end): (&Lane, &Lane, &Lane),
    n_cases: usize,
    start: &mut Lane,
) -> u64 {
    vectorised(
        #[inline(always)]
        || {
            let mut n_critical = 0;
            for case in 0..BLOCK {
                let latest = one[case].min(other[case]);
                start[case] = latest.saturating_sub(time[case]);
                let is_critical = (latest == end[case]) & (weight[case] > 0);
                n_critical += u32::from(is_critical & (case < n_cases));
            }
            u64::from(n_critical)
        },
    )
}
