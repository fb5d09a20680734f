//! Which cell of a grid every step gets: stages are columns, a step stands below what it waits for.
//!
//! A layered drawing (Sugiyama, Tagawa and Toda 1981) with layers of bounded width inside every stage:
//! longest paths, then sweeps. A long chain takes several columns, so that the picture fills a slide.

use super::graph::Edge;

/// Where a step stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// From the left.
    pub lane: usize,
    /// From the top.
    pub row: usize,
}

/// One part of a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// The stage.
    pub group: usize,
    /// 0 for the first part of a stage.
    pub part: usize,
    /// Its leftmost lane.
    pub first_lane: usize,
    /// How many lanes it is wide.
    pub n_lanes: usize,
    /// Its top row.
    pub first_row: usize,
}

/// The whole grid.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grid {
    /// Lanes in use.
    pub n_lanes: usize,
    /// Rows in use.
    pub n_rows: usize,
    /// Of every step.
    pub cells: Vec<Cell>,
    /// From left to right, band after band.
    pub columns: Vec<Column>,
    /// Rows with which a new band of stages begins.
    pub bands: Vec<usize>,
    /// Rows by which steps stand lower than what they wait for demands, for want of lanes.
    pub n_delayed: usize,
}

/// What is to be arranged: steps in topological order.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The stage of every step.
    pub groups: &'a [usize],
    /// How many stages there are.
    pub n_groups: usize,
    /// What waits for what, and how much it matters that it stands straight below.
    pub edges: &'a [(Edge, f64)],
}

/// Whether a stage may take several columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parts {
    /// One column a stage: easiest to read.
    One,
    /// As many as make the picture low.
    Several,
}

/// Puts every step into a cell of at most `most_lanes` lanes.
pub fn arrange(wanted: Wanted<'_>, most_lanes: usize, parts: Parts) -> Grid {
    let mut grid = Grid {
        cells: vec![Cell::default(); wanted.groups.len()],
        ..Grid::default()
    };
    let n_bands = wanted.n_groups.div_ceil(most_lanes).max(1);
    let a_band = wanted.n_groups.div_ceil(n_bands).max(1);
    let groups: Vec<usize> = (0..wanted.n_groups).collect();
    for band in groups.chunks(a_band) {
        let shapes = shapes(wanted, band, most_lanes, parts);
        let (first_row, mut lane) = (grid.n_rows, 0);
        grid.bands.push(first_row);
        for (&group, shape) in band.iter().zip(&shapes) {
            let layers = order(wanted, &shape.layers, shape.width);
            for (depth, layer) in layers.iter().enumerate() {
                let (part, row) = (depth / shape.n_rows, depth % shape.n_rows);
                for &(node, at) in layer {
                    grid.cells[node] = Cell {
                        lane: lane + part * shape.width + at,
                        row: first_row + row,
                    };
                }
            }
            grid.n_delayed += n_delayed(wanted, &shape.layers);
            for part in 0..shape.n_parts {
                grid.columns.push(Column {
                    group,
                    part,
                    first_lane: lane,
                    n_lanes: shape.width,
                    first_row,
                });
                lane += shape.width;
            }
            grid.n_rows = grid.n_rows.max(first_row + shape.n_rows);
        }
        grid.n_lanes = grid.n_lanes.max(lane);
    }
    grid
}

/// How a stage uses its lanes.
#[derive(Clone, Debug)]
struct Shape {
    /// Steps side by side.
    width: usize,
    /// Columns side by side.
    n_parts: usize,
    /// Rows of a column.
    n_rows: usize,
    /// Steps by depth.
    layers: Vec<Vec<usize>>,
}

/// Lanes go to the highest stage as long as that makes it lower.
fn shapes(wanted: Wanted<'_>, band: &[usize], most_lanes: usize, parts: Parts) -> Vec<Shape> {
    let layered: Vec<Vec<Vec<Vec<usize>>>> = (band.iter())
        .map(|&group| {
            (1..=most_lanes)
                .map(|width| layers(wanted, group, width))
                .collect()
        })
        .collect();
    let mut lanes = vec![1; band.len()];
    loop {
        let shapes: Vec<Shape> = (layered.iter().zip(&lanes))
            .map(|(layered, &lanes)| shape(layered, lanes, parts))
            .collect();
        let highest = (0..band.len()).max_by_key(|&idx| shapes[idx].n_rows);
        let free = most_lanes.saturating_sub(lanes.iter().sum());
        let gain = highest.and_then(|idx| {
            let lower = (1..=free).find(|more| {
                shape(&layered[idx], lanes[idx] + more, parts).n_rows < shapes[idx].n_rows
            })?;
            Some((idx, lower))
        });
        match gain {
            Some((idx, more)) => lanes[idx] += more,
            None => return shapes,
        }
    }
}

