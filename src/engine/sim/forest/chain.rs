//! Computing points of time over all cases, a block of cases at a time: what is kept stays in the nearest cache.

use super::own_times::{Hourly, Lane, OwnTimes};
use super::points::{OwnPart, Point, Points};
use super::script::{Script, ScriptStep, Waited};
use super::{Grid, TooLong};
use crate::sim::block::BLOCK;
use crate::sim::pool::Pool;
use crate::sim::vectors::vectorised;

/// Cases that are computed together.
pub(super) const CHUNK: usize = BLOCK;

/// Every case of every wanted point at the start of `lanes`, one point after the other, each in [`OwnTimes::blocks`]
/// blocks. No two of the points are the same.
pub(super) fn lanes<T: Grid>(
    points: &Points,
    wanted: &[Point],
    own: &OwnTimes<T>,
    pool: &Pool,
    (lanes, desk): (&mut Vec<[T; CHUNK]>, &mut Desk<T>),
) -> Result<(), TooLong> {
    let script = Script::of(points, wanted);
    let nothing = OwnPart::default();
    let sums: Vec<Sum<'_, T>> = script
        .steps
        .iter()
        .map(|step| {
            let part = step.point.map(|point| &points.plan(point).own);
            Sum::of(part.unwrap_or(&nothing), script.before(step), step, own)
        })
        .collect();
    let blocks = own.blocks();
    if lanes.len() < wanted.len() * blocks {
        lanes.resize(wanted.len() * blocks, [T::default(); CHUNK]);
    }
    desk.make_room(script.n_slots);
    let mut out = Box::new([T::default(); CHUNK]);
    // What hangs on the hour is known only when it is computed; all else is bounded once.
    let is_hourly = sums.iter().any(|sum| sum.hourly.is_some());
    for block in 0..blocks {
        // One choice of vectors for thousands of short loops.
        vectorised(
            #[inline(always)]
            || -> Result<(), TooLong> {
                for sum in &sums {
                    if block == 0 || is_hourly {
                        desk.bound(sum)?;
                    }
                    match sum.wanted {
                        Some(number) => {
                            let lane = &mut lanes[number as usize * blocks + block];
                            desk.compute(sum, block, pool, lane)?;
                            if sum.is_waited_for {
                                *desk.kept[sum.slot] = *lane;
                            }
                        }
                        None => {
                            desk.compute(sum, block, pool, &mut out)?;
                            std::mem::swap(&mut out, &mut desk.kept[sum.slot]);
                        }
                    }
                }
                Ok(())
            },
        )?;
    }
    Ok(())
}

/// Every case of a lane, block by block.
type Blocks<'a, T> = &'a [[T; CHUNK]];

/// How a point's times follow, with every lane at hand.
struct Sum<'a, T> {
    slot: usize,
    before: Box<[Before<'a, T>]>,
    floor: Option<Blocks<'a, T>>,
    takes: Option<Blocks<'a, T>>,
    hourly: Option<&'a Hourly>,
    gates: Vec<(Blocks<'a, T>, Blocks<'a, T>)>,
    wanted: Option<u32>,
    is_waited_for: bool,
    /// No case of the floor is later.
    most_floor: u64,
    /// No case takes longer from start to end.
    most_own: u64,
}

/// A point waited for.
struct Before<'a, T> {
    /// Where its times are kept.
    slot: usize,
    delay: Option<Blocks<'a, T>>,
    /// No case of the delay is longer.
    most_delay: u64,
}

impl<'a, T: Grid> Sum<'a, T> {
    fn of(
        part: &OwnPart,
        before: &[Waited],
        step: &ScriptStep,
        own: &'a OwnTimes<T>,
    ) -> Sum<'a, T> {
        let most = |lane: Option<Lane>| lane.map_or(0, |lane| own.most(lane));
        let lane = |lane: Option<Lane>| lane.map(|lane| own.lane(lane));
        let held = part.gates.iter().map(|&(_, hold)| own.most(hold)).max();
        let before = before.iter().map(|waited| Before {
            slot: waited.slot as usize,
            delay: lane(waited.delay),
            most_delay: most(waited.delay),
        });
        let gates = part.gates.iter();
        Sum {
            slot: step.slot as usize,
            before: before.collect(),
            floor: lane(part.floor),
            takes: lane(part.takes),
            hourly: part.takes.and_then(|takes| own.hourly(takes)),
            gates: gates
                .map(|&(there, hold)| (own.lane(there), own.lane(hold)))
                .collect(),
            wanted: step.wanted,
            is_waited_for: step.is_waited_for,
            most_floor: most(part.floor),
            most_own: most(part.takes).max(held.unwrap_or(0)),
        }
    }
}

/// The times of one block that are still needed; used again for the next.
#[derive(Debug, Default)]
pub(super) struct Desk<T> {
    /// By slot.
    kept: Vec<Box<[T; CHUNK]>>,
    /// No case of a slot is later.
    most: Vec<u64>,
}

impl<T: Grid> Desk<T> {
    fn make_room(&mut self, slots: usize) {
        if self.kept.len() < slots {
            self.kept
                .resize_with(slots, || Box::new([T::default(); CHUNK]));
            self.most.resize(slots, 0);
        }
    }

