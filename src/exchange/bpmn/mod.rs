//! BPMN 2.0 in: a drawn process as a scenario to start from, with what has to be set, and what has no words.

mod agencies;
mod arrange;
mod boundary;
mod calls;
mod circles;
mod conditions;
mod diagram;
mod dropped;
mod durations;
mod endings;
mod flat;
mod gather;
mod inline;
mod loops;
mod messages;
mod model;
mod modes;
mod note;
mod parameters;
mod pools;
mod read;
mod scenario;
mod several;
mod split;
mod thrown;
mod time;
mod tokens;
mod tree;
mod unroll;

use serde_json::Value as Json;

use arrange::Arranged;
use flat::Flat;
use parameters::Parameters;
use split::Choice;

use crate::error::{Place, Problem};

pub use note::{Note, Notes};

/// Nodes that drawing out a loop may add.
const MOST_ADDED: usize = 600;

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

/// Makes a scenario of a model whose first byte has the place `base`. `pools`: which processes; `parameters`: of Prosimos.
///
/// # Errors
/// It is no BPMN 2.0, has several processes and none is chosen, or no work in it.
pub fn import(
    source: &str,
    base: usize,
    pools: &[&str],
    parameters: Option<&Json>,
) -> Result<Imported, Problem> {
    let mut notes = Notes::default();
    let mut root = tree::tree(source, base)?;
    let model = read::model(&mut root, &mut notes)?;
    let processes = pools::chosen(&model, pools)?;
    let place = &processes[0].place;
    let parameters = match parameters {
        Some(json) => Parameters::of_prosimos(json, place, &mut notes),
        None => Parameters::of_model(&model, &processes, &root, &mut notes),
    };
    parameters.tell_unmet(&model, place, &mut notes);
    let flat = inline::flat(&model, &processes, &parameters, &mut notes)?;
    let head = processes[0].head.as_ref();
    let known = head.map(known).unwrap_or_default();
    let (flat, arranged) = steps(&flat, &known, place, &mut notes)?;
    let names = processes.iter().map(|one| pools::shown(one, &model));
    let name = names.collect::<Vec<_>>().join(" + ");
    if arranged.steps.is_empty() {
        return Err(Problem::error(format!("`{name}` has no task"))
            .hint("a scenario needs at least one step")
            .at(place.clone()));
    }
    let draft = scenario::scenario(&name, head, &flat, &arranged, &parameters, &mut notes);
    let mut notes = notes.0;
    notes.sort_by_key(|note| note.place.start);
    notes.dedup();
    Ok(Imported {
        scenario: draft
            .text(&["Made of a BPMN model. What the model does not say is assumed, and marked."]),
        n_steps: draft.steps.len(),
        notes,
    })
}

/// Steps of a graph whose loops are taken out; with as few rounds as can be, if more would have too many conditions.
fn steps(
    flat: &Flat,
    known: &[(Choice, Option<Json>)],
    place: &Place,
    notes: &mut Notes,
) -> Result<(Flat, Arranged), Problem> {
    let mut with = |most_added| {
        let (mut flat, mut said) = (flat.clone(), notes.clone());
        let loops = loops::take_loops(&mut flat, most_added, &mut said)?;
        let played = tokens::play(&flat, known.to_vec(), &mut said)?;
        let arranged = arrange::arrange(&flat, &loops, played, &mut said).ok_or_else(|| {
            Problem::error("the branches have no conditions of a readable size")
                .hint("draw the process in parts")
                .at(place.clone())
        })?;
        *notes = said;
        Ok((flat, arranged))
    };
    with(MOST_ADDED).or_else(|_: Problem| with(0))
}

/// Attributes that the model brings along.
fn known(head: &Json) -> Vec<(Choice, Option<Json>)> {
    let list = head.get("attribute").and_then(Json::as_array);
    let mut known = Vec::new();
    for attribute in list.into_iter().flatten() {
        let id = attribute.get("id").and_then(Json::as_str);
        let shares = attribute.get("shares").and_then(Json::as_object);
        let (Some(id), Some(shares)) = (id, shares) else {
            continue;
        };
        let values = shares.iter();
        let values = values.filter_map(|(value, share)| Some((value.clone(), share.as_f64()?)));
        let choice = Choice {
            id: id.to_owned(),
            given: diagram::ALL,
            values: values.collect(),
            is_assumed: false,
            open: None,
            is_known: true,
        };
        known.push((choice, attribute.get("given").cloned()));
    }
    known
}
