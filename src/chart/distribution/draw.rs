//! Drawing a distribution: a panel for each clock, its figures beside it.

use super::super::axis::{NUMBERS_HEIGHT, Numbers, days_axis};
use super::super::bands::{band_note, whisker};
use super::super::font::{self, Weight};
use super::super::scene::{Color, Fill, Outline, Point, Rect, Scene, Stroke};
use super::super::theme::{
    self, HEIGHT, INK, LABEL_SIZE, MARGIN, QUIET, SMALL_SIZE, Side, TARGET, WIDTH, label,
};
use super::{Curve, Data, Panel};
use crate::compare::Band;
use crate::lang::Lang;
use crate::text::{about, count, days};
use crate::workflow::Basis;

/// Room for the figures beside the plots.
const FIGURES_WIDTH: f64 = 440.0;

/// What a panel is called.
struct Words {
    clock: &'static str,
    at_limits: &'static str,
    lang: Lang,
}

/// Draws the picture.
pub fn draw(data: &Data, lang: Lang) -> Scene {
    let mut notes = vec![note(data, lang)];
    notes.extend(data.variants.map(|variants| band_note(variants, lang)));
    let (mut scene, top, bottom) =
        theme::page(HEIGHT, &title(data, lang), &subtitle(data, lang), &notes);
    let height = (bottom - top) / 2.0;
    for (idx, panel) in data.panels.iter().enumerate() {
        let words = Words {
            clock: clock(idx, data.basis, lang),
            at_limits: at_limits(idx, data.basis, lang),
            lang,
        };
        let area = Rect::new(
            MARGIN,
            top + idx as f64 * height,
            WIDTH - 2.0 * MARGIN,
            height - 12.0,
        );
        scene.group(words.clock, |scene| {
            draw_panel(scene, panel, data, area, &words)
        });
    }
    scene
}

fn draw_panel(scene: &mut Scene, panel: &Panel, data: &Data, area: Rect, words: &Words) {
    let sides = [Side::Before, data.side];
    draw_figures(scene, panel, sides, area, words);
    let plot = Rect::new(
        area.x + FIGURES_WIDTH,
        area.y + 14.0,
        area.width - FIGURES_WIDTH - 24.0,
        area.height - 14.0 - NUMBERS_HEIGHT - 12.0,
    );
    days_axis(scene, plot, panel.most_days, Numbers::Written);
    let most = panel
        .curves
        .iter()
        .flat_map(|curve| &curve.shares)
        .copied()
        .fold(0.0, f64::max);
    let x = |days: f64| plot.x + days / panel.most_days * plot.width;
    for (curve, side) in panel.curves.iter().zip(sides) {
        draw_area(scene, curve, side, plot, most);
    }
    for (curve, side) in panel.curves.iter().zip(sides) {
        for (days, stroke) in [
            (curve.p50_days, Stroke::solid(side.ink(), 4.0)),
            (curve.p90_days, Stroke::dashed(side.ink(), 4.0, 12.0, 7.0)),
        ] {
            let x = x(days);
            scene.line(Point::new(x, plot.y), Point::new(x, plot.bottom()), stroke);
        }
        draw_promise(scene, x(curve.promise_days), plot, side.ink());
    }
    for (idx, (curve, side)) in panel.curves.iter().zip(sides).enumerate() {
        let y = plot.y + 26.0 + 20.0 * idx as f64;
        for band in curve.bands.iter().flat_map(|bands| &bands[..2]) {
            let ends = (x(band.low), x(band.high));
            whisker(scene, ends, y, 7.0, Stroke::solid(side.ink(), 3.0));
        }
    }
    if let Some(target) = panel.target_days {
        let x = x(target);
        let stroke = Stroke::dashed(TARGET, 3.0, 3.0, 6.0);
        scene.line(Point::new(x, plot.y), Point::new(x, plot.bottom()), stroke);
    }
}

/// Histograms as soft steps, the later one over the earlier.
fn draw_area(scene: &mut Scene, curve: &Curve, side: Side, plot: Rect, most: f64) {
    let width = plot.width / curve.shares.len() as f64;
    let mut points = vec![Point::new(plot.x, plot.bottom())];
    for (bin, share) in curve.shares.iter().enumerate() {
        let height = if most > 0.0 {
            share / most * (plot.height - 16.0)
        } else {
            0.0
        };
        let (left, y) = (plot.x + bin as f64 * width, plot.bottom() - height);
        points.extend([Point::new(left, y), Point::new(left + width, y)]);
    }
    points.push(Point::new(plot.right(), plot.bottom()));
    draw_cumulative(scene, curve, side, plot);
    let soft = Color {
        alpha: 0.5,
        ..side.color()
    };
    scene.fill(Outline::Polygon(points.clone()), Fill::Solid(soft));
    scene.stroke(Outline::Line(points), Stroke::solid(side.color(), 2.0));
}

