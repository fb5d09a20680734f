//! `[[fact]]`: a published figure that must come out.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::at::At;

/// `[[fact]]`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FactSpec {
    /// Path of the quantity, like `sixty-days.limits.counted_days`.
    pub quantity: At<String>,
    /// The published value.
    pub value: f64,
    /// Id of its source.
    pub source: At<String>,
}
