//! The officers that it takes to be on time.

use super::office::Office;
use super::replicate::{Span, replicate_with};
use crate::sim::{Stopped, Watch};

/// On time: of an agency's steps with a limit so many end within it.
const ON_TIME: f64 = 0.9;

/// Replications and rounds of the search.
const REPLICATIONS: u64 = 8;
const MOST_ROUNDS: usize = 40;

/// More than any queue needs.
const PLENTY: u32 = 1_000_000;

/// For every station of an office the fewest officers with which nine of ten of its steps are on time, all
/// stations staffed like that at once; `None`: not even without any wait.
pub fn officers_needed(
    office: &Office<'_>,
    span: Span,
    watch: Watch<'_>,
) -> Result<Vec<Option<u32>>, Stopped> {
    let busy = office.busy();
    let by_station = steps_of(office);
    let is_late = |officers: &[u32]| -> Result<Vec<bool>, Stopped> {
        let runs = replicate_with(office, officers, (REPLICATIONS, span), watch)?;
        let late = by_station.iter().map(|steps| {
            let sums = steps.iter().flat_map(|&(part, step)| {
                let runs = runs[part].iter();
                runs.map(move |run| run.steps[step])
            });
            let (late, judged) = sums.fold((0, 0), |(late, judged), step| {
                (late + step.late, judged + step.judged)
            });
            late as f64 > (1.0 - ON_TIME) * judged as f64
        });
        Ok(late.collect())
    };
    let hopeless = is_late(&vec![PLENTY; busy.len()])?;
    // Fewer than these cannot do the work at all.
    let mut officers: Vec<u32> = busy
        .iter()
        .zip(&office.duties)
        .map(|(busy, duty)| {
            let all_there = match duty {
                None => *busy,
                Some(duty) => busy / duty.open_share() + duty.mean_away(),
            };
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

/// Of every station the steps that it does: category, and index of the step.
fn steps_of(office: &Office<'_>) -> Vec<Vec<(usize, usize)>> {
    let mut steps = vec![Vec::new(); office.duties.len()];
    for (number, part) in office.parts.iter().enumerate() {
        let agencies = part.family.agencies(part.idx);
        let stations = office.stations_of(number);
        for (step, id) in part.family.steps(part.idx).into_iter().enumerate() {
            let agency = part
                .workflow
                .step(id)
                .and_then(|step| step.agency.as_deref());
            let own = agencies.iter().position(|id| Some(*id) == agency);
            if let Some(own) = own {
                steps[stations[own]].push((number, step));
            }
        }
    }
    steps
}
