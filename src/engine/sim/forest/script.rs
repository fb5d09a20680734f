//! In which order to compute points so that each is computed once, and where to keep it until its last use.

use super::points::{Point, Points};

/// Computing some points, step by step.
#[derive(Debug, Default)]
pub(super) struct Script {
    pub steps: Vec<ScriptStep>,
    /// Of all steps together.
    before: Vec<u32>,
    pub n_slots: usize,
}

/// Computing one point.
#[derive(Debug)]
pub(super) struct ScriptStep {
    pub point: Point,
    /// Where it is kept.
    pub slot: u32,
    /// Where its predecessors are kept: part of [`Script::before`].
    before: (u32, u32),
    /// Which of the wanted points it is.
    pub wanted: Option<u32>,
}

/// The place of a point that is not needed, or not yet.
const NOWHERE: u32 = u32::MAX;

impl Script {
    /// Computes the points of `wanted`, no two of which are the same, as nearly in their order as what they
    /// wait for allows: neighbours have much in common, so that little must be kept.
    pub fn of(points: &Points, wanted: &[Point]) -> Script {
        let mut places = vec![NOWHERE; points.len()];
        let mut order: Vec<(Point, Option<u32>)> = Vec::new();
        let mut open: Vec<Point> = Vec::new();
        for (number, &point) in (0..).zip(wanted) {
            open.push(point);
            while let Some(&top) = open.last() {
                let n_open = open.len();
                if places[top.0 as usize] == NOWHERE {
                    let before = points.plan(top).before.iter().map(|&(before, _)| before);
                    open.extend(before.filter(|before| places[before.0 as usize] == NOWHERE));
                }
                if open.len() == n_open {
                    open.pop();
                    if places[top.0 as usize] == NOWHERE {
                        places[top.0 as usize] = order.len() as u32;
                        order.push((top, None));
                    }
                }
            }
            order[places[point.0 as usize] as usize].1 = Some(number);
        }
        let mut last_use: Vec<usize> = (0..order.len()).collect();
        for (at, &(point, _)) in order.iter().enumerate() {
            for &(before, _) in &points.plan(point).before {
                last_use[places[before.0 as usize] as usize] = at;
            }
        }
        let mut script = Script::default();
        let mut free: Vec<u32> = Vec::new();
        for (at, &(point, wanted)) in order.iter().enumerate() {
            let slot = free.pop().unwrap_or(script.n_slots as u32);
            script.n_slots = script.n_slots.max(slot as usize + 1);
            let from = script.before.len() as u32;
            for &(before, _) in &points.plan(point).before {
                let place = places[before.0 as usize] as usize;
                let slot = script.steps[place].slot;
                script.before.push(slot);
                if last_use[place] == at {
                    free.push(slot);
                    // Waited for twice, with different delays: free once.
                    last_use[place] = usize::MAX;
                }
            }
            if last_use[at] == at {
                free.push(slot);
            }
            script.steps.push(ScriptStep {
                point,
                slot,
                before: (from, script.before.len() as u32),
                wanted,
            });
        }
        script
    }

    /// Where the predecessors of a step are kept, in the order of its plan.
    pub fn before(&self, step: &ScriptStep) -> &[u32] {
        &self.before[step.before.0 as usize..step.before.1 as usize]
    }
}
