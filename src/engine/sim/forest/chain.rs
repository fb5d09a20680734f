//! Points of time on one clock, each interned by its own time and what it waits for.

use std::collections::HashMap;

use super::TooLong;
use super::own_times::{Lane, OwnTimes};
use crate::sim::pool::Pool;
use crate::sim::vectors::vectorised;

/// A point of time: the end of a step, or of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point(pub(super) u32);

/// Whole grid steps.
pub trait Grid:
    Copy + Ord + Default + Send + Sync + Into<u32> + std::ops::Add<Output = Self> + std::fmt::Debug
{
    /// The largest.
    const MAX: Self;
    /// `None` if it does not fit.
    fn new(steps: u32) -> Option<Self>;
    /// Sum of many.
    fn sum(times: &[Self]) -> u64;
    /// How many are at or below each of four thresholds.
    fn count(times: &[Self], thresholds: [Self; 4]) -> [u32; 4];
}

/// The interned points of one clock and the lanes of those in use.
#[derive(Debug)]
pub(super) struct Chain<T> {
    cases: usize,
    known: HashMap<Box<[u32]>, Point>,
    points: Vec<PointPlan>,
    /// Lanes of points in use; an old one is overwritten when there is no more room.
    slots: Vec<Slot<T>>,
    room: usize,
    hand: usize,
    question: u64,
}

#[derive(Debug)]
struct PointPlan {
    /// Points waited for, each with the delay in between.
    before: Box<[(Point, Option<Lane>)]>,
    own: OwnPart,
    slot: Option<u32>,
}

/// What a point adds to the points it waits for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct OwnPart {
    /// No earlier start.
    pub floor: Option<Lane>,
    /// From start to end.
    pub takes: Option<Lane>,
    /// The end waits for the first lane, at most until the start and the second lane.
    pub gates: Vec<(Lane, Lane)>,
}

#[derive(Debug)]
struct Slot<T> {
    point: Point,
    lane: Box<[T]>,
    /// No case is later.
    most: u64,
    /// The number of the last question that read it.
    read_at: u64,
    /// Whether it was read since the hand passed.
    was_read: bool,
}

/// Cases that are computed together, so that intermediate results stay in the nearest cache.
const CHUNK: usize = 1024;

impl<T: Grid> Chain<T> {
    pub fn new(cases: usize, room: usize) -> Chain<T> {
        Chain {
            cases,
            known: HashMap::new(),
            points: Vec::new(),
            slots: Vec::new(),
            room,
            hand: 0,
            question: 0,
        }
    }

    pub fn clear(&mut self) {
        self.known.clear();
        self.points.clear();
        self.slots.clear();
        self.hand = 0;
    }

    pub fn len(&self) -> usize {
        self.points.len()
    }

    /// The point with this own part after these points.
    pub fn point(&mut self, mut before: Vec<(Point, Option<Lane>)>, own: OwnPart) -> Point {
        before.sort_unstable();
        before.dedup();
        if own == OwnPart::default()
            && let [(only, None)] = before[..]
        {
            return only;
        }
        let key = key(&before, &own);
        if let Some(&point) = self.known.get(&key[..]) {
            return point;
        }
        let point =
            Point(u32::try_from(self.points.len()).expect("fewer than four billion points"));
        self.points.push(PointPlan {
            before: before.into_boxed_slice(),
            own,
            slot: None,
        });
        self.known.insert(key.into_boxed_slice(), point);
        point
    }

    /// At least as many lanes as the points of one variant, twice over: then none is overwritten
    /// between its computation and its use.
    pub fn make_room(&mut self, points_of_a_variant: usize) {
        self.room = self.room.max(2 * points_of_a_variant + 16);
    }

