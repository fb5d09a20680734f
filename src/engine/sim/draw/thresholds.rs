//! How many thresholds a number has reached: one cell to look up, three comparisons, no branch that matters.

/// A rising list of numbers, cut into cells by where they lie in their range.
#[derive(Debug)]
pub(super) struct Thresholds {
    all: Vec<u32>,
    cells: Vec<Cell>,
}

/// Most cells hold few thresholds; for the others all are searched.
const INSIDE: usize = 3;

#[derive(Clone, Copy, Debug)]
struct Cell {
    /// Thresholds of the cells before, or [`CROWDED`].
    before: u32,
    inside: [u32; INSIDE],
}

const CROWDED: u32 = u32::MAX;

/// Where there is no threshold. The largest number would reach it, so the last cell has none to spare.
const NEVER: u32 = u32::MAX;

/// Cells of a list of any length: the largest tables stay at home in the cache.
const MOST_CELLS: usize = 1 << 11;

/// Cells for so many thresholds, a power of two.
pub(super) fn n_cells(n_thresholds: usize) -> usize {
    (4 * n_thresholds).next_power_of_two().min(MOST_CELLS)
}

impl Thresholds {
    /// Of a rising list; `cell`, one of `n_cells`, must rise with the number.
    pub fn new(all: Vec<u32>, n_cells: usize, cell: impl Fn(u32) -> usize) -> Thresholds {
        let mut cells = Vec::with_capacity(n_cells);
        let mut from = 0;
        for at in 0..n_cells {
            let to = from + all[from..].partition_point(|&threshold| cell(threshold) <= at);
            let here = &all[from..to];
            let spare_is_safe = at + 1 < n_cells || here.len() == INSIDE;
            let mut inside = [NEVER; INSIDE];
            let mut before = CROWDED;
            if here.len() <= INSIDE && spare_is_safe {
                inside[..here.len()].copy_from_slice(here);
                before = from as u32;
            }
            cells.push(Cell { before, inside });
            from = to;
        }
        Thresholds { all, cells }
    }

    /// How many cells there are.
    #[inline(always)]
    pub fn n_cells(&self) -> usize {
        self.cells.len()
    }

    /// The list.
    pub fn all(&self) -> &[u32] {
        &self.all
    }

    /// How many thresholds are at most `number`, which lies in `cell`.
    #[inline(always)]
    pub fn reached(&self, cell: usize, number: u32) -> u32 {
        let Cell { before, inside } = self.cells[cell];
        if before == CROWDED {
            return self.all.partition_point(|&threshold| threshold <= number) as u32;
        }
        let mut reached = before;
        for threshold in inside {
            reached += u32::from(threshold <= number);
        }
        reached
    }
}
