//! Statistics of one replication: exact sums in ticks.

use super::station::Areas;
use crate::sim::Histogram;
use crate::workflow::Ending;

/// One replication of one workflow.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Replication {
    /// Events: arrivals, ends of delays, ends of service.
    pub events: u64,
    /// Cases that arrived in the window.
    pub arrived: u64,
    /// Of them those that were done when the replication ended.
    pub done: u64,
    /// By [`Ending`]: of them those that ended before all their steps were done.
    pub endings: [u64; Ending::ALL.len()],
    /// Of `done` those of which no step was late.
    pub on_time: u64,
    /// Cases, whenever they came, that were done within the window.
    pub throughput: u64,
    /// Cases under way when the window began and when it ended.
    pub backlog: (u64, u64),
    /// Times in system of `done`, ticks.
    pub time_in_system: Histogram,
    /// Their exact sum, ticks.
    pub sojourn_ticks: u64,
    /// Ticks × cases under way, over the window.
    pub cases_area: u64,
    /// Length of the window, ticks.
    pub window_ticks: u64,
    /// Per agency with officers.
    pub agencies: Vec<AgencyTally>,
    /// Per step.
    pub steps: Vec<StepTally>,
    /// At equal distances over the window: cases under way, then jobs waiting per agency.
    pub samples: Vec<Vec<u32>>,
    /// Times in system in the order of arrival, ticks; only where [`super::Span::keeps_order`].
    pub in_order: Vec<u64>,
}

/// One agency: its levels over the window, and its waits over the cases that count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AgencyTally {
    /// Areas under its levels, ticks.
    pub areas: Areas,
    /// Steps that officers took up, repetitions included.
    pub jobs: u64,
    /// Their visits to officers: one per link, and one more per correction.
    pub visits: u64,
    /// Visits that had to wait.
    pub waited: u64,
    /// Ticks waited.
    pub wait_ticks: u64,
}

/// One step of the cases that count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StepTally {
    /// Cases that met it and in which it is done.
    pub done: u64,
    /// Visits to officers.
    pub visits: u64,
    /// Visits that had to wait.
    pub waited: u64,
    /// Ticks waited.
    pub wait_ticks: u64,
    /// Ticks from its start to its end.
    pub sojourn_ticks: u64,
    /// Times it had a limit.
    pub judged: u64,
    /// Times it was late.
    pub late: u64,
}
