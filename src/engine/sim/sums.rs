//! What is counted over all cases beside their times.

use super::block::{BLOCK, Lane};
use super::cases::Cases;
use super::lanes::{Marks, UNMARKED, ZERO, total};
use super::vectors::vectorised;

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
    /// Grid steps of rectification, beside the path.
    pub rectification: u64,
    /// Over cases: (overdue items)², overdue items × items, (items)²; how lateness clusters in cases.
    pub item_products: [u64; 3],
    /// Cases granted, none of the below.
    pub granted: u64,
    /// Cases granted with at least one silent approval.
    pub granted_silently: u64,
    /// Cases withdrawn.
    pub withdrawn: u64,
    /// Cases with a decision revoked.
    pub revoked: u64,
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

    /// The worst that happened names the outcome.
    fn add_outcomes(&mut self, cases: &Cases, n_cases: usize) {
        let [revoked, withdrawn, silent] = vectorised(
            #[inline(always)]
            || {
                let mut n_cases_of = [0u32; 3];
                for case in 0..n_cases.min(BLOCK) {
                    let is_revoked = cases.revoked[case] != 0;
                    let is_withdrawn = !is_revoked & (cases.withdrawn[case] != 0);
                    let is_granted = !is_revoked & !is_withdrawn;
                    n_cases_of[0] += u32::from(is_revoked);
                    n_cases_of[1] += u32::from(is_withdrawn);
                    n_cases_of[2] += u32::from(is_granted & (cases.silent[case] != 0));
                }
                n_cases_of
            },
        );
        self.revoked += u64::from(revoked);
        self.withdrawn += u64::from(withdrawn);
        self.granted_silently += u64::from(silent);
        self.granted += n_cases as u64 - u64::from(revoked + withdrawn + silent);
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
        self.withdrawn += other.withdrawn;
        self.revoked += other.revoked;
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
