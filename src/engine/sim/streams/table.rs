//! Sampling tables: from a uniform of 32 bits to ticks, linear between quantiles of a law, atoms exact.
//!
//! The unit interval is cut into pieces at every 1024th, more finely toward both ends because the tails of laws are long,
//! and wherever the distribution function jumps or bends. Within a piece the quantile function is taken as a straight
//! line. Equal cells over the uniforms say the line at once; a cell with several pieces is searched.

use std::sync::OnceLock;

use crate::duration::Law;
use crate::sim::tick::{TICKS_PER_DAY, ticks_of};
use crate::sim::vectors::vectorised;

/// A law in ticks; laid out when it is first drawn from.
#[derive(Debug)]
pub struct Table {
    law: Law,
    least: u32,
    most: u32,
    laid: OnceLock<Laid>,
}

#[derive(Debug)]
struct Laid {
    /// Rising, from uniform 0 on.
    pieces: Vec<Piece>,
    cells: Box<[Cell; CELLS]>,
}

/// A cell in one word, so that one look finds it. In the lower half the value of its first uniform, in the upper one how
/// much that rises over the cell; of a cell with several pieces the first of these, and [`SEVERAL`].
#[derive(Clone, Copy, Debug)]
struct Cell(u64);

impl Cell {
    fn new(base: u32, rise: u32) -> Cell {
        Cell(u64::from(base) | u64::from(rise) << 32)
    }

    #[inline(always)]
    fn base(self) -> u32 {
        self.0 as u32
    }

    #[inline(always)]
    fn rise(self) -> u32 {
        (self.0 >> 32) as u32
    }
}

/// A stretch of uniforms on which the value rises evenly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    /// First uniform.
    from: u32,
    /// Last uniform.
    to: u32,
    /// Value of the first.
    first: u32,
    /// Value of the last.
    last: u32,
}

const CELL_BITS: u32 = 11;
const CELLS: usize = 1 << CELL_BITS;
const CELL_SHIFT: u32 = 32 - CELL_BITS;

/// Bits of a uniform within its cell that decide the value there.
const FINE_BITS: u32 = 16;
const FINE_SHIFT: u32 = CELL_SHIFT - FINE_BITS;
const FINE_MASK: u32 = (1 << FINE_BITS) - 1;
const HALF: u32 = 1 << (FINE_BITS - 1);

/// In place of a rise: the cell has several pieces, or rises by more than its bits can tell.
const SEVERAL: u32 = u32::MAX;

/// Pieces of equal probability between the tails.
const PIECES: u32 = 1024;

/// Where the tails begin, as a power of 1/2: from there on every halving is cut into at most so many parts.
const TAIL: u32 = 4;
const TAIL_PARTS: u32 = 32;

const TWO_TO_32: f64 = 4_294_967_296.0;

/// Uniforms that are looked up side by side.
const TOGETHER: usize = 64;

impl Table {
    /// The table of a law.
    pub fn new(law: &Law) -> Table {
        let (shortest, longest) = law.bounds();
        Table {
            law: law.clone(),
            least: ticks_of(shortest),
            most: ticks_of(longest),
            laid: OnceLock::new(),
        }
    }

    /// The only value that comes, if there is only one.
    pub fn constant(&self) -> Option<u32> {
        (self.least == self.most).then_some(self.least)
    }

    /// The largest value; `u32::MAX` stands for anything that ticks cannot tell.
    pub fn max(&self) -> u32 {
        self.most
    }

    /// The mean of the law, working days.
    pub fn mean_days(&self) -> f64 {
        self.law.mean()
    }

    /// The value for a uniform.
    pub fn value(&self, uniform: u32) -> u32 {
        match self.constant() {
            Some(constant) => constant,
            None => self.laid().value(uniform),
        }
    }

    /// [`Table::value`] for many.
    pub fn fill(&self, uniforms: &[u32], out: &mut [u32]) {
        match self.constant() {
            Some(constant) => out.fill(constant),
            None => self.laid().fill(uniforms, out),
        }
    }

    fn laid(&self) -> &Laid {
        self.laid.get_or_init(|| Laid::of(&self.law))
    }
}

