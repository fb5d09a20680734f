//! The process of a log: the partial order of its steps, how long each takes from the moment it can begin,
//! which steps cases need, what is done again, and which ranks the times of one case have.

use std::collections::BTreeMap;

use super::ranks::{Ranks, Record, Taken};
use super::replay::Columns;
use super::traces::{Trace, Traces};
use super::working_days::WorkingDays;

/// Of cases with both, as many must have one step before the other for it to be order.
const ORDERED: f64 = 0.95;
/// Two steps that follow each other directly both ways, the rarer way at least this often, are parallel.
const BOTH_WAYS: f64 = 0.05;
/// Patterns of needed steps; the cases of rarer ones count to the nearest. As many as cases lend their ranks.
const MOST_PATTERNS: usize = 2_000;
/// Intervals between the quantiles of a duration.
const QUANTILES: usize = 400;
/// Rounds that a scenario may have.
const MOST_ROUNDS: usize = 20;

/// A step.
#[derive(Clone, Debug, Default)]
pub struct Step {
    /// What it is called in the log.
    pub name: String,
    /// Places of the steps it waits for.
    pub after: Vec<usize>,
    /// Working days of each time that it is done, the first from when it can begin: quantiles at even steps of
    /// probability.
    pub quantiles_days: Vec<f64>,
    /// Working days of work itself, if starts are logged.
    pub effort_days: Vec<f64>,
    /// Chance that it is done again, each time.
    pub again: f64,
    /// Most rounds in one case.
    pub most_rounds: usize,
    /// Who mostly does it.
    pub group: Option<u32>,
    /// How often it was done.
    pub n_done: usize,
}

/// A process.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// Each after those it waits for.
    pub steps: Vec<Step>,
    /// Which steps a case needs, as bits, and the share of cases.
    pub patterns: Vec<(u64, f64)>,
    /// Which ranks the times of one case have.
    pub ranks: Ranks,
    /// The most cases that need the same steps.
    pub n_alike: usize,
    /// Mean days to their last step: recorded, and if the steps of a case had nothing to do with each other.
    pub joint_days: (f64, f64),
}

/// The process that some cases follow.
pub fn model(traces: &Traces, cases: &[Trace], clock: &WorkingDays, seed: u64) -> Model {
    let n_steps = traces.steps.len();
    let order = order(cases, n_steps);
    let mut place = vec![0; n_steps];
    for (new, &old) in order.iter().enumerate() {
        place[old] = new;
    }
    let (after, before) = waits(cases, &order, &place);
    let mut steps: Vec<Step> = order
        .iter()
        .zip(after)
        .map(|(&old, after)| Step {
            name: traces.steps[old].clone(),
            after,
            ..Step::default()
        })
        .collect();
    let mut samples = vec![Vec::new(); n_steps];
    let mut efforts = vec![Vec::new(); n_steps];
    let mut groups = vec![BTreeMap::<u32, usize>::new(); n_steps];
    let mut patterns: BTreeMap<u64, usize> = BTreeMap::new();
    let mut n_cases = 0;
    let mut records: Vec<Record> = Vec::new();
    for case in cases.iter().filter(|case| !case.done.is_empty()) {
        n_cases += 1;
        let taken = taken(case, &place, &before, clock, &mut steps);
        let mut pattern = 0u64;
        for &Taken { step, days, .. } in &taken {
            pattern |= 1 << step;
            samples[step].push(days);
        }
        *patterns.entry(pattern).or_default() += 1;
        records.push(Record { pattern, taken });
        for done in &case.done {
            let step = place[done.step];
            if let Some(group) = done.group {
                *groups[step].entry(group).or_default() += 1;
            }
            if let Some(start) = done.start {
                efforts[step].push(clock.between(start, done.complete));
            }
        }
    }
    for (step, ((samples, efforts), groups)) in steps
        .iter_mut()
        .zip(samples.into_iter().zip(efforts).zip(groups))
    {
        let n_first = samples.len();
        let n_again = step.n_done.saturating_sub(n_first);
        step.again = n_again as f64 / step.n_done.max(1) as f64;
        step.most_rounds = step.most_rounds.clamp(1, MOST_ROUNDS);
        step.quantiles_days = quantiles(samples);
        if efforts.len() * 2 > step.n_done {
            step.effort_days = quantiles(efforts);
        }
        step.group = groups
            .into_iter()
            .max_by_key(|(_, n)| *n)
            .map(|(group, _)| group);
    }
    // Cases that need the same steps: between others, what they need makes the difference.
    let most = patterns.iter().max_by_key(|(_, n)| **n);
    let alike = most.map_or(0, |(pattern, _)| *pattern);
    let patterns = nearest(patterns, n_cases);
    let mut model = Model {
        ranks: Ranks::of(&records, &patterns, steps.len()),
        steps,
        patterns,
        ..Model::default()
    };
    let alike = records.iter().filter(|record| record.pattern == alike);
    measure_together(&mut model, &alike.collect::<Vec<_>>(), seed);
    model
}

