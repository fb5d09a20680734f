//! Parameters of BPSim 1.0 and 2.0: times, probabilities, resources and calendars of elements, in the model itself.

use std::collections::{BTreeMap, BTreeSet};

use toml::Value;

use super::super::model::{Model, NodeKind};
use super::super::note::Notes;
use super::super::time::span;
use super::super::tree::Element;
use super::hours::{Calendars, Hours, Period};
use super::laws::{
    exponential, fixed, gamma, law, lognormal, mean_days, normal, triangular, uniform, within,
};
use super::{Parameters, figure, tell_unused, walk};

/// Takes what the first scenario says.
pub fn take(parameters: &mut Parameters, elements: &[&Element], model: &Model, notes: &mut Notes) {
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
    let mut unused = BTreeSet::new();
    if first.get("inherits").is_some() {
        unused.insert("inherits".to_owned());
    }
    let mut unit = "min";
    let mut hours = BTreeMap::new();
    let mut named = Vec::new();
    for one in &first.children {
        match one.name.as_str() {
            "ScenarioParameters" => {
                unit = one.get("baseTimeUnit").unwrap_or(unit);
                let said = ["replication", "seed"].into_iter();
                unused.extend(said.filter(|key| one.get(key).is_some()).map(str::to_owned));
                unused.extend(one.children.iter().map(|setting| setting.name.clone()));
            }
            "ElementParameters" => named.extend(one.get("elementRef").map(|id| (id, one))),
            "Calendar" => {
                let id = one.get("id").unwrap_or_default();
                match week(&one.text) {
                    Some(found) => _ = hours.insert(id.to_owned(), found),
                    None => _ = unused.insert(format!("Calendar {id}")),
                }
            }
            other => _ = unused.insert(other.to_owned()),
        }
    }
    let calendars = Calendars::new(hours);
    parameters.is_every_day |= calendars.is_every_day();
    let nodes = model.processes.iter().flat_map(|one| one.scope.all_nodes());
    let nodes = nodes.filter(|node| matches!(node.kind, NodeKind::Start(_)));
    let mut reader = Reader {
        parameters,
        unit,
        calendars: &calendars,
        used: BTreeSet::new(),
        starts: nodes.map(|node| node.id.as_str()).collect(),
        shares: Vec::new(),
        unused: &mut unused,
        notes: &mut *notes,
    };
    for (id, one) in named {
        reader.element(id, one);
    }
    let Reader { used, shares, .. } = reader;
    // Some tools write percents.
    let whole = if shares.iter().any(|(_, share)| *share > 1.0) {
        100.0
    } else {
        1.0
    };
    for (id, share) in shares {
        match share / whole {
            share if (0.0..=1.0).contains(&share) => {
                parameters.shares.insert(id, share);
            }
            _ => _ = unused.insert(format!("Probability {share}")),
        }
    }
    calendars.tell(&used, &first.place, notes);
    let of = ("the BPSim parameters", " BPSim 参数");
    tell_unused(&unused, of, &first.place, notes);
}

/// A week of an iCalendar (RFC 5545): events that return on days of the week.
fn week(text: &str) -> Option<Hours> {
    let mut periods = Vec::new();
    for event in text.split("BEGIN:VEVENT").skip(1) {
        let line = |key: &str| {
            let mut lines = event.lines().map(str::trim);
            let value = lines.find(|line| line.starts_with(key))?;
            Some(value.split_once(':')?.1)
        };
        let rule = line("RRULE")?;
        let part = |key: &str| rule.split(';').find_map(|part| part.strip_prefix(key));
        let time = |key: &str| {
            let time = line(key)?.split_once('T')?.1;
            let [hours, minutes] = [time.get(..2)?, time.get(2..4)?];
            Some(format!("{hours}:{minutes}"))
        };
        let days = match (part("FREQ=")?, part("BYDAY=")) {
            ("WEEKLY" | "DAILY", Some(days)) => days.split(',').collect(),
            ("DAILY", None) => vec!["MO", "TU", "WE", "TH", "FR", "SA", "SU"],
            _ => return None,
        };
        let (begin, end) = (time("DTSTART")?, time("DTEND")?);
        periods.extend(
            days.into_iter()
                .map(|day| (day, begin.clone(), end.clone())),
        );
    }
    Hours::of(periods.iter().map(|(day, begin, end)| {
        Some(Period {
            from: day,
            to: day,
            begin,
            end,
        })
    }))
}

