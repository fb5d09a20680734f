//! A headline that rests on shorter promises alone.

use super::{Done, Lint, Seen};
use crate::reform::apply_some;
use crate::sim::limits;
use crate::text::days;

pub fn look(seen: &Seen<'_>) -> Vec<Lint> {
    seen.reforms.iter().filter_map(promises_only).collect()
}

fn promises_only(done: &Done<'_>) -> Option<Lint> {
    let (first, last) = (done.turns.first()?, done.turns.last()?);
    let saved = first.before_limits.counted_days - last.after_limits.counted_days;
    let is_promise = |idx: usize| {
        let name = done.reform.measures[idx].act.about().name;
        ["set_limit", "scale_limits"].contains(&name)
    };
    if saved <= 1e-9 {
        return None;
    }
    let (rest, _) = apply_some(done.start, done.reform, |idx| !is_promise(idx));
    let saved_by_rest = first.before_limits.counted_days - limits(&rest.workflow).counted_days;
    if saved_by_rest > 1e-9 {
        return None;
    }
    let (reform, saved) = (&done.reform.id, days(saved));
    let promise = done
        .turns
        .iter()
        .enumerate()
        .find(|(idx, _)| is_promise(*idx));
    let lint = Lint::new(
        format!("all {saved} working days that `{reform}` saves on the clock are shorter promises"),
        format!("`{reform}` 节省的 {saved} 个计时工作日全部来自压缩承诺时限"),
    );
    Some(lint.at(promise.and_then(|(_, turn)| turn.place())).hint(
        "no work is taken away; look at what half of the cases wait",
        "工作并没有减少；请看半数办件的历时",
    ))
}
