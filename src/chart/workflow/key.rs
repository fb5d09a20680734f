//! What the marks mean, and whose the agencies' marks are.

use super::draw::draw_badge;
use super::words;
use super::{Data, Fate, Node};
use crate::chart::font::{self, Weight};
use crate::chart::scene::{Fill, Outline, Point, Rect, Scene, Stroke};
use crate::chart::theme::{
    AXIS, GONE, INK, MARGIN, NEW, NEW_PALE, PAPER, QUIET, SMALL_SIZE, Side, WIDTH, label,
};
use crate::lang::Lang;
use crate::workflow::Clock;

/// Both parts of the key, laid out.
pub struct Key {
    side: Side,
    /// Which marks stand in the picture, as [`words::captions`] orders them.
    shown: [bool; 8],
    /// Agencies by row: index, name as it fits, place.
    rows: Vec<Vec<(usize, String, f64)>>,
    n_left_out: usize,
}

/// From row to row.
const ROW: f64 = 29.0;
/// More rows of agencies would take the picture's room.
const MOST_ROWS: usize = 3;
/// Room for a mark.
const MARK: f64 = 44.0;
/// The widest name of an agency.
const WIDEST: f64 = 300.0;

impl Key {
    /// Lays out the key.
    pub fn of(data: &Data, lang: Lang) -> Key {
        let mut rows: Vec<Vec<(usize, String, f64)>> = vec![Vec::new()];
        let mut x = MARGIN;
        for (idx, agency) in data.agencies.iter().enumerate() {
            let name = font::shorten(
                words::said(agency, lang),
                SMALL_SIZE,
                Weight::Regular,
                WIDEST,
            );
            let width = MARK + font::width(&name, SMALL_SIZE, Weight::Regular) + 24.0;
            if x + width > WIDTH - MARGIN {
                rows.push(Vec::new());
                x = MARGIN;
            }
            if let Some(row) = rows.last_mut() {
                row.push((idx, name, x));
            }
            x += width;
        }
        let n_left_out = rows.iter().skip(MOST_ROWS).map(Vec::len).sum();
        rows.truncate(MOST_ROWS);
        rows.retain(|row| !row.is_empty());
        Key {
            side: data.side,
            shown: shown(data),
            rows,
            n_left_out,
        }
    }

    /// Height of all rows.
    pub fn height(&self) -> f64 {
        let more = usize::from(self.n_left_out > 0);
        (1 + self.rows.len() + more) as f64 * ROW
    }

    /// Draws the key with its upper edge there.
    pub fn draw(&self, scene: &mut Scene, top: f64, badges: &[String], lang: Lang) {
        let middle = top + ROW / 2.0;
        self.marks(scene, middle, lang);
        for (row, agencies) in self.rows.iter().enumerate() {
            let middle = middle + (row + 1) as f64 * ROW;
            for (idx, name, x) in agencies {
                let width = draw_badge(scene, &badges[*idx], *x, middle, 17.0, QUIET);
                let text = label(name.as_str()).size(SMALL_SIZE);
                scene.text(text.centred_at(x + width + 7.0, middle));
            }
        }
        if self.n_left_out > 0 {
            let middle = middle + (self.rows.len() + 1) as f64 * ROW;
            let text = label(words::more_agencies(self.n_left_out, lang)).size(SMALL_SIZE);
            scene.text(text.color(QUIET).centred_at(MARGIN, middle));
        }
    }

    fn marks(&self, scene: &mut Scene, middle: f64, lang: Lang) {
        type Mark<'m> = &'m dyn Fn(&mut Scene, Rect);
        let side = self.side;
        let (decides, counted, on, off, merged, gone, check, other) = (
            |scene: &mut Scene, area: Rect| {
                let (from, to) = (Point::new(area.x, middle), Point::new(area.right(), middle));
                scene.line(from, to, Stroke::solid(side.color(), 6.0));
            },
            |scene: &mut Scene, area: Rect| {
                let (from, to) = (Point::new(area.x, middle), Point::new(area.right(), middle));
                scene.line(from, to, Stroke::solid(INK, 3.0));
            },
            |scene: &mut Scene, area: Rect| {
                scene.rect(
                    Rect {
                        width: 9.0,
                        x: area.x + 12.0,
                        ..area
                    },
                    Fill::Solid(side.color()),
                )
            },
            |scene: &mut Scene, area: Rect| {
                let area = Rect {
                    width: 9.0,
                    x: area.x + 12.0,
                    ..area
                };
                scene.rect(area, side.hatch());
                scene.stroke(Outline::Rect(area), Stroke::solid(side.color(), 1.0));
            },
            |scene: &mut Scene, area: Rect| {
                for shift in [5.0, 0.0] {
                    let sheet = Rect {
                        x: area.x + shift,
                        y: area.y + 3.0 - shift,
                        width: area.width - 5.0,
                        height: area.height - 3.0,
                    };
                    scene.rect(sheet, Fill::Solid(PAPER));
                    scene.stroke(Outline::Rect(sheet), Stroke::solid(QUIET, 1.6));
                }
            },
            |scene: &mut Scene, area: Rect| {
                scene.stroke(Outline::Rect(area), Stroke::dashed(GONE, 1.6, 5.0, 4.0))
            },
            |scene: &mut Scene, area: Rect| {
                scene.rect(area, Fill::Solid(NEW_PALE));
                scene.stroke(Outline::Rect(area), Stroke::solid(NEW, 2.5));
            },
            |scene: &mut Scene, area: Rect| {
                scene.stroke(Outline::Rect(area), Stroke::dashed(AXIS, 1.4, 2.0, 3.0))
            },
        );
        let marks: [Mark<'_>; 8] = [
            &decides, &counted, &on, &off, &merged, &gone, &check, &other,
        ];
        let mut x = MARGIN;
        let captions = marks.iter().zip(words::captions(lang)).zip(self.shown);
        for ((mark, caption), _) in captions.filter(|(_, is_shown)| *is_shown) {
            mark(scene, Rect::new(x, middle - 9.0, 33.0, 18.0));
            let text = label(caption).size(SMALL_SIZE);
            let width = text.width();
            scene.text(text.centred_at(x + MARK, middle));
            x += MARK + width + 30.0;
        }
    }
}

/// What stands nowhere needs no key.
fn shown(data: &Data) -> [bool; 8] {
    let any = |is_it: fn(&Node) -> bool| data.nodes.iter().any(is_it);
    let is_there = |node: &Node, clock: Clock| !node.fate.is_gone() && node.clock == clock;
    [
        any(|node| node.on_elapsed),
        any(|node| node.on_counted),
        data.nodes.iter().any(|node| is_there(node, Clock::On)),
        data.nodes.iter().any(|node| is_there(node, Clock::Off)),
        any(|node| !node.swallowed.is_empty()),
        any(|node| node.fate.is_gone()),
        any(|node| node.fate == Fate::Check),
        any(|node| !node.is_met && !node.fate.is_gone() && node.fate != Fate::Check),
    ]
}

/// The mark of the counted chain.
pub(super) fn underline(scene: &mut Scene, area: Rect) {
    let thick = 5.0_f64.min(area.height / 3.0);
    let line = Rect::new(area.x, area.bottom() - thick, area.width, thick);
    scene.rect(line, Fill::Solid(INK));
}
