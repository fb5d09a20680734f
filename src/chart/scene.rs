//! A picture as a list of shapes and texts in sub-pixel coordinates, before anyone writes it as PNG or SVG.

use super::font::{self, Weight};

/// A place in pixels; y grows downwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// From the left edge.
    pub x: f64,
    /// From the top edge.
    pub y: f64,
}

/// An upright rectangle in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width, not negative.
    pub width: f64,
    /// Height, not negative.
    pub height: f64,
}

/// An opaque or translucent colour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Color {
    /// `0xRRGGBB`.
    pub rgb: u32,
    /// 1 is opaque.
    pub alpha: f64,
}

/// How an area is filled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fill {
    /// One colour.
    Solid(Color),
    /// Diagonal stripes: the sign for time off the clock.
    Hatch {
        /// Stripes.
        ink: Color,
        /// Between the stripes.
        ground: Color,
    },
}

/// How a line is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Stroke {
    /// Colour.
    pub color: Color,
    /// Width in pixels.
    pub width: f64,
    /// Lengths of dash and gap; empty is solid.
    pub dash: Vec<f64>,
}

/// The outline of a shape.
#[derive(Clone, Debug, PartialEq)]
pub enum Outline {
    /// A rectangle.
    Rect(Rect),
    /// Connected points, left open.
    Line(Vec<Point>),
    /// Connected points, closed.
    Polygon(Vec<Point>),
    /// A circle.
    Circle {
        /// Centre.
        centre: Point,
        /// Radius in pixels.
        radius: f64,
    },
}

/// An outline with its paint.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// Its outline.
    pub outline: Outline,
    /// Its inside.
    pub fill: Option<Fill>,
    /// Its edge.
    pub stroke: Option<Stroke>,
}

/// Which end of a text stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The text begins there.
    Start,
    /// The text is centred there.
    Middle,
    /// The text ends there.
    End,
}

/// Reading direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Turn {
    /// From left to right.
    Upright,
    /// From bottom to top.
    Upwards,
}

/// One line of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// What it says.
    pub content: String,
    /// Where its baseline is anchored.
    pub at: Point,
    /// Which end stands there.
    pub anchor: Anchor,
    /// Size in pixels.
    pub size: f64,
    /// Weight.
    pub weight: Weight,
    /// Colour.
    pub color: Color,
    /// A rim that keeps it legible over lines.
    pub halo: Option<Color>,
    /// Reading direction.
    pub turn: Turn,
}

/// One entry of the display list.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// Begins a group with what a pointer resting on it tells: the full name, all numbers.
    Open(String),
    /// Ends the innermost group.
    Close,
    /// A shape.
    Shape(Shape),
    /// A text.
    Text(Text),
}

/// A text with the box it takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// What it says.
    pub content: String,
    /// Its box: from above the capitals to below the descenders.
    pub area: Rect,
}

/// A picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// Width of the canvas in pixels.
    pub width: f64,
    /// Height of the canvas in pixels.
    pub height: f64,
    /// The finding, for readers who cannot see the picture.
    pub title: String,
    /// What to draw, in order.
    pub items: Vec<Item>,
}

impl Scene {
    /// An empty canvas.
    pub fn new(width: f64, height: f64, title: impl Into<String>) -> Scene {
        Scene {
            width,
            height,
            title: title.into(),
            items: Vec::new(),
        }
    }

    /// Draws what `draw` draws as one group that tells `title`.
    pub fn group(&mut self, title: impl Into<String>, draw: impl FnOnce(&mut Scene)) {
        self.items.push(Item::Open(title.into()));
        draw(self);
        self.items.push(Item::Close);
    }

    /// Fills an outline.
    pub fn fill(&mut self, outline: Outline, fill: Fill) {
        self.items.push(Item::Shape(Shape {
            outline,
            fill: Some(fill),
            stroke: None,
        }));
    }

    /// Draws the edge of an outline.
    pub fn stroke(&mut self, outline: Outline, stroke: Stroke) {
        self.items.push(Item::Shape(Shape {
            outline,
            fill: None,
            stroke: Some(stroke),
        }));
    }

    /// Fills a rectangle.
    pub fn rect(&mut self, rect: Rect, fill: Fill) {
        self.fill(Outline::Rect(rect), fill);
    }

    /// Draws a straight line.
    pub fn line(&mut self, from: Point, to: Point, stroke: Stroke) {
        self.stroke(Outline::Line(vec![from, to]), stroke);
    }

    /// Writes a text.
    pub fn text(&mut self, text: Text) {
        self.items.push(Item::Text(text));
    }

