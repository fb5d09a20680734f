//! Computing points of time over all cases, a block of cases at a time: what is kept stays in the nearest cache.

use super::own::{OwnTimes, Time};
use super::points::{Plan, Point, Points};
use super::script::{Script, ScriptStep};
use super::{TooLong, Total};
use crate::sim::cases::{Cases, Pass};
use crate::sim::course::{Course, Network, longest_ticks};
use crate::sim::streams::{BLOCK, Block, Draws, Lane};
use crate::sim::vectors::vectorised;

/// What points hang on.
pub(super) struct Known<'a> {
    pub points: &'a Points,
    pub own: &'a OwnTimes,
    pub draws: &'a Draws,
    pub total: Total,
}

/// Every case of every wanted point at the start of `times`, one point after the other, each in [`OwnTimes::blocks`]
/// blocks. No two of the points are the same.
pub(super) fn compute(
    known: &Known<'_>,
    wanted: &[Point],
    times: &mut Vec<Lane>,
    desk: &mut Desk,
) -> Result<(), TooLong> {
    let script = Script::of(known.points, wanted);
    let steps: Vec<Step<'_>> = script
        .steps
        .iter()
        .map(|step| Step::of(known, &script, step))
        .collect();
    let blocks = known.own.blocks();
    if times.len() < wanted.len() * blocks {
        times.resize(wanted.len() * blocks, [0; BLOCK]);
    }
    desk.make_room(script.n_slots);
    for step in &steps {
        desk.bound(step, known.draws)?;
    }
    // Most points are computed from what was drawn before.
    let draws_more = steps
        .iter()
        .any(|step| step.hourly.is_some() || step.whole.is_some());
    let mut block = draws_more.then(|| Block::new(known.draws, None));
    let mut cases: Vec<(usize, Cases)> = Vec::new();
    for (number, step) in steps.iter().enumerate() {
        if let Some(network) = step.whole {
            cases.push((number, Cases::new(network)));
        }
    }
    let mut out = Box::new([0; BLOCK]);
    for number in 0..blocks {
        if let Some(block) = &mut block {
            block.start((number * BLOCK) as u64);
        }
        let mut wholes = cases.iter_mut();
        for step in &steps {
            if let (Some(network), Some(block)) = (step.whole, &mut block) {
                let (_, cases) = wholes.next().expect("one for each");
                cases.run(network, block);
                *out = match known.total {
                    Total::Counted => cases.counted,
                    Total::Elapsed => cases.elapsed,
                };
            } else {
                desk.go(step, number, block.as_mut(), &mut out);
            }
            if let Some(wanted) = step.wanted {
                times[wanted as usize * blocks + number] = *out;
            }
            if step.is_waited_for {
                std::mem::swap(&mut out, &mut desk.kept[step.slot]);
            }
        }
    }
    Ok(())
}

/// Every case of a time, block by block.
type Blocks<'a> = &'a [Lane];

/// How a point's times follow, with everything at hand.
struct Step<'a> {
    slot: usize,
    before: Box<[Before<'a>]>,
    floor: Option<Blocks<'a>>,
    takes: Option<Blocks<'a>>,
    hourly: Option<&'a Course>,
    whole: Option<&'a Network>,
    wanted: Option<u32>,
    is_waited_for: bool,
    /// No case of the floor is later.
    most_floor: u64,
    /// No case takes longer from start to end.
    most_own: u64,
}

/// A point waited for.
struct Before<'a> {
    /// Where its times are kept.
    slot: usize,
    delay: Option<Blocks<'a>>,
    /// No case of the delay is longer.
    most_delay: u64,
}

impl<'a> Step<'a> {
    fn of(known: &Known<'a>, script: &Script, step: &ScriptStep) -> Step<'a> {
        let own = known.own;
        let most = |time: Option<Time>| time.map_or(0, |time| own.most(time));
        let blocks = |time: Option<Time>| time.map(|time| own.ticks(time));
        let before = script.before(step).iter().map(|waited| Before {
            slot: waited.slot as usize,
            delay: blocks(waited.delay),
            most_delay: most(waited.delay),
        });
        let (added, whole) = match step.point.map(|point| known.points.plan(point)) {
            Some(Plan::After(_, added)) => (Some(added), None),
            Some(Plan::Whole(network)) => (None, Some(&**network)),
            None => (None, None),
        };
        let floor = added.and_then(|added| added.floor);
        let takes = added.and_then(|added| added.takes);
        Step {
            slot: step.slot as usize,
            before: before.collect(),
            floor: blocks(floor),
            takes: blocks(takes),
            hourly: added
                .and_then(|added| added.hourly)
                .map(|hourly| own.course(hourly)),
            whole,
            wanted: step.wanted,
            is_waited_for: step.is_waited_for,
            most_floor: most(floor),
            most_own: most(takes),
        }
    }
}

/// The times of one block that are still needed; used again for the next.
#[derive(Debug, Default)]
pub(super) struct Desk {
    /// By slot.
    kept: Vec<Box<Lane>>,
    /// No case of a slot is later.
    most: Vec<u64>,
    pass: Option<Box<Pass>>,
}

impl Desk {
    fn make_room(&mut self, slots: usize) {
        if self.kept.len() < slots {
            self.kept.resize_with(slots, || Box::new([0; BLOCK]));
            self.most.resize(slots, 0);
        }
    }

