//! Drawing the workflow.

use super::arrange::Column;
use super::badges::badges;
use super::geometry::{Geometry, HEADER, geometry};
use super::key::{Key, underline};
use super::style::{PAD, STRIP, Style, room, small};
use super::words;
use super::{Data, Fate, Link, Node};
use crate::chart::font::{self, Weight};
use crate::chart::scene::{Color, Fill, Outline, Point, Rect, Scene, Stroke};
use crate::chart::theme::{
    AXIS, BAND, GONE, HEIGHT, INK, NEW, NEW_PALE, PAPER, QUIET, SMALL_SIZE, label, page,
};
use crate::lang::Lang;
use crate::workflow::Clock;

/// Draws the graph.
pub fn draw(data: &Data, lang: Lang) -> Scene {
    let (title, subtitle) = (words::title(data, lang), words::subtitle(data, lang));
    let key = Key::of(data, lang);
    let (trial, top, bottom) = page(HEIGHT, &title, &subtitle, &[]);
    let laid = geometry(data, lang, top - 6.0, trial.height - bottom + key.height());
    let (mut scene, _, bottom) = page(laid.height, &title, &subtitle, &[]);
    let pen = Pen {
        data,
        laid: &laid,
        badges: badges(&data.agencies, lang),
        lang,
    };
    pen.grounds(&mut scene);
    // What decides lies over what does not.
    let mut order: Vec<usize> = (0..data.links.len()).collect();
    order.sort_by_key(|&idx| {
        let link = &data.links[idx];
        (!link.is_gone, link.on_counted, link.on_elapsed)
    });
    for idx in order {
        pen.arrow(&mut scene, &data.links[idx], &laid.lines[idx]);
    }
    pen.names(&mut scene);
    for (node, area) in data.nodes.iter().zip(&laid.boxes) {
        let agency = node
            .agency
            .map(|idx| words::said(&data.agencies[idx], lang));
        scene.group(words::told(node, agency, lang), |scene| {
            pen.step(scene, node, *area)
        });
    }
    key.draw(&mut scene, bottom - key.height() + 12.0, &pen.badges, lang);
    scene.title = format!(
        "{}{}{title}",
        words::said(&data.scenario, lang),
        lang.colon()
    );
    scene
}

struct Pen<'a> {
    data: &'a Data,
    laid: &'a Geometry,
    badges: Vec<String>,
    lang: Lang,
}

