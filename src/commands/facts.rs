//! Published figures against what a scenario gives; simulated ones need a run.

use serde_json::Value;

use super::{Failure, simulation};
use crate::report::json;
use crate::scenario::{Checked, Scenario, check_facts, simulated};

/// Every fact of a scenario, in file order, those that need a simulation last.
pub fn facts(scenario: &Scenario) -> Result<Vec<Checked>, Failure> {
    let mut checked = check_facts(scenario);
    let needs_a_run = |quantity: &str| simulated(quantity).is_some();
    if scenario
        .facts
        .iter()
        .any(|placed| needs_a_run(&placed.fact.quantity))
    {
        let document = json::document(&[simulation::quietly(scenario)?], None, None);
        let answer = &document["scenarios"][0];
        checked.extend(scenario.facts.iter().filter_map(|placed| {
            let quantity = &placed.fact.quantity;
            let (side, figure) = simulated(quantity)?;
            let (computed, error) = figure_of(side_of(answer, side)?, figure)?;
            Some(Checked {
                quantity: quantity.clone(),
                published: placed.fact.value,
                computed,
                tolerance: 4.0 * error,
            })
        }));
    }
    Ok(checked)
}

/// The baseline or a reform in the answer.
fn side_of<'a>(answer: &'a Value, side: &str) -> Option<&'a Value> {
    if side == "baseline" {
        return answer.get(side);
    }
    let reforms = answer.get("reforms")?.as_array()?;
    reforms
        .iter()
        .find(|reform| reform["id"].as_str() == Some(side))
}

/// A simulated figure and its standard error.
fn figure_of(side: &Value, figure: &str) -> Option<(f64, f64)> {
    let simulated = side.get("simulated")?;
    let (group, last) = match figure.split_once('.') {
        Some((group, last)) => (simulated.get(group)?, last),
        None => (simulated, figure),
    };
    let value = group.get(last)?.as_f64()?;
    let bound = |end: &str| group.get(format!("{last}{end}")).and_then(Value::as_f64);
    let error = match (bound("_low"), bound("_high")) {
        // A 95 % interval is 2 × 1.96 standard errors wide.
        (Some(low), Some(high)) => (high - low) / 3.92,
        // A count or a share per case: at most as uncertain as a Poisson count.
        (None, _) | (_, None) => {
            let cases = simulated.get("replications")?.as_f64()?;
            (value.max(0.0) / cases).sqrt()
        }
    };
    Some((value, error))
}
