//! The embedded face: widths with kerning, glyph outlines, and which characters it lacks.

mod lines;
mod own;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::OnceLock;

use ttf_parser::gpos::{PairAdjustment, PositioningSubtable};
use ttf_parser::{Face as Tables, GlyphId, OutlineBuilder};

pub use lines::{balanced, is_cut, shorten, wrap};
pub use own::{NoFont, take};

/// How heavy letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Text and numbers.
    Regular,
    /// Titles and what matters most.
    Bold,
}

/// Height of capitals and digits, as a share of the size (Noto Sans SC: 733 of 1000 units).
pub const CAPITAL_SHARE: f64 = 0.733;

/// Families for SVG: the face that was measured, then what stands in where it is not installed.
pub fn families() -> Cow<'static, str> {
    match own::family() {
        Some(own) => Cow::Owned(format!("'{own}',{FAMILIES}")),
        None => Cow::Borrowed(FAMILIES),
    }
}

const FAMILIES: &str = "'Noto Sans SC','Source Han Sans SC','Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif";

/// One weight of the embedded font.
pub struct Face {
    tables: Tables<'static>,
    /// Pair adjustments for Latin text.
    kerning: Vec<PairAdjustment<'static>>,
}

/// The face of a weight: the user's own, else the embedded one.
pub fn face(weight: Weight) -> &'static Face {
    if let Some(own) = own::face() {
        return own;
    }
    static REGULAR: OnceLock<Face> = OnceLock::new();
    static BOLD: OnceLock<Face> = OnceLock::new();
    match weight {
        Weight::Regular => REGULAR.get_or_init(|| {
            Face::new(include_bytes!(
                "../../../assets/fonts/NotoSansSC-Regular.subset.ttf"
            ))
        }),
        Weight::Bold => BOLD.get_or_init(|| {
            Face::new(include_bytes!(
                "../../../assets/fonts/NotoSansSC-Bold.subset.ttf"
            ))
        }),
    }
}

/// Width of one line of `text` in pixels, kerning included.
pub fn width(text: &str, size: f64, weight: Weight) -> f64 {
    face(weight).width(text, size)
}

/// Characters of `text` that the face cannot draw.
pub fn missing(text: &str) -> BTreeSet<char> {
    let tables = &face(Weight::Regular).tables;
    text.chars()
        .filter(|letter| !letter.is_control() && tables.glyph_index(*letter).is_none())
        .collect()
}

impl Face {
    fn new(bytes: &'static [u8]) -> Face {
        Face::of(Tables::parse(bytes, 0).expect("the embedded font is a font"))
    }

    fn of(tables: Tables<'static>) -> Face {
        let mut kerning = Vec::new();
        if let Some(positioning) = tables.tables().gpos {
            for lookup in positioning.lookups {
                for subtable in lookup.subtables.into_iter::<PositioningSubtable>() {
                    if let PositioningSubtable::Pair(pair) = subtable {
                        kerning.push(pair);
                    }
                }
            }
        }
        Face { tables, kerning }
    }

    fn width(&self, text: &str, size: f64) -> f64 {
        let (_, advance) = self.place(text);
        f64::from(advance) * self.scale(size)
    }

    /// Draws the outlines of `text` into `sink`, baseline at zero, y downwards, in pixels.
    pub fn outline(&self, text: &str, size: f64, sink: &mut impl Sink) {
        let scale = self.scale(size);
        for (glyph, x) in self.place(text).0 {
            let mut pen = Pen {
                sink,
                scale,
                x: f64::from(x) * scale,
            };
            self.tables.outline_glyph(glyph, &mut pen);
        }
    }

    fn scale(&self, size: f64) -> f64 {
        size / f64::from(self.tables.units_per_em())
    }

