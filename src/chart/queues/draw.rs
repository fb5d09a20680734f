//! The picture of queues: two curves over time on the left, bars by agency on the right.

use super::words::{
    busy, columns, notes, panels, subtitle, tenths, time_axis, title, told, wait, whole,
};
use super::{Curve, Data, Load, Row};
use crate::chart::bands::whisker;
use crate::chart::font::{Weight, shorten, wrap};
use crate::chart::scene::{Color, Fill, Outline, Point, Rect, Scene, Stroke};
use crate::chart::theme::{
    AXIS, GRID, HEIGHT, LABEL_SIZE, MARGIN, QUIET, SMALL_SIZE, WIDTH, label, page,
};
use crate::compare::{Estimate, Moment, Names};
use crate::lang::Lang;

/// Room for the bars and their agencies' names, on the right.
const BARS: f64 = 820.0;
/// Room for an agency's name.
const NAMES: f64 = 190.0;
/// Height of one bar and of the gap between two agencies.
const BAR: f64 = 24.0;
const GAP: f64 = 20.0;
/// Few of them are at most that much larger.
const MOST_STRETCH: f64 = 2.0;

/// One figure of something.
type Pick<T> = fn(&T) -> Estimate;

/// Draws the picture.
pub(super) fn draw(data: &Data, names: &Names, lang: Lang) -> Scene {
    let n_rows = room(data);
    let notes = notes(data, data.agencies.len() - n_rows, lang);
    let (title, subtitle) = (title(data, lang), subtitle(data, lang));
    let (mut scene, top, bottom) = page(HEIGHT, &title, &subtitle, &notes);
    let top = key(&mut scene, data, top, lang);
    let left = WIDTH - MARGIN - BARS;
    let each = (bottom - top - 70.0) / 2.0;
    let picks: [Pick<Moment>; 2] = [|moment| moment.open, |moment| moment.waiting];
    for (number, (heading, pick)) in panels(lang).into_iter().zip(picks).enumerate() {
        let y = top + number as f64 * each;
        scene.text(label(heading).bold().at(MARGIN, y + LABEL_SIZE));
        let plot = Rect::new(
            MARGIN + 66.0,
            y + 48.0,
            left - MARGIN - 66.0 - 150.0,
            each - 100.0,
        );
        over_time(&mut scene, plot, data, pick);
    }
    let x_axis = label(time_axis(data, lang)).size(SMALL_SIZE).color(QUIET);
    let middle = MARGIN + 66.0 + (left - MARGIN - 216.0) / 2.0;
    scene.text(x_axis.middle().at(middle, bottom - 44.0));
    let area = Rect::new(left, top, BARS, bottom - top);
    bars(&mut scene, area, (data, n_rows), names, lang);
    scene
}

/// The rows that fit under a title, a subtitle and a key of two lines each.
fn room(data: &Data) -> usize {
    let mut free = 600.0;
    let fits = data.agencies.iter().take_while(|row| {
        free -= height(row) + GAP;
        free >= 0.0
    });
    fits.count()
}

/// Of the bars of an agency: at least two lines of its name.
fn height(row: &Row) -> f64 {
    (row.loads.iter().flatten().count() as f64).max(2.0) * BAR
}

