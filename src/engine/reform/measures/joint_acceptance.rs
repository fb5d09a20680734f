//! `joint_acceptance` (联合验收): one application, one site visit, one opinion.

use super::*;
use crate::format::StepSpec;

/// Merges the acceptance of several disciplines into one step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JointAcceptance {
    /// The disciplines, two or more.
    pub steps: Vec<At<String>>,
    /// Any step key, laid over the topologically last member.
    #[serde(default)]
    #[schemars(extend("x-key" = decided("", "")))]
    pub into: StepSpec,
    /// Whether the disciplines keep their own durations and the longest of them decides.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub slowest: bool,
}

impl Acts for JointAcceptance {
    const ABOUT: About = About {
        name: "joint_acceptance",
        zh: "联合验收",
        mechanism: "one application, one site visit and one opinion; with slowest = true the longest discipline decides",
        mechanism_zh: "一次申请、一次踏勘、一份意见；slowest = true 时由最慢的专业决定",
        heuristic: "task composition, parallelism",
        heuristic_zh: "合并活动、并行",
        side_effect: "the slowest discipline holds up all",
        side_effect_zh: "最慢的专业拖住全部",
    };

    fn apply(&self, editor: &mut Editor) -> Result<(), Vec<Problem>> {
        shared::merge(
            editor,
            &self.steps,
            &self.into,
            shared::working(self.slowest),
        )
    }
}
