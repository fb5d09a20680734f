//! How long things take: every distribution, and the law a step's duration follows.

mod kinds;
mod law;
mod profile;
mod profiles;
mod shape;
mod spec;
pub mod special;
mod validate;

pub use kinds::{KINDS, Kind};
pub use law::{Law, Move, gauss_legendre};
pub use profile::{Covers, Profile};
pub use profiles::{shipped, shipped_ids};
pub use spec::{DurationSpec, Resolve};
pub use validate::LONGEST_DAYS;

use std::sync::Arc;

/// Calendar days become working days at this rate wherever no real date is known.
pub const WORKING_DAYS_PER_CALENDAR_DAY: f64 = 5.0 / 7.0;

/// A promised or legal limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limit {
    /// Working days.
    Working(f64),
    /// Calendar days.
    Calendar(f64),
}

impl Limit {
    /// The limit in working days; calendar days times 5/7.
    pub fn days(self) -> f64 {
        match self {
            Limit::Working(days) => days,
            Limit::Calendar(days) => days * WORKING_DAYS_PER_CALENDAR_DAY,
        }
    }
}

/// A duration in working days as the scenario file states it.
#[derive(Clone, Debug, PartialEq)]
pub enum Duration {
    /// Always the same.
    Fixed {
        /// Working days, or calendar days if `calendar`.
        days: f64,
        /// Whether `days` are calendar days.
        calendar: bool,
    },
    /// Equally likely anywhere between two bounds.
    Uniform {
        /// Shortest.
        min_days: f64,
        /// Longest.
        max_days: f64,
    },
    /// Triangular with its mode.
    Triangular {
        /// Shortest.
        min_days: f64,
        /// Most likely.
        mode_days: f64,
        /// Longest.
        max_days: f64,
    },
    /// Beta with mean (min + 4 mode + max) / 6, shape parameters summing to 6.
    Pert {
        /// Shortest.
        min_days: f64,
        /// Most likely.
        mode_days: f64,
        /// Longest.
        max_days: f64,
    },
    /// Normal, cut at 0: negative draws count as 0.
    Normal {
        /// Mean before the cut.
        mean_days: f64,
        /// Standard deviation before the cut.
        sd_days: f64,
    },
    /// Exponential.
    Exponential {
        /// Mean.
        mean_days: f64,
    },
    /// Lognormal.
    Lognormal {
        /// Median.
        median_days: f64,
        /// Standard deviation of the logarithm.
        sigma_log: f64,
    },
    /// Gamma.
    Gamma {
        /// Shape parameter.
        shape: f64,
        /// Mean.
        mean_days: f64,
    },
    /// Weibull.
    Weibull {
        /// Shape parameter.
        shape: f64,
        /// Scale parameter: the 63.2 % quantile.
        scale_days: f64,
    },
    /// Piecewise linear through recorded quantiles, `(probability, days)`, first 0, last 1.
    Empirical {
        /// Strictly rising probabilities, non-decreasing days.
        quantiles_days: Arc<[(f64, f64)]>,
    },
    /// The share of its limit that a step uses; `limit_days` is the limit it was resolved with.
    LimitProfile {
        /// The recorded or assumed shares.
        profile: Arc<Profile>,
        /// Working days.
        limit_days: f64,
    },
}
