//! The bars of a panel: upright where they are few, else level, one under the other.

use super::super::font::{self, Weight};
use super::super::scene::{Point, Rect, Scene, Stroke};
use super::super::theme::{AXIS, SMALL_SIZE, label};
use super::{is_numbered, side};
use crate::text::days;

/// Over upright bars.
const NUMBER_SIZE: f64 = 32.0;
/// Under upright bars, for the reforms' numbers.
const FEET: f64 = 26.0;
/// More numbers than that do not fit side by side.
const MOST_UPRIGHT: usize = 4;
/// From one level bar to the next.
const LEAST_PITCH: f64 = 24.0;
const MOST_PITCH: f64 = 64.0;
/// Left of level bars for the reforms' numbers, and right of them for their values.
const HEADS: f64 = 34.0;
const VALUES: f64 = 92.0;

/// What the bars need.
pub(super) fn least_height(n_bars: usize) -> f64 {
    match n_bars > MOST_UPRIGHT {
        true => n_bars as f64 * LEAST_PITCH,
        false => 0.0,
    }
}

/// Draws the bars.
pub(super) fn draw(scene: &mut Scene, values: &[f64], area: Rect) {
    let most = values.iter().copied().fold(0.0, f64::max);
    let shares = values.iter().map(|value| match most > 0.0 {
        true => value / most,
        false => 0.0,
    });
    let bars: Vec<(f64, String)> = shares
        .zip(values.iter().map(|&value| days(value)))
        .collect();
    match bars.len() > MOST_UPRIGHT {
        true => level(scene, &bars, area),
        false => upright(scene, &bars, area),
    }
}

fn upright(scene: &mut Scene, bars: &[(f64, String)], area: Rect) {
    let slot = area.width / bars.len() as f64;
    let size = NUMBER_SIZE.min(slot / 3.0);
    let has_feet = is_numbered(bars.len());
    let base = area.bottom() - if has_feet { FEET } else { 0.0 };
    for (idx, (share, value)) in bars.iter().enumerate() {
        let side = side(idx);
        let height = share * (base - area.y);
        let (left, width) = (area.x + idx as f64 * slot + slot * 0.14, slot * 0.72);
        let bar = Rect::new(left, base - height, width, height);
        scene.rect(bar, side.area());
        let number = font::shorten(value, size, Weight::Bold, slot - 2.0);
        let centre = left + width / 2.0;
        scene.text(
            label(number)
                .size(size)
                .bold()
                .color(side.ink())
                .middle()
                .at(centre, bar.y - 10.0),
        );
        if has_feet && idx > 0 {
            let foot = label(idx.to_string()).size(SMALL_SIZE);
            let foot = foot.color(side.ink()).middle();
            scene.text(foot.centred_at(centre, base + FEET / 2.0));
        }
    }
    scene.line(
        Point::new(area.x, base),
        Point::new(area.right(), base),
        Stroke::solid(AXIS, 2.0),
    );
}

fn level(scene: &mut Scene, bars: &[(f64, String)], area: Rect) {
    let pitch = (area.height / bars.len() as f64).clamp(LEAST_PITCH, MOST_PITCH);
    let (x, width) = (area.x + HEADS, area.width - HEADS - VALUES);
    for (idx, (share, value)) in bars.iter().enumerate() {
        let side = side(idx);
        let middle = area.y + (idx as f64 + 0.5) * pitch;
        let thick = 0.72 * pitch;
        let bar = Rect::new(x, middle - thick / 2.0, share * width, thick);
        scene.rect(bar, side.area());
        if idx > 0 {
            let head = label(idx.to_string()).size(SMALL_SIZE).end();
            scene.text(head.color(side.ink()).centred_at(x - 8.0, middle));
        }
        let value = font::shorten(value, SMALL_SIZE, Weight::Bold, VALUES - 10.0);
        let value = label(value).size(SMALL_SIZE).bold().color(side.ink());
        scene.text(value.centred_at(bar.right() + 8.0, middle));
    }
    let bottom = area.y + bars.len() as f64 * pitch;
    scene.line(
        Point::new(x, area.y),
        Point::new(x, bottom),
        Stroke::solid(AXIS, 2.0),
    );
}