struct Reader<'r> {
    parameters: &'r mut Parameters,
    /// Of times that name none.
    unit: &'r str,
    calendars: &'r Calendars,
    /// Calendars that a value holds for.
    used: BTreeSet<String>,
    /// Start events.
    starts: BTreeSet<&'r str>,
    /// As they are written.
    shares: Vec<(String, f64)>,
    unused: &'r mut BTreeSet<String>,
    notes: &'r mut Notes,
}

impl Reader<'_> {
    fn element(&mut self, id: &str, element: &Element) {
        for group in &element.children {
            for one in &group.children {
                // What a simulator is asked to report is no figure.
                let values = one.children.iter();
                let values = values.filter(|value| value.name != "ResultRequest");
                let values: Vec<&Element> = values.collect();
                let always = values.iter().find(|value| value.get("validFor").is_none());
                let Some(&value) = always.or(values.first()) else {
                    continue;
                };
                for other in values.iter().filter(|other| !std::ptr::eq(**other, value)) {
                    let calendar = other.get("validFor").unwrap_or("?");
                    self.unused.insert(format!("{} for {calendar}", one.name));
                }
                let is_used = self.one(id, (&group.name, &one.name), value);
                if !is_used {
                    self.unused.insert(one.name.clone());
                }
            }
        }
    }

    /// Takes a value; `false`: it has no use.
    fn one(&mut self, id: &str, (group, name): (&str, &str), value: &Element) -> bool {
        match (group, name) {
            ("TimeParameters", "ProcessingTime" | "Duration") => {
                if let Some(law) = self.law(value) {
                    self.parameters.durations.insert(id.to_owned(), law);
                }
            }
            ("ControlParameters", "Probability") => match value.get("value").and_then(figure) {
                Some(share) => self.shares.push((id.to_owned(), share)),
                None => return false,
            },
            ("ControlParameters", "InterTriggerTimer") => {
                let law = self.law(value);
                if self.starts.contains(id) {
                    let mean = law.as_ref().and_then(mean_days);
                    let mean = mean.filter(|mean| *mean > 0.0);
                    self.parameters.arrivals_per_day = mean.map(|mean| 1.0 / mean);
                } else if let Some(law) = law {
                    self.parameters.durations.insert(id.to_owned(), law);
                }
            }
            ("ResourceParameters", "Quantity") => {
                let amount = value.get("value").and_then(figure);
                let amount = amount.map(|amount| amount.clamp(0.0, 100_000.0) as u32);
                let known = self.parameters.resources.entry(id.to_owned());
                known.or_insert_with(|| (id.to_owned(), None)).1 = amount;
                return amount.is_some();
            }
            ("ResourceParameters", "Selection") => {
                let named = value.get("value").unwrap_or_default();
                let Some(resource) = resource(named) else {
                    self.unused.insert(format!("Selection {named}"));
                    return true;
                };
                let known = self.parameters.resources.entry(resource.to_owned());
                known.or_insert_with(|| (resource.to_owned(), None));
                self.parameters
                    .resources_of
                    .insert(id.to_owned(), resource.to_owned());
            }
            _ => return false,
        }
        true
    }

    /// Units of time a working day, by the calendar that the value holds for.
    fn per_day(&mut self, value: &Element) -> f64 {
        let calendar = value.get("validFor").or(self.calendars.only());
        self.used.extend(calendar.map(str::to_owned));
        let day = self.calendars.day(calendar);
        match value.get("timeUnit").unwrap_or(self.unit) {
            "ms" => day * 1000.0,
            "s" => day,
            "min" => day / 60.0,
            "hour" => day / 3600.0,
            "year" => 1.0 / 250.0,
            _ => 1.0,
        }
    }

    fn law(&mut self, value: &Element) -> Option<Value> {
        let per_day = self.per_day(value);
        let raw = |name: &str| value.get(name).and_then(figure);
        let days = |name: &str| raw(name).map(|figure| figure / per_day);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_calendar_is_a_week_of_events_that_return() {
        let event = |end: &str, rule: &str| {
            format!(
                "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20260105T080000\r\nDTEND:20260105T{end}\r\nRRULE:{rule}\r\nEND:VEVENT\r\nEND:VCALENDAR"
            )
        };
        let found = |end: &str, rule: &str| {
            week(&event(end, rule)).map(|hours| (hours.seconds / 3600.0, hours.n_days))
        };
        let days = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR";
        assert_eq!(found("160000", days), Some((40.0, 5)));
        assert_eq!(found("120000", "FREQ=DAILY"), Some((28.0, 7)));
        assert_eq!(found("120000", "FREQ=MONTHLY"), None);
        assert_eq!(week("BEGIN:VCALENDAR"), None);
    }
}
