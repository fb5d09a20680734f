//! The one look of all pictures: canvas, type scale, colours.

use super::font::{self, CAPITAL_SHARE, Weight};
use super::scene::{Anchor, Color, Fill, Point, Scene, Stroke, Text, Turn};

/// Canvas of a slide, 16:9.
pub const WIDTH: f64 = 1920.0;
/// Canvas of a slide, 16:9.
pub const HEIGHT: f64 = 1080.0;
/// Empty rim on the left and on the right.
pub const MARGIN: f64 = 64.0;

/// The finding.
pub const TITLE_SIZE: f64 = 42.0;
/// The line under it.
pub const SUBTITLE_SIZE: f64 = 24.0;
/// Numbers that carry the finding.
pub const NUMBER_SIZE: f64 = 34.0;
/// Names and axes: legible from the back of a meeting room.
pub const LABEL_SIZE: f64 = 22.0;
/// Units, sources, ticks.
pub const SMALL_SIZE: f64 = 20.0;
/// Names of steps, of which there are dozens.
pub const DENSE_SIZE: f64 = 16.0;

/// Text.
pub const INK: Color = Color::new(0x1c2733);
/// Text that waits until it is looked for.
pub const QUIET: Color = Color::new(0x5b6875);
/// Grid lines.
pub const GRID: Color = Color::new(0xdfe4e9);
/// Axes.
pub const AXIS: Color = Color::new(0x8b97a3);
/// Bands behind lanes.
pub const BAND: Color = Color::new(0xf4f6f8);
/// Paper.
pub const PAPER: Color = Color::new(0xffffff);
/// A target that was set from outside.
pub const TARGET: Color = Color::new(0x9b2d6f);

/// What a reform adds: bluish green, apart from the two sides for every kind of colour vision.
pub const NEW: Color = Color::new(0x00684a);
/// Its area.
pub const NEW_PALE: Color = Color::new(0xd6eee4);
/// What a reform takes away.
pub const GONE: Color = Color::new(0x9aa5b0);

/// Distance of hatch stripes.
pub const HATCH_PITCH: f64 = 8.0;
/// Width of hatch stripes.
pub const HATCH_STRIPE: f64 = 2.6;
/// Width of the rim around text.
pub const HALO_WIDTH: f64 = 5.0;

/// Which of the two workflows a mark belongs to. The same two colours in every picture: slate blue and
/// orange differ in lightness and hue for every kind of colour vision, and in grey print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Before the reform.
    Before,
    /// After the reform.
    After,
    /// After a further reform, counted from 0.
    Further(usize),
}

/// An area, the same in the background, and letters.
type Shades = [u32; 3];

/// Reforms differ in hue and lightness for every kind of colour vision. After the last the colours begin
/// again with stripes and dashes, and pictures of many reforms number them as well.
const REFORMS: [Shades; 6] = [
    [0xe07b00, 0xf8d9b0, 0x984a00],
    [0xa44a00, 0xe8c3a6, 0x7d3800],
    [0x6a51a3, 0xd5cde6, 0x533e86],
    [0x35a0a8, 0xc4e4e6, 0x1c6a70],
    [0x4a2a1a, 0xc9bdb6, 0x4a2a1a],
    [0xc9a800, 0xf2e6ac, 0x756200],
];

const BASELINE: Shades = [0x7b8fa6, 0xd3dbe4, 0x4a5f77];

impl Side {
    /// The side of the reform at `index` (0 is the first).
    pub fn of_reform(index: usize) -> Side {
        match index.checked_sub(1) {
            None => Side::After,
            Some(further) => Side::Further(further),
        }
    }

    /// Its colours, and whether another reform has them already.
    fn shades(self) -> (Shades, bool) {
        let reform = match self {
            Side::Before => return (BASELINE, false),
            Side::After => 0,
            Side::Further(idx) => idx + 1,
        };
        (REFORMS[reform % REFORMS.len()], reform >= REFORMS.len())
    }

    /// Areas of a picture in which many reforms stand side by side: striped where the colours begin again.
    pub fn area(self) -> Fill {
        match self.shades().1 {
            true => Fill::Hatch {
                ink: self.color(),
                ground: self.pale(),
            },
            false => Fill::Solid(self.color()),
        }
    }

    /// Lines of such a picture: dashed where the colours begin again.
    pub fn stroke(self, width: f64) -> Stroke {
        match self.shades().1 {
            true => Stroke::dashed(self.color(), width, 5.0 * width, 2.5 * width),
            false => Stroke::solid(self.color(), width),
        }
    }

    /// Areas and lines.
    pub fn color(self) -> Color {
        Color::new(self.shades().0[0])
    }

    /// Areas in the background: what does not decide.
    pub fn pale(self) -> Color {
        Color::new(self.shades().0[1])
    }

