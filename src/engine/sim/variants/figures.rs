//! Mean, median and P90 of the times of all cases, with a figure per batch for intervals.

use super::counts::{CELL_BITS, below, cells, counts};

/// Batches of the intervals, as in a [`Run`](crate::sim::Run).
const BATCHES: usize = crate::sim::BATCHES as usize;

/// What one total of one variant comes to, ticks.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// Mean, median and P90 over all cases.
    pub all: [f64; 3],
    /// The same of every batch. A batch's quantile is that of all cases, moved by the batch's excess
    /// over the share at or below it divided by the density there (Bahadur 1966): linear, so that
    /// averages of variants have the spread that the averages of their quantiles have.
    pub batches: Vec<[f64; 3]>,
}

/// Reads figures off the times of all cases, with what it found last: neighbouring variants differ little.
#[derive(Debug, Default)]
pub(super) struct Reader {
    /// For the median and for P90.
    searches: [Search; 2],
    /// The cell of every case.
    cells: Vec<u16>,
    /// The times in one cell.
    here: Vec<u32>,
}

impl Reader {
    /// Mean, median and P90, with their batches.
    pub fn figures(&mut self, times: &[u32]) -> Figures {
        let n_batches = BATCHES.min(times.len());
        let ends: Vec<usize> = (1..=n_batches)
            .map(|batch| batch * times.len() / n_batches)
            .collect();
        let mut sums = vec![0; n_batches];
        let mean = self.begin(times, &ends, &mut sums);
        let mut all = [mean, 0.0, 0.0];
        let mut batches: Vec<[f64; 3]> = sizes(&ends)
            .zip(&sums)
            .map(|(cases, &sum)| [sum as f64 / cases.max(1) as f64, 0.0, 0.0])
            .collect();
        let mut densities = [0.0; 2];
        let mut at = [0; 2];
        for (idx, p) in [0.50, 0.90].into_iter().enumerate() {
            all[idx + 1] = f64::from(self.quantile(idx, times, mean, p));
            let search = &mut self.searches[idx];
            at[idx] = search.cell;
            densities[idx] = search.density(&self.cells);
        }
        let mut at_most = vec![[0; 2]; n_batches];
        below(&self.cells, &ends, at, &mut at_most);
        let share = |count: u32, cases: usize| f64::from(count) / cases as f64;
        for idx in 0..2 {
            let of_all = share(
                at_most.iter().map(|at_most| at_most[idx]).sum(),
                times.len(),
            );
            for ((figures, at_most), cases) in batches.iter_mut().zip(&at_most).zip(sizes(&ends)) {
                let excess = of_all - share(at_most[idx], cases);
                figures[idx + 1] = all[idx + 1] + excess / densities[idx];
            }
        }
        Figures { all, batches }
    }

    /// Mean and P90 alone, ticks.
    pub fn mean_and_p90(&mut self, times: &[u32]) -> (f64, u32) {
        let mean = self.begin(times, &[times.len()], &mut [0]);
        (mean, self.quantile(1, times, mean, 0.90))
    }

    /// Finds every case's cell, and the mean of all.
    fn begin(&mut self, times: &[u32], ends: &[usize], sums: &mut [u64]) -> f64 {
        self.cells.resize(times.len(), 0);
        cells(times, ends, &mut self.cells, sums);
        sums.iter().sum::<u64>() as f64 / times.len().max(1) as f64
    }

    /// The smallest value with at least `p` of the cases at or below it.
    fn quantile(&mut self, search: usize, times: &[u32], mean: f64, p: f64) -> u32 {
        let needed = (p * times.len() as f64).ceil().max(1.0) as u32;
        let search = &mut self.searches[search];
        let n_below = search.find(&self.cells, mean, needed);
        self.here.clear();
        for (cells, times) in self.cells.chunks(CHUNK).zip(times.chunks(CHUNK)) {
            if cells.contains(&search.cell) {
                let in_cell = cells
                    .iter()
                    .zip(times)
                    .filter(|(cell, _)| **cell == search.cell);
                self.here.extend(in_cell.map(|(_, &time)| time));
            }
        }
        *self
            .here
            .select_nth_unstable((needed - n_below) as usize - 1)
            .1
    }
}

/// Cases that are looked over together for those in a cell.
const CHUNK: usize = 64;

