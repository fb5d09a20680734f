//! What the simulation with queues says: waits, loads, lateness, with intervals over replications.

use super::estimate::{Estimate, batch_interval};
use super::mix::{Category, volume};
use super::scenario::{Failure, Input, Settings};
pub use crate::sim::events::Verdict;
use crate::sim::events::{
    Office, Part, Refusal, Replication, Span, Staff, Study, Unanswered, study,
};
use crate::sim::{Histogram, Stopped, TICKS_PER_DAY, Watch};
use crate::workflow::Workflow;

/// The answer of the queues for one workflow.
#[derive(Clone, Debug)]
pub struct Queues {
    /// How the figures are to be read.
    pub verdict: Verdict,
    /// Independent replications.
    pub replications: u64,
    /// Working days left out at the beginning, and working days looked at.
    pub warm_up_days: f64,
    /// Working days looked at.
    pub days: f64,
    /// Events of all replications.
    pub events: u64,
    /// Cases that count, over all replications; those of them that were never done.
    pub cases: u64,
    /// Cases given up: they were not done ten windows later.
    pub unfinished: u64,
    /// What the applicant waits, working days: mean, half, nine of ten.
    pub time_in_system: [Estimate; 3],
    /// Share of steps with a limit that end within it.
    pub on_time: Estimate,
    /// Share of cases without any late step.
    pub cases_on_time: Estimate,
    /// Cases done a working day.
    pub throughput_per_day: Estimate,
    /// Cases under way when the window began, and when it ended.
    pub backlog: (Estimate, Estimate),
    /// Agencies with officers.
    pub agencies: Vec<AgencyQueue>,
    /// Steps in topological order.
    pub steps: Vec<StepQueue>,
    /// At equal distances over the window, from its beginning to its end.
    pub over_time: Vec<Moment>,
    /// Ids of the scenarios whose cases compete for the same officers.
    pub mixed_with: Vec<String>,
}

/// What is open at one moment of the window: means over replications.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// Working days since the window began.
    pub day: f64,
    /// Cases under way.
    pub open: Estimate,
    /// Files that wait for an officer, of all agencies.
    pub waiting: Estimate,
}

/// One agency's queue.
#[derive(Clone, Debug)]
pub struct AgencyQueue {
    /// Its id.
    pub id: String,
    /// Its officers.
    pub officers: u32,
    /// Of them those on duty, on average over a year: hours and leave.
    pub on_duty: f64,
    /// Officers that its work keeps busy over officers on duty, by the traffic equations.
    pub offered_load: f64,
    /// Share of its officers' time on duty that they are at work.
    pub utilisation: Estimate,
    /// Mean wait of a step, all its links and looks taken together, working days.
    pub waiting_days: Estimate,
    /// Mean number of files waiting.
    pub queue_length: Estimate,
    /// Share of its steps with a limit that end within it; `None` without limits.
    pub on_time: Option<Estimate>,
    /// Officers with which nine of ten of its steps are on time; `None`: no number is enough.
    pub officers_needed: Option<u32>,
}

/// One step.
#[derive(Clone, Debug)]
pub struct StepQueue {
    /// Its id.
    pub id: String,
    /// Mean wait for officers, working days.
    pub waiting_days: Estimate,
    /// Mean time from its start to its end, working days.
    pub time_days: Estimate,
    /// Share of the cases in which it ends within its limit; `None` without one.
    pub on_time: Option<Estimate>,
}

/// At or above this offered load a stable office is a warning.
pub const NEARLY_FULL: f64 = 0.95;

impl Queues {
    /// Whether work is done as fast as it comes.
    pub fn is_stable(&self) -> bool {
        self.agencies.iter().all(|agency| agency.offered_load < 1.0)
    }
}

