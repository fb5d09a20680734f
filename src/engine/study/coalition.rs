//! Coalitions: sets of a reform's measures, in file order.

use std::cmp::Ordering;

/// A set of measures by index, each below [`Coalition::MOST`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Coalition([u64; 4]);

impl Coalition {
    /// Measures that a set can tell apart.
    pub const MOST: usize = 256;

    /// No measure.
    pub const NONE: Coalition = Coalition([0; 4]);

    /// The first `n` measures.
    pub fn first(n: usize) -> Coalition {
        let mut all = Coalition::NONE;
        (0..n).for_each(|idx| all.insert(idx));
        all
    }

    /// The measures whose bits are set.
    pub fn from_bits(bits: u64) -> Coalition {
        Coalition([bits, 0, 0, 0])
    }

    /// The first 64 measures as bits.
    pub fn bits(&self) -> u64 {
        self.0[0]
    }

    /// Whether the measure is in.
    pub fn contains(&self, idx: usize) -> bool {
        self.0[idx / 64] >> (idx % 64) & 1 == 1
    }

    /// Takes the measure in.
    pub fn insert(&mut self, idx: usize) {
        self.0[idx / 64] |= 1 << (idx % 64);
    }

    /// Leaves the measure out.
    pub fn remove(&mut self, idx: usize) {
        self.0[idx / 64] &= !(1 << (idx % 64));
    }

    /// This coalition and the measure.
    pub fn with(mut self, idx: usize) -> Coalition {
        self.insert(idx);
        self
    }

    /// This coalition without the measure.
    pub fn without(mut self, idx: usize) -> Coalition {
        self.remove(idx);
        self
    }

    /// How many measures.
    pub fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Whether there is no measure.
    pub fn is_empty(&self) -> bool {
        *self == Coalition::NONE
    }

    /// The measures, rising.
    pub fn members(&self) -> impl Iterator<Item = usize> + '_ {
        (0..).zip(self.0).flat_map(|(word, bits)| {
            let mut left = bits;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros() as usize)?;
                left &= left - 1;
                Some(64 * word + bit)
            })
        })
    }

    /// The order of a walk that applies one measure after another: a coalition comes right before
    /// those that continue it.
    pub fn walk_order(&self, other: &Coalition) -> Ordering {
        // Before the first measure in which they differ both are alike: the one that has it goes on
        // with it; the other goes on with a later one, or ends here and so comes first.
        for word in 0..4 {
            let differs = self.0[word] ^ other.0[word];
            if differs == 0 {
                continue;
            }
            let first = differs.trailing_zeros();
            let has_it = self.0[word] >> first & 1 == 1;
            let lacking = if has_it { other } else { self };
            let ends = lacking.0[word] >> first == 0
                && lacking.0[word + 1..].iter().all(|&later| later == 0);
            return if has_it == ends {
                Ordering::Greater
            } else {
                Ordering::Less
            };
        }
        Ordering::Equal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_walk_goes_deep_before_it_goes_on() {
        let mut all: Vec<Coalition> = (0..8).map(Coalition::from_bits).collect();
        all.sort_by(Coalition::walk_order);
        let bits: Vec<u64> = all.iter().map(Coalition::bits).collect();
        assert_eq!(bits, [0, 1, 3, 7, 5, 2, 6, 4]);
    }

    #[test]
    fn measures_beyond_the_first_word_count_too() {
        let coalition = Coalition::NONE.with(3).with(199);
        assert_eq!(coalition.members().collect::<Vec<_>>(), [3, 199]);
        assert_eq!(coalition.without(3).len(), 1);
        assert_eq!(Coalition::first(200).len(), 200);
    }
}
