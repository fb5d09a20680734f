//! What assumptions are worth: from where to where each headline moves when all of them do.

/// A figure that decisions are made on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Headline {
    /// Counted days of the reference case.
    LimitsCounted,
    /// Clock days of the reference case.
    LimitsClock,
    /// Elapsed days of the reference case.
    LimitsElapsed,
    /// Half of the cases are done on the official clock within.
    CountedP50,
    /// Nine of ten cases are done on the official clock within.
    CountedP90,
    /// Half of the cases wait no longer.
    ElapsedP50,
    /// Nine of ten cases wait no longer.
    ElapsedP90,
}

impl Headline {
    /// Every headline, in the order of [`Bands`].
    pub const ALL: [Headline; 7] = [
        Headline::LimitsCounted,
        Headline::LimitsClock,
        Headline::LimitsElapsed,
        Headline::CountedP50,
        Headline::CountedP90,
        Headline::ElapsedP50,
        Headline::ElapsedP90,
    ];
}

/// From the 5 % to the 95 % quantile of the answers, working days. The answers share their luck, so no
/// sampling error is in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// One answer in twenty is lower.
    pub low: f64,
    /// One answer in twenty is higher.
    pub high: f64,
}

/// A band for every headline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bands(pub [Band; Headline::ALL.len()]);

impl Bands {
    /// The band of a headline.
    pub fn of(&self, headline: Headline) -> Band {
        self.0[headline as usize]
    }
}

/// What the assumptions of a scenario are worth together.
#[derive(Clone, Debug, PartialEq)]
pub struct Assumptions {
    /// Sets of assumptions that were tried.
    pub variants: usize,
    /// Figures that moved.
    pub figures: usize,
    /// Cases simulated of every variant.
    pub replications: usize,
    /// As it is.
    pub baseline: Bands,
    /// After each reform, in order.
    pub reforms: Vec<ReformBands>,
}

/// What the assumptions are worth after a reform.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReformBands {
    /// After it.
    pub side: Bands,
    /// After − before, both under the same assumptions.
    pub difference: Bands,
}

impl Assumptions {
    /// Bands from headlines by variant: the baseline's, then each reform's.
    pub fn of(
        variants: &[Vec<[f64; Headline::ALL.len()]>],
        figures: usize,
        replications: usize,
    ) -> Assumptions {
        let bands = |pick: &dyn Fn(&Vec<[f64; Headline::ALL.len()]>, usize) -> f64| {
            Bands(std::array::from_fn(|headline| {
                let values: Vec<f64> = variants.iter().map(|sides| pick(sides, headline)).collect();
                band(&values)
            }))
        };
        let n_sides = variants.first().map_or(1, Vec::len);
        Assumptions {
            variants: variants.len(),
            figures,
            replications,
            baseline: bands(&|sides, headline| sides[0][headline]),
            reforms: (1..n_sides)
                .map(|side| ReformBands {
                    side: bands(&|sides, headline| sides[side][headline]),
                    difference: bands(&|sides, headline| {
                        sides[side][headline] - sides[0][headline]
                    }),
                })
                .collect(),
        }
    }
}

/// The 5 % and the 95 % quantile by Hazen's rule: the i-th of n values stands for (i − ½) / n, which is
/// where the strata of a Latin hypercube lie.
pub fn band(values: &[f64]) -> Band {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = |p: f64| {
        let last = sorted.len().saturating_sub(1);
        let place = (p * sorted.len() as f64 - 0.5).clamp(0.0, last as f64);
        let (below, rest) = (place.floor() as usize, place.fract());
        let low = sorted.get(below).copied().unwrap_or(f64::NAN);
        let high = sorted.get(below + 1).copied().unwrap_or(low);
        low + (high - low) * rest
    };
    Band {
        low: at(0.05),
        high: at(0.95),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_leaves_out_one_in_twenty_at_either_end() {
        // The midpoints of 100 strata of the unit interval, shuffled.
        let values: Vec<f64> = (0..100)
            .map(|idx| ((idx * 37 % 100) as f64 + 0.5) / 100.0)
            .collect();
        let Band { low, high } = band(&values);
        assert!((low - 0.05).abs() < 1e-12 && (high - 0.95).abs() < 1e-12);
        assert_eq!(
            band(&[3.0]),
            Band {
                low: 3.0,
                high: 3.0
            }
        );
    }

    #[test]
    fn a_difference_is_taken_under_the_same_assumptions() {
        let variants: Vec<Vec<[f64; 7]>> = (0..20)
            .map(|idx| vec![[f64::from(idx); 7], [f64::from(idx) - 4.0; 7]])
            .collect();
        let found = Assumptions::of(&variants, 1, 512);
        let headline = Headline::ElapsedP90;
        assert_eq!(
            found.baseline.of(headline),
            Band {
                low: 0.5,
                high: 18.5
            }
        );
        let difference = found.reforms[0].difference.of(headline);
        assert_eq!(
            difference,
            Band {
                low: -4.0,
                high: -4.0
            }
        );
    }
}
