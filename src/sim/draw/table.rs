//! Tables: a law on the grid of 1/16 working day, read by one comparison per draw.

use std::sync::OnceLock;

use crate::duration::special::normal_quantile;
use crate::duration::{Law, gauss_legendre};
use crate::sim::GRID;

/// A random whole number: the value is the number of thresholds at or below the uniform.
///
/// For a law F the grid variable N has P(N ≤ v) = ∫ F(x / 16) dx over v..v+1. That spreads every value
/// over the two grid points around it so that the mean stays, and leaves atoms that sit on the grid
/// exactly where they are.
#[derive(Debug)]
pub struct Table {
    /// Values below this never come.
    least: u32,
    /// Thresholds of `least`, `least + 1`, ..., rising.
    thresholds: Vec<u32>,
    /// For each value of a uniform's top bits, how many thresholds lie below.
    guide: Vec<u32>,
    normals: OnceLock<Normals>,
}

/// The same thresholds for a standard normal.
#[derive(Debug)]
struct Normals {
    thresholds: Vec<f32>,
    guide: Vec<u32>,
}

const GUIDE_BITS: u32 = 10;
const GUIDE: usize = 1 << GUIDE_BITS;
const TWO_TO_32: f64 = 4_294_967_296.0;

impl Table {
    /// The table of a law on the grid of 1/16 working day.
    pub fn new(law: &Law) -> Table {
        Table::on_grid(law, f64::from(GRID))
    }

    /// The table of a law on a grid of `grid` steps a working day.
    pub fn on_grid(law: &Law, grid: f64) -> Table {
        let kinks: Vec<f64> = law.kinks().iter().map(|kink| kink * grid).collect();
        let (shortest, longest) = law.bounds();
        let first = (shortest * grid).floor().max(0.0) as u32;
        let last = (longest * grid).ceil() as u32;
        let mut thresholds = Vec::with_capacity((last - first) as usize + 1);
        let mut next_kink = 0;
        for value in first..=last {
            let (from, to) = (f64::from(value), f64::from(value) + 1.0);
            while next_kink < kinks.len() && kinks[next_kink] <= from {
                next_kink += 1;
            }
            let mut at = from;
            let mut integral = 0.0;
            let mut inner = next_kink;
            while inner < kinks.len() && kinks[inner] < to {
                integral += gauss_legendre(at, kinks[inner] - at, |x| law.cdf(x / grid));
                at = kinks[inner];
                inner += 1;
            }
            integral += gauss_legendre(at, to - at, |x| law.cdf(x / grid));
            thresholds.push(integral);
        }
        Table::from_probabilities(first, &thresholds)
    }

    /// The table of a discrete variable: `shares` of 0, 1, 2, ...; they add up to 1.
    pub fn discrete(shares: &[f64]) -> Table {
        let mut sum = 0.0;
        let cumulative: Vec<f64> = shares
            .iter()
            .map(|share| {
                sum += share;
                sum
            })
            .collect();
        let all_but_last = &cumulative[..cumulative.len().saturating_sub(1)];
        Table::from_probabilities(0, all_but_last)
    }

    /// The table of a variable that is always `value`.
    pub fn constant_of(value: u32) -> Table {
        Table::from_probabilities(value, &[])
    }

    /// The only value that comes, if there is only one.
    #[inline]
    pub fn constant(&self) -> Option<u32> {
        self.thresholds.is_empty().then_some(self.least)
    }

    /// The largest value.
    pub fn max(&self) -> u32 {
        self.least + self.thresholds.len() as u32
    }

    /// The value for a uniform.
    #[inline]
    pub fn value(&self, uniform: u32) -> u32 {
        if self.thresholds.is_empty() {
            return self.least;
        }
        let bucket = (uniform >> (32 - GUIDE_BITS)) as usize;
        let (from, to) = (self.guide[bucket] as usize, self.guide[bucket + 1] as usize);
        let here = &self.thresholds[from..to];
        self.least + (from + below(here, |&threshold| threshold <= uniform)) as u32
    }

    /// The value for a standard normal: that of the uniform with the same rank.
    #[inline]
    pub fn value_z(&self, z: f32) -> u32 {
        let normals = self.normals();
        let bucket = normal_bucket(z);
        let (from, to) = (
            normals.guide[bucket] as usize,
            normals.guide[bucket + 1] as usize,
        );
        let here = &normals.thresholds[from..to];
        self.least + (from + below(here, |&threshold| threshold <= z)) as u32
    }

    /// [`Table::value`] for many.
    pub fn fill(&self, uniforms: &[u32], out: &mut [u32]) {
        for (out, &uniform) in out.iter_mut().zip(uniforms) {
            *out = self.value(uniform);
        }
    }

    /// [`Table::value_z`] for many.
    pub fn fill_z(&self, normals: &[f32], out: &mut [u32]) {
        for (out, &z) in out.iter_mut().zip(normals) {
            *out = self.value_z(z);
        }
    }

