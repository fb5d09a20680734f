//! The scenario of an arranged model: text with a remark wherever somebody has to set a figure.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;
use toml::{Table, Value};

use super::agencies::Agencies;
use super::arrange::{Arranged, Step};
use super::conditions::When;
use super::durations::{Assumed, put_duration};
use super::flat::{Flat, Spot, Work};
use super::note::Notes;
use super::parameters::Parameters;
use super::split::Open;
use crate::exchange::catalogue::slug;
use crate::exchange::document::values::{number, put_text, tagged, words};
use crate::exchange::ids::{Taken, unique};
use crate::exchange::write::{Draft, Remarked};
use crate::workflow::Ending;

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

/// Rounds of rework where a scenario says none.
const USUAL_ROUNDS: u32 = 3;

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
    let mut assumed = Assumed::default();
    // In the order of the file, not of the flow: that is how whoever drew it knows them.
    let mut order: Vec<usize> = (0..arranged.steps.len()).collect();
    order.sort_by_key(|&place| arranged.steps[place].spot);
    for place in order {
        let step = &arranged.steps[place];
        let spot = &flat.spots[step.spot];
        for (part, when) in step.parts.iter().enumerate() {
            let mut remarked = Remarked::default();
            put_text(&mut remarked.table, "id", Some(&ids[place][part]));
            own_keys(spot, &mut remarked.table);
            // A step that was moved to another lane is that agency's.
            let lane = spot.lane.as_ref().and_then(|lane| lane.agency.as_deref());
            if lane.is_some() || !remarked.table.contains_key("agency") {
                remarked.table.remove("agency");
                let agency = agencies.of_step(spot, parameters);
                put_text(&mut remarked.table, "agency", agency.as_deref());
            }
            let waits = step.after.iter().flat_map(|&before| &ids[before]);
            put_waits(
                spot,
                waits.map(String::as_str).collect(),
                &mut remarked.table,
            );
            put_duration(spot, parameters, &mut remarked, &mut assumed, notes);
            if !when.is_empty() {
                let when = self::when(when, arranged);
                remarked.table.insert("when".to_owned(), when);
            }
            put_rework(step, part, &ids, &mut remarked);
            if !remarked.table.contains_key("ends_case") {
                put_text(
                    &mut remarked.table,
                    "ends_case",
                    step.ends.map(Ending::word),
                );
            }
            draft.steps.push(remarked);
        }
    }
    agencies.put(&mut draft.head);
    put_attributes(arranged, &mut draft, notes);
    if let Some(per_day) = parameters.arrivals_per_day {
        let figures = [("per_day".to_owned(), number(as_exactly(per_day)))];
        let poisson = tagged("poisson", Value::Table(figures.into_iter().collect()));
        let process = [("process".to_owned(), poisson)];
        draft.head.insert(
            "arrivals".to_owned(),
            Value::Table(process.into_iter().collect()),
        );
    }
    if parameters.is_every_day {
        let base = [("base".to_owned(), Value::from("every_day"))];
        let calendar = Value::Table(base.into_iter().collect());
        draft.head.insert("calendar".to_owned(), calendar);
    }
    assumed.tell(flat, notes);
    draft
}

/// Cases a day, with no more digits than a mean of four has.
fn as_exactly(per_day: f64) -> f64 {
    let digits = -libm::log10(per_day * per_day * 5e-5);
    let scale = 10f64.powi(digits.clamp(0.0, 6.0) as i32);
    (per_day * scale).round() / scale
}

