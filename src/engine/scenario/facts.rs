//! Published figures: does the scenario reproduce them?

use super::resolve::Scenario;
use crate::error::Problem;
use crate::sim::{average_case, limits};
use crate::text;
use crate::workflow::{AverageCase, Counts, Limits, Workflow, counts};

/// A published figure beside the scenario's own.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// Path of the quantity.
    pub quantity: String,
    /// Published.
    pub published: f64,
    /// What the scenario gives.
    pub computed: f64,
    /// How far the two may lie apart: rounding, or the sampling error of a simulated figure.
    pub tolerance: f64,
}

impl Checked {
    /// Whether the two agree.
    pub fn is_met(&self) -> bool {
        let rounding = 1e-6 * self.published.abs().max(1.0);
        (self.published - self.computed).abs() <= self.tolerance.max(rounding)
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

/// Averages over all kinds of cases that a fact may name.
const AVERAGES: [&str; 7] = [
    "counted_days",
    "elapsed_days",
    "items",
    "links",
    "materials",
    "certificates",
    "visits",
];

/// Simulated figures that a fact may name, as in the JSON answer.
const SIMULATED: [&str; 24] = [
    "counted_days.mean",
    "counted_days.p10",
    "counted_days.p50",
    "counted_days.p90",
    "counted_days.p95",
    "elapsed_days.mean",
    "elapsed_days.p10",
    "elapsed_days.p50",
    "elapsed_days.p90",
    "elapsed_days.p95",
    "calendar_days.mean",
    "calendar_days.p50",
    "calendar_days.p90",
    "share_within_target",
    "overdue_item_share",
    "outcomes.granted",
    "outcomes.granted-silently",
    "outcomes.withdrawn",
    "outcomes.revoked",
    "corrections_per_case",
    "checks_per_case",
    "breaches_per_case",
    "silent_approvals_per_case",
    "rectification_days_per_case",
];

/// The parts of a quantity: whose, which group, which figure.
fn parts(quantity: &str) -> Option<(&str, &str, &str)> {
    let (side, rest) = quantity.split_once('.')?;
    let (group, figure) = rest.split_once('.')?;
    Some((side, group, figure))
}

/// The reform (or `baseline`) and the figure of a quantity that only a simulation can tell.
pub fn simulated(quantity: &str) -> Option<(&str, &str)> {
    let (side, group, figure) = parts(quantity)?;
    (group == "simulated").then_some((side, figure))
}

/// Whether a quantity exists.
///
/// # Errors
/// It does not; says what there is.
pub fn known<'a>(quantity: &str, reforms: impl Iterator<Item = &'a str>) -> Result<(), Problem> {
    let wrong = |what: &str, allowed: String| {
        Err(Problem::error(format!("`{quantity}`: {what}")).allowed(allowed))
    };
    let Some((side, group, figure)) = parts(quantity) else {
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
        "average_case" => &AVERAGES,
        "simulated" => &SIMULATED,
        _ => {
            return wrong(
                &format!("nothing is called `{group}`"),
                "`limits`, `counts`, `ledger`, `average_case`, `simulated`".to_owned(),
            );
        }
    };
    if figures.contains(&figure) {
        Ok(())
    } else {
        wrong(&format!("`{group}` has no `{figure}`"), text::list(figures))
    }
}

/// Every fact of a scenario that needs no simulation, with what the scenario gives.
pub fn check_facts(scenario: &Scenario) -> Vec<Checked> {
    scenario
        .facts
        .iter()
        .filter_map(|placed| {
            let fact = &placed.fact;
            let (side, group, figure) = parts(&fact.quantity)?;
            let workflow = workflow(scenario, side)?;
            let computed = match group {
                "limits" => limit(&limits(workflow), figure)?,
                "counts" => count(&counts(workflow), figure)?,
                "average_case" => average(&average_case(workflow)?.0, figure)?,
                "simulated" => return None,
                _ => {
                    count(&counts(workflow), figure)? - count(&counts(&scenario.baseline), figure)?
                }
            };
            Some(Checked {
                quantity: fact.quantity.clone(),
                published: fact.value,
                computed,
                tolerance: 0.0,
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
        // What the file does not state meets no published figure.
        limits.statutory_counted_days.unwrap_or(f64::NAN),
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
        .map(|idx| figures[idx])
}

fn average(average: &AverageCase, figure: &str) -> Option<f64> {
    let figures = [
        average.counted_days,
        average.elapsed_days,
        average.items,
        average.links,
        average.materials,
        average.certificates,
        average.visits,
    ];
    AVERAGES
        .iter()
        .position(|name| *name == figure)
        .map(|idx| figures[idx])
}
