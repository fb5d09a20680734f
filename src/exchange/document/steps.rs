//! Steps with their keys, and what reforms make of them that a scenario file has no words for.

use std::collections::BTreeMap;

use super::{approximate, duration, ids, law};
use crate::at::At;
use crate::duration::{Duration, Limit};
use crate::format::{
    AttributeSpec, MeetsSpec, ReworkSpec, Shares, StepSpec, conditions, limit_keys,
};
use crate::lang::Name;
use crate::workflow::{
    Clock, Commissioner, EdgeKind, Face, Guard, Intake, Kind, Position, Step, Workflow,
};

/// The steps on the applicant's path in file order; attributes that they need are added.
pub fn steps(
    workflow: &Workflow,
    attributes: &mut Vec<AttributeSpec>,
    left_out: &mut Vec<Name>,
) -> Vec<StepSpec> {
    let mut after: BTreeMap<&str, [Vec<At<String>>; 2]> = BTreeMap::new();
    for (from, to, edge) in workflow.edges() {
        let lists = after.entry(to).or_default();
        match edge.kind {
            EdgeKind::Habit => lists[0].push(At::from(from)),
            EdgeKind::Legal => lists[1].push(At::from(from)),
        }
        if edge.handoff.is_none() && hands_over(workflow, from, to) {
            left_out.push(Name::both(
                format!("that no file is handed over from `{from}` to `{to}`"),
                format!("`{from}` 到 `{to}` 之间无需移交"),
            ));
        }
    }
    let mut specs = Vec::new();
    for step in workflow.steps() {
        match step.position {
            Position::Path | Position::WayBack => {}
            Position::Beside => {
                left_out.push(of(step, "after-check", "事后核查"));
                continue;
            }
            Position::Before => continue,
        }
        let lists = after.remove(step.id.as_str()).unwrap_or_default();
        let [habit, legal] = lists.map(|list| Some(list).filter(|list| !list.is_empty()));
        specs.push(StepSpec {
            after: habit,
            after_by_law: legal,
            ..spec(step, attributes, left_out)
        });
    }
    for step in &workflow.prepared {
        left_out.push(of(step, "work done before day zero", "申请前已完成的工作"));
    }
    specs
}

fn of(step: &Step, en: &str, zh: &str) -> Name {
    Name::both(
        format!("{en} of `{}`", step.id),
        format!("`{}` 的{zh}", step.id),
    )
}

/// Whether a file would change hands between two steps.
fn hands_over(workflow: &Workflow, from: &str, to: &str) -> bool {
    let (Some(from), Some(to)) = (workflow.step(from), workflow.step(to)) else {
        return false;
    };
    let authorities = from.kind.is_authority() && to.kind.is_authority();
    authorities && from.agency != to.agency && to.position == Position::Path
}

