//! A scene as PNG bytes, drawn with tiny-skia and the embedded face.

use tiny_skia::{
    BlendMode, FillRule, FilterQuality, LineCap, LineJoin, Mask, Paint, Path, PathBuilder, Pattern,
    Pixmap, Shader, SpreadMode, StrokeDash, Transform,
};

use super::font::{self, Sink};
use super::palette::indexed;
use super::scene::{Anchor, Color, Fill, Item, Outline, Scene, Shape, Stroke, Text, Turn};
use super::theme::{HALO_WIDTH, HATCH_PITCH, HATCH_STRIPE};

/// Draws `scene` and encodes it.
pub fn png(scene: &Scene) -> Vec<u8> {
    encode(&draw(scene))
}

fn draw(scene: &Scene) -> Pixmap {
    let (width, height) = (scene.width.ceil() as u32, scene.height.ceil() as u32);
    let mut pixmap = Pixmap::new(width.max(1), height.max(1)).expect("a canvas fits into memory");
    pixmap.fill(tiny_skia::Color::WHITE);
    for item in &scene.items {
        match item {
            // Groups only carry words, which a bitmap cannot show.
            Item::Open(_) | Item::Close => {}
            Item::Shape(shape) => draw_shape(&mut pixmap, shape),
            Item::Text(text) => draw_text(&mut pixmap, text),
        }
    }
    pixmap
}

fn draw_shape(pixmap: &mut Pixmap, shape: &Shape) {
    // A shape without extent has no path, and nothing to see.
    let Some(path) = path_of(&shape.outline) else {
        return;
    };
    match shape.fill {
        None => {}
        Some(Fill::Solid(color)) => fill(pixmap, &path, &paint(color)),
        Some(Fill::Hatch { ink, ground }) => {
            let tile = hatch_tile(ink, ground);
            let shader = Pattern::new(
                tile.as_ref(),
                SpreadMode::Repeat,
                FilterQuality::Nearest,
                1.0,
                Transform::identity(),
            );
            fill(pixmap, &path, &shaded(shader));
        }
    }
    if let Some(line) = &shape.stroke {
        stroke(pixmap, &path, line, LineJoin::Miter);
    }
}

fn draw_text(pixmap: &mut Pixmap, text: &Text) {
    let width = font::width(&text.content, text.size, text.weight);
    let before = match text.anchor {
        Anchor::Start => 0.0,
        Anchor::Middle => width / 2.0,
        Anchor::End => width,
    };
    let mut outlines = Outlines(PathBuilder::new());
    font::face(text.weight).outline(&text.content, text.size, &mut outlines);
    // Spaces have no outline.
    let Some(path) = outlines.0.finish() else {
        return;
    };
    let (x, y, before) = (text.at.x as f32, text.at.y as f32, before as f32);
    let place = match text.turn {
        Turn::Upright => Transform::from_translate(x - before, y),
        Turn::Upwards => Transform::from_row(0.0, -1.0, 1.0, 0.0, x, y + before),
    };
    let Some(path) = path.transform(place) else {
        return;
    };
    if let Some(color) = text.halo {
        let halo = Stroke::solid(color, HALO_WIDTH);
        stroke(pixmap, &path, &halo, LineJoin::Round);
    }
    fill(pixmap, &path, &paint(text.color));
}

fn fill(pixmap: &mut Pixmap, path: &Path, paint: &Paint) {
    let mask: Option<&Mask> = None;
    pixmap.fill_path(path, paint, FillRule::Winding, Transform::identity(), mask);
}

fn stroke(pixmap: &mut Pixmap, path: &Path, line: &Stroke, line_join: LineJoin) {
    let dash = line.dash.iter().map(|length| *length as f32).collect();
    let style = tiny_skia::Stroke {
        width: line.width as f32,
        line_cap: LineCap::Butt,
        line_join,
        dash: StrokeDash::new(dash, 0.0),
        ..tiny_skia::Stroke::default()
    };
    pixmap.stroke_path(
        path,
        &paint(line.color),
        &style,
        Transform::identity(),
        None,
    );
}

