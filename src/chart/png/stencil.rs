//! Letters as masks of how much of each pixel they cover, kept: the pictures of a run have a hundred thousand
//! letters and a few thousand masks.

use std::cell::RefCell;
use std::collections::HashMap;

use tiny_skia::{FillRule, LineJoin, Mask, Path, PathBuilder, Pixmap, Stroke, Transform};
use ttf_parser::{GlyphId, OutlineBuilder};

use super::super::font::{self, Weight};
use super::super::scene::{Color, Point, Turn};
use super::super::theme::HALO_WIDTH;

/// A letter as it is drawn, wherever it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Letter {
    /// Its glyph in the face of `weight`.
    pub glyph: GlyphId,
    /// How heavy.
    pub weight: Weight,
    /// Bits of its size in pixels.
    pub size_bits: u64,
    /// Reading direction.
    pub turn: Turn,
    /// Its rim, or itself.
    pub ink: Ink,
}

/// What of a letter is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ink {
    /// The letter.
    Letter,
    /// The rim that keeps it legible over lines.
    Halo,
}

/// Letters stand on quarters of a pixel: an eighth away from their place at most, which nobody sees.
const PHASES: i32 = 4;

/// So many are kept: a megabyte or two.
const MOST_KEPT: usize = 20_000;

thread_local! {
    static KEPT: RefCell<HashMap<(Letter, [i32; 2]), Stencil>> = RefCell::default();
}

/// Draws a letter whose baseline begins at `at`.
pub fn draw(pixmap: &mut Pixmap, letter: Letter, at: Point, color: Color) {
    let quarters = [at.x, at.y].map(|place| (place * f64::from(PHASES)).round() as i32);
    let whole = quarters.map(|place| place.div_euclid(PHASES));
    let phase = quarters.map(|place| place.rem_euclid(PHASES));
    KEPT.with_borrow_mut(|kept| {
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        let stencil = kept.entry((letter, phase));
        let stencil = stencil.or_insert_with(|| Stencil::new(letter, phase).unwrap_or_default());
        stencil.draw(pixmap, whole, color);
    });
}

/// Which share of each pixel a letter covers.
#[derive(Default)]
struct Stencil {
    /// From the letter's pixel to the upper left one of the mask.
    shift: [i32; 2],
    /// Pixels in a row.
    width: usize,
    /// Row by row, of 255.
    coverage: Vec<u8>,
}

impl Stencil {
    /// `None`: a space has no outline.
    fn new(letter: Letter, phase: [i32; 2]) -> Option<Stencil> {
        let path = outline(letter, phase)?;
        let bounds = path.bounds();
        let (left, top) = (bounds.left().floor(), bounds.top().floor());
        let width = (bounds.right().ceil() - left) as u32;
        let height = (bounds.bottom().ceil() - top) as u32;
        let mut mask = Mask::new(width, height)?;
        let to_corner = Transform::from_translate(-left, -top);
        mask.fill_path(&path, FillRule::Winding, true, to_corner);
        Some(Stencil {
            shift: [left as i32, top as i32],
            width: width as usize,
            coverage: mask.data().to_vec(),
        })
    }

    fn draw(&self, pixmap: &mut Pixmap, at: [i32; 2], color: Color) {
        let (canvas_width, canvas_height) = (pixmap.width() as i32, pixmap.height() as i32);
        let [left, top] = [0, 1].map(|axis| at[axis] + self.shift[axis]);
        // The part of a row that lies on the canvas.
        let from = (-left).clamp(0, self.width as i32);
        let to = (canvas_width - left).clamp(from, self.width as i32);
        let (red, green, blue) = color.channels();
        let (pixels, _) = pixmap.data_mut().as_chunks_mut::<4>();
        for (y, row) in (top..).zip(self.coverage.chunks_exact(self.width.max(1))) {
            if !(0..canvas_height).contains(&y) {
                continue;
            }
            let start = (y * canvas_width + left + from) as usize;
            let row = &row[from as usize..to as usize];
            for (pixel, &covered) in pixels[start..][..row.len()].iter_mut().zip(row) {
                if covered > 0 {
                    let share = (f64::from(covered) * color.alpha).round() as u32;
                    for (channel, ink) in pixel.iter_mut().zip([red, green, blue, 255]) {
                        let mixed = u32::from(ink) * share + u32::from(*channel) * (255 - share);
                        *channel = ((mixed + 127) / 255) as u8;
                    }
                }
            }
        }
    }
}

/// The outline in pixels, y downwards, its baseline beginning at `phase`.
fn outline(letter: Letter, phase: [i32; 2]) -> Option<Path> {
    let face = font::face(letter.weight);
    let mut pen = Pen(PathBuilder::new());
    face.outline(letter.glyph, &mut pen);
    let scale = face.scale(f64::from_bits(letter.size_bits)) as f32;
    let [x, y] = phase.map(|quarters| quarters as f32 / PHASES as f32);
    let path = pen.0.finish()?.transform(match letter.turn {
        Turn::Upright => Transform::from_row(scale, 0.0, 0.0, -scale, x, y),
        Turn::Upwards => Transform::from_row(0.0, -scale, -scale, 0.0, x, y),
    })?;
    let rim = Stroke {
        width: HALO_WIDTH as f32,
        line_join: LineJoin::Round,
        ..Stroke::default()
    };
    match letter.ink {
        Ink::Letter => Some(path),
        Ink::Halo => path.stroke(&rim, 1.0),
    }
}

struct Pen(PathBuilder);

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.0.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.0.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(ink: Ink) -> Letter {
        let glyphs = font::face(Weight::Regular).glyphs("用", 20.0);
        Letter {
            glyph: glyphs[0].0,
            weight: Weight::Regular,
            size_bits: 20f64.to_bits(),
            turn: Turn::Upright,
            ink,
        }
    }

    fn inked(at: Point, ink: Ink) -> Vec<(usize, usize)> {
        let mut pixmap = Pixmap::new(40, 40).expect("a canvas fits");
        pixmap.fill(tiny_skia::Color::WHITE);
        draw(&mut pixmap, letter(ink), at, Color::new(0));
        let dark = pixmap.pixels().iter().enumerate();
        let dark = dark.filter(|(_, pixel)| pixel.red() < 128);
        dark.map(|(idx, _)| (idx % 40, idx / 40)).collect()
    }

    #[test]
    fn a_letter_stands_on_its_baseline_inside_its_rim() {
        let plain = inked(Point::new(10.0, 30.0), Ink::Letter);
        assert!(plain.len() > 60);
        assert!(
            plain
                .iter()
                .all(|&(x, y)| (10..30).contains(&x) && (12..33).contains(&y))
        );
        let rim = inked(Point::new(10.0, 30.0), Ink::Halo);
        assert!(plain.iter().all(|place| rim.contains(place)));
    }

    #[test]
    fn a_letter_over_the_edge_is_cut_there() {
        let whole = inked(Point::new(10.0, 20.0), Ink::Letter);
        let cut = inked(Point::new(-5.0, 20.0), Ink::Letter);
        let kept = whole.iter().filter(|(x, _)| *x >= 15);
        assert_eq!(kept.map(|&(x, y)| (x - 15, y)).collect::<Vec<_>>(), cut);
        for gone in [
            Point::new(100.0, 20.0),
            Point::new(10.0, -50.0),
            Point::new(10.0, 90.0),
        ] {
            assert_eq!(inked(gone, Ink::Letter), []);
        }
    }
}
