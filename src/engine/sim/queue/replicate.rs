//! Independent replications over threads: the same results on any number of them.

use std::sync::atomic::Ordering;

use rayon::prelude::*;

use super::arrivals::Demand;
use super::engine::Engine;
use super::model::QueueFamily;
use super::tally::Replication;
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

/// Cases of one replication are numbered from this many on.
const CASES_APART: u64 = 1 << 32;

/// Runs workflow `idx` of a family `n` times with the officers there are.
///
/// # Errors
/// [`Stopped`] when `watch.stop` was set.
pub fn replicate(
    family: &QueueFamily,
    idx: usize,
    demand: &Demand,
    (n, span): (u64, Span),
    watch: Watch<'_>,
) -> Result<Vec<Replication>, Stopped> {
    replicate_with(family, idx, demand, &family.officers(idx), (n, span), watch)
}

/// [`replicate`] with other numbers of officers, in the order of [`QueueFamily::agencies`].
///
/// # Errors
/// [`Stopped`] when `watch.stop` was set.
pub fn replicate_with(
    family: &QueueFamily,
    idx: usize,
    demand: &Demand,
    officers: &[u32],
    (n, span): (u64, Span),
    watch: Watch<'_>,
) -> Result<Vec<Replication>, Stopped> {
    let (model, plan) = (&family.models[idx], &family.family.plans[idx]);
    let duties = family.duties(idx, demand.year());
    let one = |number: u64| {
        if watch.stop.load(Ordering::Relaxed) {
            return Err(Stopped);
        }
        let pool = &family.family.pool;
        let engine = Engine::new(
            model,
            plan,
            pool,
            demand,
            (officers, &duties),
            (span, number * CASES_APART),
        );
        let replication = engine.run();
        Ok(replication)
    };
    (0..n).into_par_iter().map(one).collect()
}
