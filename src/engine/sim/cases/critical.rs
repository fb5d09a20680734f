//! Criticality: on which longest chains a step lies, by a backward pass over each clock.

use super::lanes::{ZERO, change, change_by, lower};
use super::pass::Pass;
use super::run::Cases;
use crate::sim::course::{Edge, Network, Node};
use crate::sim::streams::{BLOCK, Block, Lane};
use crate::sim::vectors::vectorised;

/// In how many cases each node lay on a longest chain of the elapsed clock, and of the counted one.
pub type Critical = Vec<[u64; 2]>;

/// How late a node that hangs on the hour could start so that it ends when it must: who waits for a material or a panel
/// holds nobody up before, and who misses a sitting waits for the next.
#[derive(Clone, Debug)]
pub struct Give {
    /// Time between being ready and the end.
    pub weight: Lane,
    /// Time from start to the day on which missing materials are given up; 0 where none are.
    held: Lane,
    /// When its own work is done.
    done: Lane,
    /// Time between two sittings of its first panel; 0 without one.
    period: Lane,
}

impl Give {
    /// Room for a node that hangs on the hour.
    pub fn of(node: &Node) -> Option<Box<Give>> {
        node.course.hangs_on_the_hour().then(|| {
            Box::new(Give {
                weight: ZERO,
                held: ZERO,
                done: ZERO,
                period: ZERO,
            })
        })
    }

    /// What a pass left to spare.
    pub fn note(&mut self, ready: &Lane, pass: &Pass) {
        self.weight = *pass.now;
        change(&mut self.weight, ready, |end, ready| end - ready);
        self.held = pass.room.held;
        self.done = pass.room.done;
        self.period = pass.room.period;
    }

    /// The case ends so long after the node was ready.
    pub fn cut(&mut self, case: usize, stopped: u32, left: u32) {
        self.weight[case] = left;
        self.held[case] = self.held[case].min(left);
        self.done[case] = self.done[case].min(stopped);
    }

    /// When a node must start at the latest that takes so long and must end by the earlier of two times.
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

impl Cases {
    /// Counts for each node in how many of the first `n_cases` it lies on a longest chain: slack 0 and time of
    /// its own. In place of each end, which nobody needs any more, stays when the node must start at the latest.
    pub fn critical(
        &mut self,
        network: &Network,
        n_cases: usize,
        block: &mut Block<'_>,
        found: &mut Critical,
    ) {
        let mut room = ZERO;
        for (idx, node) in network.nodes.iter().enumerate().rev() {
            let after = network.successors[idx].iter();
            let after = after.filter(|edge| network.nodes[edge.from].on_path);

            let places = after.clone().map(|edge| edge.from - idx - 1);
            let weight = match self.counts_whole[idx] {
                true => &self.busy[idx],
                false => &self.counted_of[idx],
            };
            let (end, starts) = of_node(&mut self.counted_end, idx);
            let latest = earliest_of(&self.counted, starts, places.clone(), &mut room);
            let counted = retreat(latest, [weight, weight], n_cases, end);

            let is_handed = after.clone().any(|edge| edge.delay.is_some());
            let (end, starts) = of_node(&mut self.end, idx);
            let latest = match is_handed {
                true => {
                    let starts = (starts, &self.reached[..], idx);
                    hand_over(after, &self.elapsed, starts, block, &mut room);
                    [&room; 2]
                }
                false => earliest_of(&self.elapsed, starts, places, &mut room),
            };
            let busy = &self.busy[idx];
            let elapsed = match &self.give[idx] {
                Some(give) => {
                    let elapsed = retreat(latest, [busy, &give.weight], n_cases, end);
                    give.retreat(latest, busy, end);
                    elapsed
                }
                None => retreat(latest, [busy, busy], n_cases, end),
            };
            if node.on_path {
                found[idx][0] += elapsed;
                found[idx][1] += counted;
            }
        }
    }
}

/// When a step must end that is handed to the next ones: that much earlier than they start, if the case gets there.
fn hand_over<'e>(
    after: impl Iterator<Item = &'e Edge>,
    total: &Lane,
    (starts, reached, idx): (&[Lane], &[Lane], usize),
    block: &mut Block<'_>,
    latest: &mut Lane,
) {
    *latest = *total;
    for edge in after {
        let start = &starts[edge.from - idx - 1];
        let Some(delay) = edge.delay else {
            lower(latest, start);
            continue;
        };
        let mut delay = *block.value(delay);
        if let Some(reached) = reached.get(edge.from) {
            change(&mut delay, reached, |delay, reached| delay & reached);
        }
        change_by(latest, start, &delay, |latest, start, delay| {
            latest.min(start.saturating_sub(delay))
        });
    }
}

/// Of a node and of all that come after it.
fn of_node(lanes: &mut [Lane], idx: usize) -> (&mut Lane, &[Lane]) {
    let (before, after) = lanes.split_at_mut(idx + 1);
    (&mut before[idx], after)
}

/// Two times of which the earlier is the earliest of the starts at `places`, or the end of the case if there are
/// none.
fn earliest_of<'a>(
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
