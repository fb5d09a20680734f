//! How boxes are written, and how high that makes them.

use super::words;
use super::{Data, Node};
use crate::chart::font::{self, Weight};
use crate::lang::Lang;

/// How boxes are written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Style {
    /// Agency and days, the name on some lines below, what was merged.
    Full {
        /// Of the name, pixels.
        size: f64,
    },
    /// One line.
    Line {
        /// Of the name, pixels.
        size: f64,
    },
    /// Too many steps to name.
    Bare {
        /// Height of a box, pixels.
        height: f64,
    },
}

/// Lines of a name.
pub const NAME_LINES: usize = 3;
/// Lines of the names of merged steps.
pub const MERGED_LINES: usize = 3;
/// Inside a box, left and right.
pub const PAD: f64 = 7.0;
/// Width of the strip that shows the clock.
pub const STRIP: f64 = 9.0;
/// From track to track.
pub const TRACK: f64 = 9.0;
/// Height of a gap without arrows: room for an arrow's head.
const GAP: f64 = 24.0;

/// Lengths of names at size 1.
pub struct Measure {
    /// Of the steps' names.
    pub names: Vec<f64>,
    /// Of the names of what was merged.
    pub merged: Vec<f64>,
    lang: Lang,
}

impl Measure {
    /// Measures every name once.
    pub fn of(data: &Data, lang: Lang) -> Measure {
        let width = |text: &str, weight| font::width(text, 1.0, weight);
        Measure {
            names: (data.nodes.iter())
                .map(|node| width(words::said(&node.step, lang), Weight::Regular))
                .collect(),
            merged: (data.nodes.iter())
                .map(|node| width(&words::merged(node, lang), Weight::Regular))
                .collect(),
            lang,
        }
    }

    /// Lines that a text of this length at size 1 takes, up to `most`; a line is seldom full.
    fn lines(&self, length: f64, size: f64, room: f64, most: usize) -> usize {
        let fill = match self.lang {
            Lang::En => 0.86,
            Lang::Zh => 0.95,
        };
        let length = length * size;
        let lines = if length <= room {
            1.0
        } else {
            (length / (room * fill)).ceil()
        };
        (lines as usize).clamp(usize::from(length > 0.0), most)
    }
}

impl Style {
    /// Height of a gap without arrows, and the distance of tracks in it.
    pub fn gap(self) -> (f64, f64) {
        match self {
            Style::Full { .. } => (GAP, TRACK),
            Style::Line { .. } => (12.0, 4.0),
            Style::Bare { height } => (height.min(6.0), (height / 6.0).min(2.0)),
        }
    }

    /// Names need that much.
    pub fn least_width(self) -> f64 {
        match self {
            Style::Full { size } => 8.5 * size,
            Style::Line { size } => 9.0 * size,
            Style::Bare { .. } => 0.0,
        }
    }

    /// Height of a step's box.
    pub fn height(self, node: &Node, idx: usize, measure: &Measure, width: f64) -> f64 {
        match self {
            Style::Full { size } => {
                let room = room(width);
                let small = small(size);
                let names = measure.lines(measure.names[idx], size, room, NAME_LINES) as f64;
                let merged = match node.swallowed.len() {
                    0 => 0,
                    _ => measure.lines(measure.merged[idx], small, room, MERGED_LINES),
                };
                1.35 * small + 1.2 * size * names + 1.2 * small * merged as f64 + 2.0 * PAD
            }
            Style::Line { size } => 1.25 * size + 5.0,
            Style::Bare { height } => height,
        }
    }
}

/// Room for text in a box.
pub fn room(width: f64) -> f64 {
    width - STRIP - 2.0 * PAD
}

/// Size of agency and days.
pub fn small(size: f64) -> f64 {
    (size - 2.0).max(12.0)
}
