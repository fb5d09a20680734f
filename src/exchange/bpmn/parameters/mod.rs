//! Simulation parameters of other tools as durations, shares, officers and arrivals; what is in them besides is named.

mod bpsim;
mod hours;
pub(super) mod laws;
mod prosimos;
mod qbp;
mod vendor;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;
use toml::Value;

use super::model::{Model, Node, NodeKind, Process};
use super::note::{Notes, listed};
use super::time::Span;
use super::tree::{Element, Space};
use crate::error::Place;

/// What a model's parameters say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parameters {
    /// How long nodes take, by id.
    pub durations: BTreeMap<String, Value>,
    /// By when they are to be done, by id.
    pub limits: BTreeMap<String, Span>,
    /// Who does them, by id: an id of [`Parameters::resources`].
    pub resources_of: BTreeMap<String, String>,
    /// Names and numbers of people, by id.
    pub resources: BTreeMap<String, (String, Option<u32>)>,
    /// Shares of sequence flows, by id.
    pub shares: BTreeMap<String, f64>,
    /// Cases a working day.
    pub arrivals_per_day: Option<f64>,
    /// Whether all seven days of the week are worked.
    pub is_every_day: bool,
}

impl Parameters {
    /// Parameters of BIMP (QBP), BPSim and modelling tools within the model.
    pub fn of_model(
        model: &Model,
        processes: &[&Process],
        root: &Element,
        notes: &mut Notes,
    ) -> Parameters {
        let mut parameters = Parameters::default();
        vendor::take(&mut parameters, root, notes);
        let elements = processes.iter().flat_map(|one| &one.simulation);
        let elements = model.simulation.iter().chain(elements);
        let (qbp, bpsim): (Vec<&Element>, Vec<&Element>) =
            elements.partition(|element| element.space == Space::Qbp);
        qbp::take(&mut parameters, &qbp, notes);
        bpsim::take(&mut parameters, &bpsim, model, notes);
        parameters
    }

    /// A length of time in working days of whoever works.
    pub fn working_days(&self, span: Span) -> f64 {
        match span {
            Span::Calendar(days) if self.is_every_day => days,
            Span::Calendar(_) | Span::Working(_) => span.working_days(),
        }
    }

    /// Names figures for what is no step of the model, or is not in it at all.
    pub fn tell_unmet(&self, model: &Model, place: &Place, notes: &mut Notes) {
        let mut ids: BTreeMap<&str, bool> = BTreeMap::new();
        for level in model.processes.iter().flat_map(|one| one.scope.levels()) {
            ids.extend(level.flows.iter().map(|flow| (flow.id.as_str(), true)));
            let nodes = level.nodes.iter();
            ids.extend(nodes.map(|node| (node.id.as_str(), is_step(node, model))));
        }
        let takes = |id: &String, law: &Value| {
            laws::mean_days(law) != Some(0.0) || !ids.contains_key(id.as_str())
        };
        let timed = self.durations.iter().filter(|(id, law)| takes(id, law));
        let timed: BTreeSet<&str> = timed.map(|(id, _)| id.as_str()).collect();
        let named = self.shares.keys().chain(self.resources_of.keys());
        let named = named.map(String::as_str).chain(timed.iter().copied());
        let unknown: BTreeSet<&str> = named.filter(|id| !ids.contains_key(id)).collect();
        let no_step = timed.into_iter().filter(|id| ids.get(id) == Some(&false));
        for (ids, en, zh) in [
            (
                unknown.into_iter().collect::<Vec<_>>(),
                "the model has no such element",
                "模型中没有这样的元素",
            ),
            (
                no_step.collect(),
                "nothing is done there itself",
                "该处本身没有工作",
            ),
        ] {
            if !ids.is_empty() {
                let (names, shown) = listed(&ids, 5);
                notes.say(
                    place,
                    format!("figures for {names} are not used: {en}"),
                    format!("未使用{shown}的数字：{zh}"),
                );
            }
        }
    }

    /// Parameters of Prosimos in a file beside the model.
    pub fn of_prosimos(json: &Json, place: &Place, notes: &mut Notes) -> Parameters {
        prosimos::read(json, place, notes)
    }
}

/// Whether somebody or something does something at a node itself.
fn is_step(node: &Node, model: &Model) -> bool {
    if let NodeKind::Sub(inner) | NodeKind::EventSub(inner) = &node.kind {
        return inner.nodes.is_empty();
    }
    if let NodeKind::Call(called) = &node.kind {
        let is_it = |one: &&Process| Some(&one.id) == called.as_ref();
        let found = model.processes.iter().find(is_it);
        return found.is_none_or(|one| one.scope.nodes.is_empty());
    }
    matches!(
        node.kind,
        NodeKind::Human | NodeKind::Machine | NodeKind::Timer(_) | NodeKind::Wait
    )
}

/// Says that cases come at a steady rate, whatever law the parameters have for their distances.
fn tell_arrivals(place: &Place, notes: &mut Notes) {
    notes.say(
        place,
        "arrivals come independently here, at the same rate".to_owned(),
        "此处的到达按相同速率独立发生".to_owned(),
    );
}

/// Names what is not used, once for each kind.
fn tell_unused(unused: &BTreeSet<String>, of: (&str, &str), place: &Place, notes: &mut Notes) {
    for what in unused {
        notes.say(
            place,
            format!("`{what}` of {} is not used", of.0),
            format!("未使用{}中的 `{what}`", of.1),
        );
    }
}

/// Says that of several groups of officers one does a node.
fn tell_groups(node: &str, groups: &[&str], place: &Place, notes: &mut Notes) {
    notes.inexact(
        place,
        format!(
            "`{node}` is done by several groups of officers ({}): the first does it here",
            crate::text::list(groups)
        ),
        format!(
            "“{node}”由多组人员办理（{}）：此处只由第一组办理",
            groups.join("、")
        ),
    );
}

fn walk<'e>(element: &'e Element, take: &mut impl FnMut(&'e Element)) {
    take(element);
    for child in &element.children {
        walk(child, take);
    }
}

fn figure(text: &str) -> Option<f64> {
    text.trim()
        .parse()
        .ok()
        .filter(|figure: &f64| figure.is_finite())
}