    /// Every text with its box, in drawing order.
    pub fn labels(&self) -> Vec<Label> {
        self.items
            .iter()
            .filter_map(|item| match item {
                Item::Text(text) => Some(Label {
                    content: text.content.clone(),
                    area: text.area(),
                }),
                Item::Open(_) | Item::Close | Item::Shape(_) => None,
            })
            .collect()
    }

    /// Characters that the face cannot draw, each with the first text that has it.
    pub fn missing_glyphs(&self) -> std::collections::BTreeMap<char, String> {
        let mut missing = std::collections::BTreeMap::new();
        for label in self.labels() {
            for letter in font::missing(&label.content) {
                let text = || label.content.clone();
                missing.entry(letter).or_insert_with(text);
            }
        }
        missing
    }
}

impl Text {
    /// The box that the text takes.
    pub fn area(&self) -> Rect {
        let width = font::width(&self.content, self.size, self.weight);
        let (above, below) = (0.82 * self.size, 0.2 * self.size);
        let before = match self.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => width / 2.0,
            Anchor::End => width,
        };
        match self.turn {
            Turn::Upright => Rect::new(self.at.x - before, self.at.y - above, width, above + below),
            Turn::Upwards => Rect::new(
                self.at.x - above,
                self.at.y + before - width,
                above + below,
                width,
            ),
        }
    }
}

impl Rect {
    /// A rectangle from its upper left corner.
    pub const fn new(x: f64, y: f64, width: f64, height: f64) -> Rect {
        Rect {
            x,
            y,
            width,
            height,
        }
    }

    /// The right edge.
    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    /// The bottom edge.
    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }

    /// Whether both share more than an edge.
    pub fn overlaps(&self, other: &Rect) -> bool {
        self.x < other.right()
            && other.x < self.right()
            && self.y < other.bottom()
            && other.y < self.bottom()
    }

    /// Whether `other` lies inside, edges included.
    pub fn contains(&self, other: &Rect) -> bool {
        other.x >= self.x
            && other.y >= self.y
            && other.right() <= self.right()
            && other.bottom() <= self.bottom()
    }
}

impl Point {
    /// A place.
    pub const fn new(x: f64, y: f64) -> Point {
        Point { x, y }
    }
}

impl Color {
    /// An opaque colour from `0xRRGGBB`.
    pub const fn new(rgb: u32) -> Color {
        Color { rgb, alpha: 1.0 }
    }

    /// Red, green and blue.
    pub fn channels(self) -> (u8, u8, u8) {
        let [_, red, green, blue] = self.rgb.to_be_bytes();
        (red, green, blue)
    }
}

impl Stroke {
    /// A solid line.
    pub fn solid(color: Color, width: f64) -> Stroke {
        Stroke {
            color,
            width,
            dash: Vec::new(),
        }
    }

    /// A dashed line.
    pub fn dashed(color: Color, width: f64, dash: f64, gap: f64) -> Stroke {
        Stroke {
            color,
            width,
            dash: vec![dash, gap],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(anchor: Anchor, turn: Turn) -> Text {
        Text {
            content: "用地".to_string(),
            at: Point::new(100.0, 100.0),
            anchor,
            size: 20.0,
            weight: Weight::Regular,
            color: Color::new(0),
            halo: None,
            turn,
        }
    }

    #[test]
    fn boxes_follow_anchor_and_direction() {
        for (anchor, turn, x, y, width, height) in [
            (Anchor::Start, Turn::Upright, 100.0, 83.6, 40.0, 20.4),
            (Anchor::Middle, Turn::Upright, 80.0, 83.6, 40.0, 20.4),
            (Anchor::End, Turn::Upright, 60.0, 83.6, 40.0, 20.4),
            (Anchor::Start, Turn::Upwards, 83.6, 60.0, 20.4, 40.0),
            (Anchor::Middle, Turn::Upwards, 83.6, 80.0, 20.4, 40.0),
        ] {
            let area = text(anchor, turn).area();
            let wanted = Rect::new(x, y, width, height);
            assert!(
                (area.x - wanted.x).abs() < 1e-9 && (area.y - wanted.y).abs() < 1e-9,
                "{area:?}"
            );
            assert!((area.width - wanted.width).abs() < 1e-9);
            assert!((area.height - wanted.height).abs() < 1e-9);
        }
    }

    #[test]
    fn touching_boxes_do_not_overlap() {
        let left = Rect::new(0.0, 0.0, 10.0, 10.0);
        assert!(!left.overlaps(&Rect::new(10.0, 0.0, 5.0, 10.0)));
        assert!(left.overlaps(&Rect::new(9.0, 9.0, 5.0, 10.0)));
        assert!(left.contains(&Rect::new(0.0, 5.0, 10.0, 5.0)));
    }
}
