//! A workflow as the scenario file would write it: what every format that keeps figures starts from.

mod head;
mod steps;
pub mod values;

use crate::at::At;
use crate::duration::{Duration, Law, evenly};
use crate::lang::Name;
use crate::scenario::{Scenario, ScenarioSpec};
use crate::workflow::Workflow;
use values::rounded;

/// A scenario file, and what it cannot say.
#[derive(Clone, Debug)]
pub struct Document {
    /// The file.
    pub file: ScenarioSpec,
    /// What a scenario file has no words for, by name, in both languages.
    pub left_out: Vec<Name>,
}

/// The document of a workflow of a scenario: its baseline, or a reform's.
pub fn document(scenario: &Scenario, workflow: &Workflow) -> Document {
    let mut left_out = Vec::new();
    let mut file = head::head(scenario, workflow, &mut left_out);
    file.step = steps::steps(workflow, &mut file.attribute, &mut left_out);
    Document { file, left_out }
}

/// Quantiles that stand for a law which the file has no word for.
const QUANTILES: u32 = 200;

/// A law of a step with this limit, and whether the file's words say exactly that: a law that a reform
/// moved becomes quantiles.
fn law(law: &Law, limit_days: Option<f64>) -> (Duration, bool) {
    let own = law.profile_limit_days();
    if law.moves.is_empty() && own.is_none_or(|own| Some(own) == limit_days) {
        return duration(&law.base);
    }
    (quantiles(|p| law.quantile(p)), false)
}

/// A distribution, and whether the file's words say exactly that: its quantiles are at equal steps.
fn duration(duration: &Duration) -> (Duration, bool) {
    if let Duration::Empirical { quantiles_days } = duration {
        let days: Vec<f64> = quantiles_days.iter().map(|(_, days)| *days).collect();
        if *quantiles_days != evenly(&days) {
            return (quantiles(|p| duration.quantile(p)), false);
        }
    }
    (duration.clone(), true)
}

fn quantiles(quantile: impl Fn(f64) -> f64) -> Duration {
    let probabilities = (0..=QUANTILES).map(|idx| f64::from(idx) / f64::from(QUANTILES));
    // The end of an unbounded law is cut where one case in ten thousand lies.
    let days: Vec<f64> = probabilities
        .map(|p| rounded(quantile(p.min(0.9999))))
        .collect();
    Duration::Empirical {
        quantiles_days: evenly(&days),
    }
}

/// A law that stands as quantiles.
fn approximate(what: &str) -> Name {
    Name::both(
        format!("the exact distribution of `{what}`; 201 quantiles stand for it"),
        format!("`{what}` 的精确分布，以 201 个分位数代替"),
    )
}

fn ids(ids: &[String]) -> Vec<At<String>> {
    ids.iter().map(At::from).collect()
}
