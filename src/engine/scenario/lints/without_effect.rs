//! A measure without effect because another path is critical; names the path.

use super::{Lint, Seen, Turn};
use crate::sim::average_case;
use crate::workflow::{Change, Leaving, Value};

/// More steps than this nobody reads.
const MOST_NAMED: usize = 8;

pub fn look(seen: &Seen<'_>) -> Vec<Lint> {
    seen.turns().filter_map(idle).collect()
}

fn idle(turn: &Turn<'_>) -> Option<Lint> {
    let (before, after) = (&turn.before_limits, &turn.after_limits);
    let same = |a: f64, b: f64| (a - b).abs() < 1e-9;
    let idle = same(before.counted_days, after.counted_days)
        && same(before.elapsed_days, after.elapsed_days);
    let touched: Vec<&str> = turn
        .entries
        .iter()
        .filter_map(|entry| shorter(&entry.change))
        .collect();
    if !idle || touched.is_empty() || other_kinds_gain(turn) {
        return None;
    }
    let path = if after.counted_days > 0.0 {
        &after.critical_path_counted
    } else {
        &after.critical_path_elapsed
    };
    let beside = |id: &&String| {
        let workflow = &turn.before;
        touched
            .iter()
            .all(|step| !workflow.reaches(id, step) && !workflow.reaches(step, id))
    };
    let rivals: Vec<&String> = if touched.len() <= MOST_NAMED {
        path.iter().filter(beside).collect()
    } else {
        Vec::new()
    };
    let named = if rivals.is_empty() {
        path.iter().collect()
    } else {
        rivals
    };
    let mut names: Vec<String> = named
        .iter()
        .take(MOST_NAMED)
        .map(|id| format!("`{id}`"))
        .collect();
    if named.len() > MOST_NAMED {
        names.push("…".to_owned());
    }
    let (measure, names) = (&turn.measure.id, names.join(" → "));
    let lint = Lint::new(
        format!("`{measure}` shortens no total: the case waits for {names}"),
        format!("`{measure}` 没有缩短总时间：关键路径在 {names}"),
    );
    Some(lint.at(turn.place()))
}

/// Whether the average over all kinds of cases falls though the reference case's totals do not.
fn other_kinds_gain(turn: &Turn<'_>) -> bool {
    let falls = |before: f64, after: f64| after < before - 1e-9;
    match (average_case(&turn.before), average_case(&turn.after)) {
        (Some((before, _)), Some((after, _))) => {
            falls(before.counted_days, after.counted_days)
                || falls(before.elapsed_days, after.elapsed_days)
        }
        (None, _) | (_, None) => false,
    }
}

/// The step that a change shortens, drops or sets free.
fn shorter(change: &Change) -> Option<&str> {
    match change {
        Change::StepLeft { step, leaving } => match leaving {
            Leaving::Removed | Leaving::Moved => Some(step),
            Leaving::Merged(_) => None,
        },
        Change::EdgeLeft { to, .. } => Some(to),
        Change::Set {
            step,
            property: "limit_days" | "median_days" | "every_days",
            before: Value::Number(before),
            after: Value::Number(after),
        } => (after < before).then_some(step),
        Change::Set { .. }
        | Change::StepCame { .. }
        | Change::EdgeCame { .. }
        | Change::MaterialSupplied { .. }
        | Change::Officers { .. }
        | Change::Marked { .. } => None,
    }
}
