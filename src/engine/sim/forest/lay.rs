//! Laying out a variant: its steps' own times and the points of both clocks, as far as they are new.

use std::sync::Arc;

use super::keys::What;
use super::own_times::Lane;
use super::points::{OwnPart, Point};
use super::shape::Shape;
use super::{Forest, Grid, Total, number};
use crate::sim::compile::Compiler;
use crate::workflow::{Clock, Position, Step, Workflow};

/// A variant laid out in a forest.
#[derive(Clone, Debug)]
pub struct Laid {
    shape: Arc<Shape>,
    /// In file order.
    steps: Vec<Arc<Step>>,
    /// Their number.
    surroundings: usize,
    /// In topological order, as the points.
    own: Vec<Arc<Own>>,
    points: [Vec<Point>; 2],
    totals: [Point; 2],
    limits: [f64; 2],
}

/// What a step adds on each clock.
#[derive(Debug, PartialEq)]
pub(super) struct Own {
    presence: Option<Lane>,
    /// By [`Total`].
    parts: [OwnPart; 2],
    /// Working days of the reference case, by [`Total`].
    limits: [f64; 2],
    on_path: bool,
}

impl Laid {
    /// The point at which the case ends.
    pub fn total(&self, total: Total) -> Point {
        self.totals[total as usize]
    }

    /// The same total of the reference case with every limit used up, working days.
    pub fn limit_days(&self, total: Total) -> f64 {
        self.limits[total as usize]
    }

    /// In how many steps' own times and points two variants of one shape differ; all if the shapes do.
    pub fn distance(&self, other: &Laid) -> usize {
        let pairs = self.points.iter().zip(&other.points);
        pairs
            .map(|(mine, theirs)| match mine.len() == theirs.len() {
                true => mine.iter().zip(theirs).filter(|(a, b)| a != b).count(),
                false => mine.len(),
            })
            .sum()
    }
}

pub(super) fn lay<T: Grid>(
    forest: &mut Forest<T>,
    workflow: &Workflow,
    other: Option<(&Workflow, &Laid)>,
) -> Laid {
    forest.pool.ranks(&workflow.ranks);
    for attribute in &workflow.attributes {
        forest.pool.attribute(attribute);
    }
    let same_shape = other.filter(|(other, _)| {
        other.friction.handoff == workflow.friction.handoff && workflow.has_shape_of(other)
    });
    let shape = match same_shape {
        Some((_, laid)) => Arc::clone(&laid.shape),
        None => shape(forest, workflow),
    };
    let surroundings = number(&mut forest.surroundings, workflow);
    // Surroundings that differ may change any step; a repeated step's work is part of another's.
    let old = same_shape.filter(|(_, laid)| laid.surroundings == surroundings);
    let steps: Vec<Arc<Step>> = workflow.steps().map(Arc::clone).collect();
    let n_steps = steps.len();
    let mut laid = Laid {
        shape,
        steps,
        surroundings,
        own: Vec::with_capacity(n_steps),
        points: [Vec::with_capacity(n_steps), Vec::with_capacity(n_steps)],
        totals: [Point(0); 2],
        limits: [0.0; 2],
    };
    let mut ends = [vec![0.0; n_steps], vec![0.0; n_steps]];
    for place in 0..n_steps {
        let idx = laid.shape.order[place];
        let step = &laid.steps[idx];
        let kept =
            old.filter(|(_, old)| step.rework.is_none() && Arc::ptr_eq(step, &old.steps[idx]));
        let own = match kept {
            Some((_, old)) => Arc::clone(&old.own[place]),
            None => known_own(forest, workflow, step, surroundings),
        };
        laid.own.push(own);
        let before = &laid.shape.before[place];
        for total in [Total::Counted, Total::Elapsed] {
            let idx = total as usize;
            let unchanged = same_shape.map(|(_, old)| old).filter(|old| {
                let same = |place: usize| Arc::ptr_eq(&old.own[place], &laid.own[place]);
                let at = |place: usize| old.points[idx][place] == laid.points[idx][place];
                same(place) && before.iter().all(|&(from, _)| same(from) && at(from))
            });
            let point = match unchanged {
                Some(old) => old.points[idx][place],
                None => point(forest, &laid, place, total),
            };
            laid.points[idx].push(point);
            let start = before.iter().map(|&(from, _)| ends[idx][from]);
            let end = start.fold(0.0, f64::max) + laid.own[place].limits[idx];
            ends[idx][place] = end;
            if laid.own[place].on_path {
                laid.limits[idx] = laid.limits[idx].max(end);
            }
        }
    }
    for total in [Total::Counted, Total::Elapsed] {
        let points = &laid.points[total as usize];
        let last = laid.shape.last.iter();
        let mut last = last.map(|&place| (points[place], None)).collect();
        let points = &mut forest.points[total as usize];
        laid.totals[total as usize] = points.point(&mut last, &OwnPart::default());
    }
    laid
}

