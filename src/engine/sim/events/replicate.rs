//! Independent replications over threads: the same results on any number of them.

use std::ops::Range;

use rayon::prelude::*;

use super::model::Refusal;
use super::office::Office;
use super::simulation::Simulation;
use super::statistics::Replication;
use crate::sim::{Stopped, Watch};

/// Which part of a replication is looked at, ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Cases count that arrive from here on,
    pub from: u64,
    /// and before here. Arrivals go on until they are done,
    pub to: u64,
    /// or until here.
    pub last: u64,
    /// Samples of the queues over the window.
    pub samples: u64,
    /// Whether times in system are kept in the order of arrival.
    pub keeps_order: bool,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unanswered {
    /// Stopped from outside.
    Stopped,
    /// It is more than the event loop takes.
    Refused(Refusal),
}

impl From<Stopped> for Unanswered {
    fn from(_: Stopped) -> Unanswered {
        Unanswered::Stopped
    }
}

impl From<Refusal> for Unanswered {
    fn from(refusal: Refusal) -> Unanswered {
        Unanswered::Refused(refusal)
    }
}

/// Cases of one replication are numbered from this many on.
const CASES_APART: u64 = 1 << 32;

/// Runs an office `n` times with the officers there are: the replications of every category.
///
/// # Errors
/// See [`Unanswered`].
pub fn replicate(
    office: &Office<'_>,
    (n, span): (u64, Span),
    watch: Watch<'_>,
) -> Result<Vec<Vec<Replication>>, Unanswered> {
    replicate_with(office, &office.officers(), (0..n, span), watch)
}

/// [`replicate`] with other numbers of officers, in the order of [`Office::officers`]: the replications of these numbers.
///
/// # Errors
/// See [`Unanswered`].
pub fn replicate_with(
    office: &Office<'_>,
    officers: &[u32],
    (numbers, span): (Range<u64>, Span),
    watch: Watch<'_>,
) -> Result<Vec<Vec<Replication>>, Unanswered> {
    let sources = office.sources();
    let layout = &office.layout;
    let one = |number: u64| {
        let from = (span, number * CASES_APART);
        Simulation::new(layout, &sources, officers, from, watch)?.run()
    };
    let runs: Result<Vec<Vec<Replication>>, Unanswered> =
        numbers.into_par_iter().map(one).collect();
    let mut by_category: Vec<Vec<Replication>> = vec![Vec::new(); office.parts.len()];
    for run in runs? {
        for (kept, replication) in by_category.iter_mut().zip(run) {
            kept.push(replication);
        }
    }
    Ok(by_category)
}
