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
    let panels = [&data.before, &data.after].map(|panel| Open::new(panel, day, lang));
    let pack = |names: Option<Lettering>| panels.each_ref().map(|panel| panel.pack(names));
    let height_of = |packed: &[Packed; 2], pitch: f64, is_named: bool| {
        let lanes = panels.iter().zip(packed);
        let lanes = lanes.flat_map(|(panel, packed)| panel.heights(packed, pitch, is_named));
        fixed + lanes.sum::<f64>()
    };
    let bare = pack(None);
    let mut found = None;
    let sizes = SIZES
        .iter()
        .flat_map(|size| WIDTHS.map(|widest| (*size, widest)));
    for ((size, share), (widest, cut)) in sizes {
        let pitch = (size * share).ceil();
        let is_last =
            (size, share) == SIZES[SIZES.len() - 1] && (widest, cut) == WIDTHS[WIDTHS.len() - 1];
        // Names never save rows.
        if !is_last && height_of(&bare, pitch, true) > HEIGHT {
            continue;
        }
        let packed = pack(Some((size, widest, cut)));
        let height = height_of(&packed, pitch, true);
        // Letters are that large only where every name is whole.
        let mut placed = packed.iter().flatten().flatten();
        let is_cut = size > LARGE && placed.any(|placed| font::is_cut(&placed.text));
        let fits = height <= HEIGHT && !is_cut;
        if fits || (is_last && height <= MOST_HEIGHT) {
            found = Some((Some(size), pitch, packed));
            break;
        }
    }
    let (size, pitch, packed) = found.unwrap_or_else(|| {
        // Without names: rows as high as leaves the canvas within its bound.
        let n_rows = height_of(&bare, 1.0, false) - fixed;
        let pitch = ((MOST_HEIGHT - fixed) / n_rows.max(1.0)).clamp(0.05, 14.0);
        (None, pitch, bare)
    });
    // Few steps get thicker bars.
    let n_bars = packed.iter().flatten().flatten().count();
    let height = height_of(&packed, pitch, size.is_some());
    let pitch = match n_bars {
        0 => pitch,
        _ if height >= HEIGHT => pitch,
        _ => (pitch + (HEIGHT - height) / n_bars as f64)
            .min(MOST_PITCH)
            .max(pitch),
    };
    let height = height_of(&packed, pitch, size.is_some());
    let mut packed = packed.into_iter();
    let panels = panels.map(|panel| {
        let packed = packed.next().unwrap_or_default();
        panel.closed(packed, pitch, size.is_some())
    });
    Layout {
        day,
        most_days,
        size,
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

/// Size of names, how wide they may be, and whether they are cut.
type Lettering = (f64, f64, Cut);

/// For every lane where the name of each bar goes.
type Packed = Vec<Vec<Placed>>;

/// A panel whose bars have no rows yet.
struct Open {
    lanes: Vec<Lane>,
    /// The bars of every lane in pixels.
    wanted: Vec<Vec<Wanted>>,
    /// Where the wait ends.
    end_line: f64,
}

impl Open {
    fn new(panel: &Panel, day: f64, lang: Lang) -> Open {
        let lanes = lanes(panel);
        let bars = lanes.iter().map(|lane| lane.bars.iter());
        Open {
            wanted: bars
                .map(|bars| bars.map(|bar| wanted(bar, day, lang)).collect())
                .collect(),
            end_line: LEFTMOST + panel.elapsed_days * day,
            lanes,
        }
    }

    fn pack(&self, lettering: Option<Lettering>) -> Packed {
        let names = lettering.map(|(size, widest, cut)| Names {
            size,
            widest,
            cut,
            end_line: self.end_line,
        });
        let lanes = self.wanted.iter();
        lanes.map(|bars| pack(bars, names)).collect()
    }

    /// Of every lane, with rows that far apart.
    fn heights(&self, packed: &[Vec<Placed>], pitch: f64, is_named: bool) -> Vec<f64> {
        let n_rows = |placed: &Vec<Placed>| placed.iter().map(|placed| placed.row + 1).max();
        let least = if is_named { LANE_LEAST } else { 1.0 };
        let lanes = packed.iter();
        let lanes = lanes.map(|placed| n_rows(placed).unwrap_or(0) as f64 * pitch + 2.0 * LANE_PAD);
        let mut heights: Vec<f64> = lanes.map(|height| height.max(least)).collect();
        let mut bars = self.lanes.iter().flat_map(|lane| &lane.bars);
        let is_broken = bars.any(|bar| bar.clock == Clock::Outside);
        if let Some(last) = heights.last_mut().filter(|_| is_broken && is_named) {
            *last += BREAK;
        }
        heights
    }

    fn closed(self, packed: Packed, pitch: f64, is_named: bool) -> Vec<Rows> {
        let heights = self.heights(&packed, pitch, is_named);
        let lanes = self.lanes.into_iter().zip(packed).zip(heights);
        lanes
            .map(|((lane, placed), height)| Rows {
                lane,
                placed,
                height,
            })
            .collect()
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