    /// `probabilities[i]` is P(N ≤ first + i); the last value takes what is left.
    fn from_probabilities(first: u32, probabilities: &[f64]) -> Table {
        let mut least = first;
        let mut thresholds = Vec::with_capacity(probabilities.len());
        for probability in probabilities {
            let threshold = (probability * TWO_TO_32).round();
            if threshold >= TWO_TO_32 {
                break;
            }
            let threshold = threshold.max(0.0) as u32;
            if threshold == 0 && thresholds.is_empty() {
                least += 1;
            } else {
                // Rounding in the integrals must not make the steps fall.
                let last = thresholds.last().copied().unwrap_or(0);
                thresholds.push(threshold.max(last));
            }
        }
        let guide = guide(&thresholds, |bucket, threshold| {
            u64::from(*threshold) <= (bucket as u64) << (32 - GUIDE_BITS)
        });
        Table {
            least,
            thresholds,
            guide,
            normals: OnceLock::new(),
        }
    }

    #[inline]
    fn normals(&self) -> &Normals {
        self.normals.get_or_init(|| {
            let thresholds: Vec<f32> = self
                .thresholds
                .iter()
                .map(|&threshold| normal_quantile(f64::from(threshold) / TWO_TO_32) as f32)
                .collect();
            let guide = guide(&thresholds, |bucket, threshold| {
                bucket > 0 && normal_bucket(*threshold) < bucket
            });
            Normals { thresholds, guide }
        })
    }
}

/// How many of a rising list pass; short lists by scanning.
#[inline]
fn below<T>(here: &[T], passes: impl Fn(&T) -> bool) -> usize {
    if here.len() <= 4 {
        here.iter()
            .take_while(|threshold| passes(threshold))
            .count()
    } else {
        here.partition_point(passes)
    }
}

/// For every bucket how many thresholds `lie_below` its start; one entry more for the end.
fn guide<T>(thresholds: &[T], lie_below: impl Fn(usize, &T) -> bool) -> Vec<u32> {
    let mut guide: Vec<u32> = (0..GUIDE)
        .map(|bucket| thresholds.partition_point(|threshold| lie_below(bucket, threshold)) as u32)
        .collect();
    guide.push(thresholds.len() as u32);
    guide
}

/// Buckets of 1/64 from −8 to 8.
#[inline]
fn normal_bucket(z: f32) -> usize {
    let scaled = (z + 8.0) * 64.0;
    // The cast saturates, also for infinities.
    (scaled as i32).clamp(0, GUIDE as i32 - 1) as usize
}

/// Whether something with a given chance happens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chance {
    threshold: u64,
    normal: f32,
}

impl Chance {
    /// Happens when the uniform lies below `share`: a larger share only adds cases.
    pub fn new(share: f64) -> Chance {
        let share = share.clamp(0.0, 1.0);
        Chance {
            threshold: (share * TWO_TO_32).round() as u64,
            normal: normal_quantile(share) as f32,
        }
    }

    /// For a uniform.
    #[inline]
    pub fn happens(self, uniform: u32) -> bool {
        u64::from(uniform) < self.threshold
    }

    /// For a standard normal.
    #[inline]
    pub fn happens_z(self, z: f32) -> bool {
        z < self.normal
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duration::Duration;

    #[test]
    fn atoms_on_the_grid_stay_where_they_are() {
        let law = Law::from(Duration::Fixed {
            days: 3.0,
            calendar: false,
        });
        assert_eq!(Table::new(&law).constant(), Some(48));
        let cut = Law::from(Duration::Uniform {
            min_days: 0.0,
            max_days: 20.0,
        })
        .cut_at(10.0);
        let table = Table::new(&cut);
        assert_eq!(table.max(), 160);
        // Half of all draws are cut; 31/64 of the way lies at 31/64 of 20 days.
        assert_eq!(table.value(1 << 31), 160);
        assert_eq!(table.value((1 << 31) - (1 << 26)), 155);
    }

    #[test]
    fn the_guide_gives_what_counting_gives() {
        let law = Law::from(Duration::Lognormal {
            median_days: 15.0,
            sigma_log: 0.5,
        });
        let table = Table::new(&law);
        for uniform in (0..=u32::MAX).step_by(99_991) {
            let counted = table.thresholds.iter().filter(|&&t| t <= uniform).count() as u32;
            assert_eq!(table.value(uniform), table.least + counted);
            let z = super::super::standard_normal(uniform);
            let normals = table.normals();
            let counted = normals.thresholds.iter().filter(|&&t| t <= z).count() as u32;
            assert_eq!(table.value_z(z), table.least + counted);
        }
    }

    #[test]
    fn a_chance_of_one_always_and_of_none_never_happens() {
        assert!(Chance::new(1.0).happens(u32::MAX) && Chance::new(1.0).happens_z(9.0));
        assert!(!Chance::new(0.0).happens(0) && !Chance::new(0.0).happens_z(-9.0));
    }
}
