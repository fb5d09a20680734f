//! Sweeps and swings: what the answer is for other values of an input, with the same luck.

use super::Measured;
use crate::lang::Name;

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
    /// In rising order of the first input, then of the second.
    pub points: Vec<Point>,
}

/// One setting of the inputs.
#[derive(Clone, Debug)]
pub struct Point {
    /// By input.
    pub values: Vec<f64>,
    /// The baseline, then every reform.
    pub sides: Vec<Measured>,
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
    /// What the file says.
    pub filed: f64,
    /// The range.
    pub range: (f64, f64),
    /// At the low end: the baseline, then every reform.
    pub low: Vec<Measured>,
    /// At the high end.
    pub high: Vec<Measured>,
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
