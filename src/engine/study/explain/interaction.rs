//! The Shapley interaction index: what two measures save together beyond what each saves apart.

use std::collections::BTreeMap;

use super::super::evaluate::Outcome;
use super::{Coalition, Values, values};
use crate::reform::Measure;

/// Two measures' interaction, working days by quantity. Positive: they pay together. Negative: each
/// takes away from the other.
#[derive(Clone, Debug, PartialEq)]
pub struct Interaction {
    /// Indices of the measures, rising.
    pub measures: (usize, usize),
    /// By quantity, in the order of [`Quantity::ALL`](crate::study::Quantity::ALL).
    pub days: Values,
    /// Standard errors from sampling orders; 0 if every coalition was evaluated.
    pub standard_errors: Values,
}

/// Every pair's index (Grabisch and Roubens 1999): the average over coalitions S without i and j of
/// u(S + i + j) − u(S + i) − u(S + j) + u(S), a size s having weight s! (n − s − 2)! / (n − 1)!.
pub(super) fn all(measures: &[Measure], outcome: &Outcome) -> Vec<Interaction> {
    let n = measures.len();
    if n < 2 {
        return Vec::new();
    }
    let weights = super::exact::weights(n - 1);
    let weight = |size: Option<usize>| size.and_then(|size| weights.get(size)).unwrap_or(&0.0);
    // A coalition counts for every pair; more if it holds one of the two, and again if it holds both:
    // so it is added up for its own members only. A saving is a fall of the value: signs are turned round.
    let mut all = [0.0; 8];
    let mut of_one = vec![[0.0; 8]; n];
    let mut of_both = vec![[0.0; 8]; n * n];
    let add = |sums: &mut Values, weight: f64, values: &Values| {
        for idx in 0..8 {
            sums[idx] += weight * values[idx];
        }
    };
    let mut members = Vec::with_capacity(n);
    for bits in 0..1u64 << n {
        let coalition = Coalition::from_bits(bits);
        let values = values(outcome, &coalition);
        members.clear();
        members.extend(coalition.members());
        let size = members.len();
        let [neither, one, both] = [0, 1, 2].map(|inside| *weight(size.checked_sub(inside)));
        add(&mut all, -neither, values);
        for (place, &first) in members.iter().enumerate() {
            add(&mut of_one[first], one + neither, values);
            for &second in &members[place + 1..] {
                let sums = &mut of_both[first * n + second];
                add(sums, -both - 2.0 * one - neither, values);
            }
        }
    }
    let pairs = (0..n).flat_map(|first| (first + 1..n).map(move |second| (first, second)));
    pairs
        .map(|(first, second)| Interaction {
            measures: (first, second),
            days: std::array::from_fn(|idx| {
                let ones = of_one[first][idx] + of_one[second][idx];
                all[idx] + ones + of_both[first * n + second][idx]
            }),
            standard_errors: [0.0; 8],
        })
        .collect()
}

/// Pairs' indices from `permutations`, each followed by its reverse. Two measures that stand side by side
/// in a random order have before them a coalition with just the weights of the index; what the two give
/// is compared with what either gives there. A permutation and its reverse make one observation; pairs
/// that stood side by side less than twice are left out.
pub(super) fn sampled(permutations: &[Vec<usize>], outcome: &Outcome) -> Vec<Interaction> {
    let mut observed: BTreeMap<(usize, usize), Vec<Values>> = BTreeMap::new();
    for both in permutations.chunks(2) {
        let mut here: BTreeMap<(usize, usize), Values> = BTreeMap::new();
        for permutation in both {
            let mut before = Coalition::NONE;
            for pair in permutation.windows(2) {
                let at = |coalition| values(outcome, &coalition);
                let (none, together) = (at(before), at(before.with(pair[0]).with(pair[1])));
                let alone = [pair[0], pair[1]].map(|measure| at(before.with(measure)));
                let key = (pair[0].min(pair[1]), pair[0].max(pair[1]));
                let days = here.entry(key).or_default();
                for (idx, days) in days.iter_mut().enumerate() {
                    let apart = alone[0][idx] + alone[1][idx];
                    *days += (apart - together[idx] - none[idx]) / both.len() as f64;
                }
                before.insert(pair[0]);
            }
        }
        for (pair, days) in here {
            observed.entry(pair).or_default().push(days);
        }
    }
    let often = observed.into_iter().filter(|(_, days)| days.len() >= 2);
    often
        .map(|(measures, observed)| {
            let n = observed.len() as f64;
            let days: Values =
                std::array::from_fn(|idx| observed.iter().map(|days| days[idx]).sum::<f64>() / n);
            let standard_errors = std::array::from_fn(|idx| {
                let squares = observed.iter().map(|one| (one[idx] - days[idx]).powi(2));
                (squares.sum::<f64>() / (n - 1.0) / n).sqrt()
            });
            Interaction {
                measures,
                days,
                standard_errors,
            }
        })
        .collect()
}
