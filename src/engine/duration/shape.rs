//! Quantile, distribution function and mean of every distribution.

use super::special::{beta_cdf, gamma_cdf, inverse, normal_cdf, normal_quantile};
use super::{Duration, WORKING_DAYS_PER_CALENDAR_DAY};

/// Beyond this probability an unbounded distribution is cut: less than one draw in 2^32.
const LAST_PROBABILITY: f64 = 1.0 - 1.0 / 8_589_934_592.0;

impl Duration {
    /// The days that say where it lies, if it says so itself.
    pub fn location_days(&self) -> Option<f64> {
        match self {
            Duration::Fixed { days, .. } => Some(*days),
            Duration::Uniform { min_days, max_days } => Some((min_days + max_days) / 2.0),
            Duration::Triangular { mode_days, .. } | Duration::Pert { mode_days, .. } => {
                Some(*mode_days)
            }
            Duration::Normal { mean_days, .. }
            | Duration::Exponential { mean_days }
            | Duration::Gamma { mean_days, .. } => Some(*mean_days),
            Duration::Lognormal { median_days, .. } => Some(*median_days),
            Duration::Weibull { scale_days, .. } => Some(*scale_days),
            Duration::Empirical { .. } | Duration::LimitProfile { .. } => None,
        }
    }

    /// The value below which a share `p` of all cases lies, working days.
    pub fn quantile(&self, p: f64) -> f64 {
        let p = p.clamp(0.0, 1.0);
        match self {
            Duration::Fixed { days, calendar } => fixed(*days, *calendar),
            Duration::Uniform { min_days, max_days } => min_days + p * (max_days - min_days),
            Duration::Triangular {
                min_days: a,
                mode_days: c,
                max_days: b,
            } => {
                if a == b {
                    *a
                } else if p <= (c - a) / (b - a) {
                    a + (p * (b - a) * (c - a)).sqrt()
                } else {
                    b - ((1.0 - p) * (b - a) * (b - c)).sqrt()
                }
            }
            Duration::Pert {
                min_days, max_days, ..
            } => match self.pert_shapes() {
                None => *min_days,
                Some((a, b)) => {
                    let share = inverse(beta_cdf(a, b), p, 0.0, 1.0);
                    min_days + share * (max_days - min_days)
                }
            },
            Duration::Normal { mean_days, sd_days } => {
                if *sd_days == 0.0 {
                    *mean_days
                } else {
                    (mean_days + sd_days * normal_quantile(p)).max(0.0)
                }
            }
            Duration::Exponential { mean_days } => {
                if *mean_days == 0.0 {
                    0.0
                } else {
                    -mean_days * libm::log1p(-p)
                }
            }
            Duration::Lognormal {
                median_days,
                sigma_log,
            } => {
                if *sigma_log == 0.0 || *median_days == 0.0 {
                    *median_days
                } else {
                    median_days * libm::exp(sigma_log * normal_quantile(p))
                }
            }
            Duration::Gamma { shape, mean_days } => {
                if *mean_days == 0.0 || p == 0.0 {
                    0.0
                } else if p == 1.0 {
                    f64::INFINITY
                } else {
                    let mut high = shape + 1.0;
                    while gamma_cdf(*shape, high) < p {
                        high *= 2.0;
                    }
                    inverse(|x| gamma_cdf(*shape, x), p, 0.0, high) * mean_days / shape
                }
            }
            Duration::Weibull { shape, scale_days } => {
                if *scale_days == 0.0 {
                    0.0
                } else {
                    scale_days * libm::pow(-libm::log1p(-p), 1.0 / shape)
                }
            }
            Duration::Empirical { quantiles_days } => interpolate(quantiles_days, p),
            Duration::LimitProfile {
                profile,
                limit_days,
            } => interpolate(&profile.quantiles, p) * limit_days,
        }
    }