impl Laid {
    fn of(law: &Law) -> Laid {
        let value = |uniform: u32| ticks_of(law.quantile((f64::from(uniform) + 0.5) / TWO_TO_32));
        let cuts = cuts(law);
        let ends = cuts[1..].iter().map(|next| next - 1).chain([u32::MAX]);
        let pieces: Vec<Piece> = cuts
            .iter()
            .zip(ends)
            .map(|(&from, to)| Piece {
                from,
                to,
                first: value(from),
                last: value(to),
            })
            .collect();
        let mut cells = Box::new([Cell(0); CELLS]);
        let mut at = 0;
        for cell in 0..CELLS {
            let (from, to) = ends_of(cell);
            while pieces[at].to < from {
                at += 1;
            }
            let piece = pieces[at];
            cells[cell] = Cell::new(at as u32, SEVERAL);
            if piece.to >= to {
                let first = piece.value(from);
                let over = piece.value(to) - first;
                if over <= FINE_MASK {
                    cells[cell] = Cell::new(first, over);
                }
            }
        }
        Laid { pieces, cells }
    }

    #[inline]
    fn value(&self, uniform: u32) -> u32 {
        let cell = self.cells[(uniform >> CELL_SHIFT) as usize % CELLS];
        match cell.rise() {
            SEVERAL => self.search(cell.base() as usize, uniform),
            rise => cell.base() + risen(rise, uniform),
        }
    }

    /// The value in a cell whose first piece is known.
    #[cold]
    fn search(&self, first: usize, uniform: u32) -> u32 {
        // The last cell's pieces are the last ones; no cell has many.
        let rest = &self.pieces[first..];
        let mut reach = 1;
        while rest.get(reach).is_some_and(|piece| piece.from <= uniform) {
            reach *= 2;
        }
        let near = &rest[reach / 2..rest.len().min(reach)];
        let at = reach / 2 + near.partition_point(|piece| piece.from <= uniform);
        rest[at.max(1) - 1].value(uniform)
    }

    fn fill(&self, uniforms: &[u32], out: &mut [u32]) {
        let (groups, rest) = uniforms.as_chunks::<TOGETHER>();
        let (out_groups, out_rest) = out.as_chunks_mut::<TOGETHER>();
        // Through `self` they would be read again for every number.
        let cells = &*self.cells;
        vectorised(
            #[inline(always)]
            || {
                for (uniforms, out) in groups.iter().zip(out_groups) {
                    let mut found = [Cell(0); TOGETHER];
                    for idx in 0..TOGETHER {
                        found[idx] = cells[(uniforms[idx] >> CELL_SHIFT) as usize % CELLS];
                    }
                    let mut is_searched = false;
                    for idx in 0..TOGETHER {
                        is_searched |= found[idx].rise() == SEVERAL;
                        let more = risen(found[idx].rise(), uniforms[idx]);
                        out[idx] = found[idx].base().wrapping_add(more);
                    }
                    if is_searched {
                        self.mend(uniforms, &found, out);
                    }
                }
            },
        );
        for (&uniform, out) in rest.iter().zip(out_rest) {
            *out = self.value(uniform);
        }
    }

    /// Finds out what the lines of equal cells do not tell.
    #[inline(never)]
    fn mend(
        &self,
        uniforms: &[u32; TOGETHER],
        found: &[Cell; TOGETHER],
        out: &mut [u32; TOGETHER],
    ) {
        for ((&uniform, cell), out) in uniforms.iter().zip(found).zip(out) {
            if cell.rise() == SEVERAL {
                *out = self.value(uniform);
            }
        }
    }
}

/// How much of a cell's rise a uniform has.
#[inline(always)]
fn risen(rise: u32, uniform: u32) -> u32 {
    let fine = (uniform >> FINE_SHIFT) & FINE_MASK;
    fine.wrapping_mul(rise).wrapping_add(HALF) >> FINE_BITS
}

/// First and last uniform of a cell.
fn ends_of(cell: usize) -> (u32, u32) {
    let from = (cell as u32) << CELL_SHIFT;
    (from, from | ((1 << CELL_SHIFT) - 1))
}

impl Piece {
    fn value(&self, uniform: u32) -> u32 {
        let (rise, length) = (
            u64::from(self.last - self.first),
            u64::from(self.to - self.from),
        );
        if length == 0 {
            return self.first;
        }
        let done = u64::from(uniform - self.from);
        self.first + ((2 * done * rise + length) / (2 * length)) as u32
    }
}

