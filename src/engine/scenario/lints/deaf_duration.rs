//! A limit that is cut over a duration that does not follow it.

use super::{Lint, Seen, Turn, by_id};
use crate::text::days;
use crate::workflow::{Change, Value};

pub fn look(seen: &Seen<'_>) -> Vec<Lint> {
    seen.turns().flat_map(deaf).collect()
}

fn deaf(turn: &Turn<'_>) -> Vec<Lint> {
    if !["set_limit", "scale_limits"].contains(&turn.measure.act.about().name) {
        return Vec::new();
    }
    let (steps_before, steps_after) = (by_id(&turn.before), by_id(&turn.after));
    let mut found = Vec::new();
    for entry in &turn.entries {
        let Change::Set {
            step: id,
            property: "limit_days",
            after: Value::Number(limit),
            ..
        } = &entry.change
        else {
            continue;
        };
        let (Some(before), Some(after)) =
            (steps_before.get(id.as_str()), steps_after.get(id.as_str()))
        else {
            continue;
        };
        let median = after.face.median_days();
        if before.face.work != after.face.work || median == 0.0 {
            continue;
        }
        let (measure, limit, median) = (&turn.measure.id, days(*limit), days(median));
        let lint = Lint::new(
            format!(
                "`{measure}` promises `{id}` in {limit} working days, but its own duration stays: half of the \
                 cases take {median} working days or more"
            ),
            format!(
                "`{measure}` 将 `{id}` 承诺为 {limit} 个工作日，但实际用时不变：半数办件仍需 {median} 个工作日以上"
            ),
        );
        found.push(lint.at(turn.place()).hint(
            "say `response = \"proportional\"` or `\"cap\"`, or give the step a `limit_profile`",
            "写明 `response = \"proportional\"` 或 `\"cap\"`，或给该节点 `limit_profile`",
        ));
    }
    found
}
