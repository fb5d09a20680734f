//! A catalogue's items as a scenario file: the state as it is, and the reform if the table tells of one.

use toml::{Table, Value};

use super::ids::{Ids, slug};
use super::items::{Figures, Item, Materials};
use super::reform::{Reform, reform};
use crate::exchange::document::values::{number, put_name, put_text, words};
use crate::exchange::write::{Draft, Remarked};
use crate::input::figures::{Limit, Unit};
use crate::lang::Name;

/// What is told above the scenario.
pub struct Head<'h> {
    /// Its id before it is made one.
    pub name: &'h str,
    /// The name of the table it comes from.
    pub file: &'h str,
    /// Whether the table says what waits for what.
    pub has_order: bool,
    /// Whether it says what a reform does.
    pub has_reform: bool,
}

/// The scenario file, and its reform.
pub fn scenario(items: &[Item], head: &Head<'_>) -> (String, Reform) {
    let mut ids = Ids::default();
    let mut draft = Draft::default();
    put_text(&mut draft.head, "id", Some(&slug(head.name, "catalogue")));
    put_name(&mut draft.head, &Name::in_its_language(head.name));
    let stages = items.iter().filter_map(|item| item.stage.as_deref());
    let mut stages = listed(&mut ids, "stage", stages);
    if !head.has_order {
        for stage in &mut stages {
            put_text(stage, "gate", Some("closed"));
        }
    }
    let agencies = items.iter().filter_map(|item| item.agency.as_deref());
    let agencies = listed(&mut ids, "agency", agencies);
    let certificates: Vec<String> = items.iter().flat_map(certificates).collect();
    let mut handed_in = listed(
        &mut ids,
        "material",
        certificates.iter().map(String::as_str),
    );
    for certificate in &mut handed_in {
        put_text(certificate, "kind", Some("certificate"));
    }
    let materials: Vec<String> = items.iter().flat_map(materials).collect();
    handed_in.extend(listed(
        &mut ids,
        "material",
        materials.iter().map(String::as_str),
    ));
    for (key, tables) in [
        ("stage", stages),
        ("agency", agencies),
        ("material", handed_in),
    ] {
        if !tables.is_empty() {
            let tables = tables.into_iter().map(Value::Table).collect();
            draft.head.insert(key.to_owned(), Value::Array(tables));
        }
    }
    for item in items {
        ids.give("item", &item.name);
    }
    for item in items {
        draft.steps.push(Remarked {
            remarks: Vec::new(),
            table: step(item, items, &ids),
        });
    }
    let remarks = remarks(head);
    let remarks: Vec<&str> = remarks.iter().map(String::as_str).collect();
    let mut text = draft.text(&remarks);
    let reform = match head.has_reform {
        true => reform(items, &ids),
        false => Reform::default(),
    };
    match reform.measures.is_empty() {
        true => text.push_str(EXAMPLE),
        false => text.push_str(&reform.text()),
    }
    (text, reform)
}

fn step(item: &Item, items: &[Item], ids: &Ids) -> Table {
    let mut table = Table::new();
    put_text(&mut table, "id", Some(&ids.of("item", &item.name)));
    put_name(&mut table, &Name::in_its_language(&item.name));
    put_text(&mut table, "kind", item.kind.as_deref().and_then(kind));
    let id_of = |what, name: &Option<String>| name.as_ref().map(|name| ids.of(what, name));
    put_text(&mut table, "stage", id_of("stage", &item.stage).as_deref());
    put_text(
        &mut table,
        "agency",
        id_of("agency", &item.agency).as_deref(),
    );
    if !item.waits_for.is_empty() {
        let before = item
            .waits_for
            .iter()
            .map(|&idx| ids.of("item", &items[idx].name));
        let before: Vec<String> = before.collect();
        table.insert("after".to_owned(), words(before.iter().map(String::as_str)));
    }
    // Where nothing is promised, the law's limit is what holds.
    let promised = item.before.promised.as_ref().or(item.statutory.as_ref());
    for (limit, keys) in [
        (promised, ["limit_days", "limit_calendar_days"]),
        (
            item.statutory.as_ref(),
            ["statutory_days", "statutory_calendar_days"],
        ),
    ] {
        if let Some(limit) = limit {
            let Limit { days, unit, .. } = limit.value;
            let [working, calendar] = keys;
            let key = match unit {
                Unit::Working => working,
                Unit::Calendar => calendar,
            };
            table.insert(key.to_owned(), number(days));
        }
    }
    for (key, count) in [("links", item.before.links), ("visits", item.before.visits)] {
        if let Some(count) = count {
            table.insert(key.to_owned(), Value::Integer(i64::from(count)));
        }
    }
    let handed_in: Vec<String> = materials(item)
        .iter()
        .chain(&certificates(item))
        .map(|name| ids.of("material", name))
        .collect();
    if !handed_in.is_empty() {
        table.insert(
            "materials".to_owned(),
            words(handed_in.iter().map(String::as_str)),
        );
    }
    table
}

