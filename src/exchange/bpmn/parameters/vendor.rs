//! Figures that other programs keep at elements, in attributes and extension elements of their own: durations, due
//! times and shares are used by their names, and every other figure is named.

use std::collections::{BTreeMap, BTreeSet};

use super::super::note::{Notes, listed};
use super::super::read::one_line;
use super::super::time::{Span, span};
use super::super::tree::{Element, Space};
use super::{Parameters, figure};

/// Words in the name of a figure that says how long something takes.
const DURATION: [&str; 8] = [
    "duration",
    "processingtime",
    "executiontime",
    "bearbeitungszeit",
    "dauer",
    "用时",
    "时长",
    "办理时间",
];
/// The same words stand in names of times at which a program gives up, or asks again.
const NO_DURATION: [&str; 7] = [
    "max",
    "minduration",
    "lock",
    "retry",
    "timeout",
    "poll",
    "backoff",
];
/// Words in the name of a figure that is a share.
const SHARE: [&str; 3] = ["probability", "概率", "比例"];
/// The name of the time by which something is to be done: in Camunda, Flowable, Activiti and Zeebe.
const DUE: &str = "duedate";
/// Units that stand in the name, as in `durationMinutes`.
const UNITS: [&str; 7] = [
    "minutes",
    "hours",
    "workingdays",
    "days",
    "weeks",
    "工作日",
    "小时",
];
/// Figures of how a program draws or numbers an element.
const LOOKS: [&str; 8] = [
    "color", "colour", "font", "align", "width", "height", "version", "revision",
];
/// Keys that name a figure beside them.
const NAMES: [&str; 5] = ["name", "metaKey", "key", "target", "id"];
/// Keys of a figure that something beside it, or around it, names.
const VALUES: [&str; 5] = ["value", "metaValue", "stringValue", "expression", "source"];
/// More names tell a reader nothing.
const MOST_NAMED: usize = 3;

/// A name and a value that stand at an element.
struct Figure<'e> {
    of: &'e Element,
    name: &'e str,
    value: &'e str,
}

/// Takes what stands at elements anywhere in the file; what is no duration, due time or share is named.
pub fn take(parameters: &mut Parameters, root: &Element, notes: &mut Notes) {
    let mut unused: BTreeMap<&str, Vec<Figure<'_>>> = BTreeMap::new();
    for one in figures(root) {
        if !is_taken(parameters, &one, notes) {
            unused.entry(one.name).or_default().push(one);
        }
    }
    for (name, figures) in unused {
        let place = &figures[0].of.place;
        if let [Figure { of, value, .. }] = figures.as_slice() {
            let (shown, value) = (shown(of), one_line(value));
            notes.say(
                place,
                format!("the figure `{name} = {value}` of `{shown}` is not used"),
                format!("未使用“{shown}”的数字 `{name} = {value}`"),
            );
            continue;
        }
        let values = figures.iter();
        let values = values.map(|one| format!("{} = {}", shown(one.of), one_line(one.value)));
        let values: Vec<String> = values.collect();
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        let (en, zh) = listed(&values, MOST_NAMED);
        notes.say(
            place,
            format!("the figures `{name}` are not used: {en}"),
            format!("未使用数字 `{name}`：{zh}"),
        );
    }
}

/// Takes a figure whose use is known.
fn is_taken(parameters: &mut Parameters, one: &Figure<'_>, notes: &mut Notes) -> bool {
    let name = plain(one.name);
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    let Some(id) = one.of.get("id").map(str::to_owned) else {
        return false;
    };
    if one.of.name == "sequenceFlow" {
        let share = share(one.value).filter(|_| has(&SHARE));
        let is_new = share.is_some() && !parameters.shares.contains_key(&id);
        if let Some(share) = share.filter(|_| is_new) {
            parameters.shares.insert(id, share);
        }
        return is_new;
    }
    let known = span(bare(one.value)).or_else(|| in_unit(one.value, &name));
    match known.filter(|_| is_step(one.of)) {
        Some(due) if name == DUE => {
            let is_new = !parameters.limits.contains_key(&id);
            if is_new {
                let (shown, value) = (shown(one.of), one.value);
                notes.say(
                    &one.of.place,
                    format!("`{shown}` is due after `{value}`: taken as its promised limit"),
                    format!("“{shown}”的到期时间 `{value}` 作为其承诺时限"),
                );
                parameters.limits.insert(id, due);
            }
            is_new
        }
        Some(takes) if has(&DURATION) && !has(&NO_DURATION) => {
            let is_new = !parameters.durations.contains_key(&id);
            if is_new {
                parameters.durations.insert(id, takes.fixed());
            }
            is_new
        }
        Some(_) | None => false,
    }
}