/// The share of cases done so far, from none at the bottom to all at the top.
fn draw_cumulative(scene: &mut Scene, curve: &Curve, side: Side, plot: Rect) {
    let width = plot.width / curve.shares.len() as f64;
    let mut done = 0.0;
    let mut points = vec![Point::new(plot.x, plot.bottom())];
    for (bin, share) in curve.shares.iter().enumerate() {
        done += share;
        let right = plot.x + (bin + 1) as f64 * width;
        points.push(Point::new(right, plot.bottom() - done * plot.height));
    }
    scene.stroke(Outline::Line(points), Stroke::solid(side.pale(), 3.0));
}

/// A promise is a ceiling: a triangle that hangs from the top.
fn draw_promise(scene: &mut Scene, x: f64, plot: Rect, color: Color) {
    let corners = [(-11.0, -12.0), (11.0, -12.0), (0.0, 8.0)];
    let triangle = corners.map(|(dx, dy)| Point::new(x + dx, plot.y + dy));
    scene.fill(Outline::Polygon(triangle.to_vec()), Fill::Solid(color));
}

type PickDays = fn(&Curve) -> (f64, Option<Band>);

fn draw_figures(scene: &mut Scene, panel: &Panel, sides: [Side; 2], area: Rect, words: &Words) {
    let room = FIGURES_WIDTH - 40.0;
    let mut y = area.y + 26.0;
    let lang = words.lang;
    let heading = font::shorten(words.clock, HEADING_SIZE, Weight::Bold, room);
    scene.text(label(heading).size(HEADING_SIZE).bold().at(area.x, y));
    y += 14.0;
    let rows: [(&str, PickDays); 3] = match lang {
        Lang::En => [
            ("half done within", |curve| {
                (curve.p50_days, curve.bands.map(|bands| bands[0]))
            }),
            ("nine of ten within", |curve| {
                (curve.p90_days, curve.bands.map(|bands| bands[1]))
            }),
            (words.at_limits, |curve| {
                (curve.promise_days, curve.bands.map(|bands| bands[2]))
            }),
        ],
        Lang::Zh => [
            ("半数办结", |curve| {
                (curve.p50_days, curve.bands.map(|bands| bands[0]))
            }),
            ("九成办结", |curve| {
                (curve.p90_days, curve.bands.map(|bands| bands[1]))
            }),
            (words.at_limits, |curve| {
                (curve.promise_days, curve.bands.map(|bands| bands[2]))
            }),
        ],
    };
    let has_bands = panel.curves.iter().any(|curve| curve.bands.is_some());
    let pitch = if has_bands { 62.0 } else { 46.0 };
    let [half, nine, limits] = rows;
    let shown = [
        (half, about as fn(f64) -> String),
        (nine, about),
        (limits, days),
    ];
    for ((name, pick), say) in shown {
        y += pitch;
        scene.text(label(name).size(LABEL_SIZE).color(INK).at(area.x, y));
        for (column, (curve, side)) in panel.curves.iter().zip(sides).enumerate() {
            let right = area.x + FIGURES_WIDTH - 150.0 + 110.0 * column as f64;
            let (value, band) = pick(curve);
            let number = font::shorten(&say(value), NUMBER_SIZE, Weight::Bold, 100.0);
            scene.text(
                label(number)
                    .size(NUMBER_SIZE)
                    .bold()
                    .color(side.ink())
                    .end()
                    .at(right, y),
            );
            if let Some(band) = band {
                let ends = [band.low, band.high].map(|end| days(end.round()));
                let text = match ends {
                    [low, high] if low == high => low,
                    [low, high] => format!("{low}–{high}"),
                };
                let text = font::shorten(&text, SMALL_SIZE, Weight::Regular, 106.0);
                let text = label(text).size(SMALL_SIZE).color(side.ink());
                scene.text(text.end().at(right, y + 22.0));
            }
        }
    }
    if let Some(target) = panel.target_days {
        y += pitch;
        let said = match lang {
            Lang::En => "target",
            Lang::Zh => "目标",
        };
        scene.text(label(said).size(LABEL_SIZE).color(TARGET).at(area.x, y));
        let right = area.x + FIGURES_WIDTH - 40.0;
        scene.text(
            label(days(target))
                .size(NUMBER_SIZE)
                .bold()
                .color(TARGET)
                .end()
                .at(right, y),
        );
    }
    y += pitch - 6.0;
    let unit = match lang {
        Lang::En => "working days, before and after",
        Lang::Zh => "工作日，改革前与改革后",
    };
    scene.text(label(unit).size(SMALL_SIZE).color(QUIET).at(area.x, y));
}

const HEADING_SIZE: f64 = 28.0;
const NUMBER_SIZE: f64 = 32.0;

