//! `remove_step` (取消): a step goes; its successors wait for its predecessors.

use super::*;

/// Takes a step out of the workflow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveStep {
    /// The step.
    pub step: At<String>,
}

impl Acts for RemoveStep {
    const ABOUT: About = About {
        name: "remove_step",
        zh: "取消",
        mechanism: "takes a step out; its successors wait for its predecessors",
        mechanism_zh: "取消该节点，其后续节点直接等待其前序节点",
        heuristic: "task elimination",
        heuristic_zh: "取消活动",
        side_effect: "quality: what the step checked is no longer checked",
        side_effect_zh: "质量：该节点原来把关的内容不再有人把关",
    };

    fn apply(&self, editor: &mut Editor) -> Result<(), Vec<Problem>> {
        editor
            .remove_step(&self.step)
            .map_err(|problem| vec![self.step.blame(problem)])
    }
}
