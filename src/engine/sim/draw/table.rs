//! Tables: a law on the grid of 1/16 working day, read by one comparison per draw.

use std::sync::OnceLock;

use crate::duration::special::normal_quantile;
use crate::duration::{Law, gauss_legendre};
use crate::sim::GRID;

use super::super::vectors::vectorised;
use super::even::Even;
use super::places::{Normals, Places, Uniforms};
use super::thresholds::{FEW, Thresholds};

/// A random whole number: the value is the number of thresholds at or below the uniform.
///
/// For a law F the grid variable N has P(N ≤ v) = ∫ F(x / 16) dx over v..v+1. That spreads every value
/// over the two grid points around it so that the mean stays, and leaves atoms that sit on the grid
/// exactly where they are.
#[derive(Debug)]
pub struct Table {
    /// Values below this never come.
    least: u32,
    /// Of `least`, `least + 1`, ..., rising.
    uniforms: Thresholds,
    uniform_places: Uniforms,
    /// Of many of them that lie far enough apart.
    even: OnceLock<Option<Even>>,
    /// The same for standard normals.
    normals: OnceLock<Thresholds>,
    normal_places: Normals,
}

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
    pub fn constant(&self) -> Option<u32> {
        self.uniforms.all().is_empty().then_some(self.least)
    }

    /// The largest value.
    pub fn max(&self) -> u32 {
        self.least + self.uniforms.all().len() as u32
    }

    /// The value for a uniform.
    #[inline]
    pub fn value(&self, uniform: u32) -> u32 {
        self.least + self.reached(uniform)
    }

    /// The value for a standard normal: that of the uniform with the same rank.
    #[inline]
    pub fn value_z(&self, z: f32) -> u32 {
        let cell = self.normal_places.cell(z);
        self.least + self.normals().reached(cell as usize, Normals::number(z))
    }

    /// [`Table::value`] for many.
    pub fn fill(&self, uniforms: &[u32], out: &mut [u32]) {
        let least = self.least;
        match self.even() {
            Some(even) => even.count(least, uniforms, out, |uniform| self.reached(uniform)),
            None => self
                .uniforms
                .count(self.uniform_places, least, uniforms, out),
        }
    }

    /// [`Table::value_z`] for many.
    pub fn fill_z(&self, normals: &[f32], out: &mut [u32]) {
        let places = self.normal_places;
        self.normals().count(places, self.least, normals, out);
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
        let uniform_places = Uniforms::of(thresholds.len());
        let normal_places = Normals::of(thresholds.len());
        Table {
            least,
            even: OnceLock::new(),
            uniforms: Thresholds::new(thresholds, uniform_places),
            uniform_places,
            normals: OnceLock::new(),
            normal_places,
        }
    }

    /// How many thresholds.
    #[inline]
    fn reached(&self, uniform: u32) -> u32 {
        let cell = self.uniform_places.cell(uniform);
        self.uniforms.reached(cell as usize, uniform)
    }

    #[inline]
    fn even(&self) -> Option<&Even> {
        let of = || {
            let thresholds = self.uniforms.all();
            let are_many = thresholds.len() > FEW;
            are_many.then(|| Even::of(thresholds)).flatten()
        };
        self.even.get_or_init(of).as_ref()
    }

    #[inline]
    fn normals(&self) -> &Thresholds {
        self.normals.get_or_init(|| {
            let normal =
                |&threshold: &u32| normal_quantile(f64::from(threshold) / TWO_TO_32) as f32;
            let ranks = self.uniforms.all().iter().map(normal).map(Normals::number);
            Thresholds::new(ranks.collect(), self.normal_places)
        })
    }
}

/// Whether something with a given chance happens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chance {
    /// Uniforms below it: 2^32 is always.
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

    /// [`Chance::mark`] for standard normals.
    pub fn mark_z(self, normals: &[f32], marks: &mut [u32]) {
        vectorised(
            #[inline(always)]
            || {
                for (mark, &z) in marks.iter_mut().zip(normals) {
                    *mark = if z < self.normal { u32::MAX } else { 0 };
                }
            },
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::standard_normal;
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
    fn cells_give_what_counting_gives() {
        let law = Law::from(Duration::Lognormal {
            median_days: 15.0,
            sigma_log: 0.5,
        });
        let table = Table::new(&law);
        let uniforms: Vec<u32> = (0..=u32::MAX).step_by(99_991).collect();
        let mut filled = vec![0; uniforms.len()];
        table.fill(&uniforms, &mut filled);
        let normals: Vec<f32> = uniforms
            .iter()
            .map(|&uniform| standard_normal(uniform))
            .collect();
        let mut filled_z = vec![0; uniforms.len()];
        table.fill_z(&normals, &mut filled_z);
        for (idx, &uniform) in uniforms.iter().enumerate() {
            let thresholds = table.uniforms.all();
            let counted = thresholds.iter().filter(|&&t| t <= uniform).count() as u32;
            assert_eq!(table.value(uniform), table.least + counted);
            assert_eq!(table.value(uniform), filled[idx]);
            let z = normals[idx];
            let ranks = table.normals().all();
            let counted = ranks
                .iter()
                .filter(|&&rank| Normals::luck(rank) <= z)
                .count() as u32;
            assert_eq!(table.value_z(z), table.least + counted);
            assert_eq!(table.value_z(z), filled_z[idx]);
        }
    }

    #[test]
    fn a_chance_of_one_always_and_of_none_never_happens() {
        assert!(Chance::new(1.0).happens(u32::MAX) && Chance::new(1.0).happens_z(9.0));
        assert!(!Chance::new(0.0).happens(0) && !Chance::new(0.0).happens_z(-9.0));
    }
}
