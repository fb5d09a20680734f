//! What a run says: means, quantiles and shares in working days, and paired differences.

use super::estimate::{
    Estimate, batch_interval, clustered_share_interval, mean_interval, share_interval,
};
use crate::sim::{Clocked, Histogram, PROBABILITIES, Run, TICKS_PER_DAY};
use crate::workflow::Ending;

/// One total over all cases.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// Mean.
    pub mean: Estimate,
    /// Standard deviation.
    pub sd: f64,
    /// P10, P25, P50, P75, P90, P95.
    pub quantiles: [Estimate; 6],
    /// Every value, for pictures; in steps of `step_days`.
    pub histogram: Histogram,
    /// Days of one step of the histogram.
    pub step_days: f64,
}

/// What the simulation of one workflow says.
#[derive(Clone, Debug, PartialEq)]
pub struct Simulated {
    /// Cases.
    pub replications: u64,
    /// Working days on the counted chain.
    pub counted: Summary,
    /// Working days the applicant waits.
    pub elapsed: Summary,
    /// Calendar days the applicant waits; `None` if no date can be that late.
    pub calendar: Option<Summary>,
    /// Share of cases whose counted time is within the target; `None` without a target.
    pub within_target: Option<Estimate>,
    /// Share of items that were overdue, over all items of all cases.
    pub overdue_item_share: Estimate,
    /// Per item id.
    pub overdue_by_item: Vec<(String, Estimate)>,
    /// Per step id: share of cases in which it is on a longest elapsed, counted chain.
    pub criticality: Vec<(String, f64, f64)>,
    /// Shares of outcomes: granted, granted silently, refused, withdrawn, revoked.
    pub outcomes: Vec<(&'static str, Estimate)>,
    /// Per case.
    pub corrections: f64,
    /// Per case.
    pub visits: f64,
    /// Per case.
    pub checks: f64,
    /// Per case.
    pub breaches: f64,
    /// Per case.
    pub silent_approvals: f64,
    /// Working days per case, beside the path.
    pub rectification_days: f64,
}

/// A difference of two runs with the same luck, after − before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// Of the counted chain, working days.
    pub counted: Paired,
    /// Of what the applicant waits, working days.
    pub elapsed: Paired,
}

/// Differences of mean, median and P90.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paired {
    /// Of the means.
    pub mean: Estimate,
    /// Of the medians.
    pub p50: Estimate,
    /// Of the 90 % quantiles.
    pub p90: Estimate,
}

const DAYS: f64 = 1.0 / TICKS_PER_DAY as f64;

/// What a run says.
pub fn summarise(run: &Run) -> Simulated {
    let n = run.elapsed.histogram.n();
    let per_case = |total: u64| total as f64 / n.max(1) as f64;
    let sums = &run.sums;
    let (met, overdue) = run.items.iter().fold((0, 0), |(met, overdue), item| {
        (met + item.1, overdue + item.2)
    });
    Simulated {
        replications: n,
        counted: summary(&run.counted, DAYS),
        elapsed: summary(&run.elapsed, DAYS),
        calendar: run.calendar.as_ref().map(|clocked| summary(clocked, 1.0)),
        within_target: run.within_target.map(|hits| share_interval(hits, n)),
        overdue_item_share: clustered_share_interval(overdue, met, n, sums.item_products),
        overdue_by_item: run
            .items
            .iter()
            .map(|(id, met, overdue)| (id.clone(), share_interval(*overdue, *met)))
            .collect(),
        criticality: run
            .criticality
            .iter()
            .map(|(id, elapsed, counted)| (id.clone(), per_case(*elapsed), per_case(*counted)))
            .collect(),
        outcomes: outcomes(run),
        corrections: per_case(sums.corrections),
        visits: per_case(sums.visits),
        checks: per_case(sums.checks),
        breaches: per_case(sums.breaches),
        silent_approvals: per_case(sums.silent_approvals),
        rectification_days: per_case(sums.rectification) * DAYS,
    }
}

fn outcomes(run: &Run) -> Vec<(&'static str, Estimate)> {
    let sums = &run.sums;
    let ended = |ending: Ending| sums.endings[ending as usize];
    let bad = [Ending::Refused, Ending::Withdrawn, Ending::Revoked];
    let bad = bad.map(|ending| (ending.word(), ended(ending)));
    let granted = [
        ("granted", sums.granted + ended(Ending::Granted)),
        ("granted-silently", sums.granted_silently),
    ];
    let n = run.elapsed.histogram.n();
    let all = granted.into_iter().chain(bad);
    all.map(|(key, hits)| (key, share_interval(hits, n)))
        .collect()
}

/// After − before, from two runs of the same cases.
pub fn difference(before: &Run, after: &Run) -> Difference {
    Difference {
        counted: paired(&before.counted, &after.counted),
        elapsed: paired(&before.elapsed, &after.elapsed),
    }
}

fn summary(clocked: &Clocked, step_days: f64) -> Summary {
    let histogram = &clocked.histogram;
    let (mean, sd) = (histogram.mean() * step_days, histogram.sd() * step_days);
    Summary {
        mean: mean_interval(mean, sd, histogram.n()),
        sd,
        quantiles: std::array::from_fn(|idx| {
            let value = f64::from(histogram.quantile(PROBABILITIES[idx]));
            batch_interval(value, &column(clocked, idx + 1)).scaled(step_days)
        }),
        histogram: histogram.clone(),
        step_days,
    }
}

fn paired(before: &Clocked, after: &Clocked) -> Paired {
    let of = |figure: usize, before_all: f64, after_all: f64| {
        let batches: Vec<f64> = column(before, figure)
            .into_iter()
            .zip(column(after, figure))
            .map(|(before, after)| after - before)
            .collect();
        batch_interval(after_all - before_all, &batches).scaled(DAYS)
    };
    let quantile = |p: f64| {
        let [before, after] = [before, after].map(|clocked| clocked.histogram.quantile(p));
        (f64::from(before), f64::from(after))
    };
    let (before_p50, after_p50) = quantile(0.50);
    let (before_p90, after_p90) = quantile(0.90);
    Paired {
        mean: of(0, before.histogram.mean(), after.histogram.mean()),
        p50: of(3, before_p50, after_p50),
        p90: of(5, before_p90, after_p90),
    }
}

fn column(clocked: &Clocked, figure: usize) -> Vec<f64> {
    clocked.batches.iter().map(|batch| batch[figure]).collect()
}
