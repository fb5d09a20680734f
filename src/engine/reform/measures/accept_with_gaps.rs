//! `accept_with_gaps` (容缺受理): an application is accepted although minor materials are missing.

use super::*;
use crate::workflow::{EndGate, Origins};

/// Accepts applications without some materials, which must come before the decision is handed out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptWithGaps {
    /// Materials that may come later; each is `deferrable`.
    pub materials: Vec<At<String>>,
    /// Working days from acceptance within which they must come; who is later is out.
    #[schemars(
        range(min = 0, max = 10_000),
        extend("x-key" = decided("within so many working days", "期限（工作日）").within("working days"))
    )]
    pub within_days: f64,
    /// Share of cases that never supply them and are withdrawn; default 0.
    #[schemars(
        range(min = 0, max = 1),
        extend("x-key" = assumed("share that never supply it", "始终不补齐的比例"))
    )]
    pub never_share: Option<f64>,
}

impl Acts for AcceptWithGaps {
    const ABOUT: About = About {
        name: "accept_with_gaps",
        zh: "容缺受理",
        mechanism: "missing minor materials no longer hold the start of a step but its end: they are obtained \
                    while it runs, and no package bounces because of them",
        mechanism_zh: "次要材料欠缺的先行受理，限期补齐：材料不再影响受理，只影响办结；逾期未补的终止办理",
        heuristic: "resequencing",
        heuristic_zh: "调整次序",
        side_effect: "who never supplies them is withdrawn late, and the work was in vain",
        side_effect_zh: "始终不补交的到期才终止，前面的工作白做",
    };

    fn apply(&self, editor: &mut Editor) -> Result<(), Vec<Problem>> {
        shared::materials(editor, &self.materials)?;
        self.all_deferrable(editor)?;
        let one = |problem| vec![problem];
        let never_share = self.never_share.unwrap_or(0.0);
        let names: Origins = self.materials.iter().map(|id| id.value.clone()).collect();
        for (step, materials) in self.holders(editor) {
            let gate = EndGate {
                materials,
                within_days: self.within_days,
                never: shared::coverage("accept_with_gaps", never_share, names.clone()),
            };
            editor
                .change_step(&step, |step| step.end_gates.push(gate))
                .map_err(one)?;
        }
        Ok(())
    }
}

impl AcceptWithGaps {
    fn all_deferrable(&self, editor: &Editor) -> Result<(), Vec<Problem>> {
        let problems: Vec<Problem> = self
            .materials
            .iter()
            .filter(|id| {
                let material = editor.workflow().material(id);
                material.is_some_and(|material| !material.deferrable)
            })
            .map(|id| {
                id.blame(
                    Problem::error(format!("material `{id}` may not come later"))
                        .hint("say `deferrable = true` on the material if a notice lists it so"),
                )
            })
            .collect();
        if problems.is_empty() {
            Ok(())
        } else {
            Err(problems)
        }
    }

    /// Steps that ask for some of the materials, and for which.
    fn holders(&self, editor: &Editor) -> Vec<(String, Vec<String>)> {
        let named = |id: &&String| self.materials.iter().any(|other| &other.value == *id);
        editor
            .workflow()
            .steps()
            .map(|step| {
                let asked = step.face.materials.iter().filter(named).cloned();
                (step.id.clone(), asked.collect::<Vec<_>>())
            })
            .filter(|(_, materials)| !materials.is_empty())
            .collect()
    }
}
