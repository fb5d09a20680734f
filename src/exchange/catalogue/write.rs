//! A catalogue's items as a scenario file.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::figures::{Limit, Unit};
use super::items::{Item, Materials};
use crate::at::At;

/// What is told above the scenario.
pub struct Head<'h> {
    /// Its id before it is made one.
    pub name: &'h str,
    /// The name of the table it comes from.
    pub file: &'h str,
    /// Whether the table says what waits for what.
    pub has_order: bool,
}

/// The scenario file.
pub fn scenario(items: &[Item], head: &Head<'_>) -> String {
    let mut ids = Ids::default();
    let [stages, agencies] = [
        items
            .iter()
            .map(|item| item.stage.as_deref())
            .collect::<Vec<_>>(),
        items
            .iter()
            .map(|item| item.agency.as_deref())
            .collect::<Vec<_>>(),
    ];
    let mut document = Document {
        id: slug(head.name, "catalogue"),
        name: Name::of(head.name),
        stage: ids.all("stage", stages.iter().flatten().copied()),
        agency: ids.all("agency", agencies.iter().flatten().copied()),
        material: Vec::new(),
        step: Vec::new(),
    };
    if !head.has_order {
        for stage in &mut document.stage {
            stage.gate = Some("closed");
        }
    }
    let named = items.iter().flat_map(|item| match &item.materials {
        Materials::Named(names) => names.as_slice(),
        Materials::Counted(_) => &[],
    });
    document.material = ids.all("material", named.map(String::as_str));
    let steps = ids.all("item", items.iter().map(|item| item.name.as_str()));
    for (item, step) in items.iter().zip(&steps) {
        let materials = match &item.materials {
            Materials::Named(names) => names.iter().map(|name| ids.of("material", name)).collect(),
            Materials::Counted(n) => {
                let numbered =
                    (1..=*n).map(|number| format!("{} material {number}", item.name.value));
                let numbered: Vec<String> = numbered.collect();
                let named = ids.all("material", numbered.iter().map(String::as_str));
                document.material.extend(named);
                numbered
                    .iter()
                    .map(|name| ids.of("material", name))
                    .collect()
            }
        };
        // Where nothing is promised, the law's limit is what holds.
        let promised = item.promised.as_ref().or(item.statutory.as_ref());
        let days = |limit: Option<&At<Limit>>, unit| {
            limit
                .filter(|limit| limit.unit == unit)
                .map(|limit| Days::of(limit.days))
        };
        document.step.push(Step {
            named: step.clone(),
            stage: item.stage.as_ref().map(|stage| ids.of("stage", stage)),
            agency: item.agency.as_ref().map(|agency| ids.of("agency", agency)),
            after: item
                .after
                .iter()
                .map(|&idx| steps[idx].id.clone())
                .collect(),
            limit_days: days(promised, Unit::Working),
            limit_calendar_days: days(promised, Unit::Calendar),
            statutory_days: days(item.statutory.as_ref(), Unit::Working),
            statutory_calendar_days: days(item.statutory.as_ref(), Unit::Calendar),
            links: item.links,
            materials,
        });
    }
    let body = toml::to_string(&document).expect("plain tables are TOML");
    format!("{}\n{body}{REFORM}", comment(head))
}

fn comment(head: &Head<'_>) -> String {
    // A line break in a file's name must not end the comment.
    let file: String = head
        .file
        .chars()
        .filter(|letter| !letter.is_control())
        .collect();
    let mut lines = vec![
        format!("# From {file}. Every limit counts as assumed until a `cite` names its source."),
        "# How much of a limit is used is assumed, and work off the clock is not in the table:".to_owned(),
        "# add steps of kind \"applicant\", \"intermediary\", \"public_notice\" … with a duration, and [friction].".to_owned(),
    ];
    if !head.has_order {
        lines.push("# The table does not say what waits for what: stages follow one another, items of one run side by side.".to_owned());
    }
    lines.join("\n")
}

const REFORM: &str = "
# [[reform]]                      # an ordered list of measures; `redtape measures` lists all kinds
# id = \"my-reform\"
#   [[reform.measure]]
#   id = \"shorter\"
#   do.scale_limits = { factor = 0.5 }
";

#[derive(Serialize)]
struct Document {
    id: String,
    #[serde(flatten)]
    name: Name,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    stage: Vec<Named>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    agency: Vec<Named>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    material: Vec<Named>,
    step: Vec<Step>,
}

#[derive(Clone, Serialize)]
struct Named {
    id: String,
    #[serde(flatten)]
    name: Name,
    #[serde(skip_serializing_if = "Option::is_none")]
    gate: Option<&'static str>,
}

#[derive(Clone, Default, Serialize)]
struct Name {
    #[serde(skip_serializing_if = "Option::is_none")]
    en: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    zh: Option<String>,
}

#[derive(Serialize)]
struct Step {
    #[serde(flatten)]
    named: Named,
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agency: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    after: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit_days: Option<Days>,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit_calendar_days: Option<Days>,
    #[serde(skip_serializing_if = "Option::is_none")]
    statutory_days: Option<Days>,
    #[serde(skip_serializing_if = "Option::is_none")]
    statutory_calendar_days: Option<Days>,
    #[serde(skip_serializing_if = "Option::is_none")]
    links: Option<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    materials: Vec<String>,
}

/// Whole days are written without a point.
#[derive(Serialize)]
#[serde(untagged)]
enum Days {
    Whole(u64),
    Part(f64),
}

impl Days {
    fn of(days: f64) -> Days {
        match days.fract() {
            0.0 => Days::Whole(days as u64),
            _ => Days::Part(days),
        }
    }
}

impl Name {
    fn of(text: &str) -> Name {
        let text = Some(text.to_owned());
        if text.iter().flat_map(|text| text.chars()).any(is_han) {
            Name { en: None, zh: text }
        } else {
            Name { en: text, zh: None }
        }
    }
}

fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// The ids given so far, by what they are of and the name.
#[derive(Default)]
struct Ids {
    given: BTreeMap<(&'static str, String), String>,
    taken: BTreeSet<(&'static str, String)>,
}

impl Ids {
    /// Every different name once, with an id that no other of its kind has.
    fn all<'n>(&mut self, what: &'static str, names: impl Iterator<Item = &'n str>) -> Vec<Named> {
        let mut all = Vec::new();
        for name in names {
            if self.given.contains_key(&(what, name.to_owned())) {
                continue;
            }
            let start = slug(name, what);
            let mut id = start.clone();
            let mut number = 1;
            while !self.taken.insert((what, id.clone())) {
                number += 1;
                id = format!("{start}-{number}");
            }
            self.given.insert((what, name.to_owned()), id.clone());
            all.push(Named {
                id,
                name: Name::of(name),
                gate: None,
            });
        }
        all
    }

    fn of(&self, what: &'static str, name: &str) -> String {
        let id = self.given.get(&(what, name.to_owned()));
        id.cloned().expect("every name was given an id")
    }
}

/// Letters and digits of any script, joined by `-`: an id that a person can type in other places of the file.
pub fn slug(name: &str, otherwise: &str) -> String {
    let words = name.split(|letter: char| !letter.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        otherwise.to_owned()
    } else {
        words.join("-").to_lowercase()
    }
}
