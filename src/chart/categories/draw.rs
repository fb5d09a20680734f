//! Drawing the categories: a row per workflow, a column per question.

use super::super::axis::{NUMBERS_HEIGHT, Numbers, days_axis};
use super::super::bands::{band_note, whisker};
use super::super::font::{self, Weight};
use super::super::scene::{Fill, Outline, Point, Rect, Scene, Stroke, Text};
use super::super::theme::{
    AXIS, HEIGHT, MARGIN, PAPER, QUIET, SMALL_SIZE, Side, TARGET, WIDTH, label, page,
};
use super::words;
use super::{Data, Group, Row};
use crate::compare::Headline;
use crate::lang::Lang;
use crate::text::{about, days};

/// Right edge of the scenarios' names.
const NAMES: f64 = MARGIN + 290.0;
/// Right edge of the rows' names.
const LEFTMOST: f64 = NAMES + 210.0;
/// Between columns.
const GAP: f64 = 46.0;
/// Width of the applicant's trips, where there are any.
const TRIPS: f64 = 120.0;
/// Titles of the columns, then target and published figure.
const HEADER: f64 = 66.0;
/// One line above the bars.
const LINE: f64 = 27.0;
/// Between scenarios.
const GROUP_GAP: f64 = 20.0;
/// Rows are at least that high, so that a name fits.
const LEAST_PITCH: f64 = 34.0;
/// And no higher.
const MOST_PITCH: f64 = 150.0;
/// Bars are no thicker.
const MOST_THICK: f64 = 64.0;
/// A picture of more scenarios than fit below that leaves some out.
const MOST_HEIGHT: f64 = 6000.0;
/// Numbers at the end of bars.
const NUMBER: f64 = 24.0;

/// Draws every scenario that fits.
pub fn draw(data: &Data, lang: Lang) -> Scene {
    let (title, subtitle) = (words::title(data, lang), words::subtitle(data, lang));
    let shown = shown(data);
    let left_out = data.groups.len() - shown.len();
    let left_out = (left_out > 0).then(|| words::left_out(left_out, lang));
    let bands = data.variants.map(|variants| band_note(variants, lang));
    let mut notes = words::parts(data, lang);
    notes.extend(bands.into_iter().chain(left_out));
    let (trial, top, bottom) = page(HEIGHT, &title, &subtitle, &notes);
    let marks = marks(&data.groups);
    let n_lines = [marks.target, marks.published].iter().flatten().count() as f64;
    let above = HEADER + LINE * n_lines;
    let fixed = top + (trial.height - bottom) + above + NUMBERS_HEIGHT;
    let (n_rows, gaps) = (n_rows(shown) as f64, GROUP_GAP * shown.len() as f64);
    let pitch = ((HEIGHT - fixed - gaps) / n_rows).clamp(LEAST_PITCH, MOST_PITCH);
    let height = (fixed + gaps + n_rows * pitch).max(HEIGHT).ceil();
    let (mut scene, top, _) = page(height, &title, &subtitle, &notes);
    let rows_top = top + above;
    let most_days = most_days(data);
    let trips = if data.has_trips() { TRIPS } else { 0.0 };
    let column = (WIDTH - MARGIN - LEFTMOST - 2.0 * GAP - trips) / 3.0;
    let pen = Pen {
        lang,
        pitch,
        day: (column - number_room(most_days)) / most_days,
        column,
        has_trips: data.has_trips(),
        marks,
    };
    let rows_bottom = rows_top + gaps + n_rows * pitch;
    pen.columns(&mut scene, data, top, rows_top, rows_bottom);
    pen.lines(&mut scene, top, rows_top, rows_bottom);
    let mut y = rows_top;
    for (idx, group) in shown.iter().enumerate() {
        y = pen.group(&mut scene, group, y, idx);
    }
    scene
}

/// The first scenarios, as many as fit; at least one.
fn shown(data: &Data) -> &[Group] {
    let mut height = 400.0;
    let fitting = data.groups.iter().take_while(|group| {
        height += GROUP_GAP + LEAST_PITCH * group.rows.len() as f64;
        height <= MOST_HEIGHT
    });
    &data.groups[..fitting.count().max(1).min(data.groups.len())]
}

fn n_rows(groups: &[Group]) -> usize {
    groups
        .iter()
        .map(|group| group.rows.len())
        .sum::<usize>()
        .max(1)
}

fn most_days(data: &Data) -> f64 {
    let rows = data.groups.iter().flat_map(|group| &group.rows);
    rows.map(Row::most_days).fold(1.0, f64::max)
}

/// What stands at the end of the longest bar.
fn number_room(most_days: f64) -> f64 {
    let number = label(days(most_days)).size(NUMBER).bold().width();
    number + label(Lang::En.percent("−100")).size(18.0).width() + 30.0
}

/// Figures that all scenarios share: they become lines through all rows.
struct Marks {
    target: Option<f64>,
    published: Option<f64>,
}

fn marks(groups: &[Group]) -> Marks {
    let common = |figure: fn(&Group) -> Option<f64>| {
        let first = groups.first().and_then(figure)?;
        let same = groups.iter().all(|group| figure(group) == Some(first));
        same.then_some(first)
    };
    Marks {
        target: common(|group| group.target_days),
        published: common(|group| group.published_days),
    }
}

