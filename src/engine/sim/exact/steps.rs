//! Distributions moved, rounded and told in other steps.

use super::mass::Mass;

impl Mass {
    /// Later by `steps`; earlier if that is negative, which must leave no value below zero.
    pub fn moved(mut self, steps: i64) -> Mass {
        let first = i64::from(self.first) + steps;
        self.first = u32::try_from(first).expect("no time is negative");
        self
    }

    /// Up to the next multiple of `unit`.
    pub fn rounded_up(&self, unit: u32) -> Mass {
        let first = self.first.div_ceil(unit) * unit;
        let last = self.most().div_ceil(unit) * unit;
        let mut shares = vec![0.0; (last - first) as usize + 1];
        for (value, share) in self.iter() {
            shares[(value.div_ceil(unit) * unit - first) as usize] += share;
        }
        Mass { first, shares }
    }

    /// In steps of `unit`, on whose grid all values lie.
    pub fn coarser(&self, unit: u32) -> Mass {
        let shares = self.shares.iter().step_by(unit as usize);
        Mass {
            first: self.first / unit,
            shares: shares.copied().collect(),
        }
    }

    /// Undoes [`Mass::coarser`].
    pub fn finer(&self, unit: u32) -> Mass {
        let mut shares = vec![0.0; (self.shares.len().max(1) - 1) * unit as usize + 1];
        for (idx, share) in self.shares.iter().enumerate() {
            shares[idx * unit as usize] = *share;
        }
        Mass {
            first: self.first * unit,
            shares,
        }
    }
}
