//! Running a program of times: every expression once for every value of the luck that it hangs on.

use super::super::draw::Table;
use super::expression::{Expression, Shared};
use super::mass::Mass;
use super::program::{Program, Time};
use crate::duration::special::normal_cdf;

/// Kinds of common luck.
pub const MOST_FACTORS: usize = 2;

/// What a root needs, by the luck that it hangs on.
pub struct Script<'p> {
    program: &'p Program<'p>,
    pub root: Time,
    /// For every set of factors the expressions that hang on just these, rising.
    by_factors: Vec<Vec<usize>>,
    /// What expressions that hang on more, or nobody at all, are made of.
    is_read: Vec<bool>,
}

/// The distributions of all expressions that hang on one set of factors, given these.
pub struct Evaluated {
    masses: Vec<Option<Mass>>,
}

impl<'p> Script<'p> {
    pub fn new(program: &'p Program<'p>, root: Time) -> Script<'p> {
        let n = program.len();
        let (mut is_needed, mut is_read) = (vec![false; n], vec![false; n]);
        is_needed[root.place()] = true;
        is_read[root.place()] = true;
        let mut by_factors = vec![Vec::new(); 1 << MOST_FACTORS];
        for place in (0..n).rev() {
            if !is_needed[place] {
                continue;
            }
            let time = program.at(place);
            let factors = program.hangs_on(time);
            by_factors[usize::from(factors)].push(place);
            for part in program.expression(time).parts() {
                is_needed[part.place()] = true;
                is_read[part.place()] |= program.hangs_on(part) != factors;
            }
        }
        by_factors.iter_mut().for_each(|places| places.reverse());
        Script {
            program,
            root,
            by_factors,
            is_read,
        }
    }

    /// The factors that the root hangs on.
    pub fn factors(&self) -> Vec<usize> {
        let bits = self.program.hangs_on(self.root);
        (0..MOST_FACTORS)
            .filter(|factor| bits >> factor & 1 == 1)
            .collect()
    }

    /// Products of shares that it takes to evaluate what hangs on these factors.
    pub fn n_products(&self, factors: &[usize]) -> f64 {
        let places = self.by_factors[set(factors)].iter();
        let products = |&place: &usize| self.program.n_products(self.program.at(place));
        places.map(products).sum()
    }

    /// Values of everything that hangs on just these factors.
    pub fn n_values(&self, factors: &[usize]) -> f64 {
        let places = self.by_factors[set(factors)].iter();
        let values = |&place: &usize| self.program.extent(self.program.at(place)).n_values();
        places.map(values).map(f64::from).sum()
    }

    /// Everything that hangs on just these factors, given their luck; `below` knows what hangs on fewer.
    pub fn evaluate(&self, luck: &[(usize, f64)], below: &[&Evaluated]) -> Evaluated {
        let factors: Vec<usize> = luck.iter().map(|(factor, _)| *factor).collect();
        let mut masses: Vec<Option<Mass>> = vec![None; self.is_read.len()];
        for &place in &self.by_factors[set(&factors)] {
            let of = |time: Time| {
                let known = below
                    .iter()
                    .find_map(|below| below.masses[time.place()].as_ref());
                let found = masses[time.place()].as_ref().or(known);
                found.expect("what a time is made of stands before it")
            };
            masses[place] =
                Some(self.mass(self.program.expression(self.program.at(place)), luck, of));
        }
        for (mass, is_read) in masses.iter_mut().zip(&self.is_read) {
            if !is_read {
                *mass = None;
            }
        }
        Evaluated { masses }
    }

    fn mass<'m>(
        &self,
        expression: &Expression,
        luck: &[(usize, f64)],
        of: impl Fn(Time) -> &'m Mass,
    ) -> Mass {
        match expression {
            Expression::Point(value) => Mass::point(*value),
            Expression::Even { n, unit } => {
                Mass::new(0, vec![1.0 / f64::from(*n); *n as usize]).finer(*unit)
            }
            Expression::Drawn {
                table,
                scale,
                luck: shared,
            } => {
                let mass = drawn(&self.program.pool.tables[*table], *shared, luck);
                if *scale == 1 {
                    mass
                } else {
                    mass.finer(*scale)
                }
            }
            Expression::Sum(one, other) => of(*one).then(of(*other)),
            Expression::Later(one, other) => of(*one).beside(of(*other)),
            Expression::Mixture(parts) => {
                let mut all = Mass::none();
                for &(share, part) in parts {
                    all.mix(f64::from_bits(share), of(part));
                }
                all
            }
            Expression::Given(on, cases) => {
                let on = of(*on);
                let mut all = Mass::none();
                for &(value, case) in cases {
                    let share = on.share(value);
                    if share > 0.0 {
                        all.mix(share, of(case));
                    }
                }
                all
            }
            Expression::RoundedUp(time, unit) => of(*time).rounded_up(*unit),
            Expression::Moved(time, steps) => of(*time).clone().moved(*steps),
            Expression::Coarser(time, unit) => of(*time).coarser(*unit),
            Expression::Averaged(time) => self.program.average(*time).clone(),
        }
    }
}

impl Evaluated {
    /// The distribution of the root, if it is here.
    pub fn root(mut self, script: &Script<'_>) -> Option<Mass> {
        self.masses[script.root.place()].take()
    }
}

fn set(factors: &[usize]) -> usize {
    factors.iter().map(|factor| 1 << factor).sum()
}

/// What a table gives, given the common luck of whoever shares it.
fn drawn(table: &Table, shared: Option<Shared>, luck: &[(usize, f64)]) -> Mass {
    let given = shared.and_then(|shared| {
        let (common, own) = shared.weights();
        let known = luck.iter().find(|(factor, _)| *factor == shared.factor);
        known.map(|(_, luck)| (common * luck, own))
    });
    match given {
        None => from_cumulative(table.least(), table.cumulative()),
        Some((shift, own)) => {
            // The larger value comes when shift + own × a standard normal reaches the threshold.
            let below = |threshold: f64| {
                if own > 0.0 {
                    normal_cdf((threshold - shift) / own)
                } else {
                    f64::from(u8::from(shift < threshold))
                }
            };
            from_cumulative(table.least(), table.normal_thresholds().map(below))
        }
    }
}

fn from_cumulative(least: u32, cumulative: impl Iterator<Item = f64>) -> Mass {
    let mut before = 0.0;
    let shares = cumulative.chain([1.0]).map(|below| {
        let share = (below - before).max(0.0);
        before = below;
        share
    });
    Mass::new(least, shares.collect())
}
