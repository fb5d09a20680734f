//! Order taken apart: what is done one after the other, what side by side, and where neither holds.

/// Which parts come before which, directly or not.
pub struct Order {
    parts: Vec<Part>,
    n_words: usize,
    /// For every element a bit for each that comes before it, and one for each that comes after it.
    related: Vec<u64>,
    before: Vec<u64>,
}

/// What is put in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// An element, and how many values it takes, less one.
    Element { idx: usize, width: u32 },
    /// The time of an element that is known.
    Known(usize),
}

/// How the times of elements make up a total.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    /// One element.
    Leaf(usize),
    /// The time of the element that is given.
    Known(usize),
    /// For every time of an element by itself.
    Given { element: usize, total: Box<Tree> },
    /// One after the other.
    Series(Vec<Tree>),
    /// Side by side: the last decides.
    Parallel(Vec<Tree>),
}

/// Elements a, b, c, d of which c waits for a, d for a and b, and that are otherwise in no order: a
/// partial order is made of series and parallels unless it holds such an N (Valdes, Tarjan and Lawler 1982).
pub type N = [usize; 4];

impl Tree {
    /// The elements whose times are given somewhere in it.
    pub fn given(&self) -> Vec<usize> {
        match self {
            Tree::Leaf(_) | Tree::Known(_) => Vec::new(),
            Tree::Series(parts) | Tree::Parallel(parts) => {
                parts.iter().flat_map(Tree::given).collect()
            }
            Tree::Given { element, total } => {
                let mut all = total.given();
                all.push(*element);
                all
            }
        }
    }

    /// All elements in it.
    pub fn leaves(&self) -> Vec<usize> {
        match self {
            Tree::Leaf(idx) => vec![*idx],
            Tree::Known(_) => Vec::new(),
            Tree::Given { element, total } => {
                let mut all = total.leaves();
                all.push(*element);
                all
            }
            Tree::Series(parts) | Tree::Parallel(parts) => {
                parts.iter().flat_map(Tree::leaves).collect()
            }
        }
    }
}

impl Order {
    /// From parts and those that each waits for, all of which come earlier.
    pub fn new(parts: Vec<Part>, waits_for: &[Vec<usize>]) -> Order {
        let n = waits_for.len();
        let n_words = n.div_ceil(64);
        let mut order = Order {
            parts,
            n_words,
            related: Vec::new(),
            before: vec![0; n * n_words],
        };
        for (idx, direct) in waits_for.iter().enumerate() {
            let (earlier, row) = order.before.split_at_mut(idx * n_words);
            for &other in direct {
                let theirs = &earlier[other * n_words..(other + 1) * n_words];
                row.iter_mut()
                    .zip(theirs)
                    .for_each(|(word, other)| *word |= other);
                row[other / 64] |= 1 << (other % 64);
            }
        }
        order.related = order.before.clone();
        for idx in 0..n {
            for other in order.all_before(idx) {
                order.related[other * n_words + idx / 64] |= 1 << (idx % 64);
            }
        }
        order
    }

    /// Whether `first` comes before `then`.
    pub fn is_before(&self, first: usize, then: usize) -> bool {
        self.before[then * self.n_words + first / 64] >> (first % 64) & 1 == 1
    }

    pub(super) fn is_related(&self, one: usize, other: usize) -> bool {
        self.related[one * self.n_words + other / 64] >> (other % 64) & 1 == 1
    }

    fn all_before(&self, idx: usize) -> Vec<usize> {
        (0..idx)
            .filter(|&other| self.is_before(other, idx))
            .collect()
    }

    /// Takes a set of parts apart; it must not be empty. Where they stand neither in series nor side by side,
    /// the times of up to so many elements one within the other may be taken for given.
    pub fn decompose(&self, parts: &[usize], most_given: u32) -> Result<Tree, N> {
        if let [only] = *parts {
            return Ok(match self.parts[only] {
                Part::Element { idx, .. } => Tree::Leaf(idx),
                Part::Known(idx) => Tree::Known(idx),
            });
        }
        let each = |sets: &[Vec<usize>]| -> Result<Vec<Tree>, N> {
            let sets = sets.iter();
            sets.map(|set| self.decompose(set, most_given)).collect()
        };
        let apart = self.components(parts, |one, other| self.is_related(one, other));
        if apart.len() > 1 {
            return Ok(Tree::Parallel(each(&apart)?));
        }
        let in_turn = self.components(parts, |one, other| !self.is_related(one, other));
        if in_turn.len() > 1 {
            return Ok(Tree::Series(each(&in_turn)?));
        }
        let given = self.take_for_given(parts, most_given);
        given.ok_or_else(|| self.find_n(parts))
    }

    /// How many parts there are.
    pub fn n_parts(&self) -> usize {
        self.parts.len()
    }

    /// What a part is.
    pub fn part(&self, idx: usize) -> Part {
        self.parts[idx]
    }

    /// The connected components of a graph on the elements.
    fn components(
        &self,
        elements: &[usize],
        joined: impl Fn(usize, usize) -> bool,
    ) -> Vec<Vec<usize>> {
        let mut left = elements.to_vec();
        let mut found = Vec::new();
        while let Some(first) = left.pop() {
            let mut component = vec![first];
            let mut seen = 0;
            while seen < component.len() {
                let one = component[seen];
                seen += 1;
                left.retain(|&other| {
                    let is_joined = joined(one, other);
                    if is_joined {
                        component.push(other);
                    }
                    !is_joined
                });
            }
            component.sort_unstable();
            found.push(component);
        }
        found
    }

    fn find_n(&self, elements: &[usize]) -> N {
        for &a in elements {
            for &d in elements.iter().filter(|&&d| self.is_before(a, d)) {
                let with_d =
                    |c: &&usize| self.is_before(a, **c) && !self.is_related(**c, d) && **c != d;
                let with_a =
                    |b: &&usize| self.is_before(**b, d) && !self.is_related(**b, a) && **b != a;
                for &c in elements.iter().filter(with_d) {
                    let b = elements
                        .iter()
                        .filter(with_a)
                        .find(|&&b| !self.is_related(b, c));
                    if let Some(&b) = b {
                        return [a, b, c, d];
                    }
                }
            }
        }
        panic!("an order that is neither in series nor parallel holds an N")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(waits_for: &[Vec<usize>]) -> Order {
        let parts = 0..waits_for.len();
        let parts = parts.map(|idx| Part::Element { idx, width: 1 });
        Order::new(parts.collect(), waits_for)
    }

    #[test]
    fn series_and_parallels_are_told_apart() {
        // 0 before 1 and 2, both before 3.
        let order = order(&[vec![], vec![0], vec![0], vec![1, 2]]);
        let Ok(Tree::Series(parts)) = order.decompose(&[0, 1, 2, 3], 0) else {
            panic!("three parts in turn");
        };
        assert_eq!(parts.len(), 3);
        assert!(
            parts
                .iter()
                .any(|part| matches!(part, Tree::Parallel(two) if two.len() == 2))
        );
    }

    #[test]
    fn two_that_wait_for_the_same_two_are_no_obstacle() {
        let order = order(&[vec![], vec![], vec![0, 1], vec![0, 1]]);
        assert!(order.decompose(&[0, 1, 2, 3], 0).is_ok());
    }

    #[test]
    fn an_n_is_found_and_read_in_order() {
        let order = order(&[vec![], vec![], vec![0], vec![0, 1]]);
        assert_eq!(order.decompose(&[0, 1, 2, 3], 0), Err([0, 1, 2, 3]));
    }
}
