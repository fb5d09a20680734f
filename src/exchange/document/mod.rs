//! A workflow as the scenario file would write it: what every format that keeps figures starts from.

mod head;
mod steps;
pub mod values;

use toml::{Table, Value};

use crate::lang::Name;
use crate::scenario::Scenario;
use crate::workflow::Workflow;

/// The tables of a scenario file, and what they cannot say.
#[derive(Clone, Debug)]
pub struct Document {
    /// Everything but steps, in the order of the documentation.
    pub head: Table,
    /// Steps in file order, each with its keys.
    pub steps: Vec<Table>,
    /// What a scenario file has no words for, by name, in both languages.
    pub left_out: Vec<Name>,
}

/// The document of a workflow of a scenario: its baseline, or a reform's.
pub fn document(scenario: &Scenario, workflow: &Workflow) -> Document {
    let mut left_out = Vec::new();
    let mut head = head::head(scenario, workflow, &mut left_out);
    let steps = steps::steps(workflow, &mut head, &mut left_out);
    Document {
        head,
        steps,
        left_out,
    }
}

impl Document {
    /// One tree.
    pub fn whole(&self) -> Table {
        let mut whole = self.head.clone();
        let steps = self.steps.iter().cloned().map(Value::Table);
        whole.insert("step".to_owned(), Value::Array(steps.collect()));
        whole
    }
}
