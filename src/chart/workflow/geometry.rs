//! How large boxes are and where everything stands, in pixels, before anything is drawn.

use super::arrange::{Grid, Parts, Wanted, arrange};
use super::graph::Edge;
use super::route::{Route, Routes, route};
use super::style::{Measure, Style, TRACK, room, small};
use super::{Data, Node};
use crate::chart::scene::{Point, Rect};
use crate::chart::theme::{HEIGHT, MARGIN, WIDTH};
use crate::lang::Lang;

/// Height of the name of a stage.
pub const HEADER: f64 = 38.0;
/// Width of a channel without arrows, inside a stage and between stages.
const CHANNELS: (f64, f64) = (14.0, 38.0);
/// No canvas is higher.
const MOST_HEIGHT: f64 = 6000.0;

/// Everything's place.
#[derive(Clone, Debug)]
pub struct Geometry {
    /// How boxes are written.
    pub style: Style,
    /// The cells.
    pub grid: Grid,
    /// Boxes of the steps.
    pub boxes: Vec<Rect>,
    /// Arrows of the links.
    pub lines: Vec<Vec<Point>>,
    /// Height of the canvas.
    pub height: f64,
    /// Upper edges of the bands, where the names of stages stand.
    pub band_tops: Vec<f64>,
    /// Lower edges of the bands.
    pub band_bottoms: Vec<f64>,
    /// Left edge and width of every lane.
    pub lanes: Vec<(f64, f64)>,
}

/// Finds the largest names with which everything stands on a slide; else the canvas grows, and at last
/// names are left out. `top` and `under` are the heights above and below the picture.
pub fn geometry(data: &Data, lang: Lang, top: f64, under: f64) -> Geometry {
    let groups: Vec<usize> = data.nodes.iter().map(|node| node.group).collect();
    let weighted: Vec<(Edge, f64)> = (data.links.iter())
        .map(|link| {
            let weight = match (link.on_elapsed || link.on_counted, link.is_gone) {
                // A chain that decides should run straight.
                (true, _) => 6.0,
                (false, false) => 1.0,
                (false, true) => 0.3,
            };
            ((link.from, link.to), weight)
        })
        .collect();
    let wanted = Wanted {
        groups: &groups,
        n_groups: data.groups.len(),
        edges: &weighted,
    };
    let edges: Vec<Edge> = weighted.iter().map(|(edge, _)| *edge).collect();
    let measure = Measure::of(data, lang);
    let trials = |parts: Parts| -> Vec<Trial> {
        let trial = |lanes| {
            let grid = arrange(wanted, lanes, parts);
            let routes = route(&grid, &edges);
            Trial { grid, routes }
        };
        let mut trials: Vec<Trial> = (2..=14).map(trial).collect();
        trials.dedup_by_key(|trial| trial.grid.n_lanes);
        trials
    };
    let (whole, parted) = (trials(Parts::One), trials(Parts::Several));
    let fits = |trials: &[Trial], style: Style, most: f64| -> Option<Geometry> {
        let fitting = trials
            .iter()
            .filter(|trial| trial.lane_width() >= style.least_width());
        let laid = fitting.map(|trial| (trial, trial.lay_out(data, style, &measure, top, 0.0)));
        let (trial, best) = laid
            .filter(|(_, laid)| laid.height + under <= most)
            .min_by(|(_, a), (_, b)| a.cost(&measure, data).total_cmp(&b.cost(&measure, data)))?;
        let spare = (HEIGHT - under - best.height) / best.grid.n_rows as f64;
        let more = spare.clamp(0.0, MOST_STRETCH);
        Some(trial.lay_out(data, style, &measure, top, more))
    };
    let full = |size: f64| Style::Full { size };
    let line = |size: f64| Style::Line { size };
    let bare = |height: f64| Style::Bare { height };
    let on_a_slide =
        [30.0, 25.0, 20.0, 19.0, 18.0, 17.0, 16.0, 15.0].map(|size| (&whole, full(size)));
    let in_parts = [17.0, 16.0, 15.0, 14.0, 13.0].map(|size| (&parted, full(size)));
    let as_lines = [16.0, 15.0, 14.0, 13.0].map(|size| (&parted, line(size)));
    let high = [
        full(16.0),
        full(14.0),
        line(16.0),
        line(13.0),
        bare(14.0),
        bare(8.0),
        bare(4.0),
        bare(1.0),
    ];
    let mut tried = on_a_slide.iter().chain(&in_parts).chain(&as_lines);
    let found = tried.find_map(|(trials, style)| fits(trials, *style, HEIGHT));
    let mut laid = found
        .or_else(|| {
            high.iter()
                .find_map(|style| fits(&parted, *style, MOST_HEIGHT))
        })
        .unwrap_or_else(|| parted[parted.len() - 1].lay_out(data, bare(0.1), &measure, top, 0.0));
    laid.height = (laid.height + under).max(HEIGHT).ceil();
    laid
}