/// What an item is, where its type says more than that it is decided on.
fn kind(said: &str) -> Option<&'static str> {
    const KINDS: [(&str, &str); 6] = [
        ("备案", "filing"),
        ("登记", "registration"),
        ("技术审查", "technical_review"),
        ("市政公用", "utility"),
        ("filing", "filing"),
        ("registration", "registration"),
    ];
    let found = KINDS.iter().find(|(word, _)| said.contains(word));
    found.map(|(_, kind)| *kind)
}

/// The names of what an item asks for; what is only counted is numbered.
pub fn named(item: &Item, handed_in: &Option<Materials>, what: &str) -> Vec<String> {
    match handed_in {
        None => Vec::new(),
        Some(Materials::Named(names)) => names.clone(),
        Some(Materials::Counted(n)) => (1..=*n)
            .map(|number| format!("{} {what} {number}", item.name.value))
            .collect(),
    }
}

/// What an item asks for.
pub fn materials(item: &Item) -> Vec<String> {
    materials_of(item, &item.before)
}

/// The proofs that it asks for.
pub fn certificates(item: &Item) -> Vec<String> {
    certificates_of(item, &item.before)
}

/// The same before or after a reform. What is called a proof is no material too.
pub fn materials_of(item: &Item, figures: &Figures) -> Vec<String> {
    let certificates = certificates_of(item, figures);
    let mut materials = named(item, &figures.materials, "material");
    materials.retain(|name| !certificates.contains(name));
    materials
}

/// As [`materials_of`].
pub fn certificates_of(item: &Item, figures: &Figures) -> Vec<String> {
    named(item, &figures.certificates, "certificate")
}

/// Every different name once, with its id.
fn listed<'n>(
    ids: &mut Ids,
    what: &'static str,
    names: impl Iterator<Item = &'n str>,
) -> Vec<Table> {
    let mut tables = Vec::new();
    for text in names {
        let (id, is_new) = ids.give(what, text);
        if is_new {
            let mut table = Table::new();
            put_text(&mut table, "id", Some(&id));
            put_name(&mut table, &Name::in_its_language(text));
            tables.push(table);
        }
    }
    tables
}

fn remarks(head: &Head<'_>) -> Vec<String> {
    let mut lines = vec![
        format!("From {}. Every limit counts as assumed until a `cite` names its source.", head.file),
        "How much of a limit is used is assumed, and work off the clock is not in the table:".to_owned(),
        "add steps of kind \"applicant\", \"intermediary\", \"public_notice\" … with a duration, and [friction].".to_owned(),
    ];
    if !head.has_order {
        lines.push("The table does not say what waits for what: stages follow one another, items of one run side by side.".to_owned());
    }
    lines
}

const EXAMPLE: &str = "
# [[reform]]                      # an ordered list of measures; `redtape measures` lists all kinds
# id = \"my-reform\"
#   [[reform.measure]]
#   id = \"shorter\"
#   do.scale_limits = { factor = 0.5 }
";
