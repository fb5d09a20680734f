//! The luck that all steps of a case share, averaged over: the trapezoidal rule on standard normals.

use rayon::prelude::*;

use super::mass::Mass;

/// Beyond this many standard deviations lie 3 cases in a million millions.
const FARTHEST: f64 = 7.0;

/// The rule for a smooth function times the normal density is out by e^(−c/h) or less, so halving the step h
/// squares the error: once a halving moves no share by more than this, what is left is below a hundred-millionth.
const SETTLED: f64 = 1e-4;

/// Steps of 1, 1/2, ... down to this power of 1/2; for two factors at once less deep.
const MOST_HALVINGS: [u32; 3] = [0, 5, 2];

/// Points whose answers are held at once.
const TOGETHER: usize = 64;

/// The answer did not settle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsettled;

/// The average of `given` over independent standard normals, at most two.
pub fn average<E: Send>(
    n_factors: usize,
    given: impl Fn(&[f64]) -> Result<Mass, E> + Sync,
) -> Result<Result<Mass, Unsettled>, E> {
    if n_factors == 0 {
        return Ok(Ok(given(&[])?));
    }
    let (mut sum, mut weights) = (Mass::none(), 0.0);
    let mut last: Option<Mass> = None;
    for halvings in 0..=MOST_HALVINGS[n_factors] {
        let points = new_points(n_factors, halvings);
        for points in points.chunks(TOGETHER) {
            let masses: Vec<Mass> = points
                .par_iter()
                .map(|point| given(point))
                .collect::<Result<_, E>>()?;
            for (point, mass) in points.iter().zip(&masses) {
                let weight = density(point);
                sum.mix(weight, mass);
                weights += weight;
            }
        }
        let now = sum.clone().scaled(1.0 / weights);
        if last.is_some_and(|last| last.distance(&now) <= SETTLED) {
            return Ok(Ok(now));
        }
        last = Some(now);
    }
    Ok(Err(Unsettled))
}

/// How many points there are at most before a first answer can settle.
pub fn n_points(n_factors: usize) -> f64 {
    (4.0 * FARTHEST + 1.0).powi(n_factors as i32)
}

/// The points of the grid that the one with twice the step does not have.
fn new_points(n_factors: usize, halvings: u32) -> Vec<Vec<f64>> {
    let step = 1.0 / f64::from(1 << halvings);
    let last = (FARTHEST / step) as i32;
    let mut points: Vec<Vec<i32>> = vec![Vec::new()];
    for _ in 0..n_factors {
        let longer = points.iter().flat_map(|point| {
            (-last..=last).map(|next| point.iter().copied().chain([next]).collect())
        });
        points = longer.collect();
    }
    let is_new = |point: &&Vec<i32>| halvings == 0 || point.iter().any(|place| place % 2 != 0);
    let points = points.iter().filter(is_new);
    points
        .map(|point| point.iter().map(|&place| f64::from(place) * step).collect())
        .collect()
}

/// Of standard normals, up to a constant.
fn density(point: &[f64]) -> f64 {
    libm::exp(-point.iter().map(|z| z * z).sum::<f64>() / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duration::special::normal_cdf;

    /// A coin that falls with the common luck: 1 with chance Φ((0.5 + √ρ F) / √(1 − ρ)), on average Φ(0.5).
    fn coin(correlation: f64) -> impl Fn(&[f64]) -> Result<Mass, ()> + Sync {
        move |luck: &[f64]| {
            let common: f64 = luck.iter().sum::<f64>() / (luck.len() as f64).sqrt();
            let z = (0.5 + correlation.sqrt() * common) / (1.0 - correlation).sqrt();
            Ok(Mass::new(0, vec![normal_cdf(-z), normal_cdf(z)]))
        }
    }

    #[test]
    fn the_average_is_what_theory_says() {
        for correlation in [0.1, 0.3, 0.9] {
            for n_factors in [1, 2] {
                let mass = average(n_factors, coin(correlation));
                let mass = mass.expect("nothing fails").expect("it settles");
                let miss = (mass.mean() - normal_cdf(0.5)).abs();
                assert!(miss < 1e-8, "{correlation}, {n_factors}: {miss}");
            }
        }
    }

    #[test]
    fn what_jumps_with_the_common_luck_does_not_settle() {
        let jump = |luck: &[f64]| Ok::<Mass, ()>(Mass::point(u32::from(luck[0] > 0.1)));
        assert_eq!(average(1, jump).expect("nothing fails"), Err(Unsettled));
    }
}
