//! A number of a scenario file: its address, what it is, and how far it could plausibly lie from what the file says.

use crate::key::Role;
use crate::lang::Described;

/// A number of the files.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Keys and ids with dots between.
    pub address: String,
    /// What the file says.
    pub value: f64,
    /// What the file says it could be.
    pub plausible: Option<(f64, f64)>,
    /// Whether the file cites a source for it.
    pub is_cited: bool,
    /// What kind of figure it is declared to be.
    pub role: Option<Role>,
    /// The least and the greatest that it may be.
    pub bounds: (Option<f64>, Option<f64>),
    /// Whether it is a corner of a distribution.
    pub is_corner: bool,
    /// What a reader sees of it.
    pub described: Described,
}

impl Figure {
    /// From where to where the figure could plausibly be: as the file says; ± 25 % for an assumption;
    /// `None` for what is cited, decided or counted. A published figure never moves, whatever the file
    /// says of it.
    pub fn range(&self) -> Option<(f64, f64)> {
        let unsaid = || match self.role {
            Some(Role::Assumed) => Some((0.75 * self.value, 1.25 * self.value)),
            Some(Role::Decided | Role::Counted) | None => None,
        };
        let range = self.plausible.or_else(unsaid);
        let (low, high) = range.filter(|_| !self.is_cited)?;
        let high = self.bounds.1.map_or(high, |most| high.min(most));
        (low < high).then_some((low, high))
    }

    /// What figures that move together have in common: the corners of one distribution are one assumption.
    pub fn moves_with(&self) -> &str {
        match self.address.rsplit_once('.') {
            Some((distribution, _)) if self.is_corner => distribution,
            Some(_) | None => &self.address,
        }
    }
}
