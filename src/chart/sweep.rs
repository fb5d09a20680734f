//! `sweep` (参数扫描图): the wait and the official clock over one or two inputs, before and after.

use super::scene::{Outline, Point, Rect, Scene, Stroke};
use super::theme::{
    AXIS, GRID, HEIGHT, LABEL_SIZE, MARGIN, QUIET, SMALL_SIZE, Side, TARGET, WIDTH, label, page,
};
use super::{About, Draw};
use crate::lang::Lang;
use crate::study::{Figure, Quantity, Queued, Sweep, Total};
use crate::text::days;

/// What a reader should know of it.
pub const ABOUT: About = About {
    name: "sweep",
    zh: "参数扫描图",
    shows: "the wait and the official clock over the values of an input (sweep)",
    shows_zh: "历时与计时随输入参数的变化(sweep)",
    draw: Draw::Sweep(draw),
};

/// One line of the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// 0 is the baseline, 1 the first reform.
    pub side: usize,
    /// What is shown.
    pub total: Total,
    /// The value of the second input.
    pub second: Option<f64>,
    /// First input and working days within which nine of ten cases are done.
    pub points: Vec<(f64, f64)>,
}

/// Lines for every side and clock; with two inputs, and with queues, for the wait only, one for each value of
/// the second. With queues it is the wait with them; where the backlog grows there is none.
pub fn data(sweep: &Sweep) -> Vec<Line> {
    let mut seconds: Vec<Option<f64>> = Vec::new();
    for point in &sweep.points {
        let second = point.values.get(1).copied();
        if !seconds.contains(&second) {
            seconds.push(second);
        }
    }
    let queued = sweep.points.iter().any(|point| !point.queues.is_empty());
    let totals: &[Total] = if queued || sweep.addresses.len() > 1 {
        &[Total::Elapsed]
    } else {
        &[Total::Elapsed, Total::Counted]
    };
    let n_sides = sweep
        .points
        .first()
        .map_or(0, |point| point.sides.len().min(2));
    let mut lines = Vec::new();
    for &total in totals {
        for side in 0..n_sides {
            for &second in &seconds {
                let idx = Quantity::of(total, Figure::P90).idx();
                let own = sweep.points.iter();
                let own = own.filter(|point| point.values.get(1).copied() == second);
                lines.push(Line {
                    side,
                    total,
                    second,
                    points: own
                        .filter_map(|point| {
                            let days = match point.queues.get(side) {
                                None => point.sides[side].values[idx],
                                Some(Queued::NineOfTen(days)) => days.value,
                                Some(Queued::Growing | Queued::NotSettled) => return None,
                            };
                            Some((point.values[0], days))
                        })
                        .collect(),
                });
            }
        }
    }
    lines.retain(|line| !line.points.is_empty());
    lines
}

/// The lines on one pair of axes.
pub fn draw(sweep: &Sweep, lang: Lang) -> Option<Scene> {
    let lines = data(sweep);
    let after = lines.iter().find(|line| line.side == 1).or(lines.first())?;
    let (first, last) = (after.points.first()?, after.points.last()?);
    let address = &sweep.addresses[0];
    let title = match lang {
        Lang::En => format!(
            "{address} from {} to {}: nine of ten wait {} to {} working days",
            first.0,
            last.0,
            rounded(first.1),
            rounded(last.1)
        ),
        Lang::Zh => format!(
            "{address} 从 {} 到 {}:九成历时 {} 到 {} 个工作日",
            first.0,
            last.0,
            rounded(first.1),
            rounded(last.1)
        ),
    };
    let scenario = sweep.scenario_name.get(lang, &sweep.scenario);
    let subtitle = match lang {
        Lang::En => format!("{scenario}: working days within which nine of ten cases are done"),
        Lang::Zh => format!("{scenario}:九成办件办结天数(工作日)"),
    };
    let officers = match lang {
        Lang::En => ", with the wait for officers",
        Lang::Zh => "，计入等待人员",
    };
    let queued = sweep.points.iter().any(|point| !point.queues.is_empty());
    let subtitle = format!("{subtitle}{}", if queued { officers } else { "" });
    let (mut scene, top, bottom) = page(HEIGHT, &title, &subtitle, &[]);
    let plot = Rect::new(
        MARGIN + 70.0,
        top + 10.0,
        WIDTH - 2.0 * MARGIN - 470.0,
        bottom - top - 80.0,
    );
    axes(&mut scene, plot, sweep, &lines);
    curves(&mut scene, plot, sweep, &lines, lang);
    target(&mut scene, plot, sweep, &lines, lang);
    Some(scene)
}

