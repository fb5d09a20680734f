//! Parameters of Prosimos: a JSON file beside the model. Times are seconds of work by the calendar of who does it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;
use toml::Value;

use super::super::note::Notes;
use super::super::read::one_line;
use super::hours::{Calendars, Hours, Period};
use super::laws::{
    EIGHT_HOURS, exponential, fixed, gamma, law, lognormal, mean_days, mixture, moved, normal,
    triangular, uniform, within,
};
use super::{Parameters, figure, tell_arrivals, tell_groups, tell_unused};
use crate::error::Place;

/// Keys that are carried over.
const USED: [&str; 7] = [
    "resource_profiles",
    "arrival_time_distribution",
    "arrival_time_calendar",
    "gateway_branching_probabilities",
    "task_resource_distribution",
    "event_distribution",
    "resource_calendars",
];

/// Those that are lists; an earlier Prosimos wrote them otherwise.
const LISTS: [&str; 5] = [
    "resource_profiles",
    "gateway_branching_probabilities",
    "task_resource_distribution",
    "event_distribution",
    "resource_calendars",
];
/// The calendar of arrivals.
const OPENING: &str = "arrival_time_calendar";

/// Somebody who does tasks.
struct Person<'j> {
    profile: &'j str,
    amount: f64,
    /// Seconds of work a working day, by the calendar.
    day: f64,
}

/// Reads the parameters; what stands in them besides is noted.
pub fn read(json: &Json, place: &Place, notes: &mut Notes) -> Parameters {
    let mut parameters = Parameters::default();
    let mut unused: BTreeSet<String> = json
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(key, value)| !USED.contains(&key.as_str()) && !is_empty(value))
        .map(|(key, _)| key.clone())
        .collect();
    for key in LISTS {
        let is_else = json
            .get(key)
            .is_some_and(|value| !value.is_array() && !is_empty(value));
        if is_else {
            unused.insert(key.to_owned());
        }
    }
    let mut hours: BTreeMap<String, Hours> = BTreeMap::new();
    for one in rows(json, "resource_calendars") {
        let Some(id) = text(one, "id") else { continue };
        match one.get("time_periods").and_then(self::hours) {
            Some(found) => _ = hours.insert(id.to_owned(), found),
            None => _ = unused.insert(format!("resource_calendars {id}")),
        }
    }
    let opening = json.get("arrival_time_calendar");
    match opening.and_then(self::hours) {
        Some(found) => _ = hours.insert(OPENING.to_owned(), found),
        None if opening.is_some_and(|one| !is_empty(one)) => {
            unused.insert(OPENING.to_owned());
        }
        None => {}
    }
    let calendars = Calendars::new(hours);
    parameters.is_every_day = calendars.is_every_day();
    let people = people(json, &calendars, &mut parameters, &mut unused);
    let named = rows(json, "resource_calendars").filter_map(|one| text(one, "id"));
    calendars.tell(&named.map(str::to_owned).collect(), place, notes);
    for task in rows(json, "task_resource_distribution") {
        let Some(id) = text(task, "task_id") else {
            continue;
        };
        let mut laws: Vec<(Value, f64)> = Vec::new();
        let mut profiles: Vec<&str> = Vec::new();
        for one in rows(task, "resources") {
            let person = text(one, "resource_id").and_then(|id| people.get(id));
            let day = person.map_or(EIGHT_HOURS, |person| person.day);
            if let Some(law) = distribution(one, day, place, notes) {
                laws.push((law, person.map_or(1.0, |person| person.amount)));
            }
            if let Some(person) = person.filter(|person| !profiles.contains(&person.profile)) {
                profiles.push(person.profile);
            }
        }
        if laws.iter().any(|(law, _)| *law != laws[0].0) {
            notes.say(
                place,
                format!("the officers of `{id}` take different times: each does as many cases as the others"),
                format!("“{id}”的各人员用时不同：按各自办理同样多的案件处理"),
            );
        }
        if let Some(duration) = mixture(&laws) {
            parameters.durations.insert(id.to_owned(), duration);
        }
        if let [first, others @ ..] = profiles.as_slice() {
            parameters
                .resources_of
                .insert(id.to_owned(), (*first).to_owned());
            if !others.is_empty() {
                tell_groups(id, &profiles, place, notes);
            }
        }
    }
    for gateway in rows(json, "gateway_branching_probabilities") {
        for path in rows(gateway, "probabilities") {
            let share = path.get("value").and_then(json_figure);
            if let (Some(flow), Some(share)) = (text(path, "path_id"), share)
                && (0.0..=1.0).contains(&share)
            {
                parameters.shares.insert(flow.to_owned(), share);
            }
            if path.get("condition_id").is_some() {
                unused.insert("condition_id".to_owned());
            }
        }
    }
    for event in rows(json, "event_distribution") {
        if let (Some(id), Some(duration)) = (
            text(event, "event_id"),
            distribution(event, calendars.whole_day(), place, notes),
        ) {
            parameters.durations.insert(id.to_owned(), duration);
        }
    }
    let day = calendars.day(Some(OPENING));
    let gap = json.get("arrival_time_distribution");
    let mean = gap
        .and_then(|gap| distribution(gap, day, place, notes))
        .as_ref()
        .and_then(mean_days);
    parameters.arrivals_per_day = mean.filter(|mean| *mean > 0.0).map(|mean| 1.0 / mean);
    if gap.is_some_and(|gap| text(gap, "distribution_name") != Some("expon")) {
        tell_arrivals(place, notes);
    }
    tell_unused(&unused, ("the parameters", "参数"), place, notes);
    parameters
}

