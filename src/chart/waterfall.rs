//! `waterfall` (归因瀑布图): from the days before to the days after, measure by measure.

use super::scene::{Point, Rect, Scene, Stroke};
use super::theme::{
    AXIS, DENSE_SIZE, GRID, HEIGHT, LABEL_SIZE, MARGIN, NUMBER_SIZE, QUIET, SMALL_SIZE, Side,
    WIDTH, label, page,
};
use super::{About, Draw, font};
use crate::compare::Estimate;
use crate::lang::Lang;
use crate::study::{Explanation, Figure, Method, Quantity, Total};
use crate::text::{count, days};

/// What a reader should know of it.
pub const ABOUT: About = About {
    name: "waterfall",
    zh: "归因瀑布图",
    shows: "which measure bought which day, on the official clock and of the wait (explain)",
    shows_zh: "哪项举措节省哪几天：计时与历时（explain）",
    draw: Draw::Explanation(draw),
};

/// One clock's waterfall.
#[derive(Clone, Debug, PartialEq)]
pub struct Data {
    /// What is divided.
    pub quantity: Quantity,
    /// Before the reform, working days.
    pub before_days: f64,
    /// After it.
    pub after_days: f64,
    /// Measures with an effect, in file order: index and days saved.
    pub steps: Vec<(usize, Estimate)>,
    /// Indices of measures without an effect on this quantity.
    pub without_effect: Vec<usize>,
}

/// Height of a panel's heading.
const HEADING: f64 = 2.2 * LABEL_SIZE;
/// Rows are at least that high: a line of names fits.
const LEAST_PITCH: f64 = 18.0;

/// Less than this is no effect, working days.
const NOTHING: f64 = 0.05;

/// The waterfalls of the limits on the official clock and of the P90 of the wait, by Shapley: no
/// order of the measures is better than another.
pub fn data(one: &Explanation) -> [Data; 2] {
    let shown = [
        Quantity::of(Total::Counted, Figure::Limits),
        Quantity::of(Total::Elapsed, Figure::P90),
    ];
    shown.map(|quantity| {
        let idx = quantity.idx();
        let shares = one
            .measures
            .iter()
            .map(|measure| measure.shares[idx].shapley);
        let (steps, without_effect): (Vec<_>, Vec<_>) = shares
            .enumerate()
            .partition(|(_, share)| share.value.abs() >= NOTHING);
        Data {
            quantity,
            before_days: one.before[idx],
            after_days: one.after[idx],
            steps,
            without_effect: without_effect
                .into_iter()
                .map(|(measure, _)| measure)
                .collect(),
        }
    })
}

/// Both waterfalls side by side.
pub fn draw(one: &Explanation, lang: Lang) -> Option<Scene> {
    if one.measures.is_empty() {
        return None;
    }
    let both = data(one);
    let (scene_title, subtitle) = titles(one, &both, lang);
    let notes: Vec<String> = both
        .iter()
        .filter_map(|data| without_effect(one, data, lang))
        .chain(
            both.iter()
                .any(|data| least(data) > 0.0)
                .then(|| broken(lang)),
        )
        .chain([how(one, lang)])
        .collect();
    let (trial, top, bottom) = page(HEIGHT, &scene_title, &subtitle, &notes);
    let n_rows = both.iter().map(|data| data.steps.len() + 2).max();
    let needed = HEADING + LEAST_PITCH * n_rows.unwrap_or(0) as f64;
    let height = trial.height + (needed - (bottom - top)).max(0.0).ceil();
    let (mut scene, top, bottom) = page(height, &scene_title, &subtitle, &notes);
    let gap = 72.0;
    let width = (WIDTH - 2.0 * MARGIN - gap) / 2.0;
    for (number, data) in both.iter().enumerate() {
        let x = MARGIN + number as f64 * (width + gap);
        let part = Rect::new(x, top, width, bottom - top);
        panel(&mut scene, part, one, data, lang);
    }
    Some(scene)
}

