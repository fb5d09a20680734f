//! Computing points of time over all cases, a block of cases at a time: what is kept stays in the nearest cache.

use std::ops::Range;

use super::own_times::{Hourly, Lane, OwnTimes};
use super::points::{Point, PointPlan, Points};
use super::script::{Script, ScriptStep};
use super::{Grid, TooLong};
use crate::sim::block::BLOCK;
use crate::sim::pool::Pool;
use crate::sim::vectors::vectorised;

/// Cases that are computed together.
const CHUNK: usize = BLOCK;

/// Every case of every wanted point, one point after the other, at the start of `lanes`. No two of the points
/// are the same.
pub(super) fn lanes<T: Grid>(
    points: &Points,
    wanted: &[Point],
    own: &OwnTimes<T>,
    pool: &Pool,
    (lanes, desk): (&mut Vec<T>, &mut Desk<T>),
) -> Result<(), TooLong> {
    let script = Script::of(points, wanted);
    let sums: Vec<Sum<'_, T>> = script
        .steps
        .iter()
        .map(|step| Sum::of(points.plan(step.point), script.before(step), step, own))
        .collect();
    let cases = own.cases();
    if lanes.len() < wanted.len() * cases {
        lanes.resize(wanted.len() * cases, T::default());
    }
    desk.make_room(script.n_slots);
    // What hangs on the hour is known only when it is computed; all else is bounded once.
    let is_hourly = sums.iter().any(|sum| sum.hourly.is_some());
    for from in (0..cases).step_by(CHUNK) {
        let block = from..(from + CHUNK).min(cases);
        // One choice of vectors for thousands of short loops.
        vectorised(
            #[inline(always)]
            || -> Result<(), TooLong> {
                for sum in &sums {
                    if from == 0 || is_hourly {
                        desk.bound(sum)?;
                    }
                    let times = desk.compute(sum, block.clone(), pool)?;
                    if let Some(number) = sum.wanted {
                        let lane = &mut lanes[number as usize * cases..][..cases];
                        lane[block.clone()].copy_from_slice(times);
                    }
                }
                Ok(())
            },
        )?;
    }
    Ok(())
}

/// How a point's times follow, with every lane at hand.
struct Sum<'a, T> {
    slot: usize,
    before: Box<[Before<'a, T>]>,
    floor: Option<&'a [T]>,
    takes: Option<&'a [T]>,
    hourly: Option<&'a Hourly>,
    gates: Vec<(&'a [T], &'a [T])>,
    wanted: Option<u32>,
    /// No case of the floor is later.
    most_floor: u64,
    /// No case takes longer from start to end.
    most_own: u64,
}

/// A point waited for.
struct Before<'a, T> {
    /// Where its times are kept.
    slot: usize,
    delay: Option<&'a [T]>,
    /// No case of the delay is longer.
    most_delay: u64,
}