    /// The share of cases that take at most `x` working days.
    pub fn cdf(&self, x: f64) -> f64 {
        let step = |at: f64| if x >= at { 1.0 } else { 0.0 };
        if x < 0.0 {
            return 0.0;
        }
        if x == f64::INFINITY {
            return 1.0;
        }
        match self {
            Duration::Fixed { days, calendar } => step(fixed(*days, *calendar)),
            Duration::Uniform { min_days, max_days } => {
                if min_days == max_days {
                    step(*min_days)
                } else {
                    ((x - min_days) / (max_days - min_days)).clamp(0.0, 1.0)
                }
            }
            Duration::Triangular {
                min_days: a,
                mode_days: c,
                max_days: b,
            } => {
                if a == b || x >= *b {
                    step(*b)
                } else if x <= *a {
                    0.0
                } else if x <= *c {
                    (x - a) * (x - a) / ((b - a) * (c - a))
                } else {
                    1.0 - (b - x) * (b - x) / ((b - a) * (b - c))
                }
            }
            Duration::Pert {
                min_days, max_days, ..
            } => match self.pert_shapes() {
                None => step(*min_days),
                Some((a, b)) => beta_cdf(a, b)((x - min_days) / (max_days - min_days)),
            },
            Duration::Normal { mean_days, sd_days } => {
                if *sd_days == 0.0 {
                    step(*mean_days)
                } else {
                    normal_cdf((x - mean_days) / sd_days)
                }
            }
            Duration::Exponential { mean_days } => {
                if *mean_days == 0.0 {
                    1.0
                } else {
                    -libm::expm1(-x / mean_days)
                }
            }
            Duration::Lognormal {
                median_days,
                sigma_log,
            } => {
                if *sigma_log == 0.0 || *median_days == 0.0 {
                    step(*median_days)
                } else if x == 0.0 {
                    0.0
                } else {
                    normal_cdf(libm::log(x / median_days) / sigma_log)
                }
            }
            Duration::Gamma { shape, mean_days } => {
                if *mean_days == 0.0 {
                    1.0
                } else {
                    gamma_cdf(*shape, x * shape / mean_days)
                }
            }
            Duration::Weibull { shape, scale_days } => {
                if *scale_days == 0.0 {
                    1.0
                } else {
                    -libm::expm1(-libm::pow(x / scale_days, *shape))
                }
            }
            Duration::Empirical { quantiles_days } => inverse_interpolate(quantiles_days, x),
            Duration::LimitProfile {
                profile,
                limit_days,
            } => {
                if *limit_days == 0.0 {
                    1.0
                } else {
                    inverse_interpolate(&profile.quantiles, x / limit_days)
                }
            }
        }
    }

    /// The mean, working days.
    pub fn mean(&self) -> f64 {
        match self {
            Duration::Fixed { days, calendar } => fixed(*days, *calendar),
            Duration::Uniform { min_days, max_days } => (min_days + max_days) / 2.0,
            Duration::Triangular {
                min_days,
                mode_days,
                max_days,
            } => (min_days + mode_days + max_days) / 3.0,
            Duration::Pert {
                min_days,
                mode_days,
                max_days,
            } => (min_days + 4.0 * mode_days + max_days) / 6.0,
            Duration::Normal { mean_days, sd_days } => {
                if *sd_days == 0.0 {
                    *mean_days
                } else {
                    // E max(X, 0) of a normal X.
                    let z = mean_days / sd_days;
                    let density = libm::exp(-z * z / 2.0) / (2.0 * std::f64::consts::PI).sqrt();
                    mean_days * normal_cdf(z) + sd_days * density
                }
            }
            Duration::Exponential { mean_days } | Duration::Gamma { mean_days, .. } => *mean_days,
            Duration::Lognormal {
                median_days,
                sigma_log,
            } => median_days * libm::exp(sigma_log * sigma_log / 2.0),
            Duration::Weibull { shape, scale_days } => {
                scale_days * libm::exp(libm::lgamma(1.0 + 1.0 / shape))
            }
            Duration::Empirical { quantiles_days } => mean_of(quantiles_days),
            Duration::LimitProfile {
                profile,
                limit_days,
            } => mean_of(&profile.quantiles) * limit_days,
        }
    }

    /// Shortest and longest; an unbounded distribution is cut where less than one draw in 2^32 lies.
    pub fn bounds(&self) -> (f64, f64) {
        let longest = self.quantile(1.0);
        let longest = if longest.is_finite() {
            longest
        } else {
            self.quantile(LAST_PROBABILITY)
        };
        (self.quantile(0.0).max(0.0), longest)
    }

