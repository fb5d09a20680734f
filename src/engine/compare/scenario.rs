//! One scenario's comparison: limits, counts, simulation and differences of baseline and reforms.

use std::cell::Cell;
use std::sync::Arc;

use super::bands::Assumptions;
use super::burden::{Burden, burden};
use super::changes::{ItemChange, changes, removed_materials};
use super::estimate::Estimate;
use super::headline::{chain_from, headline_at};
use super::ledger::{LedgerTotals, ledger_totals};
use super::names::Names;
use super::queues::{Queues, queues};
use super::summary::{Difference, Simulated, difference, summarise};
use super::told::{Told, with_shares};
use crate::calendar::Calendar;
use crate::duration::{Law, Profile};
use crate::lang::Name;
use crate::reform::Measure;
use crate::sim::{
    Family, Officers, Run, Start, Starts, TICKS_PER_DAY, Watch, limits, longest_ticks, simulate,
};
use crate::workflow::{
    Arrivals, AverageCase, Basis, ClockRule, Counts, Ledger, Limits, Workflow, counts,
};

/// What is compared.
#[derive(Debug)]
pub struct Input<'a> {
    /// The workflow as it is.
    pub baseline: &'a Workflow,
    /// The reforms, in file order.
    pub reforms: Vec<ReformInput<'a>>,
    /// The calendar in force.
    pub calendar: &'a Calendar,
    /// How cases arrive; `None`: no simulation with queues.
    pub arrivals: Option<&'a Arrivals>,
}

impl<'a> Input<'a> {
    /// The baseline, then the workflow after every reform.
    pub fn workflows(&self) -> Vec<&'a Workflow> {
        let reformed = self.reforms.iter().map(|reform| reform.workflow);
        std::iter::once(self.baseline).chain(reformed).collect()
    }
}

/// One reform, applied.
#[derive(Debug)]
pub struct ReformInput<'a> {
    /// Its id.
    pub id: &'a str,
    /// What a reader sees.
    pub name: &'a Name,
    /// What it does, in order.
    pub measures: &'a [Measure],
    /// The workflow after it.
    pub workflow: &'a Workflow,
    /// Every change since the baseline, those of the reforms it builds on included.
    pub ledger: &'a Ledger,
    /// Index of the reform it builds on; `None`: the baseline.
    pub builds_on: Option<usize>,
}

/// How to simulate.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'a> {
    /// Keys every draw.
    pub seed: u64,
    /// Cases.
    pub replications: u64,
    /// When cases start.
    pub start: Start,
    /// Profiles to show medians under, beside the one in the file.
    pub profiles: &'a [Arc<Profile>],
}

/// The answer for one scenario.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The scenario's id.
    pub id: String,
    /// What a reader sees.
    pub name: Name,
    /// What a reader sees for steps, items and stages.
    pub names: Names,
    /// Working days on the counted chain that the reform aims at.
    pub target_days: Option<f64>,
    /// How many cases there are in the time the scenario is about.
    pub cases: Option<f64>,
    /// What counts officially.
    pub clock_rule: ClockRule,
    /// As it is.
    pub baseline: Side,
    /// After each reform.
    pub reforms: Vec<ReformSide>,
    /// What the assumptions are worth, if that was asked for.
    pub assumptions: Option<Assumptions>,
}

impl Comparison {
    /// The reform that a single sentence tells: of the first reform and those that build on it, one after
    /// another, the first that reaches the target on paper; without a target, or where none does, the last.
    pub fn headline(&self) -> Option<&ReformSide> {
        self.reforms.get(self.headline_at()?)
    }

    /// Index of [`Comparison::headline`] among the reforms.
    pub fn headline_at(&self) -> Option<usize> {
        let counted = self.reforms.iter();
        let counted: Vec<f64> = counted
            .map(|reform| reform.side.told.case.counted_days)
            .collect();
        headline_at(&self.builds_on(), &counted, self.target_days)
    }

    /// What the counted days add up: promises, or medians where the file has no limit.
    pub fn basis(&self) -> Basis {
        self.baseline.limits.stated.basis()
    }

