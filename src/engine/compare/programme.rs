//! The ledger of a programme: each item counts once however many scenarios use it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::AddAssign;

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

impl AddAssign for ProgrammeTotals {
    fn add_assign(&mut self, other: ProgrammeTotals) {
        self.items += other.items;
        self.links += other.links;
        self.material_types += other.material_types;
        self.certificates += other.certificates;
        self.promised_days += other.promised_days;
        self.statutory_days += other.statutory_days;
    }
}

/// An item that no scenario describes, from a catalogue; its materials are its own.
#[derive(Clone, Debug, PartialEq)]
pub struct FurtherItem<'a> {
    /// Its id.
    pub id: &'a str,
    /// Whether its figures were made up so that totals add up.
    pub is_synthetic: bool,
    /// Before the reform.
    pub before: ProgrammeTotals,
    /// After it; all zero: the item is gone.
    pub after: ProgrammeTotals,
}

/// Before and after.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProgrammeLedger {
    /// All together before.
    pub before: ProgrammeTotals,
    /// All together after.
    pub after: ProgrammeTotals,
    /// Of it what the scenarios give: before, after.
    pub scenarios: (ProgrammeTotals, ProgrammeTotals),
    /// Items of the catalogue that no scenario describes.
    pub further_items: u64,
    /// Of these the ones that were made up so that totals add up.
    pub synthetic_items: u64,
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

/// The programme's ledger from its scenarios' baselines and reformed workflows, and the items of a catalogue;
/// an item that a scenario describes counts there.
pub fn programme_ledger(
    before: &[&Workflow],
    after: &[&Workflow],
    further: &[FurtherItem<'_>],
) -> ProgrammeLedger {
    let workflows = before.iter().chain(after);
    let known: BTreeSet<&str> = workflows
        .flat_map(|one| item_limits(one).into_keys())
        .collect();
    let scenarios = (totals(before), totals(after));
    let mut ledger = ProgrammeLedger {
        before: scenarios.0,
        after: scenarios.1,
        scenarios,
        further_items: 0,
        synthetic_items: 0,
    };
    for item in further.iter().filter(|item| !known.contains(item.id)) {
        ledger.before += item.before;
        ledger.after += item.after;
        ledger.further_items += 1;
        ledger.synthetic_items += u64::from(item.is_synthetic);
    }
    ledger
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
