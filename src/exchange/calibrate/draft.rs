//! The scenario of a log.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::cases::DECISION;
use super::legal::{is_off_the_clock, kind};
use super::model::{Model, Step};
use super::ranks::Column;
use super::survival::Curve;
use super::whole::Whole;
use super::working_days::{Week, WorkingDays};
use crate::at::At;
use crate::duration::{Duration, evenly};
use crate::exchange::catalogue::slug;
use crate::exchange::document::values::rounded;
use crate::exchange::ids::{Taken, unique};
use crate::exchange::write::{Draft, Remarked, given};
use crate::format::{
    AgencySpec, ArrivalsSpec, AttributeSpec, CalendarBase, CalendarSpec, CoverSpec, ProcessSpec,
    ProfileSpec, RanksSpec, ReworkSpec, Shares, StepSpec, limit_keys,
};
use crate::input::figures::Limit;
use crate::lang::Name;
use crate::scenario::ScenarioSpec;
use crate::workflow::Clock;

/// The name of the profile.
const PROFILE: &str = "recorded";

/// What a log tells of its process.
pub struct Recorded<'r> {
    /// Steps, and which of them cases need.
    pub model: &'r Model,
    /// Names of groups.
    pub groups: &'r [String],
    /// Whole cases with deadlines.
    pub whole: Option<&'r Whole>,
    /// What is promised, and what the law allows, for the decision.
    pub limits: &'r Limits,
    /// On which days work is done.
    pub working_days: &'r WorkingDays,
    /// Cases that come on a working day.
    pub arrivals_per_day: f64,
}

/// Limits that all cases of a list have.
#[derive(Clone, Copy, Debug, Default)]
pub struct Limits {
    /// 承诺时限.
    pub promised: Option<Limit>,
    /// 法定时限.
    pub statutory: Option<Limit>,
}

/// Makes the scenario of a log called `name`.
pub fn draft(name: &str, recorded: &Recorded<'_>) -> Draft {
    let Recorded { model, groups, .. } = *recorded;
    let whole = recorded.whole.filter(|whole| !whole.limits.is_empty());
    let mut taken = Taken::new();
    let ids: Vec<String> = model
        .steps
        .iter()
        .map(|step| unique(&slug(&step.name, "step"), &mut taken))
        .collect();
    let agencies = agencies(model, groups);
    let Name { en, zh } = Name::in_its_language(name);
    let mut draft = Draft::of(ScenarioSpec {
        id: Some(At::from(slug(name, "log"))),
        en,
        zh,
        calendar: Some(calendar(recorded.working_days)),
        arrivals: Some(ArrivalsSpec::of(ProcessSpec::Poisson {
            per_day: rounded(recorded.arrivals_per_day),
        })),
        agency: agencies.iter().map(|(_, agency)| agency.clone()).collect(),
        profile: whole.iter().map(|whole| profile(whole)).collect(),
        ranks: Some(ranks(model, &ids)),
        ..ScenarioSpec::default()
    });
    draft.attributes.extend(patterns(model));
    draft.attributes.extend(whole.and_then(limits));
    for (at, step) in model.steps.iter().enumerate() {
        let spec = spec(at, step, recorded, &ids, &agencies);
        let remark = format!("done {} times", step.n_done);
        draft.steps.push(Remarked::of(&spec, vec![remark]));
    }
    draft
        .steps
        .extend(whole.map_or(Vec::new(), |whole| decisions(whole, &mut taken)));
    draft
}

