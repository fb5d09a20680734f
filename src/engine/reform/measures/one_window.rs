//! `one_window` (一窗受理): one counter takes in a whole stage.

use std::collections::BTreeSet;

use super::*;
use crate::duration::DurationSpec;
use crate::workflow::{Gating, Intake, Position};

/// Takes in a stage at one counter.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneWindow {
    /// The stages; default: all.
    #[serde(default)]
    pub stages: Option<Vec<At<String>>>,
    /// Time at the counter; default: as `[friction]` says.
    #[serde(default)]
    pub intake_days: Option<At<DurationSpec>>,
    /// Whether each material is handed in once per stage.
    #[serde(default)]
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
        for stage in stages {
            let members = members(editor, &stage);
            let mut handed_in: BTreeSet<String> = BTreeSet::new();
            for (idx, id) in members.iter().enumerate() {
                // The first submissions of the stage stand at the counter; later ones are there already.
                let follows = members[..idx]
                    .iter()
                    .any(|first| editor.workflow().reaches(first, id));
                let counter = if follows {
                    Intake::Shared
                } else {
                    Intake::Window(intake.clone())
                };
                let once = self.once_per_stage;
                editor
                    .change_step(id, |step| {
                        step.intake = counter;
                        if once {
                            for face in step.faces_mut() {
                                face.materials
                                    .retain(|material| !handed_in.contains(material));
                            }
                            handed_in.extend(step.face.materials.iter().cloned());
                        }
                    })
                    .map_err(|problem| vec![problem])?;
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
fn members(editor: &Editor, stage: &str) -> Vec<String> {
    let flat = editor.workflow().flat(Gating::AsFiled);
    flat.steps
        .iter()
        .filter(|step| step.stage.as_deref() == Some(stage))
        .filter(|step| step.position == Position::Path && step.kind.is_authority())
        .filter(|step| step.has_submission())
        .map(|step| step.id.clone())
        .collect()
}
