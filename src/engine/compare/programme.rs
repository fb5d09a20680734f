//! The ledger of a programme: each item counts once however many scenarios use it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::AddAssign;

use super::ledger::{ItemMap, LimitSums, item_limits};
use crate::workflow::{MaterialKind, Workflow, handed_in};

/// What a programme's scenarios come to together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ProgrammeTotals {
    /// Distinct items.
    pub items: f64,
    /// Links, each item with its largest number.
    pub links: f64,
    /// Distinct materials, forms left out.
    pub material_types: f64,
    /// Distinct certificates.
    pub certificates: f64,
}

impl AddAssign for ProgrammeTotals {
    fn add_assign(&mut self, other: ProgrammeTotals) {
        self.items += other.items;
        self.links += other.links;
        self.material_types += other.material_types;
        self.certificates += other.certificates;
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
    /// Its limits.
    pub limits: LimitSums,
}

/// Before and after.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProgrammeLedger {
    /// All together before.
    pub before: ProgrammeTotals,
    /// All together after.
    pub after: ProgrammeTotals,
    /// Limits over all items, each with its largest.
    pub limits: LimitSums,
    /// Of it what the scenarios give: before, after.
    pub scenarios: (ProgrammeTotals, ProgrammeTotals),
    /// Items of the catalogue that no scenario describes.
    pub further_items: u64,
    /// Of these the ones that were made up so that totals add up.
    pub synthetic_items: u64,
}

/// The programme's ledger from its scenarios' baselines and reformed workflows, and the items of a catalogue;
/// an item that a scenario describes counts there.
pub fn programme_ledger(
    before: &[&Workflow],
    after: &[&Workflow],
    further: &[FurtherItem<'_>],
) -> ProgrammeLedger {
    let (items, items_after) = (largest_items(before), largest_items(after));
    let scenarios = (totals(before, &items), totals(after, &items_after));
    let mut ledger = ProgrammeLedger {
        before: scenarios.0,
        after: scenarios.1,
        limits: LimitSums::of(&items, &items_after),
        scenarios,
        further_items: 0,
        synthetic_items: 0,
    };
    let is_known = |id: &str| items.contains_key(id) || items_after.contains_key(id);
    for item in further.iter().filter(|item| !is_known(item.id)) {
        ledger.before += item.before;
        ledger.after += item.after;
        ledger.limits += item.limits;
        ledger.further_items += 1;
        ledger.synthetic_items += u64::from(item.is_synthetic);
    }
    ledger
}

/// Every item once, with its largest figures.
fn largest_items(workflows: &[&Workflow]) -> ItemMap {
    let mut items = ItemMap::new();
    for (item, figures) in workflows.iter().flat_map(|workflow| item_limits(workflow)) {
        let largest = items.entry(item).or_default();
        largest.share = largest.share.max(figures.share);
        largest.links = largest.links.max(figures.links);
        largest.promised_days = largest.promised_days.max(figures.promised_days);
        let both = [largest.statutory_days, figures.statutory_days];
        largest.statutory_days = both.into_iter().flatten().max_by(f64::total_cmp);
    }
    items
}

fn totals(workflows: &[&Workflow], items: &ItemMap) -> ProgrammeTotals {
    // By id, the largest share of cases that hand it in.
    let mut asked: BTreeMap<&str, (MaterialKind, f64)> = BTreeMap::new();
    for workflow in workflows {
        let mut shares: BTreeMap<String, f64> = BTreeMap::new();
        for (share, kind) in workflow.by_share() {
            let case = kind.reference_case();
            let met = kind.steps().filter(|step| kind.meets(step, &case));
            let faces = met.map(|step| step.reference_face());
            let ids: BTreeSet<&str> = faces
                .flat_map(|face| handed_in(&kind, face))
                .map(|material| material.id.as_str())
                .collect();
            for id in ids {
                *shares.entry(id.to_owned()).or_default() += share;
            }
        }
        for material in workflow.materials.iter() {
            if let Some(&share) = shares.get(&material.id) {
                let largest = asked.entry(&material.id).or_insert((material.kind, 0.0));
                largest.1 = largest.1.max(share);
            }
        }
    }
    let kinds = |wanted: fn(MaterialKind) -> bool| {
        let of_kind = asked.values().filter(|(kind, _)| wanted(*kind));
        of_kind.map(|(_, share)| share).sum()
    };
    ProgrammeTotals {
        items: items.values().map(|item| item.share).sum(),
        links: items.values().map(|item| item.links).sum(),
        material_types: kinds(|kind| kind != MaterialKind::Certificate),
        certificates: kinds(|kind| kind == MaterialKind::Certificate),
    }
}
