//! Sums of independent times: every product of two shares, added up by the sum of their places.

use super::super::vectors::vectorised;

/// Rows that are added together: the sums are read and written once for all of them.
const ROWS: usize = 4;

/// Every product of a share of `short` and one of `long`, added up by the sum of their places. All terms
/// are positive, so the relative error is at most the number of terms times that of one rounding. A
/// Fourier transform would be faster from some thousand values each, but its error is absolute and its
/// rounding differs by machine.
pub fn convolve(short: &[f64], long: &[f64]) -> Vec<f64> {
    let n = long.len() + ROWS - 1;
    let mut padded = vec![0.0; n + ROWS - 1];
    padded[ROWS - 1..n].copy_from_slice(long);
    let rows = short.len().next_multiple_of(ROWS);
    let mut sums = vec![0.0; rows + long.len() - 1];
    let (groups, rest) = short.as_chunks::<ROWS>();
    let mut last = [0.0; ROWS];
    last[..rest.len()].copy_from_slice(rest);
    let all = groups.iter().chain((!rest.is_empty()).then_some(&last));
    for (group, weights) in all.enumerate() {
        let from = group * ROWS;
        add_rows(weights, &padded, &mut sums[from..from + n]);
    }
    sums.truncate(short.len() + long.len() - 1);
    sums
}

fn add_rows(&[a, b, c, d]: &[f64; ROWS], padded: &[f64], sums: &mut [f64]) {
    let n = sums.len();
    let (one, two, three, four) = (&padded[3..], &padded[2..], &padded[1..], padded);
    let rows = (&one[..n], &two[..n], &three[..n], &four[..n]);
    vectorised(
        #[inline(always)]
        || {
            for idx in 0..n {
                let there = a * rows.0[idx] + b * rows.1[idx];
                sums[idx] += there + (c * rows.2[idx] + d * rows.3[idx]);
            }
        },
    );
}
