//! Lines over an input, each with its name and last value at its end.

use super::super::font::{Weight, shorten};
use super::super::scene::{Outline, Point, Rect, Scene, Stroke};
use super::super::theme::{
    AXIS, GRID, HEIGHT, LABEL_SIZE, MARGIN, QUIET, SMALL_SIZE, Side, TARGET, WIDTH, label, page,
};
use super::{Line, ceiling, last, words};
use crate::lang::Lang;
use crate::study::{Sweep, Total};
use crate::text::days;

/// As many names as stand under each other.
const MOST_LINES: usize = 26;
/// From one name to the next.
const PITCH: f64 = 1.25 * LABEL_SIZE;
/// The widest that names may be.
const NAMES: f64 = 560.0;
/// Between a line's end and its name.
const GAP: f64 = 16.0;

/// The lines on one pair of axes.
pub(super) fn draw(sweep: &Sweep, lines: &[Line], lang: Lang) -> Option<Scene> {
    // Of too many, evenly spread ones.
    let every = lines.len().div_ceil(MOST_LINES).max(1);
    let shown: Vec<Line> = lines.iter().step_by(every).cloned().collect();
    let title = words::title(sweep, &shown, lang)?;
    let notes = words::notes(sweep, &shown, lines.len() - shown.len(), lang);
    let (mut scene, top, bottom) = page(HEIGHT, &title, &words::subtitle(sweep, lang), &notes);
    let names: Vec<String> = (shown.iter())
        .map(|line| {
            let name = words::line(sweep, line, lang);
            shorten(&name, LABEL_SIZE, Weight::Regular, NAMES)
        })
        .collect();
    let second = sweep.addresses.get(1).map(|_| {
        let name = words::input(sweep, 1, lang);
        shorten(&name, SMALL_SIZE, Weight::Regular, NAMES)
    });
    let widths = names.iter().map(|name| label(name.as_str()).width());
    let second_width = second
        .as_deref()
        .map_or(0.0, |name| label(name).size(SMALL_SIZE).width());
    let names_width = widths.fold(second_width, f64::max);
    // What the names' last part is stands above them.
    let under_heading = if second.is_some() { 36.0 } else { 10.0 };
    let plot = Rect::new(
        MARGIN + 70.0,
        top + under_heading,
        WIDTH - 2.0 * MARGIN - 70.0 - GAP - names_width,
        bottom - top - 80.0 - under_heading,
    );
    axes(&mut scene, plot, sweep, &shown, lang);
    curves(&mut scene, plot, sweep, &shown, &names);
    if let Some(second) = second {
        let text = label(second).size(SMALL_SIZE).color(QUIET);
        scene.text(text.centred_at(plot.right() + GAP, plot.y - 28.0));
    }
    target(&mut scene, plot, sweep, &shown, lang);
    Some(scene)
}

/// What is asked for, where it lies within the picture.
fn target(scene: &mut Scene, plot: Rect, sweep: &Sweep, lines: &[Line], lang: Lang) {
    let (most, _) = ceiling(sweep, lines);
    let Some(within) = sweep.within_days.filter(|&within| within <= most) else {
        return;
    };
    let y = plot.bottom() - within / most * plot.height;
    let (from, to) = (Point::new(plot.x, y), Point::new(plot.right(), y));
    scene.line(from, to, Stroke::dashed(TARGET, 3.0, 12.0, 8.0));
    let said = label(words::target(within, lang)).bold();
    let said = said.color(TARGET).halo().end();
    // On the side of the line where fewer curves end.
    let n_above = lines.iter().filter(|line| last(line) > within).count();
    let room_below = plot.bottom() - y > 1.4 * LABEL_SIZE;
    let down = if room_below && 2 * n_above > lines.len() {
        1.1 * LABEL_SIZE
    } else {
        -10.0
    };
    scene.text(said.at(plot.right() - 8.0, y + down));
}

fn across(plot: Rect, sweep: &Sweep, value: f64) -> f64 {
    let firsts = sweep.points.iter().map(|point| point.values[0]);
    let (low, high) = firsts.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    plot.x + (value - low) / (high - low).max(1e-12) * plot.width
}

