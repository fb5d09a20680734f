//! Loops: a way back becomes rework where each round is one step after another; any other is drawn out, round by round.

use std::collections::{BTreeMap, BTreeSet};

use super::circles::{Circle, innermost};
use super::flat::{Flat, Gate, Mode, Work};
use super::note::Notes;
use super::unroll::{MOST_SPOTS, unroll};
use crate::error::Problem;

/// Each walks over the whole graph.
const MOST_LOOPS: usize = 500;

/// A loop's share where the model says none.
pub const LOOP_SHARE: f64 = 0.1;

/// A way back that is decided after a step and leads over steps one after another.
#[derive(Clone, Debug)]
pub struct Loop {
    /// The step after which it is decided.
    pub host: usize,
    /// What is done on the way back, in order.
    pub way_back: Vec<usize>,
    /// What is done again after that, in order; the last is the host, or it is empty.
    pub repeats: Vec<usize>,
    /// Cases that go back each time.
    pub share: f64,
    /// Whether the share is assumed.
    pub is_assumed: bool,
}

impl Loop {
    /// The same loop where its nodes have copies.
    fn copied(&self, copy: &BTreeMap<usize, usize>) -> Loop {
        let copied = |node: &usize| copy.get(node).copied().unwrap_or(*node);
        Loop {
            host: copied(&self.host),
            repeats: self.repeats.iter().map(copied).collect(),
            ..self.clone()
        }
    }
}

/// Takes ways back out of the graph. `most_added`: nodes that drawing out one of them may add.
///
/// # Errors
/// More loops than anybody draws.
pub fn take_loops(
    flat: &mut Flat,
    most_added: usize,
    notes: &mut Notes,
) -> Result<Vec<Loop>, Problem> {
    let mut loops: Vec<Loop> = Vec::new();
    let mut drawn_out: BTreeSet<usize> = BTreeSet::new();
    for _ in 0..MOST_LOOPS {
        let Some(circle) = innermost(flat) else {
            cut_knots(flat, notes);
            return Ok(loops);
        };
        let hosts: BTreeSet<usize> = loops.iter().map(|one| one.host).collect();
        let is_new = !circle
            .nodes
            .iter()
            .any(|node| hosts.contains(node) || drawn_out.contains(node));
        let taken = if is_new {
            rework(flat, &circle, &hosts, notes)
        } else {
            None
        };
        match taken {
            Some(found) => loops.extend(found),
            None => {
                let inner = loops.iter().filter(|one| circle.nodes.contains(&one.host));
                let inner: Vec<Loop> = inner.cloned().collect();
                let copies = unroll(flat, &circle, most_added, notes);
                drawn_out.extend(circle.nodes);
                for copy in copies {
                    drawn_out.extend(copy.values());
                    loops.extend(inner.iter().map(|one| one.copied(&copy)));
                }
            }
        }
        if flat.spots.len() > MOST_SPOTS {
            return Err(
                Problem::error("loops inside loops that no reader can follow")
                    .hint("draw the inner ones as subprocesses of their own"),
            );
        }
    }
    Err(Problem::error(format!("more than {MOST_LOOPS} loops")))
}

