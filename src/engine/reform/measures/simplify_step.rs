//! 减环节、减跑动: fewer handling steps, fewer trips.

use super::*;

/// A step with fewer links or trips.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SimplifyStep {
    /// The step.
    pub step: At<String>,
    /// Links that remain; default: as many as before.
    #[schemars(range(max = 10_000), extend("x-key" = decided("links", "环节数")))]
    pub links: Option<u32>,
    /// Trips that remain; default: as many as before.
    #[schemars(range(max = 10_000), extend("x-key" = decided("trips", "跑动次数")))]
    pub visits: Option<u32>,
}

impl Acts for SimplifyStep {
    const ABOUT: About = About {
        name: "simplify_step",
        zh: "减环节、减跑动",
        mechanism: "fewer handling steps or trips; the limit and the time that the step takes stay",
        mechanism_zh: "减少办理环节或跑动次数；时限和用时不变",
        heuristic: "task elimination, contact reduction",
        heuristic_zh: "取消活动、减少接触",
        side_effect: "quality: fewer people look at a file",
        side_effect_zh: "质量：把关的环节减少",
    };

    fn apply(&self, editor: &mut Editor) -> Result<(), Vec<Problem>> {
        if let (None, None) = (self.links, self.visits) {
            let problem = Problem::error("`simplify_step` says neither `links` nor `visits`");
            return Err(vec![self.step.blame(problem.hint("say how many remain"))]);
        }
        shared::step(editor, &self.step).map_err(|problem| vec![problem])?;
        let (links, visits) = (self.links, self.visits);
        editor
            .change_step(&self.step, |step| {
                for face in step.faces_mut() {
                    face.links = links.unwrap_or(face.links);
                }
                step.visits = visits.unwrap_or(step.visits);
            })
            .map_err(|problem| vec![self.step.blame(problem)])
    }
}
