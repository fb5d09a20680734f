//! The latest whole cases kept back: does the limit profile of the past predict how long they last and how many are
//! late?

use super::holdout::{FEWEST, HoldOut, KEPT_BACK, quantile, sorted};
use super::log::{DAY, Log};
use super::replay::Random;
use super::traces::Traces;
use super::whole::{CaseRow, Whole, whole};

/// Cases that are simulated.
const N_SIMULATED: usize = 20_000;

/// Tries whole cases with deadlines out; `None`: there are too few.
pub fn hold_out_whole(rows: &[CaseRow], log: &Log, traces: &Traces, seed: u64) -> Option<HoldOut> {
    let mut rows: Vec<CaseRow> = rows
        .iter()
        .filter(|row| row.deadline.is_some())
        .cloned()
        .collect();
    rows.sort_by_key(|row| row.start);
    let times = rows.iter().flat_map(|row| [Some(row.start), row.end]);
    let now = times.flatten().max()?;
    let days = |row: &CaseRow| (row.end.unwrap_or(now) - row.start).max(0) as f64 / DAY;
    let window_days = quantile(&sorted(rows.iter().map(days).collect()), 0.9);
    // A case that began later could not show that it takes long.
    let followed = |row: &CaseRow| row.start as f64 <= now as f64 - window_days * DAY;
    rows.truncate(rows.partition_point(followed));
    let n_future = (rows.len() as f64 * KEPT_BACK) as usize;
    let future = rows.split_off(rows.len() - n_future);
    if future.len() < FEWEST {
        return None;
    }
    let model = whole(&rows, log, traces);
    let (simulated, late_of_model) = simulated(&model, seed)?;
    let late = |rows: &[CaseRow]| {
        let is_late = |row: &&CaseRow| row.deadline.is_some_and(|due| row.end.unwrap_or(now) > due);
        rows.iter().filter(is_late).count() as f64 / rows.len() as f64
    };
    let late_share = [late(&rows), late_of_model, late(&future)];
    let [past, kept_back] = [&rows, &future].map(|rows| sorted(rows.iter().map(days).collect()));
    let sides = [past, simulated, kept_back];
    Some(HoldOut {
        late_share: Some(late_share),
        ..HoldOut::of(&sides, window_days, seed)
    })
}

/// Days of cases under the limits and the profile of a model, and how many of them are late; `None`: it has none.
fn simulated(model: &Whole, seed: u64) -> Option<(Vec<f64>, f64)> {
    let (pairs, _) = model.profile();
    let mut random = Random::new(seed);
    let mut n_late = 0;
    let mut days = Vec::with_capacity(N_SIMULATED);
    for _ in 0..N_SIMULATED {
        let mut u = random.uniform();
        let (mut limit_days, _) = *model.limits.last()?;
        for &(days, share) in &model.limits {
            if u < share {
                limit_days = days;
                break;
            }
            u -= share;
        }
        let p = random.uniform();
        let above = pairs
            .partition_point(|&(at, _)| at <= p)
            .min(pairs.len() - 1);
        let ((p0, from), (p1, to)) = (pairs[above - 1], pairs[above]);
        let used = from + (p - p0) / (p1 - p0) * (to - from);
        n_late += usize::from(used > 1.0);
        days.push(used * limit_days);
    }
    Some((sorted(days), n_late as f64 / N_SIMULATED as f64))
}
