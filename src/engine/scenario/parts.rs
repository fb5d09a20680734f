//! Resolving what steps refer to: stages, agencies, materials, attributes, profiles, friction, sources.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::ScenarioSpec;
use super::attributes::attributes;
use super::names::Names;
use super::ranks::ranks;
use super::steps::check_ranges;
use crate::at::At;
use crate::calendar::Calendar;
use crate::duration::{Covers, Duration, Profile, Resolve};
use crate::error::Problem;
use crate::format::{CalendarBase, CalendarSpec, CoverSpec, FrictionSpec};
use crate::lang::Name;
use crate::source::Source;
use crate::workflow::{
    Agency, Correlation, Friction, Gate, Material, MaterialKind, Obtained, Stage, Workflow,
};

/// A name in both languages.
pub fn name(en: &Option<String>, zh: &Option<String>) -> Name {
    Name {
        en: en.clone(),
        zh: zh.clone(),
    }
}

/// Fills the workflow's stages, agencies, materials, items, profiles, attributes and friction.
pub fn fill(workflow: &mut Workflow, spec: &ScenarioSpec, problems: &mut Vec<Problem>) {
    let agencies = Names::of("agency", spec.agency.iter().map(|one| &one.id), problems);
    let _ = Names::of("stage", spec.stage.iter().map(|one| &one.id), problems);
    let _ = Names::of("item", spec.item.iter().map(|one| &one.id), problems);
    let _ = Names::of(
        "material",
        spec.material.iter().map(|one| &one.id),
        problems,
    );
    workflow.profiles = profiles(spec, problems).into();
    workflow.stages = spec
        .stage
        .iter()
        .map(|stage| {
            if let Some(lead) = &stage.lead {
                agencies.check(lead, problems);
            }
            Stage {
                id: stage.id.value.clone(),
                name: name(&stage.en, &stage.zh),
                lead: stage.lead.as_ref().map(|lead| lead.value.clone()),
                gate: stage.gate.unwrap_or(Gate::Open),
            }
        })
        .collect();
    workflow.agencies = spec
        .agency
        .iter()
        .map(|agency| Agency {
            id: agency.id.value.clone(),
            name: name(&agency.en, &agency.zh),
            level: agency.level,
            officers: agency.officers.as_ref().map(|officers| officers.value),
            order: agency.order.unwrap_or_default(),
            roster: super::roster::roster(agency, problems),
        })
        .collect();
    let items = spec.item.iter();
    workflow.items = items
        .map(|item| (item.id.value.clone(), name(&item.en, &item.zh)))
        .collect();
    let profiles = workflow.profiles.clone();
    let resolve = Resolve {
        profiles: &profiles,
        limit_days: None,
    };
    workflow.materials = materials(spec, resolve, problems).into();
    workflow.attributes = attributes(spec, problems).into();
    workflow.ranks = ranks(spec, problems).into();
    let ranges = spec
        .material
        .iter()
        .flat_map(|material| &material.plausible);
    check_ranges(ranges, problems);
    if let Some(friction_spec) = &spec.friction {
        check_ranges(friction_spec.plausible.iter(), problems);
        workflow.friction = friction(friction_spec, resolve, problems);
    }
}

fn materials(
    spec: &ScenarioSpec,
    resolve: Resolve<'_>,
    problems: &mut Vec<Problem>,
) -> Vec<Material> {
    let steps = Names::of("step", std::iter::empty(), problems);
    let known = |id: &At<String>| {
        spec.step.iter().any(|step| {
            step.id
                .as_ref()
                .is_some_and(|other| other.value == id.value)
        })
    };
    spec.material
        .iter()
        .map(|material| {
            let obtained = match (&material.issued_by, &material.obtain_days) {
                (Some(step), Some(_)) => {
                    problems.push(
                        step.blame(Problem::error("both `issued_by` and `obtain_days`").hint(
                            "a material is issued by a step or obtained elsewhere: keep one",
                        )),
                    );
                    Obtained::AtHand
                }
                (Some(step), None) => {
                    if !known(step) {
                        problems.push(step.blame(steps.unknown(step)));
                    }
                    Obtained::IssuedBy(step.value.clone())
                }
                (None, days) => {
                    duration(days, resolve, problems).map_or(Obtained::AtHand, Obtained::After)
                }
            };
            Material {
                id: material.id.value.clone(),
                name: name(&material.en, &material.zh),
                kind: material.kind.unwrap_or(MaterialKind::Document),
                obtained,
                visits: material.visits.unwrap_or(0),
                deferrable: material.deferrable,
                supplied: Vec::new(),
            }
        })
        .collect()
}

