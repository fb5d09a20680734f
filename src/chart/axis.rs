//! An axis of working days: restrained grid lines with their numbers, drawn by plotters.

use plotters::chart::ChartBuilder;
use plotters::style::Color as _;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::backend::{area, fine, style, text_style};
use super::scene::{Rect, Scene};
use super::theme::{GRID, PAPER, QUIET, SMALL_SIZE};
use crate::text;

/// Room under the plot that the numbers take.
pub const NUMBERS_HEIGHT: f64 = 30.0;

/// Whether the numbers of an axis are written, or left to another panel on the same scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbers {
    /// Written under the plot.
    Written,
    /// Left out.
    Left,
}

/// Draws vertical grid lines over `plot`, which shows the days from 0 to `most_days`, and their numbers under it.
pub fn days_axis(scene: &mut Scene, plot: Rect, most_days: f64, numbers: Numbers) {
    let below = match numbers {
        Numbers::Written => NUMBERS_HEIGHT,
        Numbers::Left => 0.0,
    };
    let whole = Rect::new(plot.x, plot.y, plot.width, plot.height + below);
    let longest = super::theme::label(text::days(most_days)).size(SMALL_SIZE);
    let n_numbers = (plot.width / (longest.width() + 60.0).max(110.0)).clamp(1.0, 12.0);
    let root = area(scene, whole);
    let mut chart = ChartBuilder::on(&root)
        .x_label_area_size(fine(below))
        .build_cartesian_2d(0.0..most_days, 0.0..1.0)
        .expect("recording never fails");
    let centred = text_style(SMALL_SIZE, QUIET).pos(Pos::new(HPos::Center, VPos::Top));
    chart
        .configure_mesh()
        .disable_y_mesh()
        .disable_y_axis()
        .x_labels(n_numbers as usize + 1)
        .x_max_light_lines(0)
        .x_label_formatter(&|days| text::days(*days))
        .x_label_style(centred)
        .bold_line_style(style(GRID, 1.5))
        .light_line_style(style(PAPER, 1.0).color.to_rgba().mix(0.0))
        .axis_style(style(GRID, 1.5))
        .set_all_tick_mark_size(fine(6.0))
        .draw()
        .expect("recording never fails");
}
