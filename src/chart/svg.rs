//! A scene as SVG text: the same bytes for the same scene, no scripts, nothing fetched.

use std::fmt::Write as _;

use super::font::{Weight, families};
use super::scene::{
    Anchor, Color, Fill, Item, Outline, Point, Rect, Scene, Shape, Stroke, Text, Turn,
};
use super::theme::{HALO_WIDTH, HATCH_PITCH, HATCH_STRIPE};

/// Writes `scene` as one SVG document.
pub fn svg(scene: &Scene) -> String {
    let (width, height) = (number(scene.width), number(scene.height));
    let size = format!(r#" width="{width}" height="{height}""#);
    write(scene, &size)
}

/// Writes `scene` as an element of an HTML page that scales it. It has no ids that could meet those of other
/// pictures.
pub fn inline_svg(scene: &Scene) -> String {
    write(scene, "")
}

fn write(scene: &Scene, size: &str) -> String {
    let mut out = String::new();
    let (width, height) = (number(scene.width), number(scene.height));
    let title = escape(&scene.title);
    // Writing into a String never fails.
    let _ = writeln!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"{size} role="img" aria-label="{title}" font-family="{}">"#,
        families()
    );
    let _ = writeln!(out, "<title>{title}</title>");
    let _ = writeln!(
        out,
        r##"<rect width="{width}" height="{height}" fill="#ffffff"/>"##
    );
    for item in &scene.items {
        match item {
            Item::Open(title) => {
                let _ = writeln!(out, "<g><title>{}</title>", escape(title));
            }
            Item::Close => out.push_str("</g>\n"),
            Item::Shape(shape) => write_shape(&mut out, shape),
            Item::Text(text) => write_text(&mut out, text),
        }
    }
    out.push_str("</svg>\n");
    out
}

