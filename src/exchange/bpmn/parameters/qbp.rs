//! Parameters of QBP, which BIMP and Apromore write into the model. A working day has eight hours.

use std::collections::BTreeSet;

use toml::Value;

use super::super::note::Notes;
use super::super::read::one_line;
use super::super::tree::Element;
use super::laws::{
    EIGHT_HOURS, exponential, fixed, gamma, lognormal, mean_days, normal, triangular, uniform,
};
use super::{Parameters, figure, tell_unused, walk};

/// Takes what the elements say.
pub fn take(parameters: &mut Parameters, elements: &[&Element], notes: &mut Notes) {
    let mut unused = BTreeSet::new();
    for element in elements {
        walk(element, &mut |one| {
            take_one(parameters, one, &mut unused, notes)
        });
    }
    if let Some(first) = elements.first() {
        let of = ("the BIMP parameters", " BIMP 参数");
        tell_unused(&unused, of, &first.place, notes);
    }
}

fn take_one(
    parameters: &mut Parameters,
    element: &Element,
    unused: &mut BTreeSet<String>,
    notes: &mut Notes,
) {
    match element.name.as_str() {
        "arrivalRateDistribution" => {
            let mean = distribution(element, notes).as_ref().and_then(mean_days);
            parameters.arrivals_per_day = mean.filter(|mean| *mean > 0.0).map(|mean| 1.0 / mean);
            if element.get("type") != Some("EXPONENTIAL") {
                notes.say(
                    &element.place,
                    "arrivals come independently here, at the same rate".to_owned(),
                    "此处的到达按相同速率独立发生".to_owned(),
                );
            }
        }
        "element" => {
            let Some(node) = element.get("elementId") else {
                return;
            };
            for child in &element.children {
                match child.name.as_str() {
                    "durationDistribution" => {
                        if let Some(duration) = distribution(child, notes) {
                            parameters.durations.insert(node.to_owned(), duration);
                        }
                    }
                    "resourceIds" => {
                        if let Some(resource) = child.children.first() {
                            let resource = resource.text.clone();
                            parameters.resources_of.insert(node.to_owned(), resource);
                        }
                    }
                    other => {
                        unused.insert(other.to_owned());
                    }
                }
            }
            for (name, value) in &element.attributes {
                let is_figure = figure(value).is_some_and(|figure| figure != 0.0);
                if name.ends_with("Cost") && is_figure || name.ends_with("Threshold") {
                    unused.insert(name.clone());
                }
            }
        }
        "sequenceFlow" => {
            let share = element.get("executionProbability").and_then(figure);
            if let (Some(flow), Some(share)) = (element.get("elementId"), share)
                && (0.0..=1.0).contains(&share)
            {
                parameters.shares.insert(flow.to_owned(), share);
            }
        }
        "resource" => {
            let amount = element
                .get("totalAmount")
                .and_then(|text| text.parse().ok());
            if let Some(id) = element.get("id") {
                let name = one_line(element.get("name").unwrap_or(id));
                parameters.resources.insert(id.to_owned(), (name, amount));
            }
            let cost = element.get("costPerHour").and_then(figure);
            if cost.is_some_and(|cost| cost != 0.0) {
                unused.insert("costPerHour".to_owned());
            }
        }
        // Hours of the week: a working day has eight hours here.
        "timetable" => {
            unused.insert("timetables".to_owned());
        }
        _ => {}
    }
}

/// A distribution: mean, and two figures whose meaning depends on the kind. Seconds.
fn distribution(element: &Element, notes: &mut Notes) -> Option<Value> {
    let days = |name: &str| {
        let seconds = element.get(name).and_then(figure)?;
        (seconds >= 0.0).then_some(seconds / EIGHT_HOURS)
    };
    let (mean, first, second) = (days("mean"), days("arg1"), days("arg2"));
    let variance = first.map(|variance| variance / EIGHT_HOURS);
    let found = match element.get("type").unwrap_or_default() {
        "FIXED" => fixed(mean),
        "EXPONENTIAL" => exponential(mean.filter(|mean| *mean > 0.0).or(first)),
        "NORMAL" => normal(mean, first),
        "UNIFORM" => uniform(first, second),
        // The mean of BIMP's triangle is its mode.
        "TRIANGULAR" => triangular(first, mean, second),
        // The first figure is the variance, in seconds squared.
        "LOGNORMAL" => mean
            .zip(variance)
            .and_then(|(mean, variance)| lognormal(mean, variance)),
        "GAMMA" => mean
            .zip(variance)
            .and_then(|(mean, variance)| gamma(mean, variance)),
        _ => None,
    };
    if found.is_none() {
        let kind = element.get("type").unwrap_or("?");
        notes.say(
            &element.place,
            format!("a distribution `{kind}` with figures that do not fit is not carried over"),
            format!("分布 `{kind}` 的参数不符，未带入"),
        );
    }
    found
}
