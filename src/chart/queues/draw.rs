//! The picture of queues: two curves over time and bars by agency, beside them or, if few, beneath.

use super::bars;
use super::curves::{self, over_time};
use super::words::{notes, panels, subtitle, time_axis, title};
use super::{Data, Load, Row};
use crate::chart::font::{Weight, shorten};
use crate::chart::scene::{Rect, Scene};
use crate::chart::theme::{HEIGHT, LABEL_SIZE, MARGIN, QUIET, SMALL_SIZE, WIDTH, label, page};
use crate::compare::{Estimate, Moment, Names};
use crate::lang::Lang;

/// Room for the bars and their agencies' names where they stand on the right.
const BARS: f64 = 820.0;
/// Bars that need no more height stand beneath the curves, over the whole width.
const MOST_BENEATH: f64 = 336.0;
/// Their share of the height there, if they are few enough to grow.
const SHARE_BENEATH: f64 = 0.42;
/// Between curves side by side, and between curves and the bars beneath.
const GAP: f64 = 40.0;
/// Under the bars beneath.
const UNDER: f64 = 12.0;
/// Left of a plot for its numbers, above it for its heading, beneath it for the days and what they are.
const LEFT: f64 = 66.0;
const ABOVE: f64 = 48.0;
const BELOW: f64 = 76.0;
/// Plots are no lower and no higher than that.
const LEAST_PLOT: f64 = 190.0;
const MOST_PLOT: f64 = 700.0;
/// A picture of more agencies than fit below that leaves some out.
const MOST_HEIGHT: f64 = 6000.0;

/// One figure of something.
pub(super) type Pick<T> = fn(&T) -> Estimate;

/// Draws the picture.
pub(super) fn draw(data: &Data, names: &Names, lang: Lang) -> Scene {
    let (title, subtitle) = (title(data, lang), subtitle(data, lang));
    // The note may say how many agencies are left out, always in one more line.
    let trial_notes = notes(data, data.agencies.len(), lang);
    let (mut trial, top, bottom) = page(HEIGHT, &title, &subtitle, &trial_notes);
    let top = key(&mut trial, data, top, lang);
    let overhead = top + HEIGHT - bottom;
    let rows = shown(data, MOST_HEIGHT - overhead - bars::HEAD);
    let needed: f64 = rows.iter().map(bars::pitch).sum();
    let plot = LEAST_PLOT.max(curves::least_height(data));
    let is_beneath = needed <= MOST_BENEATH;
    let least = match is_beneath {
        true => ABOVE + plot + BELOW + GAP + bars::HEAD + needed + UNDER,
        false => (2.0 * (ABOVE + plot + BELOW)).max(bars::HEAD + needed),
    };
    let height = (overhead + least).max(HEIGHT).ceil();
    let notes = notes(data, data.agencies.len() - rows.len(), lang);
    let (mut scene, top, bottom) = page(height, &title, &subtitle, &notes);
    let top = key(&mut scene, data, top, lang);
    let area = Rect::new(MARGIN, top, WIDTH - 2.0 * MARGIN, bottom - top);
    let pen = Pen {
        data,
        rows,
        needed,
        names,
        lang,
    };
    if is_beneath {
        pen.beneath(&mut scene, area, plot);
    } else {
        pen.beside(&mut scene, area);
    }
    scene
}

/// The agencies that fit into `room`; at least one.
fn shown(data: &Data, room: f64) -> &[Row] {
    let mut free = room;
    let fits = data.agencies.iter().take_while(|row| {
        free -= bars::pitch(row);
        free >= 0.0
    });
    &data.agencies[..fits.count().max(1).min(data.agencies.len())]
}

struct Pen<'a> {
    data: &'a Data,
    rows: &'a [Row],
    /// Height that their bars need.
    needed: f64,
    names: &'a Names,
    lang: Lang,
}

