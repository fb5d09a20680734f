//! Resolving steps and the edges between them.

use std::collections::{BTreeMap, BTreeSet};

use super::ScenarioSpec;
use super::attributes::guards;
use super::names::Names;
use crate::at::At;
use crate::duration::{Duration, Law, Limit, Resolve, shipped};
use crate::error::Problem;
use crate::format::StepSpec;
use crate::workflow::{
    Clock, EdgeKind, Gating, Ingredients, Kind, MaterialKind, Obtained, Position, Step, Workflow,
};

/// Larger scenarios are refused.
const MOST_STEPS: usize = 5_000;
const MOST_EDGES: usize = 50_000;

/// The workflow with its steps; what is wrong is added to `problems`.
pub fn with_steps(
    workflow: Workflow,
    spec: &ScenarioSpec,
    problems: &mut Vec<Problem>,
) -> Option<Workflow> {
    // The reader has told of steps without an id, at their places.
    let ids = spec.step.iter().filter_map(|step| step.id.as_ref());
    let names = Names::of("step", ids, problems);
    let n_edges: usize = spec.step.iter().map(|step| edges(step).count()).sum();
    if spec.step.len() > MOST_STEPS || n_edges > MOST_EDGES {
        problems.push(
            Problem::error(format!("{} steps and {n_edges} edges", spec.step.len()))
                .allowed(format!("up to {MOST_STEPS} steps and {MOST_EDGES} edges")),
        );
        return None;
    }
    let known = Known::new(spec, problems);
    let mut ingredients = Ingredients::default();
    let mut places = Vec::new();
    for step in &spec.step {
        let Some(id) = &step.id else { continue };
        for (kind, from) in edges(step) {
            if names.check(from, problems) {
                ingredients
                    .edges
                    .push((from.value.clone(), id.value.clone(), kind));
                places.push(from);
            }
        }
        known.check(step, problems);
        ingredients
            .steps
            .push(resolved(&workflow, spec, step, problems));
    }
    let way_back = on_ways_back(spec, &names, problems);
    for step in &mut ingredients.steps {
        if way_back.contains(step.id.as_str()) {
            step.position = Position::WayBack;
        }
    }
    if spec.step.is_empty() {
        problems.push(Problem::error("the scenario has no steps").hint("`redtape new` shows one"));
    }
    match workflow.with_graph(ingredients) {
        Ok(workflow) => {
            check_rework(&workflow, spec, problems);
            check_issued(&workflow, spec, problems);
            Some(workflow)
        }
        Err(cycles) => {
            problems.extend(
                cycles
                    .into_iter()
                    .map(|(edge, problem)| places[edge].blame(problem)),
            );
            None
        }
    }
}

fn edges(step: &StepSpec) -> impl Iterator<Item = (EdgeKind, &At<String>)> {
    let habit = step
        .after
        .iter()
        .flatten()
        .map(|from| (EdgeKind::Habit, from));
    let legal = step
        .after_by_law
        .iter()
        .flatten()
        .map(|from| (EdgeKind::Legal, from));
    habit.chain(legal)
}

/// What a step may refer to.
struct Known<'s> {
    stages: Names<'s>,
    agencies: Names<'s>,
    materials: Names<'s>,
    sources: Names<'s>,
}

impl<'s> Known<'s> {
    fn new(spec: &'s ScenarioSpec, _: &mut Vec<Problem>) -> Known<'s> {
        // Duplicates were told where these are resolved.
        let told = &mut Vec::new();
        Known {
            stages: Names::of("stage", spec.stage.iter().map(|one| &one.id), told),
            agencies: Names::of("agency", spec.agency.iter().map(|one| &one.id), told),
            materials: Names::of("material", spec.material.iter().map(|one| &one.id), told),
            sources: Names::of("source", spec.source.iter().map(|one| &one.id), told),
        }
    }

    fn check(&self, step: &StepSpec, problems: &mut Vec<Problem>) {
        if let Some(stage) = &step.stage {
            self.stages.check(stage, problems);
        }
        if let Some(agency) = &step.agency {
            self.agencies.check(agency, problems);
        }
        for material in step.materials.iter().flatten() {
            self.materials.check(material, problems);
        }
        for source in step.cite.iter().flat_map(BTreeMap::values) {
            self.sources.check(source, problems);
        }
        check_ranges(step.plausible.iter().flatten(), problems);
    }
}

/// A plausible range has its ends in order.
pub fn check_ranges<'s>(
    ranges: impl Iterator<Item = (&'s String, &'s At<(f64, f64)>)>,
    problems: &mut Vec<Problem>,
) {
    for (_, range) in ranges {
        let (low, high) = range.value;
        if !(low.is_finite() && high.is_finite() && 0.0 <= low && low <= high) {
            let problem = Problem::error(format!("`plausible` from {low} to {high}"))
                .allowed("[low, high] with 0 ≤ low ≤ high");
            problems.push(range.blame(problem));
        }
    }
}

