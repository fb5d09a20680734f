//! Samples: everything a case will ask for, drawn ahead for a block of cases, a row each.

use super::model::{ABSENT, Column, Filling, Model};
use crate::sim::streams::{BLOCK, Block, Draws, Lane, When};

/// Rows of the cases under way, block by block; a block is used again when its cases are done.
#[derive(Debug)]
pub(super) struct Samples<'m> {
    model: &'m Model,
    /// Where the cases of each category are drawn.
    sources: Vec<Source<'m>>,
    values: Vec<u32>,
    /// Per block of rows: cases that still need it.
    in_use: Vec<u32>,
    free: Vec<usize>,
}

#[derive(Debug)]
struct Source<'m> {
    block: Block<'m>,
    /// The block of rows that its cases now come from.
    current: usize,
    next_case: u64,
}

impl<'m> Samples<'m> {
    /// Rows of the cases from `first_case` on, which begins a block, category by category.
    pub fn new(
        model: &'m Model,
        draws: impl Iterator<Item = &'m Draws>,
        first_case: u64,
    ) -> Samples<'m> {
        let sources = draws.map(|draws| Source {
            block: Block::new(draws, None),
            current: 0,
            next_case: first_case,
        });
        Samples {
            model,
            sources: sources.collect(),
            values: Vec::new(),
            in_use: Vec::new(),
            free: Vec::new(),
        }
    }

    /// Where the row of the next case of a category begins.
    pub fn next(&mut self, category: usize) -> usize {
        let lane = (self.sources[category].next_case % BLOCK as u64) as usize;
        if lane == 0 {
            self.draw_block(category);
        }
        let source = &mut self.sources[category];
        source.next_case += 1;
        (source.current * BLOCK + lane) * self.model.n_columns
    }

    /// The case whose row begins here is done.
    pub fn give_back(&mut self, row: usize) {
        let block = row / (BLOCK * self.model.n_columns).max(1);
        self.in_use[block] -= 1;
        if self.in_use[block] == 0 {
            self.free.push(block);
        }
    }

    /// A value of the row that begins at `row`.
    #[inline]
    pub fn value(&self, row: usize, column: Column) -> u32 {
        self.values[row + column.0 as usize]
    }

    /// Whether the condition of a column holds for a row; without a column it always does.
    #[inline]
    pub fn holds(&self, row: usize, when: Option<Column>) -> bool {
        when.is_none_or(|column| self.value(row, column) != ABSENT)
    }

    fn draw_block(&mut self, category: usize) {
        let n_columns = self.model.n_columns;
        let current = self.free.pop().unwrap_or_else(|| {
            self.in_use.push(0);
            let n_values = self.in_use.len() * BLOCK * n_columns;
            self.values.resize(n_values, 0);
            self.in_use.len() - 1
        });
        self.in_use[current] = BLOCK as u32;
        let source = &mut self.sources[category];
        source.current = current;
        let block = &mut source.block;
        block.start(source.next_case);
        let rows = &mut self.values[current * BLOCK * n_columns..][..BLOCK * n_columns];
        let columns = &self.model.categories[category].columns;
        for (place, &filling) in columns.iter().enumerate() {
            let column = rows[place..].iter_mut().step_by(n_columns);
            match filling {
                Filling::Number(value, When::Always) => {
                    put(column, block.value(value), |number| number);
                }
                Filling::Number(value, when) => {
                    let (numbers, covered) = block.value_where(value, when);
                    // All bits set is what is absent.
                    let numbers = column.zip(numbers).zip(covered);
                    numbers.for_each(|((place, number), covered)| *place = number | !covered);
                }
                Filling::Condition(when) => put(column, block.covered(when), |covered| !covered),
                Filling::Class(when) => {
                    put(column, block.covered(when), |covered| 1 - (covered & 1));
                }
            }
        }
    }
}

/// Puts into a column what `of` makes of a lane.
fn put<'v>(column: impl Iterator<Item = &'v mut u32>, lane: &Lane, of: impl Fn(u32) -> u32) {
    column
        .zip(lane)
        .for_each(|(place, &value)| *place = of(value));
}
