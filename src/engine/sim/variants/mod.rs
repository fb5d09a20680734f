//! Thousands of variants of one workflow at once: what two of them have in common is computed once.
//!
//! A [`Family`](super::course::Family) shares draws; variants share times too. What a step takes is interned by its
//! course, and every point of time by that and the points it waits for, so variants share all that lies before their
//! first difference. The two clocks are separate: a measure that only shortens friction leaves every point of the
//! counted chain as it is. All cases of a point lie side by side, so that a variant costs a few passes over arrays.
//!
//! Variants have no dates: calendar days are working days × 5/7 here.

mod compute;
mod counts;
mod figures;
mod lay;
mod own;
mod points;
mod script;
mod seen;
mod shape;

pub use figures::Figures;
pub use lay::Laid;
pub use points::Point;

use std::sync::Arc;

use super::streams::Draws;
use compute::Desk;
use figures::Reader;
use own::OwnTimes;
use points::{Points, Way};
use shape::Shape;

use super::streams::{BLOCK, When};
use crate::duration::Duration;
use crate::table::Table;
use crate::workflow::{Friction, Handover, Material, ShapeKey, Shared, Step, Workflow};
use lay::{Delays, Own};

/// The two totals of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Total {
    /// 计时: the chain on the official clock.
    Counted,
    /// 历时: what the applicant waits.
    Elapsed,
}

impl Total {
    /// Both, in order.
    pub const ALL: [Total; 2] = [Total::Counted, Total::Elapsed];
}

/// Variants of one workflow over the same cases.
#[derive(Debug)]
pub struct Variants {
    draws: Draws,
    own: OwnTimes,
    /// By [`Total`].
    points: [Points; 2],
    /// What the point that is being laid waits for.
    before: Vec<Way>,
    /// Memory for the times of points that are read together, bytes.
    room: usize,
    /// Times of points, overwritten by the next ones that are read.
    times: Vec<[u32; BLOCK]>,
    desk: Desk,
    /// By [`Total`].
    readers: [Reader; 2],
    /// By what they hang on: the graph, and whether hand-offs take time.
    shapes: Table<ShapeKey, Vec<KnownShape>>,
    delays: Table<HandOver, Arc<Delays>>,
    /// By number.
    surroundings: Vec<Surroundings>,
    /// What steps without rework add, by their address and the number of their surroundings.
    same_steps: Table<(usize, usize), KnownStep>,
    /// The same by a rough key.
    steps: Table<(u64, usize), Vec<KnownStep>>,
    /// What steps with rework add, by id.
    reworked: Table<String, Vec<Arc<Own>>>,
}

/// What the hand-offs of a variant hang on.
#[derive(Debug, PartialEq, Eq, Hash)]
struct HandOver {
    /// Address of the shape.
    shape: usize,
    /// The cases that meet each step.
    met: Vec<When>,
    /// Of every step, in file order; none where every case meets every step.
    agencies: Vec<Option<String>>,
}

/// How long hand-offs take, and a shape that hangs on it.
type KnownShape = (Option<Duration>, Arc<Shape>);

/// A step and what it adds.
type KnownStep = (Arc<Step>, Arc<Own>);

/// What a step's course hangs on beside the step: measures change the materials, sweeps the friction.
#[derive(Debug, PartialEq)]
struct Surroundings {
    materials: Shared<Vec<Material>>,
    friction: Friction,
    handover: Handover,
}

/// The number of a workflow's surroundings among all that some variant had.
fn number(known: &mut Vec<Surroundings>, workflow: &Workflow) -> usize {
    let same = |known: &Surroundings| {
        known.friction == workflow.friction
            && known.handover == workflow.handover
            && known.materials == workflow.materials
    };
    known.iter().position(same).unwrap_or_else(|| {
        known.push(Surroundings {
            materials: workflow.materials.clone(),
            friction: workflow.friction.clone(),
            handover: workflow.handover,
        });
        known.len() - 1
    })
}

/// Some time does not fit into ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