/// One step: the defaults of its kind, then what it says itself.
fn resolved(
    workflow: &Workflow,
    spec: &ScenarioSpec,
    step: &StepSpec,
    problems: &mut Vec<Problem>,
) -> Step {
    let id = step
        .id
        .as_ref()
        .map(|id| id.value.as_str())
        .unwrap_or_default();
    let kind = step.kind.unwrap_or(Kind::Approval);
    let mut resolved = Step::blank(id, kind);
    let resolve = Resolve {
        profiles: &workflow.profiles,
        limit_days: None,
    };
    let mut laid = step.clone();
    if let Some(defaults) = spec.defaults.get(&kind) {
        laid = under(defaults, laid);
    }
    let limit_given = laid.limit_days.is_some() || laid.limit_calendar_days.is_some();
    if laid.duration.is_some() && !limit_given && step.duration.is_none() {
        // A kind's profile does not apply to a step without a limit.
        laid.duration = None;
    }
    if let Err(found) = laid.lay_over(&mut resolved, resolve) {
        problems.extend(found);
    }
    resolved.id = id.to_owned();
    let _ = guards(step.id.as_ref(), &step.when, &workflow.attributes, problems);
    let no_law = laid.duration.is_none();
    match (no_law, resolved.clock, resolved.face.limit) {
        (false, _, _) | (true, Clock::Outside, _) => {}
        (true, _, Some(limit)) => {
            let profile = shipped("cn-promised").expect("the default profile ships");
            resolved.face.work[0].law = Law::from(Duration::LimitProfile {
                profile,
                limit_days: Limit::days(limit),
            });
        }
        (true, _, None) => {
            let problem = Problem::error(format!("step `{id}` has neither a limit nor a duration"))
                .hint("say `limit_days = 10`, or `duration = { fixed = { days = 3 } }`");
            problems.push(
                step.id
                    .as_ref()
                    .map_or(problem.clone(), |id| id.blame(problem)),
            );
        }
    }
    if resolved.item.is_none() && resolved.clock == Clock::On {
        resolved.item = Some(resolved.id.clone());
    }
    resolved
}

/// `step` with what it leaves open from `defaults`.
fn under(defaults: &StepSpec, step: StepSpec) -> StepSpec {
    let has_limit = step.limit_days.is_some() || step.limit_calendar_days.is_some();
    let has_statutory = step.statutory_days.is_some() || step.statutory_calendar_days.is_some();
    let unless = |has: bool, days: &Option<At<f64>>| if has { None } else { days.clone() };
    StepSpec {
        clock: step.clock.or(defaults.clock),
        stage: step.stage.or_else(|| defaults.stage.clone()),
        agency: step.agency.or_else(|| defaults.agency.clone()),
        limit_days: step
            .limit_days
            .or_else(|| unless(has_limit, &defaults.limit_days)),
        limit_calendar_days: step
            .limit_calendar_days
            .or_else(|| unless(has_limit, &defaults.limit_calendar_days)),
        statutory_days: step
            .statutory_days
            .or_else(|| unless(has_statutory, &defaults.statutory_days)),
        statutory_calendar_days: step
            .statutory_calendar_days
            .or_else(|| unless(has_statutory, &defaults.statutory_calendar_days)),
        links: step.links.or(defaults.links),
        form: step.form.or(defaults.form),
        materials: step.materials.or_else(|| defaults.materials.clone()),
        duration: step.duration.or_else(|| defaults.duration.clone()),
        visits: step.visits.or(defaults.visits),
        effort: step.effort.or_else(|| defaults.effort.clone()),
        hold: step.hold.or_else(|| defaults.hold.clone()),
        ..step
    }
}

