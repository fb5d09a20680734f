//! Where bars and their names go: rows as few as possible, no name over another or over a bar.

use super::super::font::{self, Weight};
use super::super::theme::MARGIN;
use super::super::theme::WIDTH;

/// A bar with its name, to be placed; pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// Left edge of the bar.
    pub left: f64,
    /// Right edge of the bar.
    pub right: f64,
    /// What to write.
    pub name: String,
    /// Written after the name, never left out: the days.
    pub suffix: String,
    /// How heavy.
    pub weight: Weight,
}

/// Where a bar's name went.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// Row in the lane, from 0.
    pub row: usize,
    /// The name as it fits.
    pub text: String,
    /// Its left edge.
    pub x: f64,
    /// Whether it stands on the bar.
    pub is_inside: bool,
}

/// Bars that touch may share a row, whatever rounding says.
const DUST: f64 = 0.01;
/// Between a bar and its name.
const BESIDE: f64 = 6.0;
/// Between a name and the next bar.
const APART: f64 = 14.0;
/// How names are written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Names {
    /// In pixels.
    pub size: f64,
    /// No name beside its bar is wider than this, so that rows fill well.
    pub widest: f64,
    /// The end of the wait, over which no name shall stand that can stand elsewhere.
    pub end_line: f64,
}

/// Puts every bar into a row with room for it and its name. With `names` `None`, without.
pub fn pack(bars: &[Wanted], names: Option<Names>) -> Vec<Placed> {
    // A name left of its bar leaves the room right of it to the step that follows; which bars should
    // do so is tried out, names on the right first because they read better.
    let patterns: [fn(usize) -> bool; 5] = [
        |_| false,
        |idx| idx % 2 == 1,
        |idx| idx % 2 == 0,
        |idx| idx % 3 != 0,
        |_| true,
    ];
    let spots: Vec<Vec<Spot>> = bars.iter().map(|bar| spots(bar, names)).collect();
    let tried = patterns.map(|is_left| pack_with(&spots, is_left));
    let n_rows = |placed: &Vec<Placed>| placed.iter().map(|placed| placed.row).max();
    let best = tried.into_iter().min_by_key(n_rows);
    best.expect("there are patterns")
}

/// Every bar goes into the first row with room; one that opens a row has its name left if `is_left`
/// says so and there is room.
fn pack_with(bars: &[Vec<Spot>], is_left: fn(usize) -> bool) -> Vec<Placed> {
    let mut rows: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut placed = Vec::new();
    for (idx, spots) in bars.iter().enumerate() {
        let found = rows.iter().enumerate().find_map(|(row, taken)| {
            let is_free = |spot: &Spot| {
                let (from, to) = spot.span;
                taken
                    .iter()
                    .all(|other| to <= other.0 + DUST || other.1 <= from + DUST)
            };
            Some((row, spots.iter().position(is_free)?))
        });
        let opening = if is_left(idx) { spots.len() - 1 } else { 0 };
        let (row, spot) = found.unwrap_or((rows.len(), opening));
        let spot = &spots[spot];
        if row == rows.len() {
            rows.push(Vec::new());
        }
        rows[row].push(spot.span);
        placed.push(Placed {
            row,
            text: spot.text.clone(),
            x: spot.x,
            is_inside: spot.is_inside,
        });
    }
    placed
}

/// A place for a name, with what it takes together with the bar.
struct Spot {
    text: String,
    x: f64,
    span: (f64, f64),
    is_inside: bool,
}

/// On the bar, right of it, left of it: those that stay on the canvas. Never empty.
fn spots(bar: &Wanted, names: Option<Names>) -> Vec<Spot> {
    let alone = |text: String| Spot {
        text,
        x: bar.left,
        span: (bar.left, bar.right),
        is_inside: true,
    };
    let Some(Names {
        size,
        widest,
        end_line,
    }) = names
    else {
        return vec![alone(String::new())];
    };
    let suffix_width = font::width(&bar.suffix, size, bar.weight);
    // On a long bar there is room for a long name.
    let room = widest.max(bar.right - bar.left - 2.0 * BESIDE) - suffix_width;
    let text = font::shorten(&bar.name, size, bar.weight, room) + &bar.suffix;
    let width = font::width(&text, size, bar.weight);
    let mut spots = Vec::new();
    if width + 2.0 * BESIDE <= bar.right - bar.left {
        spots.push(Spot {
            x: bar.left + BESIDE,
            ..alone(text)
        });
        return spots;
    }
    if bar.right + BESIDE + width <= WIDTH - MARGIN {
        spots.push(Spot {
            text: text.clone(),
            x: bar.right + BESIDE,
            span: (bar.left, bar.right + BESIDE + width + APART),
            is_inside: false,
        });
    }
    let left = bar.left - BESIDE - width;
    if left >= LEFTMOST {
        spots.push(Spot {
            text: text.clone(),
            x: left,
            span: (left - APART, bar.right),
            is_inside: false,
        });
    }
    // A name over the line only where there is no other place.
    let crosses = |spot: &Spot| spot.x < end_line && end_line < spot.x + width;
    spots.sort_by_key(crosses);
    if spots.is_empty() {
        let room = bar.right - bar.left - 2.0 * BESIDE;
        spots.push(Spot {
            x: bar.left + BESIDE,
            ..alone(font::shorten(&text, size, bar.weight, room))
        });
    }
    spots
}

/// Names stay right of the stages' names.
pub const LEFTMOST: f64 = MARGIN + 250.0;

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: Option<Names> = Some(Names {
        size: 16.0,
        widest: 290.0,
        end_line: 1500.0,
    });

    fn wanted(left: f64, right: f64) -> Wanted {
        Wanted {
            left,
            right,
            name: "Land-use planning permit".to_owned(),
            suffix: " 6".to_owned(),
            weight: Weight::Regular,
        }
    }

    #[test]
    fn two_steps_in_sequence_share_a_row_with_their_names_outside() {
        let bars = [wanted(700.0, 730.0), wanted(730.0, 760.0)];
        let placed = pack(&bars, NAMES);
        assert_eq!(placed[0].row, placed[1].row);
        assert!(placed[0].x < 700.0 && placed[1].x > 760.0, "{placed:?}");
    }

    #[test]
    fn a_name_stands_beside_the_line_at_the_end_of_the_wait_not_over_it() {
        let placed = pack(&[wanted(1400.0, 1450.0)], NAMES);
        let width = font::width(&placed[0].text, 16.0, Weight::Regular);
        assert!(placed[0].x + width < 1400.0, "{placed:?}");
    }

    #[test]
    fn steps_at_the_same_time_get_a_row_each() {
        let bars = [wanted(700.0, 730.0), wanted(700.0, 730.0)];
        let placed = pack(&bars, NAMES);
        assert_ne!(placed[0].row, placed[1].row);
    }

    #[test]
    fn a_name_that_fits_stands_on_its_bar_and_a_long_one_is_shortened_before_its_days() {
        let [wide] = &pack(&[wanted(400.0, 900.0)], NAMES)[..] else {
            panic!("one bar, one place");
        };
        assert!(wide.is_inside && wide.text == "Land-use planning permit 6");
        let long = Wanted {
            name: "建设项目".repeat(20),
            ..wanted(400.0, 410.0)
        };
        let [long] = &pack(&[long], NAMES)[..] else {
            panic!("one bar, one place");
        };
        assert!(long.text.ends_with("… 6"), "{}", long.text);
    }
}
