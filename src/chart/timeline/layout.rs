//! How large the timeline is and where everything stands, before anything is drawn.

use super::super::font::{self, Weight};
use super::super::theme::{HEIGHT, LABEL_SIZE, MARGIN, WIDTH};
use super::pack::{Cut, LEFTMOST, Names, Placed, Wanted, pack};
use super::words::{self, Word};
use super::{Bar, Data, Lane, Panel};
use crate::lang::Lang;
use crate::text::days;
use crate::workflow::Clock;

use super::super::axis::NUMBERS_HEIGHT;

/// Height of one summary strip.
pub const STRIP: f64 = 25.0;
/// From strip to strip.
pub const STRIP_PITCH: f64 = 31.0;
/// Between the two panels.
const PANEL_GAP: f64 = 8.0;
/// Under a panel, where breaks of the axis stand.
pub const UNDER_PANEL: f64 = 8.0;
/// Bars of few steps are no thicker, and panels no farther apart.
const MOST_PITCH: f64 = 110.0;
const MOST_GAP: f64 = 120.0;
/// Above and below the rows of a lane.
pub const LANE_PAD: f64 = 2.0;
/// A stage's name needs that much.
const LANE_LEAST: f64 = 30.0;
/// No canvas is higher: 1920 × 6000 pixels print on one sheet.
const MOST_HEIGHT: f64 = 6000.0;
/// Sizes of the steps' names, and from row to row as a share of them, best first.
const SIZES: [(f64, f64); 11] = [
    (32.0, 2.0),
    (28.0, 1.7),
    (24.0, 1.5),
    (22.0, 1.35),
    (20.0, 1.2),
    (20.0, 1.1),
    (19.0, 1.1),
    (18.0, 1.1),
    (17.0, 1.1),
    (16.0, 1.1),
    (16.0, 1.05),
];
/// Larger letters are a luxury.
const LARGE: f64 = 24.0;
/// How wide names may be and whether they are cut to fill rows, best first.
const WIDTHS: [(f64, Cut); 3] = [
    (460.0, Cut::AtNeed),
    (290.0, Cut::AtNeed),
    (290.0, Cut::ToFill),
];
/// Under the last lane where the axis is broken, so that the break stands under the names.
const BREAK: f64 = 8.0;
/// With more lanes than that there is no room for the names of stages.
const MOST_LANES: usize = 60;
/// Between a strip and what is written at its end.
pub const AFTER_STRIP: f64 = 12.0;

/// Where days lie, and how rows are stacked.
pub struct Layout {
    /// Pixels of a working day, in both panels.
    pub day: f64,
    /// The last day of the axis.
    pub most_days: f64,
    /// Size of the steps' names; `None`: too many steps to name.
    pub size: Option<f64>,
    /// From row to row.
    pub pitch: f64,
    /// Height of the canvas.
    pub height: f64,
    /// Between the panels.
    pub gap: f64,
    /// Lanes of both panels.
    pub panels: [Vec<Rows>; 2],
}

/// One lane, packed.
pub struct Rows {
    /// What stands in it.
    pub lane: Lane,
    /// Where each bar's name goes.
    pub placed: Vec<Placed>,
    /// From its upper edge to its lower edge.
    pub height: f64,
}

/// What is written at the end of a strip: the number, and the target on the counted one.
pub fn strip_end(
    panel: &Panel,
    before: Option<&Panel>,
    is_counted: IsCounted,
    lang: Lang,
) -> String {
    let of = |panel: &Panel| match is_counted {
        IsCounted::Yes => panel.counted_days,
        IsCounted::No => panel.elapsed_days,
    };
    let now = of(panel);
    let number = match lang {
        Lang::En => format!("{} working days", days(now)),
        Lang::Zh => format!("{} 个工作日", days(now)),
    };
    let Some(saved) = before.map(|before| of(before) - now) else {
        return number;
    };
    match lang {
        Lang::En if saved >= 0.05 => format!("{number}, {} fewer", days(saved)),
        Lang::En if saved <= -0.05 => format!("{number}, {} more", days(-saved)),
        Lang::Zh if saved >= 0.05 => format!("{number}，减少 {}", days(saved)),
        Lang::Zh if saved <= -0.05 => format!("{number}，增加 {}", days(-saved)),
        Lang::En => format!("{number}, no change"),
        Lang::Zh => format!("{number}，不变"),
    }
}

