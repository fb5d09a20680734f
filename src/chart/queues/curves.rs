//! What is open or waits over time: a line for every workflow, its last value at its end.

use super::draw::{Pick, lower, upper};
use super::words::{tenths, whole};
use super::{Curve, Data};
use crate::chart::scene::{Color, Fill, Outline, Point, Rect, Scene, Stroke};
use crate::chart::theme::{AXIS, GRID, LABEL_SIZE, QUIET, SMALL_SIZE, label};
use crate::compare::Moment;

/// From one value at the end of a line to the next.
const PITCH: f64 = 1.2 * LABEL_SIZE;
/// For the values at the ends of the lines, and for the reforms' numbers before them.
const VALUES: f64 = 126.0;
const NUMBERS: f64 = 36.0;

/// Right of a plot.
pub(super) fn room(data: &Data) -> f64 {
    VALUES + numbers_room(data)
}

fn numbers_room(data: &Data) -> f64 {
    if data.is_numbered() { NUMBERS } else { 0.0 }
}

/// A plot with room for the values at the ends of all lines.
pub(super) fn least_height(data: &Data) -> f64 {
    data.sides.len() as f64 * PITCH
}

/// 1, 2, 5, 10, 20, ...: the first step with at most `n` of them up to `most`.
fn step(most: f64, n: f64, least: f64) -> f64 {
    let mut step = least;
    for factor in [2.0, 2.5, 2.0].into_iter().cycle() {
        if most / step <= n {
            break;
        }
        step *= factor;
    }
    step
}

/// One panel: a line for every workflow, with a band where they are few.
pub(super) fn over_time(scene: &mut Scene, plot: Rect, data: &Data, pick: Pick<Moment>) {
    let has_bands = data.has_bands();
    let moments = data.sides.iter().flat_map(|curve| &curve.moments);
    let high = moments
        .map(|moment| match has_bands {
            true => upper(pick(moment)),
            false => pick(moment).value,
        })
        .fold(0.0, f64::max);
    let unit = step(high, 4.0, 1.0);
    let most = (high / unit).ceil().max(1.0) * unit;
    let x = |day: f64| plot.x + day / data.days.max(1e-9) * plot.width;
    let y = |value: f64| plot.bottom() - value / most * plot.height;
    for number in 0..=(most / unit).round() as usize {
        let value = number as f64 * unit;
        let color = if number == 0 { AXIS } else { GRID };
        let (from, to) = (
            Point::new(plot.x, y(value)),
            Point::new(plot.right(), y(value)),
        );
        scene.line(from, to, Stroke::solid(color, 1.5));
        let text = label(whole(value)).size(SMALL_SIZE).color(QUIET).end();
        scene.text(text.centred_at(plot.x - 14.0, y(value)));
    }
    let day_unit = step(data.days, 6.0, 0.1);
    for number in 0..=(data.days / day_unit + 1e-9) as usize {
        let day = number as f64 * day_unit;
        let text = label(tenths(day)).size(SMALL_SIZE).color(QUIET).middle();
        scene.text(text.at(x(day), plot.bottom() + 1.5 * SMALL_SIZE));
    }
    for curve in data.sides.iter().filter(|_| has_bands) {
        let there = curve.moments.iter();
        let above = there
            .clone()
            .map(|m| Point::new(x(m.day), y(upper(pick(m)))));
        let below = there.map(|m| Point::new(x(m.day), y(lower(pick(m)))));
        let around = above.chain(below.rev()).collect();
        let pale = Color {
            alpha: 0.22,
            ..curve.side.color()
        };
        scene.fill(Outline::Polygon(around), Fill::Solid(pale));
    }
    let mut ends = Vec::new();
    for (idx, curve) in data.sides.iter().enumerate() {
        let points = curve.moments.iter();
        let points: Vec<Point> = points
            .map(|moment| Point::new(x(moment.day), y(pick(moment).value)))
            .collect();
        if let (Some(last), Some(moment)) = (points.last(), curve.moments.last()) {
            ends.push(End {
                y: last.y,
                value: pick(moment).value,
                number: data.number(idx),
                curve,
            });
        }
        scene.stroke(Outline::Line(points), curve.side.stroke(3.5));
    }
    let x = plot.right() + 12.0;
    values(scene, plot, ends, [x, x + numbers_room(data)]);
}

/// The end of a line.
struct End<'a> {
    y: f64,
    value: f64,
    number: Option<usize>,
    curve: &'a Curve,
}

/// The values at the ends of the lines, none over another and none off the plot.
fn values(scene: &mut Scene, plot: Rect, mut ends: Vec<End<'_>>, [number_x, value_x]: [f64; 2]) {
    // Those that read the same stand in the order of their numbers.
    ends.sort_by(|a, b| {
        let shown = |end: &End<'_>| (end.value * 10.0).round();
        let by_value = shown(a).total_cmp(&shown(b));
        by_value.then(b.number.cmp(&a.number))
    });
    let mut free = f64::INFINITY;
    for end in &mut ends {
        end.y = end.y.min(free - PITCH);
        free = end.y;
    }
    let mut free = plot.y - PITCH;
    for end in ends.iter_mut().rev() {
        end.y = end.y.max(free + PITCH);
        free = end.y;
    }
    for end in ends {
        let said = match end.value < 9.95 {
            true => tenths(end.value),
            false => whole(end.value),
        };
        let ink = end.curve.side.ink();
        if let Some(number) = end.number {
            let number = label(number.to_string()).size(SMALL_SIZE).color(ink);
            scene.text(number.centred_at(number_x, end.y));
        }
        scene.text(label(said).bold().color(ink).centred_at(value_x, end.y));
    }
}
