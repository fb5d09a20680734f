//! Simulation parameters of other tools as durations, shares, officers and arrivals; what is in them besides is named.

mod bpsim;
pub(super) mod laws;
mod prosimos;
mod qbp;
mod vendor;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;
use toml::Value;

use super::model::{Model, Process};
use super::note::Notes;
use super::time::Span;
use super::tree::{Element, Space};
use crate::error::Place;

/// What a model's parameters say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parameters {
    /// How long nodes take, by id.
    pub durations: BTreeMap<String, Value>,
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
        bpsim::take(&mut parameters, &bpsim, notes);
        parameters
    }

    /// A length of time in working days of whoever works.
    pub fn working_days(&self, span: Span) -> f64 {
        match span {
            Span::Calendar(days) if self.is_every_day => days,
            Span::Calendar(_) | Span::Working(_) => span.working_days(),
        }
    }

    /// Parameters of Prosimos in a file beside the model.
    pub fn of_prosimos(json: &Json, place: &Place, notes: &mut Notes) -> Parameters {
        prosimos::read(json, place, notes)
    }
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
