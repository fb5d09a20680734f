//! Simulation parameters of BIMP, within the model, and of Prosimos, in a JSON file beside it, as durations,
//! shares, officers and arrivals. Their unit is the second of working time; a working day has eight hours.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use toml::{Table, Value};

use super::model::one_line;
use super::note::Notes;
use super::tree::Element;
use crate::error::Place;
use crate::exchange::document::values::{number, rounded, tagged};

const SECONDS_PER_DAY: f64 = 8.0 * 3600.0;

/// What a model's parameters say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parameters {
    /// How long nodes take, by id.
    pub durations: BTreeMap<String, Value>,
    /// Who does them, by id: an id of [`Parameters::resources`].
    pub resources_of: BTreeMap<String, String>,
    /// Names and numbers of people, by id.
    pub resources: BTreeMap<String, (String, u32)>,
    /// Shares of sequence flows, by id.
    pub shares: BTreeMap<String, f64>,
    /// Cases a working day.
    pub arrivals_per_day: Option<f64>,
}

impl Parameters {
    /// Parameters of BIMP within the model.
    pub fn of_model(elements: &[Element], notes: &mut Notes) -> Parameters {
        let mut parameters = Parameters::default();
        for element in elements {
            walk(element, &mut |one| parameters.take(one, notes));
        }
        parameters
    }

    fn take(&mut self, element: &Element, notes: &mut Notes) {
        match element.name.as_str() {
            "arrivalRateDistribution" => {
                let mean = bimp(element, notes).as_ref().and_then(mean_days);
                self.arrivals_per_day = mean.filter(|mean| *mean > 0.0).map(|mean| 1.0 / mean);
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
                    if child.name == "durationDistribution"
                        && let Some(duration) = bimp(child, notes)
                    {
                        self.durations.insert(node.to_owned(), duration);
                    }
                    if child.name == "resourceIds"
                        && let Some(resource) = child.children.first()
                    {
                        self.resources_of
                            .insert(node.to_owned(), resource.text.clone());
                    }
                }
            }
            "sequenceFlow" => {
                let share = element.get("executionProbability").and_then(figure);
                if let (Some(flow), Some(share)) = (element.get("elementId"), share)
                    && (0.0..=1.0).contains(&share)
                {
                    self.shares.insert(flow.to_owned(), share);
                }
            }
            "resource" => {
                let amount = element
                    .get("totalAmount")
                    .and_then(|text| text.parse().ok());
                if let (Some(id), Some(amount)) = (element.get("id"), amount) {
                    let name = one_line(element.get("name").unwrap_or(id));
                    self.resources.insert(id.to_owned(), (name, amount));
                }
            }
            _ => {}
        }
    }

    /// Parameters of Prosimos; what stands in them besides is noted.
    pub fn of_prosimos(json: &Json, place: &Place, notes: &mut Notes) -> Parameters {
        let mut parameters = Parameters::default();
        let rows = |key: &str| json.get(key).and_then(Json::as_array).into_iter().flatten();
        for profile in rows("resource_profiles") {
            let Some(id) = profile.get("id").and_then(Json::as_str) else {
                continue;
            };
            let name = profile.get("name").and_then(Json::as_str).unwrap_or(id);
            let people = profile.get("resource_list").and_then(Json::as_array);
            let people = people.into_iter().flatten();
            let amounts = people.map(|one| one.get("amount").and_then(Json::as_u64).unwrap_or(1));
            let amount = amounts.sum::<u64>().min(100_000) as u32;
            parameters
                .resources
                .insert(id.to_owned(), (one_line(name), amount));
        }
        for task in rows("task_resource_distribution") {
            let Some(id) = task.get("task_id").and_then(Json::as_str) else {
                continue;
            };
            let resources = task.get("resources").and_then(Json::as_array);
            let Some(first) = resources.and_then(|all| all.first()) else {
                continue;
            };
            if let Some(duration) = prosimos(first, place, notes) {
                parameters.durations.insert(id.to_owned(), duration);
            }
            let person = first
                .get("resource_id")
                .and_then(Json::as_str)
                .unwrap_or_default();
            if let Some(profile) = profile_of(json, person) {
                parameters.resources_of.insert(id.to_owned(), profile);
            }
        }
        for gateway in rows("gateway_branching_probabilities") {
            let paths = gateway.get("probabilities").and_then(Json::as_array);
            for path in paths.into_iter().flatten() {
                let share = path.get("value").and_then(json_figure);
                if let (Some(flow), Some(share)) =
                    (path.get("path_id").and_then(Json::as_str), share)
                    && (0.0..=1.0).contains(&share)
                {
                    parameters.shares.insert(flow.to_owned(), share);
                }
            }
        }
        for event in rows("event_distribution") {
            if let (Some(id), Some(duration)) = (
                event.get("event_id").and_then(Json::as_str),
                prosimos(event, place, notes),
            ) {
                parameters.durations.insert(id.to_owned(), duration);
            }
        }
        let arrivals = json.get("arrival_time_distribution");
        let gap = arrivals.and_then(|one| prosimos(one, place, notes));
        let mean = gap.as_ref().and_then(mean_days);
        parameters.arrivals_per_day = mean.filter(|mean| *mean > 0.0).map(|mean| 1.0 / mean);
        for key in [
            "batch_processing",
            "prioritisation_rules",
            "case_attributes",
        ] {
            if rows(key).next().is_some() {
                notes.say(
                    place,
                    format!("`{key}` of the parameters is not carried over"),
                    format!("参数中的 `{key}` 未带入"),
                );
            }
        }
        parameters
    }
}

