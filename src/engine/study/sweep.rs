//! Sweeps and swings: what the answer is for other values of an input, with the same luck.

use super::Measured;
use crate::compare::{Estimate, Verdict};
use crate::lang::{Described, Name};

/// A scenario over several values of one or two inputs.
#[derive(Clone, Debug)]
pub struct Sweep {
    /// The scenario's id.
    pub scenario: String,
    /// What a reader sees of it.
    pub scenario_name: Name,
    /// Its reforms, in file order: id and what a reader sees.
    pub reforms: Vec<(String, Name)>,
    /// Addresses of the inputs.
    pub addresses: Vec<String>,
    /// What a reader sees of them.
    pub described: Vec<Described>,
    /// In the order of the first input, then of the second.
    pub points: Vec<Point>,
    /// Within so many working days nine of ten cases shall be done: how many officers does that take?
    pub within_days: Option<f64>,
}

/// One setting of the inputs.
#[derive(Clone, Debug)]
pub struct Point {
    /// By input.
    pub values: Vec<f64>,
    /// The baseline, then every reform.
    pub sides: Vec<Measured>,
    /// The same where cases compete for officers; empty without arrivals.
    pub queues: Vec<Queued>,
}

/// What the simulation with queues says of one workflow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Queued {
    /// Working days within which nine of ten cases are done, and how the run is to be read.
    NineOfTen(Estimate, Verdict),
    /// Work comes faster than it is done: there is no long run.
    Growing,
    /// The runs are too short for the long run.
    NotSettled,
}

/// The answer of a staffing curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fewest {
    /// With so many officers, and with every larger number tried.
    Officers(f64),
    /// Not with the largest number tried, and what that one comes to.
    NotUpTo(f64, Queued),
}

/// What each assumption of a scenario is worth over its plausible range.
#[derive(Clone, Debug)]
pub struct Sensitivity {
    /// The scenario's id.
    pub scenario: String,
    /// What a reader sees of it.
    pub scenario_name: Name,
    /// Its reforms, in file order: id and what a reader sees.
    pub reforms: Vec<(String, Name)>,
    /// As the file says: the baseline, then every reform.
    pub as_filed: Vec<Measured>,
    /// In file order of the addresses.
    pub swings: Vec<Swing>,
}

/// One assumption at both ends of its range.
#[derive(Clone, Debug)]
pub struct Swing {
    /// Its address.
    pub address: String,
    /// What a reader sees of it.
    pub described: Described,
    /// What the file says.
    pub filed: f64,
    /// The range.
    pub range: (f64, f64),
    /// At the low end: the baseline, then every reform.
    pub low: Vec<Measured>,
    /// At the high end.
    pub high: Vec<Measured>,
}

impl Sweep {
    /// The fewest officers with which nine of ten cases of a workflow (0 is the baseline) are done within so
    /// many working days: the first input is the officers, every point has queues.
    pub fn fewest(&self, side: usize, within_days: f64) -> Fewest {
        let mut points: Vec<&Point> = self.points.iter().collect();
        points.sort_by(|a, b| b.values[0].total_cmp(&a.values[0]));
        let most = points[0];
        let is_enough = |point: &&&Point| match point.queues[side] {
            Queued::NineOfTen(days, _) => days.value <= within_days,
            Queued::Growing | Queued::NotSettled => false,
        };
        let enough = points.iter().take_while(is_enough).last();
        enough.map_or(
            Fewest::NotUpTo(most.values[0], most.queues[side]),
            |point| Fewest::Officers(point.values[0]),
        )
    }
}

impl Swing {
    /// How far a quantity of a side moves between the ends, working days.
    pub fn width(&self, side: usize, quantity: super::Quantity) -> f64 {
        let at = |ends: &[Measured]| ends[side].values[quantity.idx()];
        (at(&self.high) - at(&self.low)).abs()
    }
}

impl Sensitivity {
    /// Swings that move a quantity of a side, the widest first; file order on ties.
    pub fn ranked(&self, side: usize, quantity: super::Quantity) -> Vec<&Swing> {
        let mut ranked: Vec<&Swing> = self
            .swings
            .iter()
            .filter(|swing| swing.width(side, quantity) > 1e-9)
            .collect();
        ranked.sort_by(|a, b| {
            let width = |swing: &Swing| swing.width(side, quantity);
            width(b).total_cmp(&width(a))
        });
        ranked
    }
}
