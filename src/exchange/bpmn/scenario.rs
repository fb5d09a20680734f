//! The scenario of an arranged model: text with a remark wherever somebody has to set a figure.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;
use toml::{Table, Value};

use super::agencies::Agencies;
use super::conditions::Condition;
use super::flat::{Flat, Spot, Work};
use super::loops::shown;
use super::note::Notes;
use super::order::{Arranged, Placed};
use super::simulation::{Parameters, calendar_days};
use crate::exchange::catalogue::slug;
use crate::exchange::document::values::{number, put_text, tagged, words};
use crate::exchange::ids::{Taken, unique};
use crate::exchange::write::{Draft, Remarked};

/// Keys of a step that a model may bring along: all but those that the drawing says, and no file.
const KEYS: &[&str] = &[
    "en",
    "zh",
    "kind",
    "item",
    "stage",
    "agency",
    "clock",
    "commissioned_by",
    "limit_days",
    "limit_calendar_days",
    "statutory_days",
    "statutory_calendar_days",
    "links",
    "form",
    "materials",
    "duration",
    "meets",
    "rework",
    "ends_case",
    "visits",
    "effort",
    "hold",
];
/// Tables that a model may bring along.
const HEAD_KEYS: &[&str] = &[
    "id",
    "en",
    "zh",
    "target_days",
    "cases",
    "handover",
    "clock_rule",
    "level",
    "national_type",
    "calendar",
    "friction",
    "burden",
    "arrivals",
    "reference",
    "stage",
    "agency",
    "material",
    "item",
    "attribute",
    "profile",
    "ranks",
];

/// What a step takes where the model says nothing, working days.
const ASSUMED_DAYS: f64 = 1.0;

/// Makes the scenario of a process called `name`.
pub fn scenario(
    name: &str,
    head: Option<&Json>,
    flat: &Flat,
    arranged: &Arranged,
    parameters: &Parameters,
    notes: &mut Notes,
) -> Draft {
    let mut draft = Draft {
        head: head.map(own_head).unwrap_or_default(),
        ..Draft::default()
    };
    if !draft.head.contains_key("id") {
        put_text(&mut draft.head, "id", Some(&slug(name, "model")));
        put_text(&mut draft.head, language(name), Some(name));
    }
    let ids = ids(flat, arranged);
    let mut agencies = Agencies::of(&draft.head);
    let mut assumed: Vec<&str> = Vec::new();
    // In the order of the file, not of the flow: that is how whoever drew it knows them.
    let mut order: Vec<usize> = (0..arranged.steps.len()).collect();
    order.sort_by_key(|&place| arranged.steps[place].spot);
    for place in order {
        let step = &arranged.steps[place];
        let spot = &flat.spots[step.spot];
        let mut remarked = Remarked::default();
        put_text(&mut remarked.table, "id", Some(&ids[place]));
        own_keys(spot, &mut remarked.table);
        // A step that was moved to another lane is that agency's.
        let lane = spot.lane.as_ref().and_then(|lane| lane.agency.as_deref());
        if lane.is_some() || !remarked.table.contains_key("agency") {
            remarked.table.remove("agency");
            let agency = agencies.of_step(spot, parameters);
            put_text(&mut remarked.table, "agency", agency.as_deref());
        }
        let waits = step.after.iter().map(|&before| ids[before].as_str());
        put_waits(spot, waits.collect(), &mut remarked.table);
        if put_duration(spot, parameters, &mut remarked) {
            assumed.push(shown(spot));
        }
        if !step.when.is_empty() {
            remarked
                .table
                .insert("when".to_owned(), when(&step.when, arranged));
        }
        put_rework(step, &ids, &mut remarked);
        draft.steps.push(remarked);
    }
    agencies.put(&mut draft.head);
    put_choices(arranged, &mut draft);
    if let Some(per_day) = parameters.arrivals_per_day {
        let figures = [("per_day".to_owned(), number((per_day * 1e6).round() / 1e6))];
        let poisson = tagged("poisson", Value::Table(figures.into_iter().collect()));
        let process = [("process".to_owned(), poisson)];
        draft.head.insert(
            "arrivals".to_owned(),
            Value::Table(process.into_iter().collect()),
        );
    }
    if !assumed.is_empty() {
        let (n_assumed, listed) = (assumed.len(), crate::text::list_up_to(&assumed, 5));
        let shown: Vec<String> = assumed
            .iter()
            .take(5)
            .map(|name| format!("“{name}”"))
            .collect();
        let shown = shown.join("、");
        notes.say(
            &flat.spots[flat.root].place,
            format!("{} no duration: 1 working day is assumed for {listed}; set `limit_days` or `duration`", crate::text::plural(n_assumed, "step has", "steps have")),
            format!("{n_assumed} 个节点没有用时，假定为 1 个工作日（如{shown}）：请设定 `limit_days` 或 `duration`"),
        );
    }
    draft
}

