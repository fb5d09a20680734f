//! `[ranks]`: how alike the luck of one case is, as recorded.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::at::At;

/// `[ranks]`: of every recorded case the rank of each of its times among all of that kind; every simulated case has
/// the ranks of one of them. Each list has one number a case: 0 is the shortest, -1 stands for a case without it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RanksSpec {
    /// Of durations, by the id of the step.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub steps: BTreeMap<String, At<Vec<i64>>>,
    /// Of how often a step is done again, by its id: 0 is the most often.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rework: BTreeMap<String, At<Vec<i64>>>,
    /// Of values, in the order of the shares, by the id of the attribute.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, At<Vec<i64>>>,
}
