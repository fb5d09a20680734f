//! The officers that it takes to be on time.

use super::office::Office;
use super::replicate::{Span, Unanswered, replicate_with};
use super::statistics::Replication;
use crate::sim::Watch;

/// On time: of an agency's steps with a limit so many end within it.
const ON_TIME: f64 = 0.9;

/// Of the answer's replications the search has one for so many.
const REPLICATIONS_SHARE: u64 = 5;
const FIRST_REPLICATIONS: u64 = 1;

/// After so many replications there is no doubt where a larger share than this is late, although cases are late together.
const NO_DOUBT: [(u64, f64); 3] = [(FIRST_REPLICATIONS, 0.3), (2, 0.2), (4, 0.15)];

/// Standard errors from the share that is asked for; with officers for everybody cases are independent.
const NO_DOUBT_ERRORS: f64 = 3.0;

/// Rounds of the search.
const MOST_ROUNDS: usize = 80;

/// More than any queue needs.
const PLENTY: u32 = 1_000_000;

/// For every station of an office the fewest officers with which nine of ten of its steps are on time, all
/// stations staffed like that at once; `None`: not even without any wait. `runs` are the answer's own: where they
/// are on time with the officers there are, it takes no more.
pub fn officers_needed(
    office: &Office<'_>,
    (runs, span): (&[Vec<Replication>], Span),
    watch: Watch<'_>,
) -> Result<Vec<Option<u32>>, Unanswered> {
    let n_runs = runs.first().map_or(0, |runs| runs.len() as u64);
    let replications = (n_runs / REPLICATIONS_SHARE).max(FIRST_REPLICATIONS);
    let busy = office.busy();
    let by_station = steps_of(office);
    // Those of a number of replications, with what is known of the first ones.
    let mut runs_so_far: Vec<Vec<Replication>> = Vec::new();
    let mut late_shares =
        |officers: &[u32], done: u64, n: u64| -> Result<Vec<(f64, f64)>, Unanswered> {
            let more = replicate_with(office, officers, (done..n, span), watch)?;
            match done {
                0 => runs_so_far = more,
                _ => {
                    let kept = runs_so_far.iter_mut().zip(more);
                    kept.for_each(|(kept, more)| kept.extend(more));
                }
            }
            Ok(late_shares_of(&runs_so_far, &by_station))
        };
    let most = 1.0 - ON_TIME;
    let plenty = vec![PLENTY; busy.len()];
    let mut shares = late_shares(&plenty, 0, FIRST_REPLICATIONS)?;
    let in_doubt = |(share, error): &(f64, f64)| (share - most).abs() < NO_DOUBT_ERRORS * error;
    if shares.iter().any(in_doubt) {
        shares = late_shares(&plenty, FIRST_REPLICATIONS, replications)?;
    }
    let hopeless: Vec<bool> = shares.iter().map(|(share, _)| *share > most).collect();
    // Fewer than these cannot do the work at all.
    let mut officers: Vec<u32> = busy
        .iter()
        .zip(&office.layout.schedules)
        .map(|(busy, schedule)| {
            let all_there = match schedule {
                None => *busy,
                Some(schedule) => busy / schedule.open_share() + schedule.mean_away(),
            };
            all_there.floor() as u32 + 1
        })
        .collect();
    // One more wherever more than `most` are late; whether there was any.
    let add = |officers: &mut [u32], shares: &[(f64, f64)], most: f64| {
        let mut added = false;
        for (officers, ((share, _), hopeless)) in
            officers.iter_mut().zip(shares.iter().zip(&hopeless))
        {
            if *share > most && !hopeless {
                added = true;
                *officers += (*officers / 16).max(1);
            }
        }
        added
    };
    'rounds: for _ in 0..MOST_ROUNDS {
        let mut done = 0;
        let looks = NO_DOUBT.into_iter().filter(|(n, _)| *n < replications);
        for (n, share) in looks.chain([(replications, most)]) {
            let late = late_shares(&officers, done, n)?;
            if add(&mut officers, &late, share) {
                continue 'rounds;
            }
            done = n;
        }
        break;
    }
    // Where work comes faster than it is done, others see less of it than they would.
    let is_stable = busy
        .iter()
        .zip(office.on_duty())
        .all(|(busy, there)| *busy < there);
    let own = late_shares_of(runs, &by_station);
    let there = office.officers().into_iter().zip(own);
    let needed = officers.into_iter().zip(hopeless).zip(there);
    Ok(needed
        .map(
            |((officers, hopeless), (there, (share, _)))| match share <= most && is_stable {
                true => Some(officers.min(there)),
                false => (!hopeless).then_some(officers),
            },
        )
        .collect())
}

/// Of every station the share of late steps, and its standard error where cases are independent.
fn late_shares_of(
    runs: &[Vec<Replication>],
    by_station: &[Vec<(usize, usize)>],
) -> Vec<(f64, f64)> {
    let late = by_station.iter().map(|steps| {
        let sums = steps.iter().flat_map(|&(part, step)| {
            let runs = runs[part].iter();
            runs.map(move |run| run.steps[step])
        });
        let (late, judged) = sums.fold((0, 0), |(late, judged), step| {
            (late + step.late, judged + step.judged)
        });
        let judged = (judged as f64).max(1.0);
        let share = late as f64 / judged;
        (share, (ON_TIME * (1.0 - ON_TIME) / judged).sqrt())
    });
    late.collect()
}

/// Of every station the steps that it does: category, and index of the step.
fn steps_of(office: &Office<'_>) -> Vec<Vec<(usize, usize)>> {
    let mut steps = vec![Vec::new(); office.layout.schedules.len()];
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