    /// Every glyph with its place, and the whole advance, in font units.
    fn place(&self, text: &str) -> (Vec<(GlyphId, i32)>, i32) {
        let mut glyphs = Vec::new();
        let mut x = 0;
        let mut before: Option<(char, GlyphId)> = None;
        for letter in text.chars() {
            let glyph = self.tables.glyph_index(letter).unwrap_or(GlyphId(0));
            if let Some((last, left)) = before
                && is_latin(last)
                && is_latin(letter)
            {
                x += self.kern(left, glyph);
            }
            glyphs.push((glyph, x));
            x += i32::from(self.tables.glyph_hor_advance(glyph).unwrap_or(0));
            before = Some((letter, glyph));
        }
        (glyphs, x)
    }

    fn kern(&self, left: GlyphId, right: GlyphId) -> i32 {
        for pair in &self.kerning {
            let Some(index) = pair.coverage().get(left) else {
                continue;
            };
            let found = match pair {
                PairAdjustment::Format1 { sets, .. } => {
                    sets.get(index).and_then(|set| set.get(right))
                }
                PairAdjustment::Format2 {
                    classes, matrix, ..
                } => matrix.get((classes.0.get(left), classes.1.get(right))),
            };
            if let Some((first, _)) = found {
                return i32::from(first.x_advance);
            }
        }
        0
    }
}

// The kerning of Chinese marks presumes proportional forms that we do not use.
fn is_latin(letter: char) -> bool {
    letter < '\u{250}'
}

/// Where outlines go.
pub trait Sink {
    /// Starts a contour.
    fn move_to(&mut self, x: f64, y: f64);
    /// A straight line.
    fn line_to(&mut self, x: f64, y: f64);
    /// A quadratic curve.
    fn quad_to(&mut self, x1: f64, y1: f64, x: f64, y: f64);
    /// A cubic curve.
    fn cubic_to(&mut self, x1: f64, y1: f64, x2: f64, y2: f64, x: f64, y: f64);
    /// Ends a contour.
    fn close(&mut self);
}

/// Turns font units, y upwards, into pixels, y downwards.
struct Pen<'a, S: Sink> {
    sink: &'a mut S,
    scale: f64,
    x: f64,
}

impl<S: Sink> Pen<'_, S> {
    fn at(&self, x: f32, y: f32) -> (f64, f64) {
        (
            self.x + f64::from(x) * self.scale,
            -f64::from(y) * self.scale,
        )
    }
}

impl<S: Sink> OutlineBuilder for Pen<'_, S> {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.sink.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.sink.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (x1, y1) = self.at(x1, y1);
        let (x, y) = self.at(x, y);
        self.sink.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let (x1, y1) = self.at(x1, y1);
        let (x2, y2) = self.at(x2, y2);
        let (x, y) = self.at(x, y);
        self.sink.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.sink.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_letters_are_one_em_wide() {
        assert_eq!(width("用地预审", 20.0, Weight::Regular), 80.0);
        assert_eq!(width("用地预审", 20.0, Weight::Bold), 80.0);
    }

    #[test]
    fn latin_pairs_are_kerned() {
        let pair = width("AV", 1000.0, Weight::Regular);
        let apart = width("A", 1000.0, Weight::Regular) + width("V", 1000.0, Weight::Regular);
        assert!(pair < apart, "{pair} {apart}");
        assert!(pair > apart * 0.85);
    }

    #[test]
    fn capitals_have_the_height_that_centring_assumes() {
        let height = face(Weight::Regular).tables.capital_height().unwrap_or(0);
        assert_eq!(f64::from(height) / 1000.0, CAPITAL_SHARE);
    }

    #[test]
    fn what_charts_write_has_glyphs_and_what_has_none_is_named() {
        let shown = "Counted 100 → 60；申请人等待 215 → 178 个工作日，P90 ≤ 57 × −40 % · … “朔州”（五减）①½±≈–—";
        assert_eq!(missing(shown), BTreeSet::new());
        assert_eq!(missing("犇 ok 😀\n"), BTreeSet::from(['犇', '😀']));
    }
}