/// Which strip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IsCounted {
    /// The counted chain.
    Yes,
    /// The elapsed chain.
    No,
}

/// The target in words.
pub fn target_text(target_days: f64, lang: Lang) -> String {
    format!("{} {}", Word::Target.say(lang), days(target_days))
}

/// Finds the largest names with which everything stands on a slide; else the canvas grows, and at last
/// names are left out. `overhead` is the height of all but the panels.
pub fn lay_out(data: &Data, lang: Lang, overhead: f64) -> Layout {
    let most_days = data
        .before
        .elapsed_days
        .max(data.after.elapsed_days)
        .max(1.0);
    let day = scale(data, most_days, lang);
    let fixed = overhead + 2.0 * (2.0 * STRIP_PITCH + UNDER_PANEL) + NUMBERS_HEIGHT + PANEL_GAP;
    let lanes = [lanes(&data.before), lanes(&data.after)];
    let ends = [data.before.elapsed_days, data.after.elapsed_days];
    let place = |size: Option<(f64, (f64, Cut))>, pitch: f64| {
        let panel = |idx: usize| {
            let names = size.map(|(size, (widest, cut))| Names {
                size,
                widest,
                cut,
                end_line: LEFTMOST + ends[idx] * day,
            });
            panel_rows(&lanes[idx], day, names, pitch, lang)
        };
        [panel(0), panel(1)]
    };
    let height_of = |panels: &[Vec<Rows>; 2]| {
        let lanes = panels.iter().flatten().map(|rows| rows.height);
        fixed + lanes.sum::<f64>()
    };
    let mut found = None;
    let sizes = SIZES
        .iter()
        .flat_map(|size| WIDTHS.map(|widest| (*size, widest)));
    for ((size, share), widest) in sizes {
        let pitch = (size * share).ceil();
        let panels = place(Some((size, widest)), pitch);
        let height = height_of(&panels);
        // Letters are that large only where every name is whole.
        let mut placed = panels.iter().flatten().flat_map(|rows| &rows.placed);
        let is_cut = size > LARGE && placed.any(|placed| font::is_cut(&placed.text));
        let fits = height <= HEIGHT && !is_cut;
        let is_last = (size, share) == SIZES[SIZES.len() - 1] && widest == WIDTHS[WIDTHS.len() - 1];
        if fits || (is_last && height <= MOST_HEIGHT) {
            found = Some((Some((size, widest)), pitch, panels, height));
            break;
        }
    }
    let (names, pitch, panels, height) = found.unwrap_or_else(|| {
        // Without names: rows as high as leaves the canvas within its bound.
        let n_rows: f64 = place(None, 1.0)
            .iter()
            .flatten()
            .map(|rows| rows.height)
            .sum();
        let pitch = ((MOST_HEIGHT - fixed) / n_rows.max(1.0)).clamp(0.05, 14.0);
        let panels = place(None, pitch);
        let height = height_of(&panels);
        (None, pitch, panels, height)
    });
    // Few steps get thicker bars.
    let all_rows = panels.iter().flatten().flat_map(|rows| &rows.placed);
    let thicker = |n_rows: f64| (pitch + (HEIGHT - height) / n_rows).min(MOST_PITCH);
    let (pitch, panels, height) = match all_rows.count() {
        n_bars if n_bars > 0 && height < HEIGHT => {
            let pitch = thicker(n_bars as f64).max(pitch);
            let panels = place(names, pitch);
            let height = height_of(&panels);
            (pitch, panels, height)
        }
        _ => (pitch, panels, height),
    };
    Layout {
        day,
        most_days,
        size: names.map(|(size, _)| size),
        pitch,
        height: height.max(HEIGHT).ceil(),
        gap: PANEL_GAP + (HEIGHT - height).clamp(0.0, MOST_GAP),
        panels,
    }
}

