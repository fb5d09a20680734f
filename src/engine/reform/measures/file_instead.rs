//! `file_instead` (审批改备案): a filing takes the place of an approval.

use super::shared::{CheckSpec, Findings};
use super::*;
use crate::workflow::{Kind, Mark};

/// Lets a filing take the place of an approval.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FileInstead {
    /// The step.
    pub step: At<String>,
    /// Limit of the filing, working days; default 0.
    #[schemars(
        range(min = 0, max = 10_000),
        extend("x-key" = decided("promised limit", "承诺时限").unit(WORKING_DAYS))
    )]
    pub limit_days: Option<f64>,
    /// Links that remain; default: as many as before.
    #[schemars(range(max = 10_000), extend("x-key" = decided("links", "环节数")))]
    pub links: Option<u32>,
    /// The check afterwards; default: none.
    #[schemars(extend("x-key" = part("check after the decision", "事后核查")))]
    pub check: Option<CheckSpec>,
}

impl Acts for FileInstead {
    const ABOUT: About = About {
        name: "file_instead",
        zh: "审批改为备案",
        mechanism: "the applicant files and may go on at once or within a day",
        mechanism_zh: "由审批改为备案，即办或一日内办结",
        heuristic: "control relocation",
        heuristic_zh: "控制点转移",
        side_effect: "control moves to after the fact",
        side_effect_zh: "把关移到事后",
    };

    fn apply(&self, editor: &mut Editor) -> Result<(), Vec<Problem>> {
        self.edit(editor).map_err(|problem| vec![problem])
    }
}

impl FileInstead {
    fn edit(&self, editor: &mut Editor) -> Result<(), Problem> {
        let target = shared::step(editor, &self.step)?;
        let limit_days = self.limit_days.unwrap_or(0.0);
        let filed = shared::decided_within(&target, limit_days, self.links);
        editor.change_step(&self.step, |step| {
            step.kind = Kind::Filing;
            shared::split_off(step, "file_instead", 1.0, filed);
        })?;
        editor.mark(&self.step, Mark::Filed)?;
        match &self.check {
            None => Ok(()),
            Some(check) => {
                let findings = Findings::default();
                shared::add_check(editor, &target, "file_instead", check, findings)
            }
        }
    }
}