impl Pen<'_> {
    /// The curves side by side, each over its half of the bars.
    fn beneath(&self, scene: &mut Scene, area: Rect, least_plot: f64) {
        let most = area.height - (ABOVE + least_plot + BELOW + GAP + UNDER);
        let room = (SHARE_BENEATH * area.height).min(most) - bars::HEAD;
        let stretch = (room / self.needed.max(1.0)).clamp(1.0, bars::MOST_STRETCH);
        let bars = bars::HEAD + stretch * self.needed;
        let (width, height) = ((area.width - GAP) / 2.0, area.height - GAP - bars - UNDER);
        let halves = [area.x, area.x + width + GAP];
        self.curves(scene, halves.map(|x| Rect::new(x, area.y, width, height)));
        let y = area.bottom() - bars - UNDER;
        let columns = [
            (halves[0] + bars::NAMES, width - bars::NAMES),
            (halves[1] + LEFT, width - LEFT),
        ];
        self.bars(scene, (area.x, y), columns, stretch);
    }

    /// The curves one above the other, the bars on their right.
    fn beside(&self, scene: &mut Scene, area: Rect) {
        let (width, x) = (area.width - BARS, area.right() - BARS);
        let height = (area.height / 2.0).min(ABOVE + MOST_PLOT + BELOW);
        let rows = [area.y, area.y + height];
        self.curves(scene, rows.map(|y| Rect::new(area.x, y, width, height)));
        let stretch = (area.height - bars::HEAD) / self.needed.max(1.0);
        let stretch = stretch.clamp(1.0, bars::MOST_STRETCH);
        let each = (BARS - bars::NAMES) / 2.0;
        let columns = [0.0, 1.0].map(|number| (x + bars::NAMES + number * each, each));
        self.bars(scene, (x, area.y), columns, stretch);
    }

    fn curves(&self, scene: &mut Scene, areas: [Rect; 2]) {
        let picks: [Pick<Moment>; 2] = [|moment| moment.open, |moment| moment.waiting];
        for ((area, heading), pick) in areas.into_iter().zip(panels(self.lang)).zip(picks) {
            scene.text(label(heading).bold().at(area.x, area.y + LABEL_SIZE));
            let plot = Rect::new(
                area.x + LEFT,
                area.y + ABOVE,
                area.width - LEFT - curves::room(self.data),
                area.height - ABOVE - BELOW,
            );
            over_time(scene, plot, self.data, pick);
            let caption = label(time_axis(self.data, self.lang)).size(SMALL_SIZE);
            let middle = plot.x + plot.width / 2.0;
            let caption = caption.color(QUIET).middle();
            scene.text(caption.at(middle, plot.bottom() + 2.9 * SMALL_SIZE));
        }
    }

    fn bars(&self, scene: &mut Scene, (x, y): (f64, f64), columns: [(f64, f64); 2], stretch: f64) {
        let picks: [Pick<Load>; 2] = [|load| load.utilisation, |load| load.waiting_days];
        let frame = bars::Frame {
            x,
            y,
            columns,
            picks,
            stretch,
        };
        bars::draw(scene, &frame, (self.data, self.rows), self.names, self.lang);
    }
}

/// Which colour is which workflow; returns where the picture goes on.
fn key(scene: &mut Scene, data: &Data, top: f64, lang: Lang) -> f64 {
    let right = WIDTH - MARGIN;
    let (mut x, mut y) = (MARGIN, top + 10.0);
    for (idx, curve) in data.sides.iter().enumerate() {
        let room = right - MARGIN - 34.0;
        let name = match data.number(idx) {
            Some(number) => format!("{number}  {}", curve.name(lang)),
            None => curve.name(lang).to_owned(),
        };
        let name = shorten(&name, LABEL_SIZE, Weight::Bold, room);
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

/// Upper end of an interval.
pub(super) fn upper(estimate: Estimate) -> f64 {
    estimate.interval.map_or(estimate.value, |(_, high)| high)
}

/// Lower end of an interval; nothing here is negative.
pub(super) fn lower(estimate: Estimate) -> f64 {
    let low = estimate.interval.map_or(estimate.value, |(low, _)| low);
    low.max(0.0)
}
