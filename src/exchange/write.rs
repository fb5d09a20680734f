//! A scenario as text: tables in the order of the documentation, with remarks for whoever goes on with it.

use std::fmt::Write;

use serde::Serialize;
use toml::{Table, Value};

use crate::format::{StepSpec, inline, tree, word};
use crate::scenario::ScenarioSpec;

/// What is said above each table of ranks.
const RANKS: [(&str, &[&str]); 2] = [
    (
        "steps",
        &[
            "Case by case the rank of each step's time among all of them, 0 the shortest, -1 where it was not needed:",
            "a simulated case has the ranks of one recorded case.",
        ],
    ),
    (
        "rework",
        &["The same of how often it was done again, 0 the most often."],
    ),
];

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
    /// `[ranks]`: long tables.
    pub ranks: Table,
    /// `[[reform]]` below all that.
    pub reforms: Vec<Table>,
}

impl Remarked {
    /// What is declared, with lines to say above it.
    pub fn of(declared: &impl Serialize, remarks: Vec<String>) -> Remarked {
        Remarked {
            remarks,
            table: tree(declared),
        }
    }
}

impl Draft {
    /// A file without remarks.
    pub fn of(mut file: ScenarioSpec) -> Draft {
        let bare = |step: &StepSpec| Remarked::of(step, Vec::new());
        Draft {
            steps: std::mem::take(&mut file.step).iter().map(bare).collect(),
            reforms: std::mem::take(&mut file.reform).iter().map(tree).collect(),
            ranks: file.ranks.take().as_ref().map(tree).unwrap_or_default(),
            head: tree(&file),
            ..Draft::default()
        }
    }

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
        for (name, columns) in &self.ranks {
            text.push('\n');
            let remarks = RANKS.iter().filter(|(of, _)| of == name);
            for remark in remarks.flat_map(|(_, remarks)| *remarks) {
                remarked(&mut text, remark);
            }
            let _ = writeln!(text, "[ranks.{}]", word(name));
            columns
                .as_table()
                .into_iter()
                .for_each(|columns| keys(&mut text, columns));
        }
        for reform in &self.reforms {
            let (measures, keys): (Table, Table) = (reform.clone().into_iter())
                .partition(|(key, value)| key == "measure" && value.is_array());
            text.push_str("\n[[reform]]\n");
            self::keys(&mut text, &keys);
            let measures = measures.values().filter_map(Value::as_array).flatten();
            for measure in measures.filter_map(Value::as_table) {
                text.push_str("  [[reform.measure]]\n");
                for (key, value) in measure {
                    // What a measure does is said on one line, with its word beside `do`.
                    let (key, value) = match value.as_table().and_then(|act| act.iter().next()) {
                        Some((act, fields)) => (format!("{}.{}", word(key), word(act)), fields),
                        None => (word(key), value),
                    };
                    let _ = writeln!(text, "  {key} = {}", inline(value));
                }
            }
        }
        text
    }
}

/// A list unless it is empty.
pub fn given<T>(list: Vec<T>) -> Option<Vec<T>> {
    Some(list).filter(|list| !list.is_empty())
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