fn write_shape(out: &mut String, shape: &Shape) {
    let fill = match shape.fill {
        None => r#" fill="none""#.to_string(),
        Some(Fill::Solid(color)) => paint("fill", color),
        Some(Fill::Hatch { ground, .. }) => paint("fill", ground),
    };
    let stroke = shape.stroke.as_ref().map_or(String::new(), stroke_of);
    let _ = match &shape.outline {
        Outline::Rect(rect) => writeln!(out, "<rect{}{fill}{stroke}/>", place(rect)),
        Outline::Line(points) => {
            writeln!(out, r#"<path d="{}"{fill}{stroke}/>"#, path(points))
        }
        Outline::Polygon(points) => {
            writeln!(out, r#"<path d="{}Z"{fill}{stroke}/>"#, path(points))
        }
        Outline::Circle { centre, radius } => writeln!(
            out,
            r#"<circle cx="{}" cy="{}" r="{}"{fill}{stroke}/>"#,
            number(centre.x),
            number(centre.y),
            number(*radius)
        ),
    };
    if let (Outline::Rect(rect), Some(Fill::Hatch { ink, .. })) = (&shape.outline, shape.fill) {
        let stripes = stripes(rect);
        if !stripes.is_empty() {
            let stroke = stroke_of(&Stroke::solid(ink, HATCH_STRIPE));
            let _ = writeln!(out, r#"<path d="{stripes}"{stroke}/>"#);
        }
    }
}

/// Rising stripes inside a rectangle, as a path. Not a pattern: browsers print those as pixels, and a report as
/// forty megabytes.
fn stripes(rect: &Rect) -> String {
    // The corners of a stripe's ends touch the edges.
    let inset = HATCH_STRIPE / 8f64.sqrt();
    let (left, right) = (rect.x + inset, rect.right() - inset);
    let (top, bottom) = (rect.y + inset, rect.bottom() - inset);
    let tenths = |value: f64| (value * 10.0).round() as i64;
    let mut path = String::new();
    let mut pen: Option<(i64, i64)> = None;
    // Those with x + y = n × pitch, so that neighbours continue each other.
    let first = ((left + top) / HATCH_PITCH).ceil() as i64;
    let last = ((right + bottom) / HATCH_PITCH).floor() as i64;
    for sum in (first..=last).map(|n| n as f64 * HATCH_PITCH) {
        let (from, to) = (left.max(sum - bottom), right.min(sum - top));
        let length = tenths(to - from);
        if length <= 0 {
            continue;
        }
        let (x, y) = (tenths(from), tenths(sum - from));
        // Steps from the end of the last stripe are shorter to write than places.
        let _ = match pen {
            None => write!(path, "M{} {}", tenth(x), tenth(y)),
            Some((at_x, at_y)) => write!(path, "m{} {}", tenth(x - at_x), tenth(y - at_y)),
        };
        let _ = write!(path, "l{}{}", tenth(length), tenth(-length));
        pen = Some((x + length, y - length));
    }
    path
}

/// A whole number of tenths.
fn tenth(tenths: i64) -> String {
    number(tenths as f64 / 10.0)
}

fn write_text(out: &mut String, text: &Text) {
    let anchor = match text.anchor {
        Anchor::Start => "",
        Anchor::Middle => r#" text-anchor="middle""#,
        Anchor::End => r#" text-anchor="end""#,
    };
    let weight = match text.weight {
        Weight::Regular => "",
        Weight::Bold => r#" font-weight="700""#,
    };
    let (x, y) = (number(text.at.x), number(text.at.y));
    let turn = match text.turn {
        Turn::Upright => String::new(),
        Turn::Upwards => format!(r#" transform="rotate(-90 {x} {y})""#),
    };
    let halo = text.halo.map_or(String::new(), |color| {
        let stroke = stroke_of(&Stroke::solid(color, HALO_WIDTH));
        format!(r#"{stroke} stroke-linejoin="round" paint-order="stroke""#)
    });
    let _ = writeln!(
        out,
        r#"<text x="{x}" y="{y}" font-size="{}"{weight}{anchor}{}{halo}{turn}>{}</text>"#,
        number(text.size),
        paint("fill", text.color),
        escape(&text.content)
    );
}

fn place(rect: &Rect) -> String {
    format!(
        r#" x="{}" y="{}" width="{}" height="{}""#,
        number(rect.x),
        number(rect.y),
        number(rect.width),
        number(rect.height)
    )
}

fn path(points: &[Point]) -> String {
    let mut path = String::new();
    for (index, point) in points.iter().enumerate() {
        path.push(if index == 0 { 'M' } else { 'L' });
        let _ = write!(path, "{} {}", number(point.x), number(point.y));
    }
    path
}

fn stroke_of(stroke: &Stroke) -> String {
    let mut out = paint("stroke", stroke.color);
    let _ = write!(out, r#" stroke-width="{}""#, number(stroke.width));
    if !stroke.dash.is_empty() {
        let dash: Vec<String> = stroke.dash.iter().map(|length| number(*length)).collect();
        let _ = write!(out, r#" stroke-dasharray="{}""#, dash.join(" "));
    }
    out
}

fn paint(attribute: &str, color: Color) -> String {
    let opacity = if color.alpha < 1.0 {
        format!(r#" {attribute}-opacity="{:.2}""#, color.alpha)
    } else {
        String::new()
    };
    format!(r##" {attribute}="#{:06x}"{opacity}"##, color.rgb)
}

/// At most one decimal: a tenth of a pixel is seen by no one, and differs by no machine.
fn number(value: f64) -> String {
    let tenths = (value * 10.0).round() as i64;
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, rest) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    match rest {
        0 => format!("{sign}{whole}"),
        rest => format!("{sign}{whole}.{rest}"),
    }
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(letter),
            // XML has no way to write the others, not even escaped.
            letter if letter.is_control() => out.push('\u{fffd}'),
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        for (value, shown) in [
            (0.0, "0"),
            (-0.01, "0"),
            (12.0, "12"),
            (12.5, "12.5"),
            (-12.346, "-12.3"),
            (0.05, "0.1"),
        ] {
            assert_eq!(number(value), shown);
        }
    }

    #[test]
    fn stripes_stay_inside_and_are_no_pattern() {
        let mut scene = Scene::new(100.0, 100.0, "");
        let (ink, ground) = (Color::new(0x112233), Color::new(0xffffff));
        let area = Rect::new(20.0, 30.0, 24.0, 12.0);
        scene.rect(area, Fill::Hatch { ink, ground });
        let text = svg(&scene);
        assert!(
            !text.contains("pattern") && !text.contains(" id="),
            "{text}"
        );
        // x + y from 56 to 80: 50.9 + 1.8 and 86 - 1.8 are the corners.
        assert_eq!(stripes(&area).matches('l').count(), 4);
        assert_eq!(&stripes(&area)[..18], "M20.9 35.1l4.2-4.2");
        assert_eq!(stripes(&Rect::new(0.0, 0.0, 1.0, 1.0)), "");
    }

    #[test]
    fn names_cannot_break_out_of_the_document() {
        let mut scene = Scene::new(10.0, 10.0, "a < b & \"c\"");
        scene.group("</title><script>\u{0}", |_| {});
        let text = svg(&scene);
        assert!(text.contains("<title>a &lt; b &amp; &quot;c&quot;</title>"));
        assert!(text.contains("<title>&lt;/title&gt;&lt;script&gt;\u{fffd}</title>"));
    }
}
