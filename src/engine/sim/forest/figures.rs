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
        let ends: Vec<usize> = (1..=n_batches)
            .map(|batch| batch * lane.len() / n_batches)
            .collect();
        let mut sums = vec![0; n_batches];
        T::sums(lane, &ends, &mut sums);
        let mean = sums.iter().sum::<u64>() as f64 / lane.len().max(1) as f64;
        let mut all = [mean, 0.0, 0.0];
        let mut batches: Vec<[f64; 3]> = sizes(&ends)
            .zip(&sums)
            .map(|(cases, &sum)| [sum as f64 / cases.max(1) as f64, 0.0, 0.0])
            .collect();
        let mut densities = [0.0; 2];
        let mut values = [0; 2];
        for (idx, (search, p)) in searches.iter_mut().zip([0.50, 0.90]).enumerate() {
            values[idx] = search.quantile(lane, mean, p);
            densities[idx] = search.density(lane, values[idx]);
            all[idx + 1] = f64::from(values[idx]);
        }
        let mut below = vec![[0; 2]; n_batches];
        T::below(lane, &ends, values.map(bound::<T>), &mut below);
        let share = |count: u32, cases: usize| f64::from(count) / cases as f64;
        for idx in 0..2 {
            let of_all = share(below.iter().map(|below| below[idx]).sum(), lane.len());
            for ((figures, below), cases) in batches.iter_mut().zip(&below).zip(sizes(&ends)) {
                let excess = of_all - share(below[idx], cases);
                figures[idx + 1] = all[idx + 1] + excess / densities[idx];
            }
        }
        Figures { all, batches }
    }
}

/// Cases of each part.
fn sizes(ends: &[usize]) -> impl Iterator<Item = usize> + '_ {
    let starts = std::iter::once(0).chain(ends.iter().copied());
    ends.iter().zip(starts).map(|(end, start)| end - start)
}

/// Mean and P90 alone, grid steps.
pub(super) fn mean_and_p90<T: Grid>(lane: &[T], searches: &mut [Search; 2]) -> (f64, u32) {
    let mut sum = [0];
    T::sums(lane, &[lane.len()], &mut sum);
    let mean = sum[0] as f64 / lane.len().max(1) as f64;
    let [_, search] = searches;
    (mean, search.quantile(lane, mean, 0.90))
}

/// A number of grid steps as a time, at most the largest.
fn bound<T: Grid>(steps: u32) -> T {
    T::new(steps).unwrap_or(T::MAX)
}

/// Half of the window around a quantile that a density is looked for in, at least and at most, grid steps.
const NARROWEST: u32 = 8;
const WIDEST: u32 = 1 << 20;

/// A search for a quantile that begins where the last one ended, moved as the mean has moved: neighbouring
/// variants differ little.
#[derive(Clone, Debug)]
pub(super) struct Search {
    quantile: u32,
    mean: f64,
    /// Half of the window of the last density.
    half: u32,
}

impl Default for Search {
    fn default() -> Search {
        Search {
            quantile: 0,
            mean: 0.0,
            half: NARROWEST,
        }
    }
}

impl Search {
    /// The smallest value with at least `p` of the cases at or below it.
    pub fn quantile<T: Grid>(&mut self, lane: &[T], mean: f64, p: f64) -> u32 {
        let needed = (p * lane.len() as f64).ceil().max(1.0) as u32;
        // Fewer than `needed` lie below `low`, enough lie at or below `high`.
        let (mut low, mut high): (u32, u32) = (0, T::MAX.into());
        let expected = (f64::from(self.quantile) + (mean - self.mean)).round() as u32;
        let mut reach = 1_u32;
        while low < high {
            let tries = if reach == 1 {
                [-2, -1, 0, 1].map(|step| expected.saturating_add_signed(step))
            } else if high == T::MAX.into() {
                [1, 4, 16, 64].map(|steps: u32| low.saturating_add(steps.saturating_mul(reach)))
            } else if low == 0 {
                [64, 16, 4, 1].map(|steps: u32| high.saturating_sub(steps.saturating_mul(reach)))
            } else {
                let span = u64::from(high - low);
                [1, 2, 3, 4].map(|k| low + (span * k / 5) as u32)
            };
            let tries = tries.map(|tried| tried.clamp(low, high - 1));
            let counts = T::counts(lane, tries.map(bound::<T>));
            for (tried, count) in tries.into_iter().zip(counts) {
                if count < needed {
                    low = low.max(tried + 1);
                } else {
                    high = high.min(tried);
                }
            }
            reach = reach.saturating_mul(if reach == 1 { 2 } else { 64 });
        }
        (self.quantile, self.mean) = (low, mean);
        low
    }

    /// Share of cases per grid step around a quantile, in the narrowest window that holds a twentieth of the
    /// cases: its half is [`NARROWEST`] doubled some times.
    fn density<T: Grid>(&mut self, lane: &[T], at: u32) -> f64 {
        let needed = lane.len() as f64 / 20.0;
        loop {
            let half = self.half;
            let around = |half: u32| (at.saturating_sub(half), at.saturating_add(half));
            let ((low, high), (inner_low, inner_high)) = (around(half), around(half / 2));
            let bounds = [low, high, inner_low, inner_high].map(bound::<T>);
            let [below, upto, inner_below, inner_upto] = T::counts(lane, bounds);
            let inside = f64::from(upto - below);
            if half > NARROWEST && f64::from(inner_upto - inner_below) >= needed {
                self.half /= 2;
            } else if inside >= needed || half >= WIDEST {
                return inside.max(1.0) / lane.len() as f64 / f64::from(high - low);
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
                    let mean =
                        lane.iter().map(|&time| f64::from(time)).sum::<f64>() / f64::from(length);
                    let found = search.quantile(&lane, mean, p);
                    let value = sorted[rank - 1];
                    assert_eq!(found, u32::from(value), "{length} {p}");
                    let ends = [lane.len() / 3, lane.len()];
                    let mut below = [[0; 2]; 2];
                    u16::below(&lane, &ends, [value, u16::MAX], &mut below);
                    let of_part =
                        |part: &[u16]| part.iter().filter(|&&time| time <= value).count() as u32;
                    let (first, second) = lane.split_at(ends[0]);
                    let expected = [first, second].map(|part| [of_part(part), part.len() as u32]);
                    assert_eq!(below, expected, "{length} {p}");
                }
            }
        }
    }
}
