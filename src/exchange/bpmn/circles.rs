//! Loops of a graph, the smallest first.

use std::collections::BTreeSet;

use super::flat::Flat;

/// A header and everything from which it is reached again without leaving the loop.
pub(super) struct Circle {
    pub header: usize,
    pub nodes: BTreeSet<usize>,
    /// Links that lead back to the header.
    pub back: Vec<usize>,
}

/// The smallest loop whose header every way to it leads through.
pub(super) fn innermost(flat: &Flat) -> Option<Circle> {
    let (next, before) = (flat.outgoing(), flat.incoming());
    let order = reverse_postorder(flat, &next);
    let up = dominators(flat, &order, &before);
    let dominates = |above: usize, mut node: usize| loop {
        if node == above {
            return true;
        }
        match up[node] {
            Some(higher) if higher != node => node = higher,
            Some(_) | None => return false,
        }
    };
    let mut is_reached = vec![false; flat.spots.len()];
    order.iter().for_each(|&node| is_reached[node] = true);
    let mut circles: Vec<Circle> = Vec::new();
    for (number, link) in flat.links.iter().enumerate() {
        if !is_reached[link.from] || !dominates(link.to, link.from) {
            continue;
        }
        let mut nodes = BTreeSet::from([link.to]);
        let mut open = vec![link.from];
        while let Some(node) = open.pop() {
            if nodes.insert(node) {
                let before = before[node].iter().map(|&link| flat.links[link].from);
                open.extend(before.filter(|&from| is_reached[from]));
            }
        }
        match circles.iter_mut().find(|circle| circle.header == link.to) {
            Some(circle) => {
                circle.nodes.extend(nodes);
                circle.back.push(number);
            }
            None => circles.push(Circle {
                header: link.to,
                nodes,
                back: vec![number],
            }),
        }
    }
    circles.into_iter().min_by_key(|circle| circle.nodes.len())
}

/// What can be reached, each node before those that only it leads to.
fn reverse_postorder(flat: &Flat, next: &[Vec<usize>]) -> Vec<usize> {
    let mut seen = vec![false; flat.spots.len()];
    let mut stack = vec![(flat.root, 0usize)];
    seen[flat.root] = true;
    let mut order = Vec::new();
    while let Some((node, at)) = stack.pop() {
        let Some(&link) = next[node].get(at) else {
            order.push(node);
            continue;
        };
        stack.push((node, at + 1));
        let to = flat.links[link].to;
        if !std::mem::replace(&mut seen[to], true) {
            stack.push((to, 0));
        }
    }
    order.reverse();
    order
}

/// For each node the nearest one that every way to it leads through (Cooper, Harvey and Kennedy 2001).
fn dominators(flat: &Flat, order: &[usize], before: &[Vec<usize>]) -> Vec<Option<usize>> {
    let mut rank = vec![usize::MAX; flat.spots.len()];
    for (place, &node) in order.iter().enumerate() {
        rank[node] = place;
    }
    let mut nearest: Vec<Option<usize>> = vec![None; flat.spots.len()];
    nearest[flat.root] = Some(flat.root);
    let mut is_moved = true;
    while is_moved {
        is_moved = false;
        for &node in order.iter().filter(|&&node| node != flat.root) {
            let known = before[node].iter().map(|&link| flat.links[link].from);
            let known = known.filter(|&from| nearest[from].is_some());
            let found = known.reduce(|a, b| common(a, b, &nearest, &rank));
            if found != nearest[node] {
                nearest[node] = found;
                is_moved = true;
            }
        }
    }
    nearest
}

fn common(mut a: usize, mut b: usize, nearest: &[Option<usize>], rank: &[usize]) -> usize {
    while a != b {
        let lower = if rank[a] > rank[b] { &mut a } else { &mut b };
        match nearest[*lower] {
            Some(above) if above != *lower => *lower = above,
            Some(_) | None => return a.min(b),
        }
    }
    a
}
