//! A scene as PNG bytes, drawn with tiny-skia and the embedded face.

mod palette;
mod stencil;

use tiny_skia::{
    BlendMode, FillRule, FilterQuality, LineCap, LineJoin, Paint, Path, PathBuilder, Pattern,
    Pixmap, Shader, SpreadMode, StrokeDash, Transform,
};

use super::font;
use super::scene::{
    Anchor, Color, Fill, Item, Outline, Point, Rect, Scene, Shape, Stroke, Text, Turn,
};
use super::theme::{HATCH_PITCH, HATCH_STRIPE};
use palette::indexed;
use stencil::{Ink, Letter};

/// Draws `scene` and encodes it.
pub fn png(scene: &Scene) -> Vec<u8> {
    encode(&draw(scene))
}

fn draw(scene: &Scene) -> Pixmap {
    let (width, height) = (scene.width.ceil() as u32, scene.height.ceil() as u32);
    let mut pixmap = Pixmap::new(width.max(1), height.max(1)).expect("a canvas fits into memory");
    // White paper.
    pixmap.data_mut().fill(u8::MAX);
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
    match shape.fill {
        None => {}
        Some(Fill::Solid(color)) => fill(pixmap, &shape.outline, &paint(color)),
        Some(Fill::Hatch { ink, ground }) => {
            let tile = hatch_tile(ink, ground);
            let shader = Pattern::new(
                tile.as_ref(),
                SpreadMode::Repeat,
                FilterQuality::Nearest,
                1.0,
                Transform::identity(),
            );
            fill(pixmap, &shape.outline, &shaded(shader));
        }
    }
    if let Some(line) = &shape.stroke {
        stroke(pixmap, &shape.outline, line);
    }
}

fn draw_text(pixmap: &mut Pixmap, text: &Text) {
    let before = match text.anchor {
        Anchor::Start => 0.0,
        Anchor::Middle => text.width() / 2.0,
        Anchor::End => text.width(),
    };
    let glyphs = font::face(text.weight).glyphs(&text.content, text.size);
    // Every rim before every letter: none lies over its neighbour.
    for (ink, color) in [(Ink::Halo, text.halo), (Ink::Letter, Some(text.color))] {
        let Some(color) = color else { continue };
        for &(glyph, along) in &glyphs {
            let letter = Letter {
                glyph,
                weight: text.weight,
                size_bits: text.size.to_bits(),
                turn: text.turn,
                ink,
            };
            let at = match text.turn {
                Turn::Upright => Point::new(text.at.x - before + along, text.at.y),
                Turn::Upwards => Point::new(text.at.x, text.at.y + before - along),
            };
            stencil::draw(pixmap, letter, at, color);
        }
    }
}

/// Pixels from which on a rectangle has a whole one inside, wherever it lies.
const SLIGHT: f64 = 3.0;

fn fill(pixmap: &mut Pixmap, outline: &Outline, paint: &Paint) {
    let whole = Transform::identity();
    // Most of a chart is rectangles: their edges need not be looked for in every row. One without a whole pixel inside is
    // drawn as any other shape: the library's rectangles must have one.
    if let Outline::Rect(rect) = outline
        && rect.width >= SLIGHT
    {
        if let Some(rect) = rect_of(rect) {
            pixmap.fill_rect(rect, paint, whole, None);
        }
    } else if let Some(path) = path_of(outline) {
        pixmap.fill_path(&path, paint, FillRule::Winding, whole, None);
    }
}

fn stroke(pixmap: &mut Pixmap, outline: &Outline, line: &Stroke) {
    if let Some(dashes) = ruled(outline, line) {
        for rect in dashes {
            fill(pixmap, &Outline::Rect(rect), &paint(line.color));
        }
        return;
    }
    let dash = line.dash.iter().map(|length| *length as f32).collect();
    let style = tiny_skia::Stroke {
        width: line.width as f32,
        line_cap: LineCap::Butt,
        line_join: LineJoin::Miter,
        dash: StrokeDash::new(dash, 0.0),
        ..tiny_skia::Stroke::default()
    };
    // A shape without extent has no path, and nothing to see.
    if let Some(path) = path_of(outline) {
        let whole = Transform::identity();
        pixmap.stroke_path(&path, &paint(line.color), &style, whole, None);
    }
}

