//! `add_officers` (增加人员): an agency gets more officers.

use super::*;

/// Adds officers to an agency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddOfficers {
    /// The agency; it has `officers`.
    pub agency: At<String>,
    /// How many come.
    #[schemars(range(max = 100_000), extend("x-key" = counted("officers", "人员数")))]
    pub officers: At<u32>,
}

impl Acts for AddOfficers {
    const ABOUT: About = About {
        name: "add_officers",
        zh: "增加人员",
        mechanism: "more officers work side by side; cases wait less in the queue of the agency",
        mechanism_zh: "增加办理人员，办件在该部门排队的时间缩短",
        heuristic: "extra resources",
        heuristic_zh: "增加资源",
        side_effect: "cost; no effect on limits, and none without a simulation with queues",
        side_effect_zh: "成本；对时限没有影响，不模拟排队则看不到效果",
    };

    fn apply(&self, editor: &mut Editor) -> Result<(), Vec<Problem>> {
        let agencies = &editor.workflow().agencies;
        let Some(agency) = editor.workflow().agency(&self.agency) else {
            let ids = agencies.iter().map(|agency| agency.id.as_str());
            return Err(vec![shared::unknown("agency", &self.agency, ids)]);
        };
        let Some(officers) = agency.officers else {
            let problem = Problem::error(format!("agency `{}` has no `officers`", agency.id))
                .hint("say how many it has, so that more can come");
            return Err(vec![self.agency.blame(problem)]);
        };
        let total = officers.saturating_add(self.officers.value);
        editor.set_officers(&self.agency, total);
        Ok(())
    }
}
