//! Profiles: which share of its limit a step uses.

/// Quantiles of actual duration divided by limit, piecewise linear between them.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// The id by which durations name it.
    pub id: String,
    /// `(probability, share of the limit)`, probabilities strictly rising from 0 to 1.
    pub quantiles: Vec<(f64, f64)>,
    /// Friction that the record already contains and that is not added again.
    pub covers: Covers,
    /// Where the quantiles come from; empty for an assumption.
    pub source: String,
}

/// Which delays a start-to-end record already contains.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Covers {
    /// Correction rounds of a rejected package.
    pub correction: bool,
    /// Intake at the counter.
    pub intake: bool,
    /// Hand-offs between authorities.
    pub handoff: bool,
}
