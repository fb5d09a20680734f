//! Loops: a way back becomes rework of the steps between, with a share that somebody has to set.

use std::collections::BTreeSet;

use super::flat::{Flat, Link, Mode, Spot};
use super::note::Notes;
use crate::error::Problem;

/// Each walks over the whole graph.
const MOST_LOOPS: usize = 500;

/// A loop's share where the model says none.
pub const LOOP_SHARE: f64 = 0.1;

/// A way back that was taken out.
#[derive(Clone, Debug)]
pub struct Loop {
    /// Where it is decided, if at a gateway; else where the way back begins.
    pub decided: usize,
    /// Where the way back leads.
    pub back_to: usize,
    /// Cases that go back each time.
    pub share: f64,
    /// Whether the share is assumed.
    pub is_assumed: bool,
}

/// Takes ways back out of the graph.
///
/// # Errors
/// More loops than anybody draws.
pub fn take_loops(flat: &mut Flat, notes: &mut Notes) -> Result<Vec<Loop>, Problem> {
    let back = ways_back(flat);
    if back.len() > MOST_LOOPS {
        let problem = Problem::error(format!("{} loops", back.len()));
        return Err(problem.allowed(format!("up to {MOST_LOOPS}")));
    }
    let mut loops = Vec::new();
    for &link in &back {
        loops.push(decided(flat, link, &back, notes));
    }
    let mut number = 0;
    flat.links.retain(|_| {
        number += 1;
        !back.contains(&(number - 1))
    });
    Ok(loops)
}

/// Links that lead to a node which is still open in a walk from the root.
fn ways_back(flat: &Flat) -> BTreeSet<usize> {
    let next = outgoing(flat);
    let mut state = vec![0u8; flat.spots.len()];
    let mut back = BTreeSet::new();
    let mut stack = vec![(flat.root, 0usize)];
    state[flat.root] = 1;
    while let Some((node, at)) = stack.pop() {
        let Some(&link) = next[node].get(at) else {
            state[node] = 2;
            continue;
        };
        stack.push((node, at + 1));
        let to = flat.links[link].to;
        match state[to] {
            0 => {
                state[to] = 1;
                stack.push((to, 0));
            }
            1 => {
                back.insert(link);
            }
            _ => {}
        }
    }
    back
}

/// Where the way back is decided; what lies on it is done beside, once, by the cases that go back.
fn decided(flat: &mut Flat, link: usize, back: &BTreeSet<usize>, notes: &mut Notes) -> Loop {
    let back_to = flat.links[link].to;
    let (next, before) = (outgoing(flat), incoming(flat));
    let (mut node, mut branch) = (flat.links[link].from, link);
    let mut on_the_way = Vec::new();
    while next[node].len() == 1 && before[node].len() == 1 {
        if flat.spots[node].work.is_some() {
            on_the_way.push(node);
        }
        branch = before[node][0];
        node = flat.links[branch].from;
    }
    if next[node].len() < 2 {
        // Several ways lead back: the loop is that of its last node.
        (node, branch) = (flat.links[link].from, link);
        on_the_way.clear();
    }
    let known = match flat.links[branch].mode {
        Mode::One(share) | Mode::Maybe(share) => share,
        Mode::Always => None,
    };
    let share = known.unwrap_or(LOOP_SHARE);
    let place = flat.spots[node].place.clone();
    let (from, to) = (shown(&flat.spots[node]), near(flat, back_to));
    if known.is_none() {
        notes.say(
            &place,
            format!("the way back from `{from}` to `{to}` became rework; its share, 10 %, is assumed: set it"),
            format!("“{from}”回到“{to}”的循环已转为返工，比例假定为 10%：请设定"),
        );
    }
    if branch != link {
        for &step in &on_the_way {
            let name = shown(&flat.spots[step]).to_owned();
            notes.say(
                &flat.spots[step].place.clone(),
                format!(
                    "`{name}` lies on a way back: done once, beside, by the cases that go back"
                ),
                format!("“{name}”位于循环的返回路径上：由返工的案件另行完成一次"),
            );
        }
        flat.links[branch].mode = Mode::Maybe(Some(share));
    }
    // The other branches are those of the cases that do not go back.
    let stays = |number: &usize| *number != branch && !back.contains(number);
    let others: Vec<usize> = next[node].iter().copied().filter(stays).collect();
    for &other in &others {
        let mode = &mut flat.links[other].mode;
        *mode = match *mode {
            Mode::One(_) if others.len() == 1 => Mode::Always,
            Mode::One(Some(part)) if share < 1.0 => Mode::One(Some(part / (1.0 - share))),
            mode => mode,
        };
    }
    Loop {
        decided: node,
        back_to,
        share,
        is_assumed: known.is_none(),
    }
}

/// Links by source.
pub fn outgoing(flat: &Flat) -> Vec<Vec<usize>> {
    by(flat, |link| link.from)
}

/// Links by target.
pub fn incoming(flat: &Flat) -> Vec<Vec<usize>> {
    by(flat, |link| link.to)
}

fn by(flat: &Flat, end: impl Fn(&Link) -> usize) -> Vec<Vec<usize>> {
    let mut links = vec![Vec::new(); flat.spots.len()];
    for (number, link) in flat.links.iter().enumerate() {
        links[end(link)].push(number);
    }
    links
}

/// The name of a node, or of the first named one after it.
fn near(flat: &Flat, node: usize) -> String {
    let next = outgoing(flat);
    let mut at = node;
    for _ in 0..flat.spots.len() {
        if !flat.spots[at].name.is_empty() {
            break;
        }
        match next[at].first() {
            Some(&link) => at = flat.links[link].to,
            None => break,
        }
    }
    shown(&flat.spots[at]).to_owned()
}

/// A node's name, else its id.
pub fn shown(spot: &Spot) -> &str {
    match (spot.name.as_str(), spot.id.as_str()) {
        ("", "") => "start",
        ("", id) => id,
        (name, _) => name,
    }
}
