//! Where a flow branches: the attributes that decide, and the cases that meet each node.

use std::collections::{BTreeMap, BTreeSet};

use super::conditions::{Book, Choice, Condition, both};
use super::flat::{Flat, Mode};
use super::loops::{incoming, outgoing, shown};
use super::note::Notes;
use crate::error::Problem;
use crate::exchange::catalogue::slug;
use crate::exchange::ids::{Taken, unique};

/// Attributes in the condition of one step.
const MOST_CONDITIONS: usize = 100;

/// The cases of every node. A node that every way from an earlier one leads through is met by the cases of
/// that one; any other by those that one of its links brings.
pub fn conditions(
    flat: &Flat,
    order: &[usize],
    book: &mut Book,
    notes: &mut Notes,
) -> Result<(), Problem> {
    let (next, before) = (outgoing(flat), incoming(flat));
    let n_nodes = flat.spots.len();
    let up = dominators(n_nodes, order, |node| {
        before[node]
            .iter()
            .map(|&link| flat.links[link].from)
            .collect()
    });
    let reversed: Vec<usize> = order.iter().rev().copied().collect();
    let down = dominators(n_nodes, &reversed, |node| {
        next[node].iter().map(|&link| flat.links[link].to).collect()
    });
    let ids = book.choices.iter();
    let mut ids: Taken = ids.map(|choice| (choice.id.clone(), 1)).collect();
    for &node in order {
        let above = up[node];
        let leads_here = |mut at: usize| loop {
            match down[at] {
                Some(below) if below == node => break true,
                Some(below) => at = below,
                None => break false,
            }
        };
        book.nodes[node] = match above {
            None => Some(Condition::new()),
            Some(above) if leads_here(above) => book.nodes[above].clone(),
            Some(above) => match book.any_of(&before[node]) {
                Ok(condition) => condition,
                Err(()) => {
                    let name = shown(&flat.spots[node]);
                    notes.say(
                        &flat.spots[node].place,
                        format!("the cases that reach `{name}` have no condition of a readable size: it is taken as met wherever its branches part"),
                        format!("到达“{name}”的案件条件过于复杂：按分支起点处的条件处理"),
                    );
                    book.nodes[above].clone()
                }
            },
        };
        let n_conditions = book.nodes[node].as_ref().map_or(0, BTreeMap::len);
        if n_conditions > MOST_CONDITIONS {
            return Err(Problem::error(format!(
                "`{}` hangs on more than {MOST_CONDITIONS} decisions",
                shown(&flat.spots[node])
            ))
            .hint("draw the process in parts")
            .at(flat.spots[node].place.clone()));
        }
        branch(flat, node, &next[node], book, &mut ids, notes);
    }
    Ok(())
}

/// The cases of the links that leave a node, with the attributes that decide.
fn branch(
    flat: &Flat,
    node: usize,
    links: &[usize],
    book: &mut Book,
    ids: &mut Taken,
    notes: &mut Notes,
) {
    let here = book.nodes[node].clone();
    let is_one = |link: &&usize| matches!(flat.links[**link].mode, Mode::One(_));
    let one: Vec<usize> = links.iter().filter(is_one).copied().collect();
    let with = |extra: Condition| here.as_ref().and_then(|here| both(here, &extra));
    if one.iter().any(|&link| flat.links[link].when.is_some()) {
        let guard = one
            .iter()
            .find_map(|&link| guard(book, flat.links[link].when.as_ref()?));
        for &link in &one {
            let extra = match (&flat.links[link].when, &guard) {
                (Some(when), _) => self::guard(book, when),
                (None, Some(taken)) => others(book, taken),
                (None, None) => None,
            };
            book.links[link] = with(extra.unwrap_or_default());
        }
    } else if one.len() > 1 {
        let spot = &flat.spots[node];
        let id = unique(&slug(&spot.name, "choice"), ids);
        let shares = shares(flat, &one);
        let mut names = Taken::new();
        let values: Vec<(String, f64)> = one
            .iter()
            .zip(&shares.0)
            .map(|(&link, share)| (unique(&link_name(flat, link), &mut names), *share))
            .collect();
        if shares.1 {
            let shown = shown(spot);
            notes.say(
                &spot.place,
                format!(
                    "the branches of `{shown}` have no shares: equal ones are assumed; set `{id}`"
                ),
                format!("“{shown}”的分支没有比例，假定均等：请设定 `{id}`"),
            );
        }
        book.choices.push(Choice {
            id,
            given: here.clone().unwrap_or_default(),
            values,
            is_assumed: shares.1,
            is_gone: false,
        });
        let choice = book.choices.len() - 1;
        for (value, &link) in one.iter().enumerate() {
            book.links[link] = with([(choice, [value].into())].into());
        }
    } else if let [only] = one.as_slice() {
        book.links[*only].clone_from(&here);
    }
    for &link in links {
        match flat.links[link].mode {
            Mode::One(_) => {}
            Mode::Always => book.links[link].clone_from(&here),
            Mode::Maybe(share) => {
                let id = unique(&slug(&link_name(flat, link), "branch"), ids);
                if share.is_none() {
                    let place = &flat.spots[node].place;
                    notes.say(
                        place,
                        format!("a branch of `{}` is taken in half of the cases, each by itself (assumed): set `{id}`", shown(&flat.spots[node])),
                        format!("“{}”的分支各自按一半案件处理（假定）：请设定 `{id}`", shown(&flat.spots[node])),
                    );
                }
                let yes = share.unwrap_or(0.5).clamp(0.0, 1.0);
                book.choices.push(Choice {
                    id,
                    given: here.clone().unwrap_or_default(),
                    values: vec![("yes".to_owned(), yes), ("no".to_owned(), 1.0 - yes)],
                    is_assumed: share.is_none(),
                    is_gone: false,
                });
                book.links[link] = with([(book.choices.len() - 1, [0].into())].into());
            }
        }
    }
}

