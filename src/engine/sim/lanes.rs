//! Small operations on lanes: one number per case, side by side.

use super::block::{BLOCK, Block, Lane};
use super::plan::GRID;
use super::pool::Mask;
use super::vectors::vectorised;

/// Nothing for every case.
pub const ZERO: Lane = [0; BLOCK];

/// The mask of all cases.
pub const EVERY: Lane = [u32::MAX; BLOCK];

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
    change(lane, other, |value, other| value.max(other));
}

pub fn lower(lane: &mut Lane, other: &Lane) {
    change(lane, other, |value, other| value.min(other));
}

pub fn add(lane: &mut Lane, other: &Lane) {
    change(lane, other, |value, other| value + other);
}

/// `other` is at most as large.
pub fn subtract(lane: &mut Lane, other: &Lane) {
    change(lane, other, |value, other| value - other);
}

/// From `start`, which is at most as large, to `end`.
pub fn between(start: &Lane, end: &Lane, time: &mut Lane) {
    vectorised(
        #[inline(always)]
        || {
            for case in 0..BLOCK {
                time[case] = end[case] - start[case];
            }
        },
    );
}

pub fn masked(lane: &Lane, mask: &Lane) -> Lane {
    let mut covered = *lane;
    cover(&mut covered, mask);
    covered
}

/// Nothing where the mask does not cover the case.
pub fn cover(lane: &mut Lane, mask: &Lane) {
    change(lane, mask, |value, covered| value & covered);
}

/// Nothing where the mask covers the case.
pub fn uncover(lane: &mut Lane, mask: &Lane) {
    change(lane, mask, |value, covered| value & !covered);
}

/// Takes `other` where the mask covers the case.
pub fn blend(lane: &mut Lane, other: &Lane, mask: &Lane) {
    vectorised(
        #[inline(always)]
        || {
            for case in 0..BLOCK {
                lane[case] = (lane[case] & !mask[case]) | (other[case] & mask[case]);
            }
        },
    );
}

/// Up to whole working days.
pub fn round_up(lane: &mut Lane) {
    change(lane, &ZERO, |value, _| value.div_ceil(GRID) * GRID);
}

/// Sum over cases, each at most 1.
pub fn count(marks: &[u32]) -> u64 {
    vectorised(
        #[inline(always)]
        || u64::from(marks.iter().sum::<u32>()),
    )
}

#[inline(always)]
fn change(lane: &mut Lane, other: &Lane, new: impl Fn(u32, u32) -> u32) {
    vectorised(
        #[inline(always)]
        || {
            for case in 0..BLOCK {
                lane[case] = new(lane[case], other[case]);
            }
        },
    );
}
