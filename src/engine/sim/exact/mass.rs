//! How likely every grid value of a time is: sums, latest of several, mixtures.

use super::convolve::convolve;

/// The distribution of a time in grid steps: a share for every value from the first on.
#[derive(Clone, Debug, PartialEq)]
pub struct Mass {
    pub(super) first: u32,
    pub(super) shares: Vec<f64>,
}

/// Less than this at either end is cut off: together far below the 2^-32 of a uniform's own grain.
const DUST: f64 = 1e-15;

/// What rounding may take from a sum of shares: a quantile must not slip for it.
const ROUNDING: f64 = 1e-9;

impl Mass {
    /// Always `value`.
    pub fn point(value: u32) -> Mass {
        Mass {
            first: value,
            shares: vec![1.0],
        }
    }

    /// `shares` of `first`, `first + 1`, ...
    pub fn new(first: u32, shares: Vec<f64>) -> Mass {
        Mass { first, shares }.without_dust()
    }

    /// No case: to be mixed into.
    pub fn none() -> Mass {
        Mass {
            first: 0,
            shares: Vec::new(),
        }
    }

    /// Every value with its share, rising; some shares may be zero.
    pub fn iter(&self) -> impl Iterator<Item = (u32, f64)> + '_ {
        (self.first..).zip(self.shares.iter().copied())
    }

    /// The smallest value that may come.
    pub fn least(&self) -> u32 {
        self.first
    }

    /// The largest value that may come.
    pub fn most(&self) -> u32 {
        self.first + (self.shares.len() as u32).saturating_sub(1)
    }

    /// The share of cases at `value`.
    pub fn share(&self, value: u32) -> f64 {
        let place = value.checked_sub(self.first);
        let share = place.and_then(|place| self.shares.get(place as usize));
        share.copied().unwrap_or(0.0)
    }

    /// The share of cases at or below `value`.
    pub fn at_most(&self, value: u32) -> f64 {
        let values = self.iter().take_while(|&(other, _)| other <= value);
        values.map(|(_, share)| share).sum()
    }

    /// Mean, in grid steps.
    pub fn mean(&self) -> f64 {
        let first = f64::from(self.first);
        first
            + self
                .iter()
                .map(|(value, share)| (f64::from(value) - first) * share)
                .sum::<f64>()
    }

    /// Standard deviation, in grid steps.
    pub fn sd(&self) -> f64 {
        let mean = self.mean();
        let squares = self
            .iter()
            .map(|(value, share)| (f64::from(value) - mean).powi(2) * share);
        squares.sum::<f64>().sqrt()
    }

    /// The smallest value with at least `p` of the cases at or below it.
    pub fn quantile(&self, p: f64) -> u32 {
        let mut below = 0.0;
        let found = self.iter().find(|(_, share)| {
            below += share;
            below >= p - ROUNDING
        });
        found.map_or(self.most(), |(value, _)| value)
    }

    /// One after the other: the sum of two independent times.
    pub fn then(&self, other: &Mass) -> Mass {
        let (short, long) = if self.shares.len() <= other.shares.len() {
            (self, other)
        } else {
            (other, self)
        };
        let first = self.first + other.first;
        match short.shares[..] {
            [] => Mass::none(),
            [1.0] => Mass {
                first,
                shares: long.shares.clone(),
            },
            _ => Mass::new(first, convolve(&short.shares, &long.shares)),
        }
    }

    /// Adds a share of another distribution's cases.
    pub fn mix(&mut self, weight: f64, other: &Mass) {
        if other.shares.is_empty() {
            return;
        }
        if self.shares.is_empty() {
            self.first = other.first;
        }
        if other.first < self.first {
            let missing = (self.first - other.first) as usize;
            self.shares.splice(0..0, std::iter::repeat_n(0.0, missing));
            self.first = other.first;
        }
        let from = (other.first - self.first) as usize;
        let to = from + other.shares.len();
        if self.shares.len() < to {
            self.shares.resize(to, 0.0);
        }
        for (mine, theirs) in self.shares[from..to].iter_mut().zip(&other.shares) {
            *mine += weight * theirs;
        }
    }

    /// The same with every share times `weight`.
    pub fn scaled(mut self, weight: f64) -> Mass {
        self.shares.iter_mut().for_each(|share| *share *= weight);
        self
    }

    fn without_dust(mut self) -> Mass {
        let is_some = |share: &f64| *share >= DUST;
        let Some(last) = self.shares.iter().rposition(is_some) else {
            return self;
        };
        self.shares.truncate(last + 1);
        let begin = self.shares.iter().position(is_some).unwrap_or(0);
        self.shares.drain(..begin);
        self.first += begin as u32;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn die() -> Mass {
        Mass::new(1, vec![1.0 / 6.0; 6])
    }

    fn near(mass: &Mass, value: u32, share: f64) {
        let there = mass.iter().find(|&(other, _)| other == value);
        let there = there.map_or(0.0, |(_, share)| share);
        assert!((there - share).abs() < 1e-15, "{value}: {there}, {share}");
    }

    #[test]
    fn two_dice_add_up_as_everybody_knows() {
        let sum = die().then(&die());
        for value in 2..=12 {
            near(&sum, value, f64::from(6 - value.abs_diff(7)) / 36.0);
        }
        assert_eq!((sum.least(), sum.most(), sum.quantile(0.5)), (2, 12, 7));
    }

    #[test]
    fn the_better_of_two_dice_is_an_odd_number_in_36() {
        let best = die().beside(&die());
        for value in 1..=6 {
            near(&best, value, f64::from(2 * value - 1) / 36.0);
        }
        let late = best.beside(&Mass::point(4));
        near(&late, 4, 16.0 / 36.0);
        near(&late, 6, 11.0 / 36.0);
    }

    #[test]
    fn long_sums_keep_their_mean_and_spread() {
        let mut sum = Mass::point(3);
        for _ in 0..40 {
            sum = sum.then(&die());
        }
        assert!((sum.mean() - 143.0).abs() < 1e-10);
        assert!((sum.sd() - (40.0f64 * 35.0 / 12.0).sqrt()).abs() < 1e-10);
        assert!((sum.at_most(u32::MAX) - 1.0).abs() < 1e-13);
    }

    #[test]
    fn coarser_steps_lose_nothing_that_comes() {
        let days = die().rounded_up(2).finer(8);
        assert_eq!(days.coarser(16).finer(16), days);
        let mut mixed = Mass::none();
        mixed.mix(0.5, &Mass::point(9));
        mixed.mix(0.5, &Mass::point(4));
        assert_eq!((mixed.mean(), mixed.sd()), (6.5, 2.5));
    }
}