/// A condition that this program wrote.
fn guard(book: &Book, when: &serde_json::Value) -> Option<Condition> {
    let mut condition = Condition::new();
    for (id, values) in when.as_object()? {
        let choice = book.choices.iter().position(|choice| &choice.id == id)?;
        let wanted: Vec<&str> = values
            .as_array()?
            .iter()
            .filter_map(|one| one.as_str())
            .collect();
        let known = book.choices[choice].values.iter().enumerate();
        let fits = known.filter(|(_, (name, _))| wanted.contains(&name.as_str()));
        condition.insert(choice, fits.map(|(place, _)| place).collect());
    }
    Some(condition)
}

/// The cases that a condition on one attribute leaves.
fn others(book: &Book, taken: &Condition) -> Option<Condition> {
    let [(key, values)] = taken.iter().collect::<Vec<_>>()[..] else {
        return None;
    };
    let all = 0..book.choices[*key].values.len();
    let rest: BTreeSet<usize> = all.filter(|value| !values.contains(value)).collect();
    (!rest.is_empty()).then(|| [(*key, rest)].into())
}

/// Shares that add up to 1, and whether they are assumed.
fn shares(flat: &Flat, links: &[usize]) -> (Vec<f64>, bool) {
    let given: Vec<Option<f64>> = links
        .iter()
        .map(|&link| match flat.links[link].mode {
            Mode::One(share) | Mode::Maybe(share) => share,
            Mode::Always => None,
        })
        .collect();
    let known: f64 = given.iter().flatten().sum();
    let n_open = given.iter().filter(|share| share.is_none()).count();
    let rest = if n_open > 0 {
        (1.0 - known).max(0.0) / n_open as f64
    } else {
        0.0
    };
    let total = known + rest * n_open as f64;
    if !(total.is_finite() && total > 0.0) {
        return (vec![1.0 / links.len() as f64; links.len()], true);
    }
    let shares = given.iter().map(|share| share.unwrap_or(rest) / total);
    (
        shares.collect(),
        n_open > 1 || (n_open == 1 && known == 0.0),
    )
}

/// A link's name, else that of the first named node it leads to.
fn link_name(flat: &Flat, link: usize) -> String {
    let link = &flat.links[link];
    let target = &flat.spots[link.to];
    [&link.name, &target.name, &target.id]
        .into_iter()
        .find(|name| !name.is_empty())
        .map_or_else(|| "otherwise".to_owned(), Clone::clone)
}

/// For each node the nearest one that every way to it leads through (Cooper, Harvey and Kennedy 2001; one
/// pass is enough without cycles). `None`: there is none.
pub fn dominators(
    n_nodes: usize,
    order: &[usize],
    before: impl Fn(usize) -> Vec<usize>,
) -> Vec<Option<usize>> {
    let mut rank = vec![usize::MAX; n_nodes];
    for (place, &node) in order.iter().enumerate() {
        rank[node] = place;
    }
    let mut nearest: Vec<Option<usize>> = vec![None; n_nodes];
    for &node in order {
        let known = before(node)
            .into_iter()
            .filter(|&from| rank[from] != usize::MAX);
        let common = |a, b| common(&nearest, &rank, a, b);
        nearest[node] = known.map(Some).reduce(common).flatten();
    }
    nearest
}

fn common(
    nearest: &[Option<usize>],
    rank: &[usize],
    mut a: Option<usize>,
    mut b: Option<usize>,
) -> Option<usize> {
    while a != b {
        let (one, other) = (a?, b?);
        if rank[one] > rank[other] {
            a = nearest[one];
        } else {
            b = nearest[other];
        }
    }
    a
}
