//! The process of a log: the partial order of its steps, how long each takes from the moment it can begin,
//! which steps cases need, what is done again, and how alike the luck of one case's steps is.

use std::collections::BTreeMap;

use super::log::DAY;
use super::replay::Columns;
use super::traces::{Trace, Traces};

/// Of cases with both, as many must have one step before the other for it to be order.
const ORDERED: f64 = 0.95;
/// Two steps that follow each other directly both ways, the rarer way at least this often, are parallel.
const BOTH_WAYS: f64 = 0.05;
/// Patterns of needed steps; the cases of rarer ones count to the nearest.
const MOST_PATTERNS: usize = 48;
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
    /// Calendar days from when it can begin to its end: quantiles at even steps of probability.
    pub quantiles_days: Vec<f64>,
    /// Calendar days of work itself, if starts are logged.
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
    /// Correlation of the latent normals of one case's steps.
    pub correlation: f64,
    /// Cases that need the same steps, by which the correlation was fitted.
    pub n_alike: usize,
    /// Mean days to their last step: recorded, and if the steps of a case had nothing to do with each other.
    pub joint_days: (f64, f64),
}

/// The process that some cases follow.
pub fn model(traces: &Traces, cases: &[Trace], seed: u64) -> Model {
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
    let mut alike: BTreeMap<u64, Vec<Vec<(usize, f64)>>> = BTreeMap::new();
    for case in cases.iter().filter(|case| !case.done.is_empty()) {
        n_cases += 1;
        let taken = taken(case, &place, &before, &mut steps);
        let mut pattern = 0u64;
        for &(step, days) in &taken {
            pattern |= 1 << step;
            samples[step].push(days);
        }
        *patterns.entry(pattern).or_default() += 1;
        alike.entry(pattern).or_default().push(taken);
        for done in &case.done {
            let step = place[done.step];
            if let Some(group) = done.group {
                *groups[step].entry(group).or_default() += 1;
            }
            if let Some(start) = done.start {
                efforts[step].push((done.complete - start) as f64 / DAY);
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
    let mut model = Model {
        steps,
        patterns: nearest(patterns, n_cases),
        ..Model::default()
    };
    // Cases that need the same steps: between others, what they need makes the difference.
    let most = alike.into_iter().max_by_key(|(_, cases)| cases.len());
    if let Some((pattern, cases)) = most {
        fit_correlation(&mut model, pattern, &cases, seed);
    }
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

/// For each step of a case the days from when it could begin to when it was first done.
fn taken(case: &Trace, place: &[usize], before: &[u64], steps: &mut [Step]) -> Vec<(usize, f64)> {
    let mut ends = vec![None::<i64>; steps.len()];
    let mut rounds = vec![0usize; steps.len()];
    let mut taken = Vec::new();
    for done in &case.done {
        let step = place[done.step];
        steps[step].n_done += 1;
        if ends[step].is_some() {
            rounds[step] += 1;
            steps[step].most_rounds = steps[step].most_rounds.max(rounds[step]);
        } else {
            let earlier = (0..steps.len()).filter(|earlier| before[step] & (1 << earlier) != 0);
            let ready = earlier
                .filter_map(|earlier| ends[earlier])
                .max()
                .unwrap_or(case.start);
            taken.push((step, (done.complete - ready).max(0) as f64 / DAY));
        }
        ends[step] = Some(done.complete);
    }
    taken.sort_by_key(|(step, _)| *step);
    taken
}

/// The most frequent patterns; the cases of others count to the one that differs in the fewest steps.
fn nearest(patterns: BTreeMap<u64, usize>, n_cases: u32) -> Vec<(u64, f64)> {
    let mut sorted: Vec<(u64, usize)> = patterns.into_iter().collect();
    sorted.sort_by_key(|(pattern, n)| (std::cmp::Reverse(*n), *pattern));
    let rest = sorted.split_off(sorted.len().min(MOST_PATTERNS));
    let mut kept = sorted;
    let frequent: Vec<u64> = kept.iter().map(|(pattern, _)| *pattern).collect();
    for (pattern, n) in rest {
        let near = (0..frequent.len()).min_by_key(|&at| (frequent[at] ^ pattern).count_ones());
        if let Some(near) = near {
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

/// Days to the last step of a case, each step taking its own days once.
fn chain(steps: &[Step], taken: &[(usize, f64)]) -> f64 {
    let mut ends = vec![0.0f64; steps.len()];
    let mut last = 0.0f64;
    let mut taken = taken.iter().peekable();
    for (at, step) in steps.iter().enumerate() {
        ends[at] = step
            .after
            .iter()
            .map(|&before| ends[before])
            .fold(0.0, f64::max);
        if let Some((_, days)) = taken.next_if(|(step, _)| *step == at) {
            ends[at] += days;
            last = last.max(ends[at]);
        }
    }
    last
}

/// The correlation with which the steps of cases that need the same ones, drawn together, end when the
/// recorded ones do.
fn fit_correlation(model: &mut Model, pattern: u64, cases: &[Vec<(usize, f64)>], seed: u64) {
    const N_CASES: usize = 10_000;
    let mut samples = vec![Vec::new(); model.steps.len()];
    for (step, days) in cases.iter().flatten() {
        samples[*step].push(*days);
    }
    let steps = model.steps.iter().zip(samples);
    let steps = steps.map(|(step, sample)| Step {
        after: step.after.clone(),
        quantiles_days: quantiles(sample),
        ..Step::default()
    });
    let alike = Model {
        steps: steps.collect(),
        ..Model::default()
    };
    let days = cases.iter().map(|taken| chain(&model.steps, taken));
    let recorded_days = days.sum::<f64>() / cases.len() as f64;
    let columns = Columns::new(alike.steps.len(), N_CASES, seed);
    let independent = columns.mean_days(&alike, pattern, 0.0);
    model.n_alike = cases.len();
    model.joint_days = (recorded_days, independent);
    // A difference that so few numbers could make by themselves is none.
    if independent <= recorded_days * 1.005 {
        return;
    }
    let (mut low, mut high) = (0.0, 0.95);
    for _ in 0..12 {
        let middle = (low + high) / 2.0;
        // More alike means shorter: the later of two branches is less often a late one.
        if columns.mean_days(&alike, pattern, middle) > recorded_days {
            low = middle;
        } else {
            high = middle;
        }
    }
    model.correlation = ((low + high) / 2.0 * 1000.0).round() / 1000.0;
}