impl Variants {
    /// No variants yet; `seed` and `scenario` key their draws, as a family's. As many points are read together as fit
    /// into `bytes`, but at least some.
    pub fn new(seed: u64, scenario: &str, cases: usize, bytes: usize) -> Variants {
        Variants {
            draws: Draws::new(seed, scenario),
            own: OwnTimes::new(cases),
            points: Default::default(),
            before: Vec::new(),
            room: bytes,
            times: Vec::new(),
            desk: Desk::default(),
            readers: Default::default(),
            shapes: Table::default(),
            delays: Table::default(),
            surroundings: Vec::new(),
            same_steps: Table::default(),
            steps: Table::default(),
            reworked: Table::default(),
        }
    }

    /// Forgets every variant but keeps what their steps take.
    pub fn forget(&mut self) {
        for points in &mut self.points {
            points.clear();
        }
        self.delays.clear();
        self.shapes.clear();
    }

    /// Draws what the variants laid since the last time need.
    pub fn draw(&mut self) {
        self.own.draw(&self.draws);
    }

    /// Memory held by what steps take, bytes.
    pub fn own_bytes(&self) -> usize {
        self.own.bytes()
    }

    /// Points of time so far, on both clocks.
    pub fn n_points(&self) -> usize {
        self.points.iter().map(Points::len).sum()
    }

    /// Mean, median, P90 and their batches of one total of variants, at points that [`Laid::total`] named.
    ///
    /// Read together what ends alike: neighbours share what they have in common.
    ///
    /// # Errors
    /// A time does not fit.
    pub fn figures(&mut self, at: &[Point], total: Total) -> Result<Vec<Figures>, TooLong> {
        self.read(at, total, |times, reader| reader.figures(times))
    }

    /// Mean and P90 alone, ticks.
    ///
    /// # Errors
    /// A time does not fit.
    pub fn mean_and_p90(&mut self, at: &[Point], total: Total) -> Result<Vec<(f64, u32)>, TooLong> {
        self.read(at, total, |times, reader| reader.mean_and_p90(times))
    }

    /// Every case's total of a variant, ticks.
    ///
    /// # Errors
    /// A time does not fit.
    pub fn cases(&mut self, laid: &Laid, total: Total) -> Result<Vec<u32>, TooLong> {
        let mut all = self.read(&[laid.total(total)], total, |times, _| times.to_vec())?;
        Ok(all.remove(0))
    }

    /// What `of` makes of the times of each point.
    fn read<F>(
        &mut self,
        at: &[Point],
        total: Total,
        of: impl Fn(&[u32], &mut Reader) -> F,
    ) -> Result<Vec<F>, TooLong> {
        /// Enough that what all have in common is computed seldom.
        const FEWEST: usize = 16;
        let (cases, blocks) = (self.own.cases(), self.own.blocks());
        let together = (self.room / (cases * size_of::<u32>()).max(1)).max(FEWEST);
        let points = &self.points[total as usize];
        let reader = &mut self.readers[total as usize];
        let mut read = Vec::with_capacity(at.len());
        for at in at.chunks(together) {
            let mut wanted: Vec<Point> = Vec::with_capacity(at.len());
            let mut rows = Table::default();
            for &point in at {
                rows.entry(point).or_insert_with(|| {
                    wanted.push(point);
                    wanted.len() - 1
                });
            }
            let (times, desk) = (&mut self.times, &mut self.desk);
            let known = compute::Known {
                points,
                own: &self.own,
                draws: &self.draws,
                total,
            };
            compute::compute(&known, &wanted, times, desk)?;
            read.extend(at.iter().map(|point| {
                let rows = &times[rows[point] * blocks..][..blocks];
                of(&rows.as_flattened()[..cases], reader)
            }));
        }
        Ok(read)
    }

    /// Lays out a variant; the next [`Variants::draw`] draws what is new in it.
    pub fn lay(&mut self, workflow: &Workflow) -> Laid {
        lay::lay(self, workflow, None)
    }

    /// Lays out a variant that differs little from another.
    pub fn lay_beside(&mut self, workflow: &Workflow, other: (&Workflow, &Laid)) -> Laid {
        lay::lay(self, workflow, Some(other))
    }
}
