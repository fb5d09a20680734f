//! Resolving attributes of a case, and the conditions that name them.

use std::collections::BTreeMap;

use super::ScenarioSpec;
use super::names::Names;
use super::parts::name;
use crate::at::At;
use crate::error::Problem;
use crate::text::number;
use crate::workflow::{Attribute, Guard};

/// Attributes in file order, each with its reference value.
pub fn attributes(spec: &ScenarioSpec, problems: &mut Vec<Problem>) -> Vec<Attribute> {
    let _ = Names::of(
        "attribute",
        spec.attribute.iter().map(|one| &one.id),
        problems,
    );
    let mut resolved: Vec<Attribute> = Vec::new();
    for attribute in &spec.attribute {
        let shares = &attribute.shares.value.0;
        let sum: f64 = shares.iter().map(|(_, share)| share).sum();
        let each_fits = shares.iter().all(|(_, share)| (0.0..=1.0).contains(share));
        if !each_fits || (sum - 1.0).abs() > 1e-6 {
            problems.push(
                attribute.shares.blame(
                    Problem::error(format!(
                        "the shares of `{}` add up to {}",
                        attribute.id,
                        number(sum)
                    ))
                    .allowed("shares from 0 to 1 that add up to 1"),
                ),
            );
        }
        let given = guards(Some(&attribute.id), &attribute.given, &resolved, problems);
        // The largest share, the first on a tie.
        let mut reference = shares.first().cloned().unwrap_or_default();
        for share in shares {
            if share.1 > reference.1 {
                reference = share.clone();
            }
        }
        resolved.push(Attribute {
            id: attribute.id.value.clone(),
            name: name(&attribute.en, &attribute.zh),
            shares: shares.clone(),
            given,
            reference: reference.0,
        });
    }
    for (id, value) in &spec.reference {
        match resolved.iter_mut().find(|attribute| &attribute.id == id) {
            Some(attribute)
                if attribute
                    .shares
                    .iter()
                    .any(|(other, _)| other == &value.value) =>
            {
                attribute.reference.clone_from(&value.value);
            }
            Some(attribute) => problems.push(value.blame(no_value(attribute, value))),
            None => {
                problems.push(value.blame(Problem::error(format!("no attribute is called `{id}`"))))
            }
        }
    }
    resolved
}

/// Conditions of a `when` or `given` of `owner`; each must be one that some case can meet.
pub fn guards(
    owner: Option<&At<String>>,
    spec: &Option<BTreeMap<String, Vec<At<String>>>>,
    known: &[Attribute],
    problems: &mut Vec<Problem>,
) -> Vec<Guard> {
    let mut guards = Vec::new();
    for (id, values) in spec.iter().flatten() {
        let blame = |problem: Problem| match values.first().or(owner) {
            Some(place) => place.blame(problem),
            None => problem,
        };
        let Some(attribute) = known.iter().find(|attribute| &attribute.id == id) else {
            let names = known.iter().map(|attribute| attribute.id.as_str());
            let problem = Problem::error(format!("no attribute is called `{id}`"));
            let problem = match crate::text::did_you_mean(id, names) {
                Some(close) => problem.hint(format!("did you mean `{close}`?")),
                None => problem.hint("an attribute stands before what refers to it"),
            };
            problems.push(blame(problem));
            continue;
        };
        for value in values {
            if !attribute
                .shares
                .iter()
                .any(|(other, _)| other == &value.value)
            {
                problems.push(value.blame(no_value(attribute, value)));
            }
        }
        // `given` of the attribute may rule out every case that the other conditions leave.
        let contradicts = attribute.given.iter().find(|given| {
            let wanted = spec
                .iter()
                .flatten()
                .find(|(other, _)| *other == &given.attribute);
            wanted.is_some_and(|(_, wanted)| {
                !wanted
                    .iter()
                    .any(|value| given.values.contains(&value.value))
            })
        });
        if let Some(given) = contradicts {
            problems.push(blame(
                Problem::error(format!(
                    "no case meets this: `{id}` has a value only where `{}` is {}",
                    given.attribute,
                    crate::text::list(&given.values)
                ))
                .hint("change the condition or the attribute's `given`"),
            ));
        }
        if values.is_empty() {
            problems.push(blame(
                Problem::error(format!("no case meets `{id} = []`"))
                    .hint("name a value, or leave the condition out"),
            ));
        }
        guards.push(Guard {
            attribute: id.clone(),
            values: values.iter().map(|value| value.value.clone()).collect(),
        });
    }
    guards
}

fn no_value(attribute: &Attribute, value: &str) -> Problem {
    let values: Vec<&str> = attribute
        .shares
        .iter()
        .map(|(value, _)| value.as_str())
        .collect();
    Problem::error(format!(
        "attribute `{}` has no value `{value}`",
        attribute.id
    ))
    .allowed(crate::text::list(&values))
}
