//! `sensitivity` (敏感性龙卷风图): how far each assumption alone moves the wait after the reform.

use super::font::{Weight, shorten, wrap};
use super::scene::{Fill, Point, Rect, Scene, Stroke};
use super::theme::{
    AXIS, GRID, HEIGHT, INK, LABEL_SIZE, MARGIN, QUIET, SMALL_SIZE, Side, WIDTH, label, page,
};
use super::{About, Draw};
use crate::lang::{Described, Lang};
use crate::study::{Figure, Quantity, Sensitivity, Total};
use crate::text::days;

/// What a reader should know of it.
pub const ABOUT: About = About {
    name: "sensitivity",
    zh: "敏感性龙卷风图",
    shows: "what each assumption is worth over its plausible range: what to measure first (sweep)",
    shows_zh: "各假设在合理区间内的影响：最该先核实哪一个（sweep）",
    draw: Draw::Sensitivity(draw),
};

/// One assumption's bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Its address in the file.
    pub address: String,
    /// What a reader sees of it.
    pub described: Described,
    /// Low and high end of the assumption.
    pub range: (f64, f64),
    /// Working days at the low end.
    pub at_low: f64,
    /// Working days at the high end.
    pub at_high: f64,
}

/// The wait of nine of ten cases after the first reform (before it where there is none).
#[derive(Clone, Debug, PartialEq)]
pub struct Data {
    /// As the file says, working days.
    pub filed_days: f64,
    /// The widest first.
    pub bars: Vec<Bar>,
    /// Assumptions that are not shown.
    pub n_hidden: usize,
}

/// As many bars as can be read across a room.
const MOST_BARS: usize = 12;

/// The widest swings of the wait.
pub fn data(one: &Sensitivity) -> Data {
    let quantity = Quantity::of(Total::Elapsed, Figure::P90);
    let side = one.as_filed.len().min(2) - 1;
    let ranked = one.ranked(side, quantity);
    let bars = ranked.iter().take(MOST_BARS).map(|swing| Bar {
        address: swing.address.clone(),
        described: swing.described.clone(),
        range: swing.range,
        at_low: swing.low[side].values[quantity.idx()],
        at_high: swing.high[side].values[quantity.idx()],
    });
    let bars: Vec<Bar> = bars.collect();
    Data {
        filed_days: one.as_filed[side].values[quantity.idx()],
        n_hidden: one.swings.len() - bars.len(),
        bars,
    }
}

/// The tornado.
pub fn draw(one: &Sensitivity, lang: Lang) -> Option<Scene> {
    let data = data(one);
    let widest = data.bars.first()?;
    let (low, high) = ends(widest);
    let name = widest.described.leading(lang, &widest.address);
    let title = match lang {
        Lang::En => format!(
            "{name} – matters most: it alone moves the wait from {} to {} working days",
            rounded(low),
            rounded(high)
        ),
        Lang::Zh => format!(
            "最该先核实“{name}”：仅此一项就使历时在 {} 至 {} 个工作日之间",
            rounded(low),
            rounded(high)
        ),
    };
    let scenario = one.scenario_name.get(lang, &one.scenario);
    let subtitle = match lang {
        Lang::En => format!(
            "{scenario}: working days within which nine of ten cases are done after the reform, each assumption at \
             the low (pale) and the high end (full) of its plausible range"
        ),
        Lang::Zh => {
            format!(
                "{scenario}：改革后九成办件历时（工作日）；各假设取合理区间低端（浅色）与高端（深色）"
            )
        }
    };
    let note = match lang {
        Lang::En => format!(
            "{} more assumptions move it less or not at all. Ranges: as the file says, else ± 25 %. Same luck throughout.",
            data.n_hidden
        ),
        Lang::Zh => format!(
            "另有 {} 项假设影响更小或无影响。区间：文件所载，否则 ±25%。同一组随机数。",
            data.n_hidden
        ),
    };
    let (mut scene, top, bottom) = page(HEIGHT, &title, &subtitle, &[note]);
    bars(
        &mut scene,
        Rect::new(MARGIN, top, WIDTH - 2.0 * MARGIN, bottom - top),
        &data,
        lang,
    );
    Some(scene)
}

