//! Mean, median and P90 of a lane of cases, with a figure per batch for intervals.

use super::Grid;

/// Batches of the intervals, as in a [`Run`](crate::sim::Run).
const BATCHES: usize = crate::sim::BATCHES as usize;

/// What one total of one variant comes to, grid steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// Mean, median and P90 over all cases.
    pub all: [f64; 3],
    /// The same of every batch. A batch's quantile is that of all cases, moved by the batch's excess
    /// over the share at or below it divided by the density there (Bahadur 1966): linear, so that
    /// averages of variants have the spread that the averages of their quantiles have.
    pub batches: Vec<[f64; 3]>,
}

impl Figures {
    pub(super) fn of<T: Grid>(lane: &[T], searches: &mut [Search; 2]) -> Figures {
        let n_batches = BATCHES.min(lane.len());
        let bounds = |batch: usize| batch * lane.len() / n_batches;
        let parts: Vec<&[T]> = (0..n_batches)
            .map(|batch| &lane[bounds(batch)..bounds(batch + 1)])
            .collect();
        // Sums and counts over all cases are those of the batches: every pass is made once.
        let sums: Vec<u64> = parts.iter().map(|part| T::sum(part)).collect();
        let mean = |sum: u64, cases: usize| sum as f64 / cases.max(1) as f64;
        let mut all = [mean(sums.iter().sum(), lane.len()), 0.0, 0.0];
        let mut batches: Vec<[f64; 3]> = parts
            .iter()
            .zip(sums)
            .map(|(part, sum)| [mean(sum, part.len()), 0.0, 0.0])
            .collect();
        let mut counts = vec![[0; 4]; n_batches];
        for (idx, (search, p)) in searches.iter_mut().zip([0.50, 0.90]).enumerate() {
            let quantile = search.quantile(lane, p);
            all[idx + 1] = f64::from(quantile);
            let bound = |steps: u32| T::new(steps).unwrap_or(T::MAX);
            let (low, high) = window(quantile, NARROWEST);
            let thresholds = [bound(quantile), bound(low), bound(high), T::MAX];
            let mut total = [0; 4];
            for (counts, part) in counts.iter_mut().zip(&parts) {
                *counts = T::count(part, thresholds);
                for (total, count) in total.iter_mut().zip(*counts) {
                    *total += count;
                }
            }
            let density = density(lane, quantile, total[2] - total[1]);
            let share = |count: u32, cases: usize| f64::from(count) / cases as f64;
            let below = share(total[0], lane.len());
            for ((figures, counts), part) in batches.iter_mut().zip(&counts).zip(&parts) {
                let excess = below - share(counts[0], part.len());
                figures[idx + 1] = f64::from(quantile) + excess / density;
            }
        }
        Figures { all, batches }
    }
}

/// Mean, grid steps.
pub(super) fn mean<T: Grid>(lane: &[T]) -> f64 {
    T::sum(lane) as f64 / lane.len().max(1) as f64
}

/// Half of the window around a quantile that a density is first looked for in, grid steps.
const NARROWEST: u32 = 8;

/// From where to where a window around a quantile reaches.
fn window(at: u32, half: u32) -> (u32, u32) {
    (at.saturating_sub(half), at.saturating_add(half))
}

/// Share of cases per grid step around a quantile; the window is widened until it holds a twentieth
/// of the cases. `inside`: cases in the narrowest.
fn density<T: Grid>(lane: &[T], at: u32, inside: u32) -> f64 {
    let needed = lane.len() as f64 / 20.0;
    let (mut half, mut inside) = (NARROWEST, f64::from(inside));
    loop {
        let (low, high) = window(at, half);
        if inside >= needed || half >= 1 << 20 {
            return inside.max(1.0) / lane.len() as f64 / f64::from(high - low);
        }
        half *= 2;
        let (low, high) = window(at, half);
        let bound = |steps: u32| T::new(steps).unwrap_or(T::MAX);
        let [below, upto, ..] = T::count(lane, [bound(low), bound(high), T::MAX, T::MAX]);
        inside = f64::from(upto - below);
    }
}

/// A search for a quantile that begins where the last one ended: neighbouring variants differ little.
#[derive(Clone, Debug, Default)]
pub(super) struct Search {
    last: u32,
}

impl Search {
    /// The smallest value with at least `p` of the cases at or below it.
    pub fn quantile<T: Grid>(&mut self, lane: &[T], p: f64) -> u32 {
        let needed = (p * lane.len() as f64).ceil().max(1.0) as u32;
        // Fewer than `needed` lie below `low`, enough lie at or below `high`.
        let (mut low, mut high): (u32, u32) = (0, T::MAX.into());
        let last = self.last;
        let mut turn = 0;
        while low < high {
            let above = |steps: u32| last.saturating_add(steps);
            let below = |steps: u32| last.saturating_sub(steps);
            let span = u64::from(high - low);
            let split = |k: u64| low + (span * k / 5) as u32;
            let tries = match turn {
                0 => [below(24), below(6), above(5), above(23)],
                1 if low > above(23) => [64, 256, 1024, 4096].map(above),
                1 if high <= below(24) => [64, 256, 1024, 4096].map(below),
                _ => [1, 2, 3, 4].map(split),
            };
            let tries = tries.map(|tried| tried.clamp(low, high - 1));
            let counts = T::count(lane, tries.map(|steps| T::new(steps).unwrap_or(T::MAX)));
            for (tried, count) in tries.into_iter().zip(counts) {
                if count >= needed {
                    high = high.min(tried);
                } else {
                    low = low.max(tried + 1);
                }
            }
            turn += 1;
        }
        self.last = low;
        low
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
            (state >> 20) as u16
        };
        let mut search = Search::default();
        for length in [1, 2, 3, 100, 1999] {
            for shift in [0, 50_000] {
                let lane: Vec<u16> = (0..length).map(|_| draw() + shift).collect();
                let mut sorted = lane.clone();
                sorted.sort_unstable();
                for p in [0.01, 0.5, 0.9, 1.0] {
                    let rank = ((p * f64::from(length)).ceil() as usize).max(1);
                    let found = search.quantile(&lane, p);
                    assert_eq!(found, u32::from(sorted[rank - 1]), "{length} {p}");
                }
            }
        }
    }
}
