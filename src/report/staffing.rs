//! The staffing curve in words: the fewest officers with which nine of ten cases are done in time.

use serde_json::{Map, Value, json};

use super::json::{estimate, number};
use super::json_queues::word;
use super::sweep::rounded;
use crate::compare::Verdict;
use crate::lang::Lang;
use crate::study::{Fewest, Queued, Sweep};

/// A cell of the table.
pub(super) fn cell(queued: &Queued, lang: Lang) -> String {
    match (queued, lang) {
        (Queued::NineOfTen(days, _), _) => rounded(days.value),
        (Queued::Growing, _) => super::queues::grows(lang).to_owned(),
        (Queued::NotSettled, Lang::En) => "unsettled".to_owned(),
        (Queued::NotSettled, Lang::Zh) => "未稳定".to_owned(),
    }
}

/// The sentence about one workflow (0 is the baseline); `None` where nothing was asked.
pub(super) fn finding(sweep: &Sweep, side: usize, lang: Lang) -> Option<String> {
    let within = sweep.within_days?;
    let days = rounded(within);
    let unit = if days == "1" { "day" } else { "days" };
    let who = match (side, lang) {
        (0, Lang::En) => "As it is",
        (0, Lang::Zh) => "现状",
        (_, _) => {
            let (id, name) = &sweep.reforms[side - 1];
            name.get(lang, id)
        }
    };
    Some(match (sweep.fewest(side, within), lang) {
        (Fewest::Officers(n), Lang::En) => format!(
            "{who}: {n} is the fewest officers with which nine of ten cases are done within {days} working {unit}."
        ),
        (Fewest::Officers(n), Lang::Zh) => {
            format!("{who}：九成办件 {days} 个工作日内办结至少需要 {n} 人。")
        }
        (Fewest::NotUpTo(n, best), Lang::En) => {
            let best = said(&best, lang);
            format!(
                "{who}: no number up to {n} is enough for nine of ten cases within {days} working {unit}; with {n}: {best}."
            )
        }
        (Fewest::NotUpTo(n, best), Lang::Zh) => {
            let best = said(&best, lang);
            format!("{who}：到 {n} 人仍不能使九成办件在 {days} 个工作日内办结；{n} 人时：{best}。")
        }
    })
}

fn said(queued: &Queued, lang: Lang) -> String {
    match (queued, lang) {
        (Queued::NineOfTen(days, _), Lang::En) => format!("{} days", rounded(days.value)),
        (Queued::NineOfTen(days, _), Lang::Zh) => format!("{} 日", rounded(days.value)),
        (Queued::Growing, Lang::En) => "the backlog grows".to_owned(),
        (Queued::Growing, Lang::Zh) => "积压不断增加".to_owned(),
        (Queued::NotSettled, Lang::En) => "not settled, raise --replications".to_owned(),
        (Queued::NotSettled, Lang::Zh) => "尚未稳定，请提高 --replications".to_owned(),
    }
}

/// The workflows at one point.
pub(super) fn point_json(sweep: &Sweep, queues: &[Queued]) -> Value {
    let one = |(id, queued): (&str, &Queued)| {
        let mut map = Map::new();
        map.insert("workflow".into(), json!(id));
        let verdict = match queued {
            Queued::NineOfTen(days, verdict) => {
                estimate(&mut map, "p90", *days);
                *verdict
            }
            Queued::Growing => Verdict::Growing,
            Queued::NotSettled => Verdict::NotSettled,
        };
        map.insert("verdict".into(), json!(word(verdict)));
        Value::Object(map)
    };
    Value::Array(workflows(sweep).zip(queues).map(one).collect())
}

/// The fewest officers of every workflow; `None` where nothing was asked.
pub(super) fn staffing_json(sweep: &Sweep) -> Option<Value> {
    let within = sweep.within_days?;
    let of = |(side, id): (usize, &str)| match sweep.fewest(side, within) {
        Fewest::Officers(n) => json!({"workflow": id, "officers": number(n)}),
        Fewest::NotUpTo(..) => json!({"workflow": id, "officers": null}),
    };
    let fewest: Vec<Value> = workflows(sweep).enumerate().map(of).collect();
    Some(json!({"within_days": number(within), "fewest": fewest}))
}

fn workflows(sweep: &Sweep) -> impl Iterator<Item = &str> {
    let ids = sweep.reforms.iter().map(|(id, _)| id.as_str());
    std::iter::once("baseline").chain(ids)
}
