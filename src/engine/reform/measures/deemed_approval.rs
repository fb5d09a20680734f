//! `deemed_approval` (超时默认): silence beyond the limit counts as approval.

use super::*;
use crate::workflow::{Clock, Tally};

/// Lets silence count as approval when the limit has passed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeemedApproval {
    /// The step; it is on the clock and has a limit.
    pub step: At<String>,
}

impl Acts for DeemedApproval {
    const ABOUT: About = About {
        name: "deemed_approval",
        zh: "超时默认",
        mechanism: "no decision takes longer than its limit; cases approved by silence are counted",
        mechanism_zh: "到期未作决定即视为同意，办理时间以时限为上限；默认许可的件数单独统计",
        heuristic: "exception handling",
        heuristic_zh: "例外处理",
        side_effect: "nobody looked: wrong approvals; Chinese law knows no such general rule",
        side_effect_zh: "无人审查即视为同意；我国法律没有这样的一般规定",
    };

    fn apply(&self, editor: &mut Editor) -> Result<(), Vec<Problem>> {
        self.edit(editor).map_err(|problem| vec![problem])
    }
}

impl DeemedApproval {
    fn edit(&self, editor: &mut Editor) -> Result<(), Problem> {
        let target = shared::step(editor, &self.step)?;
        if target.clock != Clock::On || target.face.limit.is_none() {
            return Err(self.step.blame(
                Problem::error(format!("step `{}` has no limit on the clock", target.id))
                    .hint("silence counts from a limit: say `limit_days`"),
            ));
        }
        editor.change_step(&self.step, |step| {
            for face in step.faces_mut() {
                let Some(limit) = face.limit else { continue };
                for part in &mut face.work {
                    part.law = part.law.cut_at(limit.days());
                }
            }
            if !step.tallies.contains(&Tally::SilentApproval) {
                step.tallies.push(Tally::SilentApproval);
            }
        })
    }
}