    /// Text in this colour: dark enough for small letters (contrast over 4.5 on paper).
    pub fn ink(self) -> Color {
        Color::new(self.shades().0[2])
    }

    /// Letters on an area: paper on the dark ones, ink on the light ones.
    pub fn letters(self) -> Color {
        match self {
            Side::Before | Side::After => INK,
            Side::Further(idx) => match (idx + 1) % REFORMS.len() {
                0 | 3 | 5 => INK,
                _ => PAPER,
            },
        }
    }

    /// Time off the clock: striped.
    pub fn hatch(self) -> Fill {
        Fill::Hatch {
            ink: self.color(),
            ground: PAPER,
        }
    }

    /// Time off the clock that does not decide.
    pub fn pale_hatch(self) -> Fill {
        Fill::Hatch {
            ink: self.pale(),
            ground: PAPER,
        }
    }
}

/// A line of text, built up: `label("60").size(NUMBER_SIZE).bold().middle().at(x, y)`.
pub fn label(content: impl Into<String>) -> Text {
    Text {
        content: content.into(),
        at: Point::new(0.0, 0.0),
        anchor: Anchor::Start,
        size: LABEL_SIZE,
        weight: Weight::Regular,
        color: INK,
        halo: None,
        turn: Turn::Upright,
    }
}

impl Text {
    /// In this size.
    pub fn size(mut self, size: f64) -> Text {
        self.size = size;
        self
    }

    /// In bold.
    pub fn bold(mut self) -> Text {
        self.weight = Weight::Bold;
        self
    }

    /// In this colour.
    pub fn color(mut self, color: Color) -> Text {
        self.color = color;
        self
    }

    /// With a rim of paper, to stand over lines.
    pub fn halo(mut self) -> Text {
        self.halo = Some(PAPER);
        self
    }

    /// Anchored thus.
    pub fn anchor(mut self, anchor: Anchor) -> Text {
        self.anchor = anchor;
        self
    }

    /// Centred on its place.
    pub fn middle(self) -> Text {
        self.anchor(Anchor::Middle)
    }

    /// Ending at its place.
    pub fn end(self) -> Text {
        self.anchor(Anchor::End)
    }

    /// Reading upwards.
    pub fn upwards(mut self) -> Text {
        self.turn = Turn::Upwards;
        self
    }

    /// With its baseline there.
    pub fn at(mut self, x: f64, y: f64) -> Text {
        self.at = Point::new(x, y);
        self
    }

    /// With its capitals centred on height `y` (on `x` if it reads upwards).
    pub fn centred_at(self, x: f64, y: f64) -> Text {
        let down = self.size * CAPITAL_SHARE / 2.0;
        match self.turn {
            Turn::Upright => self.at(x, y + down),
            Turn::Upwards => self.at(x + down, y),
        }
    }

    /// Its width in pixels.
    pub fn width(&self) -> f64 {
        font::width(&self.content, self.size, self.weight)
    }
}

/// A canvas with the finding on top, what is shown beneath it, and notes at the bottom. Returns the
/// canvas and the heights between which the picture stands.
pub fn page(height: f64, title: &str, subtitle: &str, notes: &[String]) -> (Scene, f64, f64) {
    let mut scene = Scene::new(WIDTH, height, title);
    let room = WIDTH - 2.0 * MARGIN;
    let mut y = 40.0;
    for line in font::balanced(title, TITLE_SIZE, Weight::Bold, room, 2) {
        y += TITLE_SIZE * 1.2;
        scene.text(label(line).size(TITLE_SIZE).bold().at(MARGIN, y));
    }
    y += 4.0;
    for line in font::wrap(subtitle, SUBTITLE_SIZE, Weight::Regular, room, 2) {
        y += SUBTITLE_SIZE * 1.45;
        scene.text(label(line).size(SUBTITLE_SIZE).color(QUIET).at(MARGIN, y));
    }
    let mut bottom = height - 26.0;
    let lines: Vec<String> = notes
        .iter()
        .flat_map(|note| font::wrap(note, SMALL_SIZE, Weight::Regular, room, 2))
        .collect();
    for line in lines.into_iter().rev() {
        scene.text(label(line).size(SMALL_SIZE).color(QUIET).at(MARGIN, bottom));
        bottom -= SMALL_SIZE * 1.4;
    }
    (scene, y + 22.0, bottom - 8.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_reforms_and_the_baseline_are_told_apart() {
        let mut sides = vec![Side::Before];
        sides.extend((0..12).map(Side::of_reform));
        for (idx, one) in sides.iter().enumerate() {
            for other in &sides[..idx] {
                assert_ne!(one.area(), other.area(), "{one:?} and {other:?}");
                assert_ne!(one.stroke(4.0), other.stroke(4.0), "{one:?} and {other:?}");
            }
        }
    }
}