/// The loop as rework; `None` if its rounds are more than one step after another. No work in it: no rework.
fn rework(
    flat: &mut Flat,
    circle: &Circle,
    hosts: &BTreeSet<usize>,
    notes: &mut Notes,
) -> Option<Option<Loop>> {
    let (next, before) = (flat.outgoing(), flat.incoming());
    let inside = |link: &usize| {
        let link = &flat.links[*link];
        circle.nodes.contains(&link.from) && circle.nodes.contains(&link.to)
    };
    let mut decided = None;
    for &node in &circle.nodes {
        let spot = &flat.spots[node];
        let n_out = next[node].iter().filter(|link| inside(link)).count();
        let n_in = before[node].iter().filter(|link| inside(link)).count();
        let is_entered = before[node].iter().any(|link| !inside(link));
        let is_plain = spot.stop.is_none() && spot.repeated.is_none() && spot.spared_by.is_empty();
        let joins = spot.gate != Gate::Each && before[node].len() > 1;
        if n_out != 1 || n_in != 1 || !is_plain || joins || (is_entered && node != circle.header) {
            return None;
        }
        if next[node].len() > 1 {
            let is_choice = |link: &usize| matches!(flat.links[*link].mode, Mode::One(_));
            let is_first = decided.replace(node).is_none();
            if !is_first || !next[node].iter().all(is_choice) || spot.work.is_some() {
                return None;
            }
        }
    }
    let decided = decided?;
    // Once round, from the header.
    let mut ring = vec![circle.header];
    let mut links = Vec::new();
    loop {
        let at = ring[ring.len() - 1];
        let link = *next[at].iter().find(|link| inside(link))?;
        links.push(link);
        match flat.links[link].to {
            to if to == circle.header => break,
            to => ring.push(to),
        }
    }
    let cut = ring.iter().position(|&node| node == decided)?;
    let with_work = |nodes: &[usize]| -> Vec<usize> {
        let worked = nodes
            .iter()
            .filter(|&&node| flat.spots[node].work.is_some());
        worked.copied().collect()
    };
    let repeats = with_work(&ring[..cut]);
    let way_back = with_work(&ring[cut + 1..]);
    let branch = links[cut];
    let (share, is_assumed) = share_of(flat, branch, &next[decided]);
    let place = flat.spots[decided].place.clone();
    let (from, to) = (
        flat.spots[decided].shown().to_owned(),
        flat.near(circle.header).to_owned(),
    );
    if share >= 1.0 {
        notes.inexact(
            &place,
            format!("every case goes back at `{from}` to `{to}`: the loop never ends"),
            format!("所有案件都在“{from}”回到“{to}”：循环永不结束"),
        );
    }
    let host = repeats.last().copied();
    let host = host.or_else(|| before_loop(flat, circle, &before, hosts));
    // What this program wrote needs no assumption.
    let is_said = host.is_some_and(|host| flat.spots[host].properties.contains_key("rework"));
    let is_empty = repeats.is_empty() && way_back.is_empty();
    if is_empty {
        notes.say(
            &place,
            format!("the way back at `{from}` has no work in it and is left out"),
            format!("“{from}”处的循环内没有工作，未带入"),
        );
    } else if is_assumed && !is_said {
        notes.say(
            &place,
            format!("the way back from `{from}` to `{to}` became rework; its share, 10 %, is assumed: set it"),
            format!("“{from}”回到“{to}”的循环已转为返工，比例假定为 10%：请设定"),
        );
    }
    let gone: BTreeSet<usize> = links[cut..].iter().copied().collect();
    remove(flat, &gone);
    let host = host.unwrap_or(decided);
    if host == decided && !is_empty {
        flat.spots[decided].work = Some(Work::Instant);
    }
    let left: Vec<usize> = (0..flat.links.len())
        .filter(|&link| flat.links[link].from == decided)
        .collect();
    if let [only] = left.as_slice() {
        flat.links[*only].mode = Mode::Always;
    }
    Some((!is_empty).then_some(Loop {
        host,
        way_back,
        repeats,
        share: share.clamp(0.0, 1.0),
        is_assumed,
    }))
}

/// The step right before a loop that is decided before anything is done in it.
fn before_loop(
    flat: &Flat,
    circle: &Circle,
    before: &[Vec<usize>],
    hosts: &BTreeSet<usize>,
) -> Option<usize> {
    let next = flat.outgoing();
    let mut node = circle.header;
    loop {
        let mut entering = before[node].iter().map(|&link| flat.links[link].from);
        let (first, None) = (
            entering
                .by_ref()
                .find(|from| !circle.nodes.contains(from))?,
            entering.find(|from| !circle.nodes.contains(from)),
        ) else {
            return None;
        };
        let spot = &flat.spots[first];
        if next[first].len() != 1 || spot.gate != Gate::Each {
            return None;
        }
        if spot.work.is_some() {
            let is_free = spot.repeated.is_none() && !hosts.contains(&first);
            return is_free.then_some(first);
        }
        node = first;
    }
}

/// The share of a way back, and whether it is assumed.
fn share_of(flat: &Flat, branch: usize, beside: &[usize]) -> (f64, bool) {
    let own = &flat.links[branch];
    let (shares, is_open) = flat.shares(beside);
    let place = beside.iter().position(|&link| link == branch);
    match (own.mode.share(), place) {
        (None, _) if is_open => (LOOP_SHARE, true),
        (_, Some(place)) => (shares[place], own.is_assumed),
        (_, None) => (LOOP_SHARE, true),
    }
}

/// Takes links out.
pub(super) fn remove(flat: &mut Flat, gone: &BTreeSet<usize>) {
    let mut number = 0;
    flat.links.retain(|_| {
        number += 1;
        !gone.contains(&(number - 1))
    });
}

/// Loops with two ways in: the link that closes one is left out.
fn cut_knots(flat: &mut Flat, notes: &mut Notes) {
    let next = flat.outgoing();
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
    for &link in &back {
        let (from, to) = (
            flat.near(flat.links[link].from).to_owned(),
            flat.near(flat.links[link].to).to_owned(),
        );
        let place = &flat.spots[flat.links[link].from].place;
        notes.inexact(
            place,
            format!("the way back from `{from}` to `{to}` crosses another loop and is left out"),
            format!("“{from}”回到“{to}”的循环与另一循环交叉，未带入"),
        );
    }
    remove(flat, &back);
}
