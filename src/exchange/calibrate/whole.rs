//! Whole cases with deadlines: the limit profile. Real durations bunch before the limit and have a late tail
//! that no textbook family shows, so the profile is the recorded curve; open cases are censored.

use std::collections::{BTreeMap, HashMap};

use super::cases::Case;
use super::log::{DAY, Log};
use super::survival::{Curve, Length, curve};
use super::traces::Traces;

/// Different limits kept; cases with others count to the nearest.
const MOST_LIMITS: usize = 5;
/// The longest limit of a scenario.
const MOST_DAYS: f64 = 10_000.0;
/// Cases named.
const MOST_NAMED: usize = 5;

/// A case with its deadline. Milliseconds since 1970 on the clock of the place.
#[derive(Clone, Debug)]
pub struct CaseRow {
    /// Its name.
    pub case: String,
    /// Acceptance, else application.
    pub start: i64,
    /// `None`: open.
    pub end: Option<i64>,
    /// The last moment that is not late; `None`: no limit.
    pub deadline: Option<i64>,
}

impl CaseRow {
    /// The row of a case of a list.
    pub fn of(case: &Case) -> CaseRow {
        CaseRow {
            case: case.name.clone(),
            start: case.accepted,
            end: case.decided,
            deadline: case.deadline,
        }
    }

    /// Calendar days from the start to `end`: dates apart where the deadline is a date, which it is to the end of its day.
    fn days_to(&self, end: i64) -> f64 {
        let is_date = self
            .deadline
            .is_some_and(|deadline| (deadline + 1).rem_euclid(DAY as i64) == 0);
        let days = match is_date {
            true => (end.div_euclid(DAY as i64) - self.start.div_euclid(DAY as i64)) as f64,
            false => (end - self.start) as f64 / DAY,
        };
        days.max(0.0)
    }
}

/// What a table of cases says. Calendar days.
#[derive(Clone, Debug)]
pub struct Whole {
    /// Cases that are over.
    pub n_closed: usize,
    /// Cases that are not.
    pub n_open: usize,
    /// Cases past their deadline, open ones too, and all that could be.
    pub late: (usize, usize),
    /// Limits in days, and their shares.
    pub limits: Vec<(f64, f64)>,
    /// Days from start to end.
    pub days: Curve,
    /// Shares of the limit from start to end.
    pub used: Curve,
    /// The largest share of the limit seen.
    pub largest: f64,
    /// Cases that ended before their last event: the first few by name, and how many.
    pub early: (Vec<String>, usize),
    /// Mean days from the start of a case to its first event.
    pub unlogged_days: f64,
}

/// Reads the profile off.
pub fn whole(rows: &[CaseRow], log: &Log, traces: &Traces) -> Whole {
    let spans: HashMap<u32, (i64, i64)> = traces
        .cases
        .iter()
        .map(|case| (case.case, (case.start, case.end)))
        .collect();
    let now = rows
        .iter()
        .flat_map(|row| [Some(row.start), row.end])
        .flatten();
    let now = now
        .chain(traces.cases.iter().map(|case| case.end))
        .max()
        .unwrap_or(0);
    let limits = limits(rows);
    let (mut days, mut used, mut unlogged) = (Vec::new(), Vec::new(), Vec::new());
    let (mut n_late, mut n_due) = (0, 0);
    let mut early = (Vec::new(), 0);
    for row in rows {
        let end = row.end.unwrap_or(now);
        let is_over = row.end.is_some();
        days.push(Length {
            value: (end - row.start).max(0) as f64 / DAY,
            is_over,
        });
        if let Some(deadline) = row.deadline
            && (is_over || deadline < now)
        {
            n_due += 1;
            n_late += usize::from(end > deadline);
        }
        let span = log.cases.known(&row.case).and_then(|case| spans.get(&case));
        unlogged.extend(span.map(|(first, _)| (first - row.start).max(0) as f64 / DAY));
        // An end that is a date is at some time of its day.
        let is_date = end.rem_euclid(DAY as i64) == 0;
        let at_latest = end + if is_date { DAY as i64 - 1 } else { 0 };
        if is_over && span.is_some_and(|(_, last)| *last > at_latest) {
            early.1 += 1;
            if early.0.len() < MOST_NAMED {
                early.0.push(row.case.clone());
            }
        }
        if let Some(limit) = limit_days(row) {
            // Longer than a scenario may hold is a case that was forgotten.
            let value = row.days_to(end).min(5.0 * MOST_DAYS) / limit;
            used.push(Length { value, is_over });
        }
    }
    let n_closed = rows.iter().filter(|row| row.end.is_some()).count();
    Whole {
        n_closed,
        n_open: rows.len() - n_closed,
        late: (n_late, n_due),
        limits,
        days: curve(days),
        largest: used.iter().map(|one| one.value).fold(0.0, f64::max),
        used: curve(used),
        unlogged_days: unlogged.iter().sum::<f64>() / unlogged.len().max(1) as f64,
        early,
    }
}

fn limit_days(row: &CaseRow) -> Option<f64> {
    let days = row.days_to(row.deadline?).round();
    (1.0..=MOST_DAYS).contains(&days).then_some(days)
}

/// The most frequent limits with their shares, in rising order.
fn limits(rows: &[CaseRow]) -> Vec<(f64, f64)> {
    let mut counts: BTreeMap<u64, usize> = BTreeMap::new();
    for days in rows.iter().filter_map(limit_days) {
        *counts.entry(days as u64).or_default() += 1;
    }
    let total: usize = counts.values().sum();
    let mut sorted: Vec<(u64, usize)> = counts.into_iter().collect();
    sorted.sort_by_key(|(days, n)| (std::cmp::Reverse(*n), *days));
    let rest = sorted.split_off(sorted.len().min(MOST_LIMITS));
    let mut kept = sorted.clone();
    for (days, n) in rest {
        if let Some(near) = (0..kept.len()).min_by_key(|&at| kept[at].0.abs_diff(days)) {
            kept[near].1 += n;
        }
    }
    kept.sort_unstable();
    kept.into_iter()
        .map(|(days, n)| (days as f64, n as f64 / total as f64))
        .collect()
}

impl Whole {
    /// `(probability, share of the limit)` up to where the curve reaches, then the largest seen.
    pub fn profile(&self) -> (Vec<(f64, f64)>, Option<f64>) {
        let mut pairs = vec![(0.0, 0.0)];
        for percent in 1..100u32 {
            let p = f64::from(percent) / 100.0;
            // The middle of its step, so that the mean is kept.
            let Some(value) = self.used.quantile((p + 0.005).min(0.999)) else {
                break;
            };
            pairs.push((p, value));
        }
        let reached = pairs.last().map_or(0.0, |(p, _)| *p);
        pairs.push((1.0, self.largest));
        (pairs, (reached < 0.99).then_some(reached))
    }
}