/// Which colour is which workflow; returns where the picture goes on.
fn key(scene: &mut Scene, data: &Data, top: f64, lang: Lang) -> f64 {
    let right = WIDTH - MARGIN;
    let (mut x, mut y) = (MARGIN, top + 10.0);
    for curve in &data.sides {
        let room = right - MARGIN - 34.0;
        let name = shorten(curve.name(lang), LABEL_SIZE, Weight::Bold, room);
        let text = label(name).bold().color(curve.side.ink());
        let width = 34.0 + text.width();
        if x > MARGIN && x + width > right {
            (x, y) = (MARGIN, y + 1.5 * LABEL_SIZE);
        }
        let swatch = Rect::new(x, y - 9.0, 22.0, 18.0);
        scene.rect(swatch, curve.side.area());
        scene.text(text.centred_at(x + 34.0, y));
        x += width + 40.0;
    }
    y + 40.0
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

/// One panel: a line and a band for every workflow, the last value at its end.
fn over_time(scene: &mut Scene, plot: Rect, data: &Data, pick: Pick<Moment>) {
    let moments = data.sides.iter().flat_map(|curve| &curve.moments);
    let high = moments
        .map(|moment| upper(pick(moment)))
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
    for curve in &data.sides {
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
    for curve in &data.sides {
        let points = curve.moments.iter();
        let points: Vec<Point> = points
            .map(|moment| Point::new(x(moment.day), y(pick(moment).value)))
            .collect();
        if let (Some(last), Some(moment)) = (points.last(), curve.moments.last()) {
            ends.push((last.y, pick(moment).value, curve));
        }
        scene.stroke(Outline::Line(points), curve.side.stroke(3.5));
    }
    numbers(scene, plot, ends);
}

/// The values at the ends of the lines, from the lowest up, none over another.
fn numbers(scene: &mut Scene, plot: Rect, mut ends: Vec<(f64, f64, &Curve)>) {
    ends.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut free = f64::INFINITY;
    for (y, value, curve) in ends {
        let y = y.min(free - 1.2 * LABEL_SIZE);
        free = y;
        let said = match value < 9.95 {
            true => tenths(value),
            false => whole(value),
        };
        let text = label(said).bold().color(curve.side.ink());
        scene.text(text.centred_at(plot.right() + 12.0, y));
    }
}

fn upper(estimate: Estimate) -> f64 {
    estimate.interval.map_or(estimate.value, |(_, high)| high)
}

fn lower(estimate: Estimate) -> f64 {
    let low = estimate.interval.map_or(estimate.value, |(low, _)| low);
    low.max(0.0)
}

/// One column of bars.
struct Column {
    thick: f64,
    area: Rect,
    most: f64,
    pick: Pick<Load>,
    say: fn(&Load) -> String,
}

fn bars(scene: &mut Scene, area: Rect, (data, n_rows): (&Data, usize), names: &Names, lang: Lang) {
    let width = (BARS - NAMES) / 2.0;
    let top = area.y + 2.9 * LABEL_SIZE;
    // Few agencies get thicker bars.
    let shown = data.agencies.iter().take(n_rows);
    let needed: f64 = shown.map(|row| height(row) + GAP).sum();
    let stretch = ((area.bottom() - top - 60.0) / needed.max(1.0)).clamp(1.0, MOST_STRETCH);
    let loads = || {
        data.agencies
            .iter()
            .take(n_rows)
            .flat_map(|row| row.loads.iter().flatten())
    };
    let longest = loads()
        .map(|load| upper(load.waiting_days))
        .fold(1e-9, f64::max);
    let picks: [Pick<Load>; 2] = [|load| load.utilisation, |load| load.waiting_days];
    let says: [fn(&Load) -> String; 2] = [busy, wait];
    let columns_of = [1.0, longest].into_iter().zip(picks.into_iter().zip(says));
    let all: Vec<Column> = columns_of
        .enumerate()
        .map(|(number, (most, (pick, say)))| Column {
            thick: BAR * stretch,
            // The rest is for the numbers behind the bars.
            area: Rect::new(
                area.x + NAMES + number as f64 * width,
                top,
                width - 150.0,
                0.0,
            ),
            most,
            pick,
            say,
        })
        .collect();
    for (column, (heading, unit)) in all.iter().zip(columns(lang)) {
        let x = column.area.x;
        scene.text(label(heading).bold().at(x, area.y + LABEL_SIZE));
        let unit = label(unit).size(SMALL_SIZE).color(QUIET);
        scene.text(unit.at(x, area.y + 2.2 * LABEL_SIZE));
    }
    let mut y = top + GAP * stretch / 2.0;
    for row in data.agencies.iter().take(n_rows) {
        let middle = y + height(row) * stretch / 2.0;
        let name = names.agency(&row.agency, lang);
        let lines = wrap(name, SMALL_SIZE, Weight::Regular, NAMES - 20.0, 2);
        let first = middle - (lines.len() - 1) as f64 * 0.6 * SMALL_SIZE;
        for (line, text) in lines.into_iter().enumerate() {
            let text = label(text).size(SMALL_SIZE);
            scene.text(text.centred_at(area.x, first + line as f64 * 1.2 * SMALL_SIZE));
        }
        let there = data.sides.iter().zip(&row.loads);
        let there: Vec<_> = there
            .filter_map(|(curve, load)| Some((curve, load.as_ref()?)))
            .collect();
        let first = middle - there.len() as f64 * BAR * stretch / 2.0;
        for (number, (curve, load)) in there.into_iter().enumerate() {
            let y = first + number as f64 * BAR * stretch;
            scene.group(told(name, curve, load, lang), |scene| {
                all.iter()
                    .for_each(|column| bar(scene, column, y, curve, load));
            });
        }
        y += (height(row) + GAP) * stretch;
    }
    for column in &all {
        let (x, bottom) = (column.area.x, y - GAP * stretch / 2.0);
        let axis = Stroke::solid(AXIS, 1.5);
        scene.line(Point::new(x, top), Point::new(x, bottom), axis);
    }
}

fn bar(scene: &mut Scene, column: &Column, y: f64, curve: &Curve, load: &Load) {
    let estimate = (column.pick)(load);
    let length = |value: f64| (value / column.most).clamp(0.0, 1.0) * column.area.width;
    let x = column.area.x;
    let middle = y + column.thick / 2.0;
    let whole = Rect::new(x, y + 2.0, length(estimate.value), column.thick - 4.0);
    scene.rect(whole, curve.side.area());
    let (low, high) = (x + length(lower(estimate)), x + length(upper(estimate)));
    if high - low > 3.0 {
        let ink = Stroke::solid(curve.side.ink(), 2.0);
        whisker(scene, (low, high), middle, 5.0, ink);
    }
    let text = label((column.say)(load)).size(SMALL_SIZE);
    scene.text(
        text.color(curve.side.ink())
            .centred_at(high.max(whole.right()) + 10.0, middle),
    );
}
