//! The officers that it takes to be on time.

use super::arrivals::Demand;
use super::model::QueueFamily;
use super::replicate::{Span, replicate_with};
use super::traffic::officer_days;
use crate::sim::{Stopped, Watch};
use crate::workflow::Workflow;

/// On time: of an agency's steps with a limit so many end within it.
const ON_TIME: f64 = 0.9;

/// Replications and rounds of the search.
const REPLICATIONS: u64 = 8;
const MOST_ROUNDS: usize = 40;

/// More than any queue needs.
const PLENTY: u32 = 1_000_000;

/// For every agency of workflow `idx` the fewest officers with which nine of ten of its steps are on
/// time, all agencies staffed like that at once; `None`: not even without any wait.
pub fn officers_needed(
    family: &QueueFamily,
    (idx, workflow): (usize, &Workflow),
    demand: &Demand,
    span: Span,
    watch: Watch<'_>,
) -> Result<Vec<Option<u32>>, Stopped> {
    let days = officer_days(family, idx, workflow);
    let by_agency = steps_of(family, idx, workflow);
    let is_late = |officers: &[u32]| -> Result<Vec<bool>, Stopped> {
        let runs = replicate_with(family, idx, demand, officers, (REPLICATIONS, span), watch)?;
        let late = by_agency.iter().map(|steps| {
            let sums = runs
                .iter()
                .flat_map(|run| steps.iter().map(|&step| run.steps[step]));
            let (late, judged) = sums.fold((0, 0), |(late, judged), step| {
                (late + step.late, judged + step.judged)
            });
            late as f64 > (1.0 - ON_TIME) * judged as f64
        });
        Ok(late.collect())
    };
    let hopeless = is_late(&vec![PLENTY; days.len()])?;
    // Fewer than these cannot do the work at all.
    let duties = family.duties(idx, demand.year());
    let mut officers: Vec<u32> = days
        .iter()
        .zip(duties)
        .map(|(days, duty)| {
            let busy = days * demand.per_day();
            let all_there = duty.map_or(busy, |duty| busy / duty.open_share() + duty.mean_away());
            all_there.floor() as u32 + 1
        })
        .collect();
    for _ in 0..MOST_ROUNDS {
        let late = is_late(&officers)?;
        let mut enough = true;
        for (officers, (late, hopeless)) in officers.iter_mut().zip(late.iter().zip(&hopeless)) {
            if *late && !hopeless {
                enough = false;
                *officers += (*officers / 16).max(1);
            }
        }
        if enough {
            break;
        }
    }
    let needed = officers.into_iter().zip(hopeless);
    Ok(needed
        .map(|(officers, hopeless)| (!hopeless).then_some(officers))
        .collect())
}

/// Indices of the steps that each agency does.
fn steps_of(family: &QueueFamily, idx: usize, workflow: &Workflow) -> Vec<Vec<usize>> {
    let ids = family.steps(idx);
    let agency_of = |id: &str| workflow.step(id).and_then(|step| step.agency.clone());
    let agencies: Vec<Option<String>> = ids.iter().map(|id| agency_of(id)).collect();
    family
        .agencies(idx)
        .into_iter()
        .map(|id| {
            let steps = agencies.iter().enumerate();
            steps
                .filter(|(_, agency)| agency.as_deref() == Some(id))
                .map(|(step, _)| step)
                .collect()
        })
        .collect()
}