/// Gaps grow by that much where a slide has room.
const MOST_STRETCH: f64 = 40.0;

struct Trial {
    grid: Grid,
    routes: Routes,
}

impl Trial {
    fn is_gutter(&self, channel: usize) -> bool {
        self.grid
            .columns
            .iter()
            .any(|column| column.first_lane == channel)
    }

    /// Widths of the channels, and the distance of tracks in them: closer if there are too many.
    fn channels(&self) -> (Vec<f64>, f64) {
        let n_tracks: usize = self.routes.channel_tracks.iter().sum();
        let track = TRACK.min(0.35 * (WIDTH - 2.0 * MARGIN) / n_tracks.max(1) as f64);
        let widths = (0..=self.grid.n_lanes).map(|channel| {
            let n_tracks = self.routes.channel_tracks[channel] as f64;
            let bare = match channel {
                0 if n_tracks > 0.0 => 12.0,
                0 => 0.0,
                _ if channel == self.grid.n_lanes => 0.0,
                _ if self.is_gutter(channel) => CHANNELS.1.min(400.0 / self.grid.n_lanes as f64),
                _ => CHANNELS.0.min(200.0 / self.grid.n_lanes as f64),
            };
            bare + n_tracks * track
        });
        (widths.collect(), track)
    }

    fn lane_width(&self) -> f64 {
        let channels: f64 = self.channels().0.iter().sum();
        let room = WIDTH - 2.0 * MARGIN - channels;
        (room / self.grid.n_lanes.max(1) as f64).min(MOST_WIDTH)
    }

    fn lay_out(
        &self,
        data: &Data,
        style: Style,
        measure: &Measure,
        top: f64,
        more: f64,
    ) -> Geometry {
        let (channels, track) = self.channels();
        let width = self.lane_width();
        let mut x = MARGIN;
        let (mut lanes, mut channel_lefts) = (Vec::new(), Vec::new());
        // A narrow picture keeps its boxes and takes wider channels.
        let used = channels.iter().sum::<f64>() + width * self.grid.n_lanes as f64;
        let spare = (WIDTH - 2.0 * MARGIN - used).max(0.0) / (channels.len().max(3) - 2) as f64;
        for (channel, wide) in channels.iter().enumerate() {
            let more = if channel == 0 || channel == self.grid.n_lanes {
                0.0
            } else {
                spare.min(60.0)
            };
            channel_lefts.push(x + more / 2.0);
            x += wide + more;
            if channel < self.grid.n_lanes {
                lanes.push((x, width));
                x += width;
            }
        }
        let mut heights = vec![0.0f64; self.grid.n_rows];
        for (idx, cell) in self.grid.cells.iter().enumerate() {
            heights[cell.row] =
                heights[cell.row].max(style.height(&data.nodes[idx], idx, measure, width));
        }
        let (rows, gaps, bands) = self.heights(&heights, (style, more), top);
        let place = Place {
            lanes: &lanes,
            rows: &rows,
            gaps: &gaps,
            channels: &channel_lefts,
            track,
            gap_track: style.gap().1,
            inset: style.gap().0 / 3.0 + more / 2.0,
        };
        Geometry {
            style,
            boxes: self
                .grid
                .cells
                .iter()
                .zip(&data.nodes)
                .enumerate()
                .map(|(idx, (cell, node))| {
                    let (x, width) = lanes[cell.lane];
                    Rect::new(
                        x,
                        rows[cell.row],
                        width,
                        style.height(node, idx, measure, width),
                    )
                })
                .collect(),
            lines: Vec::new(),
            height: bands.1.last().copied().unwrap_or(top),
            band_tops: bands.0,
            band_bottoms: bands.1,
            lanes: lanes.clone(),
            grid: self.grid.clone(),
        }
        .with_lines(self, data, &place)
    }

