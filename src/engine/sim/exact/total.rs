//! The total of all classes of cases, averaged over the luck that the steps of a case share.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

use super::classes::Class;
use super::decompose::Tree;
use super::evaluate::{MOST_FACTORS, Script};
use super::expression::{Expression, Extent, gcd};
use super::mass::Mass;
use super::obstacle::Why;
use super::program::{Program, Time};
use super::quadrature::{Budget, average};

/// The distribution of the total, in grid steps.
pub fn total(classes: &[Class], program: &mut Program<'_>, stop: &AtomicBool) -> Result<Mass, Why> {
    let unit = common_unit(classes, program);
    let mut budget = Budget::of_an_answer();
    // Classes that hang on the same luck are averaged together.
    let mut by_luck: BTreeMap<u8, Vec<(f64, Time)>> = BTreeMap::new();
    for class in classes {
        let mut total = match &class.tree {
            Some(tree) => {
                let mut writer = Writer {
                    class,
                    unit,
                    program,
                    known: Vec::new(),
                };
                writer.total(tree)?
            }
            None => program.point(0),
        };
        for factor in 0..MOST_FACTORS {
            total = take_out(program, total, factor, (&mut budget, stop))?;
        }
        let alike = by_luck.entry(program.hangs_on(total)).or_default();
        alike.push((class.share, total));
    }
    let mut all = Mass::none();
    for alike in by_luck.values() {
        let share: f64 = alike.iter().map(|(share, _)| share).sum();
        let parts = alike.iter().map(|&(one, total)| (one / share, total));
        let parts: Vec<(f64, Time)> = parts.collect();
        let root = program.mixture(&parts);
        all.mix(
            share,
            &average(&Script::new(program, root), &mut budget, stop)?,
        );
    }
    Ok(all.finer(unit))
}

/// The coarsest steps that tell all times apart.
fn common_unit(classes: &[Class], program: &mut Program<'_>) -> u32 {
    let mut unit = 0;
    for class in classes {
        for idx in class.leaves() {
            let time = program.moved(class.times[idx], class.shifts[idx]);
            unit = gcd(program.extent(time).unit, unit);
        }
    }
    unit.max(1)
}

/// More expressions are not written for one class.
const MOST_EXPRESSIONS: usize = 1 << 18;

/// Writes the total of a class.
struct Writer<'w, 'p> {
    class: &'w Class,
    unit: u32,
    program: &'w mut Program<'p>,
    /// Times of elements that are given, the innermost last.
    known: Vec<(usize, u32)>,
}

impl Writer<'_, '_> {
    fn total(&mut self, tree: &Tree) -> Result<Time, Why> {
        match tree {
            Tree::Leaf(idx) => Ok(self.leaf(*idx)),
            Tree::Known(idx) => {
                let known = self.known.iter().rev().find(|(other, _)| other == idx);
                let (_, value) = known.expect("it is given around here");
                Ok(self.program.point(*value))
            }
            Tree::Given { element, total } => self.given(*element, total),
            Tree::Series(parts) => {
                let times = self.each(parts)?;
                Ok(self.program.sum_of_all(&times))
            }
            Tree::Parallel(parts) => {
                let times = self.each(parts)?;
                Ok(self.program.latest_of_all(&times))
            }
        }
    }

    fn each(&mut self, parts: &[Tree]) -> Result<Vec<Time>, Why> {
        parts.iter().map(|part| self.total(part)).collect()
    }

    fn leaf(&mut self, idx: usize) -> Time {
        let class = self.class;
        let time = self.program.moved(class.times[idx], class.shifts[idx]);
        self.program.coarser(time, self.unit)
    }

    fn given(&mut self, element: usize, total: &Tree) -> Result<Time, Why> {
        let on = self.leaf(element);
        let Extent { least, most, unit } = self.program.extent(on);
        let mut cases = Vec::new();
        for value in (least..=most).step_by(unit.max(1) as usize) {
            if self.program.len() > MOST_EXPRESSIONS {
                return Err(Why::TooLarge);
            }
            self.known.push((element, value));
            let case = self.total(total);
            self.known.pop();
            cases.push((value, case?));
        }
        Ok(self.program.given(on, cases))
    }
}

/// The same on average over the luck of one factor, where that decides in one place only: a total is linear in
/// the distribution of each of its independent parts. Where several hang on it together, nothing changes.
fn take_out(
    program: &mut Program<'_>,
    time: Time,
    factor: usize,
    (budget, stop): (&mut Budget, &AtomicBool),
) -> Result<Time, Why> {
    let bit = 1 << factor;
    if program.hangs_on(time) & bit == 0 {
        return Ok(time);
    }
    if program.hangs_on(time) == bit {
        if let Some(known) = program.averaged(time) {
            return Ok(known);
        }
        let mass = average(&Script::new(program, time), budget, stop)?;
        return Ok(program.set_average(time, mass));
    }
    let mut without =
        |part: Time, program: &mut Program<'_>| take_out(program, part, factor, (budget, stop));
    match program.expression(time).clone() {
        Expression::Sum(one, other) | Expression::Later(one, other)
            if program.hangs_on(one) & program.hangs_on(other) & bit != 0 =>
        {
            Ok(time)
        }
        Expression::Sum(one, other) => {
            let (one, other) = (without(one, program)?, without(other, program)?);
            Ok(program.sum(one, other))
        }
        Expression::Later(one, other) => {
            let (one, other) = (without(one, program)?, without(other, program)?);
            Ok(program.later(one, other))
        }
        Expression::Mixture(parts) => {
            let mut averaged = Vec::with_capacity(parts.len());
            for (share, part) in parts {
                averaged.push((f64::from_bits(share), without(part, program)?));
            }
            Ok(program.mixture(&averaged))
        }
        Expression::Given(on, cases) => {
            let in_cases = cases
                .iter()
                .any(|(_, case)| program.hangs_on(*case) & bit != 0);
            if in_cases && program.hangs_on(on) & bit != 0 {
                return Ok(time);
            }
            let on = without(on, program)?;
            let mut averaged = Vec::with_capacity(cases.len());
            for (value, case) in cases {
                averaged.push((value, without(case, program)?));
            }
            Ok(program.given(on, averaged))
        }
        Expression::RoundedUp(part, unit) => {
            let part = without(part, program)?;
            Ok(program.rounded_up(part, unit))
        }
        Expression::Moved(part, steps) => {
            let part = without(part, program)?;
            Ok(program.moved(part, steps))
        }
        Expression::Coarser(part, unit) => {
            let part = without(part, program)?;
            Ok(program.coarser(part, unit))
        }
        Expression::Point(_)
        | Expression::Drawn { .. }
        | Expression::Even { .. }
        | Expression::Averaged(_) => Ok(time),
    }
}
