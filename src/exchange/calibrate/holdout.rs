//! The latest cases kept back: does the past predict them, and did the process change on its own?

use super::log::DAY;
use super::model::model;
use super::replay::{Random, simulated};
use super::traces::{Trace, Traces};
use super::working_days::WorkingDays;

/// Share of the cases that is kept back.
pub(super) const KEPT_BACK: f64 = 0.25;
/// Fewer tell nothing.
pub(super) const FEWEST: usize = 20;
/// Pairs of random halves.
const HALVES: usize = 20;
/// A distance of so many times that of two halves is no chance.
const BEYOND_CHANCE: f64 = 2.0;

/// What the kept-back cases say. Working days; of whole cases with deadlines calendar days.
#[derive(Clone, Debug, PartialEq)]
pub struct HoldOut {
    /// Cases that the model was made of.
    pub n_past: usize,
    /// Cases kept back.
    pub n_future: usize,
    /// Every kept-back case could be followed for so many calendar days.
    pub window_days: f64,
    /// Wasserstein distance of simulated cases to those kept back.
    pub model_distance_days: f64,
    /// Of the past to those kept back: drift.
    pub replay_distance_days: f64,
    /// Of two random halves of those kept back.
    pub noise_days: f64,
    /// P50 and P90 of the past, the simulated and the kept-back cases.
    pub p50_days: [f64; 3],
    /// As [`HoldOut::p50_days`].
    pub p90_days: [f64; 3],
    /// Share of late cases, as [`HoldOut::p50_days`]; `None`: nothing has a deadline.
    pub late_share: Option<[f64; 3]>,
}

impl HoldOut {
    /// What the days of the past, of simulated and of kept-back cases say, each rising.
    pub(super) fn of(sides: &[Vec<f64>; 3], window_days: f64, seed: u64) -> HoldOut {
        let [past, simulated, future] = sides;
        let quantiles = |p: f64| [past, simulated, future].map(|days| quantile(days, p));
        HoldOut {
            n_past: past.len(),
            n_future: future.len(),
            window_days,
            model_distance_days: distance(simulated, future),
            replay_distance_days: distance(past, future),
            noise_days: noise(future, seed),
            p50_days: quantiles(0.5),
            p90_days: quantiles(0.9),
            late_share: None,
        }
    }

    /// Whether what is kept back could as well be more of the past.
    pub fn past_predicts(&self) -> bool {
        self.replay_distance_days <= BEYOND_CHANCE * self.noise_days
    }
}

/// Tries the cases out; `None`: there are too few.
pub fn hold_out(traces: &Traces, clock: &WorkingDays, seed: u64) -> Option<HoldOut> {
    let last = traces.cases.iter().map(|case| case.end).max()?;
    let calendar_days = |case: &Trace| (case.end - case.start) as f64 / DAY;
    let window_days = quantile(
        &sorted(traces.cases.iter().map(calendar_days).collect()),
        0.9,
    );
    // A case that began later could not show that it takes long.
    let followed = |start: i64| start as f64 <= last as f64 - window_days * DAY;
    let n_followed = traces.cases.partition_point(|case| followed(case.start));
    let n_future = (n_followed as f64 * KEPT_BACK) as usize;
    let n_past = n_followed - n_future;
    if n_future < FEWEST {
        return None;
    }
    let (past, future) = traces.cases[..n_followed].split_at(n_past);
    let model = model(traces, past, clock, seed);
    let simulated = sorted(simulated(&model, 20_000, seed));
    let sides = [
        sorted(spans(past, clock)),
        simulated,
        sorted(spans(future, clock)),
    ];
    Some(HoldOut::of(&sides, window_days, seed))
}

/// Working days from the first event to the last.
pub fn spans(cases: &[Trace], clock: &WorkingDays) -> Vec<f64> {
    let days = cases.iter().map(|case| clock.between(case.start, case.end));
    days.collect()
}

/// In rising order.
pub fn sorted(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    values
}

/// The smallest value that a share `p` does not exceed.
pub fn quantile(sorted: &[f64], p: f64) -> f64 {
    let rank = (p * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.saturating_sub(1)).copied().unwrap_or(0.0)
}

/// Wasserstein distance of two sorted samples: the area between their distribution functions.
pub fn distance(a: &[f64], b: &[f64]) -> f64 {
    let (mut i, mut j, mut area) = (0, 0, 0.0);
    let mut at = match (a.first(), b.first()) {
        (Some(a), Some(b)) => a.min(*b),
        (None, _) | (_, None) => return 0.0,
    };
    while i < a.len() || j < b.len() {
        let next = match (a.get(i), b.get(j)) {
            (Some(a), Some(b)) => a.min(*b),
            (Some(only), None) | (None, Some(only)) => *only,
            (None, None) => break,
        };
        let gap = i as f64 / a.len() as f64 - j as f64 / b.len() as f64;
        area += gap.abs() * (next - at);
        at = next;
        while a.get(i).is_some_and(|value| *value <= next) {
            i += 1;
        }
        while b.get(j).is_some_and(|value| *value <= next) {
            j += 1;
        }
    }
    area
}

/// Mean distance of two random halves.
fn noise(sample: &[f64], seed: u64) -> f64 {
    let mut random = Random::new(seed);
    let mut mixed = sample.to_vec();
    let mut sum = 0.0;
    for _ in 0..HALVES {
        random.shuffle(&mut mixed);
        let (a, b) = mixed.split_at(mixed.len() / 2);
        sum += distance(&sorted(a.to_vec()), &sorted(b.to_vec()));
    }
    sum / HALVES as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shift_moves_a_sample_by_itself() {
        let a: Vec<f64> = (0..100).map(f64::from).collect();
        let b: Vec<f64> = a.iter().map(|value| value + 2.5).collect();
        assert!((distance(&a, &b) - 2.5).abs() < 1e-9);
        assert_eq!(distance(&a, &a), 0.0);
        assert!((distance(&[0.0, 0.0, 1.0], &[0.0, 1.0, 1.0]) - 1.0 / 3.0).abs() < 1e-12);
    }
}
