//! Places on the page: columns by the longest way from the start, lanes by agency, lines that turn
//! only between columns and between rows, so that none crosses a box.

use std::collections::BTreeSet;

use super::graph::{Graph, Shape};

/// Width of a column: a task and the channel beside it.
const COLUMN: i32 = 170;
/// Height of a row: a task and the gutter below it.
const ROW: i32 = 130;
/// Room for the names of pool and lanes.
const TITLES: i32 = 60;
const MARGIN: i32 = 40;

/// A rectangle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Left.
    pub x: i32,
    /// Top.
    pub y: i32,
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
}

/// Where everything lies.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Of every node.
    pub nodes: Vec<Bounds>,
    /// Points of every flow.
    pub flows: Vec<Vec<(i32, i32)>>,
    /// Of every lane.
    pub lanes: Vec<Bounds>,
    /// Of the pool.
    pub pool: Bounds,
}

/// Lays a diagram out.
pub fn layout(graph: &Graph) -> Layout {
    let columns = columns(graph);
    let (rows, heights) = rows(graph, &columns);
    let n_columns = columns.iter().max().map_or(1, |last| last + 1);
    let width = MARGIN * 2 + n_columns as i32 * COLUMN + TITLES;
    let mut tops = Vec::new();
    let mut top = 0;
    for &height in &heights {
        tops.push(top);
        top += height as i32 * ROW;
    }
    let pool = Bounds {
        x: 0,
        y: 0,
        width,
        height: top,
    };
    let lanes = tops.iter().zip(&heights).map(|(&y, &rows)| Bounds {
        x: TITLES / 2,
        y,
        width: width - TITLES / 2,
        height: rows as i32 * ROW,
    });
    let lanes: Vec<Bounds> = lanes.collect();
    let nodes: Vec<Bounds> = (0..graph.nodes.len())
        .map(|node| {
            let (width, height) = size(graph.nodes[node].shape);
            let middle_x = TITLES + MARGIN + columns[node] as i32 * COLUMN + COLUMN / 2;
            let middle_y = tops[graph.nodes[node].lane] + rows[node] as i32 * ROW + ROW / 2 - 10;
            Bounds {
                x: middle_x - width / 2,
                y: middle_y - height / 2,
                width,
                height,
            }
        })
        .collect();
    let taken: BTreeSet<(usize, i32)> = nodes
        .iter()
        .zip(&columns)
        .map(|(bounds, &column)| (column, bounds.middle()))
        .collect();
    let flows = graph.flows.iter().enumerate().map(|(number, flow)| {
        let ends = (nodes[flow.from], nodes[flow.to]);
        let between = columns[flow.from] + 1..columns[flow.to];
        let is_free = !flow.is_back
            && between
                .clone()
                .all(|column| !taken.contains(&(column, ends.1.middle())));
        route(ends.0, ends.1, is_free, number as i32 % 5)
    });
    let flows = flows.collect();
    Layout {
        nodes,
        flows,
        lanes,
        pool,
    }
}

impl Bounds {
    fn middle(&self) -> i32 {
        self.y + self.height / 2
    }

    fn right(&self) -> i32 {
        self.x + self.width
    }
}

fn size(shape: Shape) -> (i32, i32) {
    match shape {
        Shape::Start | Shape::End | Shape::Terminate => (36, 36),
        Shape::UserTask | Shape::ManualTask => (100, 80),
        Shape::Parallel | Shape::Exclusive => (50, 50),
    }
}

/// From the right side of one box to the left side of another. Lines that share a channel keep apart.
fn route(from: Bounds, to: Bounds, is_free: bool, track: i32) -> Vec<(i32, i32)> {
    let start = (from.right(), from.middle());
    let end = (to.x, to.middle());
    // Channels lie at the edges of columns, whatever the width of the boxes.
    let column_edge = |middle_x: i32| middle_x + COLUMN / 2;
    let leave = column_edge(from.x + from.width / 2) - 10 + track * 4;
    let arrive = column_edge(to.x + to.width / 2) - COLUMN - 10 + track * 4;
    if is_free && start.1 == end.1 {
        return vec![start, end];
    }
    if is_free {
        return vec![start, (leave, start.1), (leave, end.1), end];
    }
    let gutter = end.1 + ROW / 2 - 8 + track * 4;
    vec![
        start,
        (leave, start.1),
        (leave, gutter),
        (arrive, gutter),
        (arrive, end.1),
        end,
    ]
}

/// The longest way from a source, in nodes. Without ways back there is no cycle: steps have none.
fn columns(graph: &Graph) -> Vec<usize> {
    let n_nodes = graph.nodes.len();
    let mut waiting = vec![0usize; n_nodes];
    let mut next = vec![Vec::new(); n_nodes];
    for flow in graph.flows.iter().filter(|flow| !flow.is_back) {
        waiting[flow.to] += 1;
        next[flow.from].push(flow.to);
    }
    let mut columns = vec![0; n_nodes];
    let mut ready: Vec<usize> = (0..n_nodes).filter(|&node| waiting[node] == 0).collect();
    while let Some(node) = ready.pop() {
        for &to in &next[node] {
            columns[to] = columns[to].max(columns[node] + 1);
            waiting[to] -= 1;
            if waiting[to] == 0 {
                ready.push(to);
            }
        }
    }
    columns
}

/// The row of every node within its lane, near to what it follows, and the rows of every lane.
fn rows(graph: &Graph, columns: &[usize]) -> (Vec<usize>, Vec<usize>) {
    let n_nodes = graph.nodes.len();
    let mut rows = vec![0usize; n_nodes];
    let mut heights = vec![1usize; graph.lanes.len()];
    let mut before = vec![Vec::new(); n_nodes];
    for flow in &graph.flows {
        before[flow.to].push(flow.from);
    }
    let mut order: Vec<usize> = (0..n_nodes).collect();
    order.sort_by_key(|&node| (columns[node], graph.nodes[node].lane, node));
    for group in order
        .chunk_by(|&a, &b| columns[a] == columns[b] && graph.nodes[a].lane == graph.nodes[b].lane)
    {
        let lane = graph.nodes[group[0]].lane;
        let mut wished: Vec<(usize, usize)> = group
            .iter()
            .map(|&node| {
                let beside = before[node].iter();
                let beside = beside.filter(|&&from| graph.nodes[from].lane == lane);
                (beside.map(|&from| rows[from]).min().unwrap_or(0), node)
            })
            .collect();
        wished.sort();
        let mut free = 0;
        for (wish, node) in wished {
            rows[node] = free.max(wish.min(heights[lane].max(group.len()) - 1));
            free = rows[node] + 1;
        }
        heights[lane] = heights[lane].max(free);
    }
    (rows, heights)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(x: i32, y: i32) -> Bounds {
        Bounds {
            x,
            y,
            width: 100,
            height: 80,
        }
    }

    #[test]
    fn a_line_on_one_row_is_straight_and_others_turn_at_right_angles() {
        assert_eq!(route(at(0, 0), at(170, 0), true, 0).len(), 2);
        for points in [
            route(at(0, 0), at(170, 130), true, 1),
            route(at(0, 0), at(510, 130), false, 2),
        ] {
            for pair in points.windows(2) {
                assert!(
                    pair[0].0 == pair[1].0 || pair[0].1 == pair[1].1,
                    "{points:?}"
                );
            }
        }
    }
}
