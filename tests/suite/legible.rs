//! What people can read: nothing cut off, no label over another, over a line or over half a bar.

use redtape::chart::Picture;
use redtape::chart::scene::{Color, Fill, Item, Outline, Point, Rect, Scene, Text};

/// Whatever charts draw, people must be able to read it.
pub fn check(pictures: &[Picture]) {
    let mut found = Vec::new();
    for Picture { stem, scene } in pictures {
        let mut problems = problems(scene);
        // Arrows are the one thing that could run anywhere.
        if stem.starts_with("workflow") {
            problems.extend(crossed_labels(scene));
        }
        let n = problems.len();
        let some = problems.into_iter().take(3);
        found.extend(some.map(|problem| format!("{stem} ({n}): {problem}")));
    }
    assert!(found.is_empty(), "{found:#?}");
}

fn problems(scene: &Scene) -> Vec<String> {
    let canvas = Rect::new(0.0, 0.0, scene.width, scene.height);
    let labels = scene.labels();
    let mut by_top: Vec<_> = labels.iter().collect();
    by_top.sort_by(|a, b| a.area.y.total_cmp(&b.area.y));
    let mut found = Vec::new();
    for (idx, label) in by_top.iter().enumerate() {
        if !canvas.contains(&label.area) {
            found.push(format!("cut off: {label:?} on {canvas:?}"));
        }
        if label.content.is_empty() {
            found.push(format!("an empty label: {label:?}"));
        }
        let near = by_top[idx + 1..]
            .iter()
            .take_while(|other| other.area.y < label.area.bottom());
        for other in near.filter(|other| label.area.overlaps(&other.area)) {
            found.push(format!("{label:?} lies under {other:?}"));
        }
    }
    found.extend(faint_labels(scene));
    if scene.title.is_empty() {
        found.push("no title".to_owned());
    }
    if scene.height > 10_000.0 {
        found.push(format!("{} pixels high", scene.height));
    }
    found
}

/// Large letters need 3 (WCAG 2.1, 1.4.3), and nothing here is small.
const LEAST_CONTRAST: f64 = 3.0;

/// Letters that do not stand out everywhere from what is drawn under them.
fn faint_labels(scene: &Scene) -> Vec<String> {
    let mut areas: Vec<(Rect, Vec<Color>)> = Vec::new();
    let mut found = Vec::new();
    for item in &scene.items {
        match item {
            Item::Shape(shape) => {
                if let (Outline::Rect(rect), Some(fill)) = (&shape.outline, shape.fill) {
                    areas.push((*rect, colors(fill)));
                }
            }
            Item::Text(text) => found.extend(faint(text, &areas)),
            Item::Open(_) | Item::Close => {}
        }
    }
    found
}

fn colors(fill: Fill) -> Vec<Color> {
    match fill {
        Fill::Solid(color) => vec![color],
        Fill::Hatch { ink, ground } => vec![ink, ground],
    }
}

fn faint(text: &Text, areas: &[(Rect, Vec<Color>)]) -> Option<String> {
    let area = text.area();
    let near = areas.iter().filter(|(rect, _)| rect.overlaps(&area));
    let near: Vec<&(Rect, Vec<Color>)> = near.collect();
    // Letters, not the empty rim of their box.
    let (left, top) = (area.x + 1.0, area.y + 0.15 * area.height);
    let (width, height) = ((area.width - 2.0).max(0.0), 0.6 * area.height);
    let paper = vec![text.halo.unwrap_or(Color::new(0xffffff))];
    for (across, down) in (0..=12).flat_map(|across| (0..=2).map(move |down| (across, down))) {
        let x = left + width * f64::from(across) / 12.0;
        let y = top + height * f64::from(down) / 2.0;
        let is_on =
            |rect: &Rect| rect.x <= x && x <= rect.right() && rect.y <= y && y <= rect.bottom();
        let under = near.iter().rev().find(|(rect, _)| is_on(rect));
        // A rim of paper lies between letters and whatever is under them.
        let under = under.filter(|_| text.halo.is_none());
        let grounds = under.map_or(&paper, |(_, colors)| colors);
        let faint = grounds
            .iter()
            .find(|ground| contrast(text.color, **ground) < LEAST_CONTRAST);
        if let Some(ground) = faint {
            return Some(format!(
                "{text:?} is faint over {ground:?} at {x:.0}, {y:.0}"
            ));
        }
    }
    None
}

/// Contrast of two colours as WCAG 2.1 has it, from 1 to 21.
fn contrast(one: Color, other: Color) -> f64 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(color: Color) -> f64 {
    let (red, green, blue) = color.channels();
    let linear = |channel: u8| {
        let share = f64::from(channel) / 255.0;
        if share <= 0.04045 {
            share / 12.92
        } else {
            ((share + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

/// Lines that run through letters and end at no plate under them; their legs are upright, level or short.
fn crossed_labels(scene: &Scene) -> Vec<String> {
    let mut found = Vec::new();
    // Legs so far, and how many had been drawn when each plate was.
    let mut legs: Vec<(Point, Point)> = Vec::new();
    let mut plates: Vec<(Rect, usize)> = Vec::new();
    for item in &scene.items {
        match item {
            Item::Open(_) | Item::Close => {}
            Item::Shape(shape) => match &shape.outline {
                Outline::Line(points) => legs.extend(points.windows(2).map(|leg| (leg[0], leg[1]))),
                Outline::Rect(rect) if shape.fill.is_some() => plates.push((*rect, legs.len())),
                Outline::Rect(_) | Outline::Polygon(_) | Outline::Circle { .. } => {}
            },
            Item::Text(text) => {
                let area = text.area();
                let under = plates.iter().filter(|(plate, _)| plate.contains(&area));
                let n_hidden = under.map(|(_, n_legs)| *n_legs).max().unwrap_or(0);
                let hit = legs[n_hidden..]
                    .iter()
                    .find(|(from, to)| crosses(*from, *to, &area));
                found.extend(hit.map(|leg| format!("{leg:?} runs through {text:?}")));
            }
        }
    }
    found
}

/// Whether the box of a leg meets that of a label.
fn crosses(from: Point, to: Point, area: &Rect) -> bool {
    let (left, right) = (from.x.min(to.x), from.x.max(to.x));
    let (top, bottom) = (from.y.min(to.y), from.y.max(to.y));
    left <= area.right() && area.x <= right && top <= area.bottom() && area.y <= bottom
}
