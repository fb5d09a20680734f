//! A closed stage that does not hold back what comes later.

use super::{Lint, Seen, Turn};
use crate::workflow::{Change, Gate, Gating, Position, Workflow};

pub fn look(seen: &Seen<'_>) -> Vec<Lint> {
    let places = &seen.scenario.step_places;
    let in_file = breaks(&seen.scenario.baseline)
        .into_iter()
        .map(|broken| broken.lint().at(places.get(&broken.step)));
    let by_measures = seen.turns().flat_map(|turn| {
        let before = breaks(&turn.before);
        let new = breaks(&turn.after);
        let new = new
            .into_iter()
            .filter(move |broken| !before.contains(broken));
        new.map(|broken| broken.lint().at(turn.place()))
    });
    let merges = seen.turns().filter_map(merged_across);
    in_file.chain(by_measures).chain(merges).collect()
}

#[derive(PartialEq)]
struct Broken {
    stage: String,
    step: String,
}

impl Broken {
    fn lint(&self) -> Lint {
        let Broken { stage, step } = self;
        Lint::new(
            format!(
                "stage `{stage}` is closed, but `{step}` of a later stage comes before one of its steps: \
                 the gate does not hold `{step}`"
            ),
            format!("阶段 `{stage}` 是封闭的，但后一阶段的 `{step}` 排在其某个节点之前：该阶段拦不住 `{step}`"),
        )
        .hint(
            "move the step to the stage where it is done, or open the gate",
            "把该节点归入实际办理的阶段，或取消封闭",
        )
    }
}

/// Steps of later stages that some step of a closed stage, or of one before it, waits for.
fn breaks(workflow: &Workflow) -> Vec<Broken> {
    if workflow.stages.iter().all(|stage| stage.gate == Gate::Open) {
        return Vec::new();
    }
    let flat = workflow.flat(Gating::AsFiled);
    let stage_of = |step: usize| {
        let step = &flat.steps[step];
        let on_path = step.position == Position::Path;
        let stage = step.stage.as_ref().filter(|_| on_path)?;
        workflow.stages.iter().position(|other| &other.id == stage)
    };
    let mut earliest_after: Vec<Option<usize>> = vec![None; flat.steps.len()];
    for step in (0..flat.steps.len()).rev() {
        let below = [stage_of(step), earliest_after[step]]
            .into_iter()
            .flatten()
            .min();
        for edge in &flat.predecessors[step] {
            let earliest = [earliest_after[edge.from], below]
                .into_iter()
                .flatten()
                .min();
            earliest_after[edge.from] = earliest;
        }
    }
    let mut found = Vec::new();
    for (idx, step) in flat.steps.iter().enumerate() {
        let (Some(own), Some(earliest)) = (stage_of(idx), earliest_after[idx]) else {
            continue;
        };
        let passed = earliest..own.max(earliest);
        let closed = passed.map(|stage| &workflow.stages[stage]);
        found.extend(
            closed
                .filter(|stage| stage.gate == Gate::Closed)
                .map(|stage| Broken {
                    stage: stage.id.clone(),
                    step: step.id.clone(),
                }),
        );
    }
    found
}

/// A merge of steps on both sides of a closed gate.
fn merged_across(turn: &Turn<'_>) -> Option<Lint> {
    let stages = &turn.before.stages;
    let stage_of = |id: &String| {
        let stage = turn.before.step(id)?.stage.as_ref()?;
        stages.iter().position(|other| &other.id == stage)
    };
    turn.entries.iter().find_map(|entry| {
        let Change::StepCame { step, from } = &entry.change else {
            return None;
        };
        let first = from.iter().filter_map(stage_of).min()?;
        let last = from.iter().filter_map(stage_of).max()?;
        let closed = stages[first..last].iter().find(|stage| stage.gate == Gate::Closed)?;
        let (measure, stage) = (&turn.measure.id, &closed.id);
        let lint = Lint::new(
            format!("`{measure}` merges steps from both sides of the closed stage `{stage}` into `{step}`"),
            format!("`{measure}` 将封闭阶段 `{stage}` 前后的节点合并为 `{step}`"),
        );
        Some(lint.at(turn.place()))
    })
}