/// One period of the stripes, the same as in the SVG.
fn hatch_tile(ink: Color, ground: Color) -> Pixmap {
    let pitch = HATCH_PITCH as f32;
    let mut tile = Pixmap::new(HATCH_PITCH as u32, HATCH_PITCH as u32).expect("a tile has pixels");
    tile.fill(rgba(ground));
    for shift in [-0.5, 0.0, 0.5] {
        let mut stripe = PathBuilder::new();
        stripe.move_to(shift * pitch - pitch, shift * pitch + 2.0 * pitch);
        stripe.line_to(shift * pitch + 2.0 * pitch, shift * pitch - pitch);
        if let Some(path) = stripe.finish() {
            stroke(
                &mut tile,
                &path,
                &Stroke::solid(ink, HATCH_STRIPE),
                LineJoin::Miter,
            );
        }
    }
    tile
}

fn path_of(outline: &Outline) -> Option<Path> {
    let mut builder = PathBuilder::new();
    match outline {
        Outline::Rect(rect) => {
            let (x, y) = (rect.x as f32, rect.y as f32);
            let rect = tiny_skia::Rect::from_xywh(x, y, rect.width as f32, rect.height as f32)?;
            builder.push_rect(rect);
        }
        Outline::Circle { centre, radius } => {
            builder.push_circle(centre.x as f32, centre.y as f32, *radius as f32);
        }
        Outline::Line(points) | Outline::Polygon(points) => {
            for (index, point) in points.iter().enumerate() {
                if index == 0 {
                    builder.move_to(point.x as f32, point.y as f32);
                } else {
                    builder.line_to(point.x as f32, point.y as f32);
                }
            }
            if matches!(outline, Outline::Polygon(_)) {
                builder.close();
            }
        }
    }
    builder.finish()
}

fn paint(color: Color) -> Paint<'static> {
    shaded(Shader::SolidColor(rgba(color)))
}

fn shaded(shader: Shader) -> Paint {
    Paint {
        shader,
        blend_mode: BlendMode::SourceOver,
        anti_alias: true,
        force_hq_pipeline: false,
    }
}

fn rgba(color: Color) -> tiny_skia::Color {
    let (red, green, blue) = color.channels();
    let alpha = (color.alpha * 255.0).round().clamp(0.0, 255.0) as u8;
    tiny_skia::Color::from_rgba8(red, green, blue, alpha)
}

/// Indexed colours where nobody sees the difference, else red, green and blue; the paper is opaque.
fn encode(pixmap: &Pixmap) -> Vec<u8> {
    let (pixels, _) = pixmap.data().as_chunks::<4>();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixmap.width(), pixmap.height());
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    encoder.set_filter(png::FilterType::Up);
    let data = match indexed(pixels) {
        Some(indexed) => {
            encoder.set_color(png::ColorType::Indexed);
            encoder.set_palette(indexed.colors.concat());
            indexed.pixels
        }
        None => {
            encoder.set_color(png::ColorType::Rgb);
            let opaque = pixels.iter();
            opaque
                .flat_map(|&[red, green, blue, _]| [red, green, blue])
                .collect()
        }
    };
    let written = encoder
        .write_header()
        .and_then(|mut writer| writer.write_image_data(&data));
    written.expect("memory takes as many bytes as we write");
    bytes
}

struct Outlines(PathBuilder);

impl Sink for Outlines {
    fn move_to(&mut self, x: f64, y: f64) {
        self.0.move_to(x as f32, y as f32);
    }

    fn line_to(&mut self, x: f64, y: f64) {
        self.0.line_to(x as f32, y as f32);
    }

    fn quad_to(&mut self, x1: f64, y1: f64, x: f64, y: f64) {
        self.0.quad_to(x1 as f32, y1 as f32, x as f32, y as f32);
    }

    fn cubic_to(&mut self, x1: f64, y1: f64, x2: f64, y2: f64, x: f64, y: f64) {
        let (x1, y1, x2, y2) = (x1 as f32, y1 as f32, x2 as f32, y2 as f32);
        self.0.cubic_to(x1, y1, x2, y2, x as f32, y as f32);
    }

    fn close(&mut self) {
        self.0.close();
    }
}
