//! Rows: everything a case will ask for, drawn ahead for a block of cases by the block kernel.

use super::model::{ABSENT, Column, FaceFill, Fill, Model, TICKS_PER_GRID, WorkFill};
use crate::sim::block::{BLOCK, Block, Lane};
use crate::sim::cases::{Packages, each_correction};
use crate::sim::lanes::{ZERO, masked, overlay, raise};
use crate::sim::own::{longest, presence, wait};
use crate::sim::plan::{FaceOf, Node, Plan};
use crate::sim::pool::Pool;

/// Rows of the cases under way, block by block; a block is used again when its cases are done.
#[derive(Debug)]
pub(super) struct Rows<'m> {
    model: &'m Model,
    /// Where the cases of each category are drawn.
    sources: Vec<Source<'m>>,
    values: Vec<u32>,
    /// Per block of rows: cases that still need it.
    in_use: Vec<u32>,
    free: Vec<usize>,
    packages: Packages,
}

#[derive(Debug)]
struct Source<'m> {
    plan: &'m Plan,
    block: Block<'m>,
    /// The block of rows that its cases now come from.
    current: usize,
    next_case: u64,
}

impl<'m> Rows<'m> {
    /// Rows of the cases from `first_case` on, which begins a block, category by category.
    pub fn new(
        model: &'m Model,
        drawn: impl Iterator<Item = (&'m Plan, &'m Pool)>,
        first_case: u64,
    ) -> Rows<'m> {
        let sources = drawn.map(|(plan, pool)| Source {
            plan,
            block: Block::new(pool),
            current: 0,
            next_case: first_case,
        });
        Rows {
            model,
            sources: sources.collect(),
            values: Vec::new(),
            in_use: Vec::new(),
            free: Vec::new(),
            packages: Vec::new(),
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

    fn draw_block(&mut self, category: usize) {
        let current = self.free.pop().unwrap_or_else(|| {
            self.in_use.push(0);
            let n_values = self.in_use.len() * BLOCK * self.model.n_columns;
            self.values.resize(n_values, 0);
            self.in_use.len() - 1
        });
        self.in_use[current] = BLOCK as u32;
        let Rows {
            model,
            sources,
            values,
            packages,
            ..
        } = self;
        let (source, category) = (&mut sources[category], &model.categories[category]);
        source.current = current;
        let Source { plan, block, .. } = source;
        block.start(source.next_case);
        let n_columns = model.n_columns;
        let from = current * BLOCK * n_columns;
        let mut sheet = Sheet {
            values: &mut values[from..from + BLOCK * n_columns],
            n_columns,
        };
        if let (Some(column), Some(green)) = (category.class, category.green) {
            let class = block.mask(green).map(|is_green| 1 - (is_green & 1));
            sheet.put(column, &class);
        }
        let fills = &model.fills[category.nodes.clone()];
        for (node, fills) in plan.nodes.iter().zip(fills) {
            fill(node, fills, &mut sheet, packages, block);
        }
    }
}

/// The rows of one block, case by case.
struct Sheet<'v> {
    values: &'v mut [u32],
    n_columns: usize,
}

impl Sheet<'_> {
    fn put(&mut self, column: Column, lane: &Lane) {
        let mut place = column.0 as usize;
        for &value in lane {
            self.values[place] = value;
            place += self.n_columns;
        }
    }
}

fn fill(
    node: &Node,
    fill: &Fill,
    sheet: &mut Sheet<'_>,
    packages: &mut Packages,
    block: &mut Block<'_>,
) {
    let mut present = [u32::MAX; BLOCK];
    if let Some(column) = fill.present {
        present = presence(node.present, &node.faces, block);
        for &checked in &fill.checked {
            present = masked(&present, block.mask(checked));
        }
        sheet.put(column, &present.map(|present| !present));
    }
    if let Some(column) = fill.obtained {
        let mut there = ZERO;
        for waited in &node.obtained {
            raise(&mut there, &wait(waited, block));
        }
        sheet.put(column, &ticks(&there));
    }
    if let (Some(column), Some(counter)) = (fill.counter, node.counter) {
        sheet.put(column, &ticks(block.value(counter)));
    }
    faces(node, fill, &present, sheet, packages, block);
    rework(node, fill, &present, sheet, block);
    for (gate, &column) in node.end_gates.iter().zip(&fill.gates) {
        let mut there = ZERO;
        for waited in &gate.obtained {
            raise(&mut there, &wait(waited, block));
        }
        let never = block.mask(gate.never);
        let there = ticks(&there);
        let there = std::array::from_fn(|case| there[case] | never[case]);
        sheet.put(column, &there);
    }
    for handoff in &fill.handoffs {
        sheet.put(handoff.column, &ticks(block.value(handoff.draw)));
    }
}

