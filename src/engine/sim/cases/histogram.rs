//! Counts of times: exact means and quantiles of any number of cases in bounded memory.

use std::collections::BTreeMap;

use crate::sim::vectors::vectorised;

/// How often each time was seen, ticks or whole days.
///
/// Up to [`MOST_EXACT`] values are kept as they are. Beyond, they are counted in bins of [`WIDTH`]: a quantile is then
/// told to the lower edge of its bin, which the sampling error of so many cases exceeds many times; whole days lie on
/// edges. Means are exact in both ways.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histogram {
    /// While there are few; rising once they are read.
    values: Vec<u32>,
    /// Once there are many: by the number of the bin.
    dense: Vec<u64>,
    /// Bins too late to have a slot each.
    sparse: BTreeMap<u32, u64>,
    is_binned: bool,
    n: u64,
    sum: u128,
    sum_of_squares: u128,
}

/// Values that are kept as they are.
const MOST_EXACT: usize = 1 << 17;

/// Ticks of a bin: 225 of them are a working day.
const WIDTH: u32 = 128;

/// Bins that have a slot: 4,660 working days.
const MOST_SLOTS: usize = 1 << 20;

impl Histogram {
    /// Nothing counted yet, of `n_expected` values.
    pub fn for_values(n_expected: u64) -> Histogram {
        Histogram {
            is_binned: n_expected > MOST_EXACT as u64,
            ..Histogram::default()
        }
    }

    /// Counts one value.
    pub fn add(&mut self, value: u32) {
        self.add_all(&[value]);
    }

    /// Counts values, no more than four billion at once.
    pub fn add_all(&mut self, values: &[u32]) {
        let (most, sum, squares) = moments(values);
        self.n += values.len() as u64;
        self.sum += u128::from(sum);
        self.sum_of_squares += squares;
        if !self.is_binned {
            self.values.extend_from_slice(values);
            if self.values.len() > MOST_EXACT {
                self.bin();
            }
        } else if let Some(slots) = self.dense.get_mut(..=(most / WIDTH) as usize) {
            for &value in values {
                slots[(value / WIDTH) as usize] += 1;
            }
        } else {
            values
                .iter()
                .for_each(|&value| self.count(value / WIDTH, 1));
        }
    }

    /// Counts all that another histogram counted.
    pub fn absorb(&mut self, other: &Histogram) {
        self.n += other.n;
        self.sum += other.sum;
        self.sum_of_squares += other.sum_of_squares;
        if self.is_binned || other.is_binned {
            self.bin();
        }
        if !self.is_binned {
            self.values.extend_from_slice(&other.values);
            if self.values.len() > MOST_EXACT {
                self.bin();
            }
            return;
        }
        for &value in &other.values {
            self.count(value / WIDTH, 1);
        }
        if self.dense.len() < other.dense.len() {
            self.dense.resize(other.dense.len(), 0);
        }
        for (mine, theirs) in self.dense.iter_mut().zip(&other.dense) {
            *mine += theirs;
        }
        for (&bin, &count) in &other.sparse {
            *self.sparse.entry(bin).or_default() += count;
        }
    }

    /// Forgets everything but its room.
    pub fn clear(&mut self) {
        self.values.clear();
        self.dense.fill(0);
        self.sparse.clear();
        self.n = 0;
        self.sum = 0;
        self.sum_of_squares = 0;
    }

    /// Puts the values in order: before they are read.
    pub fn sort(&mut self) {
        self.values.sort_unstable();
    }

    /// How many values were counted.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Mean; 0 of nothing.
    pub fn mean(&self) -> f64 {
        self.sum as f64 / (self.n.max(1)) as f64
    }

    /// Standard deviation with n − 1.
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
        let dense = (0..).zip(self.dense.iter().copied());
        let sparse = self.sparse.iter().map(|(&bin, &count)| (bin, count));
        let bins = dense.chain(sparse);
        let bins = bins.map(|(bin, count): (u32, u64)| (bin * WIDTH, count));
        debug_assert!(self.values.is_sorted(), "sorted before it is read");
        let runs = self.values.chunk_by(|one, next| one == next);
        let exact = runs.map(|run| (run[0], run.len() as u64));
        exact.chain(bins.filter(|&(_, count)| count > 0))
    }

    fn bin(&mut self) {
        self.is_binned = true;
        for value in std::mem::take(&mut self.values) {
            self.count(value / WIDTH, 1);
        }
    }

    fn count(&mut self, bin: u32, times: u64) {
        let slot = bin as usize;
        if slot >= MOST_SLOTS {
            *self.sparse.entry(bin).or_default() += times;
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
        together.sort();
        apart.sort();
        let rising = [0.0, 0.1, 0.1, 0.5, 0.999, 1.0];
        assert_eq!(
            together.quantiles(rising),
            rising.map(|p| apart.quantile(p))
        );
        assert_eq!(together.quantile(1.0), u32::MAX);
    }

    #[test]
    fn bins_tell_whole_days_exactly_and_the_rest_to_a_bin() {
        let day = 28_800;
        let values: Vec<u32> = (0..1_000).map(|value| value * day + value % 2).collect();
        let mut exact = Histogram::default();
        let mut binned = Histogram::for_values(1 << 20);
        exact.add_all(&values);
        binned.add_all(&values[..500]);
        binned.add_all(&values[500..]);
        assert_eq!((exact.n(), exact.mean()), (binned.n(), binned.mean()));
        assert_eq!(exact.sd(), binned.sd());
        for p in [0.1, 0.5, 0.9, 1.0] {
            assert_eq!(binned.quantile(p), exact.quantile(p) / WIDTH * WIDTH);
        }
        let mut both = Histogram::default();
        both.absorb(&exact);
        both.absorb(&binned);
        both.sort();
        assert_eq!(both.n(), 2_000);
        assert_eq!(both.quantile(1.0), 999 * day);
    }
}