    /// Every case of a point.
    pub fn lane(&mut self, point: Point, own: &OwnTimes<T>, pool: &Pool) -> Result<&[T], TooLong> {
        self.question += 1;
        let mut open = vec![point];
        while let Some(&top) = open.last() {
            if let Some(slot) = self.points[top.0 as usize].slot {
                self.read(slot);
                open.pop();
                continue;
            }
            let n_open = open.len();
            for idx in 0..self.points[top.0 as usize].before.len() {
                let (before, _) = self.points[top.0 as usize].before[idx];
                match self.points[before.0 as usize].slot {
                    Some(slot) => self.read(slot),
                    None => open.push(before),
                }
            }
            if open.len() == n_open {
                self.compute(top, own, pool)?;
                open.pop();
            }
        }
        let slot = self.points[point.0 as usize].slot;
        let slot = slot.expect("just computed") as usize;
        Ok(&self.slots[slot].lane)
    }

    fn read(&mut self, slot: u32) {
        let slot = &mut self.slots[slot as usize];
        slot.was_read = true;
        slot.read_at = self.question;
    }

    fn compute(&mut self, point: Point, own: &OwnTimes<T>, pool: &Pool) -> Result<(), TooLong> {
        let mut lane = self.free_lane();
        let plan = &self.points[point.0 as usize];
        let slot = |point: Point| {
            let slot = self.points[point.0 as usize].slot;
            &self.slots[slot.expect("computed before") as usize]
        };
        let before: Vec<(&[T], Option<&[T]>)> = plan
            .before
            .iter()
            .map(|&(point, delay)| (&slot(point).lane[..], delay.map(|delay| own.lane(delay))))
            .collect();
        let most_of = |lane: Option<Lane>| lane.map_or(0, |lane| own.most(lane));
        let ready = plan
            .before
            .iter()
            .map(|&(point, delay)| slot(point).most + most_of(delay))
            .max();
        let start = ready.unwrap_or(0).max(most_of(plan.own.floor));
        let held = plan.own.gates.iter().map(|&(_, hold)| most_of(Some(hold)));
        let most = start + most_of(plan.own.takes).max(held.max().unwrap_or(0));
        if most >= u64::from(T::MAX.into()) {
            return Err(TooLong);
        }
        let is_hourly = own.is_hourly(plan.own.takes);
        let floor = plan.own.floor.map(|lane| own.lane(lane));
        let takes = plan.own.takes.map(|lane| own.lane(lane));
        let gates: Vec<(&[T], &[T])> = plan
            .own
            .gates
            .iter()
            .map(|&(there, hold)| (own.lane(there), own.lane(hold)))
            .collect();
        let takes_now = takes.filter(|_| !is_hourly);
        vectorised(
            #[inline(always)]
            || {
                for from in (0..self.cases).step_by(CHUNK) {
                    let chunk = from..(from + CHUNK).min(self.cases);
                    let out = &mut lane[chunk.clone()];
                    match floor {
                        Some(floor) => out.copy_from_slice(&floor[chunk.clone()]),
                        None => out.fill(T::default()),
                    }
                    for (end, delay) in &before {
                        let delay = delay.map(|delay| &delay[chunk.clone()]);
                        raise(out, &end[chunk.clone()], delay);
                    }
                    if let (Some(takes), true) = (takes_now, gates.is_empty()) {
                        for (out, takes) in out.iter_mut().zip(&takes[chunk]) {
                            *out = *out + *takes;
                        }
                    }
                }
            },
        );
        if !is_hourly && !gates.is_empty() {
            hold(&mut lane, takes, &gates);
        }
        let mut most = most;
        if let Some(ends) = own.hourly_ends(plan.own.takes, &lane, pool) {
            let ends = ends?;
            for (case, (out, end)) in lane.iter_mut().zip(ends).enumerate() {
                let held = gates.iter();
                let held = held.map(|(there, hold)| there[case].min(*out + hold[case]));
                *out = held.fold(end, T::max);
                most = most.max(u64::from((*out).into()));
            }
        }
        let filled = Slot {
            point,
            lane,
            most,
            read_at: self.question,
            was_read: true,
        };
        if self.slots.len() < self.room {
            self.points[point.0 as usize].slot = Some(self.slots.len() as u32);
            self.slots.push(filled);
        } else {
            self.points[point.0 as usize].slot = Some(self.hand as u32);
            self.slots[self.hand] = filled;
            self.hand = (self.hand + 1) % self.slots.len();
        }
        Ok(())
    }

