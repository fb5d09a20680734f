//! How long steps take: what the model or its parameters say, else an assumption that is marked.

use std::collections::BTreeSet;

use toml::Value;

use super::flat::{Flat, Spot, Work};
use super::model::Timer;
use super::note::{Notes, listed};
use super::parameters::Parameters;
use super::time::{Span, span};
use crate::exchange::document::values::{number, rounded};
use crate::exchange::write::Remarked;

/// What a step takes where the model says nothing, working days.
const ASSUMED_DAYS: f64 = 1.0;

/// Names of steps whose duration is assumed.
#[derive(Default)]
pub(super) struct Assumed {
    a_day: Vec<String>,
    at_once: Vec<String>,
}

impl Assumed {
    pub(super) fn tell(&self, flat: &Flat, notes: &mut Notes) {
        let place = &flat.spots[flat.root].place;
        for (names, en, zh) in [
            (&self.a_day, "1 working day is", "1 个工作日"),
            (
                &self.at_once,
                "0 days, done by a machine at once, are",
                "由系统即时完成（0 天）",
            ),
        ] {
            if names.is_empty() {
                continue;
            }
            // Steps that stand for one task, done several times, have its name.
            let mut seen = BTreeSet::new();
            let named = names.iter().map(String::as_str);
            let named: Vec<&str> = named.filter(|name| seen.insert(*name)).collect();
            let (n_assumed, (names, shown)) = (names.len(), listed(&named, 5));
            notes.say(
                place,
                format!("{} no duration: {en} assumed for {names}; set `limit_days` or `duration`", crate::text::plural(n_assumed, "step has", "steps have")),
                format!("{n_assumed} 个节点没有用时，假定为{zh}（{shown}）：请设定 `limit_days` 或 `duration`"),
            );
        }
    }
}

/// How long the step takes.
pub(super) fn put_duration(
    spot: &Spot,
    parameters: &Parameters,
    remarked: &mut Remarked,
    assumed: &mut Assumed,
    notes: &mut Notes,
) {
    let table = &mut remarked.table;
    let has = |key: &str| table.contains_key(key);
    if has("duration") || has("limit_days") || has("limit_calendar_days") {
        return;
    }
    let due = parameters.limits.get(&spot.id);
    if let Some(due) = due {
        let (key, days) = match *due {
            Span::Working(days) => ("limit_days", days),
            Span::Calendar(days) => ("limit_calendar_days", days),
        };
        table.insert(key.to_owned(), number(rounded(days)));
    }
    let given = spot
        .takes
        .as_ref()
        .or_else(|| parameters.durations.get(&spot.id));
    if let Some(duration) = given {
        table.insert("duration".to_owned(), duration.clone());
        if parameters.resources_of.contains_key(&spot.id) {
            // With queues it is the officers who take it.
            table.insert("effort".to_owned(), duration.clone());
        }
        return;
    }
    if due.is_some() {
        return;
    }
    let (known, otherwise) = match &spot.work {
        Some(Work::Taking(duration)) => (Some(duration.clone()), ASSUMED_DAYS),
        Some(Work::Timer(timer)) => (waited(spot, timer, notes), ASSUMED_DAYS),
        Some(Work::Instant) | None => (Some(Span::Working(0.0).fixed()), 0.0),
        Some(Work::Machine) => (None, 0.0),
        Some(Work::Human | Work::Wait) => (None, ASSUMED_DAYS),
    };
    if known.is_none() {
        let remark = "how long it takes is assumed: set `limit_days` or `duration`";
        remarked.remarks.push(remark.to_owned());
        let names = match otherwise > 0.0 {
            true => &mut assumed.a_day,
            false => &mut assumed.at_once,
        };
        names.push(spot.shown().to_owned());
    }
    let duration = known.unwrap_or_else(|| Span::Working(otherwise).fixed());
    table.insert("duration".to_owned(), duration);
}

/// How long a timer waits, by its definition or its name.
fn waited(spot: &Spot, timer: &Timer, notes: &mut Notes) -> Option<Value> {
    let found = match timer {
        Timer::Duration(text) | Timer::Cycle(text) => span(text),
        Timer::Date(_) => None,
        Timer::Open => span(&spot.name),
    };
    if let (None, Some(text)) = (found, timer.text()) {
        notes.inexact(
            &spot.place,
            format!(
                "`{}` waits for `{text}`, which is no length of time: set how long it takes",
                spot.shown()
            ),
            format!("“{}”等待 `{text}`，并非时长：请设定其用时", spot.shown()),
        );
    }
    if let Timer::Cycle(text) = timer {
        notes.first_time(&spot.place, spot.shown(), text);
    }
    found.map(Span::fixed)
}
