//! What a step leaves behind beside time: overdue items, visits, after-checks, silent approvals.

use super::block::{BLOCK, Block, Lane};
use super::cases::Cases;
use super::lanes::{ZERO, add, masked};
use super::own::longest;
use super::plan::{Node, TallyPlan};
use super::pool::{Draw, Mask};
use super::vectors::vectorised;

/// A step's own work and whether it took longer than its limit (0 or 1).
pub(super) struct Work {
    pub own: Lane,
    pub late: Lane,
}

impl Cases {
    /// Counts what the step leaves behind: overdue items, visits, after-checks.
    pub(super) fn note(&mut self, node: &Node, present: &Lane, work: &Work, block: &mut Block<'_>) {
        if let Some(item) = node.item {
            let (met, overdue) = (&mut self.met[item], &mut self.overdue[item]);
            vectorised(
                #[inline(always)]
                || {
                    for case in 0..BLOCK {
                        met[case] |= present[case] & 1;
                        overdue[case] |= work.late[case];
                    }
                },
            );
        }
        if node.visits > 0 {
            for (visits, present) in self.visits.iter_mut().zip(present) {
                *visits += node.visits & present;
            }
        }
        for tally in &node.tallies {
            match tally {
                TallyPlan::Silent(faces) => {
                    let silent = masked(&silences(faces, block), present);
                    add(&mut self.silent, &silent);
                }
                TallyPlan::AfterCheck {
                    checked,
                    breach,
                    among,
                    rectify,
                } => self.check(present, (*checked, *breach, *among), *rectify, block),
            }
        }
    }

    fn check(
        &mut self,
        present: &Lane,
        (checked, breach, among): (Mask, Mask, Option<Mask>),
        rectify: Option<Draw>,
        block: &mut Block<'_>,
    ) {
        let mut looked_at = masked(block.mask(checked), present);
        if let Some(among) = among {
            looked_at = masked(&looked_at, block.mask(among));
        }
        let false_promise = masked(&looked_at, block.mask(breach));
        for case in 0..BLOCK {
            self.checks[case] += looked_at[case] & 1;
            self.breaches[case] += false_promise[case] & 1;
        }
        match rectify {
            None => {
                for (revoked, breach) in self.revoked.iter_mut().zip(&false_promise) {
                    *revoked |= breach;
                }
            }
            Some(rectify) => {
                let takes = masked(block.value(rectify), &false_promise);
                for (sum, takes) in self.rectification.iter_mut().zip(&takes) {
                    *sum += takes;
                }
            }
        }
    }
}

/// 1 where the limit cut the duration of the case's face, else 0.
fn silences(faces: &[(Option<Mask>, Vec<Draw>, u32)], block: &mut Block<'_>) -> Lane {
    let mut silent = ZERO;
    for (mask, uncut, bound) in faces {
        let uncut = longest(uncut, block);
        let covered = mask.map_or([u32::MAX; BLOCK], |mask| *block.mask(mask));
        for case in 0..BLOCK {
            if covered[case] != 0 {
                silent[case] = u32::from(uncut[case] > *bound);
            }
        }
    }
    silent
}
