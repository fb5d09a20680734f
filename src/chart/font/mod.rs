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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    /// Glyph and advance of every letter of the basic plane: layouts measure each name a hundred times.
    letters: Vec<(GlyphId, u16)>,
    /// Pair adjustments for Latin text.
    kerning: Vec<PairAdjustment<'static>>,
    /// The same for every pair of ASCII letters.
    ascii_kerning: Vec<i16>,
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
        let nothing = (
            GlyphId(0),
            tables.glyph_hor_advance(GlyphId(0)).unwrap_or(0),
        );
        let mut face = Face {
            letters: vec![nothing; usize::from(u16::MAX) + 1],
            ascii_kerning: Vec::new(),
            tables,
            kerning,
        };
        let maps = face.tables.tables().cmap.map(|maps| maps.subtables);
        for map in maps.into_iter().flatten().filter(|map| map.is_unicode()) {
            map.codepoints(|code| {
                let place = usize::try_from(code)
                    .ok()
                    .and_then(|code| face.letters.get_mut(code));
                if let (Some(place), Some(letter)) = (place, char::from_u32(code)) {
                    *place = looked_up(&face.tables, letter);
                }
            });
        }
        let ascii: Vec<GlyphId> = ASCII.map(|letter| face.letter(letter).0).collect();
        let pairs = ascii
            .iter()
            .flat_map(|&left| ascii.iter().map(move |&right| (left, right)));
        face.ascii_kerning = pairs.map(|(left, right)| face.kern(left, right)).collect();
        face
    }

    fn width(&self, text: &str, size: f64) -> f64 {
        f64::from(self.walk(text, |_, _| {})) * self.scale(size)
    }

    /// Every glyph of a line with its distance from the start, in pixels.
    pub fn glyphs(&self, text: &str, size: f64) -> Vec<(GlyphId, f64)> {
        let scale = self.scale(size);
        let mut glyphs = Vec::new();
        self.walk(text, |glyph, x| glyphs.push((glyph, f64::from(x) * scale)));
        glyphs
    }

    /// Draws the outline of a glyph in font units, y upwards.
    pub fn outline(&self, glyph: GlyphId, pen: &mut dyn OutlineBuilder) {
        self.tables.outline_glyph(glyph, pen);
    }

    /// Pixels in a font unit.
    pub fn scale(&self, size: f64) -> f64 {
        size / f64::from(self.tables.units_per_em())
    }

    /// Tells every glyph with its place; returns the whole advance. All in font units.
    fn walk(&self, text: &str, mut tell: impl FnMut(GlyphId, i32)) -> i32 {
        let mut x = 0;
        let mut before: Option<(char, GlyphId)> = None;
        for letter in text.chars() {
            let (glyph, advance) = self.letter(letter);
            if let Some((last, left)) = before
                && is_latin(last)
                && is_latin(letter)
            {
                x += i32::from(match (ascii(last), ascii(letter)) {
                    (Some(row), Some(column)) => self.ascii_kerning[row * N_ASCII + column],
                    _ => self.kern(left, glyph),
                });
            }
            tell(glyph, x);
            x += i32::from(advance);
            before = Some((letter, glyph));
        }
        x
    }

    fn letter(&self, letter: char) -> (GlyphId, u16) {
        let known = self.letters.get(letter as usize).copied();
        known.unwrap_or_else(|| looked_up(&self.tables, letter))
    }

    fn kern(&self, left: GlyphId, right: GlyphId) -> i16 {
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
                return first.x_advance;
            }
        }
        0
    }
}

/// Glyph and advance of a letter; those of the empty box where the face lacks it.
fn looked_up(tables: &Tables<'_>, letter: char) -> (GlyphId, u16) {
    let glyph = tables.glyph_index(letter).unwrap_or(GlyphId(0));
    (glyph, tables.glyph_hor_advance(glyph).unwrap_or(0))
}

const ASCII: std::ops::RangeInclusive<char> = ' '..='~';
const N_ASCII: usize = 95;

/// Its place in [`ASCII`].
fn ascii(letter: char) -> Option<usize> {
    ASCII
        .contains(&letter)
        .then(|| letter as usize - ' ' as usize)
}

// The kerning of Chinese marks presumes proportional forms that we do not use.
fn is_latin(letter: char) -> bool {
    letter < '\u{250}'
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
