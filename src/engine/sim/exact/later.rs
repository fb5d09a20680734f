//! Two distribution functions side by side: the later of two times, and how far they are apart.

use super::mass::Mass;

impl Mass {
    /// Both at once: the later of two independent times.
    pub fn beside(&self, other: &Mass) -> Mass {
        let first = self.first.max(other.first);
        let last = self.most().max(other.most());
        let (mut mine, mut theirs) = (Below::of(self, first), Below::of(other, first));
        // P(max = v) = p(v) Q(v) + P(v − 1) q(v): nothing is subtracted, so no digits are lost.
        let later = (first..=last).map(|value| {
            let (p, before) = mine.next(value);
            let (q, _) = theirs.next(value);
            p * theirs.below + before * q
        });
        Mass::new(first, later.collect())
    }

    /// The largest difference of two distribution functions.
    pub fn distance(&self, other: &Mass) -> f64 {
        let first = self.first.min(other.first);
        let last = self.most().max(other.most());
        let (mut mine, mut theirs) = (Below::of(self, first), Below::of(other, first));
        let apart = (first..=last).map(|value| {
            mine.next(value);
            theirs.next(value);
            (mine.below - theirs.below).abs()
        });
        apart.fold(0.0, f64::max)
    }
}

/// A distribution function, read from value to value.
struct Below<'a> {
    mass: &'a Mass,
    below: f64,
}

impl Below<'_> {
    /// Ready to be read from `first` on.
    fn of(mass: &Mass, first: u32) -> Below<'_> {
        let skipped = first.saturating_sub(mass.first) as usize;
        let below = mass.shares[..skipped.min(mass.shares.len())].iter().sum();
        Below { mass, below }
    }

    /// The share of `value` and of all values before.
    fn next(&mut self, value: u32) -> (f64, f64) {
        let (share, before) = (self.mass.share(value), self.below);
        self.below += share;
        (share, before)
    }
}