fn walk(element: &Element, take: &mut impl FnMut(&Element)) {
    take(element);
    for child in &element.children {
        walk(child, take);
    }
}

/// The profile that a person belongs to.
fn profile_of(json: &Json, person: &str) -> Option<String> {
    let profiles = json.get("resource_profiles")?.as_array()?;
    let has = |profile: &&Json| {
        let people = profile.get("resource_list").and_then(Json::as_array);
        let mut people = people.into_iter().flatten();
        people.any(|one| one.get("id").and_then(Json::as_str) == Some(person))
            || profile.get("id").and_then(Json::as_str) == Some(person)
    };
    let found = profiles.iter().find(has)?;
    Some(found.get("id")?.as_str()?.to_owned())
}

/// A distribution of BIMP: mean, and two figures whose meaning depends on the kind. Seconds.
fn bimp(element: &Element, notes: &mut Notes) -> Option<Value> {
    let days = |name: &str| {
        let seconds = element.get(name).and_then(figure)?;
        (seconds >= 0.0).then(|| seconds / SECONDS_PER_DAY)
    };
    let (mean, first, second) = (days("mean"), days("arg1"), days("arg2"));
    let found = match element.get("type").unwrap_or_default() {
        "FIXED" => law("fixed", &[("days", mean)]),
        "EXPONENTIAL" => law(
            "exponential",
            &[("mean_days", mean.filter(|mean| *mean > 0.0).or(first))],
        ),
        "NORMAL" => law("normal", &[("mean_days", mean), ("sd_days", first)]),
        "UNIFORM" => law("uniform", &[("min_days", first), ("max_days", second)]),
        // The mean of BIMP's triangle is its mode.
        "TRIANGULAR" => law(
            "triangular",
            &[
                ("min_days", first),
                ("mode_days", mean),
                ("max_days", second),
            ],
        ),
        // The first figure is the variance, in seconds squared.
        "LOGNORMAL" => spread(mean, first).and_then(|(mean, ratio)| lognormal(mean, ratio)),
        "GAMMA" => spread(mean, first).and_then(|(mean, ratio)| gamma(mean, ratio)),
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

/// A distribution of Prosimos: a name of scipy and figures in seconds.
fn prosimos(json: &Json, place: &Place, notes: &mut Notes) -> Option<Value> {
    let name = json
        .get("distribution_name")
        .and_then(Json::as_str)
        .unwrap_or("?");
    let figures = json.get("distribution_params").and_then(Json::as_array);
    let figures = figures.into_iter().flatten();
    let figures: Vec<Option<f64>> = figures
        .map(|one| one.get("value").or(Some(one)).and_then(json_figure))
        .collect();
    let days = |place: usize| {
        let seconds = figures.get(place).copied().flatten()?;
        (seconds >= 0.0).then(|| seconds / SECONDS_PER_DAY)
    };
    let (first, second) = (days(0), days(1));
    let found = match name {
        "fix" => law("fixed", &[("days", first)]),
        // One figure more than two ends: a place and a scale, as scipy has them.
        "expon" if figures.len() > 3 => law("exponential", &[("mean_days", second)]),
        "expon" => law("exponential", &[("mean_days", first)]),
        "norm" => law("normal", &[("mean_days", first), ("sd_days", second)]),
        "uniform" => law("uniform", &[("min_days", first), ("max_days", second)]),
        "gamma" => spread(first, second).and_then(|(mean, ratio)| gamma(mean, ratio)),
        "lognorm" => spread(first, second).and_then(|(mean, ratio)| lognormal(mean, ratio)),
        _ => None,
    };
    if found.is_none() {
        notes.say(
            place,
            format!("a distribution `{name}` of the parameters is not carried over"),
            format!("参数中的分布 `{name}` 未带入"),
        );
    }
    found
}

/// A law whose figures are all there, in order where that matters.
fn law(kind: &str, figures: &[(&str, Option<f64>)]) -> Option<Value> {
    let mut table = Table::new();
    let mut least = 0.0;
    for (key, days) in figures {
        let days = (*days)?;
        if key.contains("m") && ["uniform", "triangular"].contains(&kind) {
            if days < least {
                return None;
            }
            least = days;
        }
        table.insert((*key).to_owned(), number(rounded(days)));
    }
    Some(tagged(kind, Value::Table(table)))
}

/// Mean in days, and variance over the squared mean. The variance comes as seconds squared over
/// the seconds of a day.
fn spread(mean: Option<f64>, variance: Option<f64>) -> Option<(f64, f64)> {
    let mean = mean.filter(|mean| *mean > 0.0)?;
    let variance = variance? / SECONDS_PER_DAY;
    Some((mean, variance / (mean * mean)))
}

fn lognormal(mean: f64, ratio: f64) -> Option<Value> {
    let sigma_squared = libm::log1p(ratio);
    let median = mean * libm::exp(-sigma_squared / 2.0);
    law(
        "lognormal",
        &[
            ("median_days", Some(median)),
            ("sigma_log", Some(sigma_squared.sqrt())),
        ],
    )
}

fn gamma(mean: f64, ratio: f64) -> Option<Value> {
    let shape = Some(1.0 / ratio).filter(|shape| (0.05..=10_000.0).contains(shape));
    law("gamma", &[("shape", shape), ("mean_days", Some(mean))])
}

/// The mean of a law that this module made.
fn mean_days(law: &Value) -> Option<f64> {
    let (kind, figures) = law.as_table()?.iter().next()?;
    let figure = |key: &str| {
        let value = figures.get(key)?;
        value
            .as_float()
            .or_else(|| value.as_integer().map(|whole| whole as f64))
    };
    match kind.as_str() {
        "fixed" => figure("days"),
        "uniform" => Some((figure("min_days")? + figure("max_days")?) / 2.0),
        "triangular" => {
            Some((figure("min_days")? + figure("mode_days")? + figure("max_days")?) / 3.0)
        }
        "lognormal" => {
            let sigma = figure("sigma_log")?;
            Some(figure("median_days")? * libm::exp(sigma * sigma / 2.0))
        }
        _ => figure("mean_days"),
    }
}

fn figure(text: &str) -> Option<f64> {
    text.trim()
        .parse()
        .ok()
        .filter(|figure: &f64| figure.is_finite())
}

fn json_figure(json: &Json) -> Option<f64> {
    json.as_f64().or_else(|| json.as_str().and_then(figure))
}

/// A duration of ISO 8601, like `P1DT12H`, in calendar days.
pub fn calendar_days(text: &str) -> Option<f64> {
    let mut days = 0.0;
    let mut digits = String::new();
    let (mut is_time, mut has_part) = (false, false);
    for letter in text.trim().strip_prefix('P')?.chars() {
        if letter.is_ascii_digit() || letter == '.' {
            digits.push(letter);
            continue;
        }
        if letter == 'T' && digits.is_empty() && !is_time {
            is_time = true;
            continue;
        }
        let unit = match (letter, is_time) {
            ('Y', false) => 365.0,
            ('M', false) => 30.0,
            ('W', false) => 7.0,
            ('D', false) => 1.0,
            ('H', true) => 1.0,
            ('M', true) => 1.0 / 60.0,
            ('S', true) => 1.0 / 3600.0,
            _ => return None,
        };
        let count = figure(&std::mem::take(&mut digits))?;
        // Hours of a day by division: a twenty-fourth is no binary fraction.
        days += if is_time {
            count * unit / 24.0
        } else {
            count * unit
        };
        has_part = true;
    }
    (has_part && digits.is_empty() && days <= 60_000.0).then_some(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_of_iso_8601_are_calendar_days() {
        assert_eq!(calendar_days("P8W"), Some(56.0));
        assert_eq!(calendar_days("P1DT12H"), Some(1.5));
        assert_eq!(calendar_days("PT36H"), Some(1.5));
        let half_hour = calendar_days("PT30M").unwrap_or_default();
        assert!((half_hour - 30.0 / 1440.0).abs() < 1e-12);
        for wrong in ["", "P", "8W", "P1", "PT", "P1H", "P-1D", "P9999999W"] {
            assert_eq!(calendar_days(wrong), None, "{wrong}");
        }
    }
}