fn spec(
    at: usize,
    step: &Step,
    recorded: &Recorded<'_>,
    ids: &[String],
    agencies: &[(u32, AgencySpec)],
) -> StepSpec {
    let Name { en, zh } = Name::in_its_language(&step.name);
    let kind = kind(&step.name);
    let is_off = is_off_the_clock(&step.name) && kind.is_none();
    let limits = Some(recorded.limits).filter(|_| step.name == DECISION);
    let limits = limits.copied().unwrap_or_default();
    let (limit_days, limit_calendar_days) = limit_keys(limits.promised.map(Limit::plain));
    let (statutory_days, statutory_calendar_days) = limit_keys(limits.statutory.map(Limit::plain));
    let after = step.after.iter().map(|&before| At::from(&ids[before]));
    let agency = agencies
        .iter()
        .find(|(group, _)| step.group == Some(*group));
    let effort = Some(&step.effort_days).filter(|days| !days.is_empty());
    StepSpec {
        id: Some(At::from(&ids[at])),
        en,
        zh,
        kind,
        clock: is_off.then_some(Clock::Off),
        limit_days,
        limit_calendar_days,
        statutory_days,
        statutory_calendar_days,
        agency: agency.map(|(_, agency)| agency.id.clone()),
        after: given(after.collect()),
        when: when(recorded.model, at),
        duration: Some(law(&step.quantiles_days)),
        effort: effort.map(|days| law(days)),
        rework: is_done_again(step).then(|| {
            At::nowhere(ReworkSpec {
                share: rounded(step.again.min(0.99)),
                way_back: None,
                repeats: Some(vec![At::from(&ids[at])]),
                max_rounds: Some(step.most_rounds as u32),
            })
        }),
        ..StepSpec::default()
    }
}

/// The days that the log works; no calendar is assumed.
fn calendar(working_days: &WorkingDays) -> CalendarSpec {
    let base = match working_days.week {
        Week::Seven => CalendarBase::EveryDay,
        Week::Five => CalendarBase::Weekdays,
        Week::China => CalendarBase::China,
    };
    let holidays = working_days.holidays.iter().map(Date::to_string);
    CalendarSpec {
        base: Some(base),
        holidays: holidays.map(At::from).collect(),
        make_up_days: Vec::new(),
    }
}

/// Agencies of the groups that mostly do a step.
fn agencies(model: &Model, groups: &[String]) -> Vec<(u32, AgencySpec)> {
    let mut agencies: Vec<(u32, AgencySpec)> = Vec::new();
    let mut taken = Taken::new();
    for group in model.steps.iter().filter_map(|step| step.group) {
        if agencies.iter().any(|(other, _)| *other == group) {
            continue;
        }
        let name = &groups[group as usize];
        let Name { en, zh } = Name::in_its_language(name);
        let spec = AgencySpec {
            id: At::from(unique(&slug(name, "agency"), &mut taken)),
            en,
            zh,
            ..AgencySpec::default()
        };
        agencies.push((group, spec));
    }
    agencies
}

/// The attribute that says which pattern a case follows.
const PATTERN: &str = "path";

/// The name of a pattern.
fn pattern_name(at: usize) -> String {
    format!("{PATTERN}-{}", at + 1)
}

fn patterns(model: &Model) -> Option<Remarked> {
    let total: f64 = model.patterns.iter().map(|(_, share)| share).sum();
    let shares = model.patterns.iter().enumerate();
    let shares = shares.map(|(at, (_, share))| (pattern_name(at), share / total));
    let remark = "which steps a case needs, by how often that was so";
    (model.patterns.len() > 1).then(|| attribute(PATTERN, shares.collect(), remark))
}

fn attribute(id: &str, shares: Vec<(String, f64)>, remark: &str) -> Remarked {
    let spec = AttributeSpec {
        id: At::from(id),
        shares: At::nowhere(Shares(shares)),
        ..AttributeSpec::default()
    };
    Remarked::of(&spec, vec![remark.to_owned()])
}

