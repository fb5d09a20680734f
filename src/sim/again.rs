//! What hangs on the hour: waiting for a panel to sit, and doing steps again after each other.

use super::block::{Block, Lane};
use super::lanes::{ZERO, add, masked, round_up};
use super::own::longest;
use super::plan::{GRID, Node, Sittings};
use crate::workflow::{Clock, Handover};

/// Adds to `end` how long the case waits for the panel of its face.
pub(super) fn sit(
    node: &Node,
    present: &Lane,
    handover: Handover,
    end: &mut Lane,
    block: &mut Block<'_>,
) {
    if node.faces.iter().all(|(_, face)| face.sittings.is_none()) {
        return;
    }
    let mut wait = ZERO;
    for (mask, face) in &node.faces {
        let lane = match face.sittings {
            Some(sittings) => next_sitting(sittings, end, handover, block),
            None => ZERO,
        };
        match mask {
            None => wait = lane,
            Some(mask) => {
                for (case, covered) in block.mask(*mask).iter().enumerate() {
                    wait[case] = (wait[case] & !covered) | (lane[case] & covered);
                }
            }
        }
    }
    add(end, &masked(&wait, present));
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
    // Where steps end on whole days, panels sit on whole days.
    let (every, unit) = match handover {
        Handover::Immediate => (sittings.every, 1),
        Handover::NextDay => (sittings.every.div_ceil(GRID), GRID),
    };
    std::array::from_fn(|case| {
        let (first, period) = (phase[case] % every * unit, every * unit);
        (first + period - ready[case] % period) % period
    })
}

/// Adds the rounds of rework to `end`; returns their time on the clock.
pub(super) fn rework(
    node: &Node,
    present: &Lane,
    handover: Handover,
    end: &mut Lane,
    block: &mut Block<'_>,
) -> Lane {
    let mut counted = ZERO;
    let Some(rework) = &node.rework else {
        return counted;
    };
    let mut going_on = *present;
    for (happens, repeats) in &rework.rounds {
        going_on = masked(&going_on, block.mask(*happens));
        if going_on.iter().all(|&case| case == 0) {
            break;
        }
        for again in repeats {
            if let Some(sittings) = again.sittings {
                let wait = next_sitting(sittings, end, handover, block);
                add(end, &masked(&wait, &going_on));
            }
            let mut takes = masked(&longest(&again.work, block), &going_on);
            if handover == Handover::NextDay {
                round_up(&mut takes);
            }
            add(end, &takes);
            if again.clock == Clock::On {
                add(&mut counted, &takes);
            }
        }
    }
    counted
}
