//! Where numbers lie: cells that get finer toward both ends of a range, because the tails of laws are long.

/// Luck in the order of integers, and cells that rise with it.
pub(super) trait Places: Copy {
    /// What is drawn.
    type Luck: Copy;

    /// How many cells there are.
    fn n_cells(self) -> usize;

    /// The cell of a number, below the number of cells; it rises with the number.
    fn cell(self, luck: Self::Luck) -> u32;

    /// An integer that rises with the number.
    fn number(luck: Self::Luck) -> u32;

    /// The number of an integer.
    fn luck(number: u32) -> Self::Luck;
}

/// Cells over all integers of 32 bits: equal ones, each cut again into so many to every halving of the distance
/// to the nearer end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Uniforms {
    /// Bits of a distance that do not decide its equal cell.
    equal_shift: u32,
    /// Bits of the logarithm of a distance that do not decide its part.
    octave_shift: u32,
    n_cells: u32,
}

/// Cells over standard normals: equal ones from −4 to 4; the outer ones take the tails.
#[derive(Clone, Copy, Debug)]
pub(super) struct Normals {
    n_cells: usize,
}

/// Equal cells of a list of any length: the largest tables stay at home in the cache.
const MOST_EQUAL: usize = 1 << 11;

/// Bits of a distance below the first halving.
const UNTOLD: u32 = 7;

/// Mantissa bits of a float, and its bits at 1.
const MANTISSA: u32 = 23;
const ONE: u32 = 127 << MANTISSA;

impl Uniforms {
    /// For so many thresholds.
    pub fn of(n_thresholds: usize) -> Uniforms {
        let half = (4 * n_thresholds.max(1))
            .next_power_of_two()
            .min(MOST_EQUAL)
            / 2;
        let bits = half.ilog2();
        let octave_bits = bits.saturating_sub(4);
        let n_octaves = 31 - UNTOLD;
        let side = (1 << bits) + (n_octaves << octave_bits);
        Uniforms {
            equal_shift: 31 - bits,
            octave_shift: MANTISSA - octave_bits,
            n_cells: 2 * side,
        }
    }
}

impl Places for Uniforms {
    type Luck = u32;

    fn n_cells(self) -> usize {
        self.n_cells as usize
    }

    #[inline(always)]
    fn cell(self, uniform: u32) -> u32 {
        let upper = (uniform as i32 >> 31) as u32;
        let distance = uniform ^ upper;
        // An odd number of at most 24 bits, which a float takes as it is.
        let coarse = ((distance >> UNTOLD) | 1) as i32 as f32;
        let octaves = (coarse.to_bits() - ONE) >> self.octave_shift;
        let from_end = (distance >> self.equal_shift) + octaves;
        (from_end ^ upper).wrapping_add(self.n_cells & upper)
    }

    #[inline(always)]
    fn number(uniform: u32) -> u32 {
        uniform
    }

    fn luck(number: u32) -> u32 {
        number
    }
}

/// From here on floats are whole numbers.
const WHOLE: f32 = 8_388_608.0;

/// Cells over normals of a list of any length.
const MOST_NORMALS: usize = 1 << 12;

impl Normals {
    /// For so many thresholds.
    pub fn of(n_thresholds: usize) -> Normals {
        Normals {
            n_cells: (4 * n_thresholds).next_power_of_two().min(MOST_NORMALS),
        }
    }
}

const SIGN: u32 = 1 << 31;

impl Places for Normals {
    type Luck = f32;

    fn n_cells(self) -> usize {
        self.n_cells
    }

    #[inline(always)]
    fn cell(self, z: f32) -> u32 {
        let n_cells = self.n_cells as f32;
        let cell = ((z + 4.0) * (n_cells / 8.0)).clamp(0.0, n_cells - 1.0);
        // As a whole number in the last bits of the sum: several at once, unlike a cast.
        (cell + WHOLE).to_bits() - WHOLE.to_bits()
    }

    #[inline(always)]
    fn number(z: f32) -> u32 {
        let bits = z.to_bits();
        bits ^ ((bits as i32 >> 31) as u32 | SIGN)
    }

    fn luck(number: u32) -> f32 {
        let is_negative = number & SIGN == 0;
        f32::from_bits(if is_negative { !number } else { number ^ SIGN })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_rise_from_the_first_to_the_last() {
        for n_thresholds in [1, 5, 200, 100_000] {
            let places = Uniforms::of(n_thresholds);
            let mut last = 0;
            assert_eq!(places.cell(0), 0);
            for uniform in (0..1000).chain((1000..u32::MAX - 1000).step_by(99_991)) {
                let cell = places.cell(uniform);
                assert!(last <= cell && cell + places.cell(!uniform) == places.n_cells - 1);
                last = cell;
            }
            assert_eq!(places.cell(u32::MAX), places.n_cells - 1);
        }
    }
}