/// The queues of every workflow; `None` without arrivals or without any agency with officers.
///
/// # Errors
/// See [`Failure`].
pub fn queues(
    input: &Input<'_>,
    workflows: &[&Workflow],
    settings: &Settings<'_>,
    watch: Watch<'_>,
) -> Result<Vec<Option<Queues>>, Failure> {
    let none = || Ok(workflows.iter().map(|_| None).collect());
    let Some(category) = Category::new(input, workflows, settings)? else {
        return none();
    };
    let offices = (0..workflows.len()).map(|idx| Office::new(vec![category.part(idx)]));
    let offices = offices.collect::<Result<Vec<Office<'_>>, Refusal>>()?;
    let studies = study(
        &offices,
        (category.horizon, volume(settings, category.horizon)),
        watch,
    )?;
    let answers = studies.iter().flatten().enumerate();
    Ok(answers
        .map(|(idx, study)| Some(of_category(category.part(idx), study)))
        .collect())
}

/// What one category's cases go through.
pub(super) fn of_category(part: Part<'_>, study: &Study) -> Queues {
    let roll = Roll::of(part, study);
    summary(&roll, (study.verdict, study.span), &study.runs)
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        match refusal {
            Refusal::TooLarge => Failure::TooLarge,
            Refusal::TooLong => Failure::TooLong,
            Refusal::TooManyLinks(step) => Failure::TooManyLinks(step),
            Refusal::TooManyOpen(most) => Failure::TooManyOpen(most),
        }
    }
}

impl From<Unanswered> for Failure {
    fn from(unanswered: Unanswered) -> Failure {
        match unanswered {
            Unanswered::Stopped => Failure::Stopped,
            Unanswered::Refused(refusal) => refusal.into(),
        }
    }
}

/// Who works on what.
#[derive(Clone, Debug, Default)]
pub(super) struct Roll<'a> {
    /// Agencies with officers, in the order of a replication's.
    pub agencies: Vec<(&'a str, Staff)>,
    /// Steps, in the order of a replication's, each with its agency.
    pub steps: Vec<(&'a str, Option<&'a str>)>,
}

