//! Thousands of variants of one workflow at once: what two of them have in common is computed once.
//!
//! A [`Family`](super::Family) shares draws; a forest shares times too. Every step's own time is
//! interned by what it draws, and every point of time by that and the points it waits for, so
//! variants share all that lies before their first difference. The two clocks are separate: a
//! measure that only shortens friction leaves every point of the counted chain as it is. All cases
//! of a point lie side by side, so that a variant costs a few passes over arrays.

mod chain;
mod figures;
mod keys;
mod lay;
mod own_times;
mod shape;

pub use chain::{Grid, Point};
pub use figures::Figures;
pub use lay::Laid;

use std::collections::HashMap;
use std::sync::Arc;

use super::pool::Pool;
use chain::Chain;
use figures::Search;
use lay::Own;
use own_times::OwnTimes;
use shape::Shape;

use crate::workflow::{Friction, Handover, Material, Shared, Step, Workflow};

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
    chains: [Chain<T>; 2],
    searches: [[Search; 2]; 2],
    shapes: Vec<Arc<Shape>>,
    /// By number.
    surroundings: Vec<Surroundings>,
    /// What steps without rework add, by a rough key.
    steps: HashMap<u64, Vec<KnownStep>>,
    /// What steps with rework add, by id.
    reworked: HashMap<String, Vec<Arc<Own>>>,
}

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
    /// A forest without variants; `seed` and `scenario` key its draws, as a family's. Points of time
    /// that were not read for a while are forgotten beyond `bytes`, but the points of one variant stay.
    pub fn new(seed: u64, scenario: &str, cases: usize, bytes: usize) -> Forest<T> {
        let room = bytes / 2 / (cases * size_of::<T>()).max(1);
        Forest {
            pool: Pool::new(seed, scenario),
            own: OwnTimes::new(cases),
            chains: [Chain::new(cases, room), Chain::new(cases, room)],
            searches: Default::default(),
            shapes: Vec::new(),
            surroundings: Vec::new(),
            steps: HashMap::new(),
            reworked: HashMap::new(),
        }
    }

    /// Forgets every variant but keeps what their steps take.
    pub fn forget_variants(&mut self) {
        for chain in &mut self.chains {
            chain.clear();
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
        self.chains.iter().map(Chain::len).sum()
    }

    /// Mean, median, P90 and their batches of one total of a variant.
    ///
    /// # Errors
    /// A time does not fit.
    pub fn figures(&mut self, laid: &Laid, total: Total) -> Result<Figures, TooLong> {
        self.figures_at(laid.total(total), total)
    }

    /// [`Forest::figures`] of a point that [`Laid::total`] named.
    ///
    /// # Errors
    /// A time does not fit.
    pub fn figures_at(&mut self, point: Point, total: Total) -> Result<Figures, TooLong> {
        let lane = self.chains[total as usize].lane(point, &self.own, &self.pool)?;
        Ok(Figures::of(lane, &mut self.searches[total as usize]))
    }

    /// Mean and P90 alone, grid steps.
    ///
    /// # Errors
    /// A time does not fit.
    pub fn mean_and_p90(&mut self, point: Point, total: Total) -> Result<(f64, u32), TooLong> {
        let lane = self.chains[total as usize].lane(point, &self.own, &self.pool)?;
        let [_, search] = &mut self.searches[total as usize];
        Ok((figures::mean(lane), search.quantile(lane, 0.90)))
    }

    /// Every case's total of a variant, grid steps.
    ///
    /// # Errors
    /// A time does not fit.
    pub fn cases(&mut self, laid: &Laid, total: Total) -> Result<Vec<u32>, TooLong> {
        let lane = self.chains[total as usize].lane(laid.total(total), &self.own, &self.pool)?;
        Ok(lane.iter().map(|time| (*time).into()).collect())
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
