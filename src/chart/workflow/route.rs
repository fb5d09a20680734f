//! How arrows run between the cells of the grid: through the gaps between rows and the channels between
//! lanes only, so that none crosses a box. Arrows that leave the same step share their lines.

use std::collections::{BTreeMap, BTreeSet};

use super::arrange::{Cell, Grid};
use super::graph::Edge;

/// How one arrow runs. Gap `g` lies above row `g`, channel `c` left of lane `c`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// Straight down a lane in which nothing stands between.
    Straight,
    /// Along one gap.
    Gap {
        /// Its track in the gap.
        track: usize,
    },
    /// Along the gap below the first step, a channel, and the gap above the second.
    Channel {
        /// Track in the gap below the first step.
        first: usize,
        /// The channel.
        channel: usize,
        /// Track in it.
        along: usize,
        /// Track in the gap above the second step.
        last: usize,
    },
}

/// All arrows, and how much room they take.
#[derive(Clone, Debug, PartialEq)]
pub struct Routes {
    /// In the order of the edges.
    pub routes: Vec<Route>,
    /// Whether arrows leave a step beside its middle, for the step below is none that waits for it.
    pub leaves_aside: Vec<bool>,
    /// Tracks of every gap.
    pub gap_tracks: Vec<usize>,
    /// Tracks of every channel.
    pub channel_tracks: Vec<usize>,
}

/// From, to: across in half lanes, or down in gaps.
type Span = (f64, f64);

/// Routes every edge.
pub fn route(grid: &Grid, edges: &[Edge]) -> Routes {
    let taken: BTreeMap<(usize, usize), usize> = (grid.cells.iter().enumerate())
        .map(|(node, cell)| ((cell.lane, cell.row), node))
        .collect();
    let known: BTreeSet<Edge> = edges.iter().copied().collect();
    let leaves_aside: Vec<bool> = (grid.cells.iter().enumerate())
        .map(|(node, cell)| {
            let below = taken.get(&(cell.lane, cell.row + 1));
            below.is_some_and(|&below| !known.contains(&(node, below)))
        })
        .collect();
    let leave = |node: usize| {
        let middle = across(grid.cells[node]);
        if leaves_aside[node] {
            middle - 0.5
        } else {
            middle
        }
    };
    let mut gaps: Vec<BTreeMap<usize, Span>> = vec![BTreeMap::new(); grid.n_rows + 1];
    let mut channels: Vec<BTreeMap<usize, Span>> = vec![BTreeMap::new(); grid.n_lanes + 1];
    let gutters: BTreeSet<usize> = grid
        .columns
        .iter()
        .map(|column| column.first_lane)
        .collect();
    let mut choices = Vec::new();
    for &(from, to) in edges {
        let (start, end) = (grid.cells[from], grid.cells[to]);
        let (first, last) = (start.row + 1, end.row);
        let is_free = |row: usize| !taken.contains_key(&(start.lane, row));
        if start.lane == end.lane && first <= last && (first..last).all(is_free) {
            choices.push(Choice::Straight);
        } else if first == last {
            widen(&mut gaps[first], from, (leave(from), across(end)));
            choices.push(Choice::Gap(first));
        } else {
            let channel = channel(start, end, &gutters, &channels, from);
            let at = 2.0 * channel as f64;
            widen(&mut gaps[first], from, (leave(from), at));
            widen(&mut channels[channel], from, (first as f64, last as f64));
            widen(&mut gaps[last], from, (at, across(end)));
            choices.push(Choice::Channel {
                first,
                channel,
                last,
            });
        }
    }
    let (gaps, channels): (Vec<_>, Vec<_>) = (
        gaps.iter().map(tracks).collect(),
        channels.iter().map(tracks).collect(),
    );
    let routes = edges
        .iter()
        .zip(&choices)
        .map(|(&(from, _), choice)| match *choice {
            Choice::Straight => Route::Straight,
            Choice::Gap(gap) => Route::Gap {
                track: gaps[gap][&from],
            },
            Choice::Channel {
                first,
                channel,
                last,
            } => Route::Channel {
                first: gaps[first][&from],
                channel,
                along: channels[channel][&from],
                last: gaps[last][&from],
            },
        });
    let most = |tracks: &BTreeMap<usize, usize>| tracks.values().max().map_or(0, |most| most + 1);
    Routes {
        routes: routes.collect(),
        leaves_aside,
        gap_tracks: gaps.iter().map(most).collect(),
        channel_tracks: channels.iter().map(most).collect(),
    }
}