/// Ids of steps: their own if the model brings one along, else made of the name.
fn ids(flat: &Flat, arranged: &Arranged) -> Vec<String> {
    let spots = || arranged.steps.iter().map(|step| &flat.spots[step.spot]);
    let own = |spot: &Spot| {
        spot.properties
            .get("id")
            .and_then(Json::as_str)
            .map(str::to_owned)
    };
    let mut taken = Taken::new();
    let mut kept: Vec<Option<String>> = spots().map(own).collect();
    for id in &mut kept {
        let is_new = |id: &String| !id.is_empty() && taken.insert(id.clone(), 0).is_none();
        *id = id.take().filter(is_new);
    }
    let named = spots().zip(kept);
    named
        .map(|(spot, kept)| {
            let name = if spot.name.is_empty() {
                &spot.id
            } else {
                &spot.name
            };
            kept.unwrap_or_else(|| unique(&slug(name, "step"), &mut taken))
        })
        .collect()
}

/// Chinese names go into `zh`, others into `en`.
pub fn language(name: &str) -> &'static str {
    let is_han =
        |letter: char| matches!(letter, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}');
    if name.contains(is_han) { "zh" } else { "en" }
}

/// The keys that the model brings along; a name that was changed in the drawing wins.
fn own_keys(spot: &Spot, table: &mut Table) {
    for key in KEYS {
        if let Some(value) = spot.properties.get(*key).and_then(plain) {
            table.insert((*key).to_owned(), value);
        }
    }
    let drawn = spot.name.as_str();
    let id = table.get("id").and_then(Value::as_str);
    let names = ["en", "zh"].map(|key| table.get(key).and_then(Value::as_str));
    if !drawn.is_empty() && !names.contains(&Some(drawn)) && id != Some(drawn) {
        table.insert(language(drawn).to_owned(), Value::from(drawn));
    }
    if !table.contains_key("kind") && spot.properties.is_empty() {
        match spot.work {
            Some(Work::Wait | Work::Timer(_)) => put_text(table, "kind", Some("applicant")),
            Some(Work::Human | Work::Machine) | None => {}
        }
    }
}

/// A value of JSON as one of TOML, without files: a model from elsewhere names none.
fn plain(json: &Json) -> Option<Value> {
    let value = Value::try_from(json).ok()?;
    (!names_file(&value)).then_some(value)
}

fn names_file(value: &Value) -> bool {
    match value {
        Value::Table(table) => table
            .iter()
            .any(|(key, value)| key == "file" || key == "recorded" || names_file(value)),
        Value::Array(values) => values.iter().any(names_file),
        Value::String(_)
        | Value::Integer(_)
        | Value::Float(_)
        | Value::Boolean(_)
        | Value::Datetime(_) => false,
    }
}

fn own_head(head: &Json) -> Table {
    let mut own = Table::new();
    for key in HEAD_KEYS {
        if let Some(value) = head.get(*key).and_then(plain) {
            own.insert((*key).to_owned(), value);
        }
    }
    own
}

fn put_waits(spot: &Spot, waits: Vec<&str>, table: &mut Table) {
    let legal = spot.properties.get("after_by_law").and_then(Json::as_array);
    let legal: BTreeSet<&str> = legal
        .into_iter()
        .flatten()
        .filter_map(Json::as_str)
        .collect();
    let (by_law, by_habit): (Vec<&str>, Vec<&str>) =
        waits.into_iter().partition(|id| legal.contains(id));
    if !by_habit.is_empty() {
        table.insert("after".to_owned(), words(by_habit));
    }
    if !by_law.is_empty() {
        table.insert("after_by_law".to_owned(), words(by_law));
    }
}