    /// Indices of the reform at `first` and of what builds on it; see [`chain_from`].
    pub fn chain_from(&self, first: usize) -> Vec<usize> {
        chain_from(&self.builds_on(), first)
    }

    fn builds_on(&self) -> Vec<Option<usize>> {
        self.reforms.iter().map(|reform| reform.builds_on).collect()
    }
}

/// One workflow's figures.
#[derive(Clone, Debug)]
pub struct Side {
    /// The deterministic timeline.
    pub limits: Limits,
    /// What the reference case meets.
    pub counts: Counts,
    /// What a headline tells.
    pub told: Told,
    /// What cases of all kinds meet on average; `None` where there are too many kinds.
    pub average: Option<AverageCase>,
    /// What it costs applicant and agencies; `None` without rates.
    pub burden: Option<Burden>,
    /// What the simulation says.
    pub simulated: Simulated,
    /// Medians under other profiles.
    pub profiles: Vec<ProfileMedians>,
    /// What the simulation with queues says, where cases arrive and officers are known.
    pub queues: Option<Queues>,
}

/// Half and nine of ten done, under one profile.
#[derive(Clone, Debug, PartialEq)]
pub struct ProfileMedians {
    /// Id of the profile.
    pub profile: String,
    /// Median of the counted chain, working days.
    pub counted_p50: Estimate,
    /// P90 of the counted chain, working days.
    pub counted_p90: Estimate,
    /// Median of what the applicant waits, working days.
    pub elapsed_p50: Estimate,
    /// P90 of what the applicant waits, working days.
    pub elapsed_p90: Estimate,
    /// Share of cases whose counted time is within the target.
    pub within_target: Option<Estimate>,
}

/// One reform's figures.
#[derive(Clone, Debug)]
pub struct ReformSide {
    /// Its id.
    pub id: String,
    /// What a reader sees.
    pub name: Name,
    /// Index of the reform it builds on; `None`: the baseline.
    pub builds_on: Option<usize>,
    /// After it.
    pub side: Side,
    /// Against the baseline.
    pub difference: Difference,
    /// Against the reform it builds on.
    pub difference_previous: Option<Difference>,
    /// 五减.
    pub ledger: LedgerTotals,
    /// 改革前后对照表.
    pub changes: Vec<ItemChange>,
    /// Ids of materials that nobody asks for any more.
    pub materials_removed: Vec<String>,
    /// Ids of certificates that nobody asks for any more.
    pub certificates_removed: Vec<String>,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Stopped from outside.
    Stopped,
    /// Some case could last longer than ticks can tell.
    TooLong,
    /// The simulation with queues would draw more values a case than it takes.
    TooLarge,
    /// A step has more links than the simulation with queues takes.
    TooManyLinks(String),
    /// In the simulation with queues more cases would be under way at a time than this many, which it holds.
    TooManyOpen(usize),
}

/// Compares baseline and reforms with shared luck.
///
/// # Errors
/// See [`Failure`].
pub fn compare(
    input: &Input<'_>,
    settings: &Settings<'_>,
    watch: Watch<'_>,
) -> Result<Comparison, Failure> {
    let workflows = input.workflows();
    let runs = run(input, &workflows, settings, watch)?;
    let mut sides: Vec<Side> = workflows
        .iter()
        .zip(&runs)
        .map(|(workflow, run)| {
            let simulated = summarise(run);
            let (limits, counts) = (limits(workflow), counts(workflow));
            let (told, average) = Told::of(workflow, &limits, &counts);
            Side {
                limits,
                counts,
                told,
                average,
                burden: burden(workflow, simulated.corrections, simulated.checks),
                simulated,
                profiles: Vec::new(),
                queues: None,
            }
        })
        .collect();
    let answers = queues(input, &workflows, settings, watch)?;
    for (side, answer) in sides.iter_mut().zip(answers) {
        side.queues = answer;
    }
    for profile in settings.profiles {
        add_profile(input, &workflows, &mut sides, profile, settings, watch)?;
    }
    Ok(assemble(input, &workflows, &runs, sides))
}