/// Which ranks the times of one case have.
fn ranks(model: &Model, ids: &[String]) -> RanksSpec {
    let list = |column: &Column| At::nowhere(column.ranks.clone());
    let columns = |columns: &[Column], is_wanted: fn(&Step) -> bool| {
        let columns = ids.iter().zip(columns).zip(&model.steps);
        let wanted = columns.filter(|(_, step)| is_wanted(step));
        wanted
            .map(|((id, column), _)| (id.clone(), list(column)))
            .collect()
    };
    let patterns = (model.patterns.len() > 1).then_some(&model.ranks.patterns);
    RanksSpec {
        steps: columns(&model.ranks.steps, |_| true),
        rework: columns(&model.ranks.rework, is_done_again),
        attributes: (patterns.into_iter())
            .map(|column| (PATTERN.to_owned(), list(column)))
            .collect(),
    }
}

/// The patterns in which a step is needed; `None`: in all of them.
fn when(model: &Model, step: usize) -> Option<BTreeMap<String, Vec<At<String>>>> {
    let needs = |pattern: u64| pattern & (1 << step) != 0;
    let patterns = model.patterns.iter().enumerate();
    let names: Vec<At<String>> = patterns
        .filter(|(_, (pattern, _))| needs(*pattern))
        .map(|(at, _)| At::from(pattern_name(at)))
        .collect();
    let is_always = names.len() == model.patterns.len();
    (!is_always).then(|| BTreeMap::from([(PATTERN.to_owned(), names)]))
}

/// Less than once in a thousand is chance.
fn is_done_again(step: &Step) -> bool {
    step.again >= 0.001
}

/// A law by its quantiles.
fn law(quantiles_days: &[f64]) -> At<Duration> {
    let days = quantiles_days.iter();
    // More than a scenario may hold is a case that was forgotten.
    let days: Vec<f64> = days.map(|days| rounded(days.min(50_000.0))).collect();
    At::nowhere(Duration::Empirical {
        quantiles_days: evenly(&days),
    })
}

/// The share of their limits that whole cases use.
fn profile(whole: &Whole) -> ProfileSpec {
    let (pairs, _) = whole.profile();
    let pairs = pairs.into_iter().map(|(p, share)| (p, rounded(share)));
    ProfileSpec {
        id: At::from(PROFILE),
        quantiles: At::nowhere(pairs.collect()),
        covers: vec![CoverSpec::Correction, CoverSpec::Intake],
        source: None,
    }
}

/// The attribute that says which limit a case has.
const LIMIT: &str = "limit";

fn limits(whole: &Whole) -> Option<Remarked> {
    let shares = whole.limits.iter();
    let shares = shares.map(|(days, share)| (days.to_string(), *share));
    let remark = "limits of cases, calendar days";
    (whole.limits.len() > 1).then(|| attribute(LIMIT, shares.collect(), remark))
}

/// The decision that ends a case, under each of its limits, beside the steps that are logged.
fn decisions(whole: &Whole, taken: &mut Taken) -> Vec<Remarked> {
    let (_, reached) = whole.profile();
    let mut remarks =
        vec!["the whole case, from start to end; the logged steps lie within it".to_owned()];
    remarks.extend(reached.map(|reached| {
        let reached = reached * 100.0;
        format!("open cases hide the profile beyond {reached:.0} %: there it is assumed")
    }));
    let is_one = whole.limits.len() == 1;
    let decision = |(days, _): &(f64, f64)| {
        let name = match is_one {
            true => "decision".to_owned(),
            false => format!("decision-{days}"),
        };
        let value = vec![At::from(days.to_string())];
        let spec = StepSpec {
            id: Some(At::from(unique(&name, taken))),
            item: Some(At::from("decision")),
            limit_calendar_days: Some(At::nowhere(*days)),
            duration: Some(At::nowhere(Duration::of_limit(PROFILE))),
            when: (!is_one).then(|| BTreeMap::from([(LIMIT.to_owned(), value)])),
            ..StepSpec::default()
        };
        Remarked::of(&spec, remarks.clone())
    };
    whole.limits.iter().map(decision).collect()
}

/// A quantile as people read it: `null` where open cases hide it.
pub fn shown(curve: &Curve, p: f64) -> String {
    match curve.quantile(p) {
        Some(days) => format!("{days:.1}"),
        None => "null".to_owned(),
    }
}
