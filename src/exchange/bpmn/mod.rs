//! BPMN 2.0 in: a drawn process as a scenario to start from, with what has to be set, and what has no words.

mod agencies;
mod branches;
mod conditions;
mod flat;
mod inline;
mod loops;
mod model;
mod note;
mod order;
mod scenario;
mod simulation;
mod tree;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use conditions::Choice;
use model::{Model, NodeKind, Process, Scope};
use simulation::Parameters;

use crate::error::Problem;
use crate::text;

pub use note::{Note, Notes};

/// A scenario made of a model.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The scenario file.
    pub scenario: String,
    /// Steps in it.
    pub n_steps: usize,
    /// What to know, by place.
    pub notes: Vec<Note>,
}

/// Makes a scenario of a model whose first byte has the place `base`. `pool`: which process; `parameters`: of Prosimos.
///
/// # Errors
/// It is no BPMN 2.0, has several processes and none is chosen, or no work in it.
pub fn import(
    source: &str,
    base: usize,
    pool: Option<&str>,
    parameters: Option<&Json>,
) -> Result<Imported, Problem> {
    let mut notes = Notes::default();
    let root = tree::tree(source, base)?;
    let model = model::model(&root, &mut notes)?;
    let process = chosen(&model, pool)?;
    let place = &process.place;
    let parameters = match parameters {
        Some(json) => Parameters::of_prosimos(json, place, &mut notes),
        None => Parameters::of_model(&process.simulation, &mut notes),
    };
    let mut flat = inline::flat(&model, process, &parameters.shares, &mut notes)?;
    let loops = loops::take_loops(&mut flat, &mut notes)?;
    let known = process.head.as_ref().map(known).unwrap_or_default();
    let arranged = order::arrange(&flat, &loops, known, &mut notes)?;
    if arranged.steps.is_empty() {
        return Err(
            Problem::error(format!("`{}` has no task", shown(process, &model)))
                .hint("a scenario needs at least one step")
                .at(place.clone()),
        );
    }
    let name = shown(process, &model);
    let head = process.head.as_ref();
    let draft = scenario::scenario(name, head, &flat, &arranged, &parameters, &mut notes);
    let mut notes = notes.0;
    notes.sort_by_key(|note| note.place.start);
    notes.dedup();
    Ok(Imported {
        scenario: draft
            .text(&["Made of a BPMN model. What the model does not say is assumed, and marked."]),
        n_steps: arranged.steps.len(),
        notes,
    })
}

/// Attributes that the model brings along.
fn known(head: &Json) -> Vec<Choice> {
    let list = head.get("attribute").and_then(Json::as_array);
    let mut known: Vec<Choice> = Vec::new();
    for attribute in list.into_iter().flatten() {
        let id = attribute.get("id").and_then(Json::as_str);
        let shares = attribute.get("shares").and_then(Json::as_object);
        let (Some(id), Some(shares)) = (id, shares) else {
            continue;
        };
        let values = shares.iter();
        let values = values.filter_map(|(value, share)| Some((value.clone(), share.as_f64()?)));
        known.push(Choice {
            id: id.to_owned(),
            given: BTreeMap::new(),
            values: values.collect(),
            is_assumed: false,
            is_gone: false,
        });
    }
    known
}

/// The process that is asked for; without a word the only one that no other calls.
fn chosen<'m>(model: &'m Model, pool: Option<&str>) -> Result<&'m Process, Problem> {
    let has_nodes = |process: &&Process| !process.scope.nodes.is_empty();
    let filled: Vec<&Process> = model.processes.iter().filter(has_nodes).collect();
    let mut called = BTreeSet::new();
    for process in &filled {
        calls(&process.scope, &mut called);
    }
    let names = |of: &[&Process]| {
        let names: Vec<&str> = of.iter().map(|process| shown(process, model)).collect();
        text::list_up_to(&names, text::MOST_LISTED)
    };
    if let Some(pool) = pool {
        let is_it = |process: &&&Process| {
            process.id == pool || process.name == pool || shown(process, model) == pool
        };
        if let Some(process) = filled.iter().find(is_it) {
            return Ok(process);
        }
        let problem = Problem::error(format!("the model has no pool `{pool}`"));
        return Err(problem.allowed(names(&filled)));
    }
    let first = |process: &&&Process| !called.contains(process.id.as_str());
    let own: Vec<&Process> = filled.iter().filter(first).copied().collect();
    let choice = if own.is_empty() { &filled } else { &own };
    match choice.as_slice() {
        [] => Err(Problem::error("the model has no process with a flow")
            .hint("draw the process that is to be simulated")),
        [only] => Ok(only),
        several => {
            let problem = Problem::error(format!("the model has {} pools", several.len()));
            Err(problem
                .allowed(format!("--pool with {}", names(several)))
                .hint("each is a process of its own: import one after the other"))
        }
    }
}

fn calls<'s>(scope: &'s Scope, called: &mut BTreeSet<&'s str>) {
    for node in &scope.nodes {
        match &node.kind {
            NodeKind::Call(Some(id)) => {
                called.insert(id);
            }
            NodeKind::Sub(inner) => calls(inner, called),
            NodeKind::Call(None)
            | NodeKind::Human
            | NodeKind::Machine
            | NodeKind::Start
            | NodeKind::End
            | NodeKind::Timer(_)
            | NodeKind::Wait
            | NodeKind::LinkOut(_)
            | NodeKind::LinkIn(_)
            | NodeKind::Pass
            | NodeKind::Boundary { .. }
            | NodeKind::Exclusive
            | NodeKind::Inclusive
            | NodeKind::Parallel => {}
        }
    }
}

/// A pool's name, else its process's, else the id.
fn shown<'m>(process: &'m Process, model: &'m Model) -> &'m str {
    let pool = model.pools.get(&process.id).map(String::as_str);
    let names = [pool.unwrap_or_default(), &process.name, &process.id];
    names
        .into_iter()
        .find(|name| !name.is_empty())
        .unwrap_or("process")
}
