//! Work that is moved before day zero is not saved.

use super::{Lint, Seen};
use crate::text::days;
use crate::workflow::Clock;

pub fn look(seen: &Seen<'_>) -> Vec<Lint> {
    let mut found = Vec::new();
    for turn in seen.turns() {
        let known = turn.before.prepared.len();
        for step in &turn.after.prepared[known..] {
            let clock = match step.clock {
                Clock::On => Clock::On,
                Clock::Off | Clock::Outside => Clock::Off,
            };
            let (id, measure) = (&step.id, &turn.measure.id);
            let length = days(step.reference_face().scheduled_days(clock));
            let lint = Lint::new(
                format!(
                    "`{measure}` moves `{id}` ({length} working days) before day zero: the work is \
                     done all the same, before anybody counts"
                ),
                format!(
                    "`{measure}` 将 `{id}`({length} 个工作日)移到起算日之前:工作照做,只是不再计入"
                ),
            );
            found.push(lint.at(turn.place()));
        }
    }
    found
}