impl Pen<'_> {
    /// The ground of every stage; a bar after one that holds back later ones.
    fn grounds(&self, scene: &mut Scene) {
        for (_, ground) in self.stages() {
            scene.rect(ground, Fill::Solid(BAND));
        }
        for (column, ground) in self.stages() {
            if self.data.groups[column.group].is_closed {
                let x = ground.right() + 3.0;
                let (from, to) = (Point::new(x, ground.y), Point::new(x, ground.bottom()));
                scene.line(from, to, Stroke::solid(INK, 3.0));
            }
        }
    }

    /// The name of every stage, over the arrows that come from the band above.
    fn names(&self, scene: &mut Scene) {
        for (column, ground) in self.stages() {
            let group = &self.data.groups[column.group];
            let name = match &group.stage {
                Some(stage) => words::said(stage, self.lang),
                None => words::no_stage(self.lang),
            };
            let room = ground.width - 18.0;
            // A smaller name is better than a shorter one.
            let fits = |size: &f64| font::width(name, *size, Weight::Bold) <= room;
            let sizes = [SMALL_SIZE, 18.0, 16.0, 15.0];
            let size = sizes.into_iter().find(fits).unwrap_or(16.0);
            let size = size.min(ground.width / 4.0);
            if size < 12.0 {
                continue;
            }
            let name = label(font::shorten(name, size, Weight::Bold, room));
            let name = name.size(size).bold();
            let name = name.centred_at(ground.x + 9.0, ground.y + HEADER / 2.0);
            scene.group(words::stage_told(group, self.lang), |scene| {
                scene.rect(name.area(), Fill::Solid(BAND));
                scene.text(name);
            });
        }
    }

    /// The first column of every stage, and the ground under all its columns.
    fn stages(&self) -> Vec<(Column, Rect)> {
        let grid = &self.laid.grid;
        let stages = grid.columns.chunk_by(|a, b| a.group == b.group);
        stages
            .map(|parts| {
                let (first, last) = (parts[0], parts[parts.len() - 1]);
                let band = grid.bands.iter().rposition(|&row| row <= first.first_row);
                let band = band.unwrap_or(0);
                let (top, bottom) = (self.laid.band_tops[band], self.laid.band_bottoms[band]);
                let (left, _) = self.laid.lanes[first.first_lane];
                let (right, width) = self.laid.lanes[last.first_lane + last.n_lanes - 1];
                let whole = right + width - left + 18.0;
                (first, Rect::new(left - 9.0, top, whole, bottom - top))
            })
            .collect()
    }

    fn arrow(&self, scene: &mut Scene, link: &Link, line: &[Point]) {
        let side = self.data.side;
        let end = line[line.len() - 1];
        let head = match self.laid.style {
            Style::Full { .. } => 9.0,
            Style::Line { .. } => 6.0,
            Style::Bare { .. } => 0.0,
        };
        let mut line = line.to_vec();
        if let Some(last) = line.last_mut() {
            last.y -= head;
        }
        let line = rounded(&line);
        let color = match (link.on_elapsed, link.on_counted, link.is_gone) {
            (true, _, _) => side.color(),
            (false, true, _) => INK,
            (false, false, true) => GONE,
            (false, false, false) => AXIS,
        };
        let stroke = match (link.on_elapsed, link.on_counted, link.is_gone) {
            (true, _, _) => Stroke::solid(color, 5.5),
            (false, true, _) => Stroke::solid(color, 2.5),
            (false, false, true) => Stroke::dashed(color, 1.6, 5.0, 4.0),
            (false, false, false) => Stroke::solid(color, 1.8),
        };
        scene.stroke(Outline::Line(line.clone()), stroke);
        if link.on_elapsed && link.on_counted {
            scene.stroke(Outline::Line(line), Stroke::solid(INK, 2.5));
        }
        if head > 0.0 {
            let wide = if link.on_elapsed { 8.0 } else { 5.0 };
            let corners = [(-wide, -head - 1.0), (wide, -head - 1.0), (0.0, 0.0)];
            let corners = corners.map(|(x, y)| Point::new(end.x + x, end.y + y));
            let color = if link.on_counted { INK } else { color };
            scene.fill(Outline::Polygon(corners.to_vec()), Fill::Solid(color));
        }
    }

    fn step(&self, scene: &mut Scene, node: &Node, area: Rect) {
        let side = self.data.side;
        let (fill, edge) = self.paper(node);
        if !node.swallowed.is_empty() {
            // A sheet behind: there is more than one.
            let behind = Rect {
                x: area.x + 5.0,
                y: area.y + 5.0,
                ..area
            };
            scene.rect(behind, Fill::Solid(PAPER));
            scene.stroke(Outline::Rect(behind), edge.clone());
        }
        scene.rect(area, Fill::Solid(fill));
        let strip = Rect::new(area.x, area.y, STRIP.min(area.width / 4.0), area.height);
        let is_gone = node.fate.is_gone();
        match (node.clock, is_gone, node.fate) {
            (_, true, _) | (_, _, Fate::Check) => {}
            (Clock::On, false, _) => scene.rect(
                strip,
                Fill::Solid(if node.on_elapsed {
                    side.color()
                } else {
                    side.pale()
                }),
            ),
            (Clock::Off | Clock::Outside, false, _) => scene.rect(
                strip,
                if node.on_elapsed {
                    side.hatch()
                } else {
                    side.pale_hatch()
                },
            ),
        }
        if node.on_counted && !is_gone {
            underline(scene, area);
        }
        scene.stroke(Outline::Rect(area), edge);
        match self.laid.style {
            Style::Full { size } => self.full(scene, node, area, size),
            Style::Line { size } => self.line(scene, node, area, size),
            Style::Bare { .. } => {}
        }
    }

    fn paper(&self, node: &Node) -> (Color, Stroke) {
        let side = self.data.side;
        if node.fate.is_gone() {
            return (PAPER, Stroke::dashed(GONE, 1.6, 5.0, 4.0));
        }
        match (node.fate, node.on_elapsed, node.is_met) {
            (Fate::Check, _, _) => (NEW_PALE, Stroke::solid(NEW, 2.5)),
            (Fate::Added, false, _) => (PAPER, Stroke::solid(NEW, 2.5)),
            (_, true, _) => (side.pale(), Stroke::solid(side.color(), 2.5)),
            (_, false, false) => (PAPER, Stroke::dashed(AXIS, 1.4, 2.0, 3.0)),
            (_, false, true) => (PAPER, Stroke::solid(AXIS, 1.4)),
        }
    }

    /// Letters of a step.
    fn ink(node: &Node) -> Color {
        match (node.fate.is_gone(), node.fate, node.is_met) {
            (true, _, _) => QUIET,
            (false, Fate::Check, _) => NEW,
            (false, _, false) => QUIET,
            (false, _, true) => INK,
        }
    }

    /// Agency and days, the name, what was merged.
    fn full(&self, scene: &mut Scene, node: &Node, area: Rect, size: f64) {
        let (ink, small) = (Self::ink(node), small(size));
        let room = room(area.width);
        let left = area.x + STRIP + PAD;
        let mut y = area.y + PAD + 0.62 * small;
        let badge = self.badge(scene, node, left, y, small);
        let figures = [
            words::figure(node, self.lang),
            words::shown_days(node, self.lang),
        ];
        let fits =
            |figure: &&String| font::width(figure, small, Weight::Bold) <= room - badge - 6.0;
        // Days matter more than how they came about.
        let figure = figures.iter().find(fits).unwrap_or(&figures[1]);
        let figure = font::shorten(figure, small, Weight::Bold, room - badge - 6.0);
        if !figure.is_empty() {
            let text = label(figure).size(small).bold().color(ink).end();
            scene.text(text.centred_at(area.right() - PAD, y));
        }
        y = area.y + PAD + 1.35 * small;
        let merged_room = if node.swallowed.is_empty() {
            0.0
        } else {
            1.2 * small
        };
        let under = area.bottom() - PAD + 1.0;
        let n_lines = ((under - y - merged_room) / (1.2 * size)).floor().max(1.0) as usize;
        let name = words::said(&node.step, self.lang);
        for line in font::balanced(name, size, Weight::Regular, room, n_lines) {
            let line = font::shorten(&line, size, Weight::Regular, room);
            scene.text(
                label(line)
                    .size(size)
                    .color(ink)
                    .centred_at(left, y + 0.55 * size),
            );
            y += 1.2 * size;
        }
        if merged_room > 0.0 {
            let n_lines = ((under - y) / (1.2 * small)).floor().max(1.0) as usize;
            let merged = words::merged(node, self.lang);
            for line in font::balanced(&merged, small, Weight::Regular, room, n_lines) {
                let line = font::shorten(&line, small, Weight::Regular, room);
                scene.text(
                    label(line)
                        .size(small)
                        .color(self.data.side.ink())
                        .centred_at(left, y + 0.55 * small),
                );
                y += 1.2 * small;
            }
        }
    }

    /// One line: agency, name, days.
    fn line(&self, scene: &mut Scene, node: &Node, area: Rect, size: f64) {
        let ink = Self::ink(node);
        let middle = area.y + area.height / 2.0;
        let left = area.x + STRIP + PAD;
        let badge = self.badge(scene, node, left, middle, size - 2.0);
        let left = if badge > 0.0 {
            left + badge + 6.0
        } else {
            left
        };
        let right = area.right() - PAD;
        let figure = match node.fate {
            Fate::Kept | Fate::Merged | Fate::Added | Fate::Committed | Fate::Filed => {
                words::figure(node, self.lang)
            }
            // Their look says it.
            Fate::Check | Fate::Removed | Fate::Moved | Fate::Spared => String::new(),
        };
        let figure = font::shorten(&figure, size, Weight::Bold, (right - left) / 2.0);
        let text = label(figure).size(size).bold().color(ink).end();
        let room = right - left - text.width() - 8.0;
        if !text.content.is_empty() {
            scene.text(text.centred_at(right, middle));
        }
        let mut name = words::said(&node.step, self.lang).to_owned();
        if !node.swallowed.is_empty() {
            name = format!("+{} {name}", node.swallowed.len());
        }
        let name = font::shorten(&name, size, Weight::Regular, room);
        if font::width(&name, size, Weight::Regular) <= room {
            scene.text(label(name).size(size).color(ink).centred_at(left, middle));
        }
    }

    /// The agency's mark; returns its width.
    fn badge(&self, scene: &mut Scene, node: &Node, left: f64, middle: f64, size: f64) -> f64 {
        let Some(badge) = node.agency.map(|idx| &self.badges[idx]) else {
            return 0.0;
        };
        let is_faint = node.fate.is_gone() || !node.is_met;
        draw_badge(
            scene,
            badge,
            left,
            middle,
            size,
            if is_faint { FAINT } else { QUIET },
        )
    }
}

