//! Work that is moved before day zero is not saved.

use super::{Lint, Seen};
use crate::text::{MOST_LISTED, days, list_up_to};
use crate::workflow::{Clock, Step};

pub fn look(seen: &Seen<'_>) -> Vec<Lint> {
    let mut found = Vec::new();
    for turn in seen.turns() {
        let moved = &turn.after.prepared[turn.before.prepared.len()..];
        let measure = &turn.measure.id;
        let total: f64 = moved.iter().map(|step| working_days(step)).sum();
        let total = days(total);
        let lint = match moved {
            [] => continue,
            [step] => Lint::new(
                format!(
                    "`{measure}` moves `{id}` ({total} working days) before day zero: the work is \
                     done all the same, before anybody counts",
                    id = step.id
                ),
                format!(
                    "`{measure}` 将 `{id}`（{total} 个工作日）移到起算日之前：工作照做，只是不再计入",
                    id = step.id
                ),
            ),
            several => {
                let (ids, n) = (ids(several), several.len());
                let (en, zh) = (list_up_to(&ids, MOST_LISTED), chinese_list(&ids));
                Lint::new(
                    format!(
                        "`{measure}` moves {n} steps ({total} working days in a row) before day zero: the \
                         work is done all the same, before anybody counts: {en}"
                    ),
                    format!(
                        "`{measure}` 将 {n} 个节点（逐个相加 {total} 个工作日）移到起算日之前：工作照做，只是不再计入：\
                         {zh}"
                    ),
                )
            }
        };
        found.push(lint.at(turn.place()));
    }
    found
}

/// What the step takes of the reference case.
fn working_days(step: &Step) -> f64 {
    let clock = match step.clock {
        Clock::On => Clock::On,
        Clock::Off | Clock::Outside => Clock::Off,
    };
    step.reference_face().scheduled_days(clock)
}

fn ids<S: AsRef<Step>>(steps: &[S]) -> Vec<&str> {
    steps.iter().map(|step| step.as_ref().id.as_str()).collect()
}

fn chinese_list(ids: &[&str]) -> String {
    let shown = ids.iter().take(MOST_LISTED).map(|id| format!("`{id}`"));
    let shown = shown.collect::<Vec<_>>().join("、");
    match ids.len().saturating_sub(MOST_LISTED) {
        0 => shown,
        more => format!("{shown}等，另有 {more} 个"),
    }
}
