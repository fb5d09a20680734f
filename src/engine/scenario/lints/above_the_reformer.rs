//! A measure that shortens an authority above the level that reforms.

use std::collections::BTreeSet;

use super::{Lint, Seen, Turn, by_id};
use crate::workflow::{Change, Leaving, Level, Value};

pub fn look(seen: &Seen<'_>) -> Vec<Lint> {
    let level = seen.scenario.level;
    seen.turns().flat_map(|turn| beyond(turn, level)).collect()
}

fn beyond(turn: &Turn<'_>, reformer: Level) -> Vec<Lint> {
    let touched: BTreeSet<&str> = turn
        .entries
        .iter()
        .filter_map(|entry| touched(&entry.change))
        .collect();
    let steps = by_id(&turn.before);
    let mut found = Vec::new();
    for id in touched {
        let agency = steps.get(id).and_then(|step| step.agency.as_ref());
        let Some(agency) = agency.and_then(|agency| turn.before.agency(agency)) else {
            continue;
        };
        let Some(level) = agency.level.filter(|level| *level > reformer) else {
            continue;
        };
        let (measure, agency) = (&turn.measure.id, &agency.id);
        let ([en, zh], [by_en, by_zh]) = (words(level), words(reformer));
        let lint = Lint::new(
            format!(
                "`{measure}` changes `{id}` of `{agency}`, {en} authority: {by_en} authority cannot"
            ),
            format!("`{measure}` 改变了 `{agency}`（{zh}）办理的 `{id}`：{by_zh}无权改变"),
        );
        found.push(lint.at(turn.place()).hint(
            "`level` says who reforms; default `city`",
            "`level` 说明由哪一级改革，默认 `city`",
        ));
    }
    found
}

/// The step whose promise or existence a change touches.
fn touched(change: &Change) -> Option<&str> {
    match change {
        Change::StepLeft { step, leaving } => match leaving {
            Leaving::Removed | Leaving::Merged(_) => Some(step),
            Leaving::Moved => None,
        },
        Change::Set {
            step,
            property: "limit_days",
            before: Value::Number(before),
            after: Value::Number(after),
        } => (after < before).then_some(step),
        Change::Marked { step, .. } => Some(step),
        Change::Set { .. }
        | Change::StepCame { .. }
        | Change::EdgeCame { .. }
        | Change::EdgeLeft { .. }
        | Change::MaterialSupplied { .. }
        | Change::Officers { .. } => None,
    }
}

fn words(level: Level) -> [&'static str; 2] {
    match level {
        Level::County => ["a county", "县区"],
        Level::City => ["a city", "市级"],
        Level::Province => ["a provincial", "省级"],
        Level::National => ["a national", "国家"],
    }
}