/// Cases of each part.
fn sizes(ends: &[usize]) -> impl Iterator<Item = usize> + '_ {
    let starts = std::iter::once(0).chain(ends.iter().copied());
    ends.iter().zip(starts).map(|(end, start)| end - start)
}

/// Half of the window around a quantile that a density is looked for in, at least and at most, cells.
const NARROWEST: u16 = 7;
const WIDEST: u16 = 1 << 14;

/// A search for the cell of a quantile that begins where the last one ended, moved as the mean has moved.
#[derive(Clone, Debug)]
struct Search {
    cell: u16,
    mean: f64,
    /// Half of the window of the last density.
    half: u16,
}

impl Default for Search {
    fn default() -> Search {
        Search {
            cell: 0,
            mean: 0.0,
            half: NARROWEST,
        }
    }
}

impl Search {
    /// Finds the first cell up to which there are enough cases; returns how many lie before it.
    fn find(&mut self, cells: &[u16], mean: f64, needed: u32) -> u32 {
        let (mut low, mut high) = (0, u16::MAX);
        let mut n_below = 0;
        let moved = (mean - self.mean) / f64::from(1 << CELL_BITS);
        let expected = (f64::from(self.cell) + moved).round() as u16;
        let mut reach = 1_u16;
        while low < high {
            let tries = if reach == 1 {
                [-2, -1, 0, 1].map(|step| expected.saturating_add_signed(step))
            } else if high == u16::MAX {
                [1, 4, 16, 64].map(|steps: u16| low.saturating_add(steps.saturating_mul(reach)))
            } else if low == 0 {
                [64, 16, 4, 1].map(|steps: u16| high.saturating_sub(steps.saturating_mul(reach)))
            } else {
                let span = u32::from(high - low);
                [1, 2, 3, 4].map(|k| low + (span * k / 5) as u16)
            };
            let tries = tries.map(|tried| tried.clamp(low, high - 1));
            for (tried, count) in tries.into_iter().zip(counts(cells, tries)) {
                if count >= needed {
                    high = high.min(tried);
                } else if tried + 1 > low {
                    (low, n_below) = (tried + 1, count);
                }
            }
            reach = reach.saturating_mul(if reach == 1 { 2 } else { 64 });
        }
        (self.cell, self.mean) = (low, mean);
        n_below
    }

    /// Share of cases per tick around the cell that was found, in the narrowest window that holds a twentieth of the
    /// cases: its half is [`NARROWEST`] doubled some times.
    fn density(&mut self, cells: &[u16]) -> f64 {
        let needed = cells.len() as f64 / 20.0;
        loop {
            let half = self.half;
            let around = |half: u16| {
                let low = self.cell.saturating_sub(half);
                (low, self.cell.saturating_add(half))
            };
            let ((low, high), (inner_low, inner_high)) = (around(half), around(half / 2));
            let bounds = [low, high, inner_low, inner_high];
            let [below, upto, inner_below, inner_upto] = counts(cells, bounds);
            let inside = f64::from(upto - below);
            if half > NARROWEST && f64::from(inner_upto - inner_below) >= needed {
                self.half /= 2;
            } else if inside >= needed || half >= WIDEST {
                let ticks = f64::from(high - low) * f64::from(1 << CELL_BITS);
                return inside.max(1.0) / cells.len() as f64 / ticks;
            } else {
                self.half *= 2;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_search_finds_what_sorting_finds() {
        let mut state = 7u32;
        let mut draw = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state >> 9
        };
        let mut reader = Reader::default();
        for length in [1, 2, 3, 100, 1999] {
            // The last are beyond the last cell.
            for shift in [0, 90_000_000, 400_000_000] {
                let times: Vec<u32> = (0..length).map(|_| draw() + shift).collect();
                let mut sorted = times.clone();
                sorted.sort_unstable();
                let figures = reader.figures(&times);
                for (p, figure) in [(0.5, figures.all[1]), (0.9, figures.all[2])] {
                    let place = (p * f64::from(length)).ceil() as usize;
                    assert_eq!(figure, f64::from(sorted[place - 1]), "{p} of {length}");
                }
                let (mean, p90) = reader.mean_and_p90(&times);
                assert_eq!((mean, f64::from(p90)), (figures.all[0], figures.all[2]));
            }
        }
    }
}
