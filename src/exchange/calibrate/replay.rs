//! Cases of a model drawn in memory: to try it on cases that were kept back.

use super::model::{Model, Step};

/// SplitMix64 (Steele, Lea and Flood 2014): the same numbers on every machine.
pub struct Random(u64);

impl Random {
    /// Numbers that `seed` begins.
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    /// Evenly between 0 and 1, both left out.
    pub fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 12) as f64 / (1u64 << 52) as f64 + 1.0 / (1u64 << 53) as f64
    }

    /// Any order, each as likely.
    pub fn shuffle<T>(&mut self, values: &mut [T]) {
        for last in (1..values.len()).rev() {
            let other = (self.uniform() * (last + 1) as f64) as usize;
            values.swap(last, other.min(last));
        }
    }
}

/// Numbers for cases that need the same steps, each of their columns spread evenly (a Latin hypercube): the
/// mean over few cases is then that over many.
pub struct Columns {
    /// One for each step: evenly between 0 and 1.
    uniforms: Vec<Vec<f64>>,
}

impl Columns {
    /// Numbers for `n_cases`.
    pub fn new(n_steps: usize, n_cases: usize, seed: u64) -> Columns {
        let mut random = Random::new(seed);
        let mut column = || -> Vec<f64> {
            let mut strata: Vec<usize> = (0..n_cases).collect();
            random.shuffle(&mut strata);
            let p = strata
                .iter()
                .map(|&one| (one as f64 + random.uniform()) / n_cases as f64);
            p.collect()
        };
        Columns {
            uniforms: (0..n_steps).map(|_| column()).collect(),
        }
    }

    /// Mean days to the last step of a pattern, each drawn by itself and none done twice.
    pub fn mean_days(&self, steps: &[Step], pattern: u64) -> f64 {
        let n_cases = self.uniforms.first().map_or(0, Vec::len);
        let mut ends = vec![0.0f64; steps.len()];
        let mut sum = 0.0;
        for case in 0..n_cases {
            let mut last = 0.0f64;
            for (at, step) in steps.iter().enumerate() {
                ends[at] = step
                    .after
                    .iter()
                    .map(|&before| ends[before])
                    .fold(0.0, f64::max);
                if pattern & (1 << at) != 0 {
                    ends[at] += quantile(&step.quantiles_days, self.uniforms[at][case]);
                    last = last.max(ends[at]);
                }
            }
            sum += last;
        }
        sum / n_cases.max(1) as f64
    }
}

/// Days to the last step of cases.
pub fn simulated(model: &Model, n_cases: usize, seed: u64) -> Vec<f64> {
    let mut random = Random::new(seed);
    (0..n_cases).map(|_| draw(model, &mut random)).collect()
}

fn draw(model: &Model, random: &mut Random) -> f64 {
    let ranks = &model.ranks;
    let case = (random.uniform() * ranks.n_cases() as f64) as usize;
    let mut u = ranks.patterns.luck(case, random);
    let mut pattern = model.patterns.last().map_or(0, |(pattern, _)| *pattern);
    for (one, share) in &model.patterns {
        if u < *share {
            pattern = *one;
            break;
        }
        u -= share;
    }
    let mut ends = vec![0.0f64; model.steps.len()];
    let mut last = 0.0f64;
    for (at, step) in model.steps.iter().enumerate() {
        let ready = step
            .after
            .iter()
            .map(|&before| ends[before])
            .fold(0.0, f64::max);
        ends[at] = ready;
        if pattern & (1 << at) == 0 {
            continue;
        }
        let days = quantile(&step.quantiles_days, ranks.steps[at].luck(case, random));
        let luck = ranks.rework[at].luck(case, random);
        let rounds =
            (1..=step.most_rounds).take_while(|&round| luck < step.again.powi(round as i32));
        ends[at] += days * (1 + rounds.count()) as f64;
        last = last.max(ends[at]);
    }
    last
}

/// Linear between quantiles at even steps.
fn quantile(knots: &[f64], p: f64) -> f64 {
    let place = p * (knots.len() - 1) as f64;
    let low = (place as usize).min(knots.len() - 2);
    knots[low] + (place - low as f64) * (knots[low + 1] - knots[low])
}
