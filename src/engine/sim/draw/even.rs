//! Equal cells of one word each: one addition counts thresholds that lie so far apart that few cells have several.

use super::super::vectors::vectorised;

/// A rising list of thresholds over all integers of 32 bits, cut into equal cells.
///
/// The upper bits of a number are its cell, the lower ones its place there. The word of a cell is made so that
/// word and number add up to how many thresholds the number has reached, in the same upper bits: up to the
/// threshold within the cell the lower bits cannot carry, from it on they do.
#[derive(Debug)]
pub(super) struct Even {
    /// As many as there may be, because several are read at once only where none can lie outside; the first are used.
    words: Box<[u32; MOST_CELLS]>,
    /// Bits of a number that do not decide its cell.
    shift: u32,
}

/// No more cells than stay at home in the cache: 16 KiB.
const MOST_CELLS: usize = 1 << 12;

/// At most one cell of so many may have several thresholds.
const FEW: usize = 1 << 11;

/// Numbers that are counted side by side.
const TOGETHER: usize = 64;

impl Even {
    /// With as few cells as do; `None` if too many would have several thresholds.
    pub fn of(thresholds: &[u32]) -> Option<Even> {
        let bits = (1..=MOST_CELLS.ilog2()).find(|&bits| {
            let n_cells = 1 << bits;
            thresholds.len() < n_cells - 1 && n_crowded(thresholds, 32 - bits) * FEW <= n_cells
        })?;
        let shift = 32 - bits;
        let mut words = Box::new([0; MOST_CELLS]);
        let mut reached = 0;
        for (cell, word) in (0..1 << bits).zip(words.iter_mut()) {
            let rest = &thresholds[reached..];
            let n_here = rest.partition_point(|&threshold| threshold >> shift <= cell);
            let before = (reached as u32) << shift;
            let sum = match rest[..n_here] {
                [] => before,
                [threshold] => before + (1 << shift) - (threshold & !(u32::MAX << shift)),
                [_, _, ..] => u32::MAX << shift,
            };
            *word = sum.wrapping_sub(cell << shift);
            reached += n_here;
        }
        Some(Even { words, shift })
    }

    /// Adds to `least` how many thresholds every number has reached; in cells with several `search` finds out.
    #[inline(always)]
    pub fn count(&self, least: u32, numbers: &[u32], out: &mut [u32], search: impl Fn(u32) -> u32) {
        let (groups, rest) = numbers.as_chunks::<TOGETHER>();
        let (out_groups, out_rest) = out.as_chunks_mut::<TOGETHER>();
        // Through `self` they would be read again for every number.
        let (words, shift) = (&*self.words, self.shift);
        vectorised(
            #[inline(always)]
            || {
                for (numbers, out) in groups.iter().zip(out_groups) {
                    if count_group((words, shift), least, numbers, out) {
                        mend(least + (u32::MAX >> shift), numbers, out, |number| {
                            least + search(number)
                        });
                    }
                }
            },
        );
        for (&number, out) in rest.iter().zip(out_rest) {
            *out = least + search(number);
        }
    }
}

/// Returns whether any lies in a cell with several thresholds.
#[inline(always)]
fn count_group(
    (words, shift): (&[u32; MOST_CELLS], u32),
    least: u32,
    numbers: &[u32; TOGETHER],
    out: &mut [u32; TOGETHER],
) -> bool {
    let mut of_numbers = [0; TOGETHER];
    for idx in 0..TOGETHER {
        of_numbers[idx] = words[(numbers[idx] >> shift) as usize % MOST_CELLS];
    }
    let mut is_crowded = false;
    for idx in 0..TOGETHER {
        let reached = of_numbers[idx].wrapping_add(numbers[idx]) >> shift;
        is_crowded |= reached == u32::MAX >> shift;
        out[idx] = least.wrapping_add(reached);
    }
    is_crowded
}

/// Finds out what a cell with several thresholds does not tell.
#[inline(never)]
fn mend(
    crowded: u32,
    numbers: &[u32; TOGETHER],
    out: &mut [u32; TOGETHER],
    search: impl Fn(u32) -> u32,
) {
    for (&number, out) in numbers.iter().zip(out) {
        if *out == crowded {
            *out = search(number);
        }
    }
}

/// How many cells have several thresholds.
fn n_crowded(thresholds: &[u32], shift: u32) -> usize {
    let cells = thresholds.chunk_by(|one, next| one >> shift == next >> shift);
    cells.filter(|here| here.len() > 1).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_give_what_counting_gives() {
        // Far apart, two in one cell, on the first number of a cell, on both ends.
        let thresholds = [0, 5 << 27, (5 << 27) + 1, (6 << 27) - 1, 7 << 28, u32::MAX];
        let even = Even::of(&thresholds).expect("few lie together");
        let search = |number| {
            thresholds
                .iter()
                .filter(|&&threshold| threshold <= number)
                .count() as u32
        };
        let near = thresholds
            .iter()
            .flat_map(|&threshold| threshold.saturating_sub(2)..=threshold.saturating_add(2));
        let numbers: Vec<u32> = near.chain((0..u32::MAX).step_by(9_999_991)).collect();
        let mut counted = vec![0; numbers.len()];
        even.count(10, &numbers, &mut counted, search);
        for (&number, &counted) in numbers.iter().zip(&counted) {
            assert_eq!(counted, 10 + search(number), "{number}");
        }
    }

    #[test]
    fn thresholds_close_together_are_none_for_equal_cells() {
        let close: Vec<u32> = (0..100).map(|idx| 1000 * idx).collect();
        assert!(Even::of(&close).is_some(), "all in one cell");
        let spread: Vec<u32> = (0..100).map(|idx| 40_000_000 * (idx / 2) + idx).collect();
        assert!(Even::of(&spread).is_none());
    }
}
