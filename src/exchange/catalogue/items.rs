//! The items of a catalogue, read row by row, before a reform and after it; every problem is told at its cell.

use std::collections::BTreeMap;

use super::lists::split;
use super::order;
use crate::at::At;
use crate::error::Problem;
use crate::input::fields::{Field, When};
use crate::input::figures::{self, Limit, is_gone, is_nothing, plain};
use crate::input::headings::{Column, Headings};
use crate::input::{Cell, Row};
use crate::text;

/// An approval matter (事项).
#[derive(Debug)]
pub struct Item {
    /// As the table names it.
    pub name: At<String>,
    /// The row of its name.
    pub line: usize,
    /// 事项类型.
    pub kind: Option<String>,
    /// Its stage.
    pub stage: Option<String>,
    /// Who does it.
    pub agency: Option<String>,
    /// 法定时限.
    pub statutory: Option<At<Limit>>,
    /// As it is, or 改革前.
    pub before: Figures,
    /// 改革后; `None`: it is done away with.
    pub after: Option<Figures>,
    /// 改革举措.
    pub measure: Option<String>,
    /// Indices of the items it waits for.
    pub waits_for: Vec<usize>,
}

/// What an item takes; `None`: the table does not say.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// 承诺时限.
    pub promised: Option<At<Limit>>,
    /// 环节.
    pub links: Option<u32>,
    /// 跑动次数.
    pub visits: Option<u32>,
    /// What is handed in.
    pub materials: Option<Materials>,
    /// 证明.
    pub certificates: Option<Materials>,
}

/// What is handed in for an item.
#[derive(Clone, Debug, PartialEq)]
pub enum Materials {
    /// By name.
    Named(Vec<String>),
    /// Only how many.
    Counted(u32),
}

/// The items of a table, and what to know about how it was read.
#[derive(Debug, Default)]
pub struct Items {
    /// In the order of the table.
    pub all: Vec<Item>,
    /// Cells that were filled in from above, by column.
    pub filled: BTreeMap<String, Vec<usize>>,
    /// Rows that are no items: totals and notes.
    pub skipped: Vec<usize>,
}

/// Larger catalogues are refused, as larger scenarios are.
const MOST_ITEMS: usize = 5_000;

/// Larger numbers of materials for one item are slips of the pen.
const MOST_MATERIALS: u32 = 100;

/// The items below the headings.
pub fn items(rows: &[Row<'_>], headings: &Headings, problems: &mut Vec<Problem>) -> Items {
    if rows.len() > MOST_ITEMS {
        let problem = Problem::error(format!("{} items", text::count(rows.len() as i64)));
        let problem = problem.allowed(format!("up to {}", text::count(MOST_ITEMS as i64)));
        problems.push(problem.hint("make a file for each stage or agency"));
        return Items::default();
    }
    let mut items = Items::default();
    let mut waits = Vec::new();
    let mut by_name = BTreeMap::new();
    let mut above = Above::default();
    for row in rows {
        let mut line = Line {
            row,
            headings,
            above: &mut above,
            filled: &mut items.filled,
        };
        if line.is_remark() {
            items.skipped.push(row.line);
            continue;
        }
        if let Some(last) = items.all.last_mut()
            && line.continues()
        {
            line.more_materials(last, problems);
            continue;
        }
        let Some(item) = line.item(problems) else {
            continue;
        };
        if by_name.contains_key(&plain(&item.name)) {
            let problem = Problem::error(format!("item `{}` stands twice", item.name)).hint(
                "items go by their names: take one out, or add to its name what sets it apart",
            );
            problems.push(item.name.blame(problem));
            continue;
        }
        by_name.insert(plain(&item.name), items.all.len());
        items.all.push(item);
        waits.push(line.cell(Field::After, When::Any));
    }
    order::settle(&mut items.all, &waits, &by_name, problems);
    items
}

/// What merged cells above say: CSV keeps only the first of them.
#[derive(Default)]
struct Above {
    stage: Option<String>,
    agency: Option<String>,
}

/// A row and what its columns mean.
struct Line<'r, 't, 'a> {
    row: &'r Row<'t>,
    headings: &'r Headings,
    above: &'a mut Above,
    filled: &'a mut BTreeMap<String, Vec<usize>>,
}

