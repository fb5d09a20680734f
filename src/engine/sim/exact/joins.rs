//! Joining times: sums, latest ends, mixtures, written so that little hangs on much common luck.

use super::expression::{Expression, Extent, gcd};
use super::program::{Program, Time};

impl Program<'_> {
    /// All of them one after the other.
    pub fn sum_of_all(&mut self, times: &[Time]) -> Time {
        let mut summands = Vec::new();
        let mut left = times.to_vec();
        while let Some(time) = left.pop() {
            if let Expression::Sum(one, other) = self.expression(time) {
                left.extend([*one, *other]);
            } else {
                summands.push(time);
            }
        }
        self.join(summands, Program::sum)
    }

    /// The latest of all of them.
    pub fn latest_of_all(&mut self, times: &[Time]) -> Time {
        self.join(times.to_vec(), Program::later)
    }

    /// Joins what hangs on the same luck first, small before large.
    fn join(&mut self, mut times: Vec<Time>, join: fn(&mut Self, Time, Time) -> Time) -> Time {
        let width = |time: &Time, program: &Self| {
            let Extent { least, most, .. } = program.extent(*time);
            most - least
        };
        times.sort_by_key(|time| (self.hangs_on(*time), width(time, self), *time));
        let mut groups: Vec<(u8, Time)> = Vec::new();
        for time in times {
            let luck = self.hangs_on(time);
            match groups.last_mut() {
                Some((same, group)) if *same == luck => *group = join(self, *group, time),
                Some(_) | None => groups.push((luck, time)),
            }
        }
        let groups = groups.into_iter().map(|(_, group)| group);
        let all = groups.reduce(|all, group| join(self, all, group));
        all.expect("something is joined")
    }

    pub fn sum(&mut self, one: Time, other: Time) -> Time {
        let (a, b) = (self.extent(one), self.extent(other));
        match (self.constant(one), self.constant(other)) {
            (Some(0), _) => return other,
            (_, Some(0)) => return one,
            (Some(a), Some(b)) => return self.point(a + b),
            (Some(_), None) | (None, Some(_)) | (None, None) => {}
        }
        let extent = Extent {
            least: a.least + b.least,
            most: a.most + b.most,
            unit: gcd(a.unit, b.unit),
        };
        let sum = Expression::Sum(one.min(other), one.max(other));
        self.add(sum, extent, self.both(one, other))
    }

    pub fn later(&mut self, one: Time, other: Time) -> Time {
        let (a, b) = (self.extent(one), self.extent(other));
        if a.least >= b.most {
            return one;
        }
        if b.least >= a.most {
            return other;
        }
        let extent = Extent {
            least: a.least.max(b.least),
            most: a.most.max(b.most),
            unit: gcd(a.unit, b.unit),
        };
        let later = Expression::Later(one.min(other), one.max(other));
        self.add(later, extent, self.both(one, other))
    }

    /// Of cases with these shares; they add up to 1.
    pub fn mixture(&mut self, parts: &[(f64, Time)]) -> Time {
        let mut shares: Vec<(Time, f64)> = Vec::with_capacity(parts.len());
        for &(share, time) in parts.iter().filter(|(share, _)| *share > 0.0) {
            match shares.iter_mut().find(|(other, _)| *other == time) {
                Some((_, sum)) => *sum += share,
                None => shares.push((time, share)),
            }
        }
        if let [(only, _)] = shares[..] {
            return only;
        }
        let extents = shares.iter().map(|&(time, _)| self.extent(time));
        let extent = extents.reduce(Extent::or);
        let extent = extent.expect("some cases there are");
        let hangs_on = shares
            .iter()
            .fold(0, |all, (time, _)| all | self.hangs_on(*time));
        let parts = shares
            .into_iter()
            .map(|(time, share)| (share.to_bits(), time));
        self.add(Expression::Mixture(parts.collect()), extent, hangs_on)
    }

    /// For every time of one what another then is.
    pub fn given(&mut self, on: Time, cases: Vec<(u32, Time)>) -> Time {
        let extents = cases.iter().map(|&(_, time)| self.extent(time));
        let extent = extents.reduce(Extent::or).expect("some time it takes");
        let cases_hang_on = cases
            .iter()
            .fold(0, |all, (_, time)| all | self.hangs_on(*time));
        let hangs_on = self.hangs_on(on) | cases_hang_on;
        self.add(Expression::Given(on, cases), extent, hangs_on)
    }

    fn both(&self, one: Time, other: Time) -> u8 {
        self.hangs_on(one) | self.hangs_on(other)
    }
}