/// First uniforms of the pieces of a law, rising, 0 among them.
fn cuts(law: &Law) -> Vec<u32> {
    let mut shares: Vec<f64> = (0..PIECES)
        .map(|piece| f64::from(piece) / f64::from(PIECES))
        .collect();
    for halving in TAIL..32 {
        let near = 0.5f64.powi(halving as i32 + 1);
        // As long as a part fills a cell, the cell need not be searched; far out that would be too coarse.
        let most = match CELL_BITS.checked_sub(halving + 1) {
            Some(bits) if bits >= 4 => (1 << bits).min(TAIL_PARTS),
            Some(_) | None => TAIL_PARTS,
        };
        for is_upper in [false, true] {
            let at = |share: f64| if is_upper { 1.0 - share } else { share };
            let spread = (law.quantile(at(2.0 * near)) - law.quantile(at(near))).abs();
            // The error of a straight line falls with the square of the number of parts.
            let weight = spread * f64::from(TICKS_PER_DAY) * near;
            // So many that no probability is missed by more than a hundred-thousandth, and the mean by no more ticks.
            let parts = (4.0 * weight).max(25_000.0 * near).max(16.0).sqrt().ceil() as u32;
            let parts = parts.next_power_of_two().min(most);
            let inner = (0..parts).map(|part| near * (1.0 + f64::from(part) / f64::from(parts)));
            shares.extend(inner.map(at));
        }
    }
    for kink in law.kinks() {
        let just_below = kink - (kink.abs() * 1e-12).max(1e-12);
        shares.extend([law.cdf(just_below), law.cdf(kink)]);
    }
    let mut cuts: Vec<u32> = shares
        .into_iter()
        .filter(|share| (0.0..1.0).contains(share))
        // The first uniform whose middle lies beyond the share.
        .map(|share| (share * TWO_TO_32 - 0.5).ceil().clamp(0.0, TWO_TO_32 - 1.0) as u32)
        .collect();
    cuts.push(0);
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duration::Duration;

    fn uniform(min_days: f64, max_days: f64) -> Law {
        Law::from(Duration::Uniform { min_days, max_days })
    }

    #[test]
    fn atoms_come_exactly_as_often_as_they_should() {
        let cut = uniform(0.0, 20.0).cut_at(10.0);
        let table = Table::new(&cut);
        assert_eq!(table.max(), 10 * TICKS_PER_DAY);
        assert_eq!(table.value(1 << 31), 10 * TICKS_PER_DAY);
        assert_eq!(table.value(u32::MAX), 10 * TICKS_PER_DAY);
        assert!(table.value((1 << 31) - (1 << 16)) < 10 * TICKS_PER_DAY);
        assert_eq!(table.value(1 << 30), 5 * TICKS_PER_DAY);
    }

    #[test]
    fn many_are_looked_up_as_one_by_one() {
        for law in [
            Law::from(Duration::Lognormal {
                median_days: 15.0,
                sigma_log: 0.5,
            }),
            uniform(0.0, 9_000.0),
            uniform(2.0, 4.0).cut_at(3.0),
        ] {
            let table = Table::new(&law);
            let uniforms: Vec<u32> = (0..=u32::MAX).step_by(99_991).collect();
            let mut filled = vec![0; uniforms.len()];
            table.fill(&uniforms, &mut filled);
            let mut last = 0;
            for (&uniform, &filled) in uniforms.iter().zip(&filled) {
                assert_eq!(table.value(uniform), filled);
                assert!(last <= filled, "a quantile function rises");
                let exact = ticks_of(law.quantile((f64::from(uniform) + 0.5) / TWO_TO_32));
                // A ten-thousandth of a day, or of a long time.
                let miss = f64::from(filled.abs_diff(exact));
                assert!(
                    miss <= 3.0 + 1e-3 * f64::from(exact),
                    "{uniform}: {filled} {exact}"
                );
                last = filled;
            }
        }
    }

    #[test]
    fn the_mean_is_kept_to_a_thousandth_of_a_day() {
        for base in [
            Duration::Exponential { mean_days: 60.0 },
            Duration::Lognormal {
                median_days: 15.0,
                sigma_log: 0.8,
            },
            Duration::Triangular {
                min_days: 1.0,
                mode_days: 2.0,
                max_days: 30.0,
            },
            Duration::Pert {
                min_days: 1.0,
                mode_days: 3.0,
                max_days: 10.0,
            },
        ] {
            let law = Law::from(base);
            let table = Table::new(&law);
            let mean: f64 = table.laid().pieces.iter().map(mass).sum::<f64>() / TWO_TO_32;
            let miss = mean / f64::from(TICKS_PER_DAY) - law.mean();
            assert!(miss.abs() < 1e-3, "{law:?}: {miss}");
        }
    }

    /// The sum of the values of a piece.
    fn mass(piece: &Piece) -> f64 {
        let length = f64::from(piece.to) - f64::from(piece.from) + 1.0;
        length * (f64::from(piece.first) + f64::from(piece.last)) / 2.0
    }
}
