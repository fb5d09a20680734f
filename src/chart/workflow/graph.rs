//! Orders and reductions of a small acyclic graph of indices.

use std::collections::{BTreeSet, VecDeque};

/// An edge from one index to another.
pub type Edge = (usize, usize);

/// Whether `to` can be reached from `from`.
pub fn reaches(n_nodes: usize, edges: &[Edge], from: usize, to: usize) -> bool {
    way(n_nodes, edges, from, to).is_some()
}

/// A shortest way between two nodes as the edges along it; empty if they are the same.
pub fn way(n_nodes: usize, edges: &[Edge], from: usize, to: usize) -> Option<Vec<Edge>> {
    let successors = successors(n_nodes, edges);
    let mut came_from: Vec<Option<usize>> = vec![None; n_nodes];
    let mut waiting = VecDeque::from([from]);
    while let Some(node) = waiting.pop_front() {
        if node == to {
            let mut way = Vec::new();
            let mut at = to;
            while let Some(before) = came_from[at].filter(|_| at != from) {
                way.push((before, at));
                at = before;
            }
            way.reverse();
            return Some(way);
        }
        for &next in &successors[node] {
            if next != from && came_from[next].is_none() {
                came_from[next] = Some(node);
                waiting.push_back(next);
            }
        }
    }
    None
}

/// The edges that no longer way implies.
pub fn reduced(n_nodes: usize, edges: &[Edge]) -> Vec<Edge> {
    let order = sorted(n_nodes, edges);
    let successors = successors(n_nodes, edges);
    let words = n_nodes.div_ceil(64);
    // What can be reached over an edge or more, as bits.
    let mut below = vec![vec![0u64; words]; n_nodes];
    for &node in order.iter().rev() {
        for &next in &successors[node] {
            let reached = below[next].clone();
            for (word, bits) in below[node].iter_mut().zip(&reached) {
                *word |= bits;
            }
            below[node][next / 64] |= 1 << (next % 64);
        }
    }
    let is_below = |from: usize, to: usize| below[from][to / 64] >> (to % 64) & 1 == 1;
    let distinct: BTreeSet<Edge> = edges.iter().copied().collect();
    let implied = |&(from, to): &Edge| successors[from].iter().any(|&next| is_below(next, to));
    distinct.into_iter().filter(|edge| !implied(edge)).collect()
}

/// Indices such that every node comes after all it waits for; among free ones the least first.
pub fn sorted(n_nodes: usize, edges: &[Edge]) -> Vec<usize> {
    let successors = successors(n_nodes, edges);
    let mut n_waiting = vec![0usize; n_nodes];
    for next in successors.iter().flatten() {
        n_waiting[*next] += 1;
    }
    let mut free: BTreeSet<usize> = (0..n_nodes).filter(|&node| n_waiting[node] == 0).collect();
    let mut order = Vec::with_capacity(n_nodes);
    while let Some(node) = free.pop_first() {
        order.push(node);
        for &next in &successors[node] {
            n_waiting[next] -= 1;
            if n_waiting[next] == 0 {
                free.insert(next);
            }
        }
    }
    order
}

fn successors(n_nodes: usize, edges: &[Edge]) -> Vec<Vec<usize>> {
    let mut successors = vec![Vec::new(); n_nodes];
    for &(from, to) in edges {
        successors[from].push(to);
    }
    successors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_that_a_longer_way_implies_is_left_out() {
        let edges = [(0, 1), (1, 2), (0, 2), (2, 3), (0, 3), (0, 1)];
        assert_eq!(reduced(4, &edges), [(0, 1), (1, 2), (2, 3)]);
        assert_eq!(reduced(2, &[]), []);
    }

    #[test]
    fn ways_are_shortest_and_only_lead_forward() {
        let edges = [(0, 1), (1, 2), (2, 3), (1, 3)];
        assert_eq!(way(4, &edges, 0, 3), Some(vec![(0, 1), (1, 3)]));
        assert_eq!(way(4, &edges, 3, 0), None);
        assert_eq!(way(4, &edges, 2, 2), Some(vec![]));
    }

    #[test]
    fn every_node_comes_after_what_it_waits_for() {
        assert_eq!(sorted(4, &[(3, 0), (0, 2)]), [1, 3, 0, 2]);
    }
}
