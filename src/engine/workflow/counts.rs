//! Counting what the reference case meets: items, steps, links, materials, certificates, visits.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::limits::is_present;
use super::{Clock, Face, Intake, MaterialKind, Step, Workflow};

/// What an applicant of the reference case meets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// 事项.
    pub items: u64,
    /// Steps on the applicant's path, works included.
    pub steps: u64,
    /// Steps on the official clock.
    pub clocked_steps: u64,
    /// 环节.
    pub links: u64,
    /// 材料 handed in, application forms included, certificates not.
    pub materials: u64,
    /// Distinct materials, forms included.
    pub material_types: u64,
    /// 证明 handed in.
    pub certificates: u64,
    /// 跑动次数: trips of the applicant.
    pub visits: u64,
}

/// Counts of the reference case.
pub fn counts(workflow: &Workflow) -> Counts {
    counts_with(workflow, &workflow.reference_case())
}

/// Counts of the case with the given attribute values.
pub fn counts_with(workflow: &Workflow, case: &BTreeMap<String, String>) -> Counts {
    let mut counts = Counts::default();
    let mut items = BTreeSet::new();
    let mut forms = BTreeSet::new();
    let mut types = BTreeSet::new();
    let mut obtained = BTreeSet::new();
    let mut window_visits: BTreeMap<&str, u64> = BTreeMap::new();
    for step in workflow.steps().filter(|step| is_present(step, case)) {
        let face = step.reference_face();
        counts.steps += 1;
        if step.clock == Clock::On {
            counts.clocked_steps += 1;
        }
        items.extend(step.item.as_deref());
        counts.links += u64::from(face.links);
        if let (true, Some(form_of)) = (face.form, form_of(step)) {
            forms.insert(form_of);
        }
        for material in handed_in(workflow, face) {
            match material.kind {
                MaterialKind::Form | MaterialKind::Document => {
                    counts.materials += 1;
                    types.insert(material.id.as_str());
                }
                MaterialKind::Certificate => counts.certificates += 1,
            }
            if obtained.insert(material.id.as_str()) {
                counts.visits += u64::from(material.visits);
            }
        }
        match (&step.intake, step.stage.as_deref()) {
            // One window: one visit for the whole stage.
            (Intake::Window(_) | Intake::Shared, Some(stage)) => {
                let visits = window_visits.entry(stage).or_default();
                *visits = (*visits).max(u64::from(step.visits.min(1)));
            }
            (Intake::Friction | Intake::Window(_) | Intake::Shared, _) => {
                counts.visits += u64::from(step.visits);
            }
        }
    }
    counts.items = items.len() as u64;
    counts.materials += forms.len() as u64;
    counts.material_types = (types.len() + forms.len()) as u64;
    counts.visits += window_visits.values().sum::<u64>();
    counts
}

/// Whose application form it is: the item's, so that steps sharing an item share the form.
fn form_of(step: &Step) -> Option<&str> {
    step.item.as_deref().or(Some(step.id.as_str()))
}

/// Materials that the applicant, not the system, hands in with `face`.
pub fn handed_in<'w>(
    workflow: &'w Workflow,
    face: &'w Face,
) -> impl Iterator<Item = &'w super::Material> {
    face.materials
        .iter()
        .filter_map(|id| workflow.material(id))
        .filter(|material| {
            material
                .supplied
                .iter()
                .all(|supplied| supplied.share < 0.5)
        })
}
