//! Whether something happens, and which of several values a case has, read off a uniform.

use crate::sim::vectors::vectorised;

const TWO_TO_32: f64 = 4_294_967_296.0;

/// Whether something with a given chance happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Chance {
    /// Uniforms below it: 2^32 is always.
    threshold: u64,
}

impl Chance {
    /// Happens when the uniform lies below `share`: a larger share only adds cases.
    pub fn new(share: f64) -> Chance {
        Chance {
            threshold: (share.clamp(0.0, 1.0) * TWO_TO_32).round() as u64,
        }
    }

    /// Uniforms below this: 2^32 is always.
    pub fn threshold(self) -> u64 {
        self.threshold
    }

    /// How likely it is.
    pub fn share(self) -> f64 {
        self.threshold as f64 / TWO_TO_32
    }

    /// For a uniform.
    #[inline]
    pub fn happens(self, uniform: u32) -> bool {
        u64::from(uniform) < self.threshold
    }

    /// All bits set where it happens, none where not.
    pub fn mark(self, uniforms: &[u32], marks: &mut [u32]) {
        let Some(last) = self.threshold.checked_sub(1) else {
            return marks.fill(0);
        };
        let last = last as u32;
        vectorised(
            #[inline(always)]
            move || {
                for (mark, &uniform) in marks.iter_mut().zip(uniforms) {
                    *mark = if uniform <= last { u32::MAX } else { 0 };
                }
            },
        );
    }
}

/// One of the values 0, 1, 2, ... with given shares: as many as thresholds are at or below the uniform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    thresholds: Vec<u32>,
}

impl Choice {
    /// Of shares that add up to 1; the last value takes what rounding leaves.
    pub fn new(shares: &[f64]) -> Choice {
        let mut sum = 0.0;
        let all_but_last = &shares[..shares.len().saturating_sub(1)];
        let cumulative = all_but_last.iter().map(|share| {
            sum += share;
            (sum * TWO_TO_32).round()
        });
        // What comes at 2^32 never comes.
        let within = cumulative.take_while(|&threshold| threshold < TWO_TO_32);
        Choice {
            thresholds: within.map(|threshold| threshold as u32).collect(),
        }
    }

    /// How many of `n` things are wrong, each with chance `share` and by itself.
    pub fn binomial(n: usize, share: f64) -> Choice {
        let mut probabilities = vec![1.0];
        for _ in 0..n {
            let mut next = vec![0.0; probabilities.len() + 1];
            for (k, probability) in probabilities.iter().enumerate() {
                next[k] += probability * (1.0 - share);
                next[k + 1] += probability * share;
            }
            probabilities = next;
        }
        Choice::new(&probabilities)
    }

    /// The value for a uniform.
    pub fn value(&self, uniform: u32) -> u32 {
        let thresholds = self.thresholds.iter();
        thresholds
            .map(|&threshold| u32::from(threshold <= uniform))
            .sum()
    }

    /// [`Choice::value`] for many.
    pub fn fill(&self, uniforms: &[u32], out: &mut [u32]) {
        vectorised(
            #[inline(always)]
            || {
                out.fill(0);
                for &threshold in &self.thresholds {
                    for (value, &uniform) in out.iter_mut().zip(uniforms) {
                        *value += u32::from(threshold <= uniform);
                    }
                }
            },
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chance_of_one_always_and_of_none_never_happens() {
        assert!(Chance::new(1.0).happens(u32::MAX) && !Chance::new(0.0).happens(0));
    }

    #[test]
    fn values_come_in_their_shares() {
        let choice = Choice::new(&[0.25, 0.0, 0.5, 0.25]);
        let quarters = [0, (1 << 30) - 1, 1 << 30, (3 << 30) - 1, 3 << 30, u32::MAX];
        assert_eq!(
            quarters.map(|uniform| choice.value(uniform)),
            [0, 0, 2, 2, 3, 3]
        );
        let two = Choice::binomial(2, 0.5);
        assert_eq!(
            quarters.map(|uniform| two.value(uniform)),
            [0, 0, 1, 1, 2, 2]
        );
        assert_eq!(Choice::new(&[1.0, 0.0]).value(u32::MAX), 0);
    }
}
