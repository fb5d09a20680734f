//! Points of time on one clock, each interned by what happens there and what it waits for.

use std::sync::Arc;

use super::own::{Hourly, Time};
use crate::sim::course::Network;
use crate::table::Table;

/// A point of time: the end of a step, or of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point(pub(super) u32);

/// A point waited for, with the delay in between.
pub(super) type Way = (Point, Option<Time>);

/// What a point adds to the points it waits for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Added {
    /// No earlier start.
    pub floor: Option<Time>,
    /// From start to end.
    pub takes: Option<Time>,
    /// Where that hangs on the hour: what is gone through from the start.
    pub hourly: Option<Hourly>,
}

/// How a point's times follow.
#[derive(Debug)]
pub(super) enum Plan {
    /// From other points.
    After(Box<[Way]>, Added),
    /// Of a case that may end early, from all of its steps at once.
    Whole(Arc<Network>),
}

/// The interned points of one clock. Whatever a point waits for has a lower number.
#[derive(Debug, Default)]
pub(super) struct Points {
    known: Table<Box<[u32]>, Point>,
    plans: Vec<Plan>,
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

    pub fn plan(&self, point: Point) -> &Plan {
        &self.plans[point.0 as usize]
    }

    /// What a point waits for.
    pub fn before(&self, point: Point) -> &[Way] {
        match self.plan(point) {
            Plan::After(before, _) => before,
            Plan::Whole(_) => &[],
        }
    }

    /// The point with this added after these points, which are sorted here.
    pub fn point(&mut self, before: &mut Vec<Way>, added: &Added) -> Point {
        before.sort_unstable();
        before.dedup();
        if *added == Added::default()
            && let [(only, None)] = before[..]
        {
            return only;
        }
        let word = |time: Option<Time>| time.map_or(u32::MAX, |time| time.0);
        self.key.clear();
        self.key.extend([word(added.floor), word(added.takes)]);
        self.key
            .push(added.hourly.map_or(u32::MAX, |hourly| hourly.0));
        for &(point, delay) in &*before {
            self.key.extend([point.0, word(delay)]);
        }
        if let Some(&point) = self.known.get(&self.key[..]) {
            return point;
        }
        let point = self.next(Plan::After(before[..].into(), *added));
        self.known.insert(self.key[..].into(), point);
        point
    }

    /// The end of the cases of a network as a whole.
    pub fn whole(&mut self, network: &Arc<Network>) -> Point {
        self.next(Plan::Whole(Arc::clone(network)))
    }

    fn next(&mut self, plan: Plan) -> Point {
        let point = Point(u32::try_from(self.plans.len()).expect("fewer than four billion points"));
        self.plans.push(plan);
        point
    }
}