impl<'r, 't> Line<'r, 't, '_> {
    fn column(&self, field: Field, when: When) -> Option<&'r Column> {
        match when {
            When::Any => self.headings.column_when(field, When::Any),
            When::Before => {
                let before = self.headings.column_when(field, When::Before);
                before.or_else(|| self.headings.column_when(field, When::Any))
            }
            When::After => self.headings.column_when(field, When::After),
        }
    }

    /// A cell that says something.
    fn cell(&self, field: Field, when: When) -> Option<&'r Cell<'t>> {
        let cell = self.row.cells.get(self.column(field, when)?.idx)?;
        (!is_nothing(cell)).then_some(cell)
    }

    /// A total or a note below the table.
    fn is_remark(&self) -> bool {
        const TOTALS: [&str; 6] = ["合计", "总计", "小计", "共计", "total", "sum"];
        const NOTES: [&str; 5] = ["注:", "备注:", "说明:", "填表", "note:"];
        let mut filled = self
            .row
            .cells
            .iter()
            .filter(|cell| !cell.is_empty() && !cell.is_repeated);
        let first = filled.next().map(|cell| plain(cell)).unwrap_or_default();
        let is_alone = filled.next().is_none();
        let name = self.cell(Field::Item, When::Any).map(|cell| plain(cell));
        let is_total = |text: &str| TOTALS.contains(&text);
        is_total(&first)
            || name.is_some_and(|name| is_total(&name))
            || is_alone && NOTES.iter().any(|note| first.starts_with(note))
    }

    /// Whether the row lists further materials of the item above, whose name is merged over both.
    fn continues(&self) -> bool {
        let place = self.column(Field::Item, When::Any);
        let name = place.and_then(|column| self.row.cells.get(column.idx));
        let is_merged = name.is_none_or(|cell| cell.is_empty() || cell.is_repeated);
        let own = |field, when| self.cell(field, when).is_some_and(|cell| !cell.is_repeated);
        let lists = [Field::Materials, Field::Certificates];
        let limits = [Field::Promised, Field::Statutory];
        let sides = [When::Before, When::After];
        let any = |fields: [Field; 2]| {
            fields
                .iter()
                .any(|&field| sides.iter().any(|&when| own(field, when)))
        };
        is_merged && any(lists) && !any(limits)
    }

    fn more_materials(&self, item: &mut Item, problems: &mut Vec<Problem>) {
        let add =
            |held: &mut Option<Materials>, more: Option<Materials>| match (held.as_mut(), more) {
                (Some(Materials::Named(names)), Some(Materials::Named(more))) => {
                    names.extend(more.into_iter().filter(|name| !name.is_empty()));
                }
                (None, more) => *held = more,
                (Some(_), _) => {}
            };
        for (figures, when) in [
            (Some(&mut item.before), When::Before),
            (item.after.as_mut(), When::After),
        ] {
            let Some(figures) = figures else { continue };
            add(
                &mut figures.materials,
                self.materials(Field::Materials, when, problems),
            );
            add(
                &mut figures.certificates,
                self.materials(Field::Certificates, when, problems),
            );
        }
    }

    fn item(&mut self, problems: &mut Vec<Problem>) -> Option<Item> {
        let beyond = self.row.cells.iter().skip(self.headings.n_columns);
        if let Some(cell) = beyond.into_iter().find(|cell| !cell.is_empty()) {
            let problem = Problem::error(format!(
                "this row has {}, the headings have {}",
                text::plural(self.row.cells.len(), "cell", "cells"),
                self.headings.n_columns
            ));
            let hint = "a cell with a comma in it stands in quotes: `\"a, b\"`";
            problems.push(cell.blame(problem.hint(hint)));
            return None;
        }
        let Some(name) = self.cell(Field::Item, When::Any) else {
            let problem = Problem::error("this row names no item")
                .hint("one row holds one item: fill its cell in, or take the row out");
            let filled = self.row.cells.iter().find(|cell| !cell.is_empty());
            problems.extend(filled.map(|cell| cell.blame(problem)));
            return None;
        };
        let name = At {
            value: one_line(name),
            place: name.place.clone(),
        };
        let limits = [
            (Field::Promised, When::Before),
            (Field::Statutory, When::Before),
        ];
        if limits
            .iter()
            .all(|&(field, when)| self.cell(field, when).is_none())
        {
            let problem = format!("item `{name}` has neither a promised nor a statutory limit");
            let hint = "write one, like `20个工作日`; `即办` is done at once";
            problems.push(name.blame(Problem::error(problem).hint(hint)));
        }
        let text = |field| self.cell(field, When::Any).map(|cell| one_line(cell));
        let (kind, measure) = (text(Field::Kind), text(Field::Measure));
        let is_gone = self
            .cell(Field::Promised, When::After)
            .is_some_and(|cell| is_gone(cell))
            || measure.as_deref().is_some_and(is_gone);
        let before = self.figures(When::Before, problems);
        let after = match is_gone {
            true => None,
            false => Some(self.figures(When::After, problems)),
        };
        Some(Item {
            name,
            line: self.row.line,
            kind,
            stage: self.merged(Field::Stage, |above| &mut above.stage),
            agency: self.merged(Field::Agency, |above| &mut above.agency),
            statutory: self.limit(Field::Statutory, When::Before, problems),
            before,
            after,
            measure,
            waits_for: Vec::new(),
        })
    }

    /// A cell of a column whose cells are often merged: an empty one says what the one above says.
    fn merged(
        &mut self,
        field: Field,
        slot: fn(&mut Above) -> &mut Option<String>,
    ) -> Option<String> {
        let column = self.column(field, When::Any)?;
        let cell = self.row.cells.get(column.idx);
        match cell.filter(|cell| !cell.is_empty()) {
            Some(cell) => {
                let said = (!is_nothing(cell)).then(|| one_line(cell));
                if cell.is_repeated {
                    self.filled
                        .entry(column.heading.clone())
                        .or_default()
                        .push(self.row.line);
                }
                *slot(self.above) = said.clone();
                said
            }
            None => {
                let said = slot(self.above).clone();
                if said.is_some() {
                    self.filled
                        .entry(column.heading.clone())
                        .or_default()
                        .push(self.row.line);
                }
                said
            }
        }
    }

    fn figures(&self, when: When, problems: &mut Vec<Problem>) -> Figures {
        Figures {
            promised: self.limit(Field::Promised, when, problems),
            links: self.count(Field::Links, when, "links", problems),
            visits: self.count(Field::Visits, when, "trips", problems),
            materials: self.materials(Field::Materials, when, problems),
            certificates: self.materials(Field::Certificates, when, problems),
        }
    }

    fn limit(&self, field: Field, when: When, problems: &mut Vec<Problem>) -> Option<At<Limit>> {
        let cell = self.cell(field, when)?;
        let unit = self.column(field, when).and_then(|column| column.unit);
        match figures::limit(cell, unit) {
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

    fn count(
        &self,
        field: Field,
        when: When,
        what: &str,
        problems: &mut Vec<Problem>,
    ) -> Option<u32> {
        let cell = self.cell(field, when)?;
        let count = figures::count(cell);
        if count.is_none() {
            let problem = Problem::error(format!("the {what} `{}` are no whole number", &**cell))
                .allowed("0 to 1000, like `5` or `5个`");
            problems.push(cell.blame(problem));
        }
        count
    }

    /// `None`: there is no such column.
    fn materials(
        &self,
        field: Field,
        when: When,
        problems: &mut Vec<Problem>,
    ) -> Option<Materials> {
        self.column(field, when)?;
        let Some(cell) = self.cell(field, when) else {
            return Some(Materials::Named(Vec::new()));
        };
        match figures::count(cell) {
            None => Some(Materials::Named(split(cell))),
            Some(n) if n <= MOST_MATERIALS => Some(Materials::Counted(n)),
            Some(_) => {
                let problem = Problem::error(format!("{} materials for one item", &**cell))
                    .allowed(format!(
                        "up to {MOST_MATERIALS}, or their names with `;` between"
                    ));
                problems.push(cell.blame(problem));
                Some(Materials::Counted(0))
            }
        }
    }
}

/// A manual break inside a name says nothing.
fn one_line(text: &str) -> String {
    let breaks = |letter: &char| !matches!(letter, '\n' | '\r' | '\u{2028}');
    text.chars().filter(breaks).collect()
}