/// Ids of steps, one for each part: their own if the model brings one along, else made of the name.
fn ids(flat: &Flat, arranged: &Arranged) -> Vec<Vec<String>> {
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
    // In file order, so that the first in the file has the plain name.
    let mut order: Vec<usize> = (0..arranged.steps.len()).collect();
    order.sort_by_key(|&place| arranged.steps[place].spot);
    let mut ids = vec![Vec::new(); arranged.steps.len()];
    for place in order {
        let step = &arranged.steps[place];
        let spot = &flat.spots[step.spot];
        let name = if spot.name.is_empty() {
            &spot.id
        } else {
            &spot.name
        };
        for _ in &step.parts {
            let id = kept[place].take();
            let id = id.unwrap_or_else(|| unique(&slug(name, "step"), &mut taken));
            ids[place].push(id);
        }
    }
    ids
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
            // A point in the flow is nobody's work.
            Some(Work::Instant) | None => put_text(table, "kind", Some("applicant")),
            Some(Work::Human | Work::Machine | Work::Taking(_)) => {}
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

fn put_rework(step: &Step, part: usize, ids: &[Vec<String>], remarked: &mut Remarked) {
    let Some(again) = &step.rework else { return };
    if remarked.table.contains_key("rework") {
        return;
    }
    let id = |&step: &usize| ids[step].get(part).unwrap_or(&ids[step][0]).as_str();
    let mut rework = Table::new();
    rework.insert("share".to_owned(), number(again.share));
    if !again.way_back.is_empty() {
        rework.insert("way_back".to_owned(), words(again.way_back.iter().map(id)));
    }
    rework.insert("repeats".to_owned(), words(again.repeats.iter().map(id)));
    if again.max_rounds != USUAL_ROUNDS {
        rework.insert(
            "max_rounds".to_owned(),
            Value::Integer(i64::from(again.max_rounds)),
        );
    }
    remarked
        .table
        .insert("rework".to_owned(), Value::Table(rework));
    if again.is_assumed {
        let remark = "from a loop: set the share of cases that go back";
        remarked.remarks.push(remark.to_owned());
    }
}

fn when(condition: &When, arranged: &Arranged) -> Value {
    let conditions = condition.iter().map(|(&attribute, values)| {
        let attribute = &arranged.attributes[attribute];
        let values = values
            .iter()
            .map(|&value| attribute.values[value].0.as_str());
        (attribute.id.clone(), words(values))
    });
    Value::Table(conditions.collect())
}

/// Attributes that the drawing added to those that the model brought along, if anything hangs on them.
fn put_attributes(arranged: &Arranged, draft: &mut Draft, notes: &mut Notes) {
    let steps = arranged.steps.iter();
    let named = steps.flat_map(|step| &step.parts).flat_map(When::keys);
    let mut needed: BTreeSet<usize> = named.copied().collect();
    for (place, attribute) in arranged.attributes.iter().enumerate().rev() {
        if needed.contains(&place) {
            needed.extend(attribute.given.keys());
        }
    }
    let mut open: BTreeMap<&Open, Vec<&str>> = BTreeMap::new();
    for (place, attribute) in arranged.attributes.iter().enumerate() {
        if attribute.is_known || !needed.contains(&place) {
            continue;
        }
        let mut remarked = Remarked::default();
        put_text(&mut remarked.table, "id", Some(&attribute.id));
        let shares = attribute.values.iter();
        let shares: Table = shares
            .map(|(value, share)| (value.clone(), number((share * 1e9).round() / 1e9)))
            .collect();
        remarked
            .table
            .insert("shares".to_owned(), Value::Table(shares));
        if !attribute.given.is_empty() {
            remarked
                .table
                .insert("given".to_owned(), when(&attribute.given, arranged));
        }
        if attribute.is_assumed {
            remarked
                .remarks
                .push("the shares are assumed: set them".to_owned());
        }
        for one in &attribute.open {
            open.entry(one).or_default().push(&attribute.id);
        }
        draft.attributes.push(remarked);
    }
    for (Open { at, en, zh }, ids) in open {
        let listed = crate::text::list(&ids);
        let place = at.0..at.1;
        notes.say(
            &place,
            format!("{en}; set {listed}"),
            format!("{zh}：请设定 `{}`", ids.join("`、`")),
        );
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
