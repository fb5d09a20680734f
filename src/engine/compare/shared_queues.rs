//! The queues of scenarios that share their agencies, the cases of all of them taken together.

use super::names::Names;
use super::queues::{Queues, Roll, summary};
use crate::lang::Name;
use crate::sim::events::{AgencyTally, Office, Replication, Study};

/// One office for the cases of several scenarios, as it is and after reforms.
#[derive(Clone, Debug)]
pub struct SharedQueues {
    /// Ids of the scenarios.
    pub scenarios: Vec<String>,
    /// What a reader sees for their agencies.
    pub names: Names,
    /// As it is, then after every reform of any scenario.
    pub sides: Vec<SharedSide>,
}

/// The office under the workflows of one reform, or as it is.
#[derive(Clone, Debug)]
pub struct SharedSide {
    /// Id and name of the reform; `None`: as it is.
    pub reform: Option<(String, Name)>,
    /// Of the cases of all scenarios; steps are told by scenario only.
    pub queues: Queues,
}

impl SharedQueues {
    /// After the reform called `id`.
    pub fn after(&self, id: &str) -> Option<&SharedSide> {
        let mut sides = self.sides.iter();
        sides.find(|side| side.reform.as_ref().is_some_and(|(own, _)| own == id))
    }
}

/// What an office's officers do for the cases of all its categories; `studies` are those of its parts.
pub(super) fn together(office: &Office<'_>, studies: &[Study]) -> Queues {
    let mut roll = Roll::default();
    // Of every category the places of its agencies on the roll.
    let mut places: Vec<Vec<usize>> = Vec::with_capacity(office.parts.len());
    for (part, study) in office.parts.iter().zip(studies) {
        let own = Roll::of(*part, study);
        let own_places = own.agencies.iter().map(|agency| {
            let known = roll.agencies.iter().position(|other| other.0 == agency.0);
            known.unwrap_or_else(|| {
                roll.agencies.push(*agency);
                roll.agencies.len() - 1
            })
        });
        places.push(own_places.collect());
        roll.steps.extend(own.steps);
    }
    let n_runs = studies.iter().map(|study| study.runs.len()).min();
    let runs: Vec<Replication> = (0..n_runs.unwrap_or(0))
        .map(|number| {
            let runs = studies.iter().map(|study| &study.runs[number]);
            joined(runs.zip(&places), roll.agencies.len())
        })
        .collect();
    let mut queues = summary(&roll, (studies[0].verdict, studies[0].span), &runs);
    queues.steps = Vec::new();
    queues
}

/// One replication of all categories, each with the places of its agencies among `n_agencies`.
fn joined<'r>(
    categories: impl Iterator<Item = (&'r Replication, &'r Vec<usize>)>,
    n_agencies: usize,
) -> Replication {
    let mut all = Replication {
        agencies: vec![AgencyTally::default(); n_agencies],
        ..Replication::default()
    };
    for (run, places) in categories {
        // Events and the window are the office's, the same for every category.
        (all.events, all.window_ticks) = (run.events, run.window_ticks);
        all.arrived += run.arrived;
        all.done += run.done;
        all.on_time += run.on_time;
        all.throughput += run.throughput;
        all.backlog.0 += run.backlog.0;
        all.backlog.1 += run.backlog.1;
        all.time_in_system.absorb(&run.time_in_system);
        all.sojourn_ticks += run.sojourn_ticks;
        all.cases_area += run.cases_area;
        all.steps.extend(&run.steps);
        for (&place, own) in places.iter().zip(&run.agencies) {
            let agency = &mut all.agencies[place];
            // Officers are busy, and files wait, whoever looks; who waited is a category's own.
            agency.areas = own.areas;
            agency.jobs += own.jobs;
            agency.visits += own.visits;
            agency.waited += own.waited;
            agency.wait_ticks += own.wait_ticks;
        }
        let empty = vec![0; n_agencies + 1];
        all.samples.resize(run.samples.len(), empty);
        for (sample, own) in all.samples.iter_mut().zip(&run.samples) {
            sample[0] += own[0];
            for (&place, &waiting) in places.iter().zip(&own[1..]) {
                sample[place + 1] = waiting;
            }
        }
    }
    all.time_in_system.sort();
    all
}
