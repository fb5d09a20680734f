//! What a scenario file says besides its steps.

use std::collections::BTreeMap;
use std::sync::Arc;

use toml::{Table, Value};

use super::values::{
    conditions, duration, number, profile, put_count, put_limit, put_name, put_text, tagged, words,
};
use crate::calendar::Calendar;
use crate::duration::Limit;
use crate::lang::Name;
use crate::scenario::Scenario;
use crate::workflow::{
    Agency, Arrivals, Attribute, ClockRule, Correlation, Friction, Gate, Handover, Horizon, Level,
    Material, MaterialKind, Obtained, Order, Process, Ranked, Ranks, Rates, Roster, Stage, Step,
    Workflow,
};

/// Every table but steps.
pub fn head(scenario: &Scenario, workflow: &Workflow, left_out: &mut Vec<Name>) -> Table {
    let mut head = Table::new();
    put_text(&mut head, "id", Some(&workflow.id));
    put_name(&mut head, &workflow.name);
    let target = workflow.target_days.map(Limit::Working);
    put_limit(&mut head, "target_days", "", target);
    if let Some(cases) = workflow.cases {
        head.insert("cases".to_owned(), number(cases));
    }
    if workflow.handover == Handover::NextDay {
        put_text(&mut head, "handover", Some("next-day"));
    }
    if workflow.clock_rule != ClockRule::FlowChart {
        put_text(&mut head, "clock_rule", Some(workflow.clock_rule.key()));
    }
    put_text(&mut head, "level", Some(level(scenario.level)));
    if let Some(national_type) = scenario.national_type {
        put_count(&mut head, "national_type", national_type);
    }
    let bases = [
        (Calendar::weekdays(), "weekdays"),
        (Calendar::every_day(), "every_day"),
    ];
    let base = bases.iter().find(|(base, _)| *base == scenario.calendar);
    if let Some((_, base)) = base {
        let base = [("base".to_owned(), Value::from(*base))];
        head.insert(
            "calendar".to_owned(),
            Value::Table(base.into_iter().collect()),
        );
    } else if scenario.calendar != Calendar::china() {
        left_out.push(Name::both("the calendar's own holidays", "自定义节假日"));
    }
    put_table(
        &mut head,
        "friction",
        friction(&workflow.friction, left_out),
    );
    if let Some(rates) = &workflow.rates {
        put_table(&mut head, "burden", burden(rates));
    }
    if let Some(arrivals) = &scenario.arrivals {
        put_table(
            &mut head,
            "arrivals",
            self::arrivals(arrivals, workflow, left_out),
        );
    }
    let references = workflow.attributes.iter();
    let references = references.map(|one| (one.id.clone(), Value::from(one.reference.as_str())));
    put_table(&mut head, "reference", references.collect());
    put_all(&mut head, "stage", workflow.stages.iter().map(stage));
    put_all(&mut head, "agency", workflow.agencies.iter().map(agency));
    let materials = workflow.materials.iter();
    put_all(
        &mut head,
        "material",
        materials.map(|one| material(one, left_out)),
    );
    let items = workflow.items.iter();
    put_all(&mut head, "item", items.map(|(id, name)| named(id, name)));
    put_all(
        &mut head,
        "attribute",
        workflow.attributes.iter().map(attribute),
    );
    put_table(&mut head, "ranks", ranks(workflow, left_out));
    let profiles = workflow.profiles.values();
    put_all(
        &mut head,
        "profile",
        profiles.filter_map(|one| profile(one)),
    );
    head
}

/// A table unless it is empty.
pub fn put_table(head: &mut Table, key: &str, table: Table) {
    if !table.is_empty() {
        head.insert(key.to_owned(), Value::Table(table));
    }
}

/// Ranks as far as there are steps that have them.
fn ranks(workflow: &Workflow, left_out: &mut Vec<Name>) -> Table {
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
    let columns = |columns: &BTreeMap<String, Ranked>, is_there: &dyn Fn(&str) -> bool| -> Table {
        let columns = columns.iter().filter(|(id, _)| is_there(id));
        let list = |ranked: &Ranked| {
            let ranks = ranked.ranks().map(|rank| rank.map_or(-1, i64::from));
            Value::Array(ranks.map(Value::Integer).collect())
        };
        columns.map(|(id, one)| (id.clone(), list(one))).collect()
    };
    let is_step = |id: &str| workflow.step(id).is_some();
    let mut table = Table::new();
    put_table(&mut table, "steps", columns(steps, &is_step));
    put_table(&mut table, "rework", columns(rework, &is_step));
    put_table(&mut table, "attributes", columns(attributes, &|_| true));
    table
}