/// A rework chain runs over ancestors, each before the next, and ends in the step itself.
fn check_rework(workflow: &Workflow, spec: &ScenarioSpec, problems: &mut Vec<Problem>) {
    for step in &spec.step {
        let (Some(id), Some(rework)) = (&step.id, &step.rework) else {
            continue;
        };
        let Some(repeats) = &rework.repeats else {
            continue;
        };
        let chain: Vec<&str> = repeats.iter().map(|id| id.as_str()).collect();
        let broken = chain
            .windows(2)
            .find(|pair| !workflow.reaches(pair[0], pair[1]) || pair[0] == pair[1]);
        if chain.is_empty() && rework.way_back.as_ref().is_some_and(|way| !way.is_empty()) {
            continue;
        }
        let problem = if chain.last() != Some(&id.as_str()) {
            Some(format!("the rework of `{id}` does not end in `{id}`"))
        } else {
            broken.map(|pair| format!("`{}` does not come before `{}`", pair[0], pair[1]))
        };
        if let Some(problem) = problem {
            problems.push(rework.blame(Problem::error(problem).allowed(format!(
                "a chain of steps before `{id}` that ends in `{id}`"
            ))));
        }
    }
}

/// Ids of steps that are done on ways back; each is done nowhere else, so nothing waits for it nor it for anything.
fn on_ways_back<'s>(
    spec: &'s ScenarioSpec,
    names: &Names<'_>,
    problems: &mut Vec<Problem>,
) -> BTreeSet<&'s str> {
    let reworks = spec.step.iter().filter_map(|step| step.rework.as_ref());
    let named = reworks.flat_map(|rework| rework.way_back.iter().flatten());
    let named: Vec<&At<String>> = named.collect();
    let ids: BTreeSet<&str> = named.iter().map(|id| id.as_str()).collect();
    let is_repeated = |id: &str| {
        let reworks = spec.step.iter().filter_map(|step| step.rework.as_ref());
        let mut repeated = reworks.flat_map(|rework| rework.repeats.iter().flatten());
        repeated.any(|other| other.value == id)
    };
    for id in named {
        if !names.check(id, problems) {
            continue;
        }
        let step = spec
            .step
            .iter()
            .find(|step| step.id.as_ref().is_some_and(|own| own.value == id.value));
        let waits = step.is_some_and(|step| edges(step).next().is_some());
        let mut waiting = spec.step.iter().flat_map(edges);
        let is_on_the_path = waits
            || waiting.any(|(_, from)| from.value == id.value)
            || is_repeated(id)
            || step.is_some_and(|step| step.rework.is_some() || step.ends_case.is_some());
        if is_on_the_path {
            let problem =
                Problem::error(format!("`{id}` is done on a way back, and elsewhere too"));
            problems.push(id.blame(problem.allowed(
                "a step without `after`, `rework` and `ends_case` that no step waits for or repeats",
            )));
        }
    }
    ids
}

/// A material that a step issues must be there before it is handed in.
fn check_issued(workflow: &Workflow, spec: &ScenarioSpec, problems: &mut Vec<Problem>) {
    let flat = workflow.flat(Gating::AsFiled);
    debug_assert_eq!(flat.steps.len(), workflow.steps().count());
    for step in &spec.step {
        let Some(id) = &step.id else { continue };
        for needed in step.materials.iter().flatten() {
            let Some(material) = workflow.material(needed) else {
                continue;
            };
            let Obtained::IssuedBy(issuer) = &material.obtained else {
                continue;
            };
            if workflow.reaches(issuer, id) && issuer != &id.value {
                continue;
            }
            let what = match material.kind {
                MaterialKind::Certificate => "certificate",
                MaterialKind::Form | MaterialKind::Document => "material",
            };
            problems.push(
                needed.blame(
                    Problem::error(format!(
                        "step `{id}` needs {what} `{needed}`, which no earlier step issues"
                    ))
                    .hint(format!("`{issuer}` issues it: let `{id}` come after that")),
                ),
            );
        }
    }
}
