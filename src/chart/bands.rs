//! Bands of assumptions: a thin line with a cap at either end, beside what it is about, and named.

use super::scene::{Point, Scene, Stroke};
use crate::lang::Lang;

/// From `low` to `high` at `y`, with caps that reach `cap` up and down.
pub(super) fn whisker(
    scene: &mut Scene,
    (low, high): (f64, f64),
    y: f64,
    cap: f64,
    stroke: Stroke,
) {
    scene.line(Point::new(low, y), Point::new(high, y), stroke.clone());
    for x in [low, high] {
        scene.line(
            Point::new(x, y - cap),
            Point::new(x, y + cap),
            stroke.clone(),
        );
    }
}

/// What the lines are.
pub(super) fn band_note(variants: usize, lang: Lang) -> String {
    match lang {
        Lang::En => format!(
            "Thin lines with caps: where nine of ten answers lie (5–95 %) when all assumed figures move over their \
             plausible ranges, {variants} times with the same luck; no sampling error."
        ),
        Lang::Zh => format!(
            "带端帽的细线：全部假设数值在合理区间内同时变动 {variants} 次（随机数相同）时九成结果所在区间（5–95%），不含抽样误差。"
        ),
    }
}
