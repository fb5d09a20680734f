//! An office: one workflow, or those of several categories, whose cases meet the same officers.

use super::arrivals::Demand;
use super::model::{Model, Refusal};
use super::schedule::Schedule;
use super::simulation::Source;
use crate::sim::course::{Family, officer_days};
use crate::workflow::Workflow;

/// One category: a workflow of a family, and its cases.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// Where the workflow was compiled, with busy officers.
    pub family: &'a Family,
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
    /// Of every station; `None`: everybody is always there.
    pub schedules: Vec<Option<Schedule>>,
    /// Whether any step takes calendar days.
    pub has_calendar_days: bool,
}

impl<'a> Office<'a> {
    /// The office of these categories. The calendar's year is the first one's.
    ///
    /// # Errors
    /// They are too large for the event loop.
    pub fn new(parts: Vec<Part<'a>>) -> Result<Office<'a>, Refusal> {
        let mut model = Model::default();
        for part in &parts {
            model.add(part.family, part.idx)?;
        }
        let year = parts.first().map_or(&[][..], |part| part.demand.year());
        let stations = model.stations.iter();
        let schedules = stations.map(|station| Schedule::new(&station.roster, year));
        let layout = Layout {
            schedules: schedules.collect(),
            has_calendar_days: parts
                .iter()
                .any(|part| part.family.networks[part.idx].has_calendar_days()),
            model,
        };
        Ok(Office { parts, layout })
    }

    /// Officers of its stations.
    pub fn officers(&self) -> Vec<u32> {
        let stations = self.layout.model.stations.iter();
        stations.map(|station| station.officers).collect()
    }

    /// Officers of its stations on duty, on average over a year.
    pub fn on_duty(&self) -> Vec<f64> {
        let stations = self
            .layout
            .model
            .stations
            .iter()
            .zip(&self.layout.schedules);
        stations
            .map(|(station, schedule)| match schedule {
                None => f64::from(station.officers),
                Some(schedule) => schedule.mean_on_duty(station.officers),
            })
            .collect()
    }

    /// Officers that their work keeps busy, by the traffic equations.
    pub fn busy(&self) -> Vec<f64> {
        let mut busy = vec![0.0; self.layout.model.stations.len()];
        for (number, part) in self.parts.iter().enumerate() {
            let days = officer_days(part.family, part.idx);
            for (days, &station) in days.iter().zip(self.stations_of(number)) {
                busy[station] += days * part.demand.per_day();
            }
        }
        busy
    }

    /// Stations of a category, in the order of [`Family::agencies`].
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
                draws: &part.family.draws,
                demand: part.demand,
            })
            .collect()
    }
}
