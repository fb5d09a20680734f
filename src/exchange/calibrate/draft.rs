//! The scenario of a log.

use jiff::civil::Date;
use toml::{Table, Value};

use super::cases::DECISION;
use super::legal::{is_off_the_clock, kind};
use super::model::{Model, Step};
use super::ranks::Column;
use super::survival::Curve;
use super::whole::Whole;
use super::working_days::{Week, WorkingDays};
use crate::exchange::catalogue::slug;
use crate::exchange::document::values::{
    empirical, number, put_name, put_text, rounded, tagged, words,
};
use crate::exchange::ids::{Taken, unique};
use crate::exchange::write::{Draft, Remarked};
use crate::input::figures::{Limit, Unit};
use crate::lang::Name;

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
    let Recorded {
        model,
        groups,
        whole,
        ..
    } = *recorded;
    let mut draft = Draft::default();
    put_text(&mut draft.head, "id", Some(&slug(name, "log")));
    put_name(&mut draft.head, &Name::in_its_language(name));
    put_calendar(&mut draft.head, recorded.working_days);
    put_arrivals(&mut draft.head, recorded.arrivals_per_day);
    let mut taken = Taken::new();
    let ids: Vec<String> = model
        .steps
        .iter()
        .map(|step| unique(&slug(&step.name, "step"), &mut taken))
        .collect();
    let agencies = put_agencies(&mut draft.head, model, groups);
    put_patterns(&mut draft, model);
    for (at, step) in model.steps.iter().enumerate() {
        let mut remarked = Remarked {
            remarks: vec![format!("done {} times", step.n_done)],
            table: Table::new(),
        };
        let table = &mut remarked.table;
        put_text(table, "id", Some(&ids[at]));
        put_name(table, &Name::in_its_language(&step.name));
        put_text(table, "kind", kind(&step.name));
        if is_off_the_clock(&step.name) && kind(&step.name).is_none() {
            put_text(table, "clock", Some("off"));
        }
        if step.name == DECISION {
            put_limits(table, recorded.limits);
        }
        let agency = step
            .group
            .and_then(|group| agencies.iter().find(|(other, _)| *other == group));
        put_text(table, "agency", agency.map(|(_, id)| id.as_str()));
        if !step.after.is_empty() {
            let after = step.after.iter().map(|&before| ids[before].as_str());
            table.insert("after".to_owned(), words(after));
        }
        put_when(table, model, at);
        put_times(table, step, &ids[at]);
        draft.steps.push(remarked);
    }
    put_ranks(&mut draft, model, &ids);
    if let Some(whole) = whole.filter(|whole| !whole.limits.is_empty()) {
        put_decision(&mut draft, whole, &mut taken);
    }
    draft
}

/// The days that the log works; no calendar is assumed.
fn put_calendar(head: &mut Table, working_days: &WorkingDays) {
    let base = match working_days.week {
        Week::Seven => "every_day",
        Week::Five => "weekdays",
        Week::China => "china",
    };
    let holidays: Vec<String> = working_days.holidays.iter().map(Date::to_string).collect();
    let mut calendar = Table::new();
    put_text(&mut calendar, "base", Some(base));
    if !holidays.is_empty() {
        let holidays = words(holidays.iter().map(String::as_str));
        calendar.insert("holidays".to_owned(), holidays);
    }
    head.insert("calendar".to_owned(), Value::Table(calendar));
}

fn put_arrivals(head: &mut Table, per_day: f64) {
    let rate: Table = [("per_day".to_owned(), number(rounded(per_day)))]
        .into_iter()
        .collect();
    let process = tagged("poisson", Value::Table(rate));
    let arrivals: Table = [("process".to_owned(), process)].into_iter().collect();
    head.insert("arrivals".to_owned(), Value::Table(arrivals));
}

