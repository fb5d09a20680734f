//! Variants of one workflow side by side: every quantity of each, with shared luck.

use std::sync::atomic::Ordering;

use super::batches::{Batches, add_figures, column, estimate, fall};
use super::{Failure, Quantity, Settings, Values};
use crate::compare::Estimate;
use crate::sim::{TICKS_PER_DAY, TooLong, Total, Variants, Watch};
use crate::workflow::Workflow;

/// What one variant comes to.
#[derive(Clone, Debug)]
pub struct Measured {
    /// Every quantity, working days.
    pub values: Values,
    batches: Batches,
}

impl Measured {
    /// A quantity with its 95 % sampling interval.
    pub fn estimate(&self, quantity: Quantity) -> Estimate {
        estimate(self.values[quantity.idx()], column(&self.batches, quantity))
    }

    /// What is saved from `before` to this, case by case with the same luck.
    pub fn saved_since(&self, before: &Measured, quantity: Quantity) -> Estimate {
        let [from, to] = [before, self].map(|one| column(&one.batches, quantity));
        let idx = quantity.idx();
        estimate(before.values[idx] - self.values[idx], fall(from, to))
    }
}

/// Memory of variants, bytes.
const MOST_BYTES: usize = 64 << 20;

/// Every quantity of every workflow, in order; all have the same scenario id.
///
/// # Errors
/// See [`Failure`].
pub fn measure(
    workflows: &[&Workflow],
    settings: Settings,
    watch: Watch<'_>,
) -> Result<Vec<Measured>, Failure> {
    let Some(first) = workflows.first() else {
        return Ok(Vec::new());
    };
    let new = || Variants::new(settings.seed, &first.id, settings.replications, MOST_BYTES);
    let mut variants = new();
    let mut all = Vec::with_capacity(workflows.len());
    for workflow in workflows {
        if watch.stop.load(Ordering::Relaxed) {
            return Err(Failure::Stopped);
        }
        if variants.own_bytes() > MOST_BYTES {
            variants = new();
        }
        let laid = variants.lay(workflow);
        variants.draw();
        let limits = super::limit_days(workflow, &laid);
        let mut measured = Measured {
            values: Values::default(),
            batches: Batches::default(),
        };
        for total in [Total::Counted, Total::Elapsed] {
            let figures = variants.figures(&[laid.total(total)], total);
            let figures = figures.map_err(|TooLong| Failure::TooLong)?.remove(0);
            let values = &mut measured.values[4 * total as usize..][..4];
            values[0] = limits[total as usize];
            for (value, steps) in values[1..].iter_mut().zip(figures.all) {
                *value = steps / f64::from(TICKS_PER_DAY);
            }
            add_figures(&mut measured.batches[total as usize], &figures, 1.0);
        }
        all.push(measured);
        (watch.tick)(1);
    }
    Ok(all)
}