/// Steps by their mean place in a case.
fn order(cases: &[Trace], n_steps: usize) -> Vec<usize> {
    let mut places = vec![(0.0, 0u32); n_steps];
    for case in cases {
        let length = case.done.len() as f64;
        let mut seen = 0u64;
        for (at, done) in case.done.iter().enumerate() {
            if seen & (1 << done.step) == 0 {
                seen |= 1 << done.step;
                places[done.step].0 += at as f64 / length;
                places[done.step].1 += 1;
            }
        }
    }
    let mean = |step: usize| match places[step] {
        (_, 0) => 1.0,
        (sum, n) => sum / f64::from(n),
    };
    let mut order: Vec<usize> = (0..n_steps).collect();
    order.sort_by(|&a, &b| mean(a).total_cmp(&mean(b)).then(a.cmp(&b)));
    order
}

/// For each step those it waits for directly, and as bits all that come before it.
fn waits(cases: &[Trace], order: &[usize], place: &[usize]) -> (Vec<Vec<usize>>, Vec<u64>) {
    let n_steps = order.len();
    let mut both = vec![vec![0u32; n_steps]; n_steps];
    let mut first = vec![vec![0u32; n_steps]; n_steps];
    let mut directly = vec![vec![0u32; n_steps]; n_steps];
    for case in cases {
        let mut seen: Vec<usize> = Vec::new();
        for (at, done) in case.done.iter().enumerate() {
            let step = place[done.step];
            if at > 0 {
                directly[place[case.done[at - 1].step]][step] += 1;
            }
            if !seen.contains(&step) {
                for &earlier in &seen {
                    first[earlier][step] += 1;
                    both[earlier][step] += 1;
                    both[step][earlier] += 1;
                }
                seen.push(step);
            }
        }
    }
    let is_before = |a: usize, b: usize| {
        let (there, back) = (f64::from(directly[a][b]), f64::from(directly[b][a]));
        let is_parallel = there.min(back) >= BOTH_WAYS * (there + back) && back > 0.0;
        both[a][b] > 0 && f64::from(first[a][b]) >= ORDERED * f64::from(both[a][b]) && !is_parallel
    };
    let mut before = vec![0u64; n_steps];
    let mut after = vec![Vec::new(); n_steps];
    for step in 0..n_steps {
        // From the nearest on: what a nearer one waits for is not waited for again.
        for earlier in (0..step).rev().filter(|&earlier| is_before(earlier, step)) {
            if before[step] & (1 << earlier) == 0 {
                before[step] |= 1 << earlier | before[earlier];
                after[step].push(earlier);
            }
        }
        after[step].reverse();
    }
    (after, before)
}

/// What each step of a case took from when it could begin, in equal parts for every time that it was done. What is
/// done again once a later step is done takes nobody's time: the later one did not wait for it.
fn taken(
    case: &Trace,
    place: &[usize],
    before: &[u64],
    clock: &WorkingDays,
    steps: &mut [Step],
) -> Vec<Taken> {
    let mut ends = vec![None::<i64>; steps.len()];
    let mut readies = vec![0; steps.len()];
    let mut rounds = vec![0usize; steps.len()];
    let mut is_waited_for = 0u64;
    for done in &case.done {
        let step = place[done.step];
        steps[step].n_done += 1;
        match ends[step] {
            None => {
                let earlier = (0..steps.len()).filter(|earlier| before[step] & (1 << earlier) != 0);
                let ends = earlier.filter_map(|earlier| ends[earlier]);
                readies[step] = ends.max().unwrap_or(case.start);
                is_waited_for |= before[step];
            }
            Some(_) => {
                rounds[step] += 1;
                steps[step].most_rounds = steps[step].most_rounds.max(rounds[step]);
            }
        }
        if ends[step].is_none() || is_waited_for & (1 << step) == 0 {
            ends[step] = Some(done.complete.max(readies[step]));
        }
    }
    let taken = ends.iter().enumerate().filter_map(|(step, end)| {
        let days = clock.between(readies[step], (*end)?);
        Some(Taken {
            step,
            days: days / (1 + rounds[step]) as f64,
            rounds: rounds[step],
        })
    });
    taken.collect()
}