/// What the triangle marks: only limits on the official clock are promised.
fn at_limits(idx: usize, basis: Basis, lang: Lang) -> &'static str {
    match (idx, basis, lang) {
        (0, Basis::Promises, Lang::En) => "promised",
        (0, Basis::Promises, Lang::Zh) => "承诺时限",
        (_, Basis::Promises, Lang::En) => "at the limits",
        (_, Basis::Promises, Lang::Zh) => "按时限历时",
        (_, Basis::Medians | Basis::RecordedMedians, Lang::En) => "medians added",
        (_, Basis::Medians | Basis::RecordedMedians, Lang::Zh) => "中位数合计",
    }
}

fn clock(idx: usize, basis: Basis, lang: Lang) -> &'static str {
    match (idx, lang) {
        (0, Lang::En) if basis != Basis::Promises => "Steps of authorities",
        (0, Lang::Zh) if basis != Basis::Promises => "部门办理",
        (0, _) => basis.say(lang),
        (_, Lang::En) => "Applicant waits",
        (_, Lang::Zh) => "申请人历时",
    }
}

fn title(data: &Data, lang: Lang) -> String {
    let [before, after] = &data.panels[1].curves;
    let [half_before, half_after, nine_before, nine_after] = [
        before.p50_days,
        after.p50_days,
        before.p90_days,
        after.p90_days,
    ]
    .map(about);
    match lang {
        Lang::En => format!(
            "Half of the applicants wait {half_before} → {half_after} working days, nine of ten at most {nine_before} → {nine_after}"
        ),
        Lang::Zh => format!(
            "半数申请人历时 {half_before} → {half_after} 个工作日，九成不超过 {nine_before} → {nine_after} 个工作日"
        ),
    }
}

fn subtitle(data: &Data, lang: Lang) -> String {
    let percent = |share: f64| lang.percent(days(share * 100.0));
    let within = data
        .within
        .map_or(String::new(), |(before, after)| match lang {
            Lang::En => format!(" Within target {} → {}.", percent(before), percent(after)),
            Lang::Zh => format!("达标率 {} → {}。", percent(before), percent(after)),
        });
    let (scenario, reform) = (&data.scenario, &data.reform);
    let (name, reformed) = (
        scenario.0.get(lang, &scenario.1),
        reform.0.get(lang, &reform.1),
    );
    let n = count(i64::try_from(data.replications).unwrap_or(i64::MAX));
    let profiles = followed(data, lang);
    match lang {
        Lang::En => format!("{name}: {reformed}. n = {n} cases{profiles}.{within}"),
        Lang::Zh => format!("{name}：{reformed}。n = {n} 件{profiles}。{within}"),
    }
}

/// What decides how much of a limit is used.
fn followed(data: &Data, lang: Lang) -> String {
    let kind = |is_assumed: bool| match (is_assumed, lang) {
        (true, Lang::En) => "assumed",
        (false, Lang::En) => "recorded",
        (true, Lang::Zh) => "假设",
        (false, Lang::Zh) => "实录",
    };
    let named = data.profiles.iter().map(|(id, is_assumed)| match lang {
        Lang::En => format!("{id} ({})", kind(*is_assumed)),
        Lang::Zh => format!("{id}（{}）", kind(*is_assumed)),
    });
    let named: Vec<String> = named.collect();
    match (named.is_empty(), lang) {
        (true, _) => String::new(),
        (false, Lang::En) => format!(", durations: profile {}", named.join(", ")),
        (false, Lang::Zh) => format!("，用时分布 {}", named.join("、")),
    }
}

fn note(data: &Data, lang: Lang) -> String {
    let (triangle, assumed) = match (data.basis, lang) {
        (Basis::Promises, Lang::En) => (
            match data.is_average {
                false => "the chain at its limits, a ceiling",
                true => "the chain at its limits, the average of cases that differ",
            },
            " How much of a limit is used is an assumption of the file.",
        ),
        (Basis::Promises, Lang::Zh) => (
            match data.is_average {
                false => "按时限合计，为上限",
                true => "按时限合计，为各类办件的平均",
            },
            "时限用去多少为情景文件的假设。",
        ),
        (Basis::Medians | Basis::RecordedMedians, Lang::En) => {
            ("medians of the steps, added along the longest chain", "")
        }
        (Basis::Medians | Basis::RecordedMedians, Lang::Zh) => ("最长路径各节点中位数合计", ""),
    };
    match lang {
        Lang::En => format!(
            "Solid line: half of the cases; dashed: nine of ten; triangle: {triangle}; dotted: target; pale curve: share done so far.{assumed}"
        ),
        Lang::Zh => format!(
            "实线：半数办件；虚线：九成办件；三角：{triangle}；点线：目标；浅色曲线：累计办结比例。{assumed}"
        ),
    }
}
