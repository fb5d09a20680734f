//! Cases that are not over when a log ends: whoever begins too late to be followed is left out, lest the long ones be
//! missing.

use std::collections::BTreeMap;

use super::holdout::{quantile, sorted};
use super::log::DAY;
use super::traces::{Trace, Traces};
use crate::lang::Name;

/// With which steps cases end: at least this share of the early ones.
const ENDS: f64 = 0.05;
/// So many more of the late cases must lack their end, and so many cases at least.
const MORE: f64 = 0.05;
const FEWEST: usize = 5;
/// Nearly all early cases are over after so long.
const NEARLY_ALL: f64 = 0.98;

/// Leaves out cases that began too late to be followed to their end, if some of them are open; says so.
pub fn leave_out(traces: &mut Traces) -> Option<Name> {
    let cases = &traces.cases;
    let middle = cases.len() / 2;
    let (early, late) = cases.split_at(middle);
    let last_step = |case: &Trace| case.done.last().map(|done| done.step);
    let mut ends: BTreeMap<Option<usize>, usize> = BTreeMap::new();
    for case in early {
        *ends.entry(last_step(case)).or_default() += 1;
    }
    let is_end = |case: &Trace| {
        let n = ends.get(&last_step(case)).copied().unwrap_or(0);
        n as f64 >= ENDS * early.len() as f64
    };
    let n_open = |cases: &[Trace]| cases.iter().filter(|case| !is_end(case)).count();
    let share = |cases: &[Trace]| n_open(cases) as f64 / cases.len().max(1) as f64;
    if n_open(late) < FEWEST || share(late) < share(early) + MORE {
        return None;
    }
    let last = cases.iter().map(|case| case.end).max()?;
    let days = early.iter().filter(|case| is_end(case));
    let days = days.map(|case| (case.end - case.start) as f64 / DAY);
    let window_days = quantile(&sorted(days.collect()), NEARLY_ALL);
    let n_kept = cases.partition_point(|case| case.start as f64 <= last as f64 - window_days * DAY);
    let left_out = &cases[n_kept..];
    let (n, n_unfinished) = (left_out.len(), n_open(left_out));
    // Of a log that is shorter than its cases nothing would be left.
    if n_kept < FEWEST || n == 0 {
        let n_unfinished = n_open(cases);
        return Some(Name::both(
            format!(
                "open cases: {n_unfinished} cases do not end as the others do, and the log is too short to follow them: times are too short"
            ),
            format!("未结案件：{n_unfinished} 件未以通常环节结束，日志过短无法跟踪：用时偏短"),
        ));
    }
    traces.cases.truncate(n_kept);
    Some(Name::both(
        format!(
            "open cases: {n_unfinished} of the {n} cases that began in the last {window_days:.1} calendar days are not over; all {n} are left out, for the finished ones among them are the quick ones"
        ),
        format!(
            "未结案件：最后 {window_days:.1} 个自然日内开始的 {n} 件中有 {n_unfinished} 件未结；其中已结的偏快，故 {n} 件均不计入"
        ),
    ))
}
