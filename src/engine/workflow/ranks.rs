//! How alike the luck of one case is, as recorded: which rank each of its times had among all of its kind.

use std::collections::BTreeMap;
use std::sync::Arc;

/// The empirical copula of recorded cases (Deheuvels 1979): every simulated case has the ranks of one of them.
///
/// How long a rank is stays a matter of each step's own law: a measure that changes the law leaves the ranks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ranks {
    /// Of steps' durations, by the step's id.
    pub steps: BTreeMap<String, Ranked>,
    /// Of how often steps are done again, by the step's id: 0 is the most often.
    pub rework: BTreeMap<String, Ranked>,
    /// Of attributes' values, by the attribute's id.
    pub attributes: BTreeMap<String, Ranked>,
}

/// The ranks of one thing in every recorded case.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// From 0; [`NOT_MET`] in cases without it.
    ranks: Arc<[u32]>,
    /// Cases with it.
    n_met: u64,
}

/// In place of a rank: the case did not have the thing, and a simulated one that has it has its own luck.
const NOT_MET: u32 = u32::MAX;

impl Ranked {
    /// Ranks case by case; `None` unless those of the cases that have one are 0, 1, 2, ..., each once.
    pub fn new(ranks: &[Option<u32>]) -> Option<Ranked> {
        let n_met = ranks.iter().flatten().count();
        let mut seen = vec![false; n_met];
        for &rank in ranks.iter().flatten() {
            let seen = seen.get_mut(rank as usize)?;
            if std::mem::replace(seen, true) {
                return None;
            }
        }
        Some(Ranked {
            ranks: ranks.iter().map(|rank| rank.unwrap_or(NOT_MET)).collect(),
            n_met: n_met as u64,
        })
    }

    /// Recorded cases.
    pub fn n_cases(&self) -> usize {
        self.ranks.len()
    }

    /// Case by case; `None`: without it.
    pub fn ranks(&self) -> impl Iterator<Item = Option<u32>> + '_ {
        let ranks = self.ranks.iter();
        ranks.map(|&rank| (rank != NOT_MET).then_some(rank))
    }

    /// The luck of a simulated case, evenly spread over all integers of 32 bits: it lies within the rank of the
    /// recorded case that `case` picks, where `own` says. Both are spread evenly, too.
    #[inline]
    pub fn luck(&self, case: u32, own: u32) -> u32 {
        let picked = (u64::from(case) * self.ranks.len() as u64) >> 32;
        match self.ranks[picked as usize] {
            NOT_MET => own,
            rank => (((u64::from(rank) << 32) | u64::from(own)) / self.n_met) as u32,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn luck_lies_within_the_rank_of_the_case_that_is_picked() {
        let ranked = Ranked::new(&[Some(2), None, Some(0), Some(1)]).expect("each rank once");
        let whole = f64::from(u32::MAX) + 1.0;
        for (case, rank) in [(0u32, 2.0), (2, 0.0), (3, 1.0)] {
            for own in [0, 1 << 31, u32::MAX] {
                let expected = (rank + f64::from(own) / whole) / 3.0;
                let luck = f64::from(ranked.luck(case << 30, own)) / whole;
                assert!((luck - expected).abs() < 1e-9, "{case} {own}: {luck}");
            }
        }
        assert_eq!(ranked.luck(1 << 30, 77), 77);
    }

    #[test]
    fn ranks_are_each_there_once() {
        assert_eq!(Ranked::new(&[Some(0), Some(0)]), None);
        assert_eq!(Ranked::new(&[Some(1), None]), None);
        assert!(Ranked::new(&[None, None]).is_some());
    }
}
