//! What a scenario file says besides its steps.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{approximate, duration};
use crate::at::At;
use crate::calendar::Calendar;
use crate::duration::Duration;
use crate::format::{
    AgencySpec, ArrivalsSpec, AttributeSpec, BurdenSpec, CalendarBase, CalendarSpec,
    CorrelationSpec, FrictionSpec, HorizonSpec, ItemSpec, MaterialSpec, ProcessSpec, ProfileSpec,
    RanksSpec, StageSpec, conditions,
};
use crate::lang::Name;
use crate::scenario::{Scenario, ScenarioSpec};
use crate::workflow::{
    Arrivals, Attribute, ClockRule, Friction, Handover, Horizon, Material, Obtained, Process,
    Ranked, Ranks, Step, Workflow,
};

/// Every table but steps.
pub fn head(scenario: &Scenario, workflow: &Workflow, left_out: &mut Vec<Name>) -> ScenarioSpec {
    let attributes = &workflow.attributes;
    let reference = |one: &Attribute| (one.id.clone(), At::from(&one.reference));
    ScenarioSpec {
        id: Some(At::from(&workflow.id)),
        en: workflow.name.en.clone(),
        zh: workflow.name.zh.clone(),
        target_days: workflow.target_days,
        cases: workflow.cases,
        handover: Some(workflow.handover).filter(|one| *one != Handover::default()),
        clock_rule: Some(workflow.clock_rule).filter(|one| *one != ClockRule::default()),
        level: Some(scenario.level),
        national_type: scenario.national_type,
        calendar: calendar(&scenario.calendar, left_out),
        friction: friction(&workflow.friction, left_out),
        burden: workflow.rates.as_ref().map(BurdenSpec::of),
        arrivals: (scenario.arrivals.as_ref()).and_then(|one| arrivals(one, workflow, left_out)),
        reference: attributes.iter().map(reference).collect(),
        stage: workflow.stages.iter().map(StageSpec::of).collect(),
        agency: workflow.agencies.iter().map(AgencySpec::of).collect(),
        material: (workflow.materials.iter())
            .map(|one| material(one, left_out))
            .collect(),
        item: (workflow.items.iter())
            .map(|(id, name)| ItemSpec::of(id, name))
            .collect(),
        attribute: attributes.iter().map(AttributeSpec::of).collect(),
        ranks: ranks(workflow, left_out),
        profile: workflow
            .profiles
            .values()
            .filter_map(|one| ProfileSpec::of(one))
            .collect(),
        ..ScenarioSpec::default()
    }
}

fn calendar(calendar: &Calendar, left_out: &mut Vec<Name>) -> Option<CalendarSpec> {
    let bases = [
        (Calendar::china(), None),
        (Calendar::weekdays(), Some(CalendarBase::Weekdays)),
        (Calendar::every_day(), Some(CalendarBase::EveryDay)),
    ];
    let Some((_, base)) = bases.into_iter().find(|(one, _)| one == calendar) else {
        left_out.push(Name::both("the calendar's own holidays", "自定义节假日"));
        return None;
    };
    base.map(|base| CalendarSpec {
        base: Some(base),
        ..CalendarSpec::default()
    })
}

/// Ranks as far as there are steps that have them.
fn ranks(workflow: &Workflow, left_out: &mut Vec<Name>) -> Option<RanksSpec> {
    let Ranks {
        steps,
        rework,
        attributes,
    } = &*workflow.ranks;
    let is_mixed = |step: &Arc<Step>| {
        step.origins.len() > 1 && step.origins.iter().any(|origin| steps.contains_key(origin))
    };
    if workflow.steps().any(is_mixed) {
        left_out.push(Name::both("ranks of merged steps", "合并节点的用时位次"));
    }
    let columns = |columns: &BTreeMap<String, Ranked>, is_there: &dyn Fn(&str) -> bool| {
        let columns = columns.iter().filter(|(id, _)| is_there(id));
        let list = |one: &Ranked| one.ranks().map(|rank| rank.map_or(-1, i64::from)).collect();
        let columns = columns.map(|(id, one)| (id.clone(), At::nowhere(list(one))));
        columns.collect::<BTreeMap<_, _>>()
    };
    let is_step = |id: &str| workflow.step(id).is_some();
    let spec = RanksSpec {
        steps: columns(steps, &is_step),
        rework: columns(rework, &is_step),
        attributes: columns(attributes, &|_| true),
    };
    let is_empty = [&spec.steps, &spec.rework, &spec.attributes].map(BTreeMap::is_empty);
    is_empty.contains(&false).then_some(spec)
}

