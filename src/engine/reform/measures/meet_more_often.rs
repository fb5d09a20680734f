//! `meet_more_often` (会议审批): a panel sits in another rhythm.

use super::*;

/// Gives a panel another rhythm of meeting days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeetMoreOften {
    /// The step whose panel it is.
    pub step: At<String>,
    /// Working days from one sitting to the next.
    #[schemars(
        range(min = 1, max = 1_000),
        extend("x-key" = decided("days between sittings", "会议间隔（工作日）").within("working days; 5 is every week"))
    )]
    pub every_days: f64,
}

impl Acts for MeetMoreOften {
    const ABOUT: About = About {
        name: "meet_more_often",
        zh: "增加会议频次",
        mechanism: "the panel sits more often, so that cases wait less for the next sitting",
        mechanism_zh: "评审会、局务会等增加频次，申请等待下一次会议的时间缩短",
        heuristic: "case-based work",
        heuristic_zh: "按件办理",
        side_effect: "members' time; fewer cases at each sitting",
        side_effect_zh: "占用委员时间；每次会议的件数减少",
    };

    fn apply(&self, editor: &mut Editor) -> Result<(), Vec<Problem>> {
        let one = |problem| vec![problem];
        let mut target = shared::step(editor, &self.step).map_err(one)?;
        if target.faces_mut().all(|face| face.meeting.is_none()) {
            let problem = Problem::error(format!("step `{}` waits for no panel", target.id))
                .hint("say `meets = { every_days = 10 }` on the step");
            return Err(one(self.step.blame(problem)));
        }
        editor
            .change_step(&self.step, |step| {
                for meeting in step.faces_mut().filter_map(|face| face.meeting.as_mut()) {
                    meeting.every_days = self.every_days;
                }
            })
            .map_err(one)
    }
}