fn spec(step: &Step, attributes: &mut Vec<AttributeSpec>, left_out: &mut Vec<Name>) -> StepSpec {
    let clock = step.clock_as_filed.unwrap_or(step.clock);
    let is_own = clock == Clock::On && step.item.as_deref() == Some(step.id.as_str());
    let mut guards = step.when.clone();
    let face = usual_face(step, attributes, &mut guards, left_out);
    let (limit_days, limit_calendar_days) = limit_keys(face.limit);
    let (statutory_days, statutory_calendar_days) = limit_keys(face.statutory);
    let spec = StepSpec {
        id: Some(At::from(&step.id)),
        en: step.name.en.clone(),
        zh: step.name.zh.clone(),
        kind: Some(step.kind).filter(|kind| *kind != Kind::Approval),
        clock: Some(clock).filter(|clock| *clock != step.kind.clock()),
        item: step.item.as_ref().filter(|_| !is_own).map(At::from),
        commissioned_by: Some(step.commissioned_by).filter(|by| *by != Commissioner::default()),
        stage: step.stage.as_ref().map(At::from),
        agency: step.agency.as_ref().map(At::from),
        limit_days,
        limit_calendar_days,
        statutory_days,
        statutory_calendar_days,
        links: given(face.links),
        form: face.form.then_some(true),
        materials: Some(ids(&face.materials)).filter(|ids| !ids.is_empty()),
        duration: longest(step, face, left_out),
        meets: face.meeting.as_ref().map(|meeting| {
            At::nowhere(MeetsSpec {
                every_days: meeting.every_days,
                seats: meeting.seats,
            })
        }),
        when: conditions(&guards),
        rework: step.rework.as_ref().map(|rework| {
            At::nowhere(ReworkSpec {
                share: rework.share,
                way_back: Some(ids(&rework.way_back)).filter(|ids| !ids.is_empty()),
                repeats: Some(ids(&rework.repeats)),
                max_rounds: Some(rework.max_rounds),
            })
        }),
        ends_case: step.ends_case,
        visits: given(step.visits),
        effort: effort(step, left_out),
        hold: (step.face.hold.as_ref()).map(|hold| At::nowhere(duration(hold).0)),
        ..StepSpec::default()
    };
    match &step.intake {
        Intake::Friction => {}
        Intake::Window(_) | Intake::Shared => {
            left_out.push(of(step, "intake at the one window", "一窗受理"));
        }
    }
    if !step.end_gates.is_empty() {
        left_out.push(of(step, "materials that may come later", "容缺受理"));
    }
    if !step.tallies.is_empty() {
        left_out.push(of(step, "silent approval", "超时默认"));
    }
    spec
}

/// A count unless it is 0.
fn given(count: u32) -> Option<u32> {
    Some(count).filter(|count| *count > 0)
}

/// The face that most cases meet. Where a measure spares a share of cases the step, that becomes an
/// attribute; other differences between cases are left out.
fn usual_face<'s>(
    step: &'s Step,
    attributes: &mut Vec<AttributeSpec>,
    guards: &mut Vec<Guard>,
    left_out: &mut Vec<Name>,
) -> &'s Face {
    let only = step.splits.first().filter(|_| step.splits.len() == 1);
    if let Some(split) = only.filter(|split| split.then.skipped) {
        let (share, origins) = (&split.share, &split.share.origins);
        let origins: Vec<&str> = origins.iter().map(String::as_str).collect();
        let id = format!("{}-{}", share.measure.replace('_', "-"), origins.join("-"));
        let needed = "needed".to_owned();
        if !attributes.iter().any(|one| one.id.value == id) {
            let spared = ("spared".to_owned(), share.share);
            let shares = vec![(needed.clone(), 1.0 - share.share), spared];
            attributes.push(AttributeSpec {
                id: At::from(&id),
                en: None,
                zh: None,
                shares: At::nowhere(Shares(shares)),
                given: None,
            });
        }
        guards.push(Guard {
            attribute: id,
            values: vec![needed],
        });
        return &step.face;
    }
    if !step.splits.is_empty() {
        left_out.push(of(
            step,
            "what differs for a share of cases",
            "部分案件的不同做法",
        ));
    }
    step.reference_face()
}

/// How long the longest part of the work takes.
fn longest(step: &Step, face: &Face, left_out: &mut Vec<Name>) -> Option<At<Duration>> {
    let longest = face
        .work
        .iter()
        .max_by(|a, b| a.law.mean().total_cmp(&b.law.mean()));
    let (spec, is_exact) = law(&longest?.law, face.limit.map(Limit::days));
    if !is_exact {
        left_out.push(approximate(&step.id));
    }
    if face.work.len() > 1 {
        left_out.push(of(
            step,
            "shorter parts of the joined work",
            "合并后较短部分的用时",
        ));
    }
    Some(At::nowhere(spec))
}

fn effort(step: &Step, left_out: &mut Vec<Name>) -> Option<At<Duration>> {
    let mut efforts = step.efforts.iter().map(|effort| &effort.duration);
    let only: Option<&Duration> = efforts.next();
    if efforts.next().is_some() {
        left_out.push(of(
            step,
            "the joined effort of officers",
            "合并后的人工耗时",
        ));
        return None;
    }
    let (spec, is_exact) = duration(only?);
    if !is_exact {
        left_out.push(approximate(&step.id));
    }
    Some(At::nowhere(spec))
}
