//! Parameters of QBP, which BIMP and Apromore write into the model. Times are seconds of work by the timetable of who does it.

use std::collections::{BTreeMap, BTreeSet};

use toml::Value;

use super::super::note::Notes;
use super::super::read::one_line;
use super::super::tree::Element;
use super::hours::{Calendars, Hours, Period};
use super::laws::{exponential, fixed, gamma, lognormal, mean_days, normal, triangular, uniform};
use super::{Parameters, figure, tell_arrivals, tell_groups, tell_unused, walk};

/// Takes what the elements say.
pub fn take(parameters: &mut Parameters, elements: &[&Element], notes: &mut Notes) {
    let Some(first) = elements.first() else {
        return;
    };
    let mut all = Vec::new();
    for element in elements {
        walk(element, &mut |one| all.push(one));
    }
    let mut unused = BTreeSet::new();
    let week = Week::of(&all, &mut unused);
    for one in all {
        take_one(parameters, one, &week, &mut unused, notes);
    }
    week.calendars.tell(&week.used, &first.place, notes);
    let of = ("the BIMP parameters", " BIMP 参数");
    tell_unused(&unused, of, &first.place, notes);
}

/// Timetables: whose hours are whose.
struct Week {
    calendars: Calendars,
    /// The timetable by which cases come.
    opening: Option<String>,
    /// Timetables of resources.
    of: BTreeMap<String, String>,
    used: BTreeSet<String>,
}

impl Week {
    fn of(all: &[&Element], unused: &mut BTreeSet<String>) -> Week {
        let called = |name: &'static str| all.iter().filter(move |one| one.name == name);
        let mut hours = BTreeMap::new();
        let mut opening = None;
        for table in called("timetable") {
            let id = table.get("id").unwrap_or_default();
            match timetable(table) {
                Some(found) => _ = hours.insert(id.to_owned(), found),
                None => _ = unused.insert(format!("timetable {id}")),
            }
            if table.get("default") == Some("true") {
                opening = Some(id.to_owned());
            }
        }
        let mut of = BTreeMap::new();
        for resource in called("resource") {
            let ids = resource.get("id").zip(resource.get("timetableId"));
            if let Some((id, table)) = ids {
                if !hours.contains_key(table) {
                    unused.insert(format!("timetable {table}"));
                }
                of.insert(id.to_owned(), table.to_owned());
            }
        }
        Week {
            used: of.values().cloned().chain(opening.clone()).collect(),
            calendars: Calendars::new(hours),
            opening,
            of,
        }
    }

    /// Seconds of a working day of whoever does a task.
    fn day(&self, element: &Element) -> f64 {
        let mut resources = Vec::new();
        walk(element, &mut |one| {
            if one.name == "resourceId" {
                resources.push(one.text.as_str());
            }
        });
        let table = resources.first().and_then(|id| self.of.get(*id));
        self.calendars.day(table.map(String::as_str))
    }
}

fn timetable(table: &Element) -> Option<Hours> {
    let mut rules = Vec::new();
    walk(table, &mut |one| {
        if one.name == "rule" {
            rules.push(one);
        }
    });
    Hours::of(rules.into_iter().map(period))
}

fn period(rule: &Element) -> Option<Period<'_>> {
    Some(Period {
        from: rule.get("fromWeekDay")?,
        to: rule.get("toWeekDay")?,
        begin: rule.get("fromTime")?,
        end: rule.get("toTime")?,
    })
}

fn take_one(
    parameters: &mut Parameters,
    element: &Element,
    week: &Week,
    unused: &mut BTreeSet<String>,
    notes: &mut Notes,
) {
    match element.name.as_str() {
        "processSimulationInfo" => {
            for key in ["processInstances", "startDateTime"] {
                if element.get(key).is_some_and(|value| !value.is_empty()) {
                    unused.insert(key.to_owned());
                }
            }
        }
        "arrivalRateDistribution" => {
            let day = week.calendars.day(week.opening.as_deref());
            let mean = distribution(element, day, notes)
                .as_ref()
                .and_then(mean_days);
            parameters.arrivals_per_day = mean.filter(|mean| *mean > 0.0).map(|mean| 1.0 / mean);
            if element.get("type") != Some("EXPONENTIAL") {
                tell_arrivals(&element.place, notes);
            }
        }
        "element" => {
            let Some(node) = element.get("elementId") else {
                return;
            };
            let day = week.day(element);
            for child in &element.children {
                match child.name.as_str() {
                    "durationDistribution" => {
                        if let Some(duration) = distribution(child, day, notes) {
                            parameters.durations.insert(node.to_owned(), duration);
                        }
                    }
                    "resourceIds" => {
                        if let Some(resource) = child.children.first() {
                            let resource = resource.text.clone();
                            parameters.resources_of.insert(node.to_owned(), resource);
                        }
                        if child.children.len() > 1 {
                            let named = child.children.iter().map(|one| one.text.as_str());
                            let named: Vec<&str> = named.collect();
                            tell_groups(node, &named, &child.place, notes);
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
            let written = element.get("executionProbability");
            let share = written.and_then(figure);
            let share = share.filter(|share| (0.0..=1.0).contains(share));
            match (element.get("elementId"), share, written) {
                (Some(flow), Some(share), _) => {
                    parameters.shares.insert(flow.to_owned(), share);
                }
                (_, None, Some(written)) if !written.is_empty() => {
                    unused.insert(format!("executionProbability = {written}"));
                }
                _ => {}
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
        _ => {}
    }
}

/// A distribution: mean, and two figures whose meaning depends on the kind. Seconds.
fn distribution(element: &Element, day: f64, notes: &mut Notes) -> Option<Value> {
    let days = |name: &str| {
        let seconds = element.get(name).and_then(figure)?;
        (seconds >= 0.0).then_some(seconds / day)
    };
    let (mean, first, second) = (days("mean"), days("arg1"), days("arg2"));
    let variance = first.map(|variance| variance / day);
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
        let written = ["mean", "arg1", "arg2"].iter();
        let written = written.filter_map(|key| Some(format!("{key} = {}", element.get(key)?)));
        let written = written.collect::<Vec<_>>().join(", ");
        notes.inexact(
            &element.place,
            format!("a distribution `{kind}` with figures that do not fit is not carried over: {written}"),
            format!("分布 `{kind}` 的参数不符，未带入：{written}"),
        );
    }
    found
}