/// Pixels of a day: as many as leave room for what is written at the end of every strip.
fn scale(data: &Data, most_days: f64, lang: Lang) -> f64 {
    let room = WIDTH - MARGIN - LEFTMOST - AFTER_STRIP;
    let target = data.target_days.map_or(0.0, |target| {
        let text = format!("  {}", target_text(target, lang));
        AFTER_STRIP + font::width(&text, LABEL_SIZE, Weight::Regular)
    });
    let shown_target = data.target_days.filter(|target| *target <= most_days);
    let mut day = room / most_days;
    for (panel, before) in [(&data.before, None), (&data.after, Some(&data.before))] {
        for (which, days, more) in [
            (
                IsCounted::Yes,
                panel.counted_days.max(shown_target.unwrap_or(0.0)),
                target,
            ),
            (IsCounted::No, panel.elapsed_days, 0.0),
        ] {
            let text = strip_end(panel, before, which, lang);
            let width = font::width(&text, LABEL_SIZE, Weight::Bold) + more;
            if days > 0.0 {
                day = day.min((room - width) / days);
            }
        }
    }
    day
}

/// The lanes of a panel; all in one if there are too many to name.
fn lanes(panel: &Panel) -> Vec<Lane> {
    if panel.lanes.len() <= MOST_LANES {
        return panel.lanes.clone();
    }
    let mut bars: Vec<Bar> = panel
        .lanes
        .iter()
        .flat_map(|lane| lane.bars.clone())
        .collect();
    bars.sort_by(|a, b| a.start_days.total_cmp(&b.start_days));
    vec![Lane {
        stage: None,
        counted_days: panel.counted_days,
        bars,
    }]
}

/// The lanes of one panel, packed.
fn panel_rows(lanes: &[Lane], day: f64, names: Option<Names>, pitch: f64, lang: Lang) -> Vec<Rows> {
    let packed = lanes.iter().cloned();
    let mut packed: Vec<Rows> = packed
        .map(|lane| rows(lane, day, names, pitch, lang))
        .collect();
    let mut bars = lanes.iter().flat_map(|lane| &lane.bars);
    let is_broken = bars.any(|bar| bar.clock == Clock::Outside);
    if let Some(last) = packed.last_mut().filter(|_| is_broken && names.is_some()) {
        last.height += BREAK;
    }
    packed
}

fn rows(lane: Lane, day: f64, names: Option<Names>, pitch: f64, lang: Lang) -> Rows {
    let wanted: Vec<Wanted> = lane.bars.iter().map(|bar| wanted(bar, day, lang)).collect();
    let placed = pack(&wanted, names);
    let n_rows = placed
        .iter()
        .map(|placed| placed.row + 1)
        .max()
        .unwrap_or(0);
    let height = n_rows as f64 * pitch + 2.0 * LANE_PAD;
    Rows {
        lane,
        placed,
        height: match names {
            Some(_) => height.max(LANE_LEAST),
            None => height.max(1.0),
        },
    }
}

fn wanted(bar: &Bar, day: f64, lang: Lang) -> Wanted {
    let (left, right) = edges(bar, day);
    let suffix = match bar.clock {
        Clock::On | Clock::Off => format!(" {}", days(bar.end_days - bar.start_days)),
        Clock::Outside => lang.bracketed(Word::NotCounted.say(lang)),
    };
    Wanted {
        left,
        right,
        name: words::said(&bar.step, lang).to_owned(),
        suffix,
        weight: Weight::Regular,
    }
}

/// Left and right edge of a bar: one of no length can still be seen.
pub fn edges(bar: &Bar, day: f64) -> (f64, f64) {
    let least = match bar.clock {
        Clock::On | Clock::Off => 4.0,
        Clock::Outside => 14.0,
    };
    let left = LEFTMOST + bar.start_days * day;
    (left, (LEFTMOST + bar.end_days * day).max(left + least))
}
