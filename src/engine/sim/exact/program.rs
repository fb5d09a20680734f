//! A distribution as a program: times made of draws by sums, latest ends and mixtures, each computed once.

use std::collections::HashMap;

use super::super::pool::{Draw, Latent, Pool};
use super::expression::{Expression, Extent, Shared, gcd, unit};
use super::mass::Mass;

/// A random time: index of an expression of a [`Program`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Time(u32);

/// Expressions, each of them once.
pub struct Program<'p> {
    pub(super) pool: &'p Pool,
    /// Common luck that draws share: of agencies, of applicants.
    factors: Vec<Latent>,
    expressions: Vec<Expression>,
    extents: Vec<Extent>,
    /// For every expression a bit for each factor that it hangs on.
    hangs_on: Vec<u8>,
    known: HashMap<Expression, Time>,
    averages: HashMap<Time, Mass>,
}

impl Time {
    pub(super) fn place(self) -> usize {
        self.0 as usize
    }
}

impl<'p> Program<'p> {
    pub fn new(pool: &'p Pool) -> Program<'p> {
        Program {
            pool,
            factors: Vec::new(),
            expressions: Vec::new(),
            extents: Vec::new(),
            hangs_on: Vec::new(),
            known: HashMap::new(),
            averages: HashMap::new(),
        }
    }

    /// How many expressions there are.
    pub fn len(&self) -> usize {
        self.expressions.len()
    }

    /// Of a place below [`Program::len`].
    pub fn at(&self, place: usize) -> Time {
        Time(place as u32)
    }

    pub fn expression(&self, time: Time) -> &Expression {
        &self.expressions[time.place()]
    }

    /// A bit for each factor that a time hangs on.
    pub fn hangs_on(&self, time: Time) -> u8 {
        self.hangs_on[time.place()]
    }

    pub fn extent(&self, time: Time) -> Extent {
        self.extents[time.place()]
    }

    /// The only value that comes, if there is only one.
    pub fn constant(&self, time: Time) -> Option<u32> {
        let Extent { least, most, .. } = self.extent(time);
        (least == most).then_some(least)
    }

    pub fn point(&mut self, value: u32) -> Time {
        let extent = Extent {
            least: value,
            most: value,
            unit: value,
        };
        self.add(Expression::Point(value), extent, 0)
    }

    /// What a draw's own table says, or that table given the common luck.
    pub fn draw(&mut self, draw: Draw) -> Time {
        let (latent, table_idx, scale) = self.pool.draws[draw.0 as usize];
        let table = &self.pool.tables[table_idx];
        if let Some(constant) = table.constant() {
            return self.point(constant * scale);
        }
        let factor = self.pool.latents[latent.0 as usize].factor;
        let luck = factor.map(|(common, shared, own)| Shared {
            factor: self.factor(common),
            shared: shared.to_bits(),
            own: own.to_bits(),
        });
        let drawn = Expression::Drawn {
            table: table_idx,
            scale,
            luck,
        };
        if let Some(&time) = self.known.get(&drawn) {
            return time;
        }
        let extent = Extent {
            least: table.least() * scale,
            most: table.max() * scale,
            unit: unit(table) * scale,
        };
        let hangs_on = luck.map_or(0, |luck| 1 << luck.factor);
        self.add(drawn, extent, hangs_on)
    }

    fn factor(&mut self, common: Latent) -> usize {
        let known = self.factors.iter().position(|one| *one == common);
        known.unwrap_or_else(|| {
            self.factors.push(common);
            self.factors.len() - 1
        })
    }

    /// Evenly one of the multiples of `unit` below `period`.
    pub fn even(&mut self, period: u32, unit: u32) -> Time {
        let extent = Extent {
            least: 0,
            most: period - unit,
            unit,
        };
        let n = period / unit;
        self.add(Expression::Even { n, unit }, extent, 0)
    }

    pub fn rounded_up(&mut self, time: Time, unit: u32) -> Time {
        let Extent {
            least,
            most,
            unit: old,
        } = self.extent(time);
        if old.is_multiple_of(unit) {
            return time;
        }
        let extent = Extent {
            least: least.div_ceil(unit) * unit,
            most: most.div_ceil(unit) * unit,
            unit,
        };
        if extent.least == extent.most {
            return self.point(extent.least);
        }
        self.add(
            Expression::RoundedUp(time, unit),
            extent,
            self.hangs_on(time),
        )
    }

    /// Later by `steps`; earlier if that is negative, which must leave no value below zero.
    pub fn moved(&mut self, time: Time, steps: i64) -> Time {
        let by = |value: u32| {
            let moved = i64::from(value) + steps;
            u32::try_from(moved).expect("no time is negative")
        };
        if steps == 0 {
            return time;
        }
        if let Some(constant) = self.constant(time) {
            return self.point(by(constant));
        }
        let Extent { least, most, unit } = self.extent(time);
        let extent = Extent {
            least: by(least),
            most: by(most),
            unit: gcd(unit, steps.unsigned_abs() as u32),
        };
        self.add(Expression::Moved(time, steps), extent, self.hangs_on(time))
    }

    /// In steps of `unit`, of which all values are multiples.
    pub fn coarser(&mut self, time: Time, by: u32) -> Time {
        let Extent { least, most, unit } = self.extent(time);
        if by == 1 {
            return time;
        }
        if least == most {
            return self.point(least / by);
        }
        let extent = Extent {
            least: least / by,
            most: most / by,
            unit: unit / by,
        };
        self.add(Expression::Coarser(time, by), extent, self.hangs_on(time))
    }

    /// What a time is on average, if that is known.
    pub fn averaged(&mut self, time: Time) -> Option<Time> {
        let is_known = self.averages.contains_key(&time);
        let extent = self.extent(time);
        is_known.then(|| self.add(Expression::Averaged(time), extent, 0))
    }

    /// Makes known what a time is on average.
    pub fn set_average(&mut self, time: Time, mass: Mass) -> Time {
        self.averages.insert(time, mass);
        let extent = self.extent(time);
        self.add(Expression::Averaged(time), extent, 0)
    }

    /// What was made known.
    pub fn average(&self, time: Time) -> &Mass {
        &self.averages[&time]
    }

    /// Products of shares that it takes to compute an expression from what it is made of.
    pub fn n_products(&self, time: Time) -> f64 {
        let values = |time: Time| f64::from(self.extent(time).n_values());
        match self.expression(time) {
            Expression::Sum(one, other) => values(*one) * values(*other),
            // A distribution function costs as much as some products.
            Expression::Drawn { .. } => 32.0 * values(time),
            Expression::Mixture(parts) => parts.iter().map(|(_, part)| values(*part)).sum(),
            Expression::Given(_, cases) => cases.iter().map(|(_, case)| values(*case)).sum(),
            Expression::Point(_)
            | Expression::Even { .. }
            | Expression::Later(..)
            | Expression::RoundedUp(..)
            | Expression::Moved(..)
            | Expression::Coarser(..)
            | Expression::Averaged(_) => values(time),
        }
    }

    pub(super) fn add(&mut self, expression: Expression, extent: Extent, hangs_on: u8) -> Time {
        if let Some(&time) = self.known.get(&expression) {
            return time;
        }
        let time = Time(self.expressions.len() as u32);
        self.known.insert(expression.clone(), time);
        self.expressions.push(expression);
        self.extents.push(extent);
        self.hangs_on.push(hangs_on);
        time
    }
}