fn titles(one: &Explanation, [counted, waits]: &[Data; 2], lang: Lang) -> (String, String) {
    let change = |data: &Data| {
        format!(
            "{} → {}",
            rounded(data.before_days),
            rounded(data.after_days)
        )
    };
    let best = |data: &Data| {
        let by_days =
            |a: &&(usize, Estimate), b: &&(usize, Estimate)| a.1.value.total_cmp(&b.1.value);
        let best = data.steps.iter().max_by(by_days)?;
        Some(
            one.measures[best.0]
                .name
                .get(lang, &one.measures[best.0].id),
        )
    };
    let title = match (best(counted), best(waits), lang) {
        (Some(a), Some(b), Lang::En) if a == b => format!(
            "\"{a}\" buys most: official clock {}, nine of ten wait {} working days",
            change(counted),
            change(waits)
        ),
        (Some(a), Some(b), Lang::Zh) if a == b => format!(
            "“{a}”贡献最大：计时 {}，九成历时 {} 个工作日",
            change(counted),
            change(waits)
        ),
        (_, _, Lang::En) => format!(
            "Official clock {}, nine of ten wait {} working days, by measure",
            change(counted),
            change(waits)
        ),
        (_, _, Lang::Zh) => format!(
            "计时 {}，九成历时 {} 个工作日：各举措的贡献",
            change(counted),
            change(waits)
        ),
    };
    let scenario = one.scenario_name.get(lang, &one.scenario);
    let reform = one.reform_name.get(lang, &one.reform);
    let subtitle = match lang {
        Lang::En => format!(
            "{scenario}: {reform}. Working days saved, averaged over all orders of introducing the measures (Shapley)"
        ),
        Lang::Zh => format!("{scenario}：{reform}。节省工作日，按所有引入次序平均（沙普利值）"),
    };
    (title, subtitle)
}

fn rounded(value: f64) -> String {
    days((value * 10.0).round() / 10.0)
}

fn without_effect(one: &Explanation, data: &Data, lang: Lang) -> Option<String> {
    if data.without_effect.is_empty() {
        return None;
    }
    let names: Vec<&str> = data
        .without_effect
        .iter()
        .map(|&measure| {
            one.measures[measure]
                .name
                .get(lang, &one.measures[measure].id)
        })
        .collect();
    Some(match (data.quantity.total, lang) {
        (Total::Counted, Lang::En) => format!("No effect on limits: {}.", names.join(", ")),
        (Total::Elapsed, Lang::En) => format!("No effect on the wait: {}.", names.join(", ")),
        (Total::Counted, Lang::Zh) => format!("对计时时限无影响：{}。", names.join("、")),
        (Total::Elapsed, Lang::Zh) => format!("对历时无影响：{}。", names.join("、")),
    })
}

fn broken(lang: Lang) -> String {
    match lang {
        Lang::En => "Slashed bars do not begin at zero.",
        Lang::Zh => "带斜线的条形不从零开始。",
    }
    .to_owned()
}

fn how(one: &Explanation, lang: Lang) -> String {
    let cases = count(one.replications as i64);
    match (one.method, lang) {
        (Method::Exact { coalitions }, Lang::En) => format!(
            "All {} sets of measures × {cases} cases. Whiskers: 95 % sampling interval.",
            count(coalitions as i64)
        ),
        (Method::Exact { coalitions }, Lang::Zh) => format!(
            "枚举全部 {} 种举措组合 × {cases} 件。须线：95% 抽样区间。",
            count(coalitions as i64)
        ),
        (Method::Sampled { pairs, .. }, Lang::En) => format!(
            "Sampled from {} orders of the measures × {cases} cases. Whiskers: 95 % sampling interval.",
            count(2 * pairs as i64)
        ),
        (Method::Sampled { pairs, .. }, Lang::Zh) => format!(
            "抽样 {} 种举措次序 × {cases} 件。须线：95% 抽样区间。",
            count(2 * pairs as i64)
        ),
    }
}

/// Where the axis begins: at zero, or below all levels if the changes would be slivers.
fn least(data: &Data) -> f64 {
    let mut level = data.before_days;
    let mut lowest = level.min(data.after_days);
    let mut highest = level.max(data.after_days);
    for (_, share) in &data.steps {
        level -= share.value;
        lowest = lowest.min(level);
        highest = highest.max(level);
    }
    let span = highest - lowest;
    if span <= 0.0 || span > 0.5 * highest {
        return 0.0;
    }
    // A third of the picture is left for what does not change.
    (lowest - 0.5 * span).max(0.0).floor()
}

/// Two slashes of paper through a bar: its left part is cut out.
fn axis_break(scene: &mut Scene, bar: Rect) {
    for shift in [0.0, 9.0] {
        let x = bar.x + 20.0 + shift;
        let (from, to) = (
            Point::new(x - 6.0, bar.bottom() + 3.0),
            Point::new(x + 6.0, bar.y - 3.0),
        );
        scene.line(from, to, Stroke::solid(super::theme::PAPER, 4.0));
    }
}

