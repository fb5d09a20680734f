//! Small operations on lanes: one number per case, side by side.

use super::block::{BLOCK, Block, Lane};
use super::plan::GRID;
use super::pool::Mask;

/// Runs `work` with the widest vectors that the machine has; the results are the same on any.
#[inline(always)]
pub fn vectorised<R>(work: impl FnOnce() -> R) -> R {
    pulp::Arch::new().dispatch(work)
}

/// Nothing for every case.
pub const ZERO: Lane = [0; BLOCK];

pub fn overlay(lane: &mut Lane, mask: Option<Mask>, value: u32, block: &mut Block<'_>) {
    match mask {
        None => lane.fill(value),
        Some(mask) => {
            for (lane, covered) in lane.iter_mut().zip(block.mask(mask)) {
                *lane = (*lane & !covered) | (value & covered);
            }
        }
    }
}

pub fn raise(lane: &mut Lane, other: &Lane) {
    for (value, other) in lane.iter_mut().zip(other) {
        *value = (*value).max(*other);
    }
}

pub fn lower(lane: &mut Lane, other: &Lane) {
    for (value, other) in lane.iter_mut().zip(other) {
        *value = (*value).min(*other);
    }
}

pub fn add(lane: &mut Lane, other: &Lane) {
    for (value, other) in lane.iter_mut().zip(other) {
        *value += other;
    }
}

pub fn plus(one: &Lane, other: &Lane) -> Lane {
    std::array::from_fn(|case| one[case] + other[case])
}

pub fn masked(lane: &Lane, mask: &Lane) -> Lane {
    std::array::from_fn(|case| lane[case] & mask[case])
}

/// Up to whole working days.
pub fn round_up(lane: &mut Lane) {
    for value in lane {
        *value = value.div_ceil(GRID) * GRID;
    }
}
