//! What a step takes of itself in a block of cases, whatever it waits for.

use super::again::{Sat, rework, sit};
use super::block::{BLOCK, Block, Lane};
use super::lanes::{EVERY, ZERO, add, blend, cover, overlay, raise, sum, uncover};
use super::notes::Work;
use super::plan::{FaceOf, FacePlan, Node, Waited};
use super::pool::{Draw, Mask};
use super::vectors::vectorised;
use crate::workflow::{Clock, Handover};

/// What a step takes of itself in every case of a block.
pub(super) struct OwnTime {
    /// All bits set where the case meets the step.
    pub present: Lane,
    /// Whether all do, so that nothing need be masked.
    pub is_met_by_all: bool,
    /// No earlier start: when the applicant has all materials.
    pub floor: Option<Lane>,
    /// Whether the step takes anything in.
    pub has_counter: bool,
    /// If so, intake and corrections.
    pub counter: Lane,
    pub work: Work,
}

impl OwnTime {
    /// Room for a step.
    pub fn blank() -> OwnTime {
        OwnTime {
            present: EVERY,
            is_met_by_all: true,
            floor: None,
            has_counter: false,
            counter: ZERO,
            work: Work {
                own: ZERO,
                late: ZERO,
            },
        }
    }

    /// Intake and corrections, if the step takes anything in.
    pub fn counter(&self) -> Option<&Lane> {
        self.has_counter.then_some(&self.counter)
    }

    /// How long it takes, on either clock, a step that hangs on no hour.
    pub fn take(
        &self,
        node: &Node,
        handover: Handover,
        (busy, counted): (&mut Lane, &mut Lane),
        block: &mut Block<'_>,
    ) {
        match self.counter() {
            Some(counter) => sum(counter, &self.work.own, busy),
            None => *busy = self.work.own,
        }
        *counted = match node.clock {
            Clock::On => self.work.own,
            Clock::Off | Clock::Outside => ZERO,
        };
        let times = (busy, counted, &mut None);
        rework(node, &self.present, handover, times, block);
    }

    /// Turns starts into ends, unless something holds the end, and adds the time on the official clock;
    /// returns how the cases met their panels, if there are any.
    pub fn pass(
        &self,
        node: &Node,
        handover: Handover,
        (end, counted): (&mut Lane, &mut Lane),
        block: &mut Block<'_>,
    ) -> Option<Box<Sat>> {
        if let Some(counter) = self.counter() {
            add(end, counter);
        }
        let mut sat = None;
        sit(&node.faces, &self.present, handover, (end, &mut sat), block);
        add(end, &self.work.own);
        rework(
            node,
            &self.present,
            handover,
            (end, counted, &mut sat),
            block,
        );
        match node.clock {
            Clock::On => add(counted, &self.work.own),
            Clock::Off | Clock::Outside => {}
        }
        sat
    }
}

/// All bits set where the case meets the step: its conditions hold and its face is not skipped.
pub(super) fn presence(conditions: Option<Mask>, faces: &[FaceOf], block: &mut Block<'_>) -> Lane {
    let mut present = match conditions {
        Some(mask) => *block.mask(mask),
        None => EVERY,
    };
    if faces.iter().all(|(_, face)| !face.skipped) {
        return present;
    }
    let mut skipped = ZERO;
    for (mask, face) in faces {
        let value = if face.skipped { u32::MAX } else { 0 };
        overlay(&mut skipped, *mask, value, block);
    }
    uncover(&mut present, &skipped);
    present
}

/// The work of the case's own face, of those who meet the step; `None`: all do.
pub(super) fn work(
    faces: &[FaceOf],
    present: Option<&Lane>,
    block: &mut Block<'_>,
    out: &mut Work,
) {
    for (mask, face) in faces {
        match mask {
            None => face_work(face, block, out),
            Some(mask) => {
                let mut other = Work {
                    own: ZERO,
                    late: ZERO,
                };
                face_work(face, block, &mut other);
                let covered = block.mask(*mask);
                blend(&mut out.own, &other.own, covered);
                blend(&mut out.late, &other.late, covered);
            }
        }
    }
    if let Some(present) = present {
        cover(&mut out.own, present);
        cover(&mut out.late, present);
    }
}

fn face_work(face: &FacePlan, block: &mut Block<'_>, out: &mut Work) {
    find_longest(&face.work, block, &mut out.own);
    let Some(limit) = face.limit else {
        out.late = ZERO;
        return;
    };
    let (own, late) = (&out.own, &mut out.late);
    vectorised(
        #[inline(always)]
        || {
            for case in 0..BLOCK {
                late[case] = u32::from(own[case] > limit);
            }
        },
    );
}

/// The longest of the draws.
pub(super) fn longest(work: &[Draw], block: &mut Block<'_>) -> Lane {
    let mut longest = ZERO;
    find_longest(work, block, &mut longest);
    longest
}

fn find_longest(work: &[Draw], block: &mut Block<'_>, longest: &mut Lane) {
    *longest = match work.first() {
        Some(&first) => *block.value(first),
        None => ZERO,
    };
    for &draw in work.iter().skip(1) {
        raise(longest, block.value(draw));
    }
}

/// When the applicant has a material that the system does not supply.
pub(super) fn wait(waited: &Waited, block: &mut Block<'_>) -> Lane {
    let mut there = *block.value(waited.draw);
    for &supplied in &waited.supplied {
        uncover(&mut there, block.mask(supplied));
    }
    there
}
