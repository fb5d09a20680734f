//! Laws with the figures of other tools, in working days: textbook ones by name, any other by its quantiles.

use serde::Deserialize;
use toml::{Table, Value};

use crate::duration::{Duration, special};
use crate::exchange::document::values::{empirical, number, rounded, tagged};

/// Seconds of a working day of eight hours.
pub const EIGHT_HOURS: f64 = 8.0 * 3600.0;
/// Quantiles that stand for a law which the file has no word for.
const QUANTILES: u32 = 101;
/// Points at which a mean is taken.
const POINTS: u32 = 4_000;
/// A file holds no longer times.
const MOST_DAYS: f64 = 10_000.0;

/// A law whose figures are all there and in order.
pub fn law(kind: &str, figures: &[(&str, Option<f64>)]) -> Option<Value> {
    let mut table = Table::new();
    let mut least = 0.0;
    for (key, days) in figures {
        let days = days.filter(|days| days.is_finite() && *days >= 0.0)?;
        if ["uniform", "triangular", "pert"].contains(&kind) {
            if days < least {
                return None;
            }
            least = days;
        }
        table.insert((*key).to_owned(), number(rounded(days)));
    }
    let made = tagged(kind, Value::Table(table));
    read(&made).is_some().then_some(made)
}

/// Always the same.
pub fn fixed(days: Option<f64>) -> Option<Value> {
    law("fixed", &[("days", days)])
}

/// All alike between two bounds.
pub fn uniform(min: Option<f64>, max: Option<f64>) -> Option<Value> {
    law("uniform", &[("min_days", min), ("max_days", max)])
}

/// A triangle.
pub fn triangular(min: Option<f64>, mode: Option<f64>, max: Option<f64>) -> Option<Value> {
    let figures = [("min_days", min), ("mode_days", mode), ("max_days", max)];
    law("triangular", &figures)
}

/// A normal law.
pub fn normal(mean: Option<f64>, sd: Option<f64>) -> Option<Value> {
    law("normal", &[("mean_days", mean), ("sd_days", sd)])
}

/// An exponential law.
pub fn exponential(mean: Option<f64>) -> Option<Value> {
    law("exponential", &[("mean_days", mean)])
}

/// A lognormal law of this mean and variance.
pub fn lognormal(mean: f64, variance: f64) -> Option<Value> {
    let sigma_squared = libm::log1p(variance / (mean * mean));
    let median = mean * libm::exp(-sigma_squared / 2.0);
    let sigma = Some(sigma_squared.sqrt());
    law(
        "lognormal",
        &[("median_days", Some(median)), ("sigma_log", sigma)],
    )
}

/// A gamma law of this mean and variance.
pub fn gamma(mean: f64, variance: f64) -> Option<Value> {
    let shape = Some(mean * mean / variance).filter(|shape| (0.05..=10_000.0).contains(shape));
    law("gamma", &[("shape", shape), ("mean_days", Some(mean))])
}

/// The law, moved by so many days.
pub fn moved(value: Value, days: f64) -> Option<Value> {
    if days == 0.0 {
        return Some(value);
    }
    let law = read(&value)?;
    Some(quantiles(|p| (law.quantile(p) + days).max(0.0)))
}

/// The share of cases that are done by then; whoever is done at that very moment is in time.
pub fn done_by(value: &Value, days: f64) -> Option<f64> {
    Some(read(value)?.cdf(days + 1e-9))
}

/// The law of what lies between two bounds: what lies outside is drawn again.
pub fn within(value: Value, low: f64, high: f64) -> Option<Value> {
    let law = read(&value)?;
    let (from, to) = (
        if low > 0.0 { law.cdf(low) } else { 0.0 },
        law.cdf(high + 1e-9),
    );
    // Bounds that cut off hardly a case, or everything.
    if to - from > 1.0 - 1e-4 || to - from < 1e-9 {
        return Some(value);
    }
    Some(quantiles(|p| {
        law.quantile((from + p * (to - from)).min(0.999_999))
            .clamp(low, high)
    }))
}

/// Each of several laws as often as its weight says.
pub fn mixture(laws: &[(Value, f64)]) -> Option<Value> {
    let (first, rest) = laws.split_first()?;
    if rest.iter().all(|(law, _)| *law == first.0) {
        return Some(first.0.clone());
    }
    let read: Option<Vec<(Duration, f64)>> = laws
        .iter()
        .map(|(law, weight)| Some((self::read(law)?, *weight)))
        .collect();
    let read = read?;
    let total: f64 = read.iter().map(|(_, weight)| weight).sum();
    let cdf = |x: f64| -> f64 {
        let parts = read.iter().map(|(law, weight)| weight * law.cdf(x));
        parts.sum::<f64>() / total
    };
    let ends = |p: f64| read.iter().map(move |(law, _)| law.quantile(p));
    let quantile = |p: f64| {
        let (low, high) = (
            ends(p).fold(f64::INFINITY, f64::min),
            ends(p).fold(0.0, f64::max),
        );
        if high - low < 1e-9 {
            low
        } else {
            special::inverse(cdf, p, low, high)
        }
    };
    Some(quantiles(quantile))
}

/// The mean of a law that this module made.
pub fn mean_days(value: &Value) -> Option<f64> {
    Some(crate::duration::Law::from(read(value)?).mean())
}

/// A table of quantiles that keeps the mean: straight lines between points of a curve alone would not.
fn quantiles(quantile: impl Fn(f64) -> f64) -> Value {
    let at = |part: f64, of: u32| quantile((part / f64::from(of)).clamp(1e-6, 0.9999));
    let table: Vec<f64> = (0..=QUANTILES)
        .map(|idx| at(f64::from(idx), QUANTILES))
        .collect();
    let points = (0..POINTS).map(|idx| at(f64::from(idx) + 0.5, POINTS));
    let mean = points.sum::<f64>() / f64::from(POINTS);
    let (first, last) = (table[0], table[table.len() - 1]);
    let own = (table.iter().sum::<f64>() - (first + last) / 2.0) / f64::from(QUANTILES);
    let scale = if own > 0.0 { mean / own } else { 1.0 };
    let days = table
        .iter()
        .map(|days| number(rounded((days * scale).clamp(first, last))));
    empirical(days.collect())
}

fn read(value: &Value) -> Option<Duration> {
    let law = Duration::deserialize(value.clone()).ok()?;
    law.validate().ok()?;
    (law.quantile(0.999) <= MOST_DAYS).then_some(law)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(value: Option<Value>) -> f64 {
        value.as_ref().and_then(mean_days).expect("it is a law")
    }

    #[test]
    fn laws_keep_their_means_when_they_are_moved_mixed_and_cut() {
        let fixed = |days| fixed(Some(days)).expect("a law");
        let uniform = uniform(Some(0.0), Some(4.0)).expect("a law");
        assert!((mean(mixture(&[(fixed(1.0), 1.0), (fixed(3.0), 1.0)])) - 2.0).abs() < 0.02);
        assert!((mean(moved(uniform.clone(), 2.0)) - 4.0).abs() < 0.01);
        assert!((mean(within(uniform.clone(), 1.0, 2.0)) - 1.5).abs() < 0.01);
        assert_eq!(within(uniform.clone(), 0.0, 9.0), Some(uniform));
        assert!((mean(lognormal(5.0, 9.0)) - 5.0).abs() < 1e-3);
        assert!((mean(gamma(5.0, 9.0)) - 5.0).abs() < 1e-3);
        assert_eq!(super::uniform(Some(3.0), Some(1.0)), None);
    }
}
