//! The items of a catalogue, read row by row; every problem is told at its cell.

use std::collections::BTreeMap;

use super::cells::Row;
use super::figures::{self, Limit, is_nothing};
use super::headings::{Column, Headings};
use super::lists::split;
use crate::at::At;
use crate::error::Problem;
use crate::text;

/// An approval matter (事项).
#[derive(Debug)]
pub struct Item {
    /// As the table names it.
    pub name: At<String>,
    /// Its stage.
    pub stage: Option<String>,
    /// Who does it.
    pub agency: Option<String>,
    /// 法定时限.
    pub statutory: Option<At<Limit>>,
    /// 承诺时限.
    pub promised: Option<At<Limit>>,
    /// 环节.
    pub links: Option<u32>,
    /// What is handed in.
    pub materials: Materials,
    /// Indices of the items it waits for.
    pub after: Vec<usize>,
}

/// What is handed in for an item.
#[derive(Debug)]
pub enum Materials {
    /// By name.
    Named(Vec<String>),
    /// Only how many.
    Counted(u32),
}

/// Larger catalogues are refused, as larger scenarios are.
const MOST_ITEMS: usize = 5_000;

/// Larger numbers of materials for one item are slips of the pen.
const MOST_MATERIALS: u32 = 100;

/// Suggestions are looked for only this often: they cost a comparison with every item.
const MOST_SUGGESTIONS: usize = 100;

/// The items below the headings.
pub fn items(rows: &[Row], headings: &Headings, problems: &mut Vec<Problem>) -> Vec<Item> {
    let rows = &rows[headings.n_rows.min(rows.len())..];
    if rows.len() > MOST_ITEMS {
        let problem = Problem::error(format!("{} items", text::count(rows.len() as i64)));
        let problem = problem.allowed(format!("up to {}", text::count(MOST_ITEMS as i64)));
        problems.push(problem.hint("make a file for each stage or agency"));
        return Vec::new();
    }
    let mut items: Vec<Item> = Vec::new();
    let mut waits = Vec::new();
    let mut by_name = BTreeMap::new();
    for row in rows {
        let line = Line { row, headings };
        let Some(item) = line.item(problems) else {
            continue;
        };
        if by_name.contains_key(&figures::plain(&item.name)) {
            let problem = Problem::error(format!("item `{}` stands twice", item.name)).hint(
                "items go by their names: take one out, or add to its name what sets it apart",
            );
            problems.push(item.name.blame(problem));
            continue;
        }
        by_name.insert(figures::plain(&item.name), items.len());
        items.push(item);
        waits.push(line.cell(Column::After));
    }
    for (idx, cell) in waits.iter().enumerate() {
        let Some(cell) = cell else { continue };
        items[idx].after = after(&items[idx], cell, &by_name, &items, problems);
    }
    for cycle in cycles(&items) {
        let names = cycle.iter().chain(cycle.first());
        let names: Vec<String> = names.map(|&idx| format!("`{}`", items[idx].name)).collect();
        let problem = format!("items wait for each other: {}", names.join(" → "));
        let problem =
            Problem::error(problem).hint("take one of these out of what another waits for");
        let place = cycle.first().and_then(|&first| waits[first]);
        problems.extend(place.map(|cell| cell.blame(problem)));
    }
    items
}

/// A row and what its columns mean.
struct Line<'r> {
    row: &'r Row,
    headings: &'r Headings,
}

impl<'r> Line<'r> {
    /// A cell that says something.
    fn cell(&self, column: Column) -> Option<&'r At<String>> {
        let cell = self.row.get(self.headings.place(column)?)?;
        (!is_nothing(cell)).then_some(cell)
    }

    fn item(&self, problems: &mut Vec<Problem>) -> Option<Item> {
        let beyond = self.row.iter().skip(self.headings.n_columns);
        if let Some(cell) = beyond.into_iter().find(|cell| !cell.is_empty()) {
            let problem = Problem::error(format!(
                "this row has {}, the headings have {}",
                text::plural(self.row.len(), "cell", "cells"),
                self.headings.n_columns
            ));
            let hint = "a cell with a comma in it stands in quotes: `\"a, b\"`";
            problems.push(cell.blame(problem.hint(hint)));
            return None;
        }
        let Some(name) = self.cell(Column::Item) else {
            let problem = Problem::error("this row names no item")
                .hint("one row holds one item: fill its cell in, or take the row out");
            let filled = self.row.iter().find(|cell| !cell.is_empty());
            problems.extend(filled.map(|cell| cell.blame(problem)));
            return None;
        };
        let limits = [Column::Promised, Column::Statutory];
        if limits.iter().all(|&column| self.cell(column).is_none()) {
            let problem = format!("item `{name}` has neither a promised nor a statutory limit");
            let hint = "write one, like `20个工作日`; `即办` is done at once";
            problems.push(name.blame(Problem::error(problem).hint(hint)));
        }
        let text = |column| self.cell(column).map(|cell| cell.value.clone());
        Some(Item {
            name: name.clone(),
            stage: text(Column::Stage),
            agency: text(Column::Agency),
            statutory: self.limit(Column::Statutory, problems),
            promised: self.limit(Column::Promised, problems),
            links: self.links(problems),
            materials: self.materials(problems),
            after: Vec::new(),
        })
    }

    fn limit(&self, column: Column, problems: &mut Vec<Problem>) -> Option<At<Limit>> {
        let cell = self.cell(column)?;
        match figures::limit(cell, self.headings.unit(column)) {
            Ok(value) => Some(At {
                value,
                place: cell.place.clone(),
            }),
            Err(problem) => {
                problems.push(cell.blame(problem));
                None
            }
        }
    }

    fn links(&self, problems: &mut Vec<Problem>) -> Option<u32> {
        let cell = self.cell(Column::Links)?;
        let links = figures::count(cell);
        if links.is_none() {
            let problem = Problem::error(format!("the links `{cell}` are no whole number"))
                .allowed("0 to 1000, like `5` or `5个`");
            problems.push(cell.blame(problem));
        }
        links
    }

    fn materials(&self, problems: &mut Vec<Problem>) -> Materials {
        let Some(cell) = self.cell(Column::Materials) else {
            return Materials::Named(Vec::new());
        };
        match figures::count(cell) {
            None => Materials::Named(split(cell)),
            Some(n) if n <= MOST_MATERIALS => Materials::Counted(n),
            Some(_) => {
                let problem = Problem::error(format!("{cell} materials for one item")).allowed(
                    format!("up to {MOST_MATERIALS}, or their names with `;` between"),
                );
                problems.push(cell.blame(problem));
                Materials::Counted(0)
            }
        }
    }
}

/// What an item waits for: one name as it stands, or a list of names.
fn after(
    item: &Item,
    cell: &At<String>,
    by_name: &BTreeMap<String, usize>,
    items: &[Item],
    problems: &mut Vec<Problem>,
) -> Vec<usize> {
    let found = |name: &str| by_name.get(&figures::plain(name)).copied();
    let names = match found(cell) {
        Some(_) => vec![cell.value.clone()],
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
    let mut waits: Vec<Vec<usize>> = items.iter().map(|item| item.after.clone()).collect();
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