/// The plate of a mark that is not met: letters of paper still stand out from it.
const FAINT: Color = Color::new(0x687480);

/// A mark on a plate; returns its width.
pub(super) fn draw_badge(
    scene: &mut Scene,
    badge: &str,
    left: f64,
    middle: f64,
    size: f64,
    color: Color,
) -> f64 {
    let text = label(badge)
        .size((size - 1.0).max(11.0))
        .bold()
        .color(PAPER)
        .middle();
    let width = (text.width() + 8.0).max(1.7 * size);
    let plate = Rect::new(left, middle - 0.58 * size, width, 1.16 * size);
    scene.rect(plate, Fill::Solid(color));
    scene.text(text.centred_at(left + width / 2.0, middle));
    width
}

/// A line with its corners rounded, so that a turn differs from a crossing.
fn rounded(line: &[Point]) -> Vec<Point> {
    let mut points = vec![line[0]];
    for corner in line.windows(3) {
        let (before, at, after) = (corner[0], corner[1], corner[2]);
        let length = |a: Point, b: Point| (a.x - b.x).abs() + (a.y - b.y).abs();
        let (into, out) = (length(before, at), length(at, after));
        let radius = 6.0_f64.min(into / 2.0).min(out / 2.0);
        if radius < 0.5 {
            points.push(at);
            continue;
        }
        let towards = |to: Point, length: f64| {
            Point::new(
                at.x + (to.x - at.x) / length * radius,
                at.y + (to.y - at.y) / length * radius,
            )
        };
        let (start, end) = (towards(before, into), towards(after, out));
        for step in 0..=3 {
            let t = f64::from(step) / 3.0;
            let blend = |a: f64, b: f64, c: f64| {
                (1.0 - t) * (1.0 - t) * a + 2.0 * t * (1.0 - t) * b + t * t * c
            };
            points.push(Point::new(
                blend(start.x, at.x, end.x),
                blend(start.y, at.y, end.y),
            ));
        }
    }
    points.push(line[line.len() - 1]);
    points
}
