//! Uniform to standard normal and back: linear between table points, the same bits on every machine.

use std::sync::LazyLock;

use crate::duration::special::{normal_cdf, normal_quantile};
use crate::sim::vectors::vectorised;

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
pub fn standard_normal(uniform: u32) -> f32 {
    let distance = distance(uniform);
    normal(uniform, distance, TABLE[cell(distance) as usize])
}

/// Adds the [`standard_normal`] of every uniform to its sum.
pub fn add_normals(sums: &mut [f32], uniforms: &[u32]) {
    let table = &TABLE[..];
    let (groups, rest) = uniforms.as_chunks::<TOGETHER>();
    let (sum_groups, sum_rest) = sums.as_chunks_mut::<TOGETHER>();
    vectorised(
        #[inline(always)]
        || {
            for (sums, uniforms) in sum_groups.iter_mut().zip(groups) {
                add_group(sums, uniforms, table);
            }
        },
    );
    for (sum, &uniform) in sum_rest.iter_mut().zip(rest) {
        *sum += standard_normal(uniform);
    }
}

const TOGETHER: usize = 64;

#[inline(always)]
fn add_group(sums: &mut [f32; TOGETHER], uniforms: &[u32; TOGETHER], table: &[(f32, f32)]) {
    let (mut distances, mut cells) = ([0.0; TOGETHER], [0u32; TOGETHER]);
    for idx in 0..TOGETHER {
        distances[idx] = distance(uniforms[idx]);
        cells[idx] = cell(distances[idx]);
    }
    let mut lines = [(0.0, 0.0); TOGETHER];
    for idx in 0..TOGETHER {
        // A panic would forbid to read several at once.
        lines[idx] = table.get(cells[idx] as usize).copied().unwrap_or_default();
    }
    for idx in 0..TOGETHER {
        sums[idx] += normal(uniforms[idx], distances[idx], lines[idx]);
    }
}

/// From the nearer end of the range of uniforms.
#[inline(always)]
fn distance(uniform: u32) -> f32 {
    (uniform ^ upper(uniform)) as i32 as f32 + 0.5
}

/// All bits set in the upper half of the range.
#[inline(always)]
fn upper(uniform: u32) -> u32 {
    (uniform as i32 >> 31) as u32
}

/// The cell of the table.
#[inline(always)]
fn cell(distance: f32) -> u32 {
    (distance.to_bits() >> SHIFT) - FIRST
}

/// From the near edge of the cell along its line; symmetric.
#[inline(always)]
fn normal(uniform: u32, distance: f32, (height, rise): (f32, f32)) -> f32 {
    let edge = f32::from_bits(distance.to_bits() >> SHIFT << SHIFT);
    let z = height + rise * (distance - edge);
    f32::from_bits(z.to_bits() ^ (upper(uniform) & SIGN))
}

const SIGN: u32 = 1 << 31;

/// Equal cells of the way back, from −8 to 8.
const BACK_CELLS: usize = 1 << 12;
const CELLS_PER_SIGMA: f32 = 256.0;

/// From here on floats are whole numbers.
const WHOLE: f32 = 8_388_608.0;
/// A half more: whole numbers of either sign can be added to it.
const WHOLE_SIGNED: f32 = 12_582_912.0;

/// Uniform in the middle of each cell, and rise over the cell.
static BACK: LazyLock<Box<[(u32, f32); BACK_CELLS]>> = LazyLock::new(|| {
    let mut cells = Box::new([(0, 0.0); BACK_CELLS]);
    for (number, cell) in cells.iter_mut().enumerate() {
        let edge = |number: usize| {
            let z = number as f64 / f64::from(CELLS_PER_SIGMA) - 8.0;
            normal_cdf(z) * 4_294_967_296.0
        };
        let (low, high) = (edge(number), edge(number + 1));
        *cell = (((low + high) / 2.0).round() as u32, (high - low) as f32);
    }
    cells
});

/// The uniform with the rank of every standard normal, to a millionth; rises with the normal.
pub fn uniforms_of(normals: &[f32], uniforms: &mut [u32]) {
    let cells = &**BACK;
    vectorised(
        #[inline(always)]
        || {
            for (uniform, &z) in uniforms.iter_mut().zip(normals) {
                let place = ((z + 8.0) * CELLS_PER_SIGMA).clamp(0.5, BACK_CELLS as f32 - 0.5);
                // The nearest middle of a cell; as a whole number in the last bits of the sum.
                let cell = (place - 0.5) + WHOLE;
                let (middle, rise) =
                    cells[(cell.to_bits() - WHOLE.to_bits()) as usize % BACK_CELLS];
                let beside = place - 0.5 - (cell - WHOLE);
                let more = (rise * beside + WHOLE_SIGNED).to_bits();
                *uniform = middle.wrapping_add(more.wrapping_sub(WHOLE_SIGNED.to_bits()));
            }
        },
    );
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
    fn the_way_back_is_within_a_millionth_and_rises() {
        let normals: Vec<f32> = (-90_000..=90_000)
            .map(|step| step as f32 / 10_000.0)
            .collect();
        let mut uniforms = vec![0; normals.len()];
        uniforms_of(&normals, &mut uniforms);
        let mut last = 0;
        for (&z, &uniform) in normals.iter().zip(&uniforms) {
            let p = f64::from(uniform) / 4_294_967_296.0;
            let miss = (p - normal_cdf(f64::from(z))).abs();
            assert!(miss < 1e-6, "{z}: {miss}");
            // To the last bit, where cells meet.
            assert!(uniform.saturating_add(1) >= last, "{z}");
            last = uniform;
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
