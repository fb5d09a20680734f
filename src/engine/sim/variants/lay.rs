//! Laying out a variant: what its steps take and the points of both clocks, as far as they are new.

use std::sync::Arc;

use super::own::{OwnTimes, Source, Time};
use super::points::{Added, Point};
use super::seen::{off_the_clock, on_the_clock};
use super::shape::Shape;
use super::{HandOver, Total, Variants, number};
use crate::sim::course::{
    Act, Certain, Compiler, Course, Leg, Network, Officers, Promise, Times, cut_at_end,
    reference_times,
};
use crate::sim::dates::without_dates;
use crate::sim::streams::{Value, ValueSpec, When};
use crate::workflow::{Flat, Position, Step, Workflow};

/// A variant laid out.
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
    /// Where hand-offs take time.
    delays: Option<Arc<Delays>>,
}

/// Of every step those it waits for, and the hand-offs from them.
pub(super) type Delays = Vec<Vec<(usize, Option<Time>)>>;

/// What a step adds on each clock.
#[derive(Debug, PartialEq)]
pub(super) struct Own {
    met: When,
    /// By [`Total`].
    added: [Added; 2],
    /// Of the reference case.
    times: Times,
    on_path: bool,
    may_stop: bool,
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

    /// In how many steps' points two variants of one shape differ; all if the shapes do.
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

pub(super) fn lay(
    variants: &mut Variants,
    workflow: &Workflow,
    other: Option<(&Workflow, &Laid)>,
) -> Laid {
    let same_shape = other.filter(|(other, _)| {
        other.friction.handoff == workflow.friction.handoff && workflow.has_shape_of(other)
    });
    let shape = match same_shape {
        Some((_, laid)) => Arc::clone(&laid.shape),
        None => shape(variants, workflow),
    };
    let surroundings = number(&mut variants.surroundings, workflow);
    // Surroundings that differ may change any step; a repeated step's work is part of another's.
    let old = same_shape.filter(|(_, laid)| laid.surroundings == surroundings);
    let steps: Vec<Arc<Step>> = workflow.steps().map(Arc::clone).collect();
    let n_steps = steps.len();
    let mut own = Vec::with_capacity(n_steps);
    for (place, &idx) in shape.order.iter().enumerate() {
        let step = &steps[idx];
        let kept =
            old.filter(|(_, old)| step.rework.is_none() && Arc::ptr_eq(step, &old.steps[idx]));
        own.push(match kept {
            Some((_, old)) => Arc::clone(&old.own[place]),
            None => known_own(variants, workflow, step, surroundings),
        });
    }
    let mut laid = Laid {
        shape,
        steps,
        surroundings,
        own,
        points: [Vec::with_capacity(n_steps), Vec::with_capacity(n_steps)],
        totals: [Point(0); 2],
        limits: [0.0; 2],
        delays: None,
    };
    add_limits(&mut laid);
    if laid.own.iter().any(|own| own.may_stop) {
        let network = Network::of(&mut variants.draws, workflow, Officers::Free);
        let network = Arc::new(network);
        laid.totals = Total::ALL.map(|total| variants.points[total as usize].whole(&network));
        return laid;
    }
    let old = same_shape.map(|(_, old)| old);
    for total in Total::ALL {
        add_points(variants, workflow, &mut laid, old, total);
    }
    laid
}

/// The deterministic timeline of the reference case.
fn add_limits(laid: &mut Laid) {
    let mut times: Vec<Times> = laid.own.iter().map(|own| own.times).collect();
    let (starts, ends) = starts_and_ends(laid, &times, Times::elapsed_days);
    if times.iter().any(|times| times.ends_case) {
        cut_at_end(&mut times, &starts, &ends);
    }
    for total in Total::ALL {
        let of: fn(&Times) -> f64 = match total {
            Total::Counted => |times| times.counted_days,
            Total::Elapsed => Times::elapsed_days,
        };
        let (_, ends) = starts_and_ends(laid, &times, of);
        let on_path = laid.own.iter().zip(ends).filter(|(own, _)| own.on_path);
        laid.limits[total as usize] = on_path.map(|(_, end)| end).fold(0.0, f64::max);
    }
}

fn starts_and_ends(laid: &Laid, times: &[Times], of: fn(&Times) -> f64) -> (Vec<f64>, Vec<f64>) {
    let n_steps = times.len();
    let (mut starts, mut ends) = (Vec::with_capacity(n_steps), Vec::with_capacity(n_steps));
    for (times, before) in times.iter().zip(&laid.shape.flat.predecessors) {
        let start = before
            .iter()
            .map(|edge| ends[edge.from])
            .fold(0.0, f64::max);
        starts.push(start);
        ends.push(start + of(times));
    }
    (starts, ends)
}

/// The points of one clock; those of another variant as far as nothing before them differs.
fn add_points(
    variants: &mut Variants,
    workflow: &Workflow,
    laid: &mut Laid,
    old: Option<&Laid>,
    total: Total,
) {
    let idx = total as usize;
    let shape = Arc::clone(&laid.shape);
    let delays = match total {
        // Only the wait knows hand-offs: they are on no official clock.
        Total::Elapsed if workflow.friction.handoff.is_some() => {
            Some(delays(variants, workflow, laid))
        }
        Total::Elapsed | Total::Counted => None,
    };
    let old = old.filter(|old| old.points[idx].len() == laid.own.len());
    for place in 0..laid.own.len() {
        let without_delay = shape.flat.predecessors[place]
            .iter()
            .map(|edge| (edge.from, None));
        let before: Vec<(usize, Option<Time>)> = match &delays {
            Some(delays) => delays[place].clone(),
            None => without_delay.collect(),
        };
        let unchanged = old.filter(|old| {
            let same = |place: usize| Arc::ptr_eq(&old.own[place], &laid.own[place]);
            let at = |place: usize| old.points[idx][place] == laid.points[idx][place];
            let is_handed_alike = match (&delays, &old.delays) {
                (Some(mine), Some(theirs)) => {
                    Arc::ptr_eq(mine, theirs) || mine[place] == theirs[place]
                }
                (mine, _) => mine.is_none(),
            };
            is_handed_alike && same(place) && before.iter().all(|&(from, _)| same(from) && at(from))
        });
        if let Some(old) = unchanged {
            laid.points[idx].push(old.points[idx][place]);
            continue;
        }
        let mut ways = std::mem::take(&mut variants.before);
        ways.clear();
        ways.extend(
            before
                .iter()
                .map(|&(from, delay)| (laid.points[idx][from], delay)),
        );
        let added = &laid.own[place].added[idx];
        let point = variants.points[idx].point(&mut ways, added);
        laid.points[idx].push(point);
        variants.before = ways;
    }
    let last = shape
        .last
        .iter()
        .map(|&place| (laid.points[idx][place], None));
    let mut last = last.collect();
    laid.totals[idx] = variants.points[idx].point(&mut last, &Added::default());
    if total == Total::Elapsed {
        laid.delays = delays;
    }
}

/// The hand-offs before every step, found once for all variants of one shape whose cases meet the same steps of the same
/// agencies.
fn delays(variants: &mut Variants, workflow: &Workflow, laid: &Laid) -> Arc<Delays> {
    let met: Vec<When> = laid.own.iter().map(|own| own.met).collect();
    // Which agencies meet past a step that some cases skip no edge tells.
    let agencies = match met.iter().all(|&met| met == When::Always) {
        true => Vec::new(),
        false => laid.steps.iter().map(|step| step.agency.clone()).collect(),
    };
    let key = HandOver {
        shape: Arc::as_ptr(&laid.shape) as usize,
        met,
        agencies,
    };
    if let Some(delays) = variants.delays.get(&key) {
        return Arc::clone(delays);
    }
    let mut compiler = Compiler::new(&mut variants.draws, workflow, Officers::Free);
    let steps = laid
        .shape
        .order
        .iter()
        .map(|&idx| Arc::clone(&laid.steps[idx]));
    let flat = Flat {
        steps: steps.collect(),
        predecessors: laid.shape.flat.predecessors.clone(),
    };
    let edges = compiler.edges(&flat, &key.met);
    let own = &mut variants.own;
    let mut time = |delay: Value| own.of(Source::Value(delay));
    let rows = edges.iter();
    let delays: Delays = rows
        .map(|edges| {
            let edges = edges.iter();
            edges
                .map(|edge| (edge.from, edge.delay.map(&mut time)))
                .collect()
        })
        .collect();
    let delays = Arc::new(delays);
    variants.delays.insert(key, Arc::clone(&delays));
    delays
}

/// The shape of a workflow, shared with an earlier variant if it hangs on the same.
fn shape(variants: &mut Variants, workflow: &Workflow) -> Arc<Shape> {
    let handoff = &workflow.friction.handoff;
    let known = variants.shapes.entry(workflow.shape_key()).or_default();
    if let Some((_, shape)) = known.iter().find(|(known, _)| known == handoff) {
        return Arc::clone(shape);
    }
    let shape = Arc::new(Shape::of(workflow));
    known.push((handoff.clone(), Arc::clone(&shape)));
    shape
}

/// What a step adds, from an equal step of an earlier variant where there is one.
fn known_own(
    variants: &mut Variants,
    workflow: &Workflow,
    step: &Arc<Step>,
    surroundings: usize,
) -> Arc<Own> {
    if step.rework.is_some() {
        // What it takes hangs on the steps it repeats, too: its course tells.
        let own = own(variants, workflow, step);
        let alike = variants.reworked.entry(step.id.clone()).or_default();
        if let Some(known) = alike.iter().find(|known| ***known == own) {
            return Arc::clone(known);
        }
        let own = Arc::new(own);
        alike.push(Arc::clone(&own));
        return own;
    }
    // Most changed steps are those of an earlier variant, not just equal to them.
    let address = (Arc::as_ptr(step) as usize, surroundings);
    if let Some((_, own)) = variants.same_steps.get(&address) {
        return Arc::clone(own);
    }
    let key = (step.rough_key(), surroundings);
    let mut equal = variants.steps.get(&key).into_iter().flatten();
    if let Some((_, own)) = equal.find(|(known, _)| **known == **step) {
        return Arc::clone(own);
    }
    let own = Arc::new(own(variants, workflow, step));
    // Kept with the step, so that no other can come to its address.
    let kept = (Arc::clone(step), Arc::clone(&own));
    variants.steps.entry(key).or_default().push(kept.clone());
    variants.same_steps.insert(address, kept);
    own
}

fn own(variants: &mut Variants, workflow: &Workflow, step: &Step) -> Own {
    let mut compiler = Compiler::new(&mut variants.draws, workflow, Officers::Free);
    let course = compiler.course(step);
    let reference = workflow.reference_case();
    let draws = &mut variants.draws;
    let times = reference_times(&course, draws, Certain::Reference(&reference));
    let on_path = step.position == Position::Path;
    let may_stop = course.may_stop();
    // Where nobody knows the dates, a period of calendar days takes what any work takes.
    let legs = course.legs.into_iter().map(|leg| match leg.act {
        Act::CalendarDays { days, clock, .. } => {
            let takes = draws.value(ValueSpec::Fixed(without_dates(days)));
            let promise = Promise::default();
            Leg {
                act: Act::Work {
                    takes,
                    clock,
                    promise,
                },
                ..leg
            }
        }
        _ => leg,
    });
    let legs: Vec<Leg> = legs.collect();
    let first = legs
        .iter()
        .take_while(|leg| matches!(leg.act, Act::Until(_)));
    let n_floor = first.count();
    let floor: Vec<_> = legs[..n_floor]
        .iter()
        .map(|leg| match leg.act {
            Act::Until(there) => draws.only_where(there, leg.when),
            _ => unreachable!("just counted"),
        })
        .collect();
    let floor = (!floor.is_empty()).then(|| Source::Value(draws.longest(floor)));
    let counted = legs.iter().filter_map(on_the_clock).collect();
    let elapsed = legs[n_floor..].iter().filter_map(off_the_clock).collect();
    let met = course.met;
    let own = &mut variants.own;
    Own {
        met,
        added: [
            added(own, None, Course { met, legs: counted }),
            added(own, floor, Course { met, legs: elapsed }),
        ],
        times,
        on_path,
        may_stop,
    }
}

fn added(own: &mut OwnTimes, floor: Option<Source>, course: Course) -> Added {
    let is_hourly = course.hangs_on_the_hour();
    let takes_time = course.takes_time();
    let course = Arc::new(Course {
        // Whose legs are alike takes as long, whoever meets it.
        met: When::Always,
        ..course
    });
    Added {
        floor: floor.map(|floor| own.of(floor)),
        hourly: is_hourly.then(|| own.hourly(Arc::clone(&course))),
        takes: (takes_time && !is_hourly).then(|| own.of(Source::Course(course))),
    }
}
