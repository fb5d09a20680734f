//! Expressions of a program of times, and between what their values lie.

use super::super::draw::Table;
use super::program::Time;

/// How a time comes about; what it is made of stands before it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Expression {
    /// Always the same.
    Point(u32),
    /// A value of a table, perhaps given common luck.
    Drawn {
        table: usize,
        scale: u32,
        luck: Option<Shared>,
    },
    /// Evenly one of so many multiples of a unit, from 0 on.
    Even { n: u32, unit: u32 },
    /// One after the other, independent but for common luck.
    Sum(Time, Time),
    /// The later of two that are independent but for common luck.
    Later(Time, Time),
    /// Shares (the bits of each) of cases that take these times.
    Mixture(Vec<(u64, Time)>),
    /// Up to the next multiple.
    RoundedUp(Time, u32),
    /// Later, or earlier, by so much.
    Moved(Time, i64),
    /// In a larger unit.
    Coarser(Time, u32),
    /// For every time of one what another then is.
    Given(Time, Vec<(u32, Time)>),
    /// What another time is on average over all luck that it hangs on.
    Averaged(Time),
}

/// Which factor a draw's luck hangs on, and the bits of its weight and of that of the draw's own luck.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Shared {
    pub factor: usize,
    pub shared: u32,
    pub own: u32,
}

impl Shared {
    /// The weights of the factor and of the draw's own luck.
    pub fn weights(self) -> (f64, f64) {
        (
            f64::from(f32::from_bits(self.shared)),
            f64::from(f32::from_bits(self.own)),
        )
    }
}

/// Between what a time lies, and what all its values are multiples of; 0 is a multiple of everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    pub least: u32,
    pub most: u32,
    pub unit: u32,
}

impl Extent {
    /// Of what lies between the one or the other.
    pub fn or(self, other: Extent) -> Extent {
        Extent {
            least: self.least.min(other.least),
            most: self.most.max(other.most),
            unit: gcd(self.unit, other.unit),
        }
    }

    /// How many values there may be.
    pub fn n_values(self) -> u32 {
        self.most - self.least + 1
    }
}

impl Expression {
    /// What it is made of.
    pub fn parts(&self) -> Vec<Time> {
        match self {
            Expression::Point(_)
            | Expression::Drawn { .. }
            | Expression::Even { .. }
            | Expression::Averaged(_) => Vec::new(),
            Expression::Sum(one, other) | Expression::Later(one, other) => vec![*one, *other],
            Expression::Mixture(parts) => parts.iter().map(|(_, part)| *part).collect(),
            Expression::Given(on, cases) => {
                let cases = cases.iter().map(|(_, time)| *time);
                std::iter::once(*on).chain(cases).collect()
            }
            Expression::RoundedUp(time, _)
            | Expression::Moved(time, _)
            | Expression::Coarser(time, _) => vec![*time],
        }
    }
}

/// What all values of a table that come are multiples of.
pub fn unit(table: &Table) -> u32 {
    let mut before = 0.0;
    let values = table.least()..;
    let comes = values
        .zip(table.cumulative().chain([1.0]))
        .filter(|&(_, below)| {
            let comes = below > before;
            before = below;
            comes
        });
    let mut unit = 0;
    for (value, _) in comes {
        unit = gcd(value, unit);
        if unit == 1 {
            break;
        }
    }
    unit
}

pub fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { gcd(b, a % b) }
}