impl<'a> Roll<'a> {
    /// Of one category.
    pub fn of(part: Part<'a>, study: &Study) -> Roll<'a> {
        let Part {
            family,
            idx,
            workflow,
            ..
        } = part;
        let agency = |id: &str| workflow.step(id).and_then(|step| step.agency.as_deref());
        let agencies = family.agencies(idx).into_iter();
        let steps = family.steps(idx).into_iter();
        Roll {
            agencies: agencies.zip(study.staff.iter().copied()).collect(),
            steps: steps.map(|id| (id, agency(id))).collect(),
        }
    }
}

/// What replications of `span` say.
pub(super) fn summary(
    roll: &Roll<'_>,
    (verdict, span): (Verdict, Span),
    runs: &[Replication],
) -> Queues {
    let days = |ticks: u64| ticks as f64 / f64::from(TICKS_PER_DAY);
    let window = days(span.to - span.from);
    let total = |pick: fn(&Replication) -> u64| -> u64 { runs.iter().map(pick).sum() };
    let quantile = |p: f64| {
        let mut all = Histogram::default();
        runs.iter().for_each(|run| all.absorb(&run.time_in_system));
        all.sort();
        let of = |histogram: &Histogram| days(u64::from(histogram.quantile(p)));
        let each: Vec<f64> = runs.iter().map(|run| of(&run.time_in_system)).collect();
        batch_interval(of(&all), &each)
    };
    let mean_time = ratio(runs, |run| (days(run.sojourn_ticks), run.done as f64));
    let all_steps = |run: &Replication| {
        let judged: u64 = run.steps.iter().map(|step| step.judged).sum();
        let late: u64 = run.steps.iter().map(|step| step.late).sum();
        ((judged - late) as f64, judged as f64)
    };
    let agencies = roll.agencies.iter().enumerate();
    let agencies = agencies.map(|(number, &(id, staff))| {
        let judged = |run: &Replication| {
            let steps = run.steps.iter().zip(&roll.steps);
            let own = steps.filter(|(_, (_, agency))| *agency == Some(id));
            own.fold((0.0, 0.0), |(on_time, judged), (step, _)| {
                let fine = (step.judged - step.late) as f64;
                (on_time + fine, judged + step.judged as f64)
            })
        };
        let agency = |run: &Replication| run.agencies[number];
        AgencyQueue {
            id: id.to_owned(),
            officers: staff.officers,
            on_duty: staff.on_duty,
            offered_load: staff.load,
            utilisation: ratio(runs, |run| {
                let areas = agency(run).areas;
                (areas.at_work as f64, areas.on_duty as f64)
            }),
            waiting_days: ratio(runs, |run| {
                (days(agency(run).wait_ticks), agency(run).jobs as f64)
            }),
            queue_length: ratio(runs, |run| (days(agency(run).areas.waiting), window)),
            on_time: share(runs, judged),
            officers_needed: staff.needed,
        }
    });
    let steps = roll.steps.iter().enumerate().map(|(number, (id, _))| {
        let step = |run: &Replication| run.steps[number];
        StepQueue {
            id: (*id).to_owned(),
            waiting_days: ratio(runs, |run| {
                (days(step(run).wait_ticks), step(run).done as f64)
            }),
            time_days: ratio(runs, |run| {
                (days(step(run).sojourn_ticks), step(run).done as f64)
            }),
            on_time: share(runs, |run| {
                let fine = step(run).judged - step(run).late;
                (fine as f64, step(run).judged as f64)
            }),
        }
    });
    Queues {
        verdict,
        replications: runs.len() as u64,
        warm_up_days: days(span.from),
        days: window,
        events: total(|run| run.events),
        cases: total(|run| run.arrived),
        unfinished: total(|run| run.arrived - run.done),
        time_in_system: [mean_time, quantile(0.5), quantile(0.9)],
        on_time: share(runs, all_steps).unwrap_or(Estimate::exact(1.0)),
        cases_on_time: ratio(runs, |run| (run.on_time as f64, run.done as f64)),
        throughput_per_day: ratio(runs, |run| (run.throughput as f64, window)),
        backlog: (
            ratio(runs, |run| (run.backlog.0 as f64, 1.0)),
            ratio(runs, |run| (run.backlog.1 as f64, 1.0)),
        ),
        agencies: agencies.collect(),
        steps: steps.collect(),
        over_time: over_time(runs, window),
        mixed_with: Vec::new(),
    }
}

/// A sum over a sum, over all replications; the interval from the scatter of each one's own ratio.
fn ratio(runs: &[Replication], parts: impl Fn(&Replication) -> (f64, f64)) -> Estimate {
    let parts: Vec<(f64, f64)> = runs.iter().map(parts).collect();
    let (above, below) = parts
        .iter()
        .fold((0.0, 0.0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
    if below == 0.0 {
        return Estimate::exact(0.0);
    }
    let own: Vec<f64> = parts
        .iter()
        .filter(|(_, below)| *below > 0.0)
        .map(|(above, below)| above / below)
        .collect();
    batch_interval(above / below, &own)
}

/// A ratio between 0 and 1; `None` of nothing.
fn share(
    runs: &[Replication],
    parts: impl Fn(&Replication) -> (f64, f64) + Copy,
) -> Option<Estimate> {
    let any = runs.iter().any(|run| parts(run).1 > 0.0);
    let mut share = any.then(|| ratio(runs, parts))?;
    share.interval = share
        .interval
        .map(|(low, high)| (low.max(0.0), high.min(1.0)));
    Some(share)
}

fn over_time(runs: &[Replication], window_days: f64) -> Vec<Moment> {
    let n_samples = runs.iter().map(|run| run.samples.len()).min().unwrap_or(0);
    let last = n_samples.saturating_sub(1).max(1) as f64;
    let mean = |of: &dyn Fn(&Replication) -> u32| ratio(runs, |run| (f64::from(of(run)), 1.0));
    (0..n_samples)
        .map(|sample| Moment {
            day: window_days * sample as f64 / last,
            open: mean(&|run| run.samples[sample][0]),
            waiting: mean(&|run| run.samples[sample][1..].iter().sum()),
        })
        .collect()
}

impl From<Stopped> for Failure {
    fn from(_: Stopped) -> Failure {
        Failure::Stopped
    }
}
