//! A step goes that the law orders before another one.

use super::{Lint, Seen};
use crate::workflow::{Change, EdgeKind, Leaving};

pub fn look(seen: &Seen<'_>) -> Vec<Lint> {
    let mut found = Vec::new();
    for turn in seen.turns() {
        let removed: Vec<&str> = turn
            .entries
            .iter()
            .filter_map(|entry| match &entry.change {
                Change::StepLeft {
                    step,
                    leaving: Leaving::Removed,
                } => Some(step.as_str()),
                _ => None,
            })
            .collect();
        if removed.is_empty() {
            continue;
        }
        for (from, to, edge) in turn.before.edges() {
            let dropped = edge.kind == EdgeKind::Legal && removed.contains(&from);
            if !dropped || removed.contains(&to) {
                continue;
            }
            let measure = &turn.measure.id;
            let lint = Lint::new(
                format!("`{measure}` removes `{from}`, which the law orders before `{to}`"),
                format!("`{measure}` 取消了 `{from}`，而法律规定它在 `{to}` 之前"),
            );
            found.push(lint.at(turn.place()).hint(
                "cite the law that no longer asks for it, or make the edge a habit: `after`",
                "注明哪部法律已不再要求，或改为习惯先后：`after`",
            ));
        }
    }
    found
}
