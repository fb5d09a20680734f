//! Steps with their keys, and what reforms make of them that a scenario file has no words for.

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::head::{approximate, list, spared};
use super::values::{
    conditions, duration, law, number, put_count, put_limit, put_name, put_text, words,
};
use crate::duration::Limit;
use crate::lang::Name;
use crate::workflow::{
    Clock, Commissioner, EdgeKind, Ending, Face, Guard, Intake, Kind, Position, Step, Workflow,
};

/// The steps on the applicant's path in file order; attributes that they need are added to `head`.
pub fn steps(workflow: &Workflow, head: &mut Table, left_out: &mut Vec<Name>) -> Vec<Table> {
    let mut after: BTreeMap<&str, [Vec<&str>; 2]> = BTreeMap::new();
    for (from, to, edge) in workflow.edges() {
        let lists = after.entry(to).or_default();
        match edge.kind {
            EdgeKind::Habit => lists[0].push(from),
            EdgeKind::Legal => lists[1].push(from),
        }
        if edge.handoff.is_none() && hands_over(workflow, from, to) {
            left_out.push(Name::both(
                format!("that no file is handed over from `{from}` to `{to}`"),
                format!("`{from}` 到 `{to}` 之间无需移交"),
            ));
        }
    }
    let mut tables = Vec::new();
    for step in workflow.steps() {
        match step.position {
            Position::Path | Position::WayBack => {}
            Position::Beside => {
                left_out.push(of(step, "after-check", "事后核查"));
                continue;
            }
            Position::Before => continue,
        }
        let [habit, legal] = after.remove(step.id.as_str()).unwrap_or_default();
        let mut table = table(step, head, left_out);
        if !habit.is_empty() {
            table.insert("after".to_owned(), words(habit));
        }
        if !legal.is_empty() {
            table.insert("after_by_law".to_owned(), words(legal));
        }
        tables.push(table);
    }
    for step in &workflow.prepared {
        left_out.push(of(step, "work done before day zero", "申请前已完成的工作"));
    }
    tables
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

fn table(step: &Step, head: &mut Table, left_out: &mut Vec<Name>) -> Table {
    let mut table = Table::new();
    put_text(&mut table, "id", Some(&step.id));
    put_name(&mut table, &step.name);
    if step.kind != Kind::Approval {
        put_text(&mut table, "kind", Some(kind(step.kind)));
    }
    let clock = step.clock_as_filed.unwrap_or(step.clock);
    if clock != step.kind.clock() {
        let word = match clock {
            Clock::On => "on",
            Clock::Off => "off",
            Clock::Outside => "outside",
        };
        put_text(&mut table, "clock", Some(word));
    }
    let is_own = clock == Clock::On && step.item.as_deref() == Some(step.id.as_str());
    if !is_own {
        put_text(&mut table, "item", step.item.as_deref());
    }
    match step.commissioned_by {
        Commissioner::Owner => {}
        Commissioner::Government => put_text(&mut table, "commissioned_by", Some("government")),
    }
    put_text(&mut table, "stage", step.stage.as_deref());
    put_text(&mut table, "agency", step.agency.as_deref());
    let mut guards = step.when.clone();
    let face = usual_face(step, head, &mut guards, left_out);
    put_face(&mut table, step, face, left_out);
    if !guards.is_empty() {
        table.insert("when".to_owned(), conditions(&guards));
    }
    put_rework(&mut table, step);
    put_text(&mut table, "ends_case", step.ends_case.map(Ending::word));
    put_count(&mut table, "visits", step.visits);
    put_queues(&mut table, step, left_out);
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
    table
}

/// The face that most cases meet. Where a measure spares a share of cases the step, that becomes an
/// attribute; other differences between cases are left out.
fn usual_face<'s>(
    step: &'s Step,
    head: &mut Table,
    guards: &mut Vec<Guard>,
    left_out: &mut Vec<Name>,
) -> &'s Face {
    let only = step.splits.first().filter(|_| step.splits.len() == 1);
    if let Some(split) = only.filter(|split| split.then.skipped) {
        let origins: Vec<&str> = split.share.origins.iter().map(String::as_str).collect();
        let id = format!(
            "{}-{}",
            split.share.measure.replace('_', "-"),
            origins.join("-")
        );
        let entry = head.entry("attribute".to_owned());
        let attributes = entry.or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(attributes) = attributes {
            let is_there = attributes
                .iter()
                .any(|one| one.get("id").and_then(Value::as_str) == Some(&id));
            if !is_there {
                attributes.push(Value::Table(spared(&id, split.share.share)));
            }
        }
        guards.push(Guard {
            attribute: id,
            values: vec!["needed".to_owned()],
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

fn put_face(table: &mut Table, step: &Step, face: &Face, left_out: &mut Vec<Name>) {
    put_limit(table, "limit_days", "limit_calendar_days", face.limit);
    put_limit(
        table,
        "statutory_days",
        "statutory_calendar_days",
        face.statutory,
    );
    put_count(table, "links", face.links);
    if face.form {
        table.insert("form".to_owned(), Value::Boolean(true));
    }
    if !face.materials.is_empty() {
        table.insert("materials".to_owned(), list(&face.materials));
    }
    let longest = face
        .work
        .iter()
        .max_by(|a, b| a.law.mean().total_cmp(&b.law.mean()));
    if let Some(part) = longest {
        let (value, exact) = law(&part.law, face.limit.map(Limit::days));
        if !exact {
            left_out.push(approximate(&step.id));
        }
        if face.work.len() > 1 {
            left_out.push(of(
                step,
                "shorter parts of the joined work",
                "合并后较短部分的用时",
            ));
        }
        table.insert("duration".to_owned(), value);
    }
    if let Some(meeting) = &face.meeting {
        let mut meets = Table::new();
        meets.insert("every_days".to_owned(), number(meeting.every_days));
        put_count(&mut meets, "seats", meeting.seats.unwrap_or(0));
        table.insert("meets".to_owned(), Value::Table(meets));
    }
}

fn put_rework(table: &mut Table, step: &Step) {
    let Some(rework) = &step.rework else { return };
    let mut spec = Table::new();
    spec.insert("share".to_owned(), number(rework.share));
    if !rework.way_back.is_empty() {
        spec.insert("way_back".to_owned(), list(&rework.way_back));
    }
    spec.insert("repeats".to_owned(), list(&rework.repeats));
    put_count(&mut spec, "max_rounds", rework.max_rounds);
    table.insert("rework".to_owned(), Value::Table(spec));
}

fn put_queues(table: &mut Table, step: &Step, left_out: &mut Vec<Name>) {
    if let [effort] = step.efforts.as_slice() {
        let (value, exact) = duration(&effort.duration);
        if !exact {
            left_out.push(approximate(&step.id));
        }
        table.insert("effort".to_owned(), value);
    } else if !step.efforts.is_empty() {
        left_out.push(of(
            step,
            "the joined effort of officers",
            "合并后的人工耗时",
        ));
    }
    if let Some(hold) = &step.face.hold {
        table.insert("hold".to_owned(), duration(hold).0);
    }
}

fn kind(kind: Kind) -> &'static str {
    let all = Kind::ALL.iter();
    let found = all.clone().find(|(other, _)| *other == kind);
    found.map_or("approval", |(_, key)| key)
}
