//! `one_window` (一窗受理): one counter takes in a whole stage.

use std::collections::BTreeSet;

use super::*;
use crate::duration::Duration;
use crate::workflow::{Flat, Gating, Intake, Position, Reached};

/// Takes in a stage at one counter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneWindow {
    /// The stages; default: all.
    pub stages: Option<Vec<At<String>>>,
    /// Time at the counter; default: as `[friction]` says.
    #[schemars(extend("x-key" = decided("until acceptance", "受理前用时")))]
    pub intake_days: Option<At<Duration>>,
    /// Whether each material is handed in once per stage.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub once_per_stage: bool,
}

impl Acts for OneWindow {
    const ABOUT: About = About {
        name: "one_window",
        zh: "一窗受理",
        mechanism: "one intake and one visit per stage; with once_per_stage = true each material is handed in \
                    once per stage",
        mechanism_zh: "每阶段一次受理、跑一次；once_per_stage = true 时同一材料每阶段只交一次",
        heuristic: "contact reduction, integration",
        heuristic_zh: "减少接触、与客户集成",
        side_effect: "the counter becomes a bottleneck; no effect on limits",
        side_effect_zh: "窗口成为瓶颈；对时限没有影响",
    };

    fn apply(&self, editor: &mut Editor) -> Result<(), Vec<Problem>> {
        let stages = self.stages(editor)?;
        let intake =
            shared::duration(editor, &self.intake_days).map_err(|problem| vec![problem])?;
        let flat = editor.workflow().flat(Gating::AsFiled);
        for stage in stages {
            let mut handed_in: BTreeSet<String> = BTreeSet::new();
            let mut reached = Reached::default();
            for id in members(&flat, &stage) {
                // The first submissions of the stage stand at the counter; later ones are there already.
                let follows = editor.workflow().is_reached(&reached, id);
                editor.workflow().reach(&mut reached, id);
                let counter = if follows {
                    Intake::Shared
                } else {
                    Intake::Window(intake.clone())
                };
                let changed = if self.once_per_stage {
                    editor.change_step(id, |step| {
                        step.intake = counter;
                        for face in step.faces_mut() {
                            face.materials
                                .retain(|material| !handed_in.contains(material));
                        }
                        handed_in.extend(step.face.materials.iter().cloned());
                    })
                } else {
                    editor.change_step_alike(id, u64::from(follows), |step| step.intake = counter)
                };
                changed.map_err(|problem| vec![problem])?;
            }
        }
        Ok(())
    }
}

impl OneWindow {
    fn stages(&self, editor: &Editor) -> Result<Vec<String>, Vec<Problem>> {
        let known = &editor.workflow().stages;
        let Some(stages) = &self.stages else {
            return Ok(known.iter().map(|stage| stage.id.clone()).collect());
        };
        let ids = || known.iter().map(|stage| stage.id.as_str());
        let problems: Vec<Problem> = stages
            .iter()
            .filter(|id| !ids().any(|other| other == id.as_str()))
            .map(|id| shared::unknown("stage", id, ids()))
            .collect();
        if problems.is_empty() {
            Ok(stages.iter().map(|id| id.value.clone()).collect())
        } else {
            Err(problems)
        }
    }
}

/// Steps of the stage with a submission to an authority, in topological order.
fn members<'f>(flat: &'f Flat, stage: &str) -> impl Iterator<Item = &'f str> {
    flat.steps
        .iter()
        .filter(move |step| step.stage.as_deref() == Some(stage))
        .filter(|step| step.position == Position::Path && step.kind.is_authority())
        .filter(|step| step.has_submission())
        .map(|step| step.id.as_str())
}