/// The place of the pattern that differs from this one in the fewest steps.
pub(super) fn like(pattern: u64, among: impl Iterator<Item = u64>) -> Option<usize> {
    let distances = among
        .map(|other| (other ^ pattern).count_ones())
        .enumerate();
    let nearest = distances.min_by_key(|&(at, distance)| (distance, at));
    nearest.map(|(at, _)| at)
}

/// The most frequent patterns; the cases of others count to the one that differs in the fewest steps.
fn nearest(patterns: BTreeMap<u64, usize>, n_cases: u32) -> Vec<(u64, f64)> {
    let mut sorted: Vec<(u64, usize)> = patterns.into_iter().collect();
    sorted.sort_by_key(|(pattern, n)| (std::cmp::Reverse(*n), *pattern));
    let rest = sorted.split_off(sorted.len().min(MOST_PATTERNS));
    let mut kept = sorted;
    let frequent: Vec<u64> = kept.iter().map(|(pattern, _)| *pattern).collect();
    for (pattern, n) in rest {
        if let Some(near) = like(pattern, frequent.iter().copied()) {
            kept[near].1 += n;
        }
    }
    let n_cases = f64::from(n_cases.max(1));
    kept.into_iter()
        .map(|(pattern, n)| (pattern, n as f64 / n_cases))
        .collect()
}

/// Quantiles at even steps of probability. The last is chosen so that the mean is that of the sample: a
/// straight line to the longest of many would add days that nobody waited.
pub fn quantiles(mut sample: Vec<f64>) -> Vec<f64> {
    sample.sort_by(f64::total_cmp);
    let n_intervals = QUANTILES.min(sample.len().saturating_sub(1)).max(1);
    let Some(last) = sample.len().checked_sub(1) else {
        return vec![0.0, 0.0];
    };
    let at = |p: f64| {
        let place = p * last as f64;
        let low = place.floor() as usize;
        let high = (low + 1).min(last);
        sample[low] + (place - low as f64) * (sample[high] - sample[low])
    };
    let mut knots: Vec<f64> = (0..=n_intervals)
        .map(|k| at(k as f64 / n_intervals as f64))
        .collect();
    let mean = sample.iter().sum::<f64>() / sample.len() as f64;
    let inner: f64 = knots[1..n_intervals].iter().sum();
    let end = 2.0 * (mean * n_intervals as f64 - inner) - knots[0];
    knots[n_intervals] = end.max(knots[n_intervals - 1]);
    knots
}

/// Days to the last step of a case.
fn chain(steps: &[Step], taken: &[Taken]) -> f64 {
    let mut ends = vec![0.0f64; steps.len()];
    let mut last = 0.0f64;
    let mut taken = taken.iter().peekable();
    for (at, step) in steps.iter().enumerate() {
        ends[at] = step
            .after
            .iter()
            .map(|&before| ends[before])
            .fold(0.0, f64::max);
        if let Some(taken) = taken.next_if(|taken| taken.step == at) {
            ends[at] += taken.days * (1 + taken.rounds) as f64;
            last = last.max(ends[at]);
        }
    }
    last
}

/// When the last step of cases that need the same ones ended, and when it would if each step were drawn by itself.
fn measure_together(model: &mut Model, alike: &[&Record], seed: u64) {
    const N_CASES: usize = 10_000;
    let Some(pattern) = alike.first().map(|record| record.pattern) else {
        return;
    };
    let mut samples = vec![Vec::new(); model.steps.len()];
    for taken in alike.iter().flat_map(|record| &record.taken) {
        samples[taken.step].push(taken.days);
    }
    let steps = model.steps.iter().zip(samples);
    let steps: Vec<Step> = steps
        .map(|(step, sample)| Step {
            after: step.after.clone(),
            quantiles_days: quantiles(sample),
            ..Step::default()
        })
        .collect();
    let days = alike
        .iter()
        .map(|record| chain(&model.steps, &record.taken));
    let recorded_days = days.sum::<f64>() / alike.len() as f64;
    let columns = Columns::new(steps.len(), N_CASES, seed);
    model.n_alike = alike.len();
    model.joint_days = (recorded_days, columns.mean_days(&steps, pattern));
}
