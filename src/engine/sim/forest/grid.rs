//! Whole grid steps in the narrowest integers that hold them, and passes over many of them.

use crate::sim::vectors::vectorised;

/// Whole grid steps.
pub trait Grid:
    Copy + Ord + Default + Send + Sync + Into<u32> + std::ops::Add<Output = Self> + std::fmt::Debug
{
    /// The largest.
    const MAX: Self;
    /// `None` if it does not fit.
    fn new(steps: u32) -> Option<Self>;
    /// Sums of consecutive parts of the times; the ends of the parts rise.
    fn sums(times: &[Self], ends: &[usize], sums: &mut [u64]);
    /// How many are at or below each of four thresholds.
    fn counts(times: &[Self], thresholds: [Self; 4]) -> [u32; 4];
    /// How many of each part are at or below each of two thresholds.
    fn below(times: &[Self], ends: &[usize], thresholds: [Self; 2], below: &mut [[u32; 2]]);
}

/// Sixteen-bit times of so many cases add up within 32 bits.
const MOST_SUMMED: usize = 1 << 16;

/// So many cases are counted in sixteen bits: a count as wide as a time keeps all lanes of a vector busy.
const MOST_COUNTED: usize = (1 << 16) - 1;

macro_rules! grid {
    ($($int:ty, $wide:ty),*) => {$(
        impl Grid for $int {
            const MAX: $int = <$int>::MAX;

            fn new(steps: u32) -> Option<$int> {
                <$int>::try_from(steps).ok()
            }

            fn sums(times: &[$int], ends: &[usize], sums: &mut [u64]) {
                vectorised(#[inline(always)] || {
                    let mut from = 0;
                    for (sum, &end) in sums.iter_mut().zip(ends) {
                        *sum = 0;
                        for chunk in times[from..end].chunks(MOST_SUMMED) {
                            let mut here: $wide = 0;
                            for &time in chunk {
                                here += <$wide>::from(time);
                            }
                            *sum += u64::from(here);
                        }
                        from = end;
                    }
                });
            }

            fn counts(times: &[$int], thresholds: [$int; 4]) -> [u32; 4] {
                vectorised(#[inline(always)] || {
                    let [t0, t1, t2, t3] = thresholds;
                    let mut counts = [0; 4];
                    for chunk in times.chunks(MOST_COUNTED) {
                        let (mut c0, mut c1, mut c2, mut c3): ($int, $int, $int, $int) = (0, 0, 0, 0);
                        for &time in chunk {
                            c0 += <$int>::from(time <= t0);
                            c1 += <$int>::from(time <= t1);
                            c2 += <$int>::from(time <= t2);
                            c3 += <$int>::from(time <= t3);
                        }
                        counts[0] += u32::from(c0);
                        counts[1] += u32::from(c1);
                        counts[2] += u32::from(c2);
                        counts[3] += u32::from(c3);
                    }
                    counts
                })
            }

            fn below(times: &[$int], ends: &[usize], thresholds: [$int; 2], below: &mut [[u32; 2]]) {
                vectorised(#[inline(always)] || {
                    let [t0, t1] = thresholds;
                    let mut from = 0;
                    for (below, &end) in below.iter_mut().zip(ends) {
                        *below = [0; 2];
                        for chunk in times[from..end].chunks(MOST_COUNTED) {
                            let (mut c0, mut c1): ($int, $int) = (0, 0);
                            for &time in chunk {
                                c0 += <$int>::from(time <= t0);
                                c1 += <$int>::from(time <= t1);
                            }
                            below[0] += u32::from(c0);
                            below[1] += u32::from(c1);
                        }
                        from = end;
                    }
                });
            }
        }
    )*};
}

// Sixteen-bit times of a chunk add up within 32 bits.
grid!(u16, u32, u32, u64);
