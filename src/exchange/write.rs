//! A scenario as text: tables in the order of the documentation, with remarks for whoever goes on with it.

use std::fmt::Write;

use toml::{Table, Value};

use crate::format::{inline, word};

/// A table with what to say above it.
#[derive(Clone, Debug, Default)]
pub struct Remarked {
    /// Lines without `#`.
    pub remarks: Vec<String>,
    /// Its keys.
    pub table: Table,
}

/// A scenario to be written.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// Everything but what follows.
    pub head: Table,
    /// `[[attribute]]` after those of the head.
    pub attributes: Vec<Remarked>,
    /// `[[step]]`.
    pub steps: Vec<Remarked>,
    /// Long tables, by name, at the end.
    pub closing: Vec<(&'static str, Remarked)>,
}

impl Draft {
    /// The scenario file, with `remarks` above it.
    pub fn text(&self, remarks: &[&str]) -> String {
        let mut text = String::new();
        for remark in remarks {
            remarked(&mut text, remark);
        }
        let is_list = |value: &Value| {
            let list = value.as_array();
            list.is_some_and(|list| !list.is_empty() && list.iter().all(Value::is_table))
        };
        for (key, value) in self
            .head
            .iter()
            .filter(|(_, value)| !value.is_table() && !is_list(value))
        {
            pair(&mut text, key, value);
        }
        for (key, value) in &self.head {
            if let Some(table) = value.as_table() {
                let _ = writeln!(text, "\n[{}]", word(key));
                keys(&mut text, table);
            }
        }
        for (key, value) in self.head.iter().filter(|(_, value)| is_list(value)) {
            let tables = value
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_table);
            for table in tables {
                let _ = writeln!(text, "\n[[{}]]", word(key));
                keys(&mut text, table);
            }
        }
        for (name, list) in [("attribute", &self.attributes), ("step", &self.steps)] {
            for one in list {
                text.push('\n');
                for remark in &one.remarks {
                    remarked(&mut text, remark);
                }
                let _ = writeln!(text, "[[{name}]]");
                keys(&mut text, &one.table);
            }
        }
        for (name, one) in &self.closing {
            text.push('\n');
            for remark in &one.remarks {
                remarked(&mut text, remark);
            }
            let _ = writeln!(text, "[{name}]");
            keys(&mut text, &one.table);
        }
        text
    }
}

fn remarked(text: &mut String, remark: &str) {
    // A line break in a name must not end the remark.
    let line: String = remark
        .chars()
        .filter(|letter| !letter.is_control())
        .collect();
    let _ = writeln!(text, "# {line}");
}

fn keys(text: &mut String, table: &Table) {
    for (key, value) in table {
        pair(text, key, value);
    }
}

fn pair(text: &mut String, key: &str, value: &Value) {
    let _ = writeln!(text, "{} = {}", word(key), inline(value));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_survives() {
        let text = "a \"b\" \\ \n\t\u{1} 施工";
        let mut draft = Draft::default();
        draft.head.insert(text.to_owned(), Value::from(text));
        let back: Table = draft.text(&["x\ny = 1"]).parse().expect("it is TOML");
        assert_eq!(back, draft.head);
    }
}
