//! A promise that is longer than the law allows.

use super::{Lint, Seen};
use crate::error::Place;
use crate::text::days;
use crate::workflow::{Step, Workflow};

pub fn look(seen: &Seen<'_>) -> Vec<Lint> {
    let places = &seen.scenario.step_places;
    let in_file = too_long(&seen.scenario.baseline)
        .into_iter()
        .map(|step| lint(step, places.get(&step.id)));
    let by_measures = seen.turns().flat_map(|turn| {
        let before = too_long(&turn.before);
        too_long(&turn.after)
            .into_iter()
            .filter(move |step| before.iter().all(|other| other.id != step.id))
            .map(|step| lint(step, turn.place()))
    });
    in_file.chain(by_measures).collect()
}

fn too_long(workflow: &Workflow) -> Vec<&Step> {
    let steps = workflow.steps().map(|step| step.as_ref());
    steps.filter(|step| excess(step).is_some()).collect()
}

/// Limit and statutory limit in working days, if the limit is longer.
fn excess(step: &Step) -> Option<(f64, f64)> {
    let (limit, statutory) = (step.face.limit?.days(), step.face.statutory?.days());
    (limit > statutory + 1e-9).then_some((limit, statutory))
}

fn lint(step: &Step, place: Option<&Place>) -> Lint {
    let (limit, statutory) = excess(step).unwrap_or_default();
    let (limit, statutory, id) = (days(limit), days(statutory), &step.id);
    Lint::new(
        format!("`{id}` promises {limit} working days, the law allows {statutory}"),
        format!("`{id}` 承诺 {limit} 个工作日，法定时限为 {statutory} 个工作日"),
    )
    .at(place)
    .hint(
        "calendar days count 5/7 of a working day each",
        "自然日按 5/7 折算为工作日",
    )
}
