//! `sweep` (参数扫描图): the wait and the official clock over one or two inputs, before and after.

mod draw;
mod words;

use super::scene::Scene;
use super::{About, Draw};
use crate::lang::Lang;
use crate::study::{Figure, Quantity, Queued, Sweep, Total};

/// What a reader should know of it.
pub const ABOUT: About = About {
    name: "sweep",
    zh: "参数扫描图",
    shows: "the wait and the official clock over the values of an input (sweep)",
    shows_zh: "历时与计时随输入参数的变化（sweep）",
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

/// With more sides the official clock would double too many lines.
const MOST_SIDES_WITH_CLOCK: usize = 4;

/// Lines for every side and clock; with two inputs, with queues and with many reforms, for the wait only, one
/// for each value of the second. With queues it is the wait with them; where the backlog grows there is none.
pub fn data(sweep: &Sweep) -> Vec<Line> {
    let mut seconds: Vec<Option<f64>> = Vec::new();
    for point in &sweep.points {
        let second = point.values.get(1).copied();
        if !seconds.contains(&second) {
            seconds.push(second);
        }
    }
    let queued = sweep.points.iter().any(|point| !point.queues.is_empty());
    let n_sides = sweep.points.first().map_or(0, |point| point.sides.len());
    let wait_only = queued || sweep.addresses.len() > 1 || n_sides > MOST_SIDES_WITH_CLOCK;
    let totals: &[Total] = if wait_only {
        &[Total::Elapsed]
    } else {
        &[Total::Elapsed, Total::Counted]
    };
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
                                Some(Queued::NineOfTen(days, _)) => days.value,
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
    draw::draw(sweep, &data(sweep), lang)
}

/// The top of the axis, and its steps: a round number above everything. Where a target is asked for, what is
/// many times longer would press it to the ground, and goes out at the top.
fn ceiling(sweep: &Sweep, lines: &[Line]) -> (f64, f64) {
    const MANY: f64 = 8.0;
    let points = lines.iter().flat_map(|line| &line.points);
    let most = points.map(|point| point.1).fold(1e-9, f64::max);
    let within = sweep.within_days.filter(|&within| within > 0.0);
    let most = match within {
        Some(within) if most > MANY * within => MANY / 2.0 * within,
        Some(_) | None => most,
    };
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

fn last(line: &Line) -> f64 {
    line.points.last().map_or(0.0, |point| point.1)
}
