//! Passes over the times of many cases: cells of time, sums, and how many are at or below thresholds.

use crate::sim::vectors::vectorised;

/// Ticks of a cell, as a power of two: a fourteenth of a working day.
pub const CELL_BITS: u32 = 11;

/// So many cases are counted in sixteen bits: a count as wide as a cell keeps all lanes of a vector busy.
const MOST_COUNTED: usize = (1 << 16) - 1;

/// The cell of every time, the last one for all that are later, and the sums of consecutive parts of the times; the ends
/// of the parts rise.
pub fn cells(times: &[u32], ends: &[usize], cells: &mut [u16], sums: &mut [u64]) {
    vectorised(
        #[inline(always)]
        || {
            let mut from = 0;
            for (sum, &end) in sums.iter_mut().zip(ends) {
                let mut here = 0;
                for (cell, &time) in cells[from..end].iter_mut().zip(&times[from..end]) {
                    here += u64::from(time);
                    *cell = (time >> CELL_BITS).min(u32::from(u16::MAX)) as u16;
                }
                *sum = here;
                from = end;
            }
        },
    );
}

/// How many are at or below each of four thresholds.
pub fn counts(cells: &[u16], thresholds: [u16; 4]) -> [u32; 4] {
    vectorised(
        #[inline(always)]
        || {
            let [t0, t1, t2, t3] = thresholds;
            let mut counts = [0; 4];
            for chunk in cells.chunks(MOST_COUNTED) {
                let (mut c0, mut c1, mut c2, mut c3) = (0u16, 0u16, 0u16, 0u16);
                for &cell in chunk {
                    c0 += u16::from(cell <= t0);
                    c1 += u16::from(cell <= t1);
                    c2 += u16::from(cell <= t2);
                    c3 += u16::from(cell <= t3);
                }
                counts[0] += u32::from(c0);
                counts[1] += u32::from(c1);
                counts[2] += u32::from(c2);
                counts[3] += u32::from(c3);
            }
            counts
        },
    )
}

/// How many of each part are at or below each of two thresholds.
pub fn below(cells: &[u16], ends: &[usize], thresholds: [u16; 2], below: &mut [[u32; 2]]) {
    vectorised(
        #[inline(always)]
        || {
            let [t0, t1] = thresholds;
            let mut from = 0;
            for (below, &end) in below.iter_mut().zip(ends) {
                *below = [0; 2];
                for chunk in cells[from..end].chunks(MOST_COUNTED) {
                    let (mut c0, mut c1) = (0u16, 0u16);
                    for &cell in chunk {
                        c0 += u16::from(cell <= t0);
                        c1 += u16::from(cell <= t1);
                    }
                    below[0] += u32::from(c0);
                    below[1] += u32::from(c1);
                }
                from = end;
            }
        },
    );
}