/// The shape of a workflow, shared with an earlier variant if it hangs on the same.
fn shape<T: Grid>(forest: &mut Forest<T>, workflow: &Workflow) -> Arc<Shape> {
    let handoff = &workflow.friction.handoff;
    let known = forest.shapes.entry(workflow.shape_key()).or_default();
    if let Some((_, shape)) = known.iter().find(|(known, _)| known == handoff) {
        return Arc::clone(shape);
    }
    let shape = Arc::new(Shape::of(&mut forest.pool, workflow));
    known.push((handoff.clone(), Arc::clone(&shape)));
    shape
}

fn point<T: Grid>(forest: &mut Forest<T>, laid: &Laid, place: usize, total: Total) -> Point {
    let presence = |place: usize| laid.own[place].presence;
    let points = &laid.points[total as usize];
    let mut before = std::mem::take(&mut forest.before);
    before.clear();
    for &(from, handoff) in &laid.shape.before[place] {
        // Only the wait knows hand-offs: they are on no official clock.
        let handoff = handoff.filter(|_| total == Total::Elapsed);
        let delay =
            handoff.map(|draw| forest.own.of_delay(draw, [presence(from), presence(place)]));
        before.push((points[from], delay));
    }
    let own = &laid.own[place].parts[total as usize];
    let point = forest.points[total as usize].point(&mut before, own);
    forest.before = before;
    point
}

/// What a step adds, from an equal step of an earlier variant where there is one.
fn known_own<T: Grid>(
    forest: &mut Forest<T>,
    workflow: &Workflow,
    step: &Arc<Step>,
    surroundings: usize,
) -> Arc<Own> {
    if step.rework.is_some() {
        // What it takes hangs on the steps it repeats, too: its lanes tell.
        let own = own(forest, workflow, step);
        let alike = forest.reworked.entry(step.id.clone()).or_default();
        if let Some(known) = alike.iter().find(|known| ***known == own) {
            return Arc::clone(known);
        }
        let own = Arc::new(own);
        alike.push(Arc::clone(&own));
        return own;
    }
    // Most changed steps are those of an earlier variant, not just equal to them.
    let address = (Arc::as_ptr(step) as usize, surroundings);
    if let Some((_, own)) = forest.same_steps.get(&address) {
        return Arc::clone(own);
    }
    let key = (step.rough_key(), surroundings);
    let mut equal = forest.steps.get(&key).into_iter().flatten();
    if let Some((_, own)) = equal.find(|(known, _)| **known == **step) {
        return Arc::clone(own);
    }
    let own = Arc::new(own(forest, workflow, step));
    // Kept with the step, so that no other can come to its address.
    let kept = (Arc::clone(step), Arc::clone(&own));
    forest.steps.entry(key).or_default().push(kept.clone());
    forest.same_steps.insert(address, kept);
    own
}

fn own<T: Grid>(forest: &mut Forest<T>, workflow: &Workflow, step: &Step) -> Own {
    let mut compiler = Compiler {
        pool: &mut forest.pool,
        workflow,
    };
    let node = Arc::new(compiler.step(step, &mut Vec::new()));
    let mut lane = |what: What| forest.own.of_step(&node, workflow.handover, what);
    let gates = (0..node.end_gates.len())
        .filter_map(|gate| Some((lane(What::There(gate))?, lane(What::Hold(gate))?)))
        .collect();
    let counted = OwnPart {
        takes: lane(What::Counted),
        ..OwnPart::default()
    };
    let elapsed = OwnPart {
        floor: lane(What::Floor),
        takes: lane(What::Elapsed),
        gates,
    };
    let met = workflow.meets(step, &workflow.reference_case());
    let days = |clock: Clock| {
        if met {
            step.reference_face().scheduled_days(clock)
        } else {
            0.0
        }
    };
    Own {
        presence: lane(What::Presence),
        parts: [counted, elapsed],
        limits: [
            match step.clock {
                Clock::On => days(Clock::On),
                Clock::Off | Clock::Outside => 0.0,
            },
            days(step.clock),
        ],
        on_path: step.position == Position::Path,
    }
}
