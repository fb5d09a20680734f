//! A plotters backend that records into a scene, so that axes and series are drawn in our own look.
//!
//! Plotters counts in whole pixels. We tell it a canvas 16 times as large and divide by 16, so what it
//! places lies on sixteenths of a pixel. Sizes handed to plotters go through [`fine`].

use std::convert::Infallible;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::style::{FontFamily, FontStyle, IntoFont, RGBAColor, ShapeStyle, TextStyle};
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontTransform,
};

use super::font::{self, CAPITAL_SHARE, Weight};
use super::scene::{Anchor, Color, Fill, Outline, Point, Rect, Scene, Shape, Stroke, Text, Turn};

/// Plotters' pixels in one of ours.
const FINE: f64 = 16.0;

/// A length in our pixels, in those of plotters.
pub fn fine(pixels: f64) -> i32 {
    (pixels * FINE).round() as i32
}

/// Records what plotters draws.
pub struct Recorder<'a> {
    scene: &'a mut Scene,
}

/// A part of the scene for plotters to draw in.
pub fn area<'a>(scene: &'a mut Scene, part: Rect) -> DrawingArea<Recorder<'a>, Shift> {
    let (left, top) = (fine(part.x), fine(part.y));
    let (width, height) = (fine(scene.width), fine(scene.height));
    Recorder { scene }.into_drawing_area().margin(
        top,
        height - fine(part.bottom()),
        left,
        width - fine(part.right()),
    )
}

/// A line or filled area in plotters' words.
pub fn style(color: Color, width: f64) -> ShapeStyle {
    ShapeStyle::from(rgba(color)).stroke_width(fine(width).unsigned_abs())
}

/// Text in plotters' words.
pub fn text_style(size: f64, color: Color) -> TextStyle<'static> {
    let mut style = TextStyle::from((FontFamily::SansSerif, size * FINE).into_font());
    style.color = BackendColor {
        alpha: color.alpha,
        rgb: color.channels(),
    };
    style
}

fn rgba(color: Color) -> RGBAColor {
    let (red, green, blue) = color.channels();
    RGBAColor(red, green, blue, color.alpha)
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for Recorder<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (
            fine(self.scene.width).unsigned_abs(),
            fine(self.scene.height).unsigned_abs(),
        )
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Drawn {
        let dot = Rect::new(coarse(x), coarse(y), 1.0 / FINE, 1.0 / FINE);
        self.scene.rect(dot, Fill::Solid(color_of(color)));
        Ok(())
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let (width, height) = (coarse(right - left), coarse(bottom - top));
        let rect = Rect::new(coarse(left), coarse(top), width, height);
        self.paint(Outline::Rect(rect), style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.paint(Outline::Line(points(path)), style, false)
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let circle = Outline::Circle {
            centre: point(center),
            radius: f64::from(radius) / FINE,
        };
        self.paint(circle, style, fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        vert: I,
        style: &S,
    ) -> Drawn {
        self.paint(Outline::Polygon(points(vert)), style, true)
    }

    fn draw_text<T: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &T,
        pos: BackendCoord,
    ) -> Drawn {
        let size = style.size() / FINE;
        let (anchor, turn) = (style.anchor(), style.transform());
        // Down to the baseline, in the direction of reading.
        let down = match anchor.v_pos {
            VPos::Top => CAPITAL_SHARE * size,
            VPos::Center => CAPITAL_SHARE * size / 2.0,
            VPos::Bottom => 0.0,
        };
        let Point { x, y } = point(pos);
        let (turn, at) = match turn {
            FontTransform::Rotate270 => (Turn::Upwards, Point::new(x + down, y)),
            // Nothing of ours reads downwards or upside down.
            FontTransform::None | FontTransform::Rotate90 | FontTransform::Rotate180 => {
                (Turn::Upright, Point::new(x, y + down))
            }
        };
        self.scene.text(Text {
            content: text.to_string(),
            at,
            anchor: match anchor.h_pos {
                HPos::Left => Anchor::Start,
                HPos::Center => Anchor::Middle,
                HPos::Right => Anchor::End,
            },
            size,
            weight: weight_of(style),
            color: color_of(style.color()),
            halo: None,
            turn,
        });
        Ok(())
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let width = font::width(text, style.size(), weight_of(style));
        Ok((
            width.ceil() as u32,
            (CAPITAL_SHARE * style.size()).ceil() as u32,
        ))
    }

    // There are no bitmaps in a chart.
    fn blit_bitmap(&mut self, _: BackendCoord, _: (u32, u32), _: &[u8]) -> Drawn {
        Ok(())
    }
}

impl Recorder<'_> {
    fn paint<S: BackendStyle>(&mut self, outline: Outline, style: &S, fill: bool) -> Drawn {
        let color = color_of(style.color());
        if color.alpha > 0.0 {
            let stroke = Stroke::solid(color, f64::from(style.stroke_width()) / FINE);
            self.scene.items.push(super::scene::Item::Shape(Shape {
                outline,
                fill: fill.then_some(Fill::Solid(color)),
                stroke: (!fill).then_some(stroke),
            }));
        }
        Ok(())
    }
}

