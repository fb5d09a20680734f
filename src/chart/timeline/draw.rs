//! Drawing the timeline.

use super::super::axis::{NUMBERS_HEIGHT, Numbers, days_axis};
use super::super::scene::{Color, Fill, Outline, Point, Rect, Scene, Stroke};
use super::super::theme::{
    BAND, INK, MARGIN, PAPER, QUIET, SMALL_SIZE, Side, TARGET, WIDTH, label, page,
};
use super::key;
use super::layout::{
    AFTER_STRIP, IsCounted, Layout, Rows, STRIP, STRIP_PITCH, UNDER_PANEL, lay_out, strip_end,
    target_text,
};
use super::pack::LEFTMOST;
use super::words::{self, Word};
use super::{Data, Panel, Piece};
use crate::lang::Lang;
use crate::text::days;
use crate::workflow::Clock;

/// Height of the key above the notes.
const KEY: f64 = 22.0;

/// Draws both panels.
pub fn draw(data: &Data, lang: Lang) -> Scene {
    let mut notes = words::averages(data, lang);
    notes.extend(words::prepared(data, lang));
    let (title, subtitle) = (words::title(data, lang), words::subtitle(data, lang));
    let (trial, top, bottom) = page(super::super::theme::HEIGHT, &title, &subtitle, &notes);
    let layout = lay_out(data, lang, top + trial.height - bottom + KEY);
    let (mut scene, top, bottom) = page(layout.height, &title, &subtitle, &notes);
    words::describe(&mut scene, data, lang);
    let mut y = top;
    for (panel, before, side, rows) in [
        (&data.before, None, Side::Before, &layout.panels[0]),
        (
            &data.after,
            Some(&data.before),
            data.side,
            &layout.panels[1],
        ),
    ] {
        let pen = Pen {
            data,
            panel,
            before,
            side,
            layout: &layout,
            lang,
        };
        y = pen.panel(&mut scene, y, rows) + layout.gap;
    }
    key::draw(&mut scene, bottom - 4.0, data, lang);
    scene
}

/// What drawing one panel needs.
pub(super) struct Pen<'a> {
    pub(super) data: &'a Data,
    pub(super) panel: &'a Panel,
    pub(super) before: Option<&'a Panel>,
    pub(super) side: Side,
    pub(super) layout: &'a Layout,
    pub(super) lang: Lang,
}

