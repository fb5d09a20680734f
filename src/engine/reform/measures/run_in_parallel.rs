//! `run_in_parallel` (并联审批): steps run side by side.

use super::*;

/// Lets steps run side by side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RunInParallel {
    /// Two or more.
    pub steps: Vec<At<String>>,
}

impl Acts for RunInParallel {
    const ABOUT: About = About {
        name: "run_in_parallel",
        zh: "并联审批",
        mechanism: "cuts the habit edges among the steps; each then waits for all that any of them waited \
                    for, and what follows one follows all",
        mechanism_zh: "切断节点间的习惯先后关系；各节点等待全体的外部前序，后续节点等待全体完成",
        heuristic: "parallelism",
        heuristic_zh: "并行",
        side_effect: "queues peak, and almost critical paths take over",
        side_effect_zh: "排队高峰；次关键路径可能成为关键路径",
    };

    fn apply(&self, editor: &mut Editor) -> Result<(), Vec<Problem>> {
        let missing: Vec<Problem> = self
            .steps
            .iter()
            .filter_map(|id| editor.step(id).err().map(|problem| id.blame(problem)))
            .collect();
        if !missing.is_empty() {
            return Err(missing);
        }
        editor
            .run_in_parallel(&shared::words(&self.steps))
            .map_err(|problem| match self.steps.first() {
                Some(first) => vec![first.blame(problem)],
                None => vec![problem],
            })
    }
}
