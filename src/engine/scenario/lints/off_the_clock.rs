//! 体外循环: time that a measure takes off the official clock is still waited for.

use std::collections::BTreeSet;

use super::{Lint, Seen, Turn};
use crate::text::days;
use crate::workflow::{Clock, Position, Workflow};

pub fn look(seen: &Seen<'_>) -> Vec<Lint> {
    seen.turns().flat_map(taken_off).collect()
}

fn taken_off(turn: &Turn<'_>) -> Vec<Lint> {
    let uncounted = uncounted(&turn.after);
    let counted = turn.before.steps().filter(|step| {
        step.clock == Clock::On
            && step.position == Position::Path
            && step.reference_face().scheduled_days(Clock::On) > 0.0
    });
    counted
        .filter(|step| {
            step.origins
                .iter()
                .any(|origin| uncounted.contains(origin.as_str()))
        })
        .map(|step| {
            let (id, measure) = (&step.id, &turn.measure.id);
            let length = days(step.reference_face().scheduled_days(Clock::On));
            Lint::new(
                format!(
                    "`{measure}` takes `{id}` ({length} working days) off the official clock: \
                     nobody waits less"
                ),
                format!(
                    "`{measure}` 将 `{id}`（{length} 个工作日）移出计时：没有人因此少等（体外循环）"
                ),
            )
            .at(turn.place())
        })
        .collect()
}

/// Baseline steps whose work is now done off the clock.
fn uncounted(after: &Workflow) -> BTreeSet<&str> {
    let steps = after.steps();
    let uncounted = steps.filter(|step| step.clock != Clock::On && step.position == Position::Path);
    uncounted
        .flat_map(|step| step.origins.iter().map(String::as_str))
        .collect()
}