    /// Notes how late a point can be at most, as far as it does not hang on the hour.
    fn bound(&mut self, sum: &Sum<'_, T>) -> Result<(), TooLong> {
        let before = sum.before.iter();
        let before = before.map(|before| self.most[before.slot] + before.most_delay);
        let most = before.fold(sum.most_floor, u64::max) + sum.most_own;
        self.most[sum.slot] = most;
        match most < u64::from(T::MAX.into()) {
            true => Ok(()),
            false => Err(TooLong),
        }
    }

    /// Computes the times of a block at a point.
    #[inline(always)]
    fn compute(
        &mut self,
        sum: &Sum<'_, T>,
        block: usize,
        pool: &Pool,
        out: &mut [T; CHUNK],
    ) -> Result<(), TooLong> {
        let is_plain = sum.hourly.is_none() && sum.gates.is_empty();
        match (&sum.before[..], sum.takes) {
            // Most points: one thing after another.
            ([only], Some(takes)) if is_plain && sum.floor.is_none() => {
                let (ends, takes) = (&self.kept[only.slot], &takes[block]);
                match only.delay {
                    None => fill(
                        out,
                        #[inline(always)]
                        |case| ends[case] + takes[case],
                    ),
                    Some(delay) => {
                        let delay = &delay[block];
                        fill(
                            out,
                            #[inline(always)]
                            |case| ends[case] + delay[case] + takes[case],
                        );
                    }
                }
            }
            (_, Some(takes)) if is_plain => {
                self.start(sum, block, out);
                add(out, &takes[block]);
            }
            (_, None) if is_plain => self.start(sum, block, out),
            (_, Some(_) | None) => {
                self.start(sum, block, out);
                self.end(sum, block, pool, out)?;
            }
        }
        Ok(())
    }

    /// When it starts: after the floor and the points waited for.
    #[inline(always)]
    fn start(&self, sum: &Sum<'_, T>, block: usize, out: &mut [T; CHUNK]) {
        let mut before = &sum.before[..];
        if let Some(floor) = sum.floor {
            *out = floor[block];
        } else if let [one, other, rest @ ..] = before {
            let (ends, others) = (&self.kept[one.slot], &self.kept[other.slot]);
            if one.delay.is_none() && other.delay.is_none() {
                fill(
                    out,
                    #[inline(always)]
                    |case| ends[case].max(others[case]),
                );
            } else {
                let no_delay = [T::default(); CHUNK];
                let delay = one.delay.map_or(&no_delay, |delay| &delay[block]);
                let other = other.delay.map_or(&no_delay, |delay| &delay[block]);
                fill(
                    out,
                    #[inline(always)]
                    |case| (ends[case] + delay[case]).max(others[case] + other[case]),
                );
            }
            before = rest;
        } else {
            *out = [T::default(); CHUNK];
        }
        for before in before {
            let ends = &*self.kept[before.slot];
            match before.delay {
                None => raise(out, ends),
                Some(delay) => raise_later(out, ends, &delay[block]),
            }
        }
    }

    /// From starts to ends where these hang on the hour or on materials that come later.
    fn end(
        &mut self,
        sum: &Sum<'_, T>,
        block: usize,
        pool: &Pool,
        out: &mut [T; CHUNK],
    ) -> Result<(), TooLong> {
        let starts = *out;
        match (sum.hourly, sum.takes) {
            (Some(hourly), _) => {
                hourly.ends(&starts, block * CHUNK, pool, out)?;
                let latest = out.iter().copied().max().unwrap_or_default();
                let most = &mut self.most[sum.slot];
                *most = (*most).max(u64::from(latest.into()));
            }
            (None, Some(takes)) => add(out, &takes[block]),
            (None, None) => {}
        }
        for (there, hold) in &sum.gates {
            wait(out, &starts, &there[block], &hold[block]);
        }
        Ok(())
    }
}

/// `out` becomes what `time` says of each case.
#[inline(always)]
fn fill<T: Grid>(out: &mut [T; CHUNK], time: impl Fn(usize) -> T) {
    for case in 0..CHUNK {
        out[case] = time(case);
    }
}

/// `out` becomes the later of itself and `ends`.
#[inline(always)]
fn raise<T: Grid>(out: &mut [T; CHUNK], ends: &[T; CHUNK]) {
    for case in 0..CHUNK {
        out[case] = out[case].max(ends[case]);
    }
}

/// `out` becomes the later of itself and `ends` after the delay.
#[inline(always)]
fn raise_later<T: Grid>(out: &mut [T; CHUNK], ends: &[T; CHUNK], delay: &[T; CHUNK]) {
    for case in 0..CHUNK {
        out[case] = out[case].max(ends[case] + delay[case]);
    }
}

/// From starts to ends.
#[inline(always)]
fn add<T: Grid>(out: &mut [T; CHUNK], takes: &[T; CHUNK]) {
    for case in 0..CHUNK {
        out[case] = out[case] + takes[case];
    }
}

/// Ends wait for materials, at most so long after the start.
fn wait<T: Grid>(out: &mut [T; CHUNK], starts: &[T; CHUNK], there: &[T; CHUNK], hold: &[T; CHUNK]) {
    for case in 0..CHUNK {
        out[case] = out[case].max(there[case].min(starts[case] + hold[case]));
    }
}
