//! Assumptions moved together: a Latin hypercube over their ranges, and the headlines of each variant.

use super::{Figure, Measured, Quantity};
use crate::compare::{Headline, told_days};
use crate::sim::Total;
use crate::sim::limits;
use crate::sim::streams::{Purpose, Stream};
use crate::workflow::Workflow;

/// `n` variants of the assumptions called `names`: by variant, where each lies between the ends of its
/// range, 0 to 1. Every assumption falls once into each of `n` equal parts of its range (McKay, Beckman
/// and Conover 1979), whatever the others do.
///
/// An assumption's places hang on the seed and its own name only: another one more moves none of them.
pub fn latin_hypercube(seed: u64, names: &[&str], n: usize) -> Vec<Vec<f64>> {
    let columns: Vec<Vec<f64>> = names.iter().map(|name| column(seed, name, n)).collect();
    (0..n)
        .map(|variant| columns.iter().map(|column| column[variant]).collect())
        .collect()
}

fn column(seed: u64, name: &str, n: usize) -> Vec<f64> {
    // Draws come in whole groups of cases.
    const GROUP: usize = 32;
    let stream = Stream::new(seed, "", name, Purpose::Assumption);
    let mut draws = [(); 2].map(|()| vec![0; n.next_multiple_of(GROUP)]);
    for (round, draws) in (0..).zip(&mut draws) {
        stream.uniforms(round, 0, draws);
    }
    let [order, within] = draws;
    let mut variants: Vec<usize> = (0..n).collect();
    variants.sort_by_key(|&variant| (order[variant], variant));
    let mut places = vec![0.0; n];
    for (part, variant) in variants.into_iter().enumerate() {
        let within = (f64::from(within[variant]) + 0.5) / 2f64.powi(32);
        places[variant] = (part as f64 + within) / n as f64;
    }
    places
}

/// The headlines of a workflow, in the order of [`Headline::ALL`], working days.
pub fn headlines(workflow: &Workflow, measured: &Measured) -> [f64; Headline::ALL.len()] {
    let [counted_days, elapsed_days] = told_days(workflow);
    let simulated = |total, figure| measured.values[Quantity::of(total, figure).idx()];
    Headline::ALL.map(|headline| match headline {
        Headline::LimitsCounted => counted_days,
        Headline::LimitsClock => limits(workflow).clock_days,
        Headline::LimitsElapsed => elapsed_days,
        Headline::CountedP50 => simulated(Total::Counted, Figure::P50),
        Headline::CountedP90 => simulated(Total::Counted, Figure::P90),
        Headline::ElapsedP50 => simulated(Total::Elapsed, Figure::P50),
        Headline::ElapsedP90 => simulated(Total::Elapsed, Figure::P90),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_assumption_falls_once_into_each_part_of_its_range() {
        let n = 50;
        let variants = latin_hypercube(7, &["a", "b", "c"], n);
        for name in 0..3 {
            let mut parts: Vec<usize> = variants
                .iter()
                .map(|places| (places[name] * n as f64) as usize)
                .collect();
            parts.sort_unstable();
            assert_eq!(parts, (0..n).collect::<Vec<_>>());
        }
    }

    #[test]
    fn assumptions_are_independent_and_stay_when_others_come() {
        let n = 1000;
        let variants = latin_hypercube(7, &["a", "b"], n);
        let product: f64 = variants
            .iter()
            .map(|places| (places[0] - 0.5) * (places[1] - 0.5))
            .sum();
        // Of independent uniforms: mean 0, sd 1/12 each, 4.9 standard errors.
        assert!((product / n as f64).abs() < 4.9 / 12.0 / (n as f64).sqrt());
        let more = latin_hypercube(7, &["b", "x", "a"], n);
        for (one, other) in variants.iter().zip(&more) {
            assert_eq!((one[0], one[1]), (other[2], other[0]));
        }
    }
}
