//! What a step leaves behind beside time: overdue items, visits, after-checks, silent approvals.

use super::block::{BLOCK, Block, Lane};
use super::cases::Cases;
use super::lanes::{EVERY, MARKED, ZERO, add, add_where, join, mark, mark_above, masked};
use super::own::{OwnTime, longest};
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
    pub(super) fn note(&mut self, node: &Node, own: &OwnTime, block: &mut Block<'_>) {
        let present = &own.present;
        if let Some(item) = node.item {
            mark(&mut self.met[item], present);
            mark(&mut self.overdue[item], &own.work.late);
        }
        if node.visits > 0 {
            add_where(&mut self.visits, node.visits, present);
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

    /// The same of a step that takes one draw of every case, and nothing else.
    pub(super) fn note_only(&mut self, node: &Node, takes: &Lane) {
        if let Some(item) = node.item {
            self.met[item] = MARKED;
            if let Some(limit) = node.faces.iter().find_map(|(_, face)| face.limit) {
                mark_above(&mut self.overdue[item], takes, limit);
            }
        }
        if node.visits > 0 {
            add_where(&mut self.visits, node.visits, &EVERY);
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
        add_where(&mut self.checks, 1, &looked_at);
        add_where(&mut self.breaches, 1, &false_promise);
        match rectify {
            None => join(&mut self.revoked, &false_promise),
            Some(rectify) => {
                let takes = masked(block.value(rectify), &false_promise);
                add(&mut self.rectification, &takes);
            }
        }
    }
}

/// 1 where the limit cut the duration of the case's face, else 0.
fn silences(faces: &[(Option<Mask>, Vec<Draw>, u32)], block: &mut Block<'_>) -> Lane {
    let mut silent = ZERO;
    for (mask, uncut, bound) in faces {
        let uncut = longest(uncut, block);
        let covered = mask.map_or(&EVERY, |mask| block.mask(mask));
        vectorised(
            #[inline(always)]
            || {
                for case in 0..BLOCK {
                    let is_cut = u32::from(uncut[case] > *bound);
                    silent[case] = (silent[case] & !covered[case]) | (is_cut & covered[case]);
                }
            },
        );
    }
    silent
}
