//! `drop_materials` (减材料): materials are no longer asked for.

use super::*;

/// No longer asks for materials.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DropMaterials {
    /// The materials.
    pub materials: Vec<At<String>>,
    /// Only these steps stop asking for them; default: all.
    pub steps: Option<Vec<At<String>>>,
}

impl Acts for DropMaterials {
    const ABOUT: About = About {
        name: "drop_materials",
        zh: "减材料",
        mechanism: "no step asks for the materials: fewer packages bounce, nobody waits to get them",
        mechanism_zh: "各节点不再要求该材料：补正减少，也不必等待取得材料",
        heuristic: "contact reduction",
        heuristic_zh: "减少接触",
        side_effect: "quality: less to decide on",
        side_effect_zh: "质量：作决定的依据减少",
    };

    fn apply(&self, editor: &mut Editor) -> Result<(), Vec<Problem>> {
        shared::materials(editor, &self.materials)?;
        shared::take_materials(editor, &self.materials, self.steps.as_ref())
            .map_err(|problem| vec![problem])
    }
}