struct Pen {
    lang: Lang,
    pitch: f64,
    /// Pixels of a working day, the same in all columns.
    day: f64,
    /// Width of a column.
    column: f64,
    has_trips: bool,
    marks: Marks,
}

impl Pen {
    /// Of a bar.
    fn thickness(&self) -> f64 {
        (self.pitch * 0.62).min(MOST_THICK)
    }

    fn column(&self, idx: usize) -> f64 {
        LEFTMOST + idx as f64 * (self.column + GAP)
    }

    fn columns(&self, scene: &mut Scene, data: &Data, top: f64, rows_top: f64, rows_bottom: f64) {
        for (idx, (title, under)) in words::columns(data, self.lang).into_iter().enumerate() {
            let x = self.column(idx);
            scene.text(label(title).size(26.0).bold().at(x, top + 24.0));
            let under = font::shorten(
                &under,
                SMALL_SIZE,
                Weight::Regular,
                self.column + GAP - 12.0,
            );
            scene.text(label(under).size(SMALL_SIZE).color(QUIET).at(x, top + 52.0));
            let width = most_days(data) * self.day;
            let plot = Rect::new(x, rows_top, width, rows_bottom - rows_top);
            days_axis(scene, plot, most_days(data), Numbers::Written);
        }
        if self.has_trips {
            let title = label(words::trips(self.lang)).size(26.0).bold().end();
            scene.text(title.at(WIDTH - MARGIN, top + 24.0));
        }
        let unit = label(words::unit(self.lang)).size(SMALL_SIZE).color(QUIET);
        scene.text(unit.end().centred_at(LEFTMOST - 24.0, rows_bottom + 17.0));
    }

    /// Returns where the next scenario begins.
    fn group(&self, scene: &mut Scene, group: &Group, top: f64, idx: usize) -> f64 {
        let height = group.rows.len() as f64 * self.pitch + GROUP_GAP;
        if idx > 0 {
            let (from, to) = (Point::new(MARGIN, top), Point::new(WIDTH - MARGIN, top));
            scene.line(from, to, Stroke::solid(AXIS, 1.0));
        }
        let own_target = group.target_days.filter(|_| self.marks.target.is_none());
        let n_lines = ((height - GROUP_GAP) / 28.0).floor() as usize;
        let n_lines = n_lines
            .saturating_sub(usize::from(own_target.is_some()))
            .clamp(1, 3);
        let name = group.scenario.0.get(self.lang, &group.scenario.1);
        let room = NAMES - MARGIN - 20.0;
        let mut y = top + GROUP_GAP / 2.0 + self.pitch.min(40.0) / 2.0;
        for line in font::wrap(name, 22.0, Weight::Bold, room, n_lines) {
            scene.text(label(line).bold().centred_at(MARGIN, y));
            y += 28.0;
        }
        if let Some(target) = own_target.filter(|_| y + 10.0 <= top + height) {
            let text = label(words::target(target, self.lang)).size(SMALL_SIZE);
            scene.text(text.color(TARGET).centred_at(MARGIN, y));
        }
        for (idx, row) in group.rows.iter().enumerate() {
            let middle = top + GROUP_GAP / 2.0 + (idx as f64 + 0.5) * self.pitch;
            let told = words::told(group, row, self.lang);
            scene.group(told, |scene| self.row(scene, group, row, middle));
        }
        top + height
    }

    fn row(&self, scene: &mut Scene, group: &Group, row: &Row, middle: f64) {
        let room = LEFTMOST - NAMES - 16.0;
        let mut lines = font::wrap(words::row(row, self.lang), 18.0, Weight::Regular, room, 2);
        if self.pitch < 44.0 || lines.len() == 1 {
            let name = words::row(row, self.lang);
            lines = vec![font::shorten(name, 18.0, Weight::Regular, room)];
        }
        let first = middle - 11.0 * (lines.len() as f64 - 1.0);
        for (idx, line) in lines.into_iter().enumerate() {
            let text = label(line).size(18.0).color(row.side.ink()).end();
            scene.text(text.centred_at(LEFTMOST - 14.0, first + 22.0 * idx as f64));
        }
        let before = group.rows.first().filter(|_| row.reform.is_some());
        self.bar(scene, 0, row, |row| row.counted_days, before, middle);
        self.bar(scene, 1, row, |row| row.elapsed_days, before, middle);
        self.simulated(scene, row, middle);
        if self.has_trips {
            let trips = number(row.trips, row.side).end();
            scene.text(trips.centred_at(WIDTH - MARGIN, middle));
        }
        for (column, headline) in [
            (0, Headline::LimitsCounted),
            (1, Headline::LimitsElapsed),
            (2, Headline::ElapsedP50),
            (2, Headline::ElapsedP90),
        ] {
            // Under the bar, so that nobody takes it for a part of it.
            let y = middle + self.thickness() / 2.0 + 5.0;
            if let Some(band) = row.bands.map(|bands| bands.of(headline)) {
                let [low, high] =
                    [band.low, band.high].map(|days| self.column(column) + days * self.day);
                whisker(
                    scene,
                    (low, high),
                    y,
                    3.0,
                    Stroke::solid(row.side.ink(), 2.0),
                );
            }
        }
    }

