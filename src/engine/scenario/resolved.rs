//! A scenario and its catalogue as one file, with the origin of every part.

use std::fmt::Write;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeValue, ValueDeserializer};

use super::files::Files;
use super::loaded::Loaded;
use super::render::slashes;
use super::schema::whole;
use crate::error::Place;
use crate::format::{Form, Tree, inline, merged, word};

/// Every scenario as one file without `extends`; each part says in a comment where it stands.
pub fn resolved(loaded: &Loaded) -> String {
    let files = &loaded.files;
    let mut text = String::new();
    for (idx, origin) in loaded.origins.iter().enumerate() {
        if idx > 0 {
            text.push('\n');
        }
        // Nothing new can be wrong: the files were read once.
        let told = &mut Vec::new();
        let child = files.parse(origin.file, told);
        let tree = match origin.catalogue {
            Some(catalogue) => merged(child, files.parse(catalogue, told), Form::of(whole())),
            None => child,
        };
        let paper = &mut Paper {
            files,
            text: &mut text,
        };
        paper.file(&tree);
    }
    text
}

struct Paper<'p> {
    files: &'p Files,
    text: &'p mut String,
}

impl Paper<'_> {
    fn file(&mut self, tree: &Tree<'_>) {
        for (key, value) in tree {
            if !is_section(value) && key.get_ref() != "extends" {
                let origin = self.origin(&key.span());
                self.line(&format!(
                    "{} = {}{origin}",
                    word(key.get_ref()),
                    one_line(value)
                ));
            }
        }
        for (key, value) in tree {
            if is_section(value) {
                self.section(&word(key.get_ref()), value, &key.span());
            }
        }
    }

    /// A table or a list of tables under its heading; deeper tables stay in their line.
    fn section(&mut self, heading: &str, value: &Spanned<DeValue<'_>>, place: &Place) {
        match value.get_ref() {
            DeValue::Array(items) => {
                for item in items {
                    let origin = self.origin(&item.span());
                    self.line(&format!("\n[[{heading}]]{origin}"));
                    self.body(heading, item);
                }
            }
            DeValue::Table(_) => {
                let origin = self.origin(place);
                self.line(&format!("\n[{heading}]{origin}"));
                self.body(heading, value);
            }
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_) => {}
        }
    }

    fn body(&mut self, heading: &str, value: &Spanned<DeValue<'_>>) {
        let Some(table) = value.get_ref().as_table() else {
            return;
        };
        let is_list = |value: &Spanned<DeValue<'_>>| {
            matches!(value.get_ref(), DeValue::Array(_)) && is_section(value)
        };
        for (key, value) in table {
            if !is_list(value) {
                self.line(&format!("{} = {}", word(key.get_ref()), one_line(value)));
            }
        }
        for (key, value) in table {
            if is_list(value) {
                let heading = format!("{heading}.{}", word(key.get_ref()));
                self.section(&heading, value, &key.span());
            }
        }
    }

    fn line(&mut self, line: &str) {
        writeln!(self.text, "{line}").expect("writing to a string does not fail");
    }

    fn origin(&self, place: &Place) -> String {
        let spot = self.files.spot(place);
        spot.map_or_else(String::new, |spot| {
            format!(" # {}:{}", slashes(spot.path), spot.line)
        })
    }
}

/// A table, or a list of nothing but tables.
fn is_section(value: &Spanned<DeValue<'_>>) -> bool {
    match value.get_ref() {
        DeValue::Table(_) => true,
        DeValue::Array(items) => {
            !items.is_empty() && items.iter().all(|item| item.get_ref().is_table())
        }
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => false,
    }
}

/// A value in one line.
fn one_line(value: &Spanned<DeValue<'_>>) -> String {
    // Every tree is a TOML value; its text was read from one.
    toml::Value::deserialize(ValueDeserializer::from(value.clone())).map_or_else(
        |error| format!("# {}", error.message()),
        |value| inline(&value),
    )
}
