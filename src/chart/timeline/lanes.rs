//! Drawing the steps of a stage.

use super::super::font::{self, Weight};
use super::super::scene::{Color, Fill, Point, Rect, Scene, Stroke};
use super::super::theme::{AXIS, INK, MARGIN, PAPER, QUIET, SMALL_SIZE, label};
use super::Bar;
use super::draw::{Pen, Weighs, slashes, underline};
use super::layout::{LANE_PAD, Rows, edges};
use super::pack::{LEFTMOST, Placed};
use super::words::{self, Word};
use crate::text::days;
use crate::workflow::Clock;

impl Pen<'_> {
    /// Everything in one lane whose upper edge is at `y`.
    pub(super) fn lane(&self, scene: &mut Scene, y: f64, rows: &Rows, ground: Color) {
        if self.layout.size.is_some() {
            self.stage(scene, y, rows);
        }
        for (bar, placed) in rows.lane.bars.iter().zip(&rows.placed) {
            let top = y + LANE_PAD + placed.row as f64 * self.layout.pitch;
            scene.group(words::told(bar, self.lang), |scene| match bar.clock {
                Clock::On | Clock::Off => self.bar(scene, bar, placed, top, ground),
                Clock::Outside => self.works(scene, bar, placed, top, ground),
            });
        }
    }

    /// The stage's name and its part of the counted days.
    fn stage(&self, scene: &mut Scene, y: f64, rows: &Rows) {
        let name = match &rows.lane.stage {
            Some(stage) => words::said(stage, self.lang),
            None if self.panel.lanes.len() > 1
                && self.layout.panels.iter().any(|all| all.len() == 1) =>
            {
                Word::AllStages.say(self.lang)
            }
            None => Word::NoStage.say(self.lang),
        };
        let room = LEFTMOST - MARGIN - 24.0;
        let line_height = 25.0;
        let n_lines = ((rows.height - 4.0) / line_height).floor().max(1.0) as usize;
        let most = if n_lines >= 2 {
            (n_lines - 1).min(2)
        } else {
            1
        };
        let lines = font::wrap(name, SMALL_SIZE, Weight::Regular, room, most);
        let mut middle = y + 4.0 + line_height / 2.0;
        for line in &lines {
            scene.text(
                label(line.clone())
                    .size(SMALL_SIZE)
                    .centred_at(MARGIN + 8.0, middle),
            );
            middle += line_height;
        }
        if n_lines > lines.len() {
            let counted = days(rows.lane.counted_days);
            let text = format!("{} {counted}", Word::Counted.say(self.lang));
            scene.text(
                label(text)
                    .size(18.0)
                    .color(QUIET)
                    .centred_at(MARGIN + 8.0, middle),
            );
        }
    }

    fn bar(&self, scene: &mut Scene, bar: &Bar, placed: &Placed, top: f64, ground: Color) {
        let (left, right) = edges(bar, self.layout.day);
        let height = self.layout.pitch - 2.5_f64.min(self.layout.pitch * 0.25);
        let gap = if right - left > 5.0 { 1.5 } else { 0.0 };
        let rect = Rect::new(left, top, right - left - gap, height);
        let weighs = if bar.on_elapsed {
            Weighs::Decides
        } else {
            Weighs::Nothing
        };
        self.area(scene, rect, bar.clock, weighs);
        if bar.on_counted {
            underline(scene, rect);
        }
        let decides = bar.on_elapsed || bar.on_counted;
        let color = match (placed.is_inside, bar.on_elapsed, bar.clock) {
            (true, true, Clock::On) => self.side.letters(),
            (true, _, _) => INK,
            (false, _, _) if decides => INK,
            (false, _, _) => QUIET,
        };
        let plate = match (placed.is_inside, bar.clock) {
            (true, Clock::On) => Plate::None,
            (true, Clock::Off | Clock::Outside) => Plate::Whole(PAPER),
            (false, _) => Plate::Whole(ground),
        };
        self.name(scene, placed, rect, color, plate);
    }

    /// From construction works down to a break in the axis; before the names, which interrupt it.
    pub(super) fn breaks(&self, scene: &mut Scene, y: f64, rows: &Rows, lanes_bottom: f64) {
        let bars = rows.lane.bars.iter().zip(&rows.placed);
        for (bar, placed) in bars.filter(|(bar, _)| bar.clock == Clock::Outside) {
            let x = LEFTMOST + bar.start_days * self.layout.day;
            let top = y + LANE_PAD + (placed.row + 1) as f64 * self.layout.pitch;
            let line = Stroke::dashed(AXIS, 1.5, 2.0, 5.0);
            scene.line(Point::new(x, top), Point::new(x, lanes_bottom), line);
            scene.rect(
                Rect::new(x - 4.0, lanes_bottom - 7.0, 8.0, 14.0),
                Fill::Solid(PAPER),
            );
            slashes(scene, x, lanes_bottom - 7.0, lanes_bottom + 7.0, INK);
        }
    }

    /// Construction works: two strokes where they stand.
    fn works(&self, scene: &mut Scene, bar: &Bar, placed: &Placed, top: f64, ground: Color) {
        let (left, right) = edges(bar, self.layout.day);
        let height = self.layout.pitch - 2.5_f64.min(self.layout.pitch * 0.25);
        slashes(
            scene,
            (left + right) / 2.0,
            top,
            top + height,
            self.side.ink(),
        );
        let rect = Rect::new(left, top, right - left, height);
        self.name(scene, placed, rect, QUIET, Plate::Whole(ground));
    }

    fn name(&self, scene: &mut Scene, placed: &Placed, bar: Rect, color: Color, plate: Plate) {
        let Some(size) = self.layout.size.filter(|_| !placed.text.is_empty()) else {
            return;
        };
        let text = label(placed.text.clone()).size(size).color(color);
        // Lines and stripes end at the letters; a rim around these would reach into the next row.
        if let Plate::Whole(paper) = plate {
            let (width, height) = (text.width() + 6.0, bar.height + 1.0);
            let under = Rect::new(placed.x - 3.0, bar.y - 0.5, width, height);
            scene.rect(under, Fill::Solid(paper));
        }
        scene.text(text.centred_at(placed.x, bar.y + bar.height / 2.0));
    }
}

/// What lies under a name.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Plate {
    /// The bar as it is.
    None,
    /// A piece of paper of this colour.
    Whole(Color),
}
