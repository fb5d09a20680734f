//! The luck that all steps of a case share, averaged over: the trapezoidal rule on standard normals.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::evaluate::{Evaluated, Script};
use super::mass::Mass;
use super::obstacle::Why;

/// Beyond this many standard deviations lies one case in ten thousand millions.
const FARTHEST: f64 = 6.5;

/// The rule for a smooth function times the normal density is out by e^(−c/h) or less, so halving the step h
/// squares the error: once a halving moves no share by more than this, what is left is below a millionth.
const SETTLED: f64 = 1e-3;

/// Steps of 1, 1/2, ... down to this power of 1/2; for two factors at once less deep.
const MOST_HALVINGS: [u32; 3] = [0, 5, 3];

/// Points whose answers are held at once.
const TOGETHER: usize = 64;

/// Products of shares that may still be computed.
pub struct Budget {
    left: f64,
}

impl Budget {
    /// For one answer: some seconds.
    pub fn of_an_answer() -> Budget {
        Budget { left: 2e10 }
    }

    fn check(&self, n_products: f64) -> Result<(), Why> {
        if n_products > self.left {
            return Err(Why::TooLarge);
        }
        Ok(())
    }

    fn spend(&mut self, n_products: f64) {
        self.left -= n_products;
    }
}

/// Values of all expressions together that may be held at once: 320 MB.
const MOST_VALUES: f64 = 4e7;

/// A place on an axis, in the smallest steps.
type Place = i32;

/// The distribution of the root, averaged over all common luck that it hangs on.
///
/// # Errors
/// [`Why::Correlation`] if the average does not settle, [`Why::TooLarge`] if it takes more than the budget is,
/// [`Why::Stopped`].
pub fn average(script: &Script<'_>, budget: &mut Budget, stop: &AtomicBool) -> Result<Mass, Why> {
    let factors = script.factors();
    let deepest = MOST_HALVINGS[factors.len()];
    budget.check(n_products(script, 1))?;
    check_memory(script, 1)?;
    let fixed = script.evaluate(&[], &[]);
    if factors.is_empty() {
        budget.spend(n_products(script, 0));
        return Ok(fixed.root(script).expect("nothing else decides"));
    }
    let mut axes: Vec<BTreeMap<Place, Evaluated>> =
        factors.iter().map(|_| BTreeMap::new()).collect();
    let (mut sum, mut weights) = (Mass::none(), 0.0);
    let mut last: Option<Mass> = None;
    for halvings in 0..=deepest {
        budget.check(n_products(script, halvings))?;
        check_memory(script, halvings)?;
        let luck = |place: Place| f64::from(place) / f64::from(1 << deepest);
        let axis = places(halvings, deepest);
        if let [_, _] = factors[..] {
            for (axis_known, &factor) in axes.iter_mut().zip(&factors) {
                let new = axis.iter().filter(|place| !axis_known.contains_key(*place));
                let new: Vec<Place> = new.copied().collect();
                let evaluated: Vec<(Place, Evaluated)> = new
                    .par_iter()
                    .map(|&place| (place, script.evaluate(&[(factor, luck(place))], &[&fixed])))
                    .collect();
                axis_known.extend(evaluated);
            }
        }
        for points in points(&axis, factors.len(), halvings, deepest).chunks(TOGETHER) {
            let masses: Vec<Mass> = points
                .par_iter()
                .map(|point| {
                    if stop.load(Ordering::Relaxed) {
                        return Err(Why::Stopped);
                    }
                    let known = factors
                        .iter()
                        .zip(point)
                        .map(|(&factor, &place)| (factor, luck(place)));
                    let known: Vec<(usize, f64)> = known.collect();
                    let mut below = vec![&fixed];
                    below.extend(
                        axes.iter()
                            .zip(point)
                            .filter_map(|(axis, place)| axis.get(place)),
                    );
                    let evaluated = script.evaluate(&known, &below);
                    Ok(evaluated
                        .root(script)
                        .expect("the root hangs on all of them"))
                })
                .collect::<Result<_, Why>>()?;
            for (point, mass) in points.iter().zip(&masses) {
                let squares: f64 = point.iter().map(|&place| luck(place).powi(2)).sum();
                let weight = libm::exp(-squares / 2.0);
                sum.mix(weight, mass);
                weights += weight;
            }
        }
        let now = sum.clone().scaled(1.0 / weights);
        if last.is_some_and(|last| last.distance(&now) <= SETTLED) {
            budget.spend(n_products(script, halvings));
            return Ok(now);
        }
        last = Some(now);
    }
    Err(Why::Correlation)
}

/// Products of shares up to so many halvings.
fn n_products(script: &Script<'_>, halvings: u32) -> f64 {
    let on_axis = 2.0 * FARTHEST * f64::from(1 << halvings);
    match script.factors()[..] {
        [one, other] => {
            let axes = script.n_products(&[one]) + script.n_products(&[other]);
            // A circle.
            axes * on_axis + script.n_products(&[one, other]) * on_axis * on_axis * 0.785
        }
        [only] => script.n_products(&[only]) * on_axis,
        _ => script.n_products(&[]),
    }
}

/// Whether the values that are held at once are few enough.
fn check_memory(script: &Script<'_>, halvings: u32) -> Result<(), Why> {
    let factors = script.factors();
    let on_axes: f64 = factors.iter().map(|&one| script.n_values(&[one])).sum();
    let held = match factors.len() {
        2 => on_axes * 2.0 * FARTHEST * f64::from(1 << halvings) + script.n_values(&factors),
        _ => on_axes,
    };
    if held + script.n_values(&[]) > MOST_VALUES {
        return Err(Why::TooLarge);
    }
    Ok(())
}

/// All places of an axis in steps halved so often.
fn places(halvings: u32, deepest: u32) -> Vec<Place> {
    let last = (FARTHEST * f64::from(1 << halvings)) as Place;
    (-last..=last)
        .map(|place| place << (deepest - halvings))
        .collect()
}

/// The points within reach that the grid with twice the step does not have.
fn points(axis: &[Place], n_factors: usize, halvings: u32, deepest: u32) -> Vec<Vec<Place>> {
    let old_step = 2 << (deepest - halvings);
    let is_old = |point: &[Place]| halvings > 0 && point.iter().all(|place| place % old_step == 0);
    let farthest = FARTHEST * f64::from(1 << deepest);
    let is_near = |point: &[Place]| {
        let squares = point.iter().map(|&place| f64::from(place).powi(2));
        squares.sum::<f64>() <= farthest * farthest
    };
    let mut points: Vec<Vec<Place>> = vec![Vec::new()];
    for _ in 0..n_factors {
        let longer = points.iter().flat_map(|point| {
            let longer = |&next: &Place| point.iter().copied().chain([next]).collect();
            axis.iter().map(longer)
        });
        points = longer.collect();
    }
    points.retain(|point| is_near(point) && !is_old(point));
    points
}