fn weight_of<T: BackendTextStyle>(style: &T) -> Weight {
    match style.style() {
        FontStyle::Bold => Weight::Bold,
        FontStyle::Normal | FontStyle::Oblique | FontStyle::Italic => Weight::Regular,
    }
}

fn coarse(pixels: i32) -> f64 {
    f64::from(pixels) / FINE
}

fn point((x, y): BackendCoord) -> Point {
    Point::new(coarse(x), coarse(y))
}

fn points(path: impl IntoIterator<Item = BackendCoord>) -> Vec<Point> {
    path.into_iter().map(point).collect()
}

fn color_of(color: BackendColor) -> Color {
    let (red, green, blue) = color.rgb;
    Color {
        rgb: u32::from_be_bytes([0, red, green, blue]),
        alpha: color.alpha,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::scene::Item;
    use plotters::chart::ChartBuilder;
    use plotters::series::LineSeries;

    #[test]
    fn plotters_draws_axes_and_lines_between_our_pixels() {
        let mut scene = Scene::new(400.0, 300.0, "");
        {
            let root = area(&mut scene, Rect::new(10.0, 20.0, 360.0, 270.0));
            let mut chart = ChartBuilder::on(&root)
                .x_label_area_size(fine(30.0))
                .y_label_area_size(fine(50.0))
                .build_cartesian_2d(0.0..100.0, 0.0..1.0)
                .expect("the area has room");
            chart
                .configure_mesh()
                .x_labels(5)
                .label_style(text_style(14.0, Color::new(0)))
                .draw()
                .expect("recording never fails");
            let line = LineSeries::new([(0.0, 0.0), (33.3, 1.0)], style(Color::new(0x112233), 2.5));
            chart.draw_series(line).expect("recording never fails");
        }
        let labels = scene.labels();
        assert!(
            labels.iter().any(|label| label.content == "50.0"),
            "{labels:?}"
        );
        let canvas = Rect::new(0.0, 0.0, 400.0, 300.0);
        assert!(labels.iter().all(|label| canvas.contains(&label.area)));

        let line = scene.items.iter().rev().find_map(|item| match item {
            Item::Shape(Shape {
                outline: Outline::Line(points),
                stroke: Some(stroke),
                ..
            }) => Some((points, stroke)),
            _ => None,
        });
        let (points, stroke) = line.expect("the line is recorded");
        assert_eq!((stroke.width, stroke.color.rgb), (2.5, 0x112233));
        assert_eq!(points[0].x, 60.0);
        assert!((points[0].y - 260.0).abs() <= 1.0 / 16.0);
        assert!((points[1].x - (60.0 + 310.0 * 0.333)).abs() <= 1.0 / 16.0);
    }
}
