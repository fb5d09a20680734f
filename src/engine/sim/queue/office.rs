//! An office: one workflow, or those of several categories, whose cases meet the same officers.

use super::arrivals::Demand;
use super::duty::Duty;
use super::engine::Source;
use super::model::{Category, Leg, Model, NodeModel, QueueFamily, StationModel};
use super::traffic::officer_days;
use crate::workflow::Workflow;

/// One category: a workflow of a family, and its cases.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// Where the workflow was compiled.
    pub family: &'a QueueFamily,
    /// Which of the family it is.
    pub idx: usize,
    /// The workflow itself.
    pub workflow: &'a Workflow,
    /// How its cases come.
    pub demand: &'a Demand,
}

/// Categories at the same agencies: those of the same id are one.
#[derive(Debug)]
pub struct Office<'a> {
    /// Its categories; never none.
    pub parts: Vec<Part<'a>>,
    pub(super) layout: Layout,
}

/// What every replication of an office has in common.
#[derive(Debug)]
pub(super) struct Layout {
    pub model: Model,
    /// Of every station.
    pub duties: Vec<Option<Duty>>,
}

impl<'a> Office<'a> {
    /// The office of these categories. The calendar's year is the first one's.
    pub fn new(parts: Vec<Part<'a>>) -> Office<'a> {
        let models = parts.iter().map(|part| &part.family.models[part.idx]);
        let model = joined(models);
        let year = parts.first().map_or(&[][..], |part| part.demand.year());
        let stations = model.stations.iter();
        let duties = stations.map(|station| Duty::new(&station.roster, year));
        let layout = Layout {
            duties: duties.collect(),
            model,
        };
        Office { parts, layout }
    }

    /// Officers of its stations.
    pub fn officers(&self) -> Vec<u32> {
        let stations = self.layout.model.stations.iter();
        stations.map(|station| station.officers).collect()
    }

    /// Officers of its stations on duty, on average over a year.
    pub fn on_duty(&self) -> Vec<f64> {
        let stations = self.layout.model.stations.iter().zip(&self.layout.duties);
        stations
            .map(|(station, duty)| match duty {
                None => f64::from(station.officers),
                Some(duty) => duty.mean_on_duty(station.officers),
            })
            .collect()
    }

    /// Officers that their work keeps busy, by the traffic equations.
    pub fn busy(&self) -> Vec<f64> {
        let mut busy = vec![0.0; self.layout.model.stations.len()];
        for (number, part) in self.parts.iter().enumerate() {
            let days = officer_days(part.family, part.idx, part.workflow);
            for (days, &station) in days.iter().zip(self.stations_of(number)) {
                busy[station] += days * part.demand.per_day();
            }
        }
        busy
    }

    /// Stations of a category, in the order of [`QueueFamily::agencies`].
    pub fn stations_of(&self, part: usize) -> &[usize] {
        &self.layout.model.categories[part].stations
    }

    /// Cases of all categories a working day.
    pub fn per_day(&self) -> f64 {
        self.parts.iter().map(|part| part.demand.per_day()).sum()
    }

    pub(super) fn sources(&self) -> Vec<Source<'_>> {
        let parts = self.parts.iter();
        parts
            .map(|part| Source {
                plan: &part.family.family.plans[part.idx],
                pool: &part.family.family.pool,
                demand: part.demand,
            })
            .collect()
    }
}

/// One model of several: their steps one after another, their stations pooled by agency.
fn joined<'m>(models: impl Iterator<Item = &'m Model>) -> Model {
    let mut all = Model::empty();
    for model in models {
        let (first_node, first_leg) = (all.nodes.len(), all.legs.len() as u32);
        let first_panel = all.panels.len() as u32;
        let first_successor = all.successors.len() as u32;
        let places: Vec<usize> = model
            .stations
            .iter()
            .map(|station| pooled(&mut all.stations, station))
            .collect();
        all.nodes.extend(model.nodes.iter().map(|node| NodeModel {
            first_leg: node.first_leg + first_leg,
            last_leg: node.last_leg + first_leg,
            successors: (
                node.successors.0 + first_successor,
                node.successors.1 + first_successor,
            ),
            ..*node
        }));
        all.ids.extend(model.ids.iter().cloned());
        all.fills.extend(model.fills.iter().cloned());
        all.successors.extend(&model.successors);
        all.legs.extend(model.legs.iter().map(|&leg| match leg {
            Leg::Serve {
                station,
                links,
                effort,
                again,
            } => Leg::Serve {
                station: places[station as usize] as u32,
                links,
                effort,
                again,
            },
            Leg::Sit { panel, when } => Leg::Sit {
                panel: panel + first_panel,
                when,
            },
            Leg::Begin
            | Leg::Until(_)
            | Leg::Delay(_)
            | Leg::Accept(_)
            | Leg::DayBegins
            | Leg::DayEnds
            | Leg::Judge { .. }
            | Leg::Gate { .. }
            | Leg::End => leg,
        }));
        all.panels.extend(model.panels.iter().cloned());
        all.n_columns = all.n_columns.max(model.n_columns);
        all.categories
            .extend(model.categories.iter().map(|category| Category {
                nodes: category.nodes.start + first_node..category.nodes.end + first_node,
                stations: category.stations.iter().map(|&own| places[own]).collect(),
                ..category.clone()
            }));
    }
    all
}

/// Where the station of an agency is; where categories know it with different numbers of officers, the most.
fn pooled(all: &mut Vec<StationModel>, station: &StationModel) -> usize {
    let known = all.iter().position(|other| other.agency == station.agency);
    let Some(place) = known else {
        all.push(station.clone());
        return all.len() - 1;
    };
    if all[place].officers < station.officers {
        all[place] = station.clone();
    }
    place
}