fn rows<'j>(json: &'j Json, key: &str) -> impl Iterator<Item = &'j Json> {
    json.get(key).and_then(Json::as_array).into_iter().flatten()
}

fn text<'j>(json: &'j Json, key: &str) -> Option<&'j str> {
    json.get(key).and_then(Json::as_str)
}

fn is_empty(json: &Json) -> bool {
    match json {
        Json::Array(list) => list.is_empty(),
        Json::Object(table) => table.is_empty(),
        Json::Null => true,
        Json::Bool(_) | Json::Number(_) | Json::String(_) => false,
    }
}

/// People by id, and profiles by their own; fills the resources.
fn people<'j>(
    json: &'j Json,
    calendars: &Calendars,
    parameters: &mut Parameters,
    unused: &mut BTreeSet<String>,
) -> BTreeMap<&'j str, Person<'j>> {
    let mut people = BTreeMap::new();
    for profile in rows(json, "resource_profiles") {
        let Some(id) = text(profile, "id") else {
            continue;
        };
        let mut total = 0.0;
        let mut day = EIGHT_HOURS;
        for one in rows(profile, "resource_list") {
            let amount = one
                .get("amount")
                .and_then(json_figure)
                .unwrap_or(1.0)
                .max(0.0);
            total += amount;
            let calendar = text(one, "calendar");
            day = calendars.day(calendar);
            if let Some(unknown) = calendar.filter(|id| !calendars.has(id)) {
                unused.insert(format!("calendar {unknown}"));
            }
            let cost = one.get("cost_per_hour").and_then(json_figure);
            if cost.is_some_and(|cost| cost != 0.0) {
                unused.insert("cost_per_hour".to_owned());
            }
            if let Some(person) = text(one, "id") {
                let profile = id;
                people.insert(
                    person,
                    Person {
                        profile,
                        amount,
                        day,
                    },
                );
            }
        }
        let name = one_line(text(profile, "name").unwrap_or(id));
        let amount = total.clamp(0.0, 100_000.0) as u32;
        parameters
            .resources
            .insert(id.to_owned(), (name, Some(amount)));
        people.entry(id).or_insert(Person {
            profile: id,
            amount: total,
            day,
        });
    }
    people
}

/// The periods of a week.
fn hours(periods: &Json) -> Option<Hours> {
    let period = |one| {
        Some(Period {
            from: text(one, "from")?,
            to: text(one, "to")?,
            begin: text(one, "beginTime")?,
            end: text(one, "endTime")?,
        })
    };
    Hours::of(periods.as_array()?.iter().map(period))
}

