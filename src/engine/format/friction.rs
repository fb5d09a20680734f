//! `[friction]`: delays off the clock.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::at::At;
use crate::duration::Duration;
use crate::key::{assumed, part};

/// `[friction]`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FrictionSpec {
    /// Chance that one handed-in material is wrong.
    #[schemars(
        range(min = 0, max = 1),
        extend("x-key" = assumed("share of wrong materials", "材料差错率"))
    )]
    pub material_error_share: Option<f64>,
    /// How long one correction round takes.
    #[schemars(extend("x-key" = assumed("a correction round", "补正一轮用时")))]
    pub correction_days: Option<At<Duration>>,
    /// Delay on an edge between two authorities.
    #[schemars(extend("x-key" = assumed("from authority to authority", "部门间流转用时")))]
    pub handoff_days: Option<At<Duration>>,
    /// Delay before acceptance, per submission.
    #[schemars(extend("x-key" = assumed("until acceptance", "受理前用时")))]
    pub intake_days: Option<At<Duration>>,
    /// How alike the luck of one case's steps is.
    #[schemars(extend("x-key" = part("how alike the luck of a case's steps is", "同一办件各节点快慢的相关性")))]
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
    #[schemars(range(min = 0, max = 0.99), extend("x-key" = assumed("authorities", "部门")))]
    pub agencies: Option<f64>,
    /// Among steps of applicants and intermediaries, 0 to 0.99.
    #[schemars(
        range(min = 0, max = 0.99),
        extend("x-key" = assumed("applicants and intermediaries", "申请人与中介"))
    )]
    pub applicants: Option<f64>,
}
