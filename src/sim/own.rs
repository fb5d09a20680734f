//! What a step takes of itself in a block of cases, whatever it waits for.

use super::again::{Sat, rework, sit};
use super::block::{BLOCK, Block, Lane};
use super::lanes::{ZERO, add, masked, overlay, plus, raise};
use super::notes::Work;
use super::plan::{FaceOf, FacePlan, Node, Waited};
use super::pool::{Draw, Mask};
use crate::workflow::{Clock, Handover};

/// What a step takes of itself in every case of a block.
pub(super) struct OwnTime {
    /// All bits set where the case meets the step.
    pub present: Lane,
    /// No earlier start: when the applicant has all materials.
    pub floor: Lane,
    /// Intake and corrections.
    pub counter: Lane,
    pub work: Work,
}

impl OwnTime {
    /// From `start` to the end, unless something holds the end, the time on the official clock, and how
    /// the case met its panels.
    pub fn pass(
        &self,
        node: &Node,
        start: &Lane,
        handover: Handover,
        block: &mut Block<'_>,
    ) -> (Lane, Lane, Sat) {
        let mut end = plus(start, &self.counter);
        let mut sat = Sat::never();
        let ends = (&mut end, &mut sat);
        sit(&node.faces, &self.present, handover, ends, block);
        add(&mut end, &self.work.own);
        let ends = (&mut end, &mut sat);
        let mut counted = rework(node, &self.present, handover, ends, block);
        match node.clock {
            Clock::On => add(&mut counted, &self.work.own),
            Clock::Off | Clock::Outside => {}
        }
        (end, counted, sat)
    }
}

/// All bits set where the case meets the step: its conditions hold and its face is not skipped.
pub(super) fn presence(conditions: Option<Mask>, faces: &[FaceOf], block: &mut Block<'_>) -> Lane {
    let mut present = match conditions {
        Some(mask) => *block.mask(mask),
        None => [u32::MAX; BLOCK],
    };
    let mut skipped = ZERO;
    for (mask, face) in faces {
        let value = if face.skipped { u32::MAX } else { 0 };
        overlay(&mut skipped, *mask, value, block);
    }
    for (present, skipped) in present.iter_mut().zip(&skipped) {
        *present &= !skipped;
    }
    present
}

/// The work of the case's own face.
pub(super) fn work(faces: &[FaceOf], present: &Lane, block: &mut Block<'_>) -> Work {
    let mut own = ZERO;
    let mut late = ZERO;
    for (mask, face) in faces {
        let (lane, over) = face_work(face, block);
        match mask {
            None => {
                own = lane;
                late = over;
            }
            Some(mask) => {
                let covered = block.mask(*mask);
                for case in 0..BLOCK {
                    if covered[case] != 0 {
                        own[case] = lane[case];
                        late[case] = over[case];
                    }
                }
            }
        }
    }
    Work {
        own: masked(&own, present),
        late: masked(&late, present),
    }
}

fn face_work(face: &FacePlan, block: &mut Block<'_>) -> (Lane, Lane) {
    let own = longest(&face.work, block);
    let late = match face.limit {
        None => ZERO,
        Some(limit) => std::array::from_fn(|case| u32::from(own[case] > limit)),
    };
    (own, late)
}

pub(super) fn longest(work: &[Draw], block: &mut Block<'_>) -> Lane {
    let mut own = ZERO;
    for &draw in work {
        raise(&mut own, block.value(draw));
    }
    own
}

/// When the applicant has a material that the system does not supply.
pub(super) fn wait(waited: &Waited, block: &mut Block<'_>) -> Lane {
    let mut there = *block.value(waited.draw);
    for &supplied in &waited.supplied {
        for (there, covered) in there.iter_mut().zip(block.mask(supplied)) {
            *there &= !covered;
        }
    }
    there
}
