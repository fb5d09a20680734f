//! `one_seal` (一枚印章管审批): the permits of many departments move to one bureau.

use std::collections::BTreeMap;

use super::*;
use crate::workflow::{Kind, Position, Workflow};

/// Moves the approvals and filings of several agencies to one bureau.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneSeal {
    /// The agencies that give up their permits.
    pub agencies: Vec<At<String>>,
    /// The bureau that takes them.
    pub into: At<String>,
    /// Links that come off each step that moves; never below 2 links. Default 0.
    #[schemars(range(max = 10_000), extend("x-key" = decided("links less", "减少的环节数")))]
    pub links_minus: Option<u32>,
    /// Officers who stay with their agency, for what it keeps or for other posts, by agency; the others move.
    /// Default: all move, and an agency that keeps steps of its own does them with as many as before.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("x-key" = counted("officers who stay", "留任人员")))]
    pub stay: BTreeMap<String, At<u32>>,
}

/// Accept and decide: what no bureau can do without.
const FEWEST_LINKS: u32 = 2;

impl Acts for OneSeal {
    const ABOUT: About = About {
        name: "one_seal",
        zh: "一枚印章管审批（相对集中行政许可权）",
        mechanism: "approvals and filings of several agencies move to one bureau: hand-offs among them vanish, \
                    countersigning links come off, officers are pooled",
        mechanism_zh: "多部门的审批、备案划转至一个局：相互移送取消，会签环节减少，人员合并使用",
        heuristic: "centralisation, numerical involvement",
        heuristic_zh: "集中、减少参与方",
        side_effect: "who approves no longer supervises",
        side_effect_zh: "审批者不再监管（审管脱节）",
    };

    fn apply(&self, editor: &mut Editor) -> Result<(), Vec<Problem>> {
        self.check(editor)?;
        let gives_up = |agency: &Option<String>| {
            agency
                .as_ref()
                .is_some_and(|agency| self.agencies.iter().any(|id| &id.value == agency))
        };
        let moving: Vec<String> = editor
            .workflow()
            .steps()
            .filter(|step| step.position == Position::Path && gives_up(&step.agency))
            .filter(|step| matches!(step.kind, Kind::Approval | Kind::Filing))
            .map(|step| step.id.clone())
            .collect();
        let links_minus = self.links_minus.unwrap_or(0);
        for id in moving {
            editor
                .change_step_alike(&id, 0, |step| {
                    step.agency = Some(self.into.value.clone());
                    for face in step.faces_mut() {
                        let fewest = face.links.min(FEWEST_LINKS);
                        face.links = face.links.saturating_sub(links_minus).max(fewest);
                    }
                })
                .map_err(|problem| vec![problem])?;
        }
        editor.drop_inner_handoffs();
        self.pool_officers(editor);
        Ok(())
    }
}

impl OneSeal {
    fn check(&self, editor: &Editor) -> Result<(), Vec<Problem>> {
        let workflow = editor.workflow();
        let ids = || workflow.agencies.iter().map(|agency| agency.id.as_str());
        let problems: Vec<Problem> = self
            .agencies
            .iter()
            .chain([&self.into])
            .filter(|id| !ids().any(|other| other == id.as_str()))
            .map(|id| shared::unknown("agency", id, ids()))
            .collect();
        let staying = self.stay.iter();
        let staying = staying.filter_map(|(id, stay)| self.cannot_stay(workflow, id, stay));
        let problems: Vec<Problem> = problems.into_iter().chain(staying).collect();
        if problems.is_empty() {
            Ok(())
        } else {
            Err(problems)
        }
    }

    /// Why so many cannot stay with an agency.
    fn cannot_stay(&self, workflow: &Workflow, id: &str, stay: &At<u32>) -> Option<Problem> {
        if !self.agencies.iter().any(|other| other.value == id) || self.into.value == id {
            let given = self.agencies.iter().map(|id| format!("`{}`", id.value));
            let problem = Problem::error(format!("`{id}` gives nothing up, so nobody stays there"));
            let given: Vec<String> = given.collect();
            return Some(stay.blame(problem.allowed(given.join(", "))));
        }
        let officers = workflow.agency(id).and_then(|agency| agency.officers);
        match officers {
            Some(officers) if (1..=officers).contains(&stay.value) => None,
            Some(officers) => {
                let problem = Problem::error(format!("{stay} officers stay with `{id}`"));
                Some(stay.blame(problem.allowed(format!("1 to the {officers} that it has"))))
            }
            None => {
                let problem = Problem::error(format!("`{id}` has no officers who could stay"));
                Some(stay.blame(problem.hint("say its `officers`, or leave it out of `stay`")))
            }
        }
    }

    fn pool_officers(&self, editor: &mut Editor) {
        let workflow = editor.workflow();
        let stay = |id: &At<String>| self.stay.get(&id.value).map_or(0, |stay| stay.value);
        let officers = |id: &At<String>| {
            let officers = workflow.agency(id).and_then(|agency| agency.officers)?;
            Some(officers - stay(id))
        };
        let pooled: u32 = self
            .agencies
            .iter()
            .filter(|id| id.value != self.into.value)
            .chain([&self.into])
            .filter_map(officers)
            .sum();
        if pooled > 0 {
            editor.set_officers(&self.into, pooled);
            // They keep their leave; the hours are the bureau's own.
            editor.pool_leave(&self.into, self.agencies.iter().map(|id| id.as_str()));
        }
        for (id, stay) in &self.stay {
            editor.set_officers(id, stay.value);
        }
    }
}
