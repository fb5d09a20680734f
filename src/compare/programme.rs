//! The ledger of a programme: each item counts once however many scenarios use it.

use std::collections::{BTreeMap, BTreeSet};

use super::ledger::{ItemFigures, item_limits};
use crate::workflow::{MaterialKind, Workflow};

/// What a programme's scenarios come to together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ProgrammeTotals {
    /// Distinct items.
    pub items: u64,
    /// Links, each item with its largest number.
    pub links: u64,
    /// Distinct materials, forms left out.
    pub material_types: u64,
    /// Distinct certificates.
    pub certificates: u64,
    /// Sum over items of the largest promised limit, working days.
    pub promised_days: f64,
    /// Sum over items of the largest statutory limit, working days.
    pub statutory_days: f64,
}

/// Before and after.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProgrammeLedger {
    /// All baselines together.
    pub before: ProgrammeTotals,
    /// All reformed workflows together.
    pub after: ProgrammeTotals,
}

impl ProgrammeLedger {
    /// Sum of limits after against the promises before, − 1.
    pub fn limit_share_promised(&self) -> f64 {
        share(self.before.promised_days, self.after.promised_days)
    }

    /// Sum of limits after against the statutory limits before, − 1.
    pub fn limit_share_statutory(&self) -> f64 {
        share(self.before.statutory_days, self.after.promised_days)
    }
}

/// The programme's ledger from its scenarios' baselines and reformed workflows.
pub fn programme_ledger(before: &[&Workflow], after: &[&Workflow]) -> ProgrammeLedger {
    ProgrammeLedger {
        before: totals(before),
        after: totals(after),
    }
}

fn share(before: f64, after: f64) -> f64 {
    if before > 0.0 {
        after / before - 1.0
    } else {
        0.0
    }
}

fn totals(workflows: &[&Workflow]) -> ProgrammeTotals {
    let mut items: BTreeMap<&str, ItemFigures> = BTreeMap::new();
    let mut materials = BTreeSet::new();
    let mut certificates = BTreeSet::new();
    for workflow in workflows {
        for (item, figures) in item_limits(workflow) {
            let largest = items.entry(item).or_default();
            largest.links = largest.links.max(figures.links);
            largest.promised_days = largest.promised_days.max(figures.promised_days);
            largest.statutory_days = largest.statutory_days.max(figures.statutory_days);
        }
        let case = workflow.reference_case();
        let asked = workflow
            .steps()
            .filter(|step| workflow.meets(step, &case))
            .flat_map(|step| &step.reference_face().materials);
        for material in asked.filter_map(|id| workflow.material(id)) {
            if material.supplied.iter().any(|share| share.share >= 0.5) {
                continue;
            }
            match material.kind {
                MaterialKind::Certificate => certificates.insert(material.id.as_str()),
                MaterialKind::Document | MaterialKind::Form => {
                    materials.insert(material.id.as_str())
                }
            };
        }
    }
    ProgrammeTotals {
        items: items.len() as u64,
        links: items.values().map(|item| item.links).sum(),
        material_types: materials.len() as u64,
        certificates: certificates.len() as u64,
        promised_days: items.values().map(|item| item.promised_days).sum(),
        statutory_days: items.values().map(|item| item.statutory_days).sum(),
    }
}
