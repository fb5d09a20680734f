//! What several measures share: names of ids, checked shares, after-checks.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::at::At;
use crate::duration::{Duration, Law, Limit};
use crate::error::Problem;
use crate::format::StepSpec;
use crate::key::{assumed, decided};
use crate::text;
use crate::workflow::{
    Clock, Editor, Face, Kind, Origins, Part, Position, Said, Share, Split, Step, Tally, Working,
};

/// Ids as plain words.
pub fn words(ids: &[At<String>]) -> Vec<&str> {
    ids.iter().map(|id| id.as_str()).collect()
}

/// A step, blaming the id if there is none.
pub fn step(editor: &Editor, id: &At<String>) -> Result<Step, Problem> {
    editor
        .step(id)
        .map(|step| (**step).clone())
        .map_err(|problem| id.blame(problem))
}

/// Checks that every material exists.
pub fn materials(editor: &Editor, ids: &[At<String>]) -> Result<(), Vec<Problem>> {
    let known = &editor.workflow().materials;
    let ids_known = || known.iter().map(|material| material.id.as_str());
    let problems: Vec<Problem> = ids
        .iter()
        .filter(|id| !ids_known().any(|other| other == id.as_str()))
        .map(|id| unknown("material", id, ids_known()))
        .collect();
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems)
    }
}

/// Takes materials away from every step, or from these; a measure does so once.
pub fn take_materials(
    editor: &mut Editor,
    ids: &[At<String>],
    from: Option<&Vec<At<String>>>,
) -> Result<(), Problem> {
    let mut ids = words(ids);
    ids.sort_unstable();
    let gone = |id: &String| ids.binary_search(&id.as_str()).is_ok();
    for id in from.into_iter().flatten() {
        step(editor, id)?;
    }
    let is_meant = |id: &str| from.is_none_or(|steps| steps.iter().any(|step| step.value == id));
    editor.change_steps_alike(
        0,
        |step| {
            let splits = step.splits.iter().map(|split| &split.then);
            let mut faces = std::iter::once(&step.face).chain(splits);
            is_meant(&step.id) && faces.any(|face| face.materials.iter().any(gone))
        },
        |step| {
            for face in step.faces_mut() {
                face.materials.retain(|material| !gone(material));
            }
        },
    )
}

/// The anonymous attribute of a measure: covered when its uniform is below `share`.
pub fn coverage(measure: &'static str, share: f64, origins: Origins) -> Share {
    Share {
        share,
        measure,
        origins,
    }
}

/// Gives `share` of the cases another face: all of them at once where the share is 1.
pub fn split_off(step: &mut Step, measure: &'static str, share: f64, then: Face) {
    // The last split wins: where an earlier measure spared the case the step, nothing brings it back.
    let stays_spared = |split: &Split| split.then.skipped && !then.skipped;
    if share >= 1.0 {
        step.splits.retain(stays_spared);
        step.face = then;
    } else if share > 0.0 {
        let spared = step.splits.iter().position(stays_spared);
        let split = Split {
            share: coverage(measure, share, step.origins.clone()),
            then,
        };
        step.splits
            .insert(spared.unwrap_or(step.splits.len()), split);
    }
}

/// A face decided within another limit, by no panel and without the procedure that was a hold: a law that follows its limit keeps following,
/// any other becomes the limit itself.
pub fn decided_within(step: &Step, limit_days: f64, links: Option<u32>) -> Face {
    let mut face = step.face.clone();
    let law = match face.work.first().map(|part| &part.law) {
        Some(law) if law.profile_limit_days().is_some() => {
            let from = law.profile_limit_days().unwrap_or(limit_days);
            law.respond(from, limit_days, 1.0)
        }
        Some(_) | None => Law::from(Duration::Fixed {
            days: limit_days,
            calendar: false,
        }),
    };
    face.work = vec![Part {
        law,
        origins: step.origins.clone(),
    }];
    face.limit = Some(Limit::Working(limit_days));
    face.links = links.unwrap_or(face.links);
    face.meeting = None;
    face.hold = None;
    face
}

/// 事后核查: what is looked at after a decision on a promise, a filing or an abolition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckSpec {
    /// Share of the decided cases that is checked; default 1.
    #[schemars(range(min = 0, max = 1), extend("x-key" = assumed("share", "比例")))]
    pub share: Option<f64>,
    /// Working days after the decision.
    #[schemars(
        range(min = 0, max = 10_000),
        extend("x-key" = decided("within so many working days", "期限（工作日）").within("working days"))
    )]
    pub within_days: f64,
}

/// What an after-check may find.
#[derive(Default)]
pub struct Findings {
    /// Share of false promises among the cases checked.
    pub breach_share: f64,
    /// How long putting it right takes; `None`: the decision is revoked.
    pub rectify: Option<Duration>,
    /// Cases to which the decision applied.
    pub among: Option<Share>,
}