impl Pen<'_> {
    fn x(&self, days: f64) -> f64 {
        LEFTMOST + days * self.layout.day
    }

    /// Returns the height at which the panel ends.
    fn panel(&self, scene: &mut Scene, top: f64, rows: &[Rows]) -> f64 {
        let lanes_top = top + 2.0 * STRIP_PITCH;
        let lanes_height: f64 = rows.iter().map(|rows| rows.height).sum();
        let lanes_bottom = lanes_top + lanes_height;
        let mut y = lanes_top;
        for (idx, rows) in rows.iter().enumerate() {
            let band = Rect::new(MARGIN, y, WIDTH - 2.0 * MARGIN, rows.height);
            scene.rect(band, Fill::Solid(ground(idx)));
            y += rows.height;
        }
        let width = self.layout.most_days * self.layout.day;
        let plot = Rect::new(LEFTMOST, lanes_top, width, lanes_height);
        let numbers = match self.before {
            None => Numbers::Left,
            Some(_) => Numbers::Written,
        };
        days_axis(scene, plot, self.layout.most_days, numbers);
        self.end_line(scene, top + STRIP_PITCH, lanes_bottom);
        self.strips(scene, top);
        let mut y = lanes_top;
        for rows in rows {
            self.breaks(scene, y, rows, lanes_bottom);
            y += rows.height;
        }
        let mut y = lanes_top;
        for (idx, rows) in rows.iter().enumerate() {
            self.lane(scene, y, rows, ground(idx));
            y += rows.height;
        }
        if numbers == Numbers::Left {
            return lanes_bottom + UNDER_PANEL;
        }
        let unit = label(Word::Days.say(self.lang)).size(SMALL_SIZE);
        let unit = unit.color(QUIET).end();
        scene.text(unit.centred_at(LEFTMOST - 18.0, lanes_bottom + 17.0));
        lanes_bottom + UNDER_PANEL + NUMBERS_HEIGHT
    }

    /// Where the applicant's wait ends.
    fn end_line(&self, scene: &mut Scene, top: f64, bottom: f64) {
        let x = self.x(self.panel.elapsed_days);
        let line = Stroke::dashed(self.side.ink(), 2.0, 6.0, 5.0);
        scene.line(Point::new(x, top), Point::new(x, bottom), line);
    }

    fn strips(&self, scene: &mut Scene, top: f64) {
        let (side_word, ink) = match self.before {
            None => (Word::Before, self.side.ink()),
            Some(_) => (Word::After, self.side.ink()),
        };
        let middle = top + STRIP / 2.0;
        let name = label(side_word.say(self.lang)).size(26.0).bold().color(ink);
        scene.text(name.centred_at(MARGIN + 8.0, middle));
        for (which, word, pieces, days, y) in [
            (
                IsCounted::Yes,
                Word::Counted,
                &self.panel.counted_path,
                self.panel.counted_days,
                top,
            ),
            (
                IsCounted::No,
                Word::Waits,
                &self.panel.elapsed_path,
                self.panel.elapsed_days,
                top + STRIP_PITCH,
            ),
        ] {
            let middle = y + STRIP / 2.0;
            let name = label(word.say(self.lang)).bold().end();
            scene.text(name.centred_at(LEFTMOST - 14.0, middle));
            let target = self.data.target_days.filter(|_| which == IsCounted::Yes);
            let shown = target.filter(|target| *target <= self.layout.most_days);
            let mut from = 0.0;
            for piece in pieces {
                self.piece(
                    scene,
                    piece,
                    (from, y),
                    which,
                    shown.map(|days| self.x(days)),
                );
                from += piece.days;
            }
            let text = label(strip_end(self.panel, self.before, which, self.lang))
                .bold()
                .color(ink);
            let (end, width) = (self.x(days) + AFTER_STRIP, text.width());
            let tick = shown.map_or(end, |target| self.x(target));
            // Between the bar and the target if there is room, else after both.
            let at = match shown {
                Some(_) if end + width + AFTER_STRIP > tick => end.max(tick + AFTER_STRIP),
                Some(_) | None => end,
            };
            scene.text(text.centred_at(at, middle));
            if let Some(target) = target {
                let at = (at + width).max(tick) + AFTER_STRIP;
                let text = label(target_text(target, self.lang)).color(TARGET);
                scene.text(text.centred_at(at, middle));
            }
            if let Some(target) = shown {
                let x = self.x(target);
                let line = Stroke::solid(TARGET, 4.0);
                scene.line(Point::new(x, y - 5.0), Point::new(x, y + STRIP + 5.0), line);
            }
        }
    }

    /// One step of a chain, end to end with the others; its number stands beside the tick of the target.
    fn piece(
        &self,
        scene: &mut Scene,
        piece: &Piece,
        (from, y): (f64, f64),
        which: IsCounted,
        tick: Option<f64>,
    ) {
        let (left, width) = (self.x(from), piece.days * self.layout.day);
        let gap = if width > 4.0 { 1.5 } else { 0.0 };
        let rect = Rect::new(left, y, width - gap, STRIP);
        let name = words::said(&piece.step, self.lang);
        scene.group(
            format!("{name}{}{}", self.lang.colon(), days(piece.days)),
            |scene| {
                self.area(scene, rect, piece.clock, Weighs::Decides);
                if which == IsCounted::Yes {
                    underline(scene, rect);
                }
                let text = label(days(piece.days))
                    .size(16.0)
                    .middle()
                    .color(self.side.letters());
                if let Some(x) = centre(rect, text.width(), tick) {
                    let text = text.centred_at(x, y + STRIP / 2.0 - 1.0);
                    scene.text(match piece.clock {
                        Clock::On => text,
                        Clock::Off | Clock::Outside => text.color(INK).halo(),
                    });
                }
            },
        );
    }

    pub(super) fn area(&self, scene: &mut Scene, rect: Rect, clock: Clock, weighs: Weighs) {
        let (solid, hatch) = match weighs {
            Weighs::Decides => (self.side.color(), self.side.hatch()),
            Weighs::Nothing => (self.side.pale(), self.side.pale_hatch()),
        };
        match clock {
            Clock::On => scene.rect(rect, Fill::Solid(solid)),
            Clock::Off | Clock::Outside => {
                scene.rect(rect, hatch);
                scene.stroke(Outline::Rect(rect), Stroke::solid(solid, 1.5));
            }
        }
    }
}

/// Whether a bar decides the applicant's wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weighs {
    /// It does.
    Decides,
    /// It does not.
    Nothing,
}

/// Where the middle of a number of that width stands in its piece, clear of the tick; `None`: nowhere.
fn centre(piece: Rect, width: f64, tick: Option<f64>) -> Option<f64> {
    let (least, most) = (
        piece.x + 4.0 + width / 2.0,
        piece.right() - 4.0 - width / 2.0,
    );
    let middle = piece.x + piece.width / 2.0;
    let clear = width / 2.0 + 6.0;
    let places = match tick.filter(|tick| (middle - tick).abs() < clear) {
        Some(tick) => vec![tick - clear, tick + clear],
        None => vec![middle],
    };
    let inside = places.into_iter().filter(|x| least <= *x && *x <= most);
    inside.min_by(|a, b| (a - middle).abs().total_cmp(&(b - middle).abs()))
}

/// Lanes alternate, so that the eye keeps to one.
fn ground(lane: usize) -> Color {
    if lane.is_multiple_of(2) { BAND } else { PAPER }
}

/// The mark of the counted chain.
pub(super) fn underline(scene: &mut Scene, rect: Rect) {
    // Half below the bar, clear of its letters.
    let thick = 4.0_f64.min(rect.height / 3.0);
    let line = Rect::new(rect.x, rect.bottom() - thick / 2.0, rect.width, thick);
    scene.rect(line, Fill::Solid(INK));
}

pub(super) fn slashes(scene: &mut Scene, x: f64, top: f64, bottom: f64, color: Color) {
    for shift in [-4.0, 4.0] {
        let (from, to) = (
            Point::new(x + shift - 3.0, bottom),
            Point::new(x + shift + 3.0, top),
        );
        scene.line(from, to, Stroke::solid(color, 2.0));
    }
}
