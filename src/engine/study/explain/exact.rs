//! Shapley values from every coalition.

use super::super::evaluate::Outcome;
use super::super::tasks::all_subsets;
use super::{Coalition, Input, Plan, Settings, values};
use crate::reform::apply_one;
use crate::sim::Variants;

/// Every coalition, weighted as in each measure's Shapley value.
pub(super) fn plan<'a>(input: &Input<'_>, settings: Settings) -> Plan<'a> {
    let n = input.reform.measures.len();
    let weights = weights(n);
    Plan {
        tasks: all_subsets(n, &consequences(input, settings)),
        weights: Box::new(move |coalition, sums| {
            let size = coalition.len();
            for (measure, sum) in sums.iter_mut().enumerate() {
                *sum = if coalition.contains(measure) {
                    -weights[size - 1]
                } else {
                    weights[size]
                };
            }
        }),
        permutations: Vec::new(),
    }
}

/// Each measure's Shapley value by quantity; no error comes from sampling coalitions.
pub(super) fn shapley(n: usize, outcome: &Outcome) -> Vec<[(f64, f64); 8]> {
    let weights = weights(n);
    let mut sums = vec![[0.0; 8]; n];
    // By number, not in the order of a hash table: sums must not depend on it.
    for bits in 0..1u64 << n {
        let coalition = Coalition::from_bits(bits);
        let values = values(outcome, &coalition);
        let size = coalition.len();
        for (measure, sums) in sums.iter_mut().enumerate() {
            let weight = if coalition.contains(measure) {
                -weights[size - 1]
            } else {
                weights[size]
            };
            for (sum, value) in sums.iter_mut().zip(values) {
                *sum += weight * value;
            }
        }
    }
    let exact = |sums: [f64; 8]| sums.map(|sum| (sum, 0.0));
    sums.into_iter().map(exact).collect()
}

/// The chance that exactly a given coalition of each size comes before a given measure: s! (n − s − 1)! / n!.
pub(super) fn weights(n: usize) -> Vec<f64> {
    let mut weights = Vec::with_capacity(n);
    let mut weight = 1.0 / n.max(1) as f64;
    for size in 0..n {
        weights.push(weight);
        if size + 1 < n {
            weight *= (size + 1) as f64 / (n - size - 1) as f64;
        }
    }
    weights
}

/// How many points of time each measure moves when it is taken out of the whole reform.
fn consequences(input: &Input<'_>, settings: Settings) -> Vec<usize> {
    let measures = &input.reform.measures;
    let mut variants = Variants::new(settings.seed, &input.start.id, 1, 0);
    let reformed = |left_out: Option<usize>| {
        let mut workflow = input.start.clone();
        for (idx, measure) in measures.iter().enumerate() {
            if Some(idx) != left_out
                && let Some(changed) = apply_one(&workflow, measure)
            {
                workflow = changed;
            }
        }
        workflow
    };
    let whole = variants.lay(&reformed(None));
    (0..measures.len())
        .map(|idx| variants.lay(&reformed(Some(idx))).distance(&whole))
        .collect()
}
