//! Shapley values from sampled permutations, each with its reverse; every coalition is evaluated once.

use std::collections::{HashMap, HashSet};

use super::super::evaluate::Outcome;
use super::super::tasks::Task;
use super::{Coalition, Plan, values};
use crate::sim::streams::philox;

/// Coalitions whose points of time are kept together.
const TASK: usize = 512;

/// The coalitions along `pairs` permutations of `n` measures and along their reverses (antithetic:
/// what comes early in one comes late in the other), weighted as in each measure's average.
pub(super) fn plan<'a>(n: usize, seed: u64, pairs: usize) -> Plan<'a> {
    let mut permutations = Vec::with_capacity(2 * pairs);
    for pair in 0..pairs {
        let permutation = permutation(n, seed, pair as u32);
        let mut reverse = permutation.clone();
        reverse.reverse();
        permutations.extend([permutation, reverse]);
    }
    let share = 1.0 / permutations.len().max(1) as f64;
    let mut weights: HashMap<Coalition, Vec<(usize, f64)>> = HashMap::new();
    for permutation in &permutations {
        let mut coalition = Coalition::NONE;
        for &measure in permutation {
            weights.entry(coalition).or_default().push((measure, share));
            coalition.insert(measure);
            weights
                .entry(coalition)
                .or_default()
                .push((measure, -share));
        }
    }
    let mut coalitions: HashSet<Coalition> = weights.keys().copied().collect();
    for permutation in &permutations {
        // What the second of two neighbours saves where the first is absent: for interactions.
        let mut before = Coalition::NONE;
        for pair in permutation.windows(2) {
            coalitions.insert(before.with(pair[1]));
            before.insert(pair[0]);
        }
    }
    coalitions.extend((0..=n).map(Coalition::first));
    coalitions.extend((0..n).map(|idx| Coalition::first(n).without(idx)));
    let mut coalitions: Vec<Coalition> = coalitions.into_iter().collect();
    coalitions.sort_by(Coalition::walk_order);
    let tasks = coalitions.chunks(TASK).map(|chunk| Task {
        coalitions: chunk.to_vec(),
        reading: (0..chunk.len() as u32).collect(),
    });
    Plan {
        tasks: tasks.collect(),
        weights: Box::new(move |coalition, sums| {
            for &(measure, weight) in weights.get(coalition).into_iter().flatten() {
                sums[measure] += weight;
            }
        }),
        permutations,
    }
}

/// Each measure's Shapley value by quantity with its standard error: pairs are independent, a
/// permutation and its reverse are not.
pub(super) fn shapley(permutations: &[Vec<usize>], outcome: &Outcome) -> Vec<[(f64, f64); 8]> {
    let n = permutations.first().map_or(0, Vec::len);
    let n_pairs = permutations.len() / 2;
    let mut sums = vec![[(0.0, 0.0); 8]; n];
    for pair in permutations.chunks(2) {
        let mut of_pair = vec![[0.0; 8]; n];
        for permutation in pair {
            let mut coalition = Coalition::NONE;
            for &measure in permutation {
                let before = values(outcome, &coalition);
                coalition.insert(measure);
                let after = values(outcome, &coalition);
                for quantity in 0..8 {
                    of_pair[measure][quantity] += (before[quantity] - after[quantity]) / 2.0;
                }
            }
        }
        for (sums, of_pair) in sums.iter_mut().zip(of_pair) {
            for ((sum, squares), days) in sums.iter_mut().zip(of_pair) {
                *sum += days;
                *squares += days * days;
            }
        }
    }
    let count = n_pairs.max(1) as f64;
    let finish = |(sum, squares): (f64, f64)| {
        let mean = sum / count;
        let spread = (squares / count - mean * mean).max(0.0);
        (mean, (spread / (count - 1.0).max(1.0)).sqrt())
    };
    sums.into_iter().map(|sums| sums.map(finish)).collect()
}

/// A random order of `n` measures (Fisher-Yates), the same for the same seed and number.
fn permutation(n: usize, seed: u64, number: u32) -> Vec<usize> {
    let key = [seed as u32, (seed >> 32) as u32];
    let mut order: Vec<usize> = (0..n).collect();
    for last in (1..n).rev() {
        let [word, ..] = philox(key, [last as u32, number, u32::MAX, 0]);
        let other = (u64::from(word) * (last as u64 + 1)) >> 32;
        order.swap(last, other as usize);
    }
    order
}
