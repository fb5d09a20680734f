//! `[[reform]]` and its measures; what a measure does is not known here.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::at::At;
use crate::key::decided;

/// `[[reform]]`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, bound(deserialize = "A: Deserialize<'de>"))]
#[schemars(rename = "ReformSpec")]
pub struct ReformSpec<A> {
    /// Unique id.
    pub id: At<String>,
    /// English name.
    pub en: Option<String>,
    /// 中文名.
    pub zh: Option<String>,
    /// When it took effect.
    pub effective: Option<At<String>>,
    /// The reform it starts from; default the baseline.
    pub builds_on: Option<At<String>>,
    /// In order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measure: Vec<MeasureSpec<A>>,
}

/// `[[reform.measure]]`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MeasureSpec")]
pub struct MeasureSpec<A> {
    /// Unique id within the reform.
    pub id: At<String>,
    /// English name.
    pub en: Option<String>,
    /// 中文名.
    pub zh: Option<String>,
    /// What a reader switches on and off together.
    pub group: Option<String>,
    /// What it costs.
    #[schemars(range(min = 0), extend("x-key" = decided("cost", "成本")))]
    pub cost: Option<f64>,
    /// What each working day costs by which `set_limit` or `scale_limits` shortens a limit: `optimise` may then
    /// choose to shorten it by less.
    #[schemars(range(min = 0), extend("x-key" = decided("cost of each day saved", "每压缩一日的成本")))]
    pub cost_per_day: Option<At<f64>>,
    /// Ids of measures that `optimise` may not choose together with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excludes: Vec<At<String>>,
    /// Ids of measures that `optimise` must choose with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requires: Vec<At<String>>,
    /// What it does: exactly one measure.
    pub r#do: At<A>,
}

impl<A> MeasureSpec<A> {
    /// A measure without a name that does nothing but `act`.
    pub fn of(act: A) -> MeasureSpec<A> {
        MeasureSpec {
            id: At::default(),
            en: None,
            zh: None,
            group: None,
            cost: None,
            cost_per_day: None,
            excludes: Vec::new(),
            requires: Vec::new(),
            r#do: At::nowhere(act),
        }
    }
}
