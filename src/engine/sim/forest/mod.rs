//! Thousands of variants of one workflow at once: what two of them have in common is computed once.
//!
//! A [`Family`](super::Family) shares draws; a forest shares times too. Every step's own time is
//! interned by what it draws, and every point of time by that and the points it waits for, so
//! variants share all that lies before their first difference. The two clocks are separate: a
//! measure that only shortens friction leaves every point of the counted chain as it is. All cases
//! of a point lie side by side, so that a variant costs a few passes over arrays.

mod chain;
mod figures;
mod grid;
mod keys;
mod lay;
mod own_times;
mod points;
mod script;
mod shape;

pub use figures::Figures;
pub use grid::Grid;
pub use lay::Laid;
pub use points::Point;

use std::sync::Arc;

use super::pool::Pool;
use chain::{CHUNK, Desk};
use figures::Search;
use lay::Own;
use own_times::{Lane, OwnTimes};
use points::Points;
use shape::Shape;

use crate::duration::Duration;
use crate::table::Table;
use crate::workflow::{Friction, Handover, Material, ShapeKey, Shared, Step, Workflow};

/// The two totals of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Total {
    /// 计时: the chain on the official clock.
    Counted,
    /// 历时: what the applicant waits.
    Elapsed,
}

/// Variants of one workflow over the same cases. `T` holds the times: `u16` where they fit.
#[derive(Debug)]
pub struct Forest<T> {
    pool: Pool,
    own: OwnTimes<T>,
    /// By [`Total`].
    points: [Points; 2],
    /// What the point that is being laid waits for.
    before: Vec<(Point, Option<Lane>)>,
    /// Memory for the lanes of points that are read together, bytes.
    room: usize,
    /// Lanes of points, overwritten by the next ones that are read.
    lanes: Vec<[T; CHUNK]>,
    desk: Desk<T>,
    searches: [[Search; 2]; 2],
    /// By what they hang on: the graph, and whether hand-offs take time.
    shapes: Table<ShapeKey, Vec<KnownShape>>,
    /// By number.
    surroundings: Vec<Surroundings>,
    /// What steps without rework add, by their address and the number of their surroundings.
    same_steps: Table<(usize, usize), KnownStep>,
    /// The same by a rough key.
    steps: Table<(u64, usize), Vec<KnownStep>>,
    /// What steps with rework add, by id.
    reworked: Table<String, Vec<Arc<Own>>>,
}

/// How long hand-offs take, and a shape that hangs on it.
type KnownShape = (Option<Duration>, Arc<Shape>);

/// A step and what it adds.
type KnownStep = (Arc<Step>, Arc<Own>);

/// What a step's own times hang on beside the step: measures change the materials, sweeps the friction.
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

/// Some time does not fit the forest's integers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

impl<T: Grid> Forest<T> {
    /// A forest without variants; `seed` and `scenario` key its draws, as a family's. As many points are
    /// read together as fit into `bytes`, but at least some.
    pub fn new(seed: u64, scenario: &str, cases: usize, bytes: usize) -> Forest<T> {
        Forest {
            pool: Pool::new(seed, scenario),
            own: OwnTimes::new(cases),
            points: Default::default(),
            before: Vec::new(),
            room: bytes,
            lanes: Vec::new(),
            desk: Desk::default(),
            searches: Default::default(),
            shapes: Table::default(),
            surroundings: Vec::new(),
            same_steps: Table::default(),
            steps: Table::default(),
            reworked: Table::default(),
        }
    }

    /// Forgets every variant but keeps what their steps take.
    pub fn forget_variants(&mut self) {
        for points in &mut self.points {
            points.clear();
        }
        self.shapes.clear();
    }

    /// Draws what the variants laid since the last time need.
    pub fn draw(&mut self) {
        self.own.draw(&self.pool);
    }

    /// Memory held by own times, bytes.
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
        self.read(at, total, Figures::of)
    }

    /// Mean and P90 alone, grid steps.
    ///
    /// # Errors
    /// A time does not fit.
    pub fn mean_and_p90(&mut self, at: &[Point], total: Total) -> Result<Vec<(f64, u32)>, TooLong> {
        self.read(at, total, figures::mean_and_p90)
    }

    /// Every case's total of a variant, grid steps.
    ///
    /// # Errors
    /// A time does not fit.
    pub fn cases(&mut self, laid: &Laid, total: Total) -> Result<Vec<u32>, TooLong> {
        let times = |lane: &[T], _: &mut _| lane.iter().map(|&time| time.into()).collect();
        let mut lanes = self.read(&[laid.total(total)], total, times)?;
        Ok(lanes.remove(0))
    }

    /// What `of` makes of the lane of each point.
    fn read<F>(
        &mut self,
        at: &[Point],
        total: Total,
        of: impl Fn(&[T], &mut [Search; 2]) -> F,
    ) -> Result<Vec<F>, TooLong> {
        /// Enough that what all have in common is computed seldom.
        const FEWEST: usize = 16;
        let (cases, blocks) = (self.own.cases(), self.own.blocks());
        let together = (self.room / (cases * size_of::<T>()).max(1)).max(FEWEST);
        let points = &self.points[total as usize];
        let searches = &mut self.searches[total as usize];
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
            let (lanes, desk) = (&mut self.lanes, &mut self.desk);
            chain::lanes(points, &wanted, &self.own, &self.pool, (lanes, desk))?;
            read.extend(at.iter().map(|point| {
                let lane = &lanes[rows[point] * blocks..][..blocks];
                of(&lane.as_flattened()[..cases], searches)
            }));
        }
        Ok(read)
    }

    /// Lays out a variant; the next [`Forest::draw`] draws what is new in it.
    pub fn lay(&mut self, workflow: &Workflow) -> Laid {
        lay::lay(self, workflow, None)
    }

    /// Lays out a variant that differs little from another.
    pub fn lay_beside(&mut self, workflow: &Workflow, other: (&Workflow, &Laid)) -> Laid {
        lay::lay(self, workflow, Some(other))
    }
}
