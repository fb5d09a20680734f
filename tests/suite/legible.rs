//! What people can read: nothing cut off, no label over another, over a line or over half a bar.

use redtape::chart::Picture;
use redtape::chart::scene::{Color, Fill, Item, Outline, Point, Rect, Scene, Stroke, Text, Turn};
use redtape::chart::theme::{DENSE_SIZE, label};
use redtape::lang::Lang;

/// The charts that are checked with the awkward, by the test that draws them.
pub const OF_RUNS: [&str; 8] = [
    "timeline",
    "workflow",
    "distribution",
    "criticality",
    "ledger",
    "programme-ledger",
    "burden",
    "categories",
];
pub const OF_QUEUES: [&str; 2] = ["queues", "programme-queues"];
pub const OF_STUDIES: [&str; 4] = ["waterfall", "frontier", "sensitivity", "sweep"];

#[test]
fn every_chart_is_checked_with_the_awkward() {
    let mut checked = [&OF_RUNS[..], &OF_QUEUES, &OF_STUDIES].concat();
    let mut all: Vec<&str> = redtape::chart::ALL.iter().map(|about| about.name).collect();
    checked.sort();
    all.sort();
    assert_eq!(checked, all);
}

/// Each of the charts is among the pictures with these stems.
pub fn shows_all<'a>(stems: impl Iterator<Item = &'a str> + Clone, charts: &[&str]) {
    for chart in charts {
        let is_one = |stem: &str| {
            let rest = stem.strip_prefix(chart);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        };
        assert!(stems.clone().any(is_one), "no {chart}");
    }
}

/// The names of pictures.
pub fn stems(pictures: &[Picture]) -> impl Iterator<Item = &str> + Clone {
    pictures.iter().map(|picture| picture.stem.as_str())
}

/// Percent signs that do not stand as [`Lang::percent`] writes them.
pub fn misplaced_percents<'a>(
    texts: impl IntoIterator<Item = &'a str>,
    lang: Lang,
) -> Vec<&'a str> {
    let is_misplaced = |text: &&str| {
        let mut before = text.match_indices('%').map(|(at, _)| &text[..at]);
        before.any(|before| match lang {
            Lang::En => before.ends_with(|letter: char| letter.is_ascii_digit()),
            Lang::Zh => before.ends_with(' '),
        })
    };
    texts.into_iter().filter(is_misplaced).collect()
}

/// All that a scene says, hover details included.
pub fn said(scene: &Scene) -> Vec<&str> {
    let texts = scene.items.iter().filter_map(|item| match item {
        Item::Text(text) => Some(text.content.as_str()),
        Item::Open(title) => Some(title.as_str()),
        Item::Close | Item::Shape(_) => None,
    });
    texts.chain([scene.title.as_str()]).collect()
}

