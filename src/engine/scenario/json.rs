//! Scenario files in JSON: the same tree, with the place of every value.

use jsonc_parser::ast::{ObjectPropName, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::error::Problem;
use crate::format::Tree;

/// Parses strict JSON; errors are added to `problems`, each at its place.
pub fn parse<'i>(text: &'i str, base: usize, problems: &mut Vec<Problem>) -> Tree<'i> {
    let strict = ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
    };
    if deepest(text) > MOST_NESTING {
        problems.push(
            Problem::error(format!(
                "more than {MOST_NESTING} brackets inside each other"
            ))
            .at(base..base + 1),
        );
        return DeTable::new();
    }
    let value = match parse_to_ast(text, &CollectOptions::default(), &strict) {
        Ok(result) => result.value,
        Err(error) => {
            let range = error.range();
            let place = range.start + base..range.end.max(range.start + 1) + base;
            problems.push(
                Problem::error(format!("not JSON: {}", lower(&error.kind().to_string()))).at(place),
            );
            return DeTable::new();
        }
    };
    let mut reader = Reader { base, problems };
    match value {
        Some(Value::Object(object)) => reader.table(object),
        _ => {
            let top = Problem::error("a scenario in JSON is one object").at(base..base + 1);
            reader.problems.push(top);
            DeTable::new()
        }
    }
}

/// Deeper nesting than any scenario has; the parser is recursive.
const MOST_NESTING: usize = 64;

fn deepest(text: &str) -> usize {
    let (mut depth, mut deepest, mut quoted, mut escaped) = (0usize, 0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

struct Reader<'p> {
    base: usize,
    problems: &'p mut Vec<Problem>,
}

impl Reader<'_> {
    fn table<'i>(&mut self, object: jsonc_parser::ast::Object<'i>) -> Tree<'i> {
        let mut table = DeTable::new();
        for property in object.properties {
            let (name, range) = match &property.name {
                ObjectPropName::String(name) => (name.value.to_string(), name.range),
                ObjectPropName::Word(name) => (name.value.to_owned(), name.range),
            };
            let place = range.start + self.base..range.end + self.base;
            if table.contains_key(name.as_str()) {
                self.problems
                    .push(Problem::error(format!("key `{name}` stands twice")).at(place));
                continue;
            }
            if let Some(value) = self.value(property.value) {
                table.insert(Spanned::new(place, name.into()), value);
            }
        }
        table
    }

    fn value<'i>(&mut self, value: Value<'i>) -> Option<Spanned<DeValue<'i>>> {
        let range = value.range();
        let place = range.start + self.base..range.end + self.base;
        let plain = match value {
            Value::StringLit(text) => DeValue::String(text.value.into_owned().into()),
            Value::BooleanLit(boolean) => DeValue::Boolean(boolean.value),
            Value::NumberLit(number) => match DeValue::parse(number.value) {
                Ok(parsed) => parsed.into_inner(),
                Err(_) => {
                    let message = format!("`{}` is no number", number.value);
                    self.problems.push(Problem::error(message).at(place));
                    return None;
                }
            },
            Value::Object(object) => DeValue::Table(self.table(object)),
            Value::Array(array) => {
                let items = array.elements.into_iter();
                DeValue::Array(items.filter_map(|item| self.value(item)).collect())
            }
            Value::NullKeyword(_) => {
                self.problems.push(
                    Problem::error("`null` says nothing")
                        .hint("leave the key out")
                        .at(place),
                );
                return None;
            }
        };
        Some(Spanned::new(place, plain))
    }
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}