fn run(
    input: &Input<'_>,
    workflows: &[&Workflow],
    settings: &Settings<'_>,
    watch: Watch<'_>,
) -> Result<Vec<Run>, Failure> {
    let scenario = &input.baseline.id;
    let family = Family::new(settings.seed, scenario, workflows, Officers::Free);
    let networks = family.networks.iter();
    let longest = networks
        .map(|network| longest_ticks(&family.draws, network))
        .max();
    let longest = longest.unwrap_or(0);
    if longest >= u64::from(u32::MAX) {
        return Err(Failure::TooLong);
    }
    let key = (settings.seed, scenario.as_str());
    let longest_days = longest.div_ceil(u64::from(TICKS_PER_DAY));
    let starts = Starts::new(longest_days, key, input.calendar, settings.start);
    Ok(simulate(
        &family,
        settings.replications,
        starts.as_ref(),
        watch,
    )?)
}

fn add_profile(
    input: &Input<'_>,
    workflows: &[&Workflow],
    sides: &mut [Side],
    profile: &Arc<Profile>,
    settings: &Settings<'_>,
    watch: Watch<'_>,
) -> Result<(), Failure> {
    let is_other = Cell::new(false);
    let swap = |law: &Law| {
        let swapped = law.with_profile(profile);
        is_other.set(is_other.get() || swapped != *law);
        swapped
    };
    let swapped: Vec<Workflow> = workflows
        .iter()
        .map(|workflow| workflow.with_laws(swap))
        .collect();
    let told: Vec<Simulated> = if is_other.get() {
        let swapped: Vec<&Workflow> = swapped.iter().collect();
        let runs = run(input, &swapped, settings, watch)?;
        runs.iter().map(summarise).collect()
    } else {
        // The same laws have the same luck: this was simulated before.
        (watch.tick)(settings.replications);
        sides.iter().map(|side| side.simulated.clone()).collect()
    };
    for (side, simulated) in sides.iter_mut().zip(told) {
        side.profiles.push(ProfileMedians {
            profile: profile.id.clone(),
            counted_p50: simulated.counted.quantiles[2],
            counted_p90: simulated.counted.quantiles[4],
            elapsed_p50: simulated.elapsed.quantiles[2],
            elapsed_p90: simulated.elapsed.quantiles[4],
            within_target: simulated.within_target,
        });
    }
    Ok(())
}

fn assemble(
    input: &Input<'_>,
    workflows: &[&Workflow],
    runs: &[Run],
    sides: Vec<Side>,
) -> Comparison {
    let mut sides = sides.into_iter();
    let baseline = sides.next().expect("the baseline is always there");
    let reforms = input
        .reforms
        .iter()
        .zip(sides)
        .enumerate()
        .map(|(idx, (reform, side))| {
            let (materials_removed, certificates_removed) =
                removed_materials(input.baseline, reform.workflow);
            ReformSide {
                id: reform.id.to_owned(),
                name: with_shares(reform.name, reform.id, reform.workflow),
                builds_on: reform.builds_on,
                difference: difference(&runs[0], &runs[idx + 1]),
                difference_previous: reform
                    .builds_on
                    .map(|previous| difference(&runs[previous + 1], &runs[idx + 1])),
                ledger: ledger_totals(
                    (workflows[0], &baseline.told),
                    (reform.workflow, &side.told),
                ),
                changes: changes(input.baseline, reform.workflow, reform.ledger),
                materials_removed,
                certificates_removed,
                side,
            }
        })
        .collect();
    let measures = input.reforms.iter().flat_map(|reform| reform.measures);
    Comparison {
        id: input.baseline.id.clone(),
        name: input.baseline.name.clone(),
        names: Names::of(workflows).with_measures(measures),
        target_days: input.baseline.target_days,
        cases: input.baseline.cases,
        clock_rule: input.baseline.clock_rule,
        baseline,
        reforms,
        assumptions: None,
    }
}
