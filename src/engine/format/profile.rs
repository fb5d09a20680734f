//! `[[profile]]`: the share of its limit that a step uses.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::at::At;

/// `[[profile]]`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfileSpec {
    /// Unique id.
    pub id: At<String>,
    /// Pairs of probability and share of the limit, from 0 to 1.
    pub quantiles: At<Vec<(f64, f64)>>,
    /// Friction that the record already contains.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub covers: Vec<CoverSpec>,
    /// Id of its source.
    pub source: Option<At<String>>,
}

/// Friction that a record may contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CoverSpec {
    /// Correction rounds.
    Correction,
    /// Intake.
    Intake,
    /// Hand-offs.
    Handoff,
}