    /// Days at which the distribution function jumps or bends, rising.
    pub fn kinks(&self) -> Vec<f64> {
        match self {
            Duration::Fixed { .. } => vec![self.mean()],
            Duration::Uniform { min_days, max_days }
            | Duration::Pert {
                min_days, max_days, ..
            } => vec![*min_days, *max_days],
            Duration::Triangular {
                min_days,
                mode_days,
                max_days,
            } => vec![*min_days, *mode_days, *max_days],
            Duration::Normal { mean_days, sd_days } => {
                if *sd_days == 0.0 {
                    vec![*mean_days]
                } else {
                    vec![0.0]
                }
            }
            Duration::Lognormal {
                median_days,
                sigma_log,
            } => {
                if *sigma_log == 0.0 {
                    vec![*median_days]
                } else {
                    vec![0.0]
                }
            }
            Duration::Exponential { .. } | Duration::Gamma { .. } | Duration::Weibull { .. } => {
                vec![0.0]
            }
            Duration::Empirical { quantiles_days } => {
                quantiles_days.iter().map(|(_, days)| *days).collect()
            }
            Duration::LimitProfile {
                profile,
                limit_days,
            } => profile
                .quantiles
                .iter()
                .map(|(_, share)| share * limit_days)
                .collect(),
        }
    }

    /// Numbers that are equal where the distribution is.
    pub fn bits(&self) -> Vec<u64> {
        let knots = |kind: u64, knots: &[(f64, f64)]| -> Vec<u64> {
            let knots = knots
                .iter()
                .flat_map(|&(p, value)| [p.to_bits(), value.to_bits()]);
            std::iter::once(kind).chain(knots).collect()
        };
        match self {
            Duration::Fixed { days, calendar } => vec![0, days.to_bits(), u64::from(*calendar)],
            Duration::Uniform { min_days, max_days } => {
                vec![1, min_days.to_bits(), max_days.to_bits()]
            }
            Duration::Triangular {
                min_days: a,
                mode_days: c,
                max_days: b,
            } => vec![2, a.to_bits(), c.to_bits(), b.to_bits()],
            Duration::Pert {
                min_days: a,
                mode_days: c,
                max_days: b,
            } => vec![3, a.to_bits(), c.to_bits(), b.to_bits()],
            Duration::Normal { mean_days, sd_days } => {
                vec![4, mean_days.to_bits(), sd_days.to_bits()]
            }
            Duration::Exponential { mean_days } => vec![5, mean_days.to_bits()],
            Duration::Lognormal {
                median_days,
                sigma_log,
            } => vec![6, median_days.to_bits(), sigma_log.to_bits()],
            Duration::Gamma { shape, mean_days } => vec![7, shape.to_bits(), mean_days.to_bits()],
            Duration::Weibull { shape, scale_days } => {
                vec![8, shape.to_bits(), scale_days.to_bits()]
            }
            Duration::Empirical { quantiles_days } => knots(9, quantiles_days),
            Duration::LimitProfile {
                profile,
                limit_days,
            } => {
                let mut bits = knots(10, &profile.quantiles);
                bits.push(limit_days.to_bits());
                bits
            }
        }
    }

    /// Shapes of the Beta behind a PERT; `None` if it is a fixed value.
    fn pert_shapes(&self) -> Option<(f64, f64)> {
        let Duration::Pert {
            min_days: a,
            mode_days: c,
            max_days: b,
        } = self
        else {
            return None;
        };
        (b > a).then(|| (1.0 + 4.0 * (c - a) / (b - a), 1.0 + 4.0 * (b - c) / (b - a)))
    }
}

fn fixed(days: f64, calendar: bool) -> f64 {
    if calendar {
        days * WORKING_DAYS_PER_CALENDAR_DAY
    } else {
        days
    }
}

/// Linear between `(probability, value)` knots.
fn interpolate(knots: &[(f64, f64)], p: f64) -> f64 {
    let after = knots.partition_point(|(probability, _)| *probability < p);
    if after == 0 {
        return knots.first().map_or(0.0, |(_, value)| *value);
    }
    let (Some(low), Some(high)) = (knots.get(after - 1), knots.get(after)) else {
        return knots.last().map_or(0.0, |(_, value)| *value);
    };
    low.1 + (p - low.0) / (high.0 - low.0) * (high.1 - low.1)
}

/// The largest probability whose value is at most `x`.
fn inverse_interpolate(knots: &[(f64, f64)], x: f64) -> f64 {
    let after = knots.partition_point(|(_, value)| *value <= x);
    if after == 0 {
        return 0.0;
    }
    let (Some(low), Some(high)) = (knots.get(after - 1), knots.get(after)) else {
        return 1.0;
    };
    low.0 + (x - low.1) / (high.1 - low.1) * (high.0 - low.0)
}

fn mean_of(knots: &[(f64, f64)]) -> f64 {
    knots
        .windows(2)
        .map(|pair| (pair[1].0 - pair[0].0) * (pair[0].1 + pair[1].1) / 2.0)
        .sum()
}
