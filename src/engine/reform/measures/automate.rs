//! `automate` (秒批): rules decide at once, without an officer.

use super::*;
use crate::workflow::Mark;

/// Decides a share of cases at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Automate {
    /// The step.
    pub step: At<String>,
    /// Share of cases that rules can decide; default 1.
    #[schemars(range(min = 0, max = 1), extend("x-key" = assumed("share", "比例")))]
    pub share: Option<f64>,
}

impl Acts for Automate {
    const ABOUT: About = About {
        name: "automate",
        zh: "秒批",
        mechanism: "rules decide a share of the cases at once; the others go on as before",
        mechanism_zh: "一定比例的办件由系统按规则即时决定，其余照旧",
        heuristic: "task automation",
        heuristic_zh: "自动化",
        side_effect: "only cases that rules can tell; wrong data become wrong decisions",
        side_effect_zh: "只适用于规则说得清的办件；数据错则决定错",
    };

    fn apply(&self, editor: &mut Editor) -> Result<(), Vec<Problem>> {
        let one = |problem| vec![problem];
        let target = shared::step(editor, &self.step).map_err(one)?;
        let share = self.share.unwrap_or(1.0);
        let at_once = shared::decided_within(&target, 0.0, None);
        editor
            .change_step(&self.step, |step| {
                shared::split_off(step, "automate", share, at_once);
            })
            .map_err(one)?;
        editor.mark(&self.step, Mark::Automated).map_err(one)
    }
}
