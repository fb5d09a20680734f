//! What of a duration a file writes otherwise than the program keeps it: quantiles as a list, a profile by its id.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Duration;

/// Recorded quantiles, or the file that they are read from.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// Non-decreasing quantiles at equal steps of probability, first the minimum, last the maximum.
    quantiles_days: Option<Vec<f64>>,
    /// A CSV file beside the scenario, one duration in working days a line.
    file: Option<String>,
}

/// The keys of recorded durations, for whoever puts quantiles in the place of the file that holds them.
pub const RECORDED: &str = "empirical";
/// See [`RECORDED`].
pub const QUANTILES: &str = "quantiles_days";
/// See [`RECORDED`].
pub const FILE: &str = "file";

/// Quantiles at equal steps of probability.
pub mod quantiles {
    use serde::de::Error;
    use serde::{Deserializer, Serializer};

    use super::*;

    /// The days alone: their probabilities are equal steps.
    pub fn serialize<S: Serializer>(knots: &Arc<[(f64, f64)]>, to: S) -> Result<S::Ok, S::Error> {
        let recorded = Recorded {
            quantiles_days: Some(knots.iter().map(|(_, days)| *days).collect()),
            file: None,
        };
        recorded.serialize(to)
    }

    /// Days with their probabilities.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Arc<[(f64, f64)]>, D::Error> {
        let recorded = Recorded::deserialize(from)?;
        if recorded.file.is_some() {
            return Err(D::Error::custom(
                "a `file` is read beside a scenario file only; give `quantiles_days` here",
            ));
        }
        Ok(evenly(&recorded.quantiles_days.unwrap_or_default()))
    }
}

/// Quantiles at equal steps of probability from 0 to 1.
pub fn evenly(days: &[f64]) -> Arc<[(f64, f64)]> {
    let last = days.len().saturating_sub(1).max(1) as f64;
    let knots = days.iter().enumerate();
    knots
        .map(|(idx, days)| (idx as f64 / last, *days))
        .collect()
}

/// A profile by its id.
pub mod profile {
    use serde::{Deserializer, Serializer};

    use super::super::{Covers, Profile};
    use super::*;

    /// The id alone.
    pub fn serialize<S: Serializer>(
        profile: &Arc<Profile>,
        _limit_days: &f64,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        profile.id.serialize(to)
    }

    /// A profile of which only the id is known, until it is resolved.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<(Arc<Profile>, f64), D::Error> {
        Ok((named(String::deserialize(from)?), 0.0))
    }

    /// See [`deserialize`].
    pub fn named(id: String) -> Arc<Profile> {
        Arc::new(Profile {
            id,
            quantiles: Vec::new(),
            covers: Covers::default(),
            source: String::new(),
        })
    }
}

impl Duration {
    /// The share of its limit that the profile called `id` says, until it is resolved.
    pub fn of_limit(id: &str) -> Duration {
        Duration::LimitProfile {
            profile: profile::named(id.to_owned()),
            limit_days: 0.0,
        }
    }
}
