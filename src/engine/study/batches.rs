//! Figures batch by batch, from which intervals come.

use super::Quantity;
use crate::compare::{Estimate, batch_interval};
use crate::sim::{Figures, TICKS_PER_DAY};

/// By [`Total`](crate::sim::Total): mean, median and P90 of every batch, working days.
pub(super) type Batches = [Vec<[f64; 3]>; 2];

/// Adds the figures of every batch of one total, weighted.
pub(super) fn add_figures(sum: &mut Vec<[f64; 3]>, figures: &Figures, weight: f64) {
    add(sum, &figures.batches, weight / f64::from(TICKS_PER_DAY));
}

/// Adds batches of one total, weighted.
pub(super) fn add(sum: &mut Vec<[f64; 3]>, batches: &[[f64; 3]], weight: f64) {
    sum.resize(batches.len(), [0.0; 3]);
    for (sum, &figure) in sum
        .as_flattened_mut()
        .iter_mut()
        .zip(batches.as_flattened())
    {
        *sum += weight * figure;
    }
}

/// The batches of a quantity; limits have no luck and none.
pub(super) fn column(batches: &Batches, quantity: Quantity) -> Option<Vec<f64>> {
    let figure = (quantity.idx() % 4).checked_sub(1)?;
    let batches = batches[quantity.total as usize].iter();
    Some(batches.map(|batch| batch[figure]).collect())
}

/// A value with the interval that its batches give; exact without batches.
pub(super) fn estimate(value: f64, batches: Option<Vec<f64>>) -> Estimate {
    match batches {
        Some(batches) => batch_interval(value, &batches),
        None => Estimate::exact(value),
    }
}

/// Batch by batch, how much less the second is.
pub(super) fn fall(from: Option<Vec<f64>>, to: Option<Vec<f64>>) -> Option<Vec<f64>> {
    let pairs = from?.into_iter().zip(to?);
    Some(pairs.map(|(from, to)| from - to).collect())
}