impl<'a, T: Grid> Sum<'a, T> {
    fn of(plan: &PointPlan, before: &[u32], step: &ScriptStep, own: &'a OwnTimes<T>) -> Sum<'a, T> {
        let most = |lane: Option<Lane>| lane.map_or(0, |lane| own.most(lane));
        let lane = |lane: Option<Lane>| lane.map(|lane| own.lane(lane));
        let part = &plan.own;
        let held = part.gates.iter().map(|&(_, hold)| own.most(hold)).max();
        let before = before.iter().zip(&plan.before);
        let before = before.map(|(&slot, &(_, delay))| Before {
            slot: slot as usize,
            delay: lane(delay),
            most_delay: most(delay),
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
            most_floor: most(part.floor),
            most_own: most(part.takes).max(held.unwrap_or(0)),
        }
    }
}

/// The times of one block that are still needed; used again for the next.
#[derive(Debug, Default)]
pub(super) struct Desk<T> {
    /// By slot.
    kept: Vec<Vec<T>>,
    /// No case of a slot is later.
    most: Vec<u64>,
    starts: Vec<T>,
}

impl<T: Grid> Desk<T> {
    fn make_room(&mut self, slots: usize) {
        if self.kept.len() < slots {
            self.kept.resize(slots, vec![T::default(); CHUNK]);
            self.most.resize(slots, 0);
        }
        self.starts.resize(CHUNK, T::default());
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

    /// The times of a block at a point.
    #[inline(always)]
    fn compute(
        &mut self,
        sum: &Sum<'_, T>,
        block: Range<usize>,
        pool: &Pool,
    ) -> Result<&[T], TooLong> {
        let cases = block.len();
        let mut times = std::mem::take(&mut self.kept[sum.slot]);
        let out = &mut times[..cases];
        self.start(sum, out, block.clone());
        let is_plain = sum.hourly.is_none() && sum.gates.is_empty();
        let ended = match sum.takes {
            Some(takes) if is_plain => {
                add(out, &takes[block]);
                Ok(())
            }
            None if is_plain => Ok(()),
            Some(_) | None => {
                self.starts[..cases].copy_from_slice(out);
                self.end(sum, out, block, pool)
            }
        };
        self.kept[sum.slot] = times;
        ended?;
        Ok(&self.kept[sum.slot][..cases])
    }

    /// When it starts: after the floor and the points waited for.
    #[inline(always)]
    fn start(&self, sum: &Sum<'_, T>, out: &mut [T], block: Range<usize>) {
        match sum.floor {
            Some(floor) => out.copy_from_slice(&floor[block.clone()]),
            None => out.fill(T::default()),
        }
        for before in &sum.before {
            let ends = &self.kept[before.slot][..block.len()];
            match before.delay {
                None => raise(out, ends),
                Some(delay) => raise_later(out, ends, &delay[block.clone()]),
            }
        }
    }

    /// From starts to ends where these hang on the hour or on materials that come later.
    fn end(
        &mut self,
        sum: &Sum<'_, T>,
        out: &mut [T],
        block: Range<usize>,
        pool: &Pool,
    ) -> Result<(), TooLong> {
        let starts = &self.starts[..out.len()];
        match (sum.hourly, sum.takes) {
            (Some(hourly), _) => {
                hourly.ends(starts, block.start, pool, out)?;
                let latest = out.iter().copied().max().unwrap_or_default();
                let most = &mut self.most[sum.slot];
                *most = (*most).max(u64::from(latest.into()));
            }
            (None, Some(takes)) => add(out, &takes[block.clone()]),
            (None, None) => {}
        }
        for (there, hold) in &sum.gates {
            wait(out, starts, &there[block.clone()], &hold[block.clone()]);
        }
        Ok(())
    }
}

/// `out` becomes the later of itself and `ends`.
#[inline(always)]
fn raise<T: Grid>(out: &mut [T], ends: &[T]) {
    let ends = &ends[..out.len()];
    for case in 0..out.len() {
        out[case] = out[case].max(ends[case]);
    }
}

/// `out` becomes the later of itself and `ends` after the delay.
#[inline(always)]
fn raise_later<T: Grid>(out: &mut [T], ends: &[T], delay: &[T]) {
    let (ends, delay) = (&ends[..out.len()], &delay[..out.len()]);
    for case in 0..out.len() {
        out[case] = out[case].max(ends[case] + delay[case]);
    }
}

/// From starts to ends.
#[inline(always)]
fn add<T: Grid>(out: &mut [T], takes: &[T]) {
    let takes = &takes[..out.len()];
    for case in 0..out.len() {
        out[case] = out[case] + takes[case];
    }
}

/// Ends wait for materials, at most so long after the start.
fn wait<T: Grid>(out: &mut [T], starts: &[T], there: &[T], hold: &[T]) {
    let n = out.len();
    let (starts, there, hold) = (&starts[..n], &there[..n], &hold[..n]);
    for case in 0..n {
        out[case] = out[case].max(there[case].min(starts[case] + hold[case]));
    }
}
