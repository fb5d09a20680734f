//! Scenarios whose cases compete for the same officers, and one scenario's cases on their own.

use super::names::Names;
use super::queues::{Queues, of_category};
use super::scenario::{Failure, Input, ReformInput, Settings};
use super::shared_queues::{SharedQueues, SharedSide, together};
use crate::sim::events::{Demand, Office, Part, Volume, study};
use crate::sim::{Family, Officers, Start, Watch};
use crate::workflow::{Horizon, Process, Workflow};

/// Independent replications; their number does not hang on anything else, so that intervals compare.
const REPLICATIONS: u64 = 40;

/// Where the file says how long they are: each has its warm-up and its end, so a few long ones tell more.
const REPLICATIONS_OF_GIVEN_LENGTH: u64 = 16;

/// Cases in each, as a share of the cases of the simulation without queues.
const CASES_SHARE: u64 = 4;
const FEWEST_CASES: u64 = 50;

/// Of each scenario the answers for its baseline and its reforms; and the answers for all cases together, where
/// more than one scenario has arrivals.
pub type MixedQueues = (Vec<Vec<Option<Queues>>>, Option<SharedQueues>);

/// The queues of scenarios whose cases compete for the same officers: baselines together, then with every reform
/// the workflows of all scenarios that have it. The others stand there after what that reform builds on, or as
/// they are.
///
/// # Errors
/// The index of the scenario that cannot be simulated, and see [`Failure`].
pub fn mixed_queues(
    inputs: &[Input<'_>],
    settings: &Settings<'_>,
    watch: Watch<'_>,
) -> Result<MixedQueues, (usize, Failure)> {
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
        return Ok((answers, None));
    };
    // Of every office the workflow of each category.
    let offices = combinations(inputs);
    let mut built = Vec::with_capacity(offices.len());
    for (_, sides) in &offices {
        let parts = categories.iter();
        let parts = parts.map(|(number, one)| one.part(sides[*number].0));
        let office = Office::new(parts.collect());
        built.push(office.map_err(|refusal| (*first, refusal.into()))?);
    }
    let horizon = (category.horizon, volume(settings, category.horizon));
    let studies = study(&built, horizon, watch).map_err(|stopped| (*first, stopped.into()))?;
    let ids = || {
        categories
            .iter()
            .map(|(number, _)| inputs[*number].baseline.id.clone())
    };
    for ((_, sides), studies) in offices.iter().zip(&studies) {
        for ((number, category), study) in categories.iter().zip(studies) {
            let (idx, is_own) = sides[*number];
            if is_own {
                let mut answer = of_category(category.part(idx), study);
                let own = &inputs[*number].baseline.id;
                answer.mixed_with = ids().filter(|id| id != own).collect();
                answers[*number][idx] = Some(answer);
            }
        }
    }
    let sides = offices.iter().zip(built.iter().zip(&studies));
    let shared = (categories.len() > 1).then(|| SharedQueues {
        scenarios: ids().collect(),
        names: Names::of(&workflows.concat()),
        sides: sides
            .map(|((reform, _), (office, studies))| {
                let mut queues = together(office, studies);
                queues.mixed_with = ids().collect();
                let reform = reform.map(|reform| (reform.id.to_owned(), reform.name.clone()));
                SharedSide { reform, queues }
            })
            .collect(),
    });
    Ok((answers, shared))
}

/// Of every scenario the index of its workflow, 0 for its baseline, and whether it is what the office stands for.
type Sides = Vec<(usize, bool)>;

/// The baseline, and every reform of any scenario, with what stands there of each scenario.
fn combinations<'a, 'i>(inputs: &'a [Input<'i>]) -> Vec<(Option<&'a ReformInput<'i>>, Sides)> {
    let mut reforms: Vec<(&Input<'_>, &ReformInput<'_>)> = Vec::new();
    for input in inputs {
        for reform in &input.reforms {
            if !reforms.iter().any(|(_, other)| other.id == reform.id) {
                reforms.push((input, reform));
            }
        }
    }
    let baseline = inputs.iter().map(|_| (0, true)).collect();
    let reformed = reforms.into_iter().map(|(of, reform)| {
        let sides = inputs.iter().map(|input| {
            let own = place(input, reform.id);
            let earlier = || earlier(of, reform).find_map(|id| place(input, id));
            (own.or_else(earlier).unwrap_or(0), own.is_some())
        });
        (Some(reform), sides.collect())
    });
    std::iter::once((None, baseline)).chain(reformed).collect()
}

/// The index of a reform among the workflows of a scenario.
fn place(input: &Input<'_>, id: &str) -> Option<usize> {
    let idx = input.reforms.iter().position(|reform| reform.id == id);
    idx.map(|idx| idx + 1)
}

/// Ids of the reforms that one builds on, the nearest first.
fn earlier<'a>(
    of: &'a Input<'_>,
    reform: &'a ReformInput<'_>,
) -> impl Iterator<Item = &'a str> + 'a {
    let before = |one: &&'a ReformInput<'_>| Some(&of.reforms[one.builds_on?]);
    std::iter::successors(before(&reform), before).map(|reform| reform.id)
}

/// One scenario, compiled, and its cases.
pub(super) struct Category<'a> {
    family: Family,
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
        let family = Family::new(settings.seed, scenario, workflows, Officers::Busy);
        if (0..family.len()).all(|idx| family.agencies(idx).is_empty()) {
            return Ok(None);
        }
        let start = match (settings.start, &arrivals.process) {
            (Start::On(day), _) => Some(day),
            // The first of recorded cases comes on day zero.
            (Start::During(_), Process::Recorded(dates)) => dates.iter().min().copied(),
            (Start::During(year), _) => {
                let days = input.calendar.working_days_in_year(year);
                days.first().copied()
            }
        };
        let start = start.ok_or(Failure::TooLong)?;
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
pub(super) fn volume(settings: &Settings<'_>, horizon: Horizon) -> Volume {
    Volume {
        replications: match horizon {
            Horizon::Steady | Horizon::Terminating { .. } => REPLICATIONS,
            Horizon::SteadyFor { .. } => REPLICATIONS_OF_GIVEN_LENGTH,
        },
        cases: (settings.replications / CASES_SHARE).max(FEWEST_CASES),
    }
}
