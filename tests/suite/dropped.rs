//! No figure of a model is dropped in silence: whoever changes one sees it.

use std::ops::Range;

use redtape::exchange::bpmn::{Imported, import};
use redtape::lang::Name;

use crate::import::models;

/// A place in a model's text, the name of the attribute or element it is the value of, and the elements around it.
struct Written {
    range: Range<usize>,
    names: Vec<String>,
}

/// Figures in a model's text: whole values that have a digit and nothing but what times and numbers are written with.
fn figures(text: &str) -> Vec<Written> {
    let mut found = Vec::new();
    let mut names: Vec<String> = Vec::new();
    let is_figure = |value: &str| {
        let fits = |letter: char| letter.is_ascii_digit() || "PTDHMSWYRZ/.,%-+:".contains(letter);
        value.contains(|letter: char| letter.is_ascii_digit()) && value.chars().all(fits)
    };
    let word = |text: &str| -> String {
        let end = text.find(|letter: char| !letter.is_alphanumeric() && !":_-".contains(letter));
        let word = &text[..end.unwrap_or(text.len())];
        word.rsplit(':').next().unwrap_or(word).to_owned()
    };
    let mut at = 0;
    while let Some(start) = text[at..].find('<').map(|place| at + place) {
        let end = text[start..]
            .find('>')
            .map_or(text.len(), |place| start + place);
        let tag = &text[start + 1..end];
        if tag.starts_with('/') {
            names.pop();
        } else if !tag.starts_with(['?', '!']) {
            names.push(word(tag));
        }
        let around = names[names.len().saturating_sub(4)..].to_vec();
        let mut from = 0;
        while let Some(quote) = tag[from..].find("=\"").map(|place| from + place) {
            let value = quote + 2;
            let close = tag[value..]
                .find('"')
                .map_or(tag.len(), |place| value + place);
            let name = tag[..quote]
                .rsplit([' ', '\n', ':'])
                .next()
                .unwrap_or_default();
            if is_figure(&tag[value..close]) {
                let mut names = around.clone();
                names.push(name.to_owned());
                found.push(Written {
                    range: start + 1 + value..start + 1 + close,
                    names,
                });
            }
            from = (close + 1).min(tag.len());
        }
        at = (end + 1).min(text.len());
        if tag.ends_with('/') {
            names.pop();
        }
        let next = text[at..].find('<').map_or(text.len(), |place| at + place);
        if is_figure(text[at..next].trim()) {
            found.push(Written {
                range: at..next,
                names: around,
            });
        }
    }
    found
}

/// Whoever changes a figure of a model sees another scenario or another note, or a note by its name says that it is not
/// used.
#[test]
fn no_figure_of_a_model_is_dropped_in_silence() {
    let mut n_changed = 0;
    for path in models() {
        let model = path.display().to_string();
        let text = std::fs::read_to_string(&path).expect("it can be read");
        let pools: &[&str] = if model.ends_with("/pools.bpmn") {
            &["City"]
        } else {
            &[]
        };
        let read = |text: &str| import(text, 1, pools, None).ok();
        let Some(made) = read(&text) else { continue };
        for Written { range, names } in figures(&text) {
            let looks = [
                "x",
                "y",
                "name",
                "version",
                "exporterVersion",
                "executionPlatformVersion",
            ];
            let of = names.last().map(String::as_str).unwrap_or_default();
            // Nobody waits for an id, or for where a picture lies; `NAME = "1"` of a quantity says nothing.
            let is_usual = of.ends_with("Quantity") && &text[range.clone()] == "1";
            if looks.contains(&of) || of.to_lowercase().ends_with("id") || is_usual {
                continue;
            }
            let written = &text[range.clone()];
            let digit = written
                .find(|letter: char| letter.is_ascii_digit())
                .expect("a digit");
            let old = written[digit..]
                .chars()
                .next()
                .and_then(|one| one.to_digit(10));
            let new = old.expect("a digit") % 9 + 1;
            let other = format!("{}{new}{}", &written[..digit], &written[digit + 1..]);
            let changed = format!("{}{other}{}", &text[..range.start], &text[range.end..]);
            let is_named = made.notes.iter().any(|note| {
                let en = note.text.en.as_deref().unwrap_or_default();
                names.iter().any(|name| en.contains(&format!("`{name}")))
            });
            let is_seen = read(&changed).is_none_or(|other| {
                let texts = |made: &Imported| -> Vec<Name> {
                    made.notes.iter().map(|note| note.text.clone()).collect()
                };
                other.scenario != made.scenario || texts(&other) != texts(&made)
            });
            assert!(is_seen || is_named, "{model}: {names:?} = {written}");
            n_changed += 1;
        }
    }
    assert!(n_changed >= 60, "{n_changed}");
}
