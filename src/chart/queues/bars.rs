//! How busy each agency's officers are and how long a step waits for them, as bars.

use super::draw::{Pick, lower, upper};
use super::words::{busy, columns, told, wait};
use super::{Curve, Data, Load, Row};
use crate::chart::bands::whisker;
use crate::chart::font::{Weight, wrap};
use crate::chart::scene::{Point, Rect, Scene, Stroke};
use crate::chart::theme::{AXIS, LABEL_SIZE, QUIET, SMALL_SIZE, label};
use crate::compare::Names;
use crate::lang::Lang;

/// Room for an agency's name.
pub(super) const NAMES: f64 = 220.0;
/// Headings and units.
pub(super) const HEAD: f64 = 2.9 * LABEL_SIZE;
/// Few bars are at most that much larger.
pub(super) const MOST_STRETCH: f64 = 2.0;
/// Height of one bar and of the gap between two agencies.
const BAR: f64 = 24.0;
const GAP: f64 = 20.0;
/// For the figures behind the bars.
const FIGURES: f64 = 150.0;

/// Where bars stand.
pub(super) struct Frame {
    /// Left edge of the agencies' names.
    pub(super) x: f64,
    /// Upper edge of the headings.
    pub(super) y: f64,
    /// Left edge and width of either figure, figures included.
    pub(super) columns: [(f64, f64); 2],
    /// Which figures.
    pub(super) picks: [Pick<Load>; 2],
    /// Of the bars.
    pub(super) stretch: f64,
}

/// Height of an agency's bars, at least two lines of its name, with the gap to the next one.
pub(super) fn pitch(row: &Row) -> f64 {
    (row.loads.iter().flatten().count() as f64).max(2.0) * BAR + GAP
}

/// One column of bars.
struct Column {
    thick: f64,
    x: f64,
    width: f64,
    most: f64,
    pick: Pick<Load>,
    say: fn(&Load, Lang) -> String,
}

/// Draws the bars of `rows`.
pub(super) fn draw(
    scene: &mut Scene,
    frame: &Frame,
    (data, rows): (&Data, &[Row]),
    names: &Names,
    lang: Lang,
) {
    let top = frame.y + HEAD;
    let stretch = frame.stretch;
    let loads = rows.iter().flat_map(|row| row.loads.iter().flatten());
    let longest = loads
        .map(|load| upper(load.waiting_days))
        .fold(1e-9, f64::max);
    let says: [fn(&Load, Lang) -> String; 2] = [busy, wait];
    let all: Vec<Column> = frame
        .columns
        .into_iter()
        .zip([1.0, longest])
        .zip(frame.picks.into_iter().zip(says))
        .map(|(((x, width), most), (pick, say))| Column {
            thick: BAR * stretch,
            x,
            width: width - FIGURES,
            most,
            pick,
            say,
        })
        .collect();
    for (column, (heading, unit)) in all.iter().zip(columns(lang)) {
        scene.text(label(heading).bold().at(column.x, frame.y + LABEL_SIZE));
        let unit = label(unit).size(SMALL_SIZE).color(QUIET);
        scene.text(unit.at(column.x, frame.y + 2.2 * LABEL_SIZE));
    }
    let mut y = top;
    for row in rows {
        let height = pitch(row) * stretch;
        let middle = y + height / 2.0;
        let name = names.agency(&row.agency, lang);
        let lines = wrap(name, SMALL_SIZE, Weight::Regular, NAMES - 50.0, 2);
        let first = middle - (lines.len() - 1) as f64 * 0.6 * SMALL_SIZE;
        for (line, text) in lines.into_iter().enumerate() {
            let text = label(text).size(SMALL_SIZE);
            scene.text(text.centred_at(frame.x, first + line as f64 * 1.2 * SMALL_SIZE));
        }
        let there = data.sides.iter().zip(&row.loads).enumerate();
        let there: Vec<_> = there
            .filter_map(|(idx, (curve, load))| Some((data.number(idx), curve, load.as_ref()?)))
            .collect();
        let first = middle - there.len() as f64 * BAR * stretch / 2.0;
        for (place, (number, curve, load)) in there.into_iter().enumerate() {
            let y = first + place as f64 * BAR * stretch;
            scene.group(told(name, curve, load, lang), |scene| {
                for column in &all {
                    if let Some(number) = number {
                        let text = label(number.to_string()).size(SMALL_SIZE).end();
                        let text = text.color(curve.side.ink());
                        scene.text(text.centred_at(column.x - 8.0, y + column.thick / 2.0));
                    }
                    bar(scene, column, y, (curve, load), lang);
                }
            });
        }
        y += height;
    }
    for column in &all {
        let axis = Stroke::solid(AXIS, 1.5);
        scene.line(Point::new(column.x, top), Point::new(column.x, y), axis);
    }
}

fn bar(scene: &mut Scene, column: &Column, y: f64, (curve, load): (&Curve, &Load), lang: Lang) {
    let estimate = (column.pick)(load);
    let length = |value: f64| (value / column.most).clamp(0.0, 1.0) * column.width;
    let x = column.x;
    let middle = y + column.thick / 2.0;
    let whole = Rect::new(x, y + 2.0, length(estimate.value), column.thick - 4.0);
    scene.rect(whole, curve.side.area());
    let (low, high) = (x + length(lower(estimate)), x + length(upper(estimate)));
    if high - low > 3.0 {
        let ink = Stroke::solid(curve.side.ink(), 2.0);
        whisker(scene, (low, high), middle, 5.0, ink);
    }
    let text = label((column.say)(load, lang)).size(SMALL_SIZE);
    scene.text(
        text.color(curve.side.ink())
            .centred_at(high.max(whole.right()) + 10.0, middle),
    );
}
