//! Which of several reforms a single sentence tells.

/// Of the first reform and those that build on it, one after another, the first whose counted days reach the
/// target; without a target, or where none does, the last. `None`: no reform.
pub fn headline_at(
    builds_on: &[Option<usize>],
    counted_days: &[f64],
    target_days: Option<f64>,
) -> Option<usize> {
    let chain = chain_from(builds_on, 0);
    let reaches =
        |idx: &&usize| target_days.is_some_and(|target| counted_days[**idx] <= target + 1e-9);
    chain.iter().find(reaches).or(chain.last()).copied()
}

/// Indices of the reform at `first` and of what builds on it, as long as that is one reform and no choice of
/// several. `builds_on` has an index, or `None` for the baseline, for every reform.
pub fn chain_from(builds_on: &[Option<usize>], first: usize) -> Vec<usize> {
    let next = |at: &usize| {
        let reforms = builds_on.iter().enumerate();
        let mut built = reforms.filter(|(_, previous)| **previous == Some(*at));
        match (built.next(), built.next()) {
            (Some((only, _)), None) => Some(only),
            (None, _) | (Some(_), Some(_)) => None,
        }
    };
    let first = (first < builds_on.len()).then_some(first);
    std::iter::successors(first, next).collect()
}