/// The lowest arrangement in `lanes` lanes; among equals the one with fewest columns.
fn shape(layered: &[Vec<Vec<usize>>], lanes: usize, parts: Parts) -> Shape {
    let most_parts = match parts {
        Parts::One => 1,
        Parts::Several => lanes,
    };
    let shapes = (1..=most_parts).map(|n_parts| {
        let width = (lanes / n_parts).max(1);
        let layers = &layered[width - 1];
        let used = layers.iter().map(Vec::len).max().unwrap_or(1).max(1);
        let n_rows = layers.len().div_ceil(n_parts).max(1);
        Shape {
            width: used,
            n_parts: layers.len().div_ceil(n_rows).max(1),
            n_rows,
            layers: layers.clone(),
        }
    });
    let best = shapes.min_by_key(|shape| (shape.n_rows, shape.n_parts, shape.width));
    best.expect("there is at least one lane")
}

/// Every step as high as what it waits for in its stage allows, at most `width` side by side.
fn layers(wanted: Wanted<'_>, group: usize, width: usize) -> Vec<Vec<usize>> {
    let mut depth = vec![None; wanted.groups.len()];
    let mut layers: Vec<Vec<usize>> = Vec::new();
    let steps = (0..wanted.groups.len()).filter(|&node| wanted.groups[node] == group);
    for node in steps {
        let waits_for = wanted.edges.iter().filter(|((_, to), _)| *to == node);
        let below = waits_for.filter_map(|((from, _), _)| depth[*from]).max();
        let mut at = below.map_or(0, |deepest: usize| deepest + 1);
        while layers.get(at).is_some_and(|layer| layer.len() >= width) {
            at += 1;
        }
        while layers.len() <= at {
            layers.push(Vec::new());
        }
        layers[at].push(node);
        depth[node] = Some(at);
    }
    layers
}

/// By how many layers steps stand lower than without a bound.
fn n_delayed(wanted: Wanted<'_>, layers: &[Vec<usize>]) -> usize {
    let mut free: Vec<Option<usize>> = vec![None; wanted.groups.len()];
    let mut depth: Vec<Option<usize>> = free.clone();
    for (at, layer) in layers.iter().enumerate() {
        for &node in layer {
            depth[node] = Some(at);
        }
    }
    for node in (0..depth.len()).filter(|&node| depth[node].is_some()) {
        let waits_for = wanted.edges.iter().filter(|((_, to), _)| *to == node);
        let below = waits_for.filter_map(|((from, _), _)| free[*from]).max();
        free[node] = Some(below.map_or(0, |deepest| deepest + 1));
    }
    let pairs = depth.iter().zip(&free);
    pairs
        .filter_map(|(depth, free)| Some((*depth)? - (*free)?))
        .sum()
}

/// Sweeps down and up; more change little.
const SWEEPS: usize = 4;

/// The place of every step in its layer.
fn order(wanted: Wanted<'_>, layers: &[Vec<usize>], width: usize) -> Vec<Vec<(usize, usize)>> {
    let mut place: Vec<Option<f64>> = vec![None; wanted.groups.len()];
    let mut placed: Vec<Vec<(usize, usize)>> = Vec::new();
    for layer in layers {
        let middle = (width - layer.len().min(width)) / 2;
        placed.push(
            layer
                .iter()
                .enumerate()
                .map(|(at, &node)| (node, at + middle))
                .collect(),
        );
    }
    for layer in &placed {
        for &(node, at) in layer {
            place[node] = Some(at as f64);
        }
    }
    let neighbours = Neighbours::of(wanted, width);
    for sweep in 0..2 * SWEEPS {
        let depths: Vec<usize> = match sweep % 2 {
            0 => (0..placed.len()).collect(),
            _ => (0..placed.len()).rev().collect(),
        };
        for depth in depths {
            let aims = placed[depth].iter().map(|&(node, at)| {
                let aim = neighbours.aim(node, &place).unwrap_or(at as f64);
                (node, aim)
            });
            placed[depth] = assign(aims.collect(), width);
            for &(node, at) in &placed[depth] {
                place[node] = Some(at as f64);
            }
        }
    }
    placed
}

/// What each step is connected to, with weights.
struct Neighbours {
    /// Other steps of the stage.
    inside: Vec<Vec<(usize, f64)>>,
    /// Sum of weights and of weighted places towards other stages.
    outside: Vec<(f64, f64)>,
}

impl Neighbours {
    fn of(wanted: Wanted<'_>, width: usize) -> Neighbours {
        let n_steps = wanted.groups.len();
        let mut found = Neighbours {
            inside: vec![Vec::new(); n_steps],
            outside: vec![(0.0, 0.0); n_steps],
        };
        for &((from, to), weight) in wanted.edges {
            for (one, other) in [(from, to), (to, from)] {
                if wanted.groups[one] == wanted.groups[other] {
                    found.inside[one].push((other, weight));
                } else {
                    // Earlier stages stand on the left, later ones on the right.
                    let edge = if wanted.groups[other] < wanted.groups[one] {
                        0.0
                    } else {
                        width as f64 - 1.0
                    };
                    found.outside[one].0 += 0.2 * weight;
                    found.outside[one].1 += 0.2 * weight * edge;
                }
            }
        }
        found
    }

