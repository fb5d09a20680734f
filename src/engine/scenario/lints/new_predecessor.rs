//! A measure that makes a step wait for what it did not wait for.

use std::collections::BTreeMap;

use super::{Lint, Seen, Turn};
use crate::text;
use crate::workflow::Change;

/// New edges of one measure beyond these are not followed.
const MOST_EDGES: usize = 1_000;

pub fn look(seen: &Seen<'_>) -> Vec<Lint> {
    seen.turns().flat_map(newly_waiting).collect()
}

fn newly_waiting(turn: &Turn<'_>) -> Vec<Lint> {
    let made_of = |id: &str| {
        turn.entries.iter().find_map(|entry| match &entry.change {
            Change::StepCame { step, from } if step == id && !from.is_empty() => Some(from),
            _ => None,
        })
    };
    let mut waits: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let edges = turn.entries.iter().filter_map(|entry| match &entry.change {
        Change::EdgeCame { from, to, .. } => Some((from, to)),
        _ => None,
    });
    for (from, to) in edges.take(MOST_EDGES) {
        // A merged step waits for what its members waited for: that is what merging means.
        if made_of(to).is_some() || turn.before.step(to).is_none() || turn.after.step(to).is_none()
        {
            continue;
        }
        let members = made_of(from).map_or(vec![from], |members| members.iter().collect());
        let new = members.into_iter().filter(|member| {
            turn.before.step(member).is_some() && !turn.before.reaches(member, to)
        });
        waits.entry(to).or_default().extend(new.map(String::as_str));
    }
    waits
        .into_iter()
        .filter(|(to, new)| !new.is_empty() && later(turn, to))
        .map(|(to, new)| {
            let (measure, new) = (&turn.measure.id, text::list(&new));
            Lint::new(
                format!("after `{measure}`, `{to}` starts later: it also waits for {new}"),
                format!("`{measure}` 之后 `{to}` 开始得更晚：还要等待 {new}"),
            )
            .at(turn.place())
        })
        .collect()
}

/// Whether a step of the reference case starts later than before, on either timeline.
fn later(turn: &Turn<'_>, id: &str) -> bool {
    let (before, after) = (&turn.before_limits, &turn.after_limits);
    let pairs = [
        (&before.elapsed, &after.elapsed),
        (&before.counted, &after.counted),
    ];
    pairs.iter().any(|(before, after)| {
        let start =
            |steps: &crate::workflow::Schedule| steps.steps.get(id).map(|slot| slot.start_days);
        matches!((start(before), start(after)), (Some(was), Some(is)) if is > was + 1e-9)
    })
}
