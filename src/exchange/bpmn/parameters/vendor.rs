//! Figures that Camunda, Flowable, Activiti, Signavio, Bizagi and Zeebe keep at elements, by the names that they have there.

use super::super::note::Notes;
use super::super::read::one_line;
use super::super::time::span;
use super::super::tree::{Element, Space};
use super::{Parameters, figure};

/// Words in the name of a figure that is a duration.
const DURATION: [&str; 5] = [
    "duration",
    "processingtime",
    "processing-time",
    "用时",
    "时长",
];
/// Words in the name of a figure that is a share.
const SHARE: [&str; 3] = ["probability", "概率", "比例"];
/// Dates that do not move a case.
const DUE: [&str; 2] = ["dueDate", "followUpDate"];

/// A name and a value that stand at an element.
struct Figure<'e> {
    of: &'e Element,
    name: &'e str,
    value: &'e str,
}

/// Takes what stands at elements anywhere in the file; what is no duration or share is named.
pub fn take(parameters: &mut Parameters, root: &Element, notes: &mut Notes) {
    for one in figures(root) {
        let name = one.name.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
        let id = one.of.get("id").unwrap_or_default().to_owned();
        let share = figure(one.value.trim_end_matches('%'));
        let share = share.map(|share| {
            if one.value.ends_with('%') {
                share / 100.0
            } else {
                share
            }
        });
        let is_flow = one.of.name == "sequenceFlow";
        match (span(one.value), share) {
            (Some(span), _) if has(&DURATION) && !is_flow => {
                parameters.durations.insert(id, span.fixed());
            }
            (_, Some(share)) if is_flow && has(&SHARE) && (0.0..=1.0).contains(&share) => {
                parameters.shares.insert(id, share);
            }
            _ => {
                let (shown, name, value) = (shown(one.of), one.name, one.value);
                notes.say(
                    &one.of.place,
                    format!("the figure `{name} = {value}` of `{shown}` is not used"),
                    format!("未使用“{shown}”的数字 `{name} = {value}`"),
                );
            }
        }
    }
}

fn shown(element: &Element) -> String {
    let name = one_line(element.get("name").unwrap_or_default());
    if name.is_empty() {
        element.get("id").unwrap_or("?").to_owned()
    } else {
        name
    }
}

/// All figures at elements of BPMN's own.
fn figures(root: &Element) -> Vec<Figure<'_>> {
    let mut found = Vec::new();
    let mut open = vec![root];
    while let Some(element) = open.pop() {
        open.extend(
            element
                .children
                .iter()
                .filter(|one| one.space == Space::Bpmn),
        );
        for (name, value) in &element.attributes {
            if DUE.contains(&name.as_str()) && !value.is_empty() {
                found.push(Figure {
                    of: element,
                    name,
                    value,
                });
            }
        }
        for one in element
            .extensions()
            .filter(|one| one.space == Space::Vendor)
        {
            within(element, one, &mut found);
        }
    }
    found
}

fn within<'e>(of: &'e Element, one: &'e Element, found: &mut Vec<Figure<'e>>) {
    let keys = [
        ("name", "value"),
        ("metaKey", "metaValue"),
        ("key", "value"),
        ("id", "value"),
    ];
    let pair = keys
        .iter()
        .find_map(|(key, value)| Some((one.get(key)?, one.get(value)?)));
    if let Some((name, value)) = pair
        && (span(value).is_some() || figure(value.trim_end_matches('%')).is_some())
        && !value.is_empty()
    {
        found.push(Figure { of, name, value });
    }
    for child in &one.children {
        within(of, child, found);
    }
}
