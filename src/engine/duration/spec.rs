//! A duration as the scenario file writes it, before profiles are looked up.

use std::collections::BTreeMap;
use std::ops::Not;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Duration, Profile};
use crate::error::Problem;

/// One distribution: `{ triangular = { min_days = 1, mode_days = 2, max_days = 5 } }`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum DurationSpec {
    /// Always the same.
    Fixed {
        /// Working days, or calendar days with `calendar = true`.
        days: f64,
        /// Whether `days` are calendar days.
        #[serde(default, skip_serializing_if = "Not::not")]
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
    /// Beta-PERT with mean (min + 4 mode + max) / 6.
    Pert {
        /// Shortest.
        min_days: f64,
        /// Most likely.
        mode_days: f64,
        /// Longest.
        max_days: f64,
    },
    /// Normal, cut at 0.
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
        /// The 63.2 % quantile.
        scale_days: f64,
    },
    /// Recorded quantiles, evenly spaced from probability 0 to 1, or a file with one duration a line.
    Empirical {
        /// Non-decreasing quantiles at equal steps of probability, first the minimum, last the maximum.
        quantiles_days: Option<Vec<f64>>,
        /// A CSV file beside the scenario, one duration in working days a line.
        file: Option<String>,
    },
    /// The share of its limit that a step uses: the id of a profile.
    LimitProfile(String),
}

/// What is needed to turn a [`DurationSpec`] into a [`Duration`].
#[derive(Clone, Copy, Debug)]
pub struct Resolve<'a> {
    /// Profiles of the file; the shipped ones need not be there.
    pub profiles: &'a BTreeMap<String, Arc<Profile>>,
    /// The step's limit in working days, for `limit_profile`.
    pub limit_days: Option<f64>,
}

impl DurationSpec {
    /// The duration, checked. `empirical = { file }` must have been replaced by its quantiles before.
    pub fn resolve(&self, with: Resolve<'_>) -> Result<Duration, Problem> {
        let duration = match self {
            DurationSpec::Fixed { days, calendar } => Duration::Fixed {
                days: *days,
                calendar: *calendar,
            },
            DurationSpec::Uniform { min_days, max_days } => Duration::Uniform {
                min_days: *min_days,
                max_days: *max_days,
            },
            DurationSpec::Triangular {
                min_days,
                mode_days,
                max_days,
            } => Duration::Triangular {
                min_days: *min_days,
                mode_days: *mode_days,
                max_days: *max_days,
            },
            DurationSpec::Pert {
                min_days,
                mode_days,
                max_days,
            } => Duration::Pert {
                min_days: *min_days,
                mode_days: *mode_days,
                max_days: *max_days,
            },
            DurationSpec::Normal { mean_days, sd_days } => Duration::Normal {
                mean_days: *mean_days,
                sd_days: *sd_days,
            },
            DurationSpec::Exponential { mean_days } => Duration::Exponential {
                mean_days: *mean_days,
            },
            DurationSpec::Lognormal {
                median_days,
                sigma_log,
            } => Duration::Lognormal {
                median_days: *median_days,
                sigma_log: *sigma_log,
            },
            DurationSpec::Gamma { shape, mean_days } => Duration::Gamma {
                shape: *shape,
                mean_days: *mean_days,
            },
            DurationSpec::Weibull { shape, scale_days } => Duration::Weibull {
                shape: *shape,
                scale_days: *scale_days,
            },
            DurationSpec::Empirical { file: Some(_), .. } => {
                return Err(Problem::error(
                    "`file` is read for steps, materials and friction only",
                )
                .hint("give `quantiles_days` here"));
            }
            DurationSpec::Empirical { quantiles_days, .. } => {
                let days = quantiles_days.as_deref().unwrap_or_default();
                if days.len() < 2 {
                    return Err(Problem::error("`empirical` needs at least two quantiles")
                        .allowed("`quantiles_days = [..]` with two or more values, or `file`"));
                }
                let last = (days.len() - 1) as f64;
                Duration::Empirical {
                    quantiles_days: days
                        .iter()
                        .enumerate()
                        .map(|(idx, &days)| (idx as f64 / last, days))
                        .collect(),
                }
            }
            DurationSpec::LimitProfile(id) => {
                let Some(profile) = with.profile(id) else {
                    return Err(Problem::error(format!("no profile is called `{id}`"))
                        .allowed(with.profile_ids()));
                };
                let Some(limit_days) = with.limit_days else {
                    return Err(Problem::error(
                        "`limit_profile` needs a limit, and the step has none",
                    )
                    .hint("give the step `limit_days`, or another duration"));
                };
                Duration::LimitProfile {
                    profile,
                    limit_days,
                }
            }
        };
        duration.validate()?;
        Ok(duration)
    }
}

impl Resolve<'_> {
    /// A profile of the file, else a shipped one.
    pub fn profile(&self, id: &str) -> Option<Arc<Profile>> {
        self.profiles
            .get(id)
            .cloned()
            .or_else(|| super::shipped(id))
    }

    fn profile_ids(&self) -> String {
        let mut ids: Vec<&str> = self.profiles.keys().map(String::as_str).collect();
        ids.extend(super::shipped_ids());
        ids.iter()
            .map(|id| format!("`{id}`"))
            .collect::<Vec<_>>()
            .join(", ")
    }
}
