//! What a reader sees for the ids of a comparison: steps, items, stages, materials, measures.

use std::collections::BTreeMap;

use crate::lang::{Lang, Name};
use crate::reform::Measure;
use crate::workflow::Workflow;

/// Names by id, over a baseline and its reformed workflows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Names {
    steps: BTreeMap<String, Name>,
    items: BTreeMap<String, Name>,
    stages: BTreeMap<String, Name>,
    agencies: BTreeMap<String, Name>,
    materials: BTreeMap<String, Name>,
    measures: BTreeMap<String, Name>,
}

impl Names {
    /// The names that the workflows give; the first to name something wins.
    pub fn of(workflows: &[&Workflow]) -> Names {
        let mut names = Names::default();
        for workflow in workflows {
            for stage in &workflow.stages {
                note(&mut names.stages, &stage.id, &stage.name);
            }
            for agency in &workflow.agencies {
                note(&mut names.agencies, &agency.id, &agency.name);
            }
            for material in &workflow.materials {
                note(&mut names.materials, &material.id, &material.name);
            }
            for (id, name) in &workflow.items {
                note(&mut names.items, id, name);
            }
            for step in workflow.steps().chain(&workflow.prepared) {
                note(&mut names.steps, &step.id, &step.name);
            }
        }
        // An item without a name of its own is called like its first step.
        for workflow in workflows {
            for step in workflow.steps().chain(&workflow.prepared) {
                if let Some(item) = &step.item {
                    let name = names.steps.get(item).unwrap_or(&step.name).clone();
                    note(&mut names.items, item, &name);
                }
            }
        }
        names
    }

    /// The same with the names of measures.
    pub fn with_measures<'m>(mut self, measures: impl Iterator<Item = &'m Measure>) -> Names {
        for measure in measures {
            note(&mut self.measures, &measure.id, &measure.name);
        }
        self
    }

    /// A step's name.
    pub fn step<'a>(&'a self, id: &'a str, lang: Lang) -> &'a str {
        say(&self.steps, id, lang)
    }

    /// An item's name.
    pub fn item<'a>(&'a self, id: &'a str, lang: Lang) -> &'a str {
        say(&self.items, id, lang)
    }

    /// A stage's name.
    pub fn stage<'a>(&'a self, id: &'a str, lang: Lang) -> &'a str {
        say(&self.stages, id, lang)
    }

    /// An agency's name.
    pub fn agency<'a>(&'a self, id: &'a str, lang: Lang) -> &'a str {
        say(&self.agencies, id, lang)
    }

    /// A material's name.
    pub fn material<'a>(&'a self, id: &'a str, lang: Lang) -> &'a str {
        say(&self.materials, id, lang)
    }

    /// A measure's name.
    pub fn measure<'a>(&'a self, id: &'a str, lang: Lang) -> &'a str {
        say(&self.measures, id, lang)
    }
}

fn note(names: &mut BTreeMap<String, Name>, id: &str, name: &Name) {
    if !names.contains_key(id) {
        names.insert(id.to_owned(), name.clone());
    }
}

fn say<'a>(names: &'a BTreeMap<String, Name>, id: &'a str, lang: Lang) -> &'a str {
    names.get(id).map_or(id, |name| name.get(lang, id))
}
