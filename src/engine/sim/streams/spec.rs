//! What draws are made of: numbers, conditions, sources of uniforms.

use super::{Chance, Choice, Draws, Purpose, Stream};
use crate::workflow::{Origins, Ranked};

/// A number that every case has: index into the draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Value(pub(super) u32);

/// The cases for which something holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum When {
    /// All cases.
    Always,
    /// No case.
    Never,
    /// Those of a mask: index into the draws.
    Mask(u32),
}

/// A source of uniforms: index into the draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Latent(pub(super) u32);

/// How a number comes about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ValueSpec {
    /// The same for every case.
    Fixed(u32),
    /// Drawn from a law: whose uniforms, and which table.
    Drawn(Latent, usize),
    /// The largest of several.
    Longest(Vec<Value>),
    /// The sum of several, each × `links` / the links that it was stated for.
    Effort {
        /// What is added up.
        parts: Vec<(Value, u32)>,
        /// The links that are left.
        links: u32,
    },
    /// The part of an effort that falls to the first of so many links.
    FirstLink(Value, u32),
    /// A number for some cases, 0 for the others.
    Where(Value, When),
    /// The uniform itself.
    Uniform(Latent),
    /// Working time from the case's start until so many calendar days later.
    CalendarDays(u32),
    /// Things handed in: how many in which cases, less those that the system supplies.
    Package(Vec<(When, u32)>, Vec<When>),
    /// How many things of a package are wrong.
    Wrong {
        /// How many there are.
        of: Value,
        /// Whose uniforms.
        latent: Latent,
        /// By number of things; see [`Draws::wrong`].
        error_share: u64,
    },
}

/// How a condition comes about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum MaskSpec {
    /// Attributes whose values, by number, all must be among these.
    Guard(Vec<(usize, Vec<u32>)>),
    /// A uniform below a share.
    Chance(Latent, Chance),
    /// All of the first hold, and none of the others.
    All(Vec<When>, Vec<When>),
    /// Any of these holds.
    Any(Vec<When>),
    /// A number above so much.
    Above(Value, u32),
}

/// The part of a step's luck that all steps of a case share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Factor {
    pub(super) group: &'static str,
    pub(super) correlation: f64,
}

impl Factor {
    /// Of authorities; `None` if they are uncorrelated.
    pub fn agencies(correlation: f64) -> Option<Factor> {
        Factor::of("agencies", correlation)
    }

    /// Of applicants, intermediaries and tenders; `None` if they are uncorrelated.
    pub fn applicants(correlation: f64) -> Option<Factor> {
        Factor::of("applicants", correlation)
    }

    fn of(group: &'static str, correlation: f64) -> Option<Factor> {
        (correlation > 0.0).then_some(Factor { group, correlation })
    }
}

/// Purpose, origins, round, and the correlation with a group's factor.
pub(super) type LatentKey = (Purpose, Origins, u32, Option<(&'static str, u64)>);

/// Uniforms of one stream, or of the normalised sum of several, perhaps with a common factor.
#[derive(Debug)]
pub(super) struct LatentSpec {
    pub purpose: Purpose,
    pub strands: Vec<Strand>,
    pub round: u32,
    /// The common latent, its weight and the weight of the own.
    pub factor: Option<(Latent, f32, f32)>,
    /// How many values, masks and attributes hang on it.
    pub n_readers: usize,
}

/// A stream, or the recorded ranks within which it decides: the latent that picks the case, and the ranks.
#[derive(Debug)]
pub(super) struct Strand {
    pub stream: Stream,
    pub ranked: Option<(Latent, Ranked)>,
}

impl LatentSpec {
    /// Whether it is one stream as it is, with no detour over normals.
    pub fn is_plain(&self) -> bool {
        self.strands.len() == 1 && self.factor.is_none()
    }
}

#[derive(Debug)]
pub(super) struct AttributeSpec {
    pub id: String,
    pub latent: Latent,
    pub choice: Choice,
    pub shares: Vec<f64>,
    pub values: Vec<String>,
    pub given: When,
}

impl Draws {
    /// The mean of the law that a number is drawn from, working days; 0 of any other.
    pub fn mean_days(&self, value: Value) -> f64 {
        match self.spec(value) {
            ValueSpec::Drawn(_, table) => self.tables[*table].mean_days(),
            ValueSpec::Fixed(_)
            | ValueSpec::Longest(_)
            | ValueSpec::Effort { .. }
            | ValueSpec::FirstLink(..)
            | ValueSpec::Where(..)
            | ValueSpec::Uniform(_)
            | ValueSpec::CalendarDays(_)
            | ValueSpec::Package(..)
            | ValueSpec::Wrong { .. } => 0.0,
        }
    }

    /// The largest that a number can be.
    pub fn most(&self, value: Value) -> u64 {
        let most_of = |values: &[Value]| values.iter().map(|&value| self.most(value)).max();
        match self.spec(value) {
            ValueSpec::Fixed(number) => u64::from(*number),
            ValueSpec::Drawn(_, table) => u64::from(self.tables[*table].max()),
            ValueSpec::Longest(values) => most_of(values).unwrap_or(0),
            ValueSpec::Effort { parts, links } => parts
                .iter()
                .map(|&(part, over)| self.most(part) * u64::from(*links) / u64::from(over))
                .sum(),
            ValueSpec::FirstLink(value, links) => self.most(*value).div_ceil(u64::from(*links)),
            ValueSpec::Where(value, _) => self.most(*value),
            ValueSpec::Uniform(_) => u64::from(u32::MAX),
            // No working day has less than a calendar day.
            ValueSpec::CalendarDays(days) => {
                u64::from(*days) * u64::from(crate::sim::tick::TICKS_PER_DAY)
            }
            ValueSpec::Package(by_case, _) => {
                let most = by_case.iter().map(|&(_, things)| u64::from(things)).max();
                most.unwrap_or(0)
            }
            ValueSpec::Wrong { of, .. } => self.most(*of),
        }
    }
}