fn ends(bar: &Bar) -> (f64, f64) {
    (bar.at_low.min(bar.at_high), bar.at_low.max(bar.at_high))
}

fn rounded(value: f64) -> String {
    days((value * 10.0).round() / 10.0)
}

fn bars(scene: &mut Scene, part: Rect, data: &Data, lang: Lang) {
    let names = 620.0;
    let numbers = 90.0;
    let least = data
        .bars
        .iter()
        .map(|bar| ends(bar).0)
        .fold(data.filed_days, f64::min);
    let most = data
        .bars
        .iter()
        .map(|bar| ends(bar).1)
        .fold(data.filed_days, f64::max);
    let plot = Rect::new(
        part.x + names + numbers,
        part.y + 2.0 * LABEL_SIZE,
        part.width - names - 2.0 * numbers,
        part.height - 2.0 * LABEL_SIZE,
    );
    let across = |value: f64| plot.x + (value - least) / (most - least).max(1e-9) * plot.width;
    let filed = across(data.filed_days);
    let as_filed = match lang {
        Lang::En => format!("as filed: {}", rounded(data.filed_days)),
        Lang::Zh => format!("按文件取值：{}", rounded(data.filed_days)),
    };
    scene.text(
        label(as_filed)
            .bold()
            .middle()
            .at(filed, plot.y - 0.6 * LABEL_SIZE),
    );
    let pitch = (plot.height / data.bars.len() as f64).min(72.0);
    let height = 0.6 * pitch;
    for (row, bar) in data.bars.iter().enumerate() {
        let y = plot.y + row as f64 * pitch + (pitch - height) / 2.0;
        let middle = y + height / 2.0;
        let end = plot.y + (row + 1) as f64 * pitch;
        scene.line(
            Point::new(part.x, end),
            Point::new(part.right(), end),
            Stroke::solid(GRID, 1.0),
        );
        for (value, color) in [
            (bar.at_low, Side::After.pale()),
            (bar.at_high, Side::After.color()),
        ] {
            let (from, to) = (across(value).min(filed), across(value).max(filed));
            scene.rect(Rect::new(from, y, to - from, height), Fill::Solid(color));
        }
        let (low, high) = ends(bar);
        let left = across(low).min(filed) - 10.0;
        let right = across(high).max(filed) + 10.0;
        scene.text(
            label(rounded(low))
                .size(SMALL_SIZE)
                .end()
                .centred_at(left, middle),
        );
        scene.text(
            label(rounded(high))
                .size(SMALL_SIZE)
                .centred_at(right, middle),
        );
        let (from, to) = (short(bar.range.0), short(bar.range.1));
        let range = match lang {
            Lang::En => format!("{from} to {to}"),
            Lang::Zh => format!("{from} 至 {to}"),
        };
        let range = label(range).size(SMALL_SIZE).color(QUIET).end();
        let range_width = range.width();
        // Whose it is, then which of its figures.
        let owner = bar.described.owner.as_ref();
        let owner = owner.map(|name| name.get(lang, &bar.address));
        let figure = bar.described.figure.get(lang, &bar.address);
        let room = names - range_width - 20.0;
        let lines = match owner {
            Some(owner) => [owner, figure]
                .map(|line| shorten(line, SMALL_SIZE, Weight::Regular, room))
                .to_vec(),
            None => {
                let figure = bar.described.leading(lang, &bar.address);
                wrap(&figure, SMALL_SIZE, Weight::Regular, room, 2)
            }
        };
        for (number, line) in lines.iter().enumerate() {
            let shift = (number as f64 - (lines.len() - 1) as f64 / 2.0) * SMALL_SIZE * 1.15;
            scene.text(
                label(line.as_str())
                    .size(SMALL_SIZE)
                    .centred_at(part.x, middle + shift),
            );
        }
        scene.text(range.centred_at(part.x + names, middle));
    }
    let foot = plot.y + pitch * data.bars.len() as f64;
    scene.line(
        Point::new(filed, plot.y),
        Point::new(filed, foot),
        Stroke::solid(INK, 2.0),
    );
    scene.line(
        Point::new(part.x, plot.y),
        Point::new(part.right(), plot.y),
        Stroke::solid(AXIS, 1.5),
    );
}

fn short(value: f64) -> String {
    format!("{}", (value * 1e4).round() / 1e4)
}
