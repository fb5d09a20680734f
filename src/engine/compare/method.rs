//! Answers computed instead of simulated, where a workflow allows it.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::estimate::Estimate;
use super::scenario::{Comparison, Failure, Input, Settings, Side};
use super::summary::{computed, computed_difference};
use crate::duration::Profile;
use crate::sim::exact::{Mass, Obstacle, Why, exact};
use crate::sim::{Family, Total};
use crate::workflow::Workflow;

/// Where a distribution comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Method {
    /// Simulated, as asked.
    #[default]
    Simulated,
    /// Computed.
    Exact,
    /// Simulated, because something stands in the way of computing it.
    Refused(Obstacle),
}

/// Where both distributions of a workflow come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Methods {
    /// Of the counted chain.
    pub counted: Method,
    /// Of what the applicant waits.
    pub elapsed: Method,
}

/// Puts computed distributions in place of simulated ones, without sampling intervals, wherever they can be
/// computed: both totals, the share within the target, differences of two computed totals, and what other
/// profiles would give. Everything else stays simulated.
///
/// # Errors
/// [`Failure::Stopped`] when `stop` was set.
pub fn compute(
    input: &Input<'_>,
    settings: &Settings<'_>,
    stop: &AtomicBool,
    comparison: &mut Comparison,
) -> Result<(), Failure> {
    let workflows = input.workflows();
    let answers = answers(&input.baseline.id, settings.seed, &workflows, stop)?;
    for (side, answer) in sides(comparison).zip(&answers) {
        answer.replace(side);
    }
    let builds_on: Vec<Option<usize>> = input.reforms.iter().map(|one| one.builds_on).collect();
    for (idx, reform) in comparison.reforms.iter_mut().enumerate() {
        let after = &answers[idx + 1];
        let previous = builds_on[idx].map(|previous| &answers[previous + 1]);
        let pairs = [
            (Some(&answers[0]), Some(&mut reform.difference)),
            (previous, reform.difference_previous.as_mut()),
        ];
        for (before, difference) in pairs {
            let (Some(before), Some(difference)) = (before, difference) else {
                continue;
            };
            if let (Ok(before), Ok(after)) = (&before.counted, &after.counted) {
                difference.counted = computed_difference(before, after);
            }
            if let (Ok(before), Ok(after)) = (&before.elapsed, &after.elapsed) {
                difference.elapsed = computed_difference(before, after);
            }
        }
    }
    for (number, profile) in settings.profiles.iter().enumerate() {
        let swapped = with_profile(&workflows, profile);
        let swapped: Vec<&Workflow> = swapped.iter().collect();
        let id = &input.baseline.id;
        let answers = self::answers(id, settings.seed, &swapped, stop)?;
        for (side, answer) in sides(comparison).zip(&answers) {
            answer.replace_profile(side, number);
        }
    }
    Ok(())
}

fn sides(comparison: &mut Comparison) -> impl Iterator<Item = &mut Side> {
    let reforms = comparison.reforms.iter_mut().map(|reform| &mut reform.side);
    std::iter::once(&mut comparison.baseline).chain(reforms)
}

fn with_profile(workflows: &[&Workflow], profile: &Arc<Profile>) -> Vec<Workflow> {
    let swapped = workflows.iter();
    swapped
        .map(|workflow| workflow.with_laws(|law| law.with_profile(profile)))
        .collect()
}

/// What was computed of one workflow.
struct Answer {
    counted: Result<Mass, Obstacle>,
    elapsed: Result<Mass, Obstacle>,
    /// Grid steps.
    target: Option<u32>,
}

fn answers(
    id: &str,
    seed: u64,
    workflows: &[&Workflow],
    stop: &AtomicBool,
) -> Result<Vec<Answer>, Failure> {
    let family = Family::new(seed, id, workflows);
    (0..workflows.len())
        .map(|idx| {
            let answer = Answer {
                counted: exact(&family, idx, Total::Counted, stop),
                elapsed: exact(&family, idx, Total::Elapsed, stop),
                target: family.target(idx),
            };
            let stopped = |answer: &Result<Mass, Obstacle>| {
                matches!(answer, Err(obstacle) if obstacle.why == Why::Stopped)
            };
            if stopped(&answer.counted) || stopped(&answer.elapsed) {
                return Err(Failure::Stopped);
            }
            Ok(answer)
        })
        .collect()
}

impl Answer {
    fn replace(&self, side: &mut Side) {
        let simulated = &mut side.simulated;
        if let Ok(mass) = &self.counted {
            simulated.counted = computed(mass);
            simulated.within_target = self.within_target(mass);
        }
        if let Ok(mass) = &self.elapsed {
            simulated.elapsed = computed(mass);
        }
        side.methods = Methods {
            counted: method(&self.counted),
            elapsed: method(&self.elapsed),
        };
    }

    fn replace_profile(&self, side: &mut Side, number: usize) {
        let Some(shown) = side.profiles.get_mut(number) else {
            return;
        };
        if let Ok(mass) = &self.counted {
            let quantiles = computed(mass).quantiles;
            (shown.counted_p50, shown.counted_p90) = (quantiles[2], quantiles[4]);
            shown.within_target = self.within_target(mass);
        }
        if let Ok(mass) = &self.elapsed {
            let quantiles = computed(mass).quantiles;
            (shown.elapsed_p50, shown.elapsed_p90) = (quantiles[2], quantiles[4]);
        }
    }

    fn within_target(&self, counted: &Mass) -> Option<Estimate> {
        let share = self.target.map(|target| counted.at_most(target).min(1.0));
        share.map(Estimate::exact)
    }
}

fn method(answer: &Result<Mass, Obstacle>) -> Method {
    match answer {
        Ok(_) => Method::Exact,
        Err(obstacle) => Method::Refused(obstacle.clone()),
    }
}
