//! Rows of paired bars: one figure before and after, side by side for a column or several.

use super::font::{self, Weight};
use super::scene::{Fill, Point, Rect, Scene, Stroke};
use super::theme::{AXIS, GRID, LABEL_SIZE, MARGIN, QUIET, SMALL_SIZE, Side, label};
use crate::lang::Lang;

/// One figure that all rows have.
pub struct Column<'a> {
    /// What it is.
    pub title: &'a str,
    /// Its unit.
    pub unit: &'a str,
    /// The right end of the scale.
    pub most: f64,
    /// How a value is written.
    pub say: &'a dyn Fn(f64) -> String,
}

/// One row.
pub struct Row<'a> {
    /// What a reader sees.
    pub name: &'a str,
    /// All that is known of it.
    pub told: String,
    /// For every column before and after.
    pub cells: Vec<[Cell<'a>; 2]>,
}

/// One bar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// A bar with its number.
    Value(f64),
    /// No bar, but a word why.
    Absent(&'a str),
}

/// Height of the titles above the rows.
const HEAD: f64 = 66.0;
/// Rows are at least that high, so that two numbers fit one above the other.
pub const LEAST_PITCH: f64 = 38.0;
const MOST_PITCH: f64 = 100.0;
/// From that pitch on there is room for larger letters.
const ROOMY: f64 = 72.0;
/// Between columns.
const GAP: f64 = 34.0;
/// Room for a number at the end of a bar.
const NUMBER: f64 = 84.0;
const NUMBER_SIZE: f64 = 16.0;

/// How many rows fit into `area`.
pub fn room(area: Rect) -> usize {
    ((area.height - HEAD) / LEAST_PITCH).floor().max(1.0) as usize
}

/// Draws the rows, names on the left; returns the height at which they end.
pub fn draw(
    scene: &mut Scene,
    area: Rect,
    names: f64,
    (columns, rows): (&[Column<'_>], &[Row<'_>]),
    sides: [Side; 2],
) -> f64 {
    let top = area.y + HEAD;
    let pitch = (area.bottom() - top) / rows.len().max(1) as f64;
    let pitch = pitch.clamp(LEAST_PITCH, MOST_PITCH);
    let (name_size, number_size) = if pitch < ROOMY {
        (NAME_SIZE, NUMBER_SIZE)
    } else {
        (SMALL_SIZE, SMALL_SIZE)
    };
    let n_columns = columns.len() as f64;
    let width = (area.width - names - GAP * n_columns) / n_columns;
    let left = |idx: usize| area.x + names + GAP + idx as f64 * (width + GAP);
    let bottom = top + pitch * rows.len() as f64;
    for (idx, column) in columns.iter().enumerate() {
        let x = left(idx);
        let title = font::shorten(column.title, LABEL_SIZE, Weight::Bold, width);
        scene.text(label(title).bold().at(x, area.y + 24.0));
        let unit = font::shorten(column.unit, SMALL_SIZE, Weight::Regular, width);
        let unit = label(unit).size(SMALL_SIZE).color(QUIET);
        scene.text(unit.at(x, area.y + 50.0));
        let (from, to) = (Point::new(x, top), Point::new(x, bottom));
        scene.line(from, to, Stroke::solid(AXIS, 1.5));
    }
    for (number, row) in rows.iter().enumerate() {
        let y = top + number as f64 * pitch;
        let middle = y + pitch / 2.0;
        scene.group(row.told.as_str(), |scene| {
            if number > 0 {
                let (from, to) = (Point::new(area.x, y), Point::new(area.right(), y));
                scene.line(from, to, Stroke::solid(GRID, 1.0));
            }
            let lines = font::balanced(row.name, name_size, Weight::Regular, names - 8.0, 2);
            let n_lines = lines.len() as f64;
            for (line, text) in lines.into_iter().enumerate() {
                let shift = (line as f64 - (n_lines - 1.0) / 2.0) * name_size * 1.1;
                let text = label(text).size(name_size).end();
                scene.text(text.centred_at(area.x + names, middle + shift));
            }
            for (idx, (column, cells)) in columns.iter().zip(&row.cells).enumerate() {
                let scale = (width - NUMBER).max(0.0) / column.most.max(1e-9);
                for (second, (cell, side)) in cells.iter().zip(sides).enumerate() {
                    let height = pitch * 0.36;
                    let centre = middle + (second as f64 - 0.5) * pitch * 0.45;
                    bar(
                        scene,
                        (left(idx), centre, height, number_size),
                        (scale, column.say),
                        *cell,
                        side,
                    );
                }
            }
        });
    }
    bottom
}

/// Names of rows.
const NAME_SIZE: f64 = 17.0;

fn bar(
    scene: &mut Scene,
    (x, middle, height, number_size): (f64, f64, f64, f64),
    (scale, say): (f64, &dyn Fn(f64) -> String),
    cell: Cell<'_>,
    side: Side,
) {
    let (width, number) = match cell {
        Cell::Value(value) => (value * scale, label(say(value)).color(side.ink()).bold()),
        Cell::Absent(word) => (0.0, label(word).color(QUIET)),
    };
    if width > 0.0 {
        let bar = Rect::new(x, middle - height / 2.0, width, height);
        scene.rect(bar, Fill::Solid(side.color()));
    }
    let size = number_size.min(1.2 * height);
    scene.text(number.size(size).centred_at(x + width + 8.0, middle));
}

/// Which colour is which, before and after a reform, in a line along the left margin.
pub fn key(scene: &mut Scene, middle: f64, (reform, side): (&str, Side), lang: Lang) {
    let before = match lang {
        Lang::En => "Before",
        Lang::Zh => "改革前",
    };
    let mut x = MARGIN;
    for (name, side) in [(before, Side::Before), (reform, side)] {
        let square = Rect::new(x, middle - 10.0, 20.0, 20.0);
        scene.rect(square, Fill::Solid(side.color()));
        let text = label(font::shorten(name, SMALL_SIZE, Weight::Regular, 700.0));
        let text = text.size(SMALL_SIZE).color(side.ink());
        let width = text.width();
        scene.text(text.centred_at(x + 30.0, middle));
        x += 30.0 + width + 40.0;
    }
}
