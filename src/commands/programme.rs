//! The ledger of a programme: its scenarios, the items of its catalogue, and the facts about both together.

use crate::compare::{
    FurtherItem, LimitSums, ProgrammeLedger, ProgrammeTotals, headline_at, programme_ledger,
    told_days,
};
use crate::scenario::{CatalogueFigures, CatalogueItem, Checked, Loaded, Scenario};
use crate::workflow::Workflow;

/// The programme's ledger over the reform that each scenario's finding tells; `None` for a single file.
pub fn ledger(loaded: &Loaded) -> Option<ProgrammeLedger> {
    let programme = loaded.programme.as_ref()?;
    let before: Vec<&Workflow> = loaded.scenarios.iter().map(|one| &one.baseline).collect();
    let after: Vec<&Workflow> = loaded.scenarios.iter().map(told).collect();
    let further: Vec<FurtherItem<'_>> = programme.items.iter().map(further).collect();
    Some(programme_ledger(&before, &after, &further))
}

/// The workflow after the reform that the scenario's finding tells.
fn told(scenario: &Scenario) -> &Workflow {
    let previous = scenario.reforms.iter().map(|reform| {
        let id = reform.builds_on.as_ref()?;
        scenario.reforms.iter().position(|other| &other.id == id)
    });
    let counted = scenario.reformed.iter();
    let counted = counted.map(|reformed| told_days(&reformed.workflow)[0]);
    let (previous, counted): (Vec<_>, Vec<_>) = (previous.collect(), counted.collect());
    let at = headline_at(&previous, &counted, scenario.baseline.target_days);
    at.and_then(|idx| scenario.reformed.get(idx))
        .map_or(&scenario.baseline, |reformed| &reformed.workflow)
}

fn further(item: &CatalogueItem) -> FurtherItem<'_> {
    let totals = |figures: CatalogueFigures| ProgrammeTotals {
        items: 1.0,
        links: figures.links as f64,
        material_types: figures.materials as f64,
        certificates: figures.certificates as f64,
    };
    let promised_after = item.after.map_or(0.0, |figures| figures.promised_days);
    FurtherItem {
        id: &item.id,
        is_synthetic: item.is_synthetic,
        before: totals(item.before),
        after: item.after.map_or(ProgrammeTotals::default(), totals),
        limits: LimitSums {
            promised: item.before.promised_days,
            promised_after,
            statutory: item.statutory_days,
            lawful_after: promised_after,
            items: 1,
            statutory_items: 1,
        },
    }
}

/// Shares are published as percentages with one decimal at most.
const SHARE_TOLERANCE: f64 = 0.0005;

/// Every fact of the programme, in file order.
pub fn facts(loaded: &Loaded) -> Vec<Checked> {
    let (Some(programme), Some(ledger)) = (&loaded.programme, ledger(loaded)) else {
        return Vec::new();
    };
    let facts = programme.facts.iter();
    facts
        .filter_map(|fact| {
            let (computed, tolerance) = figure(&ledger, &fact.quantity)?;
            Some(Checked {
                quantity: fact.quantity.clone(),
                published: fact.value,
                computed,
                tolerance,
            })
        })
        .collect()
}

fn figure(ledger: &ProgrammeLedger, quantity: &str) -> Option<(f64, f64)> {
    let (of, figure) = quantity.split_once('.')?;
    let (before, after) = match of {
        "scenarios" => ledger.scenarios,
        _ => (ledger.before, ledger.after),
    };
    let minus = |pick: fn(&ProgrammeTotals) -> f64| (pick(&after) - pick(&before), 0.0);
    Some(match figure {
        "items" => minus(|totals| totals.items),
        "material_types" => minus(|totals| totals.material_types),
        "links" => minus(|totals| totals.links),
        "certificates" => minus(|totals| totals.certificates),
        "limit_share_promised" => (ledger.limits.share_promised(), SHARE_TOLERANCE),
        "limit_share_statutory" => (ledger.limits.share_statutory()?, SHARE_TOLERANCE),
        _ => return None,
    })
}
