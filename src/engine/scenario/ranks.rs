//! Resolving `[ranks]`: how alike the luck of one case is, as recorded.

use std::collections::BTreeMap;

use super::ScenarioSpec;
use super::names::Names;
use crate::at::At;
use crate::error::Problem;
use crate::format::RanksSpec;
use crate::workflow::{Ranked, Ranks};

/// More recorded cases add nothing but time to read them.
const MOST_CASES: usize = 100_000;

/// The ranks of a scenario; none where it has none.
pub fn ranks(spec: &ScenarioSpec, problems: &mut Vec<Problem>) -> Ranks {
    let Some(RanksSpec {
        steps,
        rework,
        attributes,
    }) = &spec.ranks
    else {
        return Ranks::default();
    };
    let step_ids = spec.step.iter().filter_map(|step| step.id.as_ref());
    let step_ids = Names::of("step", step_ids, &mut Vec::new());
    let attribute_ids = spec.attribute.iter().map(|attribute| &attribute.id);
    let attribute_ids = Names::of("attribute", attribute_ids, &mut Vec::new());
    let mut n_cases = None;
    let mut column = |names: &Names<'_>, (id, ranks): (&String, &At<Vec<i64>>)| {
        let checked = match names.has(id) {
            true => ranked(id, ranks, &mut n_cases),
            false => Err(names.unknown(id)),
        };
        match checked {
            Ok(ranked) => Some((id.clone(), ranked)),
            Err(problem) => {
                problems.push(ranks.blame(problem));
                None
            }
        }
    };
    Ranks {
        steps: columns(steps, |one| column(&step_ids, one)),
        rework: columns(rework, |one| column(&step_ids, one)),
        attributes: columns(attributes, |one| column(&attribute_ids, one)),
    }
}

fn columns<'s>(
    spec: &'s BTreeMap<String, At<Vec<i64>>>,
    column: impl FnMut((&'s String, &'s At<Vec<i64>>)) -> Option<(String, Ranked)>,
) -> BTreeMap<String, Ranked> {
    spec.iter().filter_map(column).collect()
}

/// The ranks of one step or attribute; `n_cases`: of how many cases those before it were.
fn ranked(id: &str, ranks: &[i64], n_cases: &mut Option<usize>) -> Result<Ranked, Problem> {
    let n = ranks.len();
    let wanted = *n_cases.get_or_insert(n);
    if n != wanted || !(1..=MOST_CASES).contains(&n) {
        return Err(
            Problem::error(format!("`{id}` has ranks of {n} cases")).allowed(match n == wanted {
                true => format!("1 to {MOST_CASES} cases"),
                false => format!("as many as the one before it: {wanted}"),
            }),
        );
    }
    let ranks: Vec<Option<u32>> = ranks
        .iter()
        .map(|&rank| (rank != -1).then(|| u32::try_from(rank).unwrap_or(u32::MAX - 1)))
        .collect();
    Ranked::new(&ranks).ok_or_else(|| {
        let n_met = ranks.iter().flatten().count();
        let last = n_met.saturating_sub(1);
        Problem::error(format!(
            "the ranks of `{id}` are not 0 to {last}, each once"
        ))
        .hint("0 is the shortest; -1 stands for a case without it")
    })
}