    /// A lane to write: a new one, or that of a point not read for a while, which the hand then shows.
    fn free_lane(&mut self) -> Box<[T]> {
        if self.slots.len() < self.room {
            return vec![T::default(); self.cases].into_boxed_slice();
        }
        loop {
            let slot = &mut self.slots[self.hand];
            // What the present question has read, it may still need.
            if slot.read_at < self.question && !slot.was_read {
                break;
            }
            slot.was_read = false;
            self.hand = (self.hand + 1) % self.slots.len();
        }
        let slot = &mut self.slots[self.hand];
        self.points[slot.point.0 as usize].slot = None;
        std::mem::take(&mut slot.lane)
    }
}

/// `out` becomes the later of itself and `end`, after the delay.
#[inline(always)]
fn raise<T: Grid>(out: &mut [T], end: &[T], delay: Option<&[T]>) {
    match delay {
        None => {
            for (out, end) in out.iter_mut().zip(end) {
                *out = (*out).max(*end);
            }
        }
        Some(delay) => {
            for ((out, end), delay) in out.iter_mut().zip(end).zip(delay) {
                *out = (*out).max(*end + *delay);
            }
        }
    }
}

/// From starts to ends where materials may come later than the start.
fn hold<T: Grid>(lane: &mut [T], takes: Option<&[T]>, gates: &[(&[T], &[T])]) {
    for (case, out) in lane.iter_mut().enumerate() {
        let start = *out;
        let mut end = start + takes.map_or(T::default(), |takes| takes[case]);
        for (there, hold) in gates {
            end = end.max(there[case].min(start + hold[case]));
        }
        *out = end;
    }
}

fn key(before: &[(Point, Option<Lane>)], own: &OwnPart) -> Vec<u32> {
    let word = |lane: Option<Lane>| lane.map_or(u32::MAX, |lane| lane.0);
    let mut key = Vec::with_capacity(2 * before.len() + 2 * own.gates.len() + 3);
    key.extend([before.len() as u32, word(own.floor), word(own.takes)]);
    key.extend(
        before
            .iter()
            .flat_map(|&(point, delay)| [point.0, word(delay)]),
    );
    key.extend(own.gates.iter().flat_map(|(there, hold)| [there.0, hold.0]));
    key
}

macro_rules! grid {
    ($($int:ty),*) => {$(
        impl Grid for $int {
            const MAX: $int = <$int>::MAX;

            fn new(steps: u32) -> Option<$int> {
                <$int>::try_from(steps).ok()
            }

            fn sum(times: &[$int]) -> u64 {
                // Sixteen-bit times of a chunk add up within 32 bits.
                let chunks = times.chunks(CHUNK);
                vectorised(
                    #[inline(always)]
                    || chunks.map(|chunk| u64::from_sum(chunk)).sum(),
                )
            }

            fn count(times: &[$int], thresholds: [$int; 4]) -> [u32; 4] {
                vectorised(
                    #[inline(always)]
                    || {
                let mut counts = [0; 4];
                for chunk in times.chunks(CHUNK) {
                    // Counting in the times' own width keeps all lanes of a vector busy.
                    let mut here: [$int; 4] = [0; 4];
                    for &time in chunk {
                        for (count, threshold) in here.iter_mut().zip(thresholds) {
                            *count += <$int>::from(time <= threshold);
                        }
                    }
                    for (count, here) in counts.iter_mut().zip(here) {
                        *count += u32::from(here);
                    }
                }
                counts
                    },
                )
            }
        }
    )*};
}

/// Sums of short lists.
trait FromSum<T> {
    fn from_sum(times: &[T]) -> u64;
}

impl FromSum<u16> for u64 {
    #[inline(always)]
    fn from_sum(times: &[u16]) -> u64 {
        u64::from(times.iter().map(|&time| u32::from(time)).sum::<u32>())
    }
}

impl FromSum<u32> for u64 {
    #[inline(always)]
    fn from_sum(times: &[u32]) -> u64 {
        times.iter().map(|&time| u64::from(time)).sum()
    }
}

grid!(u16, u32);