fn put_all(head: &mut Table, key: &str, tables: impl Iterator<Item = Table>) {
    let tables: Vec<Value> = tables.map(Value::Table).collect();
    if !tables.is_empty() {
        head.insert(key.to_owned(), Value::Array(tables));
    }
}

fn named(id: &str, name: &Name) -> Table {
    let mut table = Table::new();
    put_text(&mut table, "id", Some(id));
    put_name(&mut table, name);
    table
}

fn level(level: Level) -> &'static str {
    match level {
        Level::County => "county",
        Level::City => "city",
        Level::Province => "province",
        Level::National => "national",
    }
}

fn friction(friction: &Friction, left_out: &mut Vec<Name>) -> Table {
    let mut table = Table::new();
    if friction.material_error_share > 0.0 {
        let share = number(friction.material_error_share);
        table.insert("material_error_share".to_owned(), share);
    }
    let delays = [
        ("correction_days", &friction.correction),
        ("handoff_days", &friction.handoff),
        ("intake_days", &friction.intake),
    ];
    for (key, delay) in delays {
        let Some(delay) = delay else { continue };
        let (value, exact) = duration(delay);
        if !exact {
            left_out.push(approximate(key));
        }
        table.insert(key.to_owned(), value);
    }
    let Correlation {
        agencies,
        applicants,
    } = friction.correlation;
    let shares = [("agencies", agencies), ("applicants", applicants)];
    let shares = shares.iter().filter(|(_, share)| *share > 0.0);
    let shares = shares.map(|(key, share)| ((*key).to_owned(), number(*share)));
    put_table(&mut table, "case_correlation", shares.collect());
    table
}

/// A law that stands as quantiles.
pub fn approximate(what: &str) -> Name {
    Name::both(
        format!("the exact distribution of `{what}`; 201 quantiles stand for it"),
        format!("`{what}` 的精确分布，以 201 个分位数代替"),
    )
}

fn burden(rates: &Rates) -> Table {
    let mut table = Table::new();
    let figures = [
        ("form_minutes", Some(rates.form_minutes)),
        ("material_minutes", Some(rates.material_minutes)),
        ("certificate_minutes", Some(rates.certificate_minutes)),
        ("visit_minutes", Some(rates.visit_minutes)),
        ("submission_minutes", Some(rates.submission_minutes)),
        ("link_minutes", Some(rates.link_minutes)),
        ("correction_minutes", Some(rates.correction_minutes)),
        ("check_minutes", Some(rates.check_minutes)),
        ("applicant_tariff_per_hour", rates.applicant_tariff_per_hour),
        ("agency_tariff_per_hour", rates.agency_tariff_per_hour),
        ("cases_per_year", rates.cases_per_year),
    ];
    for (key, figure) in figures {
        if let Some(figure) = figure {
            table.insert(key.to_owned(), number(figure));
        }
    }
    put_text(&mut table, "currency", rates.currency.as_deref());
    table
}

fn arrivals(arrivals: &Arrivals, workflow: &Workflow, left_out: &mut Vec<Name>) -> Table {
    let list = |weights: &[f64]| Value::Array(weights.iter().map(|&one| number(one)).collect());
    let (kind, figures) = match &arrivals.process {
        Process::Poisson { per_day } => ("poisson", vec![("per_day", number(*per_day))]),
        Process::Seasonal {
            per_day,
            month_weights,
            weekday_weights,
        } => {
            let figures = vec![
                ("per_day", number(*per_day)),
                ("month_weights", list(month_weights)),
                ("weekday_weights", list(weekday_weights)),
            ];
            ("seasonal", figures)
        }
        Process::Batch { size, every_days } => {
            let size = Value::Integer(i64::from(*size));
            (
                "batch",
                vec![("size", size), ("every_days", number(*every_days))],
            )
        }
        Process::Recorded(_) => {
            left_out.push(Name::both("the recorded arrivals", "实录的到达日期"));
            return Table::new();
        }
    };
    let figures = figures.into_iter();
    let figures: Table = figures
        .map(|(key, value)| (key.to_owned(), value))
        .collect();
    let mut table = Table::new();
    table.insert("process".to_owned(), tagged(kind, Value::Table(figures)));
    let (kind, figures) = match arrivals.horizon {
        Horizon::Steady => ("steady", vec![]),
        Horizon::SteadyFor { warm_up_days, days } => (
            "steady",
            vec![("warm_up_days", warm_up_days), ("days", days)],
        ),
        Horizon::Terminating { days } => ("terminating", vec![("days", days)]),
    };
    let figures = figures.into_iter();
    let figures: Table = figures
        .map(|(key, value)| (key.to_owned(), number(value)))
        .collect();
    let horizon = tagged(kind, Value::Table(figures));
    table.insert("horizon".to_owned(), horizon);
    put_count(&mut table, "backlog", arrivals.backlog);
    if !workflow.green_channel.is_empty() {
        table.insert(
            "green_channel".to_owned(),
            conditions(&workflow.green_channel),
        );
    }
    table
}