/// What is asked for, where it lies within the picture.
fn target(scene: &mut Scene, plot: Rect, sweep: &Sweep, lines: &[Line], lang: Lang) {
    let (most, _) = scale(lines);
    let Some(within) = sweep.within_days.filter(|&within| within <= most) else {
        return;
    };
    let y = plot.bottom() - within / most * plot.height;
    let (from, to) = (Point::new(plot.x, y), Point::new(plot.right(), y));
    scene.line(from, to, Stroke::dashed(TARGET, 3.0, 12.0, 8.0));
    let said = match lang {
        Lang::En => format!("target {}", rounded(within)),
        Lang::Zh => format!("目标 {}", rounded(within)),
    };
    let said = label(said).bold().color(TARGET).halo().end();
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

fn rounded(value: f64) -> String {
    days((value * 10.0).round() / 10.0)
}

/// From 0 to a round number above everything, and its steps.
fn scale(lines: &[Line]) -> (f64, f64) {
    let days = lines
        .iter()
        .flat_map(|line| &line.points)
        .map(|point| point.1);
    let most = days.fold(1e-9, f64::max);
    let mut step = 1.0;
    // 1, 2, 5, 10, 20, ...
    for factor in [2.0, 2.5, 2.0].into_iter().cycle() {
        if most / step <= 8.0 {
            break;
        }
        step *= factor;
    }
    ((most / step).ceil() * step, step)
}

fn across(plot: Rect, sweep: &Sweep, value: f64) -> f64 {
    let firsts = sweep.points.iter().map(|point| point.values[0]);
    let (low, high) = firsts.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    plot.x + (value - low) / (high - low).max(1e-12) * plot.width
}

fn axes(scene: &mut Scene, plot: Rect, sweep: &Sweep, lines: &[Line]) {
    let (most, step) = scale(lines);
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
    let text = label(sweep.addresses[0].as_str()).size(SMALL_SIZE).middle();
    scene.text(text.at(plot.x + plot.width / 2.0, plot.bottom() + 3.2 * SMALL_SIZE));
}

fn curves(scene: &mut Scene, plot: Rect, sweep: &Sweep, lines: &[Line], lang: Lang) {
    let (most, _) = scale(lines);
    let height = |value: f64| plot.bottom() - value / most * plot.height;
    // From the top down, no label over another.
    let mut ordered: Vec<&Line> = lines.iter().collect();
    ordered.sort_by(|a, b| last(b).total_cmp(&last(a)));
    let mut free = f64::NEG_INFINITY;
    for line in ordered {
        let color = match line.side {
            0 => Side::Before,
            _ => Side::After,
        };
        let points = line
            .points
            .iter()
            .map(|&(value, days)| Point::new(across(plot, sweep, value), height(days)))
            .collect();
        let stroke = match line.total {
            Total::Elapsed => Stroke::solid(color.color(), 4.0),
            Total::Counted => Stroke::dashed(color.color(), 4.0, 14.0, 8.0),
        };
        scene.stroke(Outline::Line(points), stroke);
        let side = match (line.side, lang) {
            (0, Lang::En) => "before",
            (0, Lang::Zh) => "改革前",
            (_, Lang::En) => "after",
            (_, Lang::Zh) => "改革后",
        };
        let total = match (line.total, lang) {
            (Total::Elapsed, Lang::En) => "waits",
            (Total::Elapsed, Lang::Zh) => "历时",
            (Total::Counted, Lang::En) => "official clock",
            (Total::Counted, Lang::Zh) => "计时",
        };
        let second = line
            .second
            .map(|value| format!(", {value}"))
            .unwrap_or_default();
        let y = height(last(line)).max(free + 1.25 * LABEL_SIZE);
        free = y;
        let text = label(format!("{} {total}, {side}{second}", rounded(last(line))));
        scene.text(text.color(color.ink()).centred_at(plot.right() + 16.0, y));
    }
    if let Some(second) = sweep.addresses.get(1) {
        let text = label(second.as_str()).size(SMALL_SIZE).color(QUIET);
        scene.text(text.at(plot.right() + 16.0, plot.y + 4.0));
    }
}

fn last(line: &Line) -> f64 {
    line.points.last().map_or(0.0, |point| point.1)
}
