//! What stands for several: chains of reforms, and what the counted days of several scenarios add up.

use crate::compare::{Comparison, Side};
use crate::lang::Lang;
use crate::workflow::Basis;

/// `257 → 120 → 100` for reforms that build on each other, `60 → 50 or 40` for a choice of reforms.
pub(super) fn chains(comparison: &Comparison, say: &dyn Fn(&Side) -> String, lang: Lang) -> String {
    let reforms = &comparison.reforms;
    let roots = (0..reforms.len()).filter(|&idx| reforms[idx].builds_on.is_none());
    let chains = roots.map(|root| {
        let chain = comparison.chain_from(root);
        let said = chain.into_iter().map(|idx| say(&reforms[idx].side));
        said.collect::<Vec<_>>().join(" → ")
    });
    let chains: Vec<String> = chains.collect();
    let or = match lang {
        Lang::En => " or ",
        Lang::Zh => " 或 ",
    };
    let before = say(&comparison.baseline);
    if chains.is_empty() {
        return before;
    }
    format!("{before} → {}", chains.join(or))
}

/// What the counted days of several scenarios add up: promises if any of them has one.
pub(super) fn of_chain(comparisons: &[Comparison]) -> Basis {
    let mut all = comparisons.iter().map(Comparison::basis);
    let Some(first) = all.next() else {
        return Basis::Promises;
    };
    all.fold(first, |basis, other| match (basis, other) {
        (one, other) if one == other => one,
        (Basis::Promises, _) | (_, Basis::Promises) => Basis::Promises,
        _ => Basis::Medians,
    })
}
