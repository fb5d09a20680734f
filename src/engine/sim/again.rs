//! What hangs on the hour: waiting for a panel to sit, and doing steps again after each other.

use super::block::{BLOCK, Block, Lane};
use super::lanes::{ZERO, add, blend, cover, is_nothing, masked, overlay, round_up};
use super::notes::Work;
use super::own::{presence, work};
use super::plan::{FaceOf, GRID, Node, Sittings, is_met_by_all};
use crate::workflow::{Clock, Handover};

/// How a step met its panels.
pub(super) struct Sat {
    /// The wait for the first panel: who is ready later by less meets the same sitting.
    pub first_wait: Lane,
    /// Time from that sitting to the next of that panel: what missing it costs. 0: no panel.
    pub period: Lane,
}

impl Sat {
    /// Nobody has met a panel yet.
    pub fn never() -> Sat {
        Sat {
            first_wait: ZERO,
            period: ZERO,
        }
    }

    /// Notes the wait of those who have met no panel before.
    fn note(&mut self, wait: &Lane, period: &Lane) {
        for case in 0..BLOCK {
            if self.period[case] == 0 {
                self.first_wait[case] = wait[case];
                self.period[case] = period[case];
            }
        }
    }
}

/// Adds to `end` how long the case waits for the panel of its face.
pub(super) fn sit(
    faces: &[FaceOf],
    present: &Lane,
    handover: Handover,
    (end, sat): (&mut Lane, &mut Option<Box<Sat>>),
    block: &mut Block<'_>,
) {
    if faces.iter().all(|(_, face)| face.sittings.is_none()) {
        return;
    }
    let (mut wait, mut period) = (ZERO, ZERO);
    for (mask, face) in faces {
        let lane = match face.sittings {
            Some(sittings) => next_sitting(sittings, end, handover, block),
            None => ZERO,
        };
        let every = face
            .sittings
            .map_or(0, |sittings| rhythm(sittings, handover).0);
        overlay(&mut period, *mask, every, block);
        match mask {
            None => wait = lane,
            Some(mask) => {
                blend(&mut wait, &lane, block.mask(*mask));
            }
        }
    }
    let wait = masked(&wait, present);
    add(end, &wait);
    let sat = sat.get_or_insert_with(|| Box::new(Sat::never()));
    sat.note(&wait, &masked(&period, present));
}

/// Time until the panel sits next. The first sitting is a remainder of one draw, so that a panel that
/// sits twice as often keeps every sitting it had.
fn next_sitting(
    sittings: Sittings,
    ready: &Lane,
    handover: Handover,
    block: &mut Block<'_>,
) -> Lane {
    let phase = block.evenly(sittings.phase);
    let (period, unit) = rhythm(sittings, handover);
    std::array::from_fn(|case| {
        let first = phase[case] % (period / unit) * unit;
        (first + period - ready[case] % period) % period
    })
}

/// Time between two sittings, and the unit in which they fall: where steps end on whole days, panels sit
/// on whole days.
fn rhythm(sittings: Sittings, handover: Handover) -> (u32, u32) {
    match handover {
        Handover::Immediate => (sittings.every, 1),
        Handover::NextDay => (sittings.every.div_ceil(GRID) * GRID, GRID),
    }
}

/// Adds the rounds of rework to `end`, and what of them is on the clock to `counted`.
pub(super) fn rework(
    node: &Node,
    present: &Lane,
    handover: Handover,
    (end, counted, sat): (&mut Lane, &mut Lane, &mut Option<Box<Sat>>),
    block: &mut Block<'_>,
) {
    let Some(rework) = &node.rework else {
        return;
    };
    let mut again_work = Work {
        own: ZERO,
        late: ZERO,
    };
    let mut going_on = *present;
    for (happens, repeats) in &rework.rounds {
        cover(&mut going_on, block.mask(*happens));
        if is_nothing(&going_on) {
            break;
        }
        for again in repeats {
            // A step that the case skips is not done again; one that it meets, as it met it.
            let met = match is_met_by_all(again.present, &again.faces) {
                true => &going_on,
                false => &masked(&going_on, &presence(again.present, &again.faces, block)),
            };
            sit(&again.faces, met, handover, (end, sat), block);
            work(&again.faces, Some(met), block, &mut again_work);
            let takes = &mut again_work.own;
            if handover == Handover::NextDay {
                round_up(takes);
            }
            add(end, takes);
            if again.clock == Clock::On {
                add(counted, takes);
            }
        }
    }
}
