//! `share_data` (数据共享): the system supplies materials that another authority already holds.

use super::*;

/// Lets the system supply materials.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShareData {
    /// The materials.
    pub materials: Vec<At<String>>,
    /// Share of cases for which the system has them; default 1.
    #[schemars(range(min = 0, max = 1), extend("x-key" = assumed("share", "比例")))]
    pub share: Option<f64>,
}

impl Acts for ShareData {
    const ABOUT: About = About {
        name: "share_data",
        zh: "电子证照、数据共享",
        mechanism: "for a share of cases the system supplies the materials instead of the applicant",
        mechanism_zh: "一定比例的办件由系统共享材料，申请人免提交",
        heuristic: "buffering, integral technology",
        heuristic_zh: "信息预存、集成技术",
        side_effect: "depends on the data being right and reachable",
        side_effect_zh: "依赖数据准确、可用",
    };

    fn apply(&self, editor: &mut Editor) -> Result<(), Vec<Problem>> {
        shared::materials(editor, &self.materials)?;
        let share = self.share.unwrap_or(1.0);
        if share >= 1.0 {
            return shared::take_materials(editor, &self.materials, None)
                .map_err(|problem| vec![problem]);
        }
        if share > 0.0 {
            let origins: crate::workflow::Origins =
                self.materials.iter().map(|id| id.value.clone()).collect();
            for id in &self.materials {
                let covered = shared::coverage("share_data", share, origins.clone());
                editor.supply_material(id, covered);
            }
        }
        Ok(())
    }
}
