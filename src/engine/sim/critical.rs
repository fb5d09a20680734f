//! Criticality: on which longest chains a step lies, by a backward pass over each clock.

use super::block::{BLOCK, Block, Lane};
use super::cases::Cases;
use super::lanes::{ZERO, lower};
use super::plan::{Before, Node, Plan};
use super::vectors::vectorised;

/// In how many cases each node lay on a longest chain of the elapsed clock, and of the counted one.
pub(super) type Critical = Vec<[u64; 2]>;

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

    /// When each case must start to end by the earlier of two times.
    fn retreat(&self, [one, other]: [&Lane; 2], busy: &Lane, start: &mut Lane) {
        for case in 0..BLOCK {
            let latest = one[case].min(other[case]);
            let mut lasts = busy[case];
            let period = self.period[case];
            if period > 0 {
                // Only whole rhythms of the panel are room.
                lasts += latest.saturating_sub(self.done[case]) % period;
            }
            start[case] = latest.saturating_sub(lasts.max(self.held[case]));
        }
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
    /// its own. In place of each end, which nobody needs any more, stays when the node must start at the latest.
    pub fn critical(
        &mut self,
        plan: &Plan,
        n_cases: usize,
        block: &mut Block<'_>,
        found: &mut Critical,
    ) {
        let mut room = ZERO;
        for (idx, node) in plan.nodes.iter().enumerate().rev() {
            let next = plan.successors[idx].iter();
            let next = next.filter(|(next, _)| plan.nodes[*next].on_path);
            let places = next.clone().map(|(next, _)| next - idx - 1);

            let (end, after) = of_node(&mut self.counted_end, idx);
            let latest = last_ends(&self.counted, after, places.clone(), &mut room);
            let only = self.only[idx].map(|draw| block.drawn(draw));
            let time = only.unwrap_or(&self.counted_weight[idx]);
            let counted = retreat(latest, [time, time], n_cases, end);

            let is_handed = next.clone().any(|(_, handoff)| handoff.is_some());
            if is_handed {
                self.hand_over(idx, next, block, &mut room);
            }
            let (end, after) = of_node(&mut self.end, idx);
            let latest = match is_handed {
                true => [&room; 2],
                false => last_ends(&self.elapsed, after, places, &mut room),
            };
            let only = self.only[idx].map(|draw| block.drawn(draw));
            let busy = only.unwrap_or(&self.busy[idx]);
            let weight = self.weight[idx].as_deref().unwrap_or(busy);
            let elapsed = retreat(latest, [busy, weight], n_cases, end);
            if let Some(give) = &self.give[idx] {
                give.retreat(latest, busy, end);
            }

            if node.on_path {
                found[idx][0] += elapsed;
                found[idx][1] += counted;
            }
        }
    }

    /// When a step must end of which a file goes to the next ones: that much earlier than they start.
    fn hand_over<'n>(
        &self,
        idx: usize,
        next: impl Iterator<Item = &'n Before>,
        block: &mut Block<'_>,
        latest: &mut Lane,
    ) {
        *latest = self.elapsed;
        for &(next, handoff) in next {
            let delay = handoff.map_or(&ZERO, |handoff| block.value(handoff));
            let (met, next_met, start) = (&self.present[idx], &self.present[next], &self.end[next]);
            vectorised(
                #[inline(always)]
                || {
                    for case in 0..BLOCK {
                        let delay = delay[case] & met[case] & next_met[case];
                        latest[case] = latest[case].min(start[case].saturating_sub(delay));
                    }
                },
            );
        }
    }
}

/// Of a node and of all that come after it.
fn of_node(lanes: &mut [Lane], idx: usize) -> (&mut Lane, &[Lane]) {
    let (before, after) = lanes.split_at_mut(idx + 1);
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

/// Replaces each end by when the case must start to end by the earlier of two times: its time before that, but
/// not below 0. Returns in how many of the first `n_cases` the end has no slack, and there is weight in what it
/// takes.
fn retreat(
    [one, other]: [&Lane; 2],
    [time, weight]: [&Lane; 2],
    n_cases: usize,
    end: &mut Lane,
) -> u64 {
    let n_cases = n_cases as u32;
    vectorised(
        #[inline(always)]
        || {
            let mut n_critical = 0;
            for case in 0..BLOCK {
                let latest = one[case].min(other[case]);
                let is_critical = (latest == end[case]) & (weight[case] > 0);
                // As narrow as the lanes: a wider number would halve how many cases are counted at once.
                n_critical += u32::from(is_critical & ((case as u32) < n_cases));
                end[case] = latest.saturating_sub(time[case]);
            }
            u64::from(n_critical)
        },
    )
}