    /// The weighted mean of the neighbours' places.
    fn aim(&self, node: usize, place: &[Option<f64>]) -> Option<f64> {
        let (mut weights, mut places) = self.outside[node];
        for &(other, weight) in &self.inside[node] {
            if let Some(at) = place[other] {
                weights += weight;
                places += weight * at;
            }
        }
        (weights > 0.0).then(|| places / weights)
    }
}

/// Places in rising order of aims, such that they lie as near to them as can be.
fn assign(mut aims: Vec<(usize, f64)>, width: usize) -> Vec<(usize, usize)> {
    aims.sort_by(|a, b| a.1.total_cmp(&b.1));
    let n_steps = aims.len();
    // cost[k][p]: the first k steps stand on the first p places.
    let mut cost = vec![vec![f64::INFINITY; width + 1]; n_steps + 1];
    cost[0] = vec![0.0; width + 1];
    for k in 1..=n_steps {
        for p in k..=width {
            let here = cost[k - 1][p - 1] + (aims[k - 1].1 - (p - 1) as f64).abs();
            cost[k][p] = here.min(cost[k][p - 1]);
        }
    }
    let (mut p, mut placed) = (width, Vec::new());
    for k in (1..=n_steps).rev() {
        while p > k && cost[k][p - 1] <= cost[k][p] {
            p -= 1;
        }
        p -= 1;
        placed.push((aims[k - 1].0, p));
    }
    placed.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid_in(parts: Parts, groups: &[usize], edges: &[Edge], most_lanes: usize) -> Grid {
        let weighted: Vec<(Edge, f64)> = edges.iter().map(|&edge| (edge, 1.0)).collect();
        let wanted = Wanted {
            groups,
            n_groups: groups.iter().max().map_or(0, |most| most + 1),
            edges: &weighted,
        };
        arrange(wanted, most_lanes, parts)
    }

    fn grid(groups: &[usize], edges: &[Edge], most_lanes: usize) -> Grid {
        grid_in(Parts::Several, groups, edges, most_lanes)
    }

    fn cell(lane: usize, row: usize) -> Cell {
        Cell { lane, row }
    }

    #[test]
    fn a_step_stands_below_what_it_waits_for() {
        let diamond = [(0, 1), (0, 2), (1, 3), (2, 3)];
        let grid = grid_in(Parts::One, &[0, 0, 0, 0], &diamond, 2);
        assert_eq!((grid.n_lanes, grid.n_rows, grid.n_delayed), (2, 3, 0));
        assert_eq!(grid.cells[1..3], [cell(0, 1), cell(1, 1)]);
        assert_eq!(grid.cells[3].row, 2);
    }

    #[test]
    fn stages_stand_side_by_side_and_a_long_chain_takes_several_columns() {
        let chain: Vec<Edge> = (0..7).map(|step| (step, step + 1)).collect();
        let grid = grid(&[0, 0, 0, 0, 0, 0, 1, 1], &chain, 4);
        assert_eq!((grid.n_lanes, grid.n_rows), (4, 2));
        assert_eq!(grid.columns.len(), 4);
        assert_eq!(grid.cells[7], cell(3, 1));
    }

    #[test]
    fn steps_that_want_of_lanes_delays_are_counted() {
        assert_eq!(grid(&[0, 0, 0], &[], 1).n_delayed, 3);
        assert_eq!(grid(&[0, 0, 0], &[], 3).n_delayed, 0);
    }

    #[test]
    fn more_stages_than_lanes_make_bands() {
        let grid = grid(&[0, 1, 2, 3, 4], &[(0, 4)], 3);
        assert_eq!(grid.bands, [0, 1]);
        assert_eq!(grid.cells[4], cell(1, 1));
    }

    #[test]
    fn places_are_as_near_to_the_aims_as_can_be() {
        assert_eq!(assign(vec![(7, 2.0), (8, 0.1)], 3), [(8, 0), (7, 2)]);
        assert_eq!(assign(vec![(7, 1.0), (8, 1.0)], 4), [(7, 0), (8, 1)]);
        assert_eq!(assign(vec![(7, 3.0)], 4), [(7, 3)]);
    }

    #[test]
    fn no_two_steps_share_a_cell() {
        let edges: Vec<Edge> = (3..60).map(|step| (step - 3, step)).collect();
        let groups: Vec<usize> = (0..60).map(|step| step * 5 / 60).collect();
        for most_lanes in 1..9 {
            let mut cells = grid(&groups, &edges, most_lanes).cells;
            cells.sort_by_key(|cell| (cell.lane, cell.row));
            cells.dedup();
            assert_eq!(cells.len(), 60, "{most_lanes} lanes");
        }
    }
}