fn panel(scene: &mut Scene, part: Rect, one: &Explanation, data: &Data, lang: Lang) {
    let heading = match (data.quantity.total, lang) {
        (Total::Counted, Lang::En) => "Official clock: limits added up, working days",
        (Total::Elapsed, Lang::En) => "Nine of ten applicants wait at most, working days",
        (Total::Counted, Lang::Zh) => "计时：时限合计（工作日）",
        (Total::Elapsed, Lang::Zh) => "九成申请人历时不超过（工作日）",
    };
    scene.text(label(heading).bold().at(part.x, part.y + LABEL_SIZE));
    let n_rows = data.steps.len() + 2;
    let top = part.y + HEADING;
    let pitch = ((part.bottom() - top) / n_rows as f64).min(120.0);
    let size = match pitch {
        ..30.0 => DENSE_SIZE,
        90.0.. => LABEL_SIZE,
        _ => SMALL_SIZE,
    };
    let names = 0.40 * part.width;
    let after_bars = 96.0;
    let plot = Rect::new(
        part.x + names + 12.0,
        top,
        part.width - names - 12.0 - after_bars,
        pitch * n_rows as f64,
    );
    let most = data.before_days.max(data.after_days).max(1e-9);
    let least = least(data);
    let across = |value: f64| plot.x + (value - least).max(0.0) / (most - least) * plot.width;
    let bar = (0.66 * pitch).min(72.0);
    scene.line(
        Point::new(plot.x, plot.y),
        Point::new(plot.x, plot.bottom()),
        Stroke::solid(AXIS, 1.5),
    );
    let total = |scene: &mut Scene, row: usize, value: f64, side: Side, name: &str| {
        let y = plot.y + row as f64 * pitch + (pitch - bar) / 2.0;
        let area = Rect::new(plot.x, y, across(value) - plot.x, bar);
        scene.rect(area, super::scene::Fill::Solid(side.color()));
        let middle = y + bar / 2.0;
        if least > 0.0 {
            axis_break(
                scene,
                Rect {
                    width: 46.0,
                    ..area
                },
            );
        }
        let text = label(name).size(size).bold().end();
        scene.text(text.centred_at(plot.x - 12.0, middle));
        let text = label(rounded(value))
            .size(NUMBER_SIZE.min(bar).max(DENSE_SIZE))
            .bold();
        scene.text(text.centred_at(across(value) + 10.0, middle));
    };
    let (before, after) = match lang {
        Lang::En => ("before", "after"),
        Lang::Zh => ("改革前", "改革后"),
    };
    total(scene, 0, data.before_days, Side::Before, before);
    let mut level = data.before_days;
    for (row, &(measure, share)) in data.steps.iter().enumerate() {
        let (saved, interval) = (share.value, share.interval);
        let y = plot.y + (row + 1) as f64 * pitch + (pitch - bar) / 2.0;
        let next = level - saved;
        let (low, high) = (next.min(level), next.max(level));
        // From the bar above to this one.
        scene.line(
            Point::new(across(level), y - (pitch - bar)),
            Point::new(across(level), y),
            Stroke::solid(GRID, 1.5),
        );
        let fill = if saved >= 0.0 {
            super::scene::Fill::Solid(Side::After.color())
        } else {
            Side::Before.hatch()
        };
        let area = Rect::new(across(low), y, (across(high) - across(low)).max(1.5), bar);
        scene.rect(area, fill);
        let middle = y + bar / 2.0;
        let mut end = across(high);
        if let Some((least, largest)) = interval {
            // The whisker hangs on the end that the saving moves.
            let (from, to) = (across(level - largest), across(level - least));
            scene.line(
                Point::new(from, middle),
                Point::new(to, middle),
                Stroke::solid(super::theme::INK, 2.0),
            );
            end = end.max(to);
        }
        let name = one.measures[measure]
            .name
            .get(lang, &one.measures[measure].id);
        let fits = font::width(name, size, font::Weight::Regular) <= names;
        // Two lines of smaller letters are better than one that is cut.
        let (size, n_lines) = match pitch {
            _ if fits => (size, 1),
            pitch if pitch >= 2.2 * size => (size, 2),
            pitch if pitch >= 2.2 * DENSE_SIZE => (DENSE_SIZE, 2),
            _ => (size, 1),
        };
        let lines = font::wrap(name, size, font::Weight::Regular, names, n_lines);
        let spread = size * 1.1;
        for (number, line) in lines.iter().enumerate() {
            let shift = (number as f64 - (lines.len() - 1) as f64 / 2.0) * spread;
            let text = label(line.as_str()).size(size).end();
            scene.text(text.centred_at(plot.x - 12.0, middle + shift));
        }
        let sign = if saved >= 0.0 { "−" } else { "+" };
        let text = label(format!("{sign}{}", rounded(saved.abs())));
        scene.text(text.size(size).color(QUIET).centred_at(end + 8.0, middle));
        level = next;
    }
    total(scene, n_rows - 1, data.after_days, Side::After, after);
}
