//! A study: is the office stable, when has it settled, what do its cases go through.

use super::office::Office;
use super::replicate::{Span, Unanswered, replicate};
use super::staffing::officers_needed;
use super::statistics::Replication;
use super::warm_up::mser_5;
use crate::sim::Watch;
use crate::sim::tick::long_ticks_of as ticks;
use crate::workflow::Horizon;

/// How much is simulated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Volume {
    /// Independent replications.
    pub replications: u64,
    /// Cases that count in each, where the horizon is the long run.
    pub cases: u64,
}

/// What became of one category of an office.
#[derive(Clone, Debug)]
pub struct Study {
    /// How the runs are to be read.
    pub verdict: Verdict,
    /// Of every agency with officers, in the order of [`crate::sim::Family::agencies`].
    pub staff: Vec<Staff>,
    /// What was looked at.
    pub span: Span,
    /// Independent replications.
    pub runs: Vec<Replication>,
}

/// The officers of one agency, for the work of all categories.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Staff {
    /// How many there are.
    pub officers: u32,
    /// Of them those on duty, on average over a year.
    pub on_duty: f64,
    /// Offered load: the officers that its work keeps busy, over those on duty.
    pub load: f64,
    /// Officers with which nine of ten of its steps are on time; `None`: no number is enough.
    pub needed: Option<u32>,
}

/// How the runs are to be read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    /// A period, from its beginning.
    Period,
    /// The long run, after the warm-up.
    Settled,
    /// The long run, after a warm-up that was stated; whether it is long enough nobody tested.
    Stated,
    /// The long run was asked for, but the runs were too short to settle.
    NotSettled,
    /// Work comes faster than it is done: there is no long run, the period shows the backlog grow.
    Growing,
}

/// Replications that find the warm-up.
const PILOTS: u64 = 16;

/// Cases of each of them, and of those that find the officers needed, where the replications have more.
const PILOT_CASES: f64 = 10_000.0;

/// Days of a window: ten times as many, and the warm-up, can still be told in ticks.
const MOST_DAYS: f64 = 1e8;

/// Cases by which a backlog may grow within a window, where work comes faster than it is done: enough to see how fast.
const MOST_GROWN: f64 = 10_000.0;

/// Points of the queues over time.
const SAMPLES: u64 = 120;

