//! Exact counts of grid values: means and quantiles of any number of cases in constant memory.

use std::collections::BTreeMap;

use super::vectors::vectorised;

/// How often each value was seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histogram {
    dense: Vec<u64>,
    /// Values too large to have a slot each.
    sparse: BTreeMap<u32, u64>,
    n: u64,
    sum: u128,
    sum_of_squares: u128,
}

/// Values below this have a slot: 65,536 working days on the grid.
const MOST_SLOTS: usize = 1 << 20;

impl Histogram {
    /// Counts one value.
    pub fn add(&mut self, value: u32) {
        self.add_all(&[value]);
    }

    /// Counts values, no more than four billion at once.
    pub fn add_all(&mut self, values: &[u32]) {
        let (most, sum, squares) = moments(values);
        if let Some(slots) = self.dense.get_mut(..=most as usize) {
            for &value in values {
                slots[value as usize] += 1;
            }
        } else {
            values.iter().for_each(|&value| self.count(value, 1));
        }
        self.n += values.len() as u64;
        self.sum += u128::from(sum);
        self.sum_of_squares += squares;
    }

    /// Counts all that another histogram counted.
    pub fn absorb(&mut self, other: &Histogram) {
        if self.dense.len() < other.dense.len() {
            self.dense.resize(other.dense.len(), 0);
        }
        for (mine, theirs) in self.dense.iter_mut().zip(&other.dense) {
            *mine += theirs;
        }
        for (&value, &count) in &other.sparse {
            *self.sparse.entry(value).or_default() += count;
        }
        self.n += other.n;
        self.sum += other.sum;
        self.sum_of_squares += other.sum_of_squares;
    }

    /// Forgets everything but its room.
    pub fn clear(&mut self) {
        self.dense.fill(0);
        self.sparse.clear();
        self.n = 0;
        self.sum = 0;
        self.sum_of_squares = 0;
    }

    /// How many values were counted.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Mean, in grid steps; 0 of nothing.
    pub fn mean(&self) -> f64 {
        self.sum as f64 / (self.n.max(1)) as f64
    }

    /// Standard deviation with n − 1, in grid steps.
    pub fn sd(&self) -> f64 {
        if self.n < 2 {
            return 0.0;
        }
        // n Σx² − (Σx)² in integers: no digits are lost however many cases there are.
        let spread = u128::from(self.n) * self.sum_of_squares - self.sum * self.sum;
        (spread as f64 / (self.n as f64 * (self.n - 1) as f64)).sqrt()
    }

    /// The smallest value with at least `p` of the cases at or below it.
    pub fn quantile(&self, p: f64) -> u32 {
        self.quantiles([p])[0]
    }

    /// [`Histogram::quantile`] for rising probabilities.
    pub fn quantiles<const N: usize>(&self, rising: [f64; N]) -> [u32; N] {
        let needed = rising.map(|p| (p * self.n as f64).ceil().max(1.0) as u64);
        let mut quantiles = [0; N];
        let (mut n_found, mut seen) = (0, 0);
        for (value, count) in self.iter() {
            seen += count;
            while n_found < N && seen >= needed[n_found] {
                quantiles[n_found] = value;
                n_found += 1;
            }
            if n_found == N {
                break;
            }
        }
        quantiles
    }

    /// How many cases lie at or below `value`.
    pub fn at_most(&self, value: u32) -> u64 {
        self.iter()
            .take_while(|&(other, _)| other <= value)
            .map(|(_, count)| count)
            .sum()
    }

    /// Every value that was seen, rising, with its count.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u64)> + '_ {
        let dense = self
            .dense
            .iter()
            .enumerate()
            .map(|(value, &count)| (value as u32, count));
        let sparse = self.sparse.iter().map(|(&value, &count)| (value, count));
        dense.chain(sparse).filter(|&(_, count)| count > 0)
    }

    fn count(&mut self, value: u32, times: u64) {
        let slot = value as usize;
        if slot >= MOST_SLOTS {
            *self.sparse.entry(value).or_default() += times;
            return;
        }
        if slot >= self.dense.len() {
            self.dense.resize((slot + 1).next_power_of_two(), 0);
        }
        self.dense[slot] += times;
    }
}

/// The largest value, the sum, and the sum of squares.
fn moments(values: &[u32]) -> (u32, u64, u128) {
    let (most, sum, low, high) = vectorised(
        #[inline(always)]
        || {
            let (mut most, mut sum, mut low, mut high) = (0, 0, 0, 0);
            for &value in values {
                let square = u64::from(value) * u64::from(value);
                most = most.max(value);
                sum += u64::from(value);
                // Squares in halves, so that no sum overflows.
                low += square & u64::from(u32::MAX);
                high += square >> 32;
            }
            (most, sum, low, high)
        },
    );
    (most, sum, u128::from(low) + (u128::from(high) << 32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_values_count_as_one_by_one() {
        let values: Vec<u32> = (0..700).map(|value| value * value % 977).collect();
        let mut together = Histogram::default();
        let mut apart = Histogram::default();
        together.add_all(&values);
        together.add_all(&[u32::MAX; 3]);
        values.iter().for_each(|&value| apart.add(value));
        (0..3).for_each(|_| apart.add(u32::MAX));
        assert_eq!(together, apart);
        let rising = [0.0, 0.1, 0.1, 0.5, 0.999, 1.0];
        assert_eq!(
            together.quantiles(rising),
            rising.map(|p| apart.quantile(p))
        );
        assert_eq!(together.quantile(1.0), u32::MAX);
    }
}