fn put_limits(table: &mut Table, limits: &Limits) {
    for (limit, [working, calendar]) in [
        (limits.promised, ["limit_days", "limit_calendar_days"]),
        (
            limits.statutory,
            ["statutory_days", "statutory_calendar_days"],
        ),
    ] {
        if let Some(Limit { days, unit, .. }) = limit {
            let key = match unit {
                Unit::Working => working,
                Unit::Calendar => calendar,
            };
            table.insert(key.to_owned(), number(days));
        }
    }
}

/// Agencies of the groups that mostly do a step: group and id.
fn put_agencies(head: &mut Table, model: &Model, groups: &[String]) -> Vec<(u32, String)> {
    let mut agencies: Vec<(u32, String)> = Vec::new();
    let mut taken = Taken::new();
    let mut tables = Vec::new();
    for group in model.steps.iter().filter_map(|step| step.group) {
        if agencies.iter().any(|(other, _)| *other == group) {
            continue;
        }
        let name = &groups[group as usize];
        let id = unique(&slug(name, "agency"), &mut taken);
        let mut table = Table::new();
        put_text(&mut table, "id", Some(&id));
        put_name(&mut table, &Name::in_its_language(name));
        tables.push(Value::Table(table));
        agencies.push((group, id));
    }
    if !tables.is_empty() {
        head.insert("agency".to_owned(), Value::Array(tables));
    }
    agencies
}

/// The name of a pattern.
fn pattern_name(at: usize) -> String {
    format!("path-{}", at + 1)
}

fn put_patterns(draft: &mut Draft, model: &Model) {
    if model.patterns.len() < 2 {
        return;
    }
    let mut remarked = Remarked::default();
    remarked
        .remarks
        .push("which steps a case needs, by how often that was so".to_owned());
    put_text(&mut remarked.table, "id", Some("path"));
    let total: f64 = model.patterns.iter().map(|(_, share)| share).sum();
    let shares = model.patterns.iter().enumerate();
    let shares: Table = shares
        .map(|(at, (_, share))| (pattern_name(at), Value::Float(share / total)))
        .collect();
    remarked
        .table
        .insert("shares".to_owned(), Value::Table(shares));
    draft.attributes.push(remarked);
}

/// Which ranks the times of one case have.
fn put_ranks(draft: &mut Draft, model: &Model, ids: &[String]) {
    let list =
        |column: &Column| Value::Array(column.ranks.iter().copied().map(Value::Integer).collect());
    let columns = |columns: &[Column], is_wanted: fn(&Step) -> bool| -> Table {
        let columns = ids.iter().zip(columns).zip(&model.steps);
        let wanted = columns.filter(|(_, step)| is_wanted(step));
        wanted
            .map(|((id, column), _)| (id.clone(), list(column)))
            .collect()
    };
    let remarks = [
        "Case by case the rank of each step's time among all of them, 0 the shortest, -1 where it was not needed:",
        "a simulated case has the ranks of one recorded case.",
    ];
    draft.closing.push((
        "ranks.steps",
        Remarked {
            remarks: remarks.map(str::to_owned).to_vec(),
            table: columns(&model.ranks.steps, |_| true),
        },
    ));
    let rework = columns(&model.ranks.rework, is_done_again);
    if !rework.is_empty() {
        let remark = "The same of how often it was done again, 0 the most often.";
        draft.closing.push((
            "ranks.rework",
            Remarked {
                remarks: vec![remark.to_owned()],
                table: rework,
            },
        ));
    }
    if model.patterns.len() > 1 {
        let path = [("path".to_owned(), list(&model.ranks.patterns))];
        draft.closing.push((
            "ranks.attributes",
            Remarked {
                remarks: Vec::new(),
                table: path.into_iter().collect(),
            },
        ));
    }
}

fn put_when(table: &mut Table, model: &Model, step: usize) {
    let needs = |pattern: u64| pattern & (1 << step) != 0;
    if model.patterns.iter().all(|(pattern, _)| needs(*pattern)) {
        return;
    }
    let patterns = model.patterns.iter().enumerate();
    let names: Vec<String> = patterns
        .filter(|(_, (pattern, _))| needs(*pattern))
        .map(|(at, _)| pattern_name(at))
        .collect();
    let values = words(names.iter().map(String::as_str));
    let when = [("path".to_owned(), values)].into_iter().collect();
    table.insert("when".to_owned(), Value::Table(when));
}

