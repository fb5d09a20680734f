//! Points of time on one clock, each interned by its own time and what it waits for.

use super::own_times::Lane;
use crate::table::Table;

/// A point of time: the end of a step, or of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point(pub(super) u32);

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

/// How a point's times follow from others.
#[derive(Debug)]
pub(super) struct PointPlan {
    /// Points waited for, each with the delay in between.
    pub before: Box<[(Point, Option<Lane>)]>,
    pub own: OwnPart,
}

/// The interned points of one clock. Whatever a point waits for has a lower number.
#[derive(Debug, Default)]
pub(super) struct Points {
    known: Table<Box<[u32]>, Point>,
    plans: Vec<PointPlan>,
    /// The words of the point that is looked for.
    key: Vec<u32>,
}

impl Points {
    pub fn clear(&mut self) {
        self.known.clear();
        self.plans.clear();
    }

    pub fn len(&self) -> usize {
        self.plans.len()
    }

    pub fn plan(&self, point: Point) -> &PointPlan {
        &self.plans[point.0 as usize]
    }

    /// The point with this own part after these points, which are sorted here.
    pub fn point(&mut self, before: &mut Vec<(Point, Option<Lane>)>, own: &OwnPart) -> Point {
        before.sort_unstable();
        before.dedup();
        if *own == OwnPart::default()
            && let [(only, None)] = before[..]
        {
            return only;
        }
        write_key(&mut self.key, before, own);
        if let Some(&point) = self.known.get(&self.key[..]) {
            return point;
        }
        let point = Point(u32::try_from(self.plans.len()).expect("fewer than four billion points"));
        self.plans.push(PointPlan {
            before: before[..].into(),
            own: own.clone(),
        });
        self.known.insert(self.key[..].into(), point);
        point
    }
}

fn write_key(key: &mut Vec<u32>, before: &[(Point, Option<Lane>)], own: &OwnPart) {
    let word = |lane: Option<Lane>| lane.map_or(u32::MAX, |lane| lane.0);
    key.clear();
    key.extend([before.len() as u32, word(own.floor), word(own.takes)]);
    for &(point, delay) in before {
        key.extend([point.0, word(delay)]);
    }
    for (there, hold) in &own.gates {
        key.extend([there.0, hold.0]);
    }
}
