//! Published figures: does the scenario reproduce them?

use super::resolve::Scenario;
use crate::error::Problem;
use crate::text;
use crate::workflow::{Counts, Limits, Workflow, counts, limits};

/// A published figure beside the scenario's own.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// Path of the quantity.
    pub quantity: String,
    /// Published.
    pub published: f64,
    /// What the scenario gives.
    pub computed: f64,
}

impl Checked {
    /// Whether the two agree.
    pub fn is_met(&self) -> bool {
        (self.published - self.computed).abs() <= 1e-6 * self.published.abs().max(1.0)
    }
}

const LIMITS: [&str; 6] = [
    "counted_days",
    "clock_days",
    "elapsed_days",
    "serial_days",
    "statutory_counted_days",
    "gated_counted_days",
];
const COUNTS: [&str; 8] = [
    "items",
    "steps",
    "clocked_steps",
    "links",
    "materials",
    "material_types",
    "certificates",
    "visits",
];

/// Whether a quantity exists.
///
/// # Errors
/// It does not; says what there is.
pub fn known<'a>(quantity: &str, reforms: impl Iterator<Item = &'a str>) -> Result<(), Problem> {
    let wrong = |what: &str, allowed: String| {
        Err(Problem::error(format!("`{quantity}`: {what}")).allowed(allowed))
    };
    let parts: Vec<&str> = quantity.split('.').collect();
    let [side, group, figure] = parts[..] else {
        return wrong(
            "a quantity has three parts",
            "like `baseline.limits.counted_days`".to_owned(),
        );
    };
    let sides: Vec<&str> = std::iter::once("baseline").chain(reforms).collect();
    if !sides.contains(&side) {
        return wrong(&format!("no reform is called `{side}`"), text::list(&sides));
    }
    let figures: &[&str] = match group {
        "limits" => &LIMITS,
        "counts" | "ledger" => &COUNTS,
        _ => {
            return wrong(
                &format!("nothing is called `{group}`"),
                "`limits`, `counts`, `ledger`".to_owned(),
            );
        }
    };
    if figures.contains(&figure) {
        Ok(())
    } else {
        wrong(&format!("`{group}` has no `{figure}`"), text::list(figures))
    }
}

/// Every fact of a scenario with what the scenario gives.
pub fn check_facts(scenario: &Scenario) -> Vec<Checked> {
    scenario
        .facts
        .iter()
        .filter_map(|placed| {
            let fact = &placed.fact;
            let parts: Vec<&str> = fact.quantity.split('.').collect();
            let [side, group, figure] = parts[..] else {
                return None;
            };
            let workflow = workflow(scenario, side)?;
            let computed = match group {
                "limits" => limit(&limits(workflow), figure)?,
                "counts" => count(&counts(workflow), figure)?,
                _ => {
                    count(&counts(workflow), figure)? - count(&counts(&scenario.baseline), figure)?
                }
            };
            Some(Checked {
                quantity: fact.quantity.clone(),
                published: fact.value,
                computed,
            })
        })
        .collect()
}

fn workflow<'s>(scenario: &'s Scenario, side: &str) -> Option<&'s Workflow> {
    if side == "baseline" {
        return Some(&scenario.baseline);
    }
    let idx = scenario
        .reforms
        .iter()
        .position(|reform| reform.id == side)?;
    scenario
        .reformed
        .get(idx)
        .map(|reformed| &reformed.workflow)
}

fn limit(limits: &Limits, figure: &str) -> Option<f64> {
    let figures = [
        limits.counted_days,
        limits.clock_days,
        limits.elapsed_days,
        limits.serial_days,
        limits.statutory_counted_days,
        limits.gated_counted_days,
    ];
    LIMITS
        .iter()
        .position(|name| *name == figure)
        .map(|idx| figures[idx])
}

fn count(counts: &Counts, figure: &str) -> Option<f64> {
    let figures = [
        counts.items,
        counts.steps,
        counts.clocked_steps,
        counts.links,
        counts.materials,
        counts.material_types,
        counts.certificates,
        counts.visits,
    ];
    COUNTS
        .iter()
        .position(|name| *name == figure)
        .map(|idx| figures[idx] as f64)
}
