//! Counting what the reference case meets: items, steps, links, materials, certificates, visits.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::AddAssign;

use serde::Serialize;

use super::limits::is_present;
use super::{Clock, Face, Intake, MaterialKind, Step, Workflow};

/// What an applicant of the reference case meets; no whole numbers where it is another thing for a share of cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Counts {
    /// 事项.
    pub items: f64,
    /// Steps on the applicant's path, works included.
    pub steps: f64,
    /// Steps on the official clock.
    pub clocked_steps: f64,
    /// 环节.
    pub links: f64,
    /// 材料 handed in, application forms included, certificates not.
    pub materials: f64,
    /// Distinct materials, forms included.
    pub material_types: f64,
    /// 证明 handed in.
    pub certificates: f64,
    /// 跑动次数: trips of the applicant.
    pub visits: f64,
}

/// Counts of the reference case, averaged over what its steps and materials are for a share of cases.
pub fn counts(workflow: &Workflow) -> Counts {
    let case = workflow.reference_case();
    let mut counts = Counts::default();
    for (share, kind) in workflow.by_share() {
        counts += counts_with(&kind, &case).scaled(share);
    }
    counts
}

impl Counts {
    fn scaled(self, share: f64) -> Counts {
        Counts {
            items: share * self.items,
            steps: share * self.steps,
            clocked_steps: share * self.clocked_steps,
            links: share * self.links,
            materials: share * self.materials,
            material_types: share * self.material_types,
            certificates: share * self.certificates,
            visits: share * self.visits,
        }
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Counts) {
        self.items += other.items;
        self.steps += other.steps;
        self.clocked_steps += other.clocked_steps;
        self.links += other.links;
        self.materials += other.materials;
        self.material_types += other.material_types;
        self.certificates += other.certificates;
        self.visits += other.visits;
    }
}

/// Counts of the case with the given attribute values.
pub fn counts_with(workflow: &Workflow, case: &BTreeMap<String, String>) -> Counts {
    let mut counts = Counts::default();
    let mut items = BTreeSet::new();
    let mut forms = BTreeSet::new();
    let mut types = BTreeSet::new();
    let mut obtained = BTreeSet::new();
    let mut window_visits: BTreeMap<&str, u32> = BTreeMap::new();
    for step in workflow.steps().filter(|step| is_present(step, case)) {
        let face = step.reference_face();
        counts.steps += 1.0;
        if step.clock == Clock::On {
            counts.clocked_steps += 1.0;
        }
        items.extend(step.item.as_deref());
        counts.links += f64::from(face.links);
        if let (true, Some(form_of)) = (face.form, form_of(step)) {
            forms.insert(form_of);
        }
        for material in handed_in(workflow, face) {
            match material.kind {
                MaterialKind::Form | MaterialKind::Document => {
                    counts.materials += 1.0;
                    types.insert(material.id.as_str());
                }
                MaterialKind::Certificate => counts.certificates += 1.0,
            }
            if obtained.insert(material.id.as_str()) {
                counts.visits += f64::from(material.visits);
            }
        }
        match (&step.intake, step.stage.as_deref()) {
            // One window: one visit for the whole stage.
            (Intake::Window(_) | Intake::Shared, Some(stage)) => {
                let visits = window_visits.entry(stage).or_default();
                *visits = (*visits).max(step.visits.min(1));
            }
            (Intake::Friction | Intake::Window(_) | Intake::Shared, _) => {
                counts.visits += f64::from(step.visits);
            }
        }
    }
    counts.items = items.len() as f64;
    counts.materials += forms.len() as f64;
    counts.material_types = (types.len() + forms.len()) as f64;
    counts.visits += f64::from(window_visits.values().sum::<u32>());
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
