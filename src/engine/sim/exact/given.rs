//! Orders that are neither series nor parallels: the time of an element at their beginning or end taken for given.
//!
//! What is known may be written down again for each that waits for it, which cuts the order there (Dodin 1985
//! and others call it conditioning).

use super::decompose::{Order, Part, Tree};

/// More parts in one knot are not looked at.
const MOST_PARTS: usize = 32;

impl Order {
    /// A tree for parts in a knot: with as few given times as do, and these with few values.
    pub(super) fn take_for_given(&self, parts: &[usize], most_given: u32) -> Option<Tree> {
        if parts.len() > MOST_PARTS {
            return None;
        }
        let mut candidates: Vec<(u32, usize, usize)> = Vec::new();
        for &part in parts {
            let is_first = !parts.iter().any(|&other| self.is_before(other, part));
            let is_last = !parts.iter().any(|&other| self.is_before(part, other));
            if let Part::Element { idx, width } = self.part(part)
                && (is_first || is_last)
            {
                candidates.push((width, part, idx));
            }
        }
        candidates.sort_unstable();
        for within in 0..most_given {
            for &(_, part, element) in &candidates {
                let order = self.with_known(parts, part, element);
                let all: Vec<usize> = (0..order.n_parts()).collect();
                if let Ok(total) = order.decompose(&all, within) {
                    let total = Box::new(total);
                    return Some(Tree::Given { element, total });
                }
            }
        }
        None
    }

    /// The parts without one at the beginning or the end, in place of which its known time stands beside each of
    /// its neighbours.
    fn with_known(&self, parts: &[usize], known: usize, element: usize) -> Order {
        let others = parts.iter().copied().filter(|&part| part != known);
        let others: Vec<usize> = others.collect();
        let follows = others.iter().any(|&other| self.is_before(known, other));
        let beyond = |one: usize, other: usize| {
            if follows {
                self.is_before(one, other)
            } else {
                self.is_before(other, one)
            }
        };
        let related = others
            .iter()
            .filter(|&&other| self.is_related(known, other));
        let related: Vec<usize> = related.copied().collect();
        let is_next = |one: &usize| !related.iter().any(|&other| beyond(other, *one));
        let next: Vec<usize> = related.iter().copied().filter(is_next).collect();
        // What is known comes first or last, as it did.
        let first = if follows { next.len() } else { 0 };
        let place = |idx: usize| first + idx;
        let mut all: Vec<(Part, Vec<usize>)> = Vec::with_capacity(others.len() + next.len());
        let copies = next.iter().enumerate();
        if follows {
            all.extend(next.iter().map(|_| (Part::Known(element), Vec::new())));
        }
        for &part in &others {
            let before = others.iter().enumerate();
            let before = before.filter(|&(_, &other)| self.is_before(other, part));
            let mut before: Vec<usize> = before.map(|(idx, _)| place(idx)).collect();
            if follows {
                let known = copies.clone();
                let known = known.filter(|&(_, &one)| one == part || self.is_before(one, part));
                before.extend(known.map(|(copy, _)| copy));
            }
            all.push((self.part(part), before));
        }
        if !follows {
            for &one in &next {
                let before = others.iter().enumerate();
                let before =
                    before.filter(|&(_, &other)| other == one || self.is_before(other, one));
                let before = before.map(|(idx, _)| place(idx)).collect();
                all.push((Part::Known(element), before));
            }
        }
        let (parts, waits_for): (Vec<Part>, Vec<Vec<usize>>) = all.into_iter().unzip();
        Order::new(parts, &waits_for)
    }
}

#[cfg(test)]
mod tests {
    use super::super::decompose::N;
    use super::*;

    fn taken_apart(waits_for: &[Vec<usize>], most_given: u32) -> Result<Tree, N> {
        let parts = (0..waits_for.len()).map(|idx| Part::Element {
            idx,
            width: idx as u32,
        });
        let all: Vec<usize> = (0..waits_for.len()).collect();
        Order::new(parts.collect(), waits_for).decompose(&all, most_given)
    }

    #[test]
    fn an_n_comes_apart_once_the_time_at_its_corner_is_given() {
        let n = [vec![], vec![], vec![0], vec![0, 1]];
        let Ok(Tree::Given { element, total }) = taken_apart(&n, 1) else {
            panic!("one time is enough");
        };
        assert_eq!(element, 0);
        assert!(matches!(*total, Tree::Parallel(two) if two.len() == 2));
    }

    #[test]
    fn an_n_comes_apart_at_its_last_step_too() {
        // The widths make 0 the last choice.
        let n = [vec![], vec![0], vec![], vec![0, 2]];
        let mut widths = [9, 8, 7, 1].into_iter().enumerate();
        let parts = widths
            .by_ref()
            .map(|(idx, width)| Part::Element { idx, width });
        let order = Order::new(parts.collect(), &n);
        let Ok(Tree::Given { element, .. }) = order.decompose(&[0, 1, 2, 3], 1) else {
            panic!("one time is enough");
        };
        assert_eq!(element, 3);
    }

    #[test]
    fn longer_zigzags_take_two() {
        // 0 < 3; 1 < 3, 4; 2 < 4, 5.
        let zigzag = [vec![], vec![], vec![], vec![0, 1], vec![1, 2], vec![2]];
        assert!(taken_apart(&zigzag, 1).is_err());
        assert!(taken_apart(&zigzag, 2).is_ok());
    }
}