/// Adds the after-check of `target` beside the path, for the cases that met it.
pub fn add_check(
    editor: &mut Editor,
    target: &Step,
    measure: &'static str,
    check: &CheckSpec,
    findings: Findings,
) -> Result<(), Problem> {
    let check_share = check.share.unwrap_or(1.0);
    let origins: Origins = target
        .origins
        .iter()
        .map(|origin| format!("{measure}-check:{origin}"))
        .collect();
    let mut beside = Step::blank(&format!("{}-check", target.id), Kind::Approval);
    beside.name = crate::lang::Name::both("After-check", "事后核查");
    beside.clock = Clock::Off;
    beside.position = Position::Beside;
    beside.stage.clone_from(&target.stage);
    beside.agency.clone_from(&target.agency);
    beside.when.clone_from(&target.when);
    beside.splits = spared(target, &beside.face);
    beside.face.work = vec![Part {
        law: Law::from(Duration::Fixed {
            days: check.within_days,
            calendar: false,
        }),
        origins: origins.clone(),
    }];
    beside.tallies = vec![Tally::AfterCheck {
        share: coverage("check", check_share, origins.clone()),
        breach: coverage("breach", findings.breach_share, origins.clone()),
        rectify: findings.rectify,
        among: findings.among,
    }];
    beside.origins = origins;
    editor.add_after_check(beside, &target.id)
}

/// Cases that a measure spared the step are not checked either.
fn spared(target: &Step, face: &Face) -> Vec<Split> {
    let splits = target.splits.iter().map(|split| Split {
        share: split.share.clone(),
        then: Face {
            skipped: split.then.skipped,
            ..face.clone()
        },
    });
    splits.collect()
}

/// Resolves a duration that a measure gives.
pub fn duration(
    editor: &Editor,
    spec: &Option<At<crate::duration::Duration>>,
) -> Result<Option<Duration>, Problem> {
    let Some(spec) = spec else { return Ok(None) };
    let resolve = crate::duration::Resolve {
        profiles: &editor.workflow().profiles,
        limit_days: None,
    };
    match spec.resolved(resolve) {
        Ok(duration) => Ok(Some(duration)),
        Err(problem) => Err(spec.blame(problem)),
    }
}

/// Merges steps, blaming the list for what is wrong with it.
pub fn merge(
    editor: &mut Editor,
    steps: &[At<String>],
    into: &StepSpec,
    working: Working,
) -> Result<(), Vec<Problem>> {
    let missing: Vec<Problem> = steps
        .iter()
        .filter_map(|id| editor.step(id).err().map(|problem| id.blame(problem)))
        .collect();
    if !missing.is_empty() {
        return Err(missing);
    }
    references(editor, into)?;
    let profiles = editor.workflow().profiles.clone();
    let lay = |step: &mut Step| {
        let resolve = crate::duration::Resolve {
            profiles: &profiles,
            limit_days: None,
        };
        into.lay_over(step, resolve)?;
        Ok(Said {
            item: into.item.is_some(),
            duration: into.duration.is_some(),
        })
    };
    editor
        .merge_steps(&words(steps), lay, working)
        .map(|_| ())
        .map_err(|problems| match steps.first() {
            Some(first) => problems
                .into_iter()
                .map(|problem| first.blame(problem))
                .collect(),
            None => problems,
        })
}

/// The `slowest` key as a way of working.
pub fn working(slowest: bool) -> Working {
    if slowest {
        Working::Slowest
    } else {
        Working::AsOne
    }
}

/// Checks what `into` names.
fn references(editor: &Editor, into: &StepSpec) -> Result<(), Vec<Problem>> {
    let workflow = editor.workflow();
    let mut problems = Vec::new();
    if let Some(agency) = &into.agency
        && workflow.agency(agency).is_none()
    {
        problems.push(unknown(
            "agency",
            agency,
            workflow.agencies.iter().map(|agency| agency.id.as_str()),
        ));
    }
    if let Some(stage) = &into.stage
        && workflow.stage(stage).is_none()
    {
        problems.push(unknown(
            "stage",
            stage,
            workflow.stages.iter().map(|stage| stage.id.as_str()),
        ));
    }
    if let Some(ids) = &into.materials
        && let Err(found) = materials(editor, ids)
    {
        problems.extend(found);
    }
    for (key, given) in [("after", &into.after), ("after_by_law", &into.after_by_law)] {
        if let Some(first) = given.as_ref().and_then(|ids| ids.first()) {
            problems.push(
                first.blame(
                    Problem::error(format!("`into` cannot say `{key}`"))
                        .hint("a merged step waits for what its members waited for"),
                ),
            );
        }
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems)
    }
}

/// An error for an id that nothing has.
pub fn unknown<'a>(
    what: &str,
    id: &At<String>,
    known: impl IntoIterator<Item = &'a str>,
) -> Problem {
    let known: Vec<&str> = known.into_iter().collect();
    let problem = Problem::error(format!("no {what} is called `{id}`"));
    id.blame(match text::did_you_mean(id, known.iter().copied()) {
        Some(close) => problem.hint(format!("did you mean `{close}`?")),
        None if known.is_empty() => problem,
        None => problem.allowed(text::list_up_to(&known, text::MOST_LISTED)),
    })
}
