//! Places on the page: columns by the longest way from the start, lanes by agency, lines that turn
//! only between columns and between rows, so that none crosses a box.

use std::collections::BTreeSet;

use super::graph::{Graph, Node, Shape};
use crate::text;

/// Width and height of a task: the first that holds its name.
const TASKS: [(i32, i32); 5] = [(100, 80), (140, 80), (140, 110), (180, 110), (240, 160)];
/// What a name below a node may take.
pub const COLUMNS_OF_NAME: usize = 16;
pub const LINES_OF_NAME: usize = 3;
const WIDTH_OF_NAME: i32 = 100;
/// Width of a letter and height of a line in bpmn.io; a Chinese character has two letters' width.
const LETTER: i32 = 7;
const LINE: i32 = 15;
/// Height of a task that its sign leaves to no name, above and below.
const SIGN: i32 = 50;
/// Room for lines beside and below the widest and the highest task.
const CHANNEL: i32 = 70;
const GUTTER: i32 = 64;
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
    /// Of the names that stand below their nodes.
    pub names: Vec<Option<Bounds>>,
    /// Points of every flow.
    pub flows: Vec<Vec<(i32, i32)>>,
    /// Of every lane.
    pub lanes: Vec<Bounds>,
    /// Of the pool.
    pub pool: Bounds,
}

/// Width of a column and height of a row.
#[derive(Clone, Copy)]
struct Grid {
    column: i32,
    row: i32,
}

/// Lays a diagram out.
pub fn layout(graph: &Graph) -> Layout {
    let sizes: Vec<(i32, i32)> = graph.nodes.iter().map(size).collect();
    let least = TASKS[0];
    let grid = Grid {
        column: CHANNEL
            + sizes
                .iter()
                .map(|(width, _)| *width)
                .fold(least.0, i32::max),
        row: GUTTER
            + sizes
                .iter()
                .map(|(_, height)| *height)
                .fold(least.1, i32::max),
    };
    let columns = columns(graph);
    let (rows, heights) = rows(graph, &columns);
    let n_columns = columns.iter().max().map_or(1, |last| last + 1);
    let width = MARGIN * 2 + n_columns as i32 * grid.column + TITLES;
    let mut tops = Vec::new();
    let mut top = 0;
    for &height in &heights {
        tops.push(top);
        top += height as i32 * grid.row;
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
        height: rows as i32 * grid.row,
    });
    let lanes: Vec<Bounds> = lanes.collect();
    let nodes: Vec<Bounds> = (0..graph.nodes.len())
        .map(|node| {
            let (width, height) = sizes[node];
            let middle_x = TITLES + MARGIN + columns[node] as i32 * grid.column + grid.column / 2;
            let row_y = tops[graph.nodes[node].lane] + rows[node] as i32 * grid.row;
            let middle_y = row_y + grid.row / 2 - 10;
            Bounds {
                x: middle_x - width / 2,
                y: middle_y - height / 2,
                width,
                height,
            }
        })
        .collect();
    let names = graph.nodes.iter().zip(&nodes);
    let names = names.map(|(node, bounds)| name(node, *bounds)).collect();
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
        let track = number as i32 % 5;
        match flow.is_default {
            true => way_round(ends.0, ends.1, is_free, track, grid),
            false => route(ends.0, ends.1, is_free, track, grid),
        }
    });
    let flows = flows.collect();
    Layout {
        nodes,
        names,
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

fn size(node: &Node) -> (i32, i32) {
    match node.shape {
        Shape::Start | Shape::End | Shape::Terminate => (36, 36),
        Shape::UserTask | Shape::ManualTask => {
            let fits = |&(width, height): &(i32, i32)| {
                let lines = text::wrap(&node.name, ((width - 10) / LETTER) as usize).len();
                lines as i32 <= (height - SIGN) / LINE
            };
            let found = TASKS.into_iter().find(fits);
            found.unwrap_or(TASKS[TASKS.len() - 1])
        }
        Shape::Parallel | Shape::Exclusive => (50, 50),
    }
}

/// Where the name of an event or a gateway stands: bpmn.io breaks it to the width that is written down.
fn name(node: &Node, bounds: Bounds) -> Option<Bounds> {
    let is_inside = matches!(node.shape, Shape::UserTask | Shape::ManualTask);
    if is_inside || node.name.is_empty() {
        return None;
    }
    let n_lines = text::wrap(&node.name, COLUMNS_OF_NAME).len();
    Some(Bounds {
        x: bounds.x + bounds.width / 2 - WIDTH_OF_NAME / 2,
        y: bounds.y + bounds.height + 5,
        width: WIDTH_OF_NAME,
        height: n_lines as i32 * 14,
    })
}

/// The way round a step leaves its gateway at the top, so that nobody takes it for the way to the step, and goes
/// over what stands between to the top of a box in the same row.
fn way_round(from: Bounds, to: Bounds, is_free: bool, track: i32, grid: Grid) -> Vec<(i32, i32)> {
    let [start, end] = [from, to].map(|bounds| bounds.x + bounds.width / 2);
    let above = from.middle() - grid.row / 2 + 17;
    let mut points = vec![(start, from.y), (start, above)];
    if from.middle() == to.middle() {
        points.extend([(end, above), (end, to.y)]);
        return points;
    }
    let usual = route(from, to, is_free, track, grid);
    points.push((usual[1].0, above));
    points.extend(&usual[2..]);
    points
}

/// From the right side of one box to the left side of another. Lines that share a channel keep apart.
fn route(from: Bounds, to: Bounds, is_free: bool, track: i32, grid: Grid) -> Vec<(i32, i32)> {
    let start = (from.right(), from.middle());
    let end = (to.x, to.middle());
    // Channels lie at the edges of columns, whatever the width of the boxes.
    let column_edge = |middle_x: i32| middle_x + grid.column / 2;
    let leave = column_edge(from.x + from.width / 2) - 10 + track * 4;
    let arrive = column_edge(to.x + to.width / 2) - grid.column - 10 + track * 4;
    if is_free && start.1 == end.1 {
        return vec![start, end];
    }
    if is_free {
        return vec![start, (leave, start.1), (leave, end.1), end];
    }
    let gutter = end.1 + grid.row / 2 - 8 + track * 4;
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

    const GRID: Grid = Grid {
        column: 170,
        row: 144,
    };

    #[test]
    fn a_task_is_as_large_as_its_name_is_long() {
        let size = |name: &str| {
            size(&Node {
                shape: Shape::UserTask,
                id: String::new(),
                name: name.to_owned(),
                lane: 0,
                properties: Vec::new(),
            })
        };
        assert_eq!(size("Receive"), TASKS[0]);
        assert_eq!(size("建设用地规划许可证核发"), TASKS[0]);
        let long = "Opinion of development and reform on: licence for programme production";
        assert_eq!(size(long), TASKS[3]);
        assert_eq!(size(&long.repeat(9)), TASKS[4]);
    }

    #[test]
    fn a_line_on_one_row_is_straight_and_others_turn_at_right_angles() {
        assert_eq!(route(at(0, 0), at(170, 0), true, 0, GRID).len(), 2);
        for points in [
            route(at(0, 0), at(170, 130), true, 1, GRID),
            route(at(0, 0), at(510, 130), false, 2, GRID),
            way_round(at(0, 15), at(340, 15), false, 0, GRID),
            way_round(at(0, 15), at(340, 145), false, 3, GRID),
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