    fn bar(
        &self,
        scene: &mut Scene,
        column: usize,
        row: &Row,
        figure: fn(&Row) -> f64,
        before: Option<&Row>,
        middle: f64,
    ) {
        let (x, height) = (self.column(column), self.thickness());
        let width = (figure(row) * self.day).max(2.0);
        let rect = Rect::new(x, middle - height / 2.0, width, height);
        scene.rect(rect, row.side.area());
        // The target stays in sight where a bar goes beyond it; numbers interrupt it.
        let target = self.marks.target.map(|days| x + days * self.day);
        if let Some(at) = target.filter(|at| column == 0 && *at < rect.right()) {
            let (from, to) = (Point::new(at, rect.y), Point::new(at, rect.bottom()));
            scene.line(from, to, Stroke::dashed(TARGET, 2.5, 8.0, 5.0));
        }
        let number = number(figure(row), row.side);
        let after = x + width + 10.0 + number.width() + 10.0;
        plated(scene, number.centred_at(x + width + 10.0, middle));
        let before = before.map(figure).filter(|before| *before > 0.0);
        if let Some(share) = before.map(|before| figure(row) / before - 1.0) {
            let text = label(percent(share, self.lang)).size(18.0).color(QUIET);
            plated(scene, text.centred_at(after, middle));
        }
    }

    /// From half of the cases to nine of ten: a range, no bar, so that nobody takes it for a promise.
    fn simulated(&self, scene: &mut Scene, row: &Row, middle: f64) {
        let x = self.column(2);
        let (half, most) = (
            x + row.half_days * self.day,
            x + row.nine_of_ten_days * self.day,
        );
        let color = row.side.color();
        let (from, to) = (Point::new(half, middle), Point::new(most, middle));
        scene.line(from, to, row.side.stroke(5.0));
        let dot = |centre| Outline::Circle {
            centre,
            radius: 9.0,
        };
        scene.fill(dot(to), Fill::Solid(PAPER));
        scene.stroke(dot(to), Stroke::solid(color, 3.5));
        scene.fill(dot(from), Fill::Solid(color));
        let simulated = |value: f64| Text {
            content: about(value),
            ..number(value, row.side)
        };
        let left = simulated(row.half_days);
        let right = simulated(row.nine_of_ten_days);
        if left.width() + 18.0 <= half - x {
            plated(scene, left.end().centred_at(half - 16.0, middle));
            plated(scene, right.centred_at(most + 16.0, middle));
        } else {
            let (from, to) = (&left.content, &right.content);
            let both = match self.lang {
                Lang::En => format!("{from} to {to}"),
                Lang::Zh => format!("{from} 至 {to}"),
            };
            let both = Text {
                content: both,
                ..right
            };
            plated(scene, both.size(20.0).centred_at(most + 16.0, middle));
        }
    }

    /// Target and published figure through all rows of the first column, named above.
    fn lines(&self, scene: &mut Scene, top: f64, rows_top: f64, rows_bottom: f64) {
        let x = self.column(0);
        let mut y = top + HEADER + LINE / 2.0;
        let target = self
            .marks
            .target
            .map(|days| (days, words::target(days, self.lang), TARGET));
        let published = self.marks.published;
        let published = published.map(|days| (days, words::published(days, self.lang), QUIET));
        for (days, text, color) in [published, target].into_iter().flatten() {
            let at = x + days * self.day;
            let text = label(text).size(SMALL_SIZE).color(color);
            let is_on = at <= x + self.column;
            if is_on {
                let line = Stroke::dashed(color, 2.5, 8.0, 5.0);
                scene.line(Point::new(at, y + 4.0), Point::new(at, rows_bottom), line);
            }
            let left = if is_on { at + 6.0 } else { x };
            let left = left.min(x + self.column + GAP - 8.0 - text.width());
            plated(scene, text.centred_at(left, y));
            y += LINE;
        }
        debug_assert!(
            y - LINE / 2.0 <= rows_top + 0.5,
            "the lines' names stand above the rows"
        );
    }
}

fn number(value: f64, side: Side) -> Text {
    label(days(value)).size(NUMBER).bold().color(side.ink())
}

/// Text over paper, so that grid lines and targets end at it.
fn plated(scene: &mut Scene, text: Text) {
    let area = text.area();
    let plate = Rect::new(area.x - 3.0, area.y, area.width + 6.0, area.height);
    scene.rect(plate, Fill::Solid(PAPER));
    scene.text(text);
}

/// A change: `−40 %`.
fn percent(share: f64, lang: Lang) -> String {
    let rounded = (share * 100.0).round();
    let sign = match rounded {
        rounded if rounded < 0.0 => "−",
        rounded if rounded > 0.0 => "+",
        _ => "±",
    };
    lang.percent(format!(
        "{sign}{}",
        crate::text::count(rounded.abs() as i64)
    ))
}