    /// Notes how late a point can be at most.
    fn bound(&mut self, step: &Step<'_>, draws: &Draws) -> Result<(), TooLong> {
        let before = step.before.iter();
        let before = before.map(|before| self.most[before.slot] + before.most_delay);
        let start = before.fold(step.most_floor, u64::max);
        let most = match (step.hourly, step.whole) {
            (Some(course), _) => course.longest_ticks(draws, start),
            (None, Some(network)) => longest_ticks(draws, network),
            (None, None) => start + step.most_own,
        };
        self.most[step.slot] = most;
        match most < u64::from(u32::MAX) {
            true => Ok(()),
            false => Err(TooLong),
        }
    }

    /// Computes the times of a block at a point.
    fn go(
        &mut self,
        step: &Step<'_>,
        number: usize,
        block: Option<&mut Block<'_>>,
        out: &mut Lane,
    ) {
        if let (Some(course), Some(block)) = (step.hourly, block) {
            self.start(step, number, out);
            let mut pass = self.pass.take().unwrap_or_else(|| Box::new(Pass::blank()));
            pass.take_from(course, (out, &[0; BLOCK]), block);
            *out = *pass.now;
            self.pass = Some(pass);
            return;
        }
        vectorised(
            #[inline(always)]
            || match (&step.before[..], step.takes) {
                // Most points: one thing after another.
                ([only], Some(takes)) if step.floor.is_none() => {
                    let (ends, takes) = (&self.kept[only.slot], &takes[number]);
                    match only.delay {
                        None => fill(
                            out,
                            #[inline(always)]
                            |case| ends[case] + takes[case],
                        ),
                        Some(delay) => {
                            let delay = &delay[number];
                            fill(
                                out,
                                #[inline(always)]
                                |case| ends[case] + delay[case] + takes[case],
                            );
                        }
                    }
                }
                (_, Some(takes)) => {
                    self.start(step, number, out);
                    let takes = &takes[number];
                    for case in 0..BLOCK {
                        out[case] += takes[case];
                    }
                }
                (_, None) => self.start(step, number, out),
            },
        );
    }

    /// When it starts: after the floor and the points waited for.
    #[inline(always)]
    fn start(&self, step: &Step<'_>, number: usize, out: &mut Lane) {
        let mut before = &step.before[..];
        if let Some(floor) = step.floor {
            *out = floor[number];
        } else if let [one, other, rest @ ..] = before {
            let (ends, others) = (&self.kept[one.slot], &self.kept[other.slot]);
            if one.delay.is_none() && other.delay.is_none() {
                fill(
                    out,
                    #[inline(always)]
                    |case| ends[case].max(others[case]),
                );
            } else {
                let no_delay = [0; BLOCK];
                let delay = one.delay.map_or(&no_delay, |delay| &delay[number]);
                let other = other.delay.map_or(&no_delay, |delay| &delay[number]);
                fill(
                    out,
                    #[inline(always)]
                    |case| (ends[case] + delay[case]).max(others[case] + other[case]),
                );
            }
            before = rest;
        } else {
            *out = [0; BLOCK];
        }
        for before in before {
            let ends = &*self.kept[before.slot];
            match before.delay {
                None => {
                    for case in 0..BLOCK {
                        out[case] = out[case].max(ends[case]);
                    }
                }
                Some(delay) => {
                    let delay = &delay[number];
                    for case in 0..BLOCK {
                        out[case] = out[case].max(ends[case] + delay[case]);
                    }
                }
            }
        }
    }
}

/// `out` becomes what `time` says of each case.
#[inline(always)]
fn fill(out: &mut Lane, time: impl Fn(usize) -> u32) {
    for case in 0..BLOCK {
        out[case] = time(case);
    }
}