/// The dashes of a level or upright line as the rectangles that they are; `None` for any other.
fn ruled(outline: &Outline, line: &Stroke) -> Option<Vec<Rect>> {
    let Outline::Line(points) = outline else {
        return None;
    };
    let [from, to] = points[..] else { return None };
    let (x, y) = (from.x.min(to.x), from.y.min(to.y));
    let (width, height) = ((to.x - from.x).abs(), (to.y - from.y).abs());
    let half = line.width / 2.0;
    let piece = |start: f64, length: f64| match (width > 0.0, height > 0.0) {
        (true, false) => Some(Rect::new(x + start, y - half, length, line.width)),
        (false, true) => Some(Rect::new(x - half, y + start, line.width, length)),
        (true, true) | (false, false) => None,
    };
    let whole = width.max(height);
    // A pattern begins where the line does.
    let is_turned = to.x < from.x || to.y < from.y;
    let place = |start: f64, length: f64| {
        if is_turned {
            whole - start - length
        } else {
            start
        }
    };
    let pattern = match line.dash[..] {
        [] => vec![whole],
        _ if line.dash.iter().all(|length| *length > 0.0) => line.dash.clone(),
        _ => return None,
    };
    let (mut pieces, mut start) = (Vec::new(), 0.0);
    for (idx, length) in pattern.iter().cycle().enumerate() {
        if start >= whole {
            break;
        }
        let length = length.min(whole - start);
        if idx % 2 == 0 {
            pieces.push(piece(place(start, length), length)?);
        }
        start += length;
    }
    Some(pieces)
}

/// One period of the stripes, the same as in the SVG.
fn hatch_tile(ink: Color, ground: Color) -> Pixmap {
    let mut tile = Pixmap::new(HATCH_PITCH as u32, HATCH_PITCH as u32).expect("a tile has pixels");
    tile.fill(rgba(ground));
    for shift in [-0.5, 0.0, 0.5].map(|share| share * HATCH_PITCH) {
        let low = Point::new(shift - HATCH_PITCH, shift + 2.0 * HATCH_PITCH);
        let high = Point::new(shift + 2.0 * HATCH_PITCH, shift - HATCH_PITCH);
        let stripe = Outline::Line(vec![low, high]);
        stroke(&mut tile, &stripe, &Stroke::solid(ink, HATCH_STRIPE));
    }
    tile
}

/// `None`: it has no extent.
fn rect_of(rect: &Rect) -> Option<tiny_skia::Rect> {
    let sides = [rect.x, rect.y, rect.width, rect.height].map(|side| side as f32);
    let [x, y, width, height] = sides;
    tiny_skia::Rect::from_xywh(x, y, width, height)
}

fn path_of(outline: &Outline) -> Option<Path> {
    let mut builder = PathBuilder::new();
    match outline {
        Outline::Rect(rect) => builder.push_rect(rect_of(rect)?),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn level_and_upright_lines_are_rectangles_from_where_they_begin() {
        let line = |from: (f64, f64), to: (f64, f64), dash: &[f64]| {
            let points = [from, to].map(|(x, y)| Point::new(x, y));
            let stroke = Stroke {
                dash: dash.to_vec(),
                ..Stroke::solid(Color::new(0), 2.0)
            };
            ruled(&Outline::Line(points.to_vec()), &stroke)
        };
        let whole = vec![Rect::new(5.0, 9.0, 20.0, 2.0)];
        assert_eq!(line((5.0, 10.0), (25.0, 10.0), &[]), Some(whole));
        let dashes = vec![
            Rect::new(4.0, 22.0, 2.0, 8.0),
            Rect::new(4.0, 10.0, 2.0, 7.0),
        ];
        assert_eq!(line((5.0, 30.0), (5.0, 10.0), &[8.0, 5.0]), Some(dashes));
        assert_eq!(line((5.0, 10.0), (25.0, 11.0), &[]), None);
        assert_eq!(line((5.0, 10.0), (25.0, 10.0), &[0.0, 5.0]), None);
    }
}
