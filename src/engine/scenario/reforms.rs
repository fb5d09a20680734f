//! Resolving reforms, and applying each once: a measure that cannot be applied is an error of the file.

use super::names::Names;
use super::parts::{date, name};
use super::{MeasureSpec, ReformSpec, ScenarioSpec};
use crate::at::At;
use crate::error::Problem;
use crate::reform::{Act, Measure, Reform, Reformed, apply};
use crate::workflow::Workflow;

const MOST_MEASURES: usize = 200;

/// Reforms in file order.
pub fn reforms(spec: &ScenarioSpec, problems: &mut Vec<Problem>) -> Vec<Reform> {
    let names = Names::of("reform", spec.reform.iter().map(|one| &one.id), problems);
    let n_measures: usize = spec.reform.iter().map(|reform| reform.measure.len()).sum();
    if n_measures > MOST_MEASURES {
        problems.push(
            Problem::error(format!("{n_measures} measures"))
                .allowed(format!("up to {MOST_MEASURES}")),
        );
        return Vec::new();
    }
    let mut resolved: Vec<Reform> = Vec::new();
    for one in &spec.reform {
        if one.id.value == "baseline" {
            problems.push(
                one.id.blame(
                    Problem::error("no reform may be called `baseline`")
                        .hint("facts use that word for the workflow before all reforms"),
                ),
            );
        }
        if let Some(previous) = &one.builds_on
            && names.check(previous, problems)
            && !resolved.iter().any(|reform| reform.id == previous.value)
        {
            problems.push(
                previous.blame(
                    Problem::error(format!(
                        "`{}` builds on `{previous}`, which does not stand before it",
                        one.id
                    ))
                    .hint("put reforms in the order in which they build on each other"),
                ),
            );
        }
        resolved.push(reform(one, problems));
    }
    resolved
}

fn reform(spec: &ReformSpec, problems: &mut Vec<Problem>) -> Reform {
    let names = Names::of("measure", spec.measure.iter().map(|one| &one.id), problems);
    let measures = spec.measure.iter().map(|measure| {
        let cost_per_day = cost_per_day(measure, problems);
        Measure {
            id: measure.id.value.clone(),
            name: name(&measure.en, &measure.zh),
            group: measure.group.clone(),
            cost: measure.cost,
            cost_per_day,
            excludes: ids(&measure.excludes, &names, problems),
            requires: ids(&measure.requires, &names, problems),
            act: measure.r#do.value.clone(),
            place: measure.r#do.place.clone(),
        }
    });
    let measures = measures.collect();
    Reform {
        id: spec.id.value.clone(),
        name: name(&spec.en, &spec.zh),
        effective: spec
            .effective
            .as_ref()
            .and_then(|text| date(text, problems)),
        builds_on: spec.builds_on.as_ref().map(|id| id.value.clone()),
        measures,
    }
}

/// Only measures that shorten limits by days can cost something per day.
fn cost_per_day(measure: &MeasureSpec, problems: &mut Vec<Problem>) -> Option<f64> {
    let given = measure.cost_per_day.as_ref()?;
    let act = &measure.r#do.value;
    if !matches!(act, Act::SetLimit(_) | Act::ScaleLimits(_)) {
        let name = act.about().name;
        let problem = Problem::error(format!("`{name}` does not shorten a limit by days"))
            .allowed("`cost_per_day` beside `set_limit` and `scale_limits`")
            .hint("say what the measure costs as a whole with `cost`");
        problems.push(given.blame(problem));
    }
    Some(given.value)
}

/// Ids of measures of the same reform.
fn ids(given: &[At<String>], names: &Names<'_>, problems: &mut Vec<Problem>) -> Vec<String> {
    let known = given.iter().filter(|id| names.check(id, problems));
    known.map(|id| id.value.clone()).collect()
}

/// Every reform applied to the baseline or to the reform it builds on; ledgers go back to the baseline.
pub fn apply_all(
    baseline: &Workflow,
    reforms: &[Reform],
    problems: &mut Vec<Problem>,
) -> Vec<Reformed> {
    let mut applied: Vec<(String, Option<Reformed>)> = Vec::new();
    for reform in reforms {
        let previous = match &reform.builds_on {
            None => None,
            Some(id) => match applied.iter().find(|(other, _)| other == id) {
                Some((_, Some(previous))) => Some(previous.clone()),
                // The error was told where it arose.
                Some((_, None)) | None => {
                    applied.push((reform.id.clone(), None));
                    continue;
                }
            },
        };
        let start = previous
            .as_ref()
            .map_or(baseline, |previous| &previous.workflow);
        match apply(start, reform) {
            Ok(mut reformed) => {
                if let Some(mut previous) = previous {
                    previous.ledger.entries.append(&mut reformed.ledger.entries);
                    reformed.ledger = previous.ledger;
                }
                applied.push((reform.id.clone(), Some(reformed)));
            }
            Err(found) => {
                problems.extend(found);
                applied.push((reform.id.clone(), None));
            }
        }
    }
    applied
        .into_iter()
        .filter_map(|(_, reformed)| reformed)
        .collect()
}
