//! `prepare_land` (标准地, 带方案出让): steps are done before the land is granted, before day zero.

use super::*;

/// Does steps before day zero.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PrepareLand {
    /// The steps.
    pub steps: Vec<At<String>>,
}

impl Acts for PrepareLand {
    const ABOUT: About = About {
        name: "prepare_land",
        zh: "标准地、带方案出让",
        mechanism: "steps are done before day zero: they leave every total and count, and are listed as moved",
        mechanism_zh: "有关手续在出让前完成，不计入任何合计，改革前后对照表中列为「前移」",
        heuristic: "resequencing, outsourcing",
        heuristic_zh: "调整次序、外包",
        side_effect: "the work is not saved: the government does it before the applicant's clock starts",
        side_effect_zh: "工作并未减少：由政府在申请人计时之前完成",
    };

    fn apply(&self, editor: &mut Editor) -> Result<(), Vec<Problem>> {
        let problems: Vec<Problem> = self
            .steps
            .iter()
            .filter_map(|id| {
                let moved = editor.move_before_day_zero(id);
                moved.err().map(|problem| id.blame(problem))
            })
            .collect();
        if problems.is_empty() {
            Ok(())
        } else {
            Err(problems)
        }
    }
}
