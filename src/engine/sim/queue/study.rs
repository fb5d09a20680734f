//! A study: is the office stable, when has it settled, what do its cases go through.

use super::arrivals::Demand;
use super::model::{QueueFamily, TICKS_PER_DAY};
use super::replicate::{Span, replicate};
use super::staffing::officers_needed;
use super::tally::Replication;
use super::traffic::officer_days;
use super::warm_up::mser_5;
use crate::sim::{Stopped, Watch};
use crate::workflow::{Horizon, Workflow};

/// How much is simulated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Volume {
    /// Independent replications.
    pub replications: u64,
    /// Cases that count in each, where the horizon is the long run.
    pub cases: u64,
}

/// What became of one workflow.
#[derive(Clone, Debug)]
pub struct Study {
    /// How the runs are to be read.
    pub verdict: Verdict,
    /// Offered load of every agency: the officers that its work keeps busy, over those on duty.
    pub loads: Vec<f64>,
    /// Officers of every agency on duty, on average over a year.
    pub on_duty: Vec<f64>,
    /// Officers with which nine of ten of its steps are on time; `None`: no number is enough.
    pub officers_needed: Vec<Option<u32>>,
    /// What was looked at.
    pub span: Span,
    /// Independent replications.
    pub runs: Vec<Replication>,
}

/// How the runs are to be read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    /// A period, from its beginning.
    Period,
    /// The long run, after the warm-up.
    Settled,
    /// The long run was asked for, but the runs were too short to settle.
    NotSettled,
    /// Work comes faster than it is done: there is no long run, the period shows the backlog grow.
    Growing,
}

/// Replications that find the warm-up.
const PILOTS: u64 = 16;

/// Points of the queues over time.
const SAMPLES: u64 = 120;

/// Studies every workflow of a family; all see the same cases in the same window.
///
/// # Errors
/// [`Stopped`] when `watch.stop` was set.
pub fn study(
    family: &QueueFamily,
    workflows: &[&Workflow],
    demand: &Demand,
    (horizon, volume): (Horizon, Volume),
    watch: Watch<'_>,
) -> Result<Vec<Study>, Stopped> {
    let loads: Vec<Vec<f64>> = workflows
        .iter()
        .enumerate()
        .map(|(idx, workflow)| {
            let days = officer_days(family, idx, workflow);
            let on_duty = family.on_duty(idx, demand);
            let pairs = days.iter().zip(on_duty);
            pairs
                .map(|(days, on_duty)| days * demand.per_day() / on_duty)
                .collect()
        })
        .collect();
    let is_growing =
        |idx: usize| horizon == Horizon::Steady && loads[idx].iter().any(|load| *load >= 1.0);
    let stable: Vec<usize> = (0..family.len()).filter(|&idx| !is_growing(idx)).collect();
    let (days, warm_up) = match horizon {
        Horizon::Terminating { days } => (days, Some(0.0)),
        Horizon::Steady => {
            let days = (volume.cases as f64 / demand.per_day()).max(1.0);
            (days, warm_up(family, &stable, demand, days, volume, watch)?)
        }
    };
    let mut studies = Vec::with_capacity(family.len());
    for (idx, loads) in loads.iter().enumerate() {
        let verdict = match (horizon, warm_up) {
            (Horizon::Terminating { .. }, _) => Verdict::Period,
            (Horizon::Steady, _) if is_growing(idx) => Verdict::Growing,
            (Horizon::Steady, Some(_)) => Verdict::Settled,
            (Horizon::Steady, None) => Verdict::NotSettled,
        };
        let from = match verdict {
            Verdict::Period | Verdict::Growing => 0.0,
            Verdict::Settled => warm_up.unwrap_or(0.0),
            Verdict::NotSettled => days,
        };
        let span = span(from, days, SAMPLES);
        let runs = replicate(family, idx, demand, (volume.replications, span), watch)?;
        let officers_needed = officers_needed(family, (idx, workflows[idx]), demand, span, watch)?;
        studies.push(Study {
            verdict,
            loads: loads.clone(),
            on_duty: family.on_duty(idx, demand),
            officers_needed,
            span,
            runs,
        });
    }
    Ok(studies)
}

/// Days to leave out at the beginning: as many as the slowest workflow needs; `None` if one does not
/// settle.
fn warm_up(
    family: &QueueFamily,
    stable: &[usize],
    demand: &Demand,
    days: f64,
    volume: Volume,
    watch: Watch<'_>,
) -> Result<Option<f64>, Stopped> {
    let mut longest = Some(0.0);
    for &idx in stable {
        let mut span = span(0.0, days, 0);
        span.keeps_order = true;
        let pilots = PILOTS.min(volume.replications);
        let runs = replicate(family, idx, demand, (pilots, span), watch)?;
        let n = runs.iter().map(|run| run.in_order.len()).min().unwrap_or(0);
        let series: Vec<f64> = (0..n)
            .map(|case| runs.iter().map(|run| run.in_order[case] as f64).sum())
            .collect();
        let cut = mser_5(&series).map(|cases| cases as f64 / demand.per_day());
        longest = longest.zip(cut).map(|(a, b): (f64, f64)| a.max(b));
    }
    Ok(longest)
}

/// A window of `days`; who is not done ten windows later is given up.
fn span(from_days: f64, days: f64, samples: u64) -> Span {
    let ticks = |days: f64| (days * f64::from(TICKS_PER_DAY)).round() as u64;
    let to = ticks(from_days + days);
    Span {
        from: ticks(from_days),
        to,
        last: to + 10 * ticks(days) + ticks(2_500.0),
        samples,
        keeps_order: false,
    }
}