    /// Upper edges of rows and of the tracks in the gaps above them; tops and bottoms of bands.
    #[allow(
        clippy::type_complexity,
        reason = "four lists that are made in one walk down the canvas"
    )]
    fn heights(
        &self,
        heights: &[f64],
        (style, more): (Style, f64),
        top: f64,
    ) -> (Vec<f64>, Vec<f64>, (Vec<f64>, Vec<f64>)) {
        let (bare, track) = style.gap();
        let bare = bare + more;
        let (mut rows, mut gaps, mut tops, mut bottoms) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut y = top;
        for (row, height) in heights.iter().enumerate() {
            if self.grid.bands.contains(&row) {
                if row > 0 {
                    bottoms.push(y);
                    y += BAND_GAP;
                }
                tops.push(y);
                y += HEADER;
            }
            gaps.push(y);
            y += bare + self.routes.gap_tracks[row] as f64 * track;
            rows.push(y);
            y += height;
        }
        gaps.push(y);
        y += self.routes.gap_tracks[heights.len()] as f64 * track + 8.0;
        bottoms.push(y);
        (rows, gaps, (tops, bottoms))
    }
}

/// Between bands of stages.
const BAND_GAP: f64 = 14.0;
/// Wider boxes hold no more.
const MOST_WIDTH: f64 = 330.0;

/// Places of the grid in pixels.
struct Place<'a> {
    lanes: &'a [(f64, f64)],
    rows: &'a [f64],
    gaps: &'a [f64],
    channels: &'a [f64],
    track: f64,
    gap_track: f64,
    /// Tracks begin at some distance from the boxes above.
    inset: f64,
}

impl Geometry {
    /// Names that are cut short are worst, then stages in parts, steps that only seem to wait, long arrows.
    fn cost(&self, measure: &Measure, data: &Data) -> f64 {
        let cut = |(idx, _): (usize, &Node)| {
            let room = room(self.boxes[idx].width);
            match self.style {
                Style::Full { size } => {
                    (measure.names[idx] * size - 2.7 * room).max(0.0)
                        + (measure.merged[idx] * small(size) - 2.7 * room).max(0.0)
                }
                Style::Line { size } => (measure.names[idx] * size - room + 60.0).max(0.0),
                Style::Bare { .. } => 0.0,
            }
        };
        let columns = &self.grid.columns;
        let n_parts = columns.iter().filter(|column| column.part > 0).count();
        let length = |line: &Vec<Point>| -> f64 {
            let legs = line.windows(2);
            legs.map(|leg| (leg[0].x - leg[1].x).abs() + (leg[0].y - leg[1].y).abs())
                .sum()
        };
        let lines: f64 = self.lines.iter().map(length).sum();
        data.nodes.iter().enumerate().map(cut).sum::<f64>()
            + 300.0 * n_parts as f64
            + 40.0 * self.grid.n_delayed as f64
            + 0.01 * lines
    }

    fn with_lines(mut self, trial: &Trial, data: &Data, place: &Place<'_>) -> Geometry {
        let lines = data.links.iter().zip(&trial.routes.routes);
        self.lines = lines
            .map(|(link, route)| {
                let (from, to) = (self.boxes[link.from], self.boxes[link.to]);
                let aside = if trial.routes.leaves_aside[link.from] {
                    0.25
                } else {
                    0.5
                };
                let start = Point::new(from.x + aside * from.width, from.bottom());
                let end = Point::new(to.x + 0.5 * to.width, to.y);
                let gap = |gap: usize, track: usize| {
                    place.gaps[gap] + place.inset + (track as f64 + 0.5) * place.gap_track
                };
                let row = |node: usize| self.grid.cells[node].row;
                let turns = match *route {
                    Route::Straight => vec![],
                    Route::Gap { track } => {
                        let y = gap(row(link.to), track);
                        vec![Point::new(start.x, y), Point::new(end.x, y)]
                    }
                    Route::Channel {
                        first,
                        channel,
                        along,
                        last,
                    } => {
                        let x = place.channels[channel]
                            + self.channel_inset(channel)
                            + (along as f64 + 0.5) * place.track;
                        let (upper, lower) =
                            (gap(row(link.from) + 1, first), gap(row(link.to), last));
                        vec![
                            Point::new(start.x, upper),
                            Point::new(x, upper),
                            Point::new(x, lower),
                            Point::new(end.x, lower),
                        ]
                    }
                };
                let mut points = vec![start];
                points.extend(turns);
                points.push(end);
                points
            })
            .collect();
        debug_assert!(
            place.lanes.len() == self.grid.n_lanes && place.rows.len() == self.grid.n_rows
        );
        self
    }

    /// Tracks begin at some distance from the lane on the left.
    fn channel_inset(&self, channel: usize) -> f64 {
        if channel == 0 { 0.0 } else { 4.0 }
    }
}
