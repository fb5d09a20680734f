//! What is counted over all cases beside their times.

use super::lanes::{Marks, UNMARKED, ZERO, total};
use super::run::Cases;
use crate::sim::streams::{BLOCK, Lane};
use crate::sim::vectors::vectorised;
use crate::workflow::Ending;

/// What is counted over all cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Correction rounds.
    pub corrections: u64,
    /// Trips of the applicant.
    pub visits: u64,
    /// After-checks.
    pub checks: u64,
    /// False promises found.
    pub breaches: u64,
    /// Steps approved by silence.
    pub silent_approvals: u64,
    /// Ticks of rectification, beside the path.
    pub rectification: u64,
    /// Over cases: (overdue items)², overdue items × items, (items)²; how lateness clusters in cases.
    pub item_products: [u64; 3],
    /// Cases granted, none of the below.
    pub granted: u64,
    /// Cases granted with at least one silent approval.
    pub granted_silently: u64,
    /// By [`Ending`]: cases that ended so.
    pub endings: [u64; Ending::ALL.len()],
}

impl Sums {
    /// Adds the first `n_cases` of a block.
    pub(super) fn add(&mut self, cases: &Cases, n_cases: usize) {
        let total = |lane: &Lane| total(&lane[..n_cases]);
        self.corrections += total(&cases.corrections);
        self.visits += total(&cases.visits);
        self.checks += total(&cases.checks);
        self.breaches += total(&cases.breaches);
        self.silent_approvals += total(&cases.silent);
        self.rectification += total(&cases.rectification);
        self.add_item_products(cases, n_cases);
        self.add_outcomes(cases, n_cases);
    }

    fn add_item_products(&mut self, cases: &Cases, n_cases: usize) {
        let (met, overdue) = (per_case(&cases.met), per_case(&cases.overdue));
        let products =
            |one: &Lane, other: &Lane| sum_of_products(&one[..n_cases], &other[..n_cases]);
        self.item_products[0] += products(&overdue, &overdue);
        self.item_products[1] += products(&overdue, &met);
        self.item_products[2] += products(&met, &met);
    }

    fn add_outcomes(&mut self, cases: &Cases, n_cases: usize) {
        let mut ended = ZERO;
        for (sum, ending) in self.endings.iter_mut().zip(&cases.endings) {
            let n_so = ending[..n_cases].iter().filter(|&&mask| mask != 0).count();
            *sum += n_so as u64;
            for (ended, ending) in ended.iter_mut().zip(ending) {
                *ended |= ending;
            }
        }
        let silent = cases.silent[..n_cases].iter().zip(&ended);
        let n_silent = silent
            .filter(|&(&silent, &ended)| silent != 0 && ended == 0)
            .count();
        let n_ended = ended[..n_cases].iter().filter(|&&mask| mask != 0).count();
        self.granted_silently += n_silent as u64;
        self.granted += (n_cases - n_silent - n_ended) as u64;
    }

    /// Adds other cases.
    pub(super) fn absorb(&mut self, other: Sums) {
        for (mine, theirs) in self.item_products.iter_mut().zip(other.item_products) {
            *mine += theirs;
        }
        self.corrections += other.corrections;
        self.visits += other.visits;
        self.checks += other.checks;
        self.breaches += other.breaches;
        self.silent_approvals += other.silent_approvals;
        self.rectification += other.rectification;
        self.granted += other.granted;
        self.granted_silently += other.granted_silently;
        for (mine, theirs) in self.endings.iter_mut().zip(other.endings) {
            *mine += theirs;
        }
    }
}

/// How many of the marks each case has.
fn per_case(marks: &[Marks]) -> Lane {
    let mut sums = ZERO;
    // As many as a byte can count at a time.
    for some in marks.chunks(usize::from(u8::MAX)) {
        let mut bytes = UNMARKED;
        vectorised(
            #[inline(always)]
            || {
                for marks in some {
                    for case in 0..BLOCK {
                        bytes[case] += marks[case];
                    }
                }
                for case in 0..BLOCK {
                    sums[case] += u32::from(bytes[case]);
                }
            },
        );
    }
    sums
}

fn sum_of_products(one: &[u32], other: &[u32]) -> u64 {
    vectorised(
        #[inline(always)]
        || {
            let mut sum = 0;
            for (&one, &other) in one.iter().zip(other) {
                sum += u64::from(one) * u64::from(other);
            }
            sum
        },
    )
}
