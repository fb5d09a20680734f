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
    /// Whether a name may be cut so that it ends before the end of the wait.
    pub cut: Cut,
    /// The end of the wait, over which no name stands.
    pub end_line: f64,
}

/// Whether names keep clear of the end of the wait at the price of some letters, or of the distance to their bars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// Only where there is no other place.
    AtNeed,
    /// Also to fill rows well.
    ToFill,
}

/// Puts every bar into a row with room for it and its name. With `names` `None`, without.
pub fn pack(bars: &[Wanted], names: Option<Names>) -> Vec<Placed> {
    // A name left of its bar leaves the room right of it to the step that follows; which bars should
    // do so is tried out, names on the right first because they read better.
    let mut patterns: Vec<u32> = match bars.len() {
        ..=FEW => (0..1 << PERIOD).collect(),
        _ => vec![0, 0b1010_1010, 0b0101_0101, 0b0110_1101, 0b1111_1111],
    };
    patterns.sort_by_key(|pattern| pattern.count_ones());
    let mut spots: Vec<Vec<Spot>> = bars.iter().map(|bar| spots(bar, names)).collect();
    let fewest = most_at_once(bars);
    let (mut best, mut best_rows) = (Vec::new(), usize::MAX);
    for pattern in patterns {
        let is_left = |idx: usize| pattern >> (idx % PERIOD) & 1 == 1;
        let (taken, n_rows) = pack_with(&spots, is_left);
        if n_rows < best_rows {
            (best, best_rows) = (taken, n_rows);
        }
        if best_rows <= fewest {
            break;
        }
    }
    let found = spots.iter_mut().zip(best);
    found
        .map(|(spots, (row, spot))| {
            let spot = spots.swap_remove(spot);
            Placed {
                row,
                text: spot.text,
                x: spot.x,
                is_inside: spot.is_inside,
            }
        })
        .collect()
}

/// With so few bars all patterns are tried, which repeat after so many bars.
const FEW: usize = 16;
const PERIOD: usize = 8;

/// How many bars stand over each other at the fullest place: no packing has fewer rows.
fn most_at_once(bars: &[Wanted]) -> usize {
    let at = |place: f64| {
        let over = |bar: &&Wanted| bar.left <= place && place < bar.right - DUST;
        bars.iter().filter(over).count()
    };
    bars.iter().map(|bar| at(bar.left)).max().unwrap_or(0)
}

/// Every bar goes into the first row with room; its name on the right first, or on the left if `is_left` says so.
/// Returns the row and the spot of every bar, and how many rows there are.
fn pack_with(bars: &[Vec<Spot>], is_left: impl Fn(usize) -> bool) -> (Vec<(usize, usize)>, usize) {
    let mut rows: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut placed = Vec::with_capacity(bars.len());
    for (idx, spots) in bars.iter().enumerate() {
        let is_left = is_left(idx);
        let found = rows.iter().enumerate().find_map(|(row, taken)| {
            let is_free = |spot: &Spot| {
                let (from, to) = spot.span;
                taken
                    .iter()
                    .all(|other| to <= other.0 + DUST || other.1 <= from + DUST)
            };
            let spot = match is_left {
                true => spots.iter().rposition(is_free),
                false => spots.iter().position(is_free),
            };
            Some((row, spot?))
        });
        let opening = if is_left { spots.len() - 1 } else { 0 };
        let (row, spot) = found.unwrap_or((rows.len(), opening));
        if row == rows.len() {
            rows.push(Vec::new());
        }
        rows[row].push(spots[spot].span);
        placed.push((row, spot));
    }
    (placed, rows.len())
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
        cut,
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
    if width + 2.0 * BESIDE <= bar.right - bar.left {
        return vec![Spot {
            x: bar.left + BESIDE,
            ..alone(text)
        }];
    }
    let right_from = |x: f64, text: &str| {
        let end = x + font::width(text, size, bar.weight);
        (end <= WIDTH - MARGIN).then(|| Spot {
            text: text.to_owned(),
            x,
            span: (bar.left, end + APART),
            is_inside: false,
        })
    };
    let beside = bar.right + BESIDE;
    let crosses = beside < end_line && end_line < beside + width + BESIDE;
    let right = right_from(beside, &text).filter(|_| !crosses);
    let left = bar.left - BESIDE - width;
    let left = (left >= LEFTMOST).then(|| Spot {
        text: text.clone(),
        x: left,
        span: (left - APART, bar.right),
        is_inside: false,
    });
    let mut spots: Vec<Spot> = right.into_iter().chain(left).collect();
    let past_line = right_from(end_line.max(bar.right) + BESIDE, &text);
    if crosses && cut == Cut::ToFill && end_line - bar.right <= NEAR {
        spots.extend(past_line);
    } else if spots.is_empty() || (crosses && cut == Cut::ToFill) {
        // Between the bar and the line as much as fits.
        let room = end_line - BESIDE - beside - suffix_width;
        let shortened = font::shorten(&bar.name, size, bar.weight, room) + &bar.suffix;
        let is_long = room >= LEAST_NAME * size;
        spots.extend(right_from(beside, &shortened).filter(|_| is_long));
        if spots.is_empty() {
            spots.extend(past_line);
        }
    }
    if spots.is_empty() {
        let room = bar.right - bar.left - 2.0 * BESIDE;
        spots.push(Spot {
            x: bar.left + BESIDE,
            ..alone(font::shorten(&text, size, bar.weight, room))
        });
    }
    spots
}

/// A bar is that near to the line at most if its name stands past it to fill rows well.
const NEAR: f64 = 70.0;
/// A name that is cut to less than that, as a share of the letters' size, says nothing.
const LEAST_NAME: f64 = 7.0;

/// Names stay right of the stages' names.
pub const LEFTMOST: f64 = MARGIN + 250.0;

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: Option<Names> = Some(Names {
        size: 16.0,
        widest: 290.0,
        cut: Cut::AtNeed,
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
        let names = NAMES.map(|names| Names {
            cut: Cut::ToFill,
            ..names
        });
        // Where the left is taken, the name ends before the line.
        let placed = pack(&[wanted(1000.0, 1240.0), wanted(1240.0, 1340.0)], names);
        let width = font::width(&placed[1].text, 16.0, Weight::Regular);
        assert_eq!(placed[0].row, placed[1].row);
        assert!(
            placed[1].x + width < 1500.0 && font::is_cut(&placed[1].text),
            "{placed:?}"
        );
        // At the left edge there is room only past the line.
        let names = NAMES.map(|names| Names {
            end_line: LEFTMOST + 60.0,
            ..names
        });
        let placed = pack(&[wanted(LEFTMOST, LEFTMOST + 20.0)], names);
        assert!(placed[0].x > LEFTMOST + 60.0, "{placed:?}");
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
