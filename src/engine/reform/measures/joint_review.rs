//! `joint_review` (多图联审): the drawings are reviewed together.

use super::*;
use crate::format::StepSpec;

/// Merges the reviews of several disciplines into one step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JointReview {
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

impl Acts for JointReview {
    const ABOUT: About = About {
        name: "joint_review",
        zh: "多图联审",
        mechanism: "one review of all drawings; with slowest = true the longest discipline decides",
        mechanism_zh: "各专业图纸一次联合审查；slowest = true 时由最慢的专业决定",
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
