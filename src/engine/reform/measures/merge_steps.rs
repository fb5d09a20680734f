//! `merge_steps` (合并): several steps become one.

use super::*;
use crate::format::StepSpec;
use crate::workflow::Working;

/// Merges steps into one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeSteps {
    /// Two or more.
    pub steps: Vec<At<String>>,
    /// Any step key, laid over the topologically last member.
    #[serde(default)]
    #[schemars(extend("x-key" = decided("", "")))]
    pub into: StepSpec,
}

impl Acts for MergeSteps {
    const ABOUT: About = About {
        name: "merge_steps",
        zh: "合并",
        mechanism: "makes one step of several: it waits for all they waited for, once for each material, \
                    with one form and the largest statutory limit",
        mechanism_zh: "多个节点并为一个：等待全部外部前序，材料合并去重，只填一张申请表，法定时限取最长",
        heuristic: "task composition",
        heuristic_zh: "合并活动",
        side_effect: "flexibility: the merged step waits for the last of its inputs",
        side_effect_zh: "灵活性：合并后须等最后一项材料和前序到齐",
    };

    fn apply(&self, editor: &mut Editor) -> Result<(), Vec<Problem>> {
        shared::merge(editor, &self.steps, &self.into, Working::AsOne)
    }
}
