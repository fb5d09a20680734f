//! Small operations on lanes: one number per case, side by side.

use crate::sim::streams::{BLOCK, Lane};
use crate::sim::vectors::vectorised;

/// Nothing for every case.
pub const ZERO: Lane = [0; BLOCK];

/// One mark per case, 0 or 1.
pub type Marks = [u8; BLOCK];

/// No mark on any case.
pub const UNMARKED: Marks = [0; BLOCK];

/// Marks the cases whose number has a last bit.
pub fn mark(marks: &mut Marks, lane: &Lane) {
    vectorised(
        #[inline(always)]
        move || {
            for case in 0..BLOCK {
                marks[case] |= (lane[case] & 1) as u8;
            }
        },
    );
}

/// `lane` becomes what `new` makes of it and of another.
#[inline(always)]
pub fn change(lane: &mut Lane, other: &Lane, new: impl Fn(u32, u32) -> u32) {
    vectorised(
        #[inline(always)]
        || {
            for case in 0..BLOCK {
                lane[case] = new(lane[case], other[case]);
            }
        },
    );
}

/// `lane` becomes what `new` makes of it and of two others.
#[inline(always)]
pub fn change_by(lane: &mut Lane, one: &Lane, other: &Lane, new: impl Fn(u32, u32, u32) -> u32) {
    vectorised(
        #[inline(always)]
        || {
            for case in 0..BLOCK {
                lane[case] = new(lane[case], one[case], other[case]);
            }
        },
    );
}

/// Each at most so large that their sum is one too.
pub fn sum(one: &Lane, other: &Lane, sum: &mut Lane) {
    change_by(sum, one, other, |_, one, other| one + other);
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
    change_by(end, other, time, |end, other, time| end.max(other + time));
}

/// The later of both.
pub fn raise(lane: &mut Lane, other: &Lane) {
    change(lane, other, u32::max);
}

/// The earlier of both.
pub fn lower(lane: &mut Lane, other: &Lane) {
    change(lane, other, u32::min);
}

/// Adds what the mask covers.
pub fn add_where(lane: &mut Lane, more: &Lane, mask: &Lane) {
    change_by(lane, more, mask, |value, more, covered| {
        value + (more & covered)
    });
}

/// So much more where the mask covers the case.
pub fn count_where(lane: &mut Lane, more: u32, mask: &Lane) {
    change(lane, mask, |value, covered| value + (more & covered));
}

/// Takes `other` where the mask covers the case.
pub fn blend(lane: &mut Lane, other: &Lane, mask: &Lane) {
    change_by(lane, other, mask, |value, other, covered| {
        (value & !covered) | (other & covered)
    });
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
