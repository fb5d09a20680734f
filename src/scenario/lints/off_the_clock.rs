//! 体外循环: time that a measure takes off the official clock is still waited for.

use super::{Lint, Seen, Turn};
use crate::text::days;
use crate::workflow::{Clock, Position, Step};

pub fn look(seen: &Seen<'_>) -> Vec<Lint> {
    seen.turns().flat_map(taken_off).collect()
}

fn taken_off(turn: &Turn<'_>) -> Vec<Lint> {
    let counted = turn.before.steps().filter(|step| {
        step.clock == Clock::On
            && step.position == Position::Path
            && step.reference_face().scheduled_days(Clock::On) > 0.0
    });
    counted
        .filter(|step| turn.after.steps().any(|after| carries_on(step, after)))
        .map(|step| {
            let (id, measure) = (&step.id, &turn.measure.id);
            let length = days(step.reference_face().scheduled_days(Clock::On));
            Lint::new(
                format!(
                    "`{measure}` takes `{id}` ({length} working days) off the official clock: \
                     nobody waits less"
                ),
                format!(
                    "`{measure}` 将 `{id}`({length} 个工作日)移出计时:没有人因此少等(体外循环)"
                ),
            )
            .at(turn.place())
        })
        .collect()
}

/// Whether `after` does the work of `before` off the clock.
fn carries_on(before: &Step, after: &Step) -> bool {
    after.clock != Clock::On
        && after.position == Position::Path
        && !after.origins.is_disjoint(&before.origins)
}