fn stage(stage: &Stage) -> Table {
    let mut table = named(&stage.id, &stage.name);
    put_text(&mut table, "lead", stage.lead.as_deref());
    match stage.gate {
        Gate::Open => {}
        Gate::Closed => put_text(&mut table, "gate", Some("closed")),
    }
    table
}

fn agency(agency: &Agency) -> Table {
    let mut table = named(&agency.id, &agency.name);
    put_text(&mut table, "level", agency.level.map(level));
    put_count(&mut table, "officers", agency.officers.unwrap_or(0));
    match agency.order {
        Order::Fifo => {}
        Order::Priority => put_text(&mut table, "order", Some("priority")),
        Order::Deadline => put_text(&mut table, "order", Some("deadline")),
    }
    roster(&mut table, &agency.roster);
    table
}

/// When an agency's officers work.
fn roster(table: &mut Table, roster: &Roster) {
    let time = |minute: u32| format!("{:02}:{:02}", 9 + minute / 60, minute % 60);
    let hours = roster.hours.iter();
    let hours: Vec<Value> = hours
        .map(|&(from, to)| Value::from(format!("{}-{}", time(from), time(to))))
        .collect();
    if !hours.is_empty() {
        table.insert("hours".to_owned(), Value::Array(hours));
    }
    let leave = roster.leave.iter().map(|leave| {
        let mut table = Table::new();
        put_text(&mut table, "from", Some(&leave.from.to_string()));
        put_text(&mut table, "to", Some(&leave.to.to_string()));
        put_count(&mut table, "officers", leave.officers);
        Value::Table(table)
    });
    let leave: Vec<Value> = leave.collect();
    if !leave.is_empty() {
        table.insert("leave".to_owned(), Value::Array(leave));
    }
}

fn material(material: &Material, left_out: &mut Vec<Name>) -> Table {
    let mut table = named(&material.id, &material.name);
    let kind = match material.kind {
        MaterialKind::Form => "form",
        MaterialKind::Document => "document",
        MaterialKind::Certificate => "certificate",
    };
    put_text(&mut table, "kind", Some(kind));
    match &material.obtained {
        Obtained::AtHand => {}
        Obtained::IssuedBy(step) => put_text(&mut table, "issued_by", Some(step)),
        Obtained::After(delay) => {
            let (value, exact) = duration(delay);
            if !exact {
                left_out.push(approximate(&material.id));
            }
            table.insert("obtain_days".to_owned(), value);
        }
    }
    put_count(&mut table, "visits", material.visits);
    if material.deferrable {
        table.insert("deferrable".to_owned(), Value::Boolean(true));
    }
    if !material.supplied.is_empty() {
        left_out.push(Name::both(
            format!(
                "that the system supplies `{}` for a share of cases",
                material.id
            ),
            format!("`{}` 由系统共享提供的比例", material.id),
        ));
    }
    table
}

fn attribute(attribute: &Attribute) -> Table {
    let mut table = named(&attribute.id, &attribute.name);
    let shares = attribute.shares.iter();
    let shares = shares.map(|(value, share)| (value.clone(), number(*share)));
    table.insert("shares".to_owned(), Value::Table(shares.collect()));
    if !attribute.given.is_empty() {
        table.insert("given".to_owned(), conditions(&attribute.given));
    }
    table
}

/// The attribute of cases that a measure spares a step.
pub fn spared(id: &str, share: f64) -> Table {
    let mut table = Table::new();
    put_text(&mut table, "id", Some(id));
    let shares = [("needed", 1.0 - share), ("spared", share)];
    let shares = shares.iter();
    let shares = shares.map(|(value, share)| ((*value).to_owned(), number(*share)));
    table.insert("shares".to_owned(), Value::Table(shares.collect()));
    table
}

/// Words, for callers that build tables of their own.
pub fn list(ids: &[String]) -> Value {
    words(ids.iter().map(String::as_str))
}
