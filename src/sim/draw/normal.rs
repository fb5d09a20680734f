//! Uniform to standard normal: linear between table points, the same bits on every machine.

use std::sync::LazyLock;

use crate::duration::special::normal_quantile;

/// Points per octave of the distance to the nearer end of the unit interval.
const OCTAVE_BITS: u32 = 6;
const SHIFT: u32 = 23 - OCTAVE_BITS;
/// Bits of 0.5, the smallest distance.
const FIRST: u32 = 0x3f00_0000 >> SHIFT;
/// Octaves from 0.5 to 2^31, and one cell for rounding up to 2^31.
const CELLS: usize = (32 << OCTAVE_BITS) + 1;

/// Height at the near end of each cell, and rise per unit of distance.
static TABLE: LazyLock<Vec<(f32, f32)>> = LazyLock::new(|| {
    (0..CELLS as u32)
        .map(|cell| {
            let edge = |cell: u32| f64::from(f32::from_bits((FIRST + cell) << SHIFT));
            let height = |distance: f64| normal_quantile((distance / 4_294_967_296.0).min(0.5));
            let (near, far) = (edge(cell), edge(cell + 1));
            let rise = (height(far) - height(near)) / (far - near);
            (height(near) as f32, rise as f32)
        })
        .collect()
});

/// The standard normal at probability (uniform + 1/2) / 2^32, to 1e-4; rises with the uniform.
#[inline]
pub fn standard_normal(uniform: u32) -> f32 {
    // Symmetric: the distance to the nearer end decides, its top bit the sign.
    let upper = uniform >> 31 == 1;
    let folded = if upper { !uniform } else { uniform };
    let distance = folded as i32 as f32 + 0.5;
    let bits = distance.to_bits();
    let (height, rise) = TABLE[((bits >> SHIFT) - FIRST) as usize];
    let edge = f32::from_bits(bits >> SHIFT << SHIFT);
    let z = height + rise * (distance - edge);
    if upper { -z } else { z }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_within_a_ten_thousandth_everywhere() {
        let mut uniform = 0u64;
        while uniform < 1 << 32 {
            let p = (uniform as f64 + 0.5) / 4_294_967_296.0;
            let ours = f64::from(standard_normal(uniform as u32));
            let miss = (ours - normal_quantile(p)).abs();
            assert!(miss < 1e-4, "{uniform}: {miss}");
            // Dense in both tails, every 65,537th elsewhere.
            let near_end = uniform.min((1 << 32) - 1 - uniform);
            uniform += 1 + near_end / 997;
        }
    }

    #[test]
    fn it_is_symmetric_and_rises() {
        let mut last = f32::NEG_INFINITY;
        for uniform in (0..=u32::MAX).step_by(1_000_003) {
            let z = standard_normal(uniform);
            assert!(z >= last);
            assert_eq!(z, -standard_normal(!uniform));
            last = z;
        }
    }
}