/// Of every case the face that it has; the others are absent.
fn faces(
    node: &Node,
    fill: &Fill,
    present: &Lane,
    sheet: &mut Sheet<'_>,
    packages: &mut Packages,
    block: &mut Block<'_>,
) {
    let faces = &fill.faces;
    if let ([face], None) = (&faces[..], &node.corrections) {
        // The case can have no other one.
        sheet.put(face.column, &work(&face.work, block));
        if let Some((draw, column)) = face.hold {
            sheet.put(column, block.value(draw));
        }
        return;
    }
    let chosen = chosen(&node.faces, block);
    let mut first_links = Vec::with_capacity(faces.len());
    for (idx, face) in faces.iter().enumerate() {
        let only = |lane: &Lane| only(&chosen, idx, lane);
        let lane = work(&face.work, block);
        sheet.put(face.column, &only(&lane));
        if let Some((draw, column)) = face.hold {
            sheet.put(column, &only(block.value(draw)));
        }
        let links = match face.work {
            WorkFill::Longest(_) => 1,
            WorkFill::Sum { links, .. } => links,
        };
        first_links.push(lane.map(|effort| part(effort, links, 0)));
        for &(recheck, takes) in &face.corrections {
            sheet.put(takes, &[ABSENT; BLOCK]);
            if let Some(recheck) = recheck {
                sheet.put(recheck, &[ABSENT; BLOCK]);
            }
        }
    }
    let Some(corrections) = &node.corrections else {
        return;
    };
    let mut round = 0;
    each_correction(
        node,
        corrections,
        present,
        packages,
        block,
        |wrong, takes| {
            let takes = ticks(takes);
            for (idx, face) in faces.iter().enumerate() {
                let FaceFill { corrections, .. } = face;
                let (recheck, column) = corrections[round];
                let happens = |value: &Lane| -> Lane {
                    std::array::from_fn(|case| {
                        if wrong[case] > 0 && chosen[case] == idx as u32 {
                            value[case]
                        } else {
                            ABSENT
                        }
                    })
                };
                sheet.put(column, &happens(&takes));
                if let Some(recheck) = recheck {
                    sheet.put(recheck, &happens(&first_links[idx]));
                }
            }
            round += 1;
        },
    );
}

fn rework(node: &Node, fill: &Fill, present: &Lane, sheet: &mut Sheet<'_>, block: &mut Block<'_>) {
    let Some(rework) = &node.rework else {
        return;
    };
    let mut going_on = *present;
    for ((happens, plan), repeated) in rework.rounds.iter().zip(&fill.reworks) {
        let anybody = going_on.iter().any(|&case| case != 0);
        if anybody {
            going_on = masked(&going_on, block.mask(*happens));
        }
        for fill in repeated {
            if !anybody {
                sheet.put(fill.column, &[ABSENT; BLOCK]);
                if let Some((_, column)) = fill.hold {
                    sheet.put(column, &[ABSENT; BLOCK]);
                }
                continue;
            }
            // A step that the case skips is not done again; one that it meets, as it met it.
            let again = &plan[fill.step];
            let met = masked(&going_on, &presence(again.present, &again.faces, block));
            let chosen = chosen(&again.faces, block);
            let only = |lane: &Lane| -> Lane {
                std::array::from_fn(|case| match (met[case], chosen[case] == fill.face as u32) {
                    (0, _) | (_, false) => ABSENT,
                    (_, true) => lane[case],
                })
            };
            let lane = work(&fill.work, block);
            sheet.put(fill.column, &only(&lane));
            if let Some((draw, column)) = fill.hold {
                sheet.put(column, &only(block.value(draw)));
            }
        }
    }
}

/// Of every case the index of its face: the last one that covers it.
fn chosen(faces: &[FaceOf], block: &mut Block<'_>) -> Lane {
    let mut chosen = ZERO;
    for (idx, (mask, _)) in faces.iter().enumerate() {
        overlay(&mut chosen, *mask, idx as u32, block);
    }
    chosen
}

/// What a face or a repetition takes, ticks.
fn work(fill: &WorkFill, block: &mut Block<'_>) -> Lane {
    match fill {
        WorkFill::Longest(draws) => ticks(&longest(draws, block)),
        WorkFill::Sum { parts, links } => {
            let mut sum = ZERO;
            for &(draw, over_links) in parts {
                let values = block.value(draw);
                if over_links == *links {
                    for case in 0..BLOCK {
                        sum[case] += values[case];
                    }
                    continue;
                }
                for case in 0..BLOCK {
                    let value = u64::from(values[case]) * u64::from(*links);
                    sum[case] += (value / u64::from(over_links)) as u32;
                }
            }
            sum
        }
    }
}

/// Link number `link` of `effort` in equal parts; the first ones take what does not divide.
#[inline]
pub(super) fn part(effort: u32, links: u32, link: u32) -> u32 {
    if links == 1 {
        return effort;
    }
    effort / links + u32::from(link < effort % links)
}

fn only(chosen: &Lane, idx: usize, lane: &Lane) -> Lane {
    let mut kept = [ABSENT; BLOCK];
    for case in 0..BLOCK {
        if chosen[case] == idx as u32 {
            kept[case] = lane[case];
        }
    }
    kept
}

/// From the coarse grid to ticks.
fn ticks(lane: &Lane) -> Lane {
    let mut ticks = ZERO;
    for case in 0..BLOCK {
        ticks[case] = lane[case] * TICKS_PER_GRID;
    }
    ticks
}