fn friction(friction: &Friction, left_out: &mut Vec<Name>) -> Option<FrictionSpec> {
    if *friction == Friction::default() {
        return None;
    }
    let mut delay = |what: &str, delay: &Option<Duration>| {
        let (spec, is_exact) = duration(delay.as_ref()?);
        if !is_exact {
            left_out.push(approximate(what));
        }
        Some(At::nowhere(spec))
    };
    let given = |share: f64| Some(share).filter(|share| *share > 0.0);
    let correlation = CorrelationSpec {
        agencies: given(friction.correlation.agencies),
        applicants: given(friction.correlation.applicants),
    };
    Some(FrictionSpec {
        material_error_share: given(friction.material_error_share),
        correction_days: delay("correction_days", &friction.correction),
        handoff_days: delay("handoff_days", &friction.handoff),
        intake_days: delay("intake_days", &friction.intake),
        case_correlation: Some(correlation)
            .filter(|one| one.agencies.is_some() || one.applicants.is_some()),
        ..FrictionSpec::default()
    })
}

fn arrivals(
    arrivals: &Arrivals,
    workflow: &Workflow,
    left_out: &mut Vec<Name>,
) -> Option<ArrivalsSpec> {
    let process = match &arrivals.process {
        Process::Poisson { per_day } => ProcessSpec::Poisson { per_day: *per_day },
        Process::Seasonal {
            per_day,
            month_weights,
            weekday_weights,
        } => ProcessSpec::Seasonal {
            per_day: *per_day,
            month_weights: Some(month_weights.to_vec()),
            weekday_weights: Some(weekday_weights.to_vec()),
        },
        Process::Batch { size, every_days } => ProcessSpec::Batch {
            size: *size,
            every_days: *every_days,
        },
        Process::Recorded(_) => {
            left_out.push(Name::both("the recorded arrivals", "实录的到达日期"));
            return None;
        }
    };
    let horizon = match arrivals.horizon {
        Horizon::Steady => HorizonSpec::Steady {
            warm_up_days: None,
            days: None,
        },
        Horizon::SteadyFor { warm_up_days, days } => HorizonSpec::Steady {
            warm_up_days: Some(warm_up_days),
            days: Some(days),
        },
        Horizon::Terminating { days } => HorizonSpec::Terminating { days },
    };
    Some(ArrivalsSpec {
        process: At::nowhere(process),
        horizon: Some(At::nowhere(horizon)),
        backlog: given(arrivals.backlog),
        green_channel: conditions(&workflow.green_channel),
        recorded: Vec::new(),
    })
}

/// A count unless it is 0.
fn given(count: u32) -> Option<u32> {
    Some(count).filter(|count| *count > 0)
}

fn material(material: &Material, left_out: &mut Vec<Name>) -> MaterialSpec {
    let obtain_days = match &material.obtained {
        Obtained::AtHand | Obtained::IssuedBy(_) => None,
        Obtained::After(delay) => {
            let (spec, is_exact) = duration(delay);
            if !is_exact {
                left_out.push(approximate(&material.id));
            }
            Some(At::nowhere(spec))
        }
    };
    if !material.supplied.is_empty() {
        left_out.push(Name::both(
            format!(
                "that the system supplies `{}` for a share of cases",
                material.id
            ),
            format!("`{}` 由系统共享提供的比例", material.id),
        ));
    }
    MaterialSpec {
        obtain_days,
        ..MaterialSpec::of(material)
    }
}
