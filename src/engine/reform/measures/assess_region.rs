//! `assess_region` (区域评估): the government assesses an area once, projects in it need not.

use super::*;
use crate::workflow::{Face, Mark, Step};

/// Spares the cases that an area's assessment covers a step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssessRegion {
    /// The step.
    pub step: At<String>,
    /// Share of cases in assessed areas; default 1.
    #[schemars(
        range(min = 0, max = 1),
        extend("x-key" = assumed("share of assessed areas", "已评估区域占比"))
    )]
    pub covered_share: Option<f64>,
    /// The step that drafts the report, if it goes too.
    pub report: Option<At<String>>,
}

impl Acts for AssessRegion {
    const ABOUT: About = About {
        name: "assess_region",
        zh: "区域评估",
        mechanism: "the step, and the drafting of its report, vanish for projects in assessed areas",
        mechanism_zh: "已完成区域评估的地块，单个项目不再评估（报告编制也可免去）",
        heuristic: "task elimination, outsourcing",
        heuristic_zh: "取消活动、外包",
        side_effect: "the government bears the cost, and coverage is never complete",
        side_effect_zh: "费用由政府承担，覆盖不会是全部",
    };

    fn apply(&self, editor: &mut Editor) -> Result<(), Vec<Problem>> {
        self.edit(editor).map_err(|problem| vec![problem])
    }
}

impl AssessRegion {
    fn edit(&self, editor: &mut Editor) -> Result<(), Problem> {
        let share = self.covered_share.unwrap_or(1.0);
        let target = shared::step(editor, &self.step)?;
        for id in [Some(&self.step), self.report.as_ref()]
            .into_iter()
            .flatten()
        {
            shared::step(editor, id)?;
            if share >= 1.0 {
                editor
                    .remove_step(id)
                    .map_err(|problem| id.blame(problem))?;
            } else if share > 0.0 {
                editor.change_step(id, |step| spare(step, share, &target))?;
                editor.mark(id, Mark::Covered)?;
            }
        }
        Ok(())
    }
}

/// Step and report vanish for the same cases: both splits have the target's origins.
fn spare(step: &mut Step, share: f64, target: &Step) {
    let nothing = Face {
        skipped: true,
        links: 0,
        form: false,
        materials: Vec::new(),
        ..step.face.clone()
    };
    let origins = target.origins.clone();
    step.splits.push(crate::workflow::Split {
        share: shared::coverage("assess_region", share, origins),
        then: nothing,
    });
}
