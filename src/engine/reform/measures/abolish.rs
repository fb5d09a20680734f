//! `abolish` (直接取消审批): what was licensed needs no licence any more.

use super::shared::{CheckSpec, Findings};
use super::*;
use crate::text;

/// Abolishes an item with all its steps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Abolish {
    /// The item.
    pub item: At<String>,
    /// Supervision in its place: a share of the cases is looked at; default: none.
    #[schemars(extend("x-key" = part("check after the decision", "事后核查")))]
    pub check: Option<CheckSpec>,
}

impl Acts for Abolish {
    const ABOUT: About = About {
        name: "abolish",
        zh: "直接取消审批",
        mechanism: "the item goes with all its steps; a share of cases may be looked at afterwards",
        mechanism_zh: "取消该事项及其全部节点，可按比例事后抽查",
        heuristic: "task elimination",
        heuristic_zh: "取消活动",
        side_effect: "quality: what was licensed is only supervised, if that",
        side_effect_zh: "质量：原来许可的事项只剩监管，甚至无人监管",
    };

    fn apply(&self, editor: &mut Editor) -> Result<(), Vec<Problem>> {
        let one = |problem| vec![problem];
        let steps: Vec<crate::workflow::Step> = editor
            .workflow()
            .steps()
            .filter(|step| step.item.as_deref() == Some(self.item.as_str()))
            .map(|step| (**step).clone())
            .collect();
        let Some(target) = steps.last() else {
            return Err(vec![self.unknown(editor)]);
        };
        for step in &steps {
            editor.remove_step(&step.id).map_err(one)?;
        }
        match &self.check {
            None => Ok(()),
            Some(check) => {
                let findings = Findings::default();
                shared::add_check(editor, target, "abolish", check, findings).map_err(one)
            }
        }
    }
}

impl Abolish {
    fn unknown(&self, editor: &Editor) -> Problem {
        let items = editor.workflow().steps();
        let items: Vec<&str> = items.filter_map(|step| step.item.as_deref()).collect();
        let problem = Problem::error(format!("no step belongs to the item `{}`", self.item));
        self.item.blame(
            match text::did_you_mean(&self.item, items.iter().copied()) {
                Some(close) => problem.hint(format!("did you mean `{close}`?")),
                None => problem.hint("an item is the step itself unless the step says `item`"),
            },
        )
    }
}
