//! When cases start, and how many calendar days their working days take.

use jiff::civil::Date;

use super::block::{BLOCK, Lane};
use super::draw::{Purpose, Stream, Table};
use super::plan::Family;
use crate::calendar::{Calendar, Walk};

/// When cases start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// All on one day.
    On(Date),
    /// On any working day of a year, each equally likely.
    During(i16),
}

/// Start days of every case, laid over a calendar.
#[derive(Debug)]
pub struct Starts {
    walk: Walk,
    /// Indices of the possible start days.
    indices: Vec<u32>,
    table: Table,
    stream: Stream,
}

/// Beyond this many working days no date is worth naming: more than two centuries.
const FARTHEST_DAYS: u64 = 60_000;

impl Starts {
    /// Start days for the cases of `family`; `None` if some case could end beyond all calendars.
    pub fn new(
        family: &Family,
        seed: u64,
        scenario: &str,
        calendar: &Calendar,
        start: Start,
    ) -> Option<Starts> {
        let horizon = family.longest_days();
        if horizon > FARTHEST_DAYS {
            return None;
        }
        let days = match start {
            Start::On(day) => vec![day],
            Start::During(year) => calendar.working_days_in_year(year),
        };
        let (first, last) = (*days.first()?, *days.last()?);
        let walk = Walk::new(calendar, first..=last, horizon as u32)?;
        let indices = days
            .iter()
            .filter_map(|&day| walk.start_index(day))
            .map(|index| index as u32)
            .collect::<Vec<_>>();
        let table = Table::discrete(&vec![1.0 / indices.len() as f64; indices.len()]);
        Some(Starts {
            walk,
            indices,
            table,
            stream: Stream::new(seed, scenario, "start", Purpose::Start),
        })
    }

    /// The start of every case of a block.
    pub(super) fn days(&self, first_case: u64) -> Lane {
        let (mut uniforms, mut days) = ([0; BLOCK], [0; BLOCK]);
        self.stream.uniforms(0, first_case, &mut uniforms);
        self.table.fill(&uniforms, &mut days);
        for day in &mut days {
            *day = self.indices[*day as usize];
        }
        days
    }

    /// Calendar days that `working_days` take from a start.
    #[inline]
    pub(super) fn calendar_days(&self, start: u32, working_days: u32) -> u32 {
        self.walk.calendar_days(start as usize, working_days)
    }
}