/// Letters and digits alone.
fn plain(name: &str) -> String {
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// A value without what makes it an expression that says nothing but itself.
fn bare(value: &str) -> &str {
    let value = value.trim();
    let value = value.strip_prefix('=').unwrap_or(value).trim();
    let inner = value
        .strip_prefix("duration(")
        .and_then(|rest| rest.strip_suffix(')'));
    inner.unwrap_or(value).trim_matches(['"', '\''])
}

/// A number whose unit stands in its name.
fn in_unit(value: &str, name: &str) -> Option<Span> {
    let count = figure(value)?;
    let unit = UNITS.iter().find(|unit| name.contains(**unit))?;
    let unit = if *unit == "workingdays" {
        "working days"
    } else {
        unit
    };
    span(&format!("{count} {unit}"))
}

fn share(value: &str) -> Option<f64> {
    let share = match value.trim().strip_suffix('%') {
        Some(percent) => figure(percent)? / 100.0,
        None => figure(value)?,
    };
    (0.0..=1.0).contains(&share).then_some(share)
}

fn is_step(element: &Element) -> bool {
    let name = element.name.as_str();
    name == "task"
        || name.ends_with("Task")
        || name.ends_with("Event")
        || name == "callActivity"
        || name.to_lowercase().ends_with("subprocess")
}

fn shown(element: &Element) -> String {
    let name = one_line(element.get("name").unwrap_or_default());
    if name.is_empty() {
        element.get("id").unwrap_or("?").to_owned()
    } else {
        name
    }
}

/// All figures at elements of BPMN's own, in the order of the file.
fn figures(root: &Element) -> Vec<Figure<'_>> {
    let mut found = Vec::new();
    let mut open = vec![root];
    while let Some(element) = open.pop() {
        let apart = ["documentation", "extensionElements"];
        let own = |one: &&Element| one.space == Space::Bpmn && !apart.contains(&one.name.as_str());
        open.extend(element.children.iter().filter(own).rev());
        for (name, value) in &element.foreign {
            add(element, name, value, &mut found);
        }
        let beside = element.children.iter().chain(element.extensions());
        for one in beside.filter(|one| one.space == Space::Other) {
            within(element, one, None, &mut found);
        }
    }
    found
}

fn add<'e>(of: &'e Element, name: &'e str, value: &'e str, found: &mut Vec<Figure<'e>>) {
    let letters = plain(name);
    let is_drawn = LOOKS.iter().any(|word| letters.contains(word))
        || ["x", "y", "id", "ref"].contains(&letters.as_str())
        || ["Id", "Ref"].iter().any(|end| name.ends_with(end));
    // A due date may be an expression.
    let is_due = letters == DUE || letters == "followupdate";
    let is_figure = figure(value.trim().trim_end_matches('%')).is_some()
        || span(bare(value)).is_some()
        || is_due && !value.is_empty()
        || value.starts_with('{') && value.contains(|letter: char| letter.is_ascii_digit());
    if is_figure && !is_drawn {
        found.push(Figure { of, name, value });
    }
}

/// Figures of an extension element and of what it holds. `around`: the name that one around it gives.
fn within<'e>(
    of: &'e Element,
    one: &'e Element,
    around: Option<&'e str>,
    found: &mut Vec<Figure<'e>>,
) {
    let own = NAMES.iter().find_map(|key| one.get(key));
    let own = own.filter(|_| has_value(one));
    let name = own.or(around).unwrap_or(&one.name);
    for (key, value) in one.attributes.iter().chain(&one.foreign) {
        if VALUES.contains(&key.as_str()) {
            add(of, name, value, found);
        } else if !NAMES.contains(&key.as_str()) {
            add(of, key, value, found);
        }
    }
    if !one.text.is_empty() {
        add(of, name, &one.text, found);
    }
    for child in &one.children {
        within(of, child, own, found);
    }
}

/// Whether an element says a value under its name, itself or in what it holds.
fn has_value(one: &Element) -> bool {
    let keys: BTreeSet<&str> = one.attributes.iter().map(|(key, _)| key.as_str()).collect();
    VALUES.iter().any(|key| keys.contains(key)) || !one.text.is_empty() || !one.children.is_empty()
}