/// Whatever charts draw, people must be able to read it.
pub fn check(pictures: &[Picture]) {
    let mut found = Vec::new();
    for Picture { stem, scene } in pictures {
        let mut problems = problems(scene);
        problems.extend(crossed_labels(scene));
        // Only a drawing of two hundred steps is to be read from near.
        let least = if stem.starts_with("workflow") {
            NEAR_SIZE
        } else {
            DENSE_SIZE
        };
        problems.extend(scene.items.iter().filter_map(|item| tiny(item, least)));
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

/// On paper in one's hands.
const NEAR_SIZE: f64 = 11.0;

/// Letters that nobody reads.
fn tiny(item: &Item, least: f64) -> Option<String> {
    match item {
        Item::Text(text) if text.size < least => Some(format!("tiny: {text:?}")),
        Item::Text(_) | Item::Shape(_) | Item::Open(_) | Item::Close => None,
    }
}

/// What letters of any size need (WCAG 2.1, 1.4.3).
const LEAST_CONTRAST: f64 = 4.5;

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
pub fn contrast(one: Color, other: Color) -> f64 {
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

/// Marks that run through letters: lines, rings and dots that no plate or rim under the letters hides.
fn crossed_labels(scene: &Scene) -> Vec<String> {
    let mut found = Vec::new();
    let mut marks: Vec<Mark> = Vec::new();
    // How many marks had been drawn when each plate was.
    let mut plates: Vec<(Rect, usize)> = Vec::new();
    let mut texts: Vec<(&Text, usize)> = Vec::new();
    for item in &scene.items {
        match item {
            Item::Open(_) | Item::Close => {}
            Item::Shape(shape) => {
                let width = shape.stroke.as_ref().map_or(0.0, |stroke| stroke.width);
                match &shape.outline {
                    Outline::Line(points) => {
                        let legs = points.windows(2);
                        marks.extend(legs.map(|leg| Mark::Leg(leg[0], leg[1], width / 2.0)));
                    }
                    Outline::Circle { centre, radius } => {
                        let inner = match shape.fill {
                            Some(_) => 0.0,
                            None => radius - width / 2.0,
                        };
                        marks.push(Mark::Ring(*centre, inner, radius + width / 2.0));
                    }
                    Outline::Rect(rect) if shape.fill.is_some() => {
                        plates.push((*rect, marks.len()));
                    }
                    Outline::Rect(_) | Outline::Polygon(_) => {}
                }
            }
            Item::Text(text) => {
                let letters = letters(text);
                let under = plates.iter().filter(|(plate, _)| plate.contains(&letters));
                let hidden = under.map(|(_, n_marks)| *n_marks).max().unwrap_or(0);
                // A rim hides what was drawn before.
                let hidden = text.halo.map_or(hidden, |_| marks.len());
                texts.push((text, hidden));
            }
        }
    }
    for (text, n_hidden) in texts {
        let letters = letters(text);
        let hit = marks[n_hidden..].iter().find(|mark| mark.meets(&letters));
        let (said, at) = (&text.content, text.at);
        found.extend(hit.map(|mark| format!("{mark:?} runs through `{said}` at {at:?}")));
    }
    found
}

/// The box of a text without its empty rim.
fn letters(text: &Text) -> Rect {
    let area = text.area();
    let (across, down) = match text.turn {
        Turn::Upright => (1.0, 0.12 * area.height),
        Turn::Upwards => (0.12 * area.width, 1.0),
    };
    let (width, height) = (area.width - 2.0 * across, area.height - 2.0 * down);
    Rect::new(
        area.x + across,
        area.y + down,
        width.max(0.0),
        height.max(0.0),
    )
}

/// What may not run through letters.
#[derive(Clone, Copy, Debug)]
enum Mark {
    /// A straight line with half of its width.
    Leg(Point, Point, f64),
    /// A ring or a dot: centre, inner and outer radius.
    Ring(Point, f64, f64),
}

impl Mark {
    fn meets(&self, area: &Rect) -> bool {
        match *self {
            Mark::Leg(from, to, half) => {
                let around = Rect::new(
                    area.x - half,
                    area.y - half,
                    area.width + 2.0 * half,
                    area.height + 2.0 * half,
                );
                crosses(from, to, &around)
            }
            Mark::Ring(centre, inner, outer) => {
                let gap = |at: f64, low: f64, high: f64| (low - at).max(at - high).max(0.0);
                let far = |at: f64, low: f64, high: f64| (at - low).abs().max((high - at).abs());
                let near =
                    gap(centre.x, area.x, area.right()).hypot(gap(centre.y, area.y, area.bottom()));
                let far =
                    far(centre.x, area.x, area.right()).hypot(far(centre.y, area.y, area.bottom()));
                near < outer && far > inner
            }
        }
    }
}

/// Whether a straight line runs through a box (Liang and Barsky 1984).
fn crosses(from: Point, to: Point, area: &Rect) -> bool {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let (mut enters, mut leaves) = (0.0f64, 1.0f64);
    for (step, room) in [
        (-dx, from.x - area.x),
        (dx, area.right() - from.x),
        (-dy, from.y - area.y),
        (dy, area.bottom() - from.y),
    ] {
        if step == 0.0 {
            if room < 0.0 {
                return false;
            }
        } else if step < 0.0 {
            enters = enters.max(room / step);
        } else {
            leaves = leaves.min(room / step);
        }
    }
    enters <= leaves
}

/// The test's own eyes: a line, a ring and a dot through letters are seen, those beside them or under a plate not.
#[test]
fn marks_through_letters_are_seen() {
    let scene = |draw: &dyn Fn(&mut Scene)| {
        let mut scene = Scene::new(400.0, 200.0, "title");
        draw(&mut scene);
        scene
    };
    let stroke = || Stroke::solid(Color::new(0), 2.0);
    let letters = || label("Letters").at(100.0, 100.0);
    let down = |scene: &mut Scene, x: f64| {
        scene.line(Point::new(x, 0.0), Point::new(x, 200.0), stroke());
    };
    let circle = |radius| Outline::Circle {
        centre: Point::new(90.0, 92.0),
        radius,
    };
    let through: [&dyn Fn(&mut Scene); 4] = [
        &|scene| {
            down(scene, 120.0);
            scene.text(letters());
        },
        &|scene| {
            scene.text(letters().halo());
            down(scene, 120.0);
        },
        &|scene| {
            scene.text(letters());
            scene.stroke(circle(15.0), stroke());
        },
        &|scene| {
            scene.text(letters());
            scene.fill(circle(15.0), Fill::Solid(Color::new(0)));
        },
    ];
    for draw in through {
        let scene = scene(draw);
        assert_eq!(crossed_labels(&scene).len(), 1, "{scene:?}");
    }
    let clear: [&dyn Fn(&mut Scene); 4] = [
        &|scene| {
            down(scene, 90.0);
            scene.text(letters());
        },
        &|scene| {
            down(scene, 120.0);
            scene.text(letters().halo());
        },
        &|scene| {
            down(scene, 120.0);
            scene.rect(letters().area(), Fill::Solid(Color::new(0xffffff)));
            scene.text(letters());
        },
        &|scene| {
            scene.text(letters());
            scene.stroke(circle(150.0), stroke());
        },
    ];
    for draw in clear {
        let scene = scene(draw);
        assert!(crossed_labels(&scene).is_empty(), "{scene:?}");
    }
}
