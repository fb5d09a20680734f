//! The Shapley interaction index: what two measures save together beyond what each saves apart.

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
}

/// Every pair's index (Grabisch and Roubens 1999): the average over coalitions S without i and j of
/// u(S + i + j) − u(S + i) − u(S + j) + u(S), a size s having weight s! (n − s − 2)! / (n − 1)!.
pub(super) fn all(measures: &[Measure], outcome: &Outcome) -> Vec<Interaction> {
    let n = measures.len();
    if n < 2 {
        return Vec::new();
    }
    let weights = super::exact::weights(n - 1);
    let mut sums = vec![[0.0; 8]; n * n];
    for bits in 0..1u64 << n {
        let coalition = Coalition::from_bits(bits);
        let values = values(outcome, &coalition);
        let size = coalition.len();
        for first in 0..n {
            for second in first + 1..n {
                // A saving is a fall of the value: the signs are turned round.
                let weight = match (coalition.contains(first), coalition.contains(second)) {
                    (true, true) => -weights[size - 2],
                    (true, false) | (false, true) => weights[size - 1],
                    (false, false) => -weights[size],
                };
                for (sum, value) in sums[first * n + second].iter_mut().zip(values) {
                    *sum += weight * value;
                }
            }
        }
    }
    let pairs = (0..n).flat_map(|first| (first + 1..n).map(move |second| (first, second)));
    pairs
        .map(|(first, second)| Interaction {
            measures: (first, second),
            days: sums[first * n + second],
        })
        .collect()
}