/// Less than once in a thousand is chance.
fn is_done_again(step: &Step) -> bool {
    step.again >= 0.001
}

fn put_times(table: &mut Table, step: &Step, id: &str) {
    table.insert("duration".to_owned(), law(&step.quantiles_days));
    if !step.effort_days.is_empty() {
        table.insert("effort".to_owned(), law(&step.effort_days));
    }
    if is_done_again(step) {
        let mut rework = Table::new();
        rework.insert("share".to_owned(), number(rounded(step.again.min(0.99))));
        rework.insert("repeats".to_owned(), words([id]));
        rework.insert(
            "max_rounds".to_owned(),
            Value::Integer(step.most_rounds as i64),
        );
        table.insert("rework".to_owned(), Value::Table(rework));
    }
}

/// A law by its quantiles.
fn law(quantiles_days: &[f64]) -> Value {
    let days = quantiles_days.iter();
    // More than a scenario may hold is a case that was forgotten.
    let days: Vec<f64> = days.map(|days| rounded(days.min(50_000.0))).collect();
    empirical(days.into_iter().map(number).collect())
}

/// The decision that ends a case, under each of its limits, beside the steps that are logged.
fn put_decision(draft: &mut Draft, whole: &Whole, taken: &mut Taken) {
    let (pairs, reached) = whole.profile();
    let mut profile = Table::new();
    put_text(&mut profile, "id", Some(PROFILE));
    let pairs = pairs
        .iter()
        .map(|(p, share)| Value::Array(vec![Value::Float(*p), Value::Float(rounded(*share))]));
    profile.insert("quantiles".to_owned(), Value::Array(pairs.collect()));
    profile.insert("covers".to_owned(), words(["correction", "intake"]));
    draft.head.insert(
        "profile".to_owned(),
        Value::Array(vec![Value::Table(profile)]),
    );
    let several = whole.limits.len() > 1;
    if several {
        let mut remarked = Remarked::default();
        remarked
            .remarks
            .push("limits of cases, calendar days".to_owned());
        put_text(&mut remarked.table, "id", Some("limit"));
        let shares = whole.limits.iter();
        let shares: Table = shares
            .map(|(days, share)| (days.to_string(), Value::Float(*share)))
            .collect();
        remarked
            .table
            .insert("shares".to_owned(), Value::Table(shares));
        draft.attributes.push(remarked);
    }
    let mut decisions = Vec::new();
    for (days, _) in &whole.limits {
        let mut remarked = Remarked::default();
        remarked
            .remarks
            .push("the whole case, from start to end; the logged steps lie within it".to_owned());
        if let Some(reached) = reached {
            remarked.remarks.push(format!(
                "open cases hide the profile beyond {:.0} %: there it is assumed",
                reached * 100.0
            ));
        }
        let table = &mut remarked.table;
        let name = if several {
            format!("decision-{days}")
        } else {
            "decision".to_owned()
        };
        put_text(table, "id", Some(&unique(&name, taken)));
        put_text(table, "item", Some("decision"));
        table.insert("limit_calendar_days".to_owned(), number(*days));
        table.insert(
            "duration".to_owned(),
            tagged("limit_profile", Value::from(PROFILE)),
        );
        if several {
            let values = words([days.to_string().as_str()]);
            let when = [("limit".to_owned(), values)].into_iter().collect();
            table.insert("when".to_owned(), Value::Table(when));
        }
        decisions.push(remarked);
    }
    draft.steps.extend(decisions);
}

/// A quantile as people read it: `null` where open cases hide it.
pub fn shown(curve: &Curve, p: f64) -> String {
    match curve.quantile(p) {
        Some(days) => format!("{days:.1}"),
        None => "null".to_owned(),
    }
}
