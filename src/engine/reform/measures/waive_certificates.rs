//! `waive_certificates` (减证明): proofs go, with the days and visits to get them.

use super::*;
use crate::workflow::MaterialKind;

/// No longer asks for certificates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WaiveCertificates {
    /// The certificates.
    pub certificates: Vec<At<String>>,
    /// Only these steps stop asking for them; default: all.
    pub steps: Option<Vec<At<String>>>,
}

impl Acts for WaiveCertificates {
    const ABOUT: About = About {
        name: "waive_certificates",
        zh: "减证明",
        mechanism: "proofs are dropped or replaced by a promise, with the days and visits to get them",
        mechanism_zh: "证明取消或以承诺代替，取得证明的时间和跑动一并省去",
        heuristic: "contact reduction, trusted party",
        heuristic_zh: "减少接触、信任第三方",
        side_effect: "a false promise is found later or never",
        side_effect_zh: "虚假承诺发现得晚，甚至发现不了",
    };

    fn apply(&self, editor: &mut Editor) -> Result<(), Vec<Problem>> {
        shared::materials(editor, &self.certificates)?;
        let others: Vec<Problem> = self
            .certificates
            .iter()
            .filter(|id| {
                let material = editor.workflow().material(id);
                material.is_some_and(|material| material.kind != MaterialKind::Certificate)
            })
            .map(|id| {
                id.blame(
                    Problem::error(format!("material `{id}` is no certificate"))
                        .hint("`drop_materials` drops other materials"),
                )
            })
            .collect();
        if !others.is_empty() {
            return Err(others);
        }
        shared::take_materials(editor, &self.certificates, self.steps.as_ref())
            .map_err(|problem| vec![problem])
    }
}
