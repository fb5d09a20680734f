//! Small operations on lanes: one number per case, side by side.

use super::block::{BLOCK, Block, Lane};
use super::plan::GRID;
use super::pool::Mask;
use super::vectors::vectorised;

/// Nothing for every case.
pub const ZERO: Lane = [0; BLOCK];

/// The mask of all cases.
pub const EVERY: Lane = [u32::MAX; BLOCK];

/// One mark per case, 0 or 1.
pub type Marks = [u8; BLOCK];

/// No mark on any case.
pub const UNMARKED: Marks = [0; BLOCK];

/// A mark on every case.
pub const MARKED: Marks = [1; BLOCK];

pub fn overlay(lane: &mut Lane, mask: Option<Mask>, value: u32, block: &mut Block<'_>) {
    match mask {
        None => lane.fill(value),
        Some(mask) => change(lane, block.mask(mask), |lane, covered| {
            (lane & !covered) | (value & covered)
        }),
    }
}

/// Marks the cases whose number has a last bit.
pub fn mark(marks: &mut Marks, lane: &Lane) {
    mark_where(marks, lane, 0, |value, _| value & 1);
}

/// Marks the cases whose number is above the limit.
pub fn mark_above(marks: &mut Marks, lane: &Lane, limit: u32) {
    mark_where(marks, lane, limit, |value, limit| u32::from(value > limit));
}

/// Whether it is 0 in every case.
pub fn is_nothing(lane: &Lane) -> bool {
    vectorised(
        #[inline(always)]
        || {
            let mut any = 0;
            for &number in lane {
                any |= number;
            }
            any == 0
        },
    )
}

/// Each at most so large that their sum is one too.
pub fn sum(one: &Lane, other: &Lane, sum: &mut Lane) {
    vectorised(
        #[inline(always)]
        || {
            for case in 0..BLOCK {
                sum[case] = one[case] + other[case];
            }
        },
    );
}

/// So long after the later of two.
pub fn after_both(one: &Lane, other: &Lane, time: &Lane, end: &mut Lane) {
    vectorised(
        #[inline(always)]
        || {
            for case in 0..BLOCK {
                end[case] = one[case].max(other[case]) + time[case];
            }
        },
    );
}

/// Not before so long after another.
pub fn not_before(other: &Lane, time: &Lane, end: &mut Lane) {
    vectorised(
        #[inline(always)]
        || {
            for case in 0..BLOCK {
                end[case] = end[case].max(other[case] + time[case]);
            }
        },
    );
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

/// So much more where the mask covers the case.
pub fn add_where(lane: &mut Lane, more: u32, mask: &Lane) {
    change(lane, mask, |value, covered| value + (more & covered));
}

/// One less, but not below 0, where the mask covers the case.
pub fn less_one(lane: &mut Lane, mask: &Lane) {
    change(lane, mask, |value, covered| {
        value.saturating_sub(covered & 1)
    });
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

/// Covers what the other mask covers too.
pub fn join(mask: &mut Lane, other: &Lane) {
    change(mask, other, |covered, other| covered | other);
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

/// How many of the cases are marked.
pub fn count(marks: &[u8]) -> u64 {
    vectorised(
        #[inline(always)]
        || {
            let mut n_marked = 0;
            for &mark in marks {
                n_marked += u32::from(mark);
            }
            u64::from(n_marked)
        },
    )
}

/// Sum over cases.
pub fn total(numbers: &[u32]) -> u64 {
    vectorised(
        #[inline(always)]
        || {
            let mut sum = 0;
            for &number in numbers {
                sum += u64::from(number);
            }
            sum
        },
    )
}

#[inline(always)]
fn mark_where(marks: &mut Marks, lane: &Lane, limit: u32, marked: impl Fn(u32, u32) -> u32) {
    vectorised(
        #[inline(always)]
        move || {
            for case in 0..BLOCK {
                marks[case] |= marked(lane[case], limit) as u8;
            }
        },
    );
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
