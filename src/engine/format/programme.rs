//! `programme.toml`: scenarios run together.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{FactSpec, SourceSpec};
use crate::at::At;

/// `programme.toml`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProgrammeSpec {
    /// Unique id.
    pub id: Option<At<String>>,
    /// English name.
    pub en: Option<String>,
    /// 中文名.
    pub zh: Option<String>,
    /// Scenario files, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scenarios: Vec<At<String>>,
    /// Whether the cases of all scenarios compete for the same officers, in the simulation with queues: agencies of the
    /// same id are one. Default false: every scenario has officers of its own.
    pub shared_agencies: Option<At<bool>>,
    /// A CSV with further items of the city (权力清单), before and after.
    pub catalogue: Option<At<String>>,
    /// Sources.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub source: Vec<SourceSpec>,
    /// Published figures that the programme must reproduce.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fact: Vec<FactSpec>,
}