fn axes(scene: &mut Scene, plot: Rect, sweep: &Sweep, lines: &[Line], lang: Lang) {
    let (most, step) = ceiling(sweep, lines);
    let n_steps = (most / step).round() as usize;
    for number in 0..=n_steps {
        let value = number as f64 * step;
        let y = plot.bottom() - value / most * plot.height;
        let color = if number == 0 { AXIS } else { GRID };
        scene.line(
            Point::new(plot.x, y),
            Point::new(plot.right(), y),
            Stroke::solid(color, 1.5),
        );
        let text = label(days(value)).size(SMALL_SIZE).color(QUIET).end();
        scene.text(text.centred_at(plot.x - 14.0, y));
    }
    let mut values: Vec<f64> = Vec::new();
    for point in &sweep.points {
        if !values.contains(&point.values[0]) {
            values.push(point.values[0]);
        }
    }
    // At most a dozen numbers fit.
    let every = values.len().div_ceil(12);
    for value in values.iter().step_by(every) {
        let text = label(format!("{value}"))
            .size(SMALL_SIZE)
            .color(QUIET)
            .middle();
        scene.text(text.at(
            across(plot, sweep, *value),
            plot.bottom() + 1.6 * SMALL_SIZE,
        ));
    }
    let name = shorten(
        &words::input(sweep, 0, lang),
        SMALL_SIZE,
        Weight::Regular,
        plot.width,
    );
    let text = label(name).size(SMALL_SIZE).middle();
    scene.text(text.at(plot.x + plot.width / 2.0, plot.bottom() + 3.2 * SMALL_SIZE));
}

fn curves(scene: &mut Scene, plot: Rect, sweep: &Sweep, lines: &[Line], names: &[String]) {
    let (most, _) = ceiling(sweep, lines);
    let height = |value: f64| plot.bottom() - value / most * plot.height;
    // From the top down, the baseline under the reforms.
    for line in lines {
        let side = side(line);
        let stroke = match line.total {
            Total::Elapsed => side.stroke(4.0),
            Total::Counted => Stroke::dashed(side.color(), 4.0, 4.0, 8.0),
        };
        for part in below(&line.points, most) {
            let points = part
                .iter()
                .map(|&(value, days)| Point::new(across(plot, sweep, value), height(days)));
            scene.stroke(Outline::Line(points.collect()), stroke.clone());
        }
    }
    let mut ordered: Vec<(&Line, &String)> = lines.iter().zip(names).collect();
    ordered.sort_by(|(a, _), (b, _)| last(b).total_cmp(&last(a)));
    let wished: Vec<f64> = ordered
        .iter()
        .map(|(line, _)| height(last(line).min(most)))
        .collect();
    let places = apart(&wished, plot.bottom());
    for ((line, name), y) in ordered.into_iter().zip(places) {
        let text = label(name.as_str()).color(side(line).ink());
        scene.text(text.centred_at(plot.right() + GAP, y));
    }
}

fn side(line: &Line) -> Side {
    match line.side.checked_sub(1) {
        None => Side::Before,
        Some(reform) => Side::of_reform(reform),
    }
}

/// Heights at least a line apart, in the same order, none below `bottom`.
fn apart(wished: &[f64], bottom: f64) -> Vec<f64> {
    let mut places = wished.to_vec();
    for idx in 1..places.len() {
        places[idx] = places[idx].max(places[idx - 1] + PITCH);
    }
    let mut lowest = bottom;
    for place in places.iter_mut().rev() {
        *place = place.min(lowest);
        lowest = *place - PITCH;
    }
    places
}

/// The parts of a curve under the ceiling, cut where it crosses.
fn below(points: &[(f64, f64)], most: f64) -> Vec<Vec<(f64, f64)>> {
    let mut parts: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut open: Vec<(f64, f64)> = Vec::new();
    let mut previous: Option<(f64, f64)> = None;
    for &(value, days) in points {
        let crossing = previous.filter(|(_, before)| (*before > most) != (days > most));
        if let Some((from, before)) = crossing {
            let share = (most - before) / (days - before);
            open.push((from + share * (value - from), most));
        }
        if days <= most {
            open.push((value, days));
        } else if !open.is_empty() {
            parts.push(std::mem::take(&mut open));
        }
        previous = Some((value, days));
    }
    parts.extend((!open.is_empty()).then_some(open));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_that_leaves_at_the_top_ends_there() {
        let parts = below(&[(0.0, 30.0), (1.0, 10.0), (2.0, 0.0), (3.0, 40.0)], 20.0);
        assert_eq!(parts, [[(0.5, 20.0), (1.0, 10.0), (2.0, 0.0), (2.5, 20.0)]]);
    }

    #[test]
    fn names_at_one_height_move_apart_and_stay_above_the_ground() {
        let places = apart(&[0.0, 100.0, 100.0, 100.0], 100.0);
        assert_eq!(places, [0.0, 100.0 - 2.0 * PITCH, 100.0 - PITCH, 100.0]);
    }
}