/// How long the step takes; whether that is assumed.
fn put_duration(spot: &Spot, parameters: &Parameters, remarked: &mut Remarked) -> bool {
    let table = &mut remarked.table;
    let has = |key: &str| table.contains_key(key);
    if has("duration") || has("limit_days") || has("limit_calendar_days") {
        return false;
    }
    if let Some(duration) = parameters.durations.get(&spot.id) {
        table.insert("duration".to_owned(), duration.clone());
        if parameters.resources_of.contains_key(&spot.id) {
            // With queues it is the officers who take it.
            table.insert("effort".to_owned(), duration.clone());
        }
        return false;
    }
    let fixed = |days: f64, calendar: bool| {
        let mut figures = Table::new();
        figures.insert("days".to_owned(), number(days));
        if calendar {
            figures.insert("calendar".to_owned(), Value::Boolean(true));
        }
        tagged("fixed", Value::Table(figures))
    };
    let known = match &spot.work {
        Some(Work::Machine) => Some(fixed(0.0, false)),
        Some(Work::Timer(Some(text))) => calendar_days(text).map(|days| fixed(days, true)),
        Some(Work::Timer(None) | Work::Human | Work::Wait) | None => None,
    };
    let is_assumed = known.is_none();
    let duration = known.unwrap_or_else(|| fixed(ASSUMED_DAYS, false));
    table.insert("duration".to_owned(), duration);
    if is_assumed {
        remarked
            .remarks
            .push("how long it takes is assumed: set `limit_days` or `duration`".to_owned());
    }
    is_assumed
}

fn put_rework(step: &Placed, ids: &[String], remarked: &mut Remarked) {
    let Some(again) = &step.rework else { return };
    if remarked.table.contains_key("rework") {
        return;
    }
    let mut rework = Table::new();
    rework.insert("share".to_owned(), number(again.share));
    rework.insert(
        "repeats".to_owned(),
        words(again.chain.iter().map(|&step| ids[step].as_str())),
    );
    remarked
        .table
        .insert("rework".to_owned(), Value::Table(rework));
    if again.is_assumed {
        let remark = "from a loop: set the share of cases that go back";
        remarked.remarks.push(remark.to_owned());
    }
}

fn when(condition: &Condition, arranged: &Arranged) -> Value {
    let conditions = condition.iter().map(|(&choice, values)| {
        let choice = &arranged.choices[choice];
        let values = values.iter().map(|&value| choice.values[value].0.as_str());
        (choice.id.clone(), words(values))
    });
    Value::Table(conditions.collect())
}

/// Attributes that the drawing added to those that the model brought along.
fn put_choices(arranged: &Arranged, draft: &mut Draft) {
    let known: BTreeSet<String> = named(&draft.head, "attribute").into_keys().collect();
    for choice in arranged.choices.iter().filter(|choice| !choice.is_gone) {
        if known.contains(&choice.id) {
            continue;
        }
        let mut remarked = Remarked::default();
        put_text(&mut remarked.table, "id", Some(&choice.id));
        let shares = choice.values.iter();
        let shares: Table = shares
            .map(|(value, share)| (value.clone(), number(*share)))
            .collect();
        remarked
            .table
            .insert("shares".to_owned(), Value::Table(shares));
        if !choice.given.is_empty() {
            remarked
                .table
                .insert("given".to_owned(), when(&choice.given, arranged));
        }
        if choice.is_assumed {
            remarked
                .remarks
                .push("the shares are assumed: set them".to_owned());
        }
        draft.attributes.push(remarked);
    }
}

/// Elements of a list by id.
pub fn named<'t>(head: &'t Table, key: &str) -> BTreeMap<String, &'t Table> {
    let list = head
        .get(key)
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let tables = list.filter_map(Value::as_table);
    tables
        .filter_map(|table| Some((table.get("id")?.as_str()?.to_owned(), table)))
        .collect()
}
