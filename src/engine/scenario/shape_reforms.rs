//! The scenario file as it is written, continued: reforms, facts, and the programme of a folder.

use schemars::JsonSchema;
use serde::Deserialize;

use super::shape::SourceSpec;
use crate::at::At;
use crate::reform::Act;

/// `[[reform]]`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReformSpec {
    /// Unique id.
    pub id: At<String>,
    /// English name.
    #[serde(default)]
    pub en: Option<String>,
    /// 中文名.
    #[serde(default)]
    pub zh: Option<String>,
    /// When it took effect.
    #[serde(default)]
    pub effective: Option<At<String>>,
    /// The reform it starts from; default the baseline.
    #[serde(default)]
    pub builds_on: Option<At<String>>,
    /// In order.
    #[serde(default)]
    pub measure: Vec<MeasureSpec>,
}

/// `[[reform.measure]]`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasureSpec {
    /// Unique id within the reform.
    pub id: At<String>,
    /// English name.
    #[serde(default)]
    pub en: Option<String>,
    /// 中文名.
    #[serde(default)]
    pub zh: Option<String>,
    /// What a reader switches on and off together.
    #[serde(default)]
    pub group: Option<String>,
    /// What it costs.
    #[serde(default)]
    pub cost: Option<At<f64>>,
    /// What each working day costs by which `set_limit` or `scale_limits` shortens a limit: `optimise` may then
    /// choose to shorten it by less.
    #[serde(default)]
    pub cost_per_day: Option<At<f64>>,
    /// Ids of measures that `optimise` may not choose together with it.
    #[serde(default)]
    pub excludes: Vec<At<String>>,
    /// Ids of measures that `optimise` must choose with it.
    #[serde(default)]
    pub requires: Vec<At<String>>,
    /// What it does: exactly one measure.
    pub r#do: At<Act>,
}

/// `[[fact]]`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FactSpec {
    /// Path of the quantity, like `sixty-days.limits.counted_days`.
    pub quantity: At<String>,
    /// The published value.
    pub value: f64,
    /// Id of its source.
    pub source: At<String>,
}

/// `programme.toml`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProgrammeSpec {
    /// Unique id.
    #[serde(default)]
    pub id: Option<At<String>>,
    /// English name.
    #[serde(default)]
    pub en: Option<String>,
    /// 中文名.
    #[serde(default)]
    pub zh: Option<String>,
    /// Scenario files, in order.
    #[serde(default)]
    pub scenarios: Vec<At<String>>,
    /// Whether the cases of all scenarios compete for the same officers, in the simulation with queues: agencies of the
    /// same id are one. Default false: every scenario has officers of its own.
    #[serde(default)]
    pub shared_agencies: Option<At<bool>>,
    /// A CSV with further items of the city (权力清单), before and after.
    #[serde(default)]
    pub catalogue: Option<At<String>>,
    /// Sources.
    #[serde(default)]
    pub source: Vec<SourceSpec>,
    /// Published figures that the programme must reproduce.
    #[serde(default)]
    pub fact: Vec<FactSpec>,
}
