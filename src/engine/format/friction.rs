//! `[friction]`: delays off the clock.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::at::At;
use crate::duration::DurationSpec;

/// `[friction]`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FrictionSpec {
    /// Chance that one handed-in material is wrong.
    pub material_error_share: Option<At<f64>>,
    /// How long one correction round takes.
    pub correction_days: Option<At<DurationSpec>>,
    /// Delay on an edge between two authorities.
    pub handoff_days: Option<At<DurationSpec>>,
    /// Delay before acceptance, per submission.
    pub intake_days: Option<At<DurationSpec>>,
    /// How alike the luck of one case's steps is.
    pub case_correlation: Option<CorrelationSpec>,
    /// Figure → its plausible range.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub plausible: BTreeMap<String, At<(f64, f64)>>,
}

/// `case_correlation`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrelationSpec {
    /// Among steps of authorities, 0 to 0.99.
    pub agencies: Option<At<f64>>,
    /// Among steps of applicants and intermediaries, 0 to 0.99.
    pub applicants: Option<At<f64>>,
}