fn profiles(spec: &ScenarioSpec, problems: &mut Vec<Problem>) -> BTreeMap<String, Arc<Profile>> {
    let _ = Names::of("profile", spec.profile.iter().map(|one| &one.id), problems);
    let sources: Vec<&str> = spec
        .source
        .iter()
        .map(|source| source.id.as_str())
        .collect();
    let mut profiles = BTreeMap::new();
    for one in &spec.profile {
        let covers = |what| one.covers.contains(&what);
        if let Some(source) = &one.source
            && !sources.contains(&source.as_str())
        {
            problems.push(source.blame(Problem::error(format!("no source is called `{source}`"))));
        }
        let profile = Arc::new(Profile {
            id: one.id.value.clone(),
            quantiles: one.quantiles.value.clone(),
            covers: Covers {
                correction: covers(CoverSpec::Correction),
                intake: covers(CoverSpec::Intake),
                handoff: covers(CoverSpec::Handoff),
            },
            source: one
                .source
                .as_ref()
                .map(|source| source.value.clone())
                .unwrap_or_default(),
        });
        let check = Duration::LimitProfile {
            profile: Arc::clone(&profile),
            limit_days: 1.0,
        };
        match check.validate() {
            Ok(()) => {
                profiles.insert(one.id.value.clone(), profile);
            }
            Err(problem) => problems.push(one.quantiles.blame(problem)),
        }
    }
    profiles
}

fn friction(spec: &FrictionSpec, resolve: Resolve<'_>, problems: &mut Vec<Problem>) -> Friction {
    let correlation = spec.case_correlation.clone().unwrap_or_default();
    Friction {
        material_error_share: spec.material_error_share.unwrap_or(0.0),
        correction: duration(&spec.correction_days, resolve, problems),
        handoff: duration(&spec.handoff_days, resolve, problems),
        intake: duration(&spec.intake_days, resolve, problems),
        correlation: Correlation {
            agencies: correlation.agencies.unwrap_or(0.0),
            applicants: correlation.applicants.unwrap_or(0.0),
        },
    }
}

fn duration(
    spec: &Option<At<Duration>>,
    resolve: Resolve<'_>,
    problems: &mut Vec<Problem>,
) -> Option<Duration> {
    let spec = spec.as_ref()?;
    match spec.resolved(resolve) {
        Ok(duration) => Some(duration),
        Err(problem) => {
            problems.push(spec.blame(problem));
            None
        }
    }
}

/// Citations; an address alone is none.
pub fn sources(spec: &ScenarioSpec, problems: &mut Vec<Problem>) -> Vec<Source> {
    let _ = Names::of("source", spec.source.iter().map(|one| &one.id), problems);
    spec.source
        .iter()
        .map(|source| {
            let dated = source.publisher.is_some() && source.date.is_some();
            if source.article.is_none() && source.document_number.is_none() && !dated {
                problems.push(
                    source.id.blame(
                        Problem::error(format!("source `{}` cannot be found again", source.id))
                            .allowed("an `article`, a `document_number`, or `publisher` and `date`")
                            .hint("an address alone goes stale"),
                    ),
                );
            }
            if let Some(date) = &source.date {
                self::date(date, problems);
            }
            Source {
                id: source.id.value.clone(),
                title: source.title.clone(),
                publisher: source.publisher.clone(),
                date: source.date.as_ref().map(|date| date.value.clone()),
                article: source.article.clone(),
                document_number: source.document_number.clone(),
                address: source.address.clone(),
            }
        })
        .collect()
}

/// A civil date.
pub fn date(text: &At<String>, problems: &mut Vec<Problem>) -> Option<jiff::civil::Date> {
    match text.parse() {
        Ok(date) => Some(date),
        Err(_) => {
            problems.push(text.blame(
                Problem::error(format!("`{text}` is no date")).allowed("a day like 2021-09-22"),
            ));
            None
        }
    }
}

/// The calendar in force.
pub fn calendar(spec: &Option<CalendarSpec>, problems: &mut Vec<Problem>) -> Calendar {
    let Some(spec) = spec else {
        return Calendar::china();
    };
    let base = match spec.base.unwrap_or(CalendarBase::China) {
        CalendarBase::China => Calendar::china(),
        CalendarBase::Weekdays => Calendar::weekdays(),
        CalendarBase::EveryDay => Calendar::every_day(),
    };
    let days = |list: &[At<String>], problems: &mut Vec<Problem>| -> Vec<jiff::civil::Date> {
        list.iter().filter_map(|day| date(day, problems)).collect()
    };
    let holidays = days(&spec.holidays, problems);
    let make_up_days = days(&spec.make_up_days, problems);
    match Calendar::custom(base, &holidays, &make_up_days) {
        Ok(calendar) => calendar,
        Err(problem) => {
            let place = spec.holidays.first();
            problems.push(place.map_or(problem.clone(), |place| place.blame(problem)));
            Calendar::china()
        }
    }
}
