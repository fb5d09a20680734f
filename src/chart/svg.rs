//! A scene as SVG text: the same bytes for the same scene, no scripts, nothing fetched.

use std::collections::BTreeMap;
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
    write(scene, "", &size)
}

/// Writes `scene` as an element of an HTML page that scales it; `prefix` keeps its ids apart from
/// those of other pictures, of which some may be hidden.
pub fn inline_svg(scene: &Scene, prefix: &str) -> String {
    write(scene, prefix, "")
}

fn write(scene: &Scene, prefix: &str, size: &str) -> String {
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
    write_hatches(&mut out, scene, prefix);
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
            Item::Shape(shape) => write_shape(&mut out, shape, prefix),
            Item::Text(text) => write_text(&mut out, text),
        }
    }
    out.push_str("</svg>\n");
    out
}

fn write_hatches(out: &mut String, scene: &Scene, prefix: &str) {
    let mut hatches = BTreeMap::new();
    for item in &scene.items {
        if let Item::Shape(Shape {
            fill: Some(Fill::Hatch { ink, ground }),
            ..
        }) = item
        {
            hatches.insert(hatch_id(prefix, *ink, *ground), (*ink, *ground));
        }
    }
    if hatches.is_empty() {
        return;
    }
    out.push_str("<defs>\n");
    let (pitch, half) = (number(HATCH_PITCH), number(HATCH_PITCH / 2.0));
    for (id, (ink, ground)) in hatches {
        let _ = writeln!(
            out,
            r#"<pattern id="{id}" patternUnits="userSpaceOnUse" width="{pitch}" height="{pitch}"><rect width="{pitch}" height="{pitch}"{}/><path d="M-{half} {half}L{half} -{half}M0 {pitch}L{pitch} 0M{half} {}L{} {half}"{}/></pattern>"#,
            paint("fill", ground),
            number(HATCH_PITCH * 1.5),
            number(HATCH_PITCH * 1.5),
            stroke_of(&Stroke::solid(ink, HATCH_STRIPE)),
        );
    }
    out.push_str("</defs>\n");
}

fn hatch_id(prefix: &str, ink: Color, ground: Color) -> String {
    format!(
        "{prefix}hatch-{:06x}-{}-{:06x}-{}",
        ink.rgb,
        number(ink.alpha * 100.0),
        ground.rgb,
        number(ground.alpha * 100.0)
    )
}

fn write_shape(out: &mut String, shape: &Shape, prefix: &str) {
    let fill = match shape.fill {
        None => r#" fill="none""#.to_string(),
        Some(Fill::Solid(color)) => paint("fill", color),
        Some(Fill::Hatch { ink, ground }) => {
            format!(r#" fill="url(#{})""#, hatch_id(prefix, ink, ground))
        }
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
        format!(r#" {attribute}-opacity="{}""#, number(color.alpha))
    } else {
        String::new()
    };
    format!(r##" {attribute}="#{:06x}"{opacity}"##, color.rgb)
}

/// At most two decimals: a hundredth of a pixel is seen by no one, and differs by no machine.
fn number(value: f64) -> String {
    let hundredths = (value * 100.0).round() as i64;
    let sign = if hundredths < 0 { "-" } else { "" };
    let (whole, rest) = (
        hundredths.unsigned_abs() / 100,
        hundredths.unsigned_abs() % 100,
    );
    match rest {
        0 => format!("{sign}{whole}"),
        rest if rest % 10 == 0 => format!("{sign}{whole}.{}", rest / 10),
        rest => format!("{sign}{whole}.{rest:02}"),
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
            (-0.001, "0"),
            (12.0, "12"),
            (12.5, "12.5"),
            (-12.346, "-12.35"),
            (0.05, "0.05"),
        ] {
            assert_eq!(number(value), shown);
        }
    }

    #[test]
    fn pictures_in_one_page_share_no_id() {
        let mut scene = Scene::new(10.0, 10.0, "");
        let (ink, ground) = (Color::new(0x112233), Color::new(0xffffff));
        let area = Rect::new(0.0, 0.0, 5.0, 5.0);
        scene.rect(area, Fill::Hatch { ink, ground });
        let [first, second] = ["a-", "b-"].map(|prefix| inline_svg(&scene, prefix));
        assert!(first.contains(r#"id="a-hatch-"#) && first.contains("url(#a-hatch-"));
        assert!(second.contains(r#"id="b-hatch-"#) && second.contains("url(#b-hatch-"));
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