/// Studies offices: of each the studies of its categories. All see the same cases in the same window.
///
/// # Errors
/// See [`Unanswered`].
pub fn study(
    offices: &[Office<'_>],
    (horizon, volume): (Horizon, Volume),
    watch: Watch<'_>,
) -> Result<Vec<Vec<Study>>, Unanswered> {
    let loads: Vec<Vec<f64>> = offices
        .iter()
        .map(|office| {
            let pairs = office.busy().into_iter().zip(office.on_duty());
            pairs.map(|(busy, on_duty)| busy / on_duty).collect()
        })
        .collect();
    let is_period = matches!(horizon, Horizon::Terminating { .. });
    let is_growing = |idx: usize| !is_period && loads[idx].iter().any(|load| *load >= 1.0);
    let stable: Vec<&Office<'_>> = (0..offices.len())
        .filter(|&idx| !is_growing(idx))
        .map(|idx| &offices[idx])
        .collect();
    let (days, pilot_days, warm_up) = match horizon {
        Horizon::Terminating { days } => (days, days, Some(0.0)),
        Horizon::SteadyFor { warm_up_days, days } => {
            let days = whole_years(offices, days);
            (days, days, Some(warm_up_days))
        }
        Horizon::Steady => {
            let days = offices.first().map_or(1.0, |office| {
                let cases = volume.cases * office.parts.len() as u64;
                (cases as f64 / office.per_day()).clamp(1.0, MOST_DAYS)
            });
            let days = whole_years(offices, days);
            // The beginning tells where it ends, unless that is not yet seen.
            let first = whole_years(offices, days * (PILOT_CASES / volume.cases as f64).min(1.0));
            let seen = warm_up(&stable, first, volume, watch)?;
            let cut = match seen {
                None if first < days => warm_up(&stable, days, volume, watch)?,
                seen => seen,
            };
            (days, first, cut)
        }
    };
    let mut studies = Vec::with_capacity(offices.len());
    for (idx, (office, loads)) in offices.iter().zip(&loads).enumerate() {
        let verdict = match (horizon, warm_up) {
            (Horizon::Terminating { .. }, _) => Verdict::Period,
            (Horizon::Steady | Horizon::SteadyFor { .. }, _) if is_growing(idx) => Verdict::Growing,
            (Horizon::SteadyFor { .. }, _) => Verdict::Stated,
            (Horizon::Steady, Some(_)) => Verdict::Settled,
            (Horizon::Steady, None) => Verdict::NotSettled,
        };
        let from = match verdict {
            Verdict::Period | Verdict::Growing => 0.0,
            Verdict::Settled | Verdict::Stated => warm_up.unwrap_or(0.0),
            Verdict::NotSettled => days,
        };
        let grown_days = MOST_GROWN / growth_per_day(office, loads);
        let seen_days = match verdict {
            Verdict::Growing => days.min(grown_days.max(1.0)),
            Verdict::Period | Verdict::Settled | Verdict::Stated | Verdict::NotSettled => days,
        };
        let mut span = span_of(from, seen_days, SAMPLES);
        // Later cases only make the backlog longer, which may have no end.
        span.last = span.last.min(span.to.saturating_add(ticks(grown_days)));
        let runs = replicate(office, (volume.replications, span), watch)?;
        let (officers, on_duty) = (office.officers(), office.on_duty());
        let search = span_of(from, pilot_days, 0);
        let needed = officers_needed(office, (&runs, search), watch)?;
        let parts = runs.into_iter().enumerate();
        let parts = parts.map(|(part, runs)| {
            let stations = office.stations_of(part).iter();
            let stations = stations.map(|&station| Staff {
                officers: officers[station],
                on_duty: on_duty[station],
                load: loads[station],
                needed: needed[station],
            });
            Study {
                verdict,
                staff: stations.collect(),
                span,
                runs,
            }
        });
        studies.push(parts.collect());
    }
    Ok(studies)
}

/// Cases by which the backlog grows every day, as far as the traffic equations tell; 0 where it does not grow.
fn growth_per_day(office: &Office<'_>, loads: &[f64]) -> f64 {
    let most = loads.iter().copied().fold(1.0, f64::max);
    office.per_day() * (1.0 - 1.0 / most)
}

/// With leave the long run is that of all seasons: as many days, made up to whole years.
fn whole_years(offices: &[Office<'_>], days: f64) -> f64 {
    let schedules = offices
        .iter()
        .flat_map(|office| &office.layout.schedules)
        .flatten();
    let year = schedules.filter_map(|schedule| schedule.cycle_days()).max();
    year.map_or(days, |year| (days / year as f64).ceil() * year as f64)
}

/// Days to leave out at the beginning: as many as the slowest category needs; `None` if one does not settle.
fn warm_up(
    stable: &[&Office<'_>],
    days: f64,
    volume: Volume,
    watch: Watch<'_>,
) -> Result<Option<f64>, Unanswered> {
    let mut longest = Some(0.0);
    for office in stable {
        let mut span = span_of(0.0, days, 0);
        span.keeps_order = true;
        let pilots = PILOTS.min(volume.replications);
        let by_category = replicate(office, (pilots, span), watch)?;
        for (part, runs) in office.parts.iter().zip(by_category) {
            let n = runs.iter().map(|run| run.in_order.len()).min().unwrap_or(0);
            let series: Vec<f64> = (0..n)
                .map(|case| runs.iter().map(|run| run.in_order[case] as f64).sum())
                .collect();
            let cut = mser_5(&series).map(|cases| cases as f64 / part.demand.per_day());
            longest = longest.zip(cut).map(|(a, b): (f64, f64)| a.max(b));
        }
    }
    Ok(longest)
}

/// A window of `days`; who is not done ten windows later is given up.
fn span_of(from_days: f64, days: f64, samples: u64) -> Span {
    let to = ticks(from_days + days);
    Span {
        from: ticks(from_days),
        to,
        last: to + 10 * ticks(days) + ticks(2_500.0),
        samples,
        keeps_order: false,
    }
}
