//! What items of a catalogue wait for: names resolved, circles told.

use std::collections::BTreeMap;

use super::items::Item;
use super::lists::split;
use crate::error::Problem;
use crate::input::Cell;
use crate::input::figures::plain;
use crate::text;

/// Suggestions are looked for only this often: they cost a comparison with every item.
const MOST_SUGGESTIONS: usize = 100;

/// Fills in what every item waits for; `waits` are the cells that say it.
pub fn settle(
    items: &mut [Item],
    waits: &[Option<&Cell<'_>>],
    by_name: &BTreeMap<String, usize>,
    problems: &mut Vec<Problem>,
) {
    for (idx, cell) in waits.iter().enumerate() {
        let Some(cell) = cell else { continue };
        items[idx].waits_for = after(&items[idx], cell, by_name, items, problems);
    }
    for cycle in cycles(items) {
        let names = cycle.iter().chain(cycle.first());
        let names: Vec<String> = names.map(|&idx| format!("`{}`", items[idx].name)).collect();
        let problem = format!("items wait for each other: {}", names.join(" → "));
        let problem =
            Problem::error(problem).hint("take one of these out of what another waits for");
        let place = cycle.first().and_then(|&first| waits[first]);
        problems.extend(place.map(|cell| cell.blame(problem)));
    }
}

/// What an item waits for: one name as it stands, or a list of names.
fn after(
    item: &Item,
    cell: &Cell<'_>,
    by_name: &BTreeMap<String, usize>,
    items: &[Item],
    problems: &mut Vec<Problem>,
) -> Vec<usize> {
    let found = |name: &str| by_name.get(&plain(name)).copied();
    let names = match found(cell) {
        Some(_) => vec![cell.text.to_string()],
        None => split(cell),
    };
    let mut after = Vec::new();
    for name in names {
        match found(&name) {
            Some(idx) => after.push(idx),
            None => {
                let problem = Problem::error(format!(
                    "`{}` waits for `{name}`, which is no item of this table",
                    item.name
                ));
                let known = items.iter().map(|item| item.name.as_str());
                let close = if problems.len() < MOST_SUGGESTIONS {
                    text::did_you_mean(&name, known)
                } else {
                    None
                };
                let problem = match close {
                    Some(close) => problem.hint(format!("did you mean `{close}`?")),
                    None => {
                        problem.hint("name items as their own rows do; put `;` between several")
                    }
                };
                problems.push(cell.blame(problem));
            }
        }
    }
    after
}

/// Items that wait for each other: each waits for the next, the last for the first.
fn cycles(items: &[Item]) -> Vec<Vec<usize>> {
    let mut waits: Vec<Vec<usize>> = items.iter().map(|item| item.waits_for.clone()).collect();
    let mut is_done = vec![false; items.len()];
    let mut cycles = Vec::new();
    loop {
        // Whatever waits for nothing that is left is done.
        let mut is_settled = false;
        while !is_settled {
            is_settled = true;
            for idx in 0..items.len() {
                waits[idx].retain(|&before| !is_done[before]);
                if !is_done[idx] && waits[idx].is_empty() {
                    is_done[idx] = true;
                    is_settled = false;
                }
            }
        }
        let Some(start) = is_done.iter().position(|done| !done) else {
            return cycles;
        };
        // Everything left waits for something left: going on leads back.
        let mut path = vec![start];
        let cycle = loop {
            let next = waits[path[path.len() - 1]][0];
            match path.iter().position(|&idx| idx == next) {
                Some(place) => break path.split_off(place),
                None => path.push(next),
            }
        };
        cycle.iter().for_each(|&idx| is_done[idx] = true);
        cycles.push(cycle);
    }
}
