//! Which figures a distribution may have.

use super::Duration;
use crate::error::Problem;
use crate::text::number;

/// No duration may be longer, working days.
pub const LONGEST_DAYS: f64 = 60_000.0;

impl Duration {
    /// Checks the figures.
    ///
    /// # Errors
    /// The first figure that cannot be, by its key in the scenario file.
    pub fn validate(&self) -> Result<(), Problem> {
        self.check_figures()?;
        let longest = self.bounds().1;
        if longest.is_finite() && longest <= LONGEST_DAYS {
            return Ok(());
        }
        Err(Problem::error("the longest durations are past all sense")
            .allowed(format!("up to {LONGEST_DAYS} working days"))
            .hint("are the units days?"))
    }

    fn check_figures(&self) -> Result<(), Problem> {
        match self {
            Duration::Fixed { days, .. } => not_negative("days", *days),
            Duration::Uniform { min_days, max_days } => {
                not_negative("min_days", *min_days)?;
                not_negative("max_days", *max_days)?;
                in_order(("min_days", *min_days), ("max_days", *max_days))
            }
            Duration::Triangular {
                min_days,
                mode_days,
                max_days,
            }
            | Duration::Pert {
                min_days,
                mode_days,
                max_days,
            } => {
                not_negative("min_days", *min_days)?;
                not_negative("mode_days", *mode_days)?;
                not_negative("max_days", *max_days)?;
                in_order(("min_days", *min_days), ("mode_days", *mode_days))?;
                in_order(("mode_days", *mode_days), ("max_days", *max_days))
            }
            Duration::Normal { mean_days, sd_days } => {
                not_negative("mean_days", *mean_days)?;
                not_negative("sd_days", *sd_days)
            }
            Duration::Exponential { mean_days } => not_negative("mean_days", *mean_days),
            Duration::Lognormal {
                median_days,
                sigma_log,
            } => {
                not_negative("median_days", *median_days)?;
                at_most("sigma_log", *sigma_log, 3.0)
            }
            Duration::Gamma { shape, mean_days } => {
                positive("shape", *shape)?;
                not_negative("mean_days", *mean_days)
            }
            Duration::Weibull { shape, scale_days } => {
                positive("shape", *shape)?;
                not_negative("scale_days", *scale_days)
            }
            Duration::Empirical { quantiles_days } if quantiles_days.len() < 2 => {
                let problem = match quantiles_days.is_empty() {
                    true => "`quantiles_days` is empty",
                    false => "`empirical` needs at least two quantiles",
                };
                Err(Problem::error(problem)
                    .allowed("`quantiles_days = [..]` with two or more values, or `file`"))
            }
            Duration::Empirical { quantiles_days } => {
                check_quantiles("quantiles_days", quantiles_days)
            }
            Duration::LimitProfile {
                profile,
                limit_days,
            } => {
                not_negative("limit_days", *limit_days)?;
                check_quantiles("quantiles", &profile.quantiles)
            }
        }
    }
}

fn not_negative(key: &str, value: f64) -> Result<(), Problem> {
    at_most(key, value, LONGEST_DAYS)
}

fn at_most(key: &str, value: f64, most: f64) -> Result<(), Problem> {
    if value.is_finite() && (0.0..=most).contains(&value) {
        return Ok(());
    }
    Err(Problem::error(format!("`{key}` is {}", number(value))).allowed(format!("0 to {most}")))
}

fn positive(key: &str, value: f64) -> Result<(), Problem> {
    if value.is_finite() && (0.05..=10_000.0).contains(&value) {
        return Ok(());
    }
    Err(Problem::error(format!("`{key}` is {}", number(value))).allowed("0.05 to 10000"))
}

fn in_order(low: (&str, f64), high: (&str, f64)) -> Result<(), Problem> {
    if low.1 <= high.1 {
        return Ok(());
    }
    Err(Problem::error(format!(
        "`{}` is {}, more than `{}`, which is {}",
        low.0, low.1, high.0, high.1
    ))
    .hint("are the two the wrong way round?"))
}

fn check_quantiles(key: &str, knots: &[(f64, f64)]) -> Result<(), Problem> {
    let wrong = |what: &str| Err(Problem::error(format!("`{key}` {what}")));
    let (Some(first), Some(last)) = (knots.first(), knots.last()) else {
        return wrong("is empty");
    };
    if first.0 != 0.0 || last.0 != 1.0 || knots.len() < 2 {
        return wrong("must begin at probability 0 and end at 1");
    }
    if knots
        .iter()
        .any(|(p, value)| !p.is_finite() || !value.is_finite() || *value < 0.0)
    {
        return wrong("has a number that is negative or not finite");
    }
    if knots.windows(2).any(|pair| pair[1].0 <= pair[0].0) {
        return wrong("must rise in probability");
    }
    if knots.windows(2).any(|pair| pair[1].1 < pair[0].1) {
        return wrong("must not fall: a later quantile is never smaller");
    }
    Ok(())
}