/// A distribution: a name of scipy and figures in seconds, of which the last two may be bounds.
fn distribution(json: &Json, day: f64, place: &Place, notes: &mut Notes) -> Option<Value> {
    let name = text(json, "distribution_name").unwrap_or("?");
    let figures = rows(json, "distribution_params");
    let figures: Vec<f64> = figures
        .map(|one| {
            one.get("value")
                .or(Some(one))
                .and_then(json_figure)
                .unwrap_or(f64::NAN)
        })
        .collect();
    let found = of_scipy(name, &figures, day);
    if found.is_none() {
        notes.inexact(
            place,
            format!("a distribution `{name}` of the parameters is not carried over"),
            format!("参数中的分布 `{name}` 未带入"),
        );
    }
    found
}

/// How many figures there are says whose order it is: scipy has shape, place and scale, then bounds; Prosimos has
/// mean and spread, then bounds.
fn of_scipy(name: &str, figures: &[f64], day: f64) -> Option<Value> {
    let days = |place: usize| figures.get(place).map(|seconds| seconds / day);
    let (made, n_own) = match (name, figures.len()) {
        ("fix", 1..) => return fixed(days(0)),
        ("expon", 4) => (moved(exponential(days(1))?, days(0)?)?, 2),
        ("expon", 2) if figures[0] == 0.0 => (exponential(days(1))?, 2),
        ("expon", 1..) => (exponential(days(0))?, 1),
        ("norm", 2..) => (normal(days(0), days(1))?, 2),
        ("uniform", 4) => (uniform(days(0), Some(days(0)? + days(1)?))?, 2),
        ("uniform", 2..) => (uniform(days(0), days(1))?, 2),
        ("triang", 3 | 5) if (0.0..=1.0).contains(&figures[0]) => {
            let (low, width) = (days(1)?, days(2)?);
            let mode = low + figures[0] * width;
            (triangular(Some(low), Some(mode), Some(low + width))?, 3)
        }
        ("lognorm", 3 | 5) => {
            let figures = [("median_days", days(2)), ("sigma_log", Some(figures[0]))];
            (moved(law("lognormal", &figures)?, days(1)?)?, 3)
        }
        ("gamma", 3 | 5) => {
            let shape = figures[0];
            let figures = [
                ("shape", Some(shape)),
                ("mean_days", Some(shape * days(2)?)),
            ];
            (moved(law("gamma", &figures)?, days(1)?)?, 3)
        }
        ("lognorm", 2..) => (lognormal(days(0)?, days(1)? / day)?, 2),
        ("gamma", 2..) => (gamma(days(0)?, days(1)? / day)?, 2),
        _ => return None,
    };
    match (days(n_own), days(n_own + 1)) {
        (Some(low), Some(high)) if low >= 0.0 && high > low => within(made, low, high),
        _ => Some(made),
    }
}

fn json_figure(json: &Json) -> Option<f64> {
    json.as_f64().or_else(|| json.as_str().and_then(figure))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_in_the_order_that_their_number_says() {
        let mean = |name: &str, figures: &[f64]| {
            let law = of_scipy(name, figures, 1.0).unwrap_or_else(|| panic!("{name}"));
            mean_days(&law).expect("it has a mean")
        };
        let near = |found: f64, right: f64| {
            assert!((found - right).abs() < 0.02 * right, "{found} {right}")
        };
        near(mean("lognorm", &[0.5, 0.0, 10.0]), 10.0 * libm::exp(0.125));
        near(
            mean("lognorm", &[0.5, 5.0, 10.0, 0.0, 1000.0]),
            5.0 + 10.0 * libm::exp(0.125),
        );
        near(mean("lognorm", &[10.0, 25.0, 0.0, 1000.0]), 10.0);
        near(mean("gamma", &[4.0, 0.0, 2.0]), 8.0);
        near(mean("gamma", &[8.0, 16.0, 0.0, 1000.0]), 8.0);
        near(mean("expon", &[0.0, 6.0, 0.0, 1000.0]), 6.0);
        near(mean("expon", &[6.0, 0.0, 1000.0]), 6.0);
        near(mean("uniform", &[2.0, 4.0]), 3.0);
        near(mean("uniform", &[2.0, 4.0, 0.0, 10.0]), 4.0);
        near(mean("triang", &[0.5, 2.0, 4.0, 0.0, 10.0]), 4.0);
        near(mean("norm", &[100.0, 300.0, 90.0, 110.0]), 100.0);
    }
}
