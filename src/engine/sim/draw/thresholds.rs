//! How many thresholds a number has reached: one cell to look up, one comparison, no branch that matters.

use super::super::vectors::vectorised;
use super::places::Places;

/// A rising list of numbers, cut into cells by where they lie in their range.
#[derive(Debug)]
pub(super) struct Thresholds {
    all: Vec<u32>,
    cells: Vec<Cell>,
}

/// Numbers whose places are found side by side.
const TOGETHER: usize = 64;

/// So few thresholds are counted one by one.
pub(super) const FEW: usize = 8;

impl Thresholds {
    /// Of a rising list of numbers, and the cells in which they lie.
    pub fn new<P: Places>(all: Vec<u32>, places: P) -> Thresholds {
        let cell = |number| places.cell(P::luck(number)) as usize;
        let n_cells = places.n_cells();
        let mut cells = Vec::with_capacity(n_cells);
        let mut from = 0;
        for at in 0..n_cells {
            let to = from + all[from..].partition_point(|&threshold| cell(threshold) <= at);
            cells.push(Cell::new(from, &all[from..to]));
            from = to;
        }
        Thresholds { all, cells }
    }

    /// The list.
    pub fn all(&self) -> &[u32] {
        &self.all
    }

    /// How many thresholds are at most `number`, which lies in `cell`.
    #[inline(always)]
    pub fn reached(&self, cell: usize, number: u32) -> u32 {
        let cell = self.cells[cell];
        if cell.is_crowded() {
            return self.search(cell, number);
        }
        cell.reached(number)
    }

    /// Adds to `least` how many thresholds every number has reached.
    #[inline(always)]
    pub fn count<P: Places>(&self, places: P, least: u32, luck: &[P::Luck], out: &mut [u32]) {
        let (groups, rest) = luck.as_chunks::<TOGETHER>();
        let (out_groups, out_rest) = out.as_chunks_mut::<TOGETHER>();
        // Through `self` they would be found again for every number.
        let cells = &self.cells[..];
        vectorised(
            #[inline(always)]
            || {
                for (luck, out) in groups.iter().zip(out_groups) {
                    *out = [least; TOGETHER];
                    if self.all.len() <= FEW {
                        self.count_few::<P>(luck, out);
                    } else {
                        self.count_many(places, cells, luck, out);
                    }
                }
            },
        );
        for (&luck, out) in rest.iter().zip(out_rest) {
            *out = least + self.reached(places.cell(luck) as usize, P::number(luck));
        }
    }

    #[inline(always)]
    fn count_few<P: Places>(&self, luck: &[P::Luck; TOGETHER], out: &mut [u32; TOGETHER]) {
        let mut reached = *out;
        for &threshold in &self.all {
            for idx in 0..TOGETHER {
                reached[idx] += u32::from(threshold <= P::number(luck[idx]));
            }
        }
        *out = reached;
    }

    #[inline(always)]
    fn count_many<P: Places>(
        &self,
        places: P,
        all_cells: &[Cell],
        luck: &[P::Luck; TOGETHER],
        out: &mut [u32; TOGETHER],
    ) {
        let mut at = [0; TOGETHER];
        for idx in 0..TOGETHER {
            at[idx] = places.cell(luck[idx]);
        }
        let mut cells = [Cell(0); TOGETHER];
        for idx in 0..TOGETHER {
            // A panic would forbid to read several at once.
            cells[idx] = all_cells.get(at[idx] as usize).copied().unwrap_or(Cell(0));
        }
        let mut is_crowded = false;
        for idx in 0..TOGETHER {
            out[idx] += cells[idx].reached(P::number(luck[idx]));
            is_crowded |= cells[idx].is_crowded();
        }
        if is_crowded {
            self.count_crowded::<P>(&cells, luck, out);
        }
    }

    /// Mends what [`Cell::reached`] gave for crowded cells.
    #[inline(never)]
    fn count_crowded<P: Places>(
        &self,
        cells: &[Cell; TOGETHER],
        luck: &[P::Luck; TOGETHER],
        out: &mut [u32; TOGETHER],
    ) {
        for idx in 0..TOGETHER {
            let (cell, number) = (cells[idx], P::number(luck[idx]));
            if cell.is_crowded() {
                out[idx] = out[idx] - cell.reached(number) + self.search(cell, number);
            }
        }
    }

    /// What a crowded cell does not tell at once.
    fn search(&self, cell: Cell, number: u32) -> u32 {
        let from = cell.threshold() as usize;
        let here = &self.all[from..];
        // A cell with more than it can say leaves all others to be searched.
        let n_here = Some(cell.before() as usize).filter(|&n_here| n_here < MOST as usize);
        let here = &here[..n_here.unwrap_or(here.len())];
        let reached = here.partition_point(|&threshold| threshold <= number);
        (from + reached) as u32
    }
}

/// Thresholds of the cells before (20 bits), how many are in the cell (12 bits), and where: all on one number
/// (32 bits). In a crowded cell, with several or too many: how many, [`CROWDED`], and the first one's index.
#[derive(Clone, Copy, Debug)]
struct Cell(u64);

const CROWDED: u32 = (1 << 12) - 1;

/// The most that 20 bits hold.
const MOST: u32 = (1 << 20) - 1;

impl Cell {
    /// With `here` after `before` others.
    fn new(before: usize, here: &[u32]) -> Cell {
        let first = here.first().copied().unwrap_or(u32::MAX);
        let is_one = here.iter().all(|&threshold| threshold == first);
        if is_one && here.len() < CROWDED as usize && before <= MOST as usize {
            return Cell::of(before as u32, here.len() as u32, first);
        }
        Cell::of(here.len().min(MOST as usize) as u32, CROWDED, before as u32)
    }

    fn of(before: u32, here: u32, threshold: u32) -> Cell {
        Cell(u64::from(before) << 44 | u64::from(here) << 32 | u64::from(threshold))
    }

    #[inline(always)]
    fn before(self) -> u32 {
        (self.0 >> 44) as u32
    }

    #[inline(always)]
    fn here(self) -> u32 {
        (self.0 >> 32) as u32 & CROWDED
    }

    #[inline(always)]
    fn threshold(self) -> u32 {
        self.0 as u32
    }

    #[inline(always)]
    fn is_crowded(self) -> bool {
        self.here() == CROWDED
    }

    #[inline(always)]
    fn reached(self, number: u32) -> u32 {
        let here = if self.threshold() <= number {
            self.here()
        } else {
            0
        };
        self.before() + here
    }
}
