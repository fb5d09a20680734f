//! Visits: what is counted when an officer takes up a file.

use std::ops::Range;

use super::model::{Leg, Model};
use super::tally::{AgencyTally, StepTally};

/// Where a visit is counted: at which leg, whether it is of the first link, and whether the case counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Visit(u32);

/// Visits per leg.
const KINDS: usize = 4;

impl Visit {
    /// A visit of this leg.
    #[inline]
    pub fn new(leg: u32, is_first_link: bool, counts: bool) -> Visit {
        Visit(leg * KINDS as u32 + u32::from(is_first_link) * 2 + u32::from(counts))
    }
}

/// Visits that are counted together.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    visits: u64,
    waited: u64,
    wait_ticks: u64,
}

/// All visits of a replication.
#[derive(Debug)]
pub(super) struct Visits(Vec<Sums>);

impl Visits {
    /// None yet, of a model with so many legs.
    pub fn new(n_legs: usize) -> Visits {
        Visits(vec![Sums::default(); n_legs * KINDS])
    }

    /// A file is taken up that has waited so long.
    #[inline]
    pub fn add(&mut self, visit: Visit, waited: u64) {
        let sums = &mut self.0[visit.0 as usize];
        sums.visits += 1;
        sums.waited += u64::from(waited > 0);
        sums.wait_ticks += waited;
    }

    /// Ticks waited at a station by all whom it served, whether they count or not.
    pub fn waited_at(&self, station: usize, model: &Model) -> u64 {
        let legs = model.legs.iter().zip(self.0.chunks_exact(KINDS));
        let own = legs.filter(|(leg, _)| leg.station() == Some(station));
        own.flat_map(|(_, sums)| sums)
            .map(|sums| sums.wait_ticks)
            .sum()
    }

    /// Adds the visits of the cases that count, at these legs of a step, to the step and to its stations.
    pub fn add_up(
        &self,
        (model, legs): (&Model, Range<usize>),
        step: &mut StepTally,
        stations: &mut [AgencyTally],
    ) {
        for idx in legs {
            let Leg::Serve { station, again, .. } = model.legs[idx] else {
                continue;
            };
            let station = &mut stations[station as usize];
            for is_first_link in [false, true] {
                let visit = Visit::new(idx as u32, is_first_link, true);
                let sums = self.0[visit.0 as usize];
                station.files += sums.visits * u64::from(is_first_link && !again);
                station.visits += sums.visits;
                station.waited += sums.waited;
                station.wait_ticks += sums.wait_ticks;
                step.visits += sums.visits;
                step.waited += sums.waited;
                step.wait_ticks += sums.wait_ticks;
            }
        }
    }
}
