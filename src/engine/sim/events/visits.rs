//! Visits: what is counted when an officer takes up a job.

use std::ops::Range;

use super::model::{Model, Move};
use super::statistics::{AgencyTally, StepTally};

/// Where a visit is counted: at which move, whether it is of the first link, and whether the case counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place(u32);

/// Kinds of visits per move.
const KINDS: usize = 4;

impl Place {
    /// A visit of this move.
    #[inline]
    pub fn new(at: u32, is_first_link: bool, counts: bool) -> Place {
        Place(at * KINDS as u32 + u32::from(is_first_link) * 2 + u32::from(counts))
    }

    /// The same visit of a case that does not count.
    pub fn not_counted(self) -> Place {
        Place(self.0 & !1)
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
    /// None yet, of a model with so many moves.
    pub fn new(n_moves: usize) -> Visits {
        Visits(vec![Sums::default(); n_moves * KINDS])
    }

    /// A job is taken up that has waited so long.
    #[inline]
    pub fn add(&mut self, place: Place, waited: u64) {
        let sums = &mut self.0[place.0 as usize];
        sums.visits += 1;
        sums.waited += u64::from(waited > 0);
        sums.wait_ticks += waited;
    }

    /// Ticks waited at a station by all whom it served, whether they count or not.
    pub fn waited_at(&self, station: usize, model: &Model) -> u64 {
        let moves = model.moves.iter().zip(self.0.chunks_exact(KINDS));
        let own = moves.filter(
            |(at, _)| matches!(at, Move::Serve { station: own, .. } if *own as usize == station),
        );
        own.flat_map(|(_, sums)| sums)
            .map(|sums| sums.wait_ticks)
            .sum()
    }

    /// Adds the visits of the cases that count, at these moves of a step, to the step and to its stations.
    pub fn add_up(
        &self,
        (model, moves): (&Model, Range<usize>),
        step: &mut StepTally,
        stations: &mut [AgencyTally],
    ) {
        for idx in moves {
            let Move::Serve {
                station, is_again, ..
            } = model.moves[idx]
            else {
                continue;
            };
            let station = &mut stations[station as usize];
            for is_first_link in [false, true] {
                let place = Place::new(idx as u32, is_first_link, true);
                let sums = self.0[place.0 as usize];
                station.jobs += sums.visits * u64::from(is_first_link && !is_again);
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
