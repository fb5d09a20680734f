//! Parameters of BPSim 1.0 and 2.0: times, probabilities and resources of elements, in the model itself.

use std::collections::BTreeSet;

use toml::Value;

use super::super::note::Notes;
use super::super::time::span;
use super::super::tree::Element;
use super::laws::{
    exponential, fixed, gamma, law, lognormal, mean_days, normal, triangular, uniform, within,
};
use super::{Parameters, figure, tell_unused, walk};

/// Takes what the first scenario says.
pub fn take(parameters: &mut Parameters, elements: &[&Element], notes: &mut Notes) {
    let mut scenarios: Vec<&Element> = Vec::new();
    for element in elements {
        walk(element, &mut |one| {
            if one.name == "Scenario" {
                scenarios.push(one);
            }
        });
    }
    let Some((first, others)) = scenarios.split_first() else {
        return;
    };
    for other in others {
        let id = other.get("id").unwrap_or("?");
        notes.say(
            &other.place,
            format!("scenario `{id}` of the BPSim parameters is not used: the first is"),
            format!("未使用 BPSim 参数中的情景 `{id}`：采用第一个"),
        );
    }
    let settings = first
        .children
        .iter()
        .find(|one| one.name == "ScenarioParameters");
    let unit = settings
        .and_then(|one| one.get("baseTimeUnit"))
        .unwrap_or("min");
    let per_day = match unit {
        "ms" => 8.0 * 3_600_000.0,
        "s" => 8.0 * 3_600.0,
        "min" => 8.0 * 60.0,
        "hour" => 8.0,
        "day" => 1.0,
        "year" => 1.0 / 250.0,
        _ => 1.0,
    };
    let mut unused = BTreeSet::new();
    for setting in settings.iter().flat_map(|one| &one.children) {
        unused.insert(setting.name.clone());
    }
    for one in first
        .children
        .iter()
        .filter(|one| one.name == "ElementParameters")
    {
        let Some(id) = one.get("elementRef") else {
            continue;
        };
        let mut reader = Reader {
            parameters,
            per_day,
            unused: &mut unused,
            notes,
        };
        reader.element(id, one);
    }
    let of = ("the BPSim parameters", " BPSim 参数");
    tell_unused(&unused, of, &first.place, notes);
}

struct Reader<'r> {
    parameters: &'r mut Parameters,
    /// Units of time a working day.
    per_day: f64,
    unused: &'r mut BTreeSet<String>,
    notes: &'r mut Notes,
}

impl Reader<'_> {
    fn element(&mut self, id: &str, element: &Element) {
        let groups = element.children.iter();
        for group in groups {
            for one in &group.children {
                let Some(value) = one.children.first() else {
                    continue;
                };
                match (group.name.as_str(), one.name.as_str()) {
                    ("TimeParameters", "ProcessingTime" | "Duration") => {
                        if let Some(law) = self.law(value) {
                            self.parameters.durations.insert(id.to_owned(), law);
                        }
                    }
                    ("ControlParameters", "Probability") => {
                        let share = value.get("value").and_then(figure);
                        if let Some(share) = share.filter(|share| (0.0..=1.0).contains(share)) {
                            self.parameters.shares.insert(id.to_owned(), share);
                        }
                    }
                    ("ControlParameters", "InterTriggerTimer") => {
                        let mean = self.law(value).as_ref().and_then(mean_days);
                        let mean = mean.filter(|mean| *mean > 0.0);
                        self.parameters.arrivals_per_day = mean.map(|mean| 1.0 / mean);
                    }
                    ("ResourceParameters", "Quantity") => {
                        let amount = value.get("value").and_then(figure);
                        let amount = amount.map(|amount| amount.clamp(0.0, 100_000.0) as u32);
                        let known = self.parameters.resources.entry(id.to_owned());
                        known.or_insert_with(|| (id.to_owned(), None)).1 = amount;
                    }
                    ("ResourceParameters", "Selection") => {
                        let named = value.get("value").unwrap_or_default();
                        match resource(named) {
                            Some(resource) => {
                                let known = self.parameters.resources.entry(resource.to_owned());
                                known.or_insert_with(|| (resource.to_owned(), None));
                                self.parameters
                                    .resources_of
                                    .insert(id.to_owned(), resource.to_owned());
                            }
                            None => {
                                self.unused.insert(format!("Selection {named}"));
                            }
                        }
                    }
                    (_, other) => {
                        self.unused.insert(other.to_owned());
                    }
                }
            }
        }
    }

    fn law(&mut self, value: &Element) -> Option<Value> {
        let raw = |name: &str| value.get(name).and_then(figure);
        let days = |name: &str| raw(name).map(|figure| figure / self.per_day);
        let found = match value.name.as_str() {
            "FloatingParameter" | "NumericParameter" => fixed(days("value")),
            "DurationParameter" => value.get("value").and_then(span).map(|span| span.fixed()),
            "UniformDistribution" => uniform(days("min"), days("max")),
            "TriangularDistribution" => triangular(days("min"), days("mode"), days("max")),
            "NormalDistribution" => normal(days("mean"), days("standardDeviation")),
            "TruncatedNormalDistribution" => {
                let whole = normal(days("mean"), days("standardDeviation"));
                let ends = days("min").zip(days("max"));
                whole
                    .zip(ends)
                    .and_then(|(whole, (low, high))| within(whole, low, high))
            }
            "NegativeExponentialDistribution" => exponential(days("mean")),
            "LogNormalDistribution" => {
                let figures = days("mean").zip(days("standardDeviation"));
                figures.and_then(|(mean, sd)| lognormal(mean, sd * sd))
            }
            "GammaDistribution" => {
                let figures = raw("shape").zip(days("scale"));
                figures.and_then(|(shape, scale)| gamma(shape * scale, shape * scale * scale))
            }
            "ErlangDistribution" => {
                let figures = days("mean").zip(raw("k"));
                figures.and_then(|(mean, k)| gamma(mean, mean * mean / k))
            }
            "WeibullDistribution" => law(
                "weibull",
                &[("shape", raw("shape")), ("scale_days", days("scale"))],
            ),
            _ => None,
        };
        if found.is_none() {
            let kind = &value.name;
            self.notes.inexact(
                &value.place,
                format!("`{kind}` of the BPSim parameters is not carried over"),
                format!("未带入：BPSim 参数中的 `{kind}`"),
            );
        }
        found
    }
}

/// The resource of an expression like `bpsim:getResource('clerk', 1)`.
fn resource(expression: &str) -> Option<&str> {
    let call = expression
        .trim()
        .strip_prefix("bpsim:getResource(")?
        .strip_suffix(')')?;
    let name = call.split(',').next()?.trim();
    let name = name.trim_matches(['\'', '"']);
    (!name.is_empty() && !name.contains(['(', ')'])).then_some(name)
}