#[derive(Clone, Copy, Debug)]
enum Choice {
    Straight,
    Gap(usize),
    Channel {
        first: usize,
        channel: usize,
        last: usize,
    },
}

/// The middle of a lane, in half lanes.
fn across(cell: Cell) -> f64 {
    2.0 * cell.lane as f64 + 1.0
}

/// The channel between two steps: one that the same step uses, else one between stages, else the
/// one with fewest arrows, else the one next to the second step.
fn channel(
    start: Cell,
    end: Cell,
    gutters: &BTreeSet<usize>,
    used: &[BTreeMap<usize, Span>],
    net: usize,
) -> usize {
    let between = if start.lane == end.lane {
        start.lane..=start.lane + 1
    } else {
        start.lane.min(end.lane) + 1..=start.lane.max(end.lane)
    };
    let rank = |&channel: &usize| {
        let is_shared = used[channel].contains_key(&net);
        let distance = channel.abs_diff(end.lane);
        (
            !is_shared,
            !gutters.contains(&channel),
            used[channel].len(),
            distance,
        )
    };
    between.min_by_key(rank).unwrap_or(start.lane)
}

fn widen(spans: &mut BTreeMap<usize, Span>, net: usize, (from, to): Span) {
    let span = spans
        .entry(net)
        .or_insert((f64::INFINITY, f64::NEG_INFINITY));
    *span = (span.0.min(from).min(to), span.1.max(from).max(to));
}

/// Spans that touch get different tracks, as few as can be (left-edge algorithm).
fn tracks(spans: &BTreeMap<usize, Span>) -> BTreeMap<usize, usize> {
    let mut sorted: Vec<(usize, Span)> = spans.iter().map(|(&net, &span)| (net, span)).collect();
    sorted.sort_by(|a, b| a.1.0.total_cmp(&b.1.0));
    let mut ends: Vec<f64> = Vec::new();
    let mut found = BTreeMap::new();
    for (net, (from, to)) in sorted {
        let track = ends
            .iter()
            .position(|&end| end < from)
            .unwrap_or(ends.len());
        if track == ends.len() {
            ends.push(to);
        } else {
            ends[track] = to;
        }
        found.insert(net, track);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::arrange::{Parts, Wanted, arrange};
    use super::*;

    fn routes(groups: &[usize], edges: &[Edge], most_lanes: usize) -> Routes {
        let weighted: Vec<(Edge, f64)> = edges.iter().map(|&edge| (edge, 1.0)).collect();
        let n_groups = groups.iter().max().map_or(0, |most| most + 1);
        let wanted = Wanted {
            groups,
            n_groups,
            edges: &weighted,
        };
        route(&arrange(wanted, most_lanes, Parts::One), edges)
    }

    #[test]
    fn a_chain_runs_straight_down() {
        let routes = routes(&[0, 0, 0], &[(0, 1), (1, 2)], 1);
        assert_eq!(routes.routes, [Route::Straight, Route::Straight]);
        assert_eq!(routes.gap_tracks, [0, 0, 0, 0]);
    }

    #[test]
    fn an_arrow_to_the_next_stage_runs_up_the_channel_between() {
        let routes = routes(&[0, 0, 1], &[(0, 1), (1, 2)], 2);
        let up = Route::Channel {
            first: 0,
            channel: 1,
            along: 0,
            last: 0,
        };
        assert_eq!(routes.routes[1], up);
    }

    #[test]
    fn arrows_of_different_steps_do_not_share_a_track() {
        let spans = BTreeMap::from([(0, (0.0, 3.0)), (1, (3.0, 4.0)), (2, (3.5, 5.0))]);
        assert_eq!(tracks(&spans), BTreeMap::from([(0, 0), (1, 1), (2, 0)]));
    }
}
