//! Scenarios whose cases compete for the same officers, and one scenario's cases on their own.

use super::queues::{Queues, summary};
use super::scenario::{Failure, Input, Settings};
use crate::sim::queue::{Demand, Office, Part, QueueFamily, Volume, study};
use crate::sim::{Start, Watch};
use crate::workflow::{Horizon, Workflow};

/// Independent replications; their number does not hang on anything, so that intervals compare.
const REPLICATIONS: u64 = 40;

/// Cases in each, as a share of the cases of the simulation without queues.
const CASES_SHARE: u64 = 4;
const FEWEST_CASES: u64 = 50;

/// The queues of scenarios whose cases compete for the same officers: baselines together, then with every reform
/// the workflows of all scenarios that have it, and of the others the baseline. Of each scenario the answers for
/// its baseline and its reforms.
///
/// # Errors
/// The index of the scenario that cannot be simulated, and see [`Failure`].
pub fn mixed_queues(
    inputs: &[Input<'_>],
    settings: &Settings<'_>,
    watch: Watch<'_>,
) -> Result<Vec<Vec<Option<Queues>>>, (usize, Failure)> {
    let workflows: Vec<Vec<&Workflow>> = inputs.iter().map(Input::workflows).collect();
    let mut categories = Vec::with_capacity(inputs.len());
    for (number, (input, workflows)) in inputs.iter().zip(&workflows).enumerate() {
        let category = Category::new(input, workflows, settings);
        let category = category.map_err(|failure| (number, failure))?;
        categories.extend(category.map(|category| (number, category)));
    }
    let mut answers: Vec<Vec<Option<Queues>>> = workflows
        .iter()
        .map(|workflows| vec![None; workflows.len()])
        .collect();
    let Some((first, category)) = categories.first() else {
        return Ok(answers);
    };
    // Of every office the workflow of each category.
    let offices = combinations(inputs);
    let built: Vec<Office<'_>> = offices
        .iter()
        .map(|sides| {
            let parts = categories.iter();
            Office::new(
                parts
                    .map(|(number, one)| one.part(sides[*number].0))
                    .collect(),
            )
        })
        .collect();
    let horizon = (category.horizon, volume(settings));
    let studies = study(&built, horizon, watch).map_err(|stopped| (*first, stopped.into()))?;
    let ids = || {
        categories
            .iter()
            .map(|(number, _)| inputs[*number].baseline.id.clone())
    };
    for (sides, studies) in offices.iter().zip(&studies) {
        for ((number, category), study) in categories.iter().zip(studies) {
            let (idx, is_own) = sides[*number];
            if is_own {
                let mut answer = summary(category.part(idx), study);
                let own = &inputs[*number].baseline.id;
                answer.mixed_with = ids().filter(|id| id != own).collect();
                answers[*number][idx] = Some(answer);
            }
        }
    }
    Ok(answers)
}

/// Of the baseline and of every reform of any scenario: the index of each scenario's workflow, 0 for its baseline,
/// and whether that is what it stands for.
fn combinations(inputs: &[Input<'_>]) -> Vec<Vec<(usize, bool)>> {
    let mut reforms: Vec<&str> = Vec::new();
    for reform in inputs.iter().flat_map(|input| &input.reforms) {
        if !reforms.contains(&reform.id) {
            reforms.push(reform.id);
        }
    }
    let baseline = inputs.iter().map(|_| (0, true)).collect();
    let reformed = reforms.into_iter().map(|id| {
        let side = |input: &Input<'_>| input.reforms.iter().position(|reform| reform.id == id);
        let sides = inputs.iter().map(side);
        sides
            .map(|idx| idx.map_or((0, false), |idx| (idx + 1, true)))
            .collect()
    });
    std::iter::once(baseline).chain(reformed).collect()
}

/// One scenario, compiled, and its cases.
pub(super) struct Category<'a> {
    family: QueueFamily,
    workflows: &'a [&'a Workflow],
    demand: Demand,
    pub horizon: Horizon,
}

impl<'a> Category<'a> {
    /// `None` without arrivals or without any agency with officers.
    pub fn new(
        input: &Input<'_>,
        workflows: &'a [&'a Workflow],
        settings: &Settings<'_>,
    ) -> Result<Option<Category<'a>>, Failure> {
        let Some(arrivals) = input.arrivals else {
            return Ok(None);
        };
        let scenario = input.baseline.id.as_str();
        let family = QueueFamily::new(settings.seed, scenario, workflows)?;
        if (0..family.len()).all(|idx| family.agencies(idx).is_empty()) {
            return Ok(None);
        }
        let start = match settings.start {
            Start::On(day) => day,
            Start::During(year) => {
                let days = input.calendar.working_days_in_year(year);
                days.first().copied().ok_or(Failure::TooLong)?
            }
        };
        let key = (settings.seed, scenario);
        Ok(Some(Category {
            family,
            workflows,
            demand: Demand::new(arrivals, key, input.calendar, start),
            horizon: arrivals.horizon,
        }))
    }

    /// One of its workflows.
    pub fn part(&self, idx: usize) -> Part<'_> {
        Part {
            family: &self.family,
            idx,
            workflow: self.workflows[idx],
            demand: &self.demand,
        }
    }
}

/// How much is simulated.
pub(super) fn volume(settings: &Settings<'_>) -> Volume {
    Volume {
        replications: REPLICATIONS,
        cases: (settings.replications / CASES_SHARE).max(FEWEST_CASES),
    }
}
