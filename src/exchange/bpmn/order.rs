//! Steps in order: what each waits for, for which cases it is done, what is done again.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::branches::{conditions, dominators};
use super::conditions::{Book, Choice, Condition};
use super::flat::{Flat, Mode};
use super::loops::{LOOP_SHARE, Loop, incoming, outgoing, shown};
use super::note::Notes;
use crate::error::Problem;

/// A scenario holds no more.
const MOST_STEPS: usize = 5_000;
/// Waits of steps for steps; more cannot be simulated.
const MOST_WAITS: usize = 50_000;
/// Numbers kept at once while they are sought.
const MOST_KEPT: usize = 5_000_000;

/// A node with work, in the order of the flow.
#[derive(Clone, Debug)]
pub struct Placed {
    /// Place of its node.
    pub spot: usize,
    /// Places of the steps it waits for.
    pub after: Vec<usize>,
    /// The cases that it is done for.
    pub when: Condition,
    /// What is done again after it.
    pub rework: Option<Again>,
}

/// Rework.
#[derive(Clone, Debug)]
pub struct Again {
    /// Cases that go back each time.
    pub share: f64,
    /// Whether the share is assumed.
    pub is_assumed: bool,
    /// Places of the steps done again, each before the next; the last is the step itself.
    pub chain: Vec<usize>,
}

/// Steps, and what is drawn for a case.
#[derive(Debug)]
pub struct Arranged {
    /// In the order of the flow.
    pub steps: Vec<Placed>,
    /// What their conditions name.
    pub choices: Vec<Choice>,
}

/// Puts a graph without ways back in order. `known`: choices and their ids that the model brings along.
///
/// # Errors
/// More waits than can be simulated.
pub fn arrange(
    flat: &Flat,
    loops: &[Loop],
    known: Vec<Choice>,
    notes: &mut Notes,
) -> Result<Arranged, Problem> {
    let order = topological(flat);
    let n_steps = order
        .iter()
        .filter(|&&spot| flat.spots[spot].work.is_some())
        .count();
    if n_steps > MOST_STEPS {
        let problem = Problem::error(format!("{n_steps} tasks"));
        return Err(problem.allowed(format!("up to {MOST_STEPS}")));
    }
    let mut book = Book::new(known, flat.spots.len(), flat.links.len());
    conditions(flat, &order, &mut book, notes)?;
    let waits = waits(flat, &order)?;
    let worked = order
        .iter()
        .filter(|&&spot| flat.spots[spot].work.is_some());
    let worked: Vec<usize> = worked.copied().collect();
    let place: BTreeMap<usize, usize> = worked
        .iter()
        .enumerate()
        .map(|(place, &spot)| (spot, place))
        .collect();
    let mut steps = Vec::new();
    for &spot in &worked {
        let after: Vec<usize> = waits[spot]
            .before
            .iter()
            .map(|before| place[before])
            .collect();
        let when = book.nodes[spot].clone();
        if when.is_none() {
            let name = shown(&flat.spots[spot]);
            notes.say(
                &flat.spots[spot].place,
                format!("no case reaches `{name}`: it is taken as needed by all"),
                format!("没有案件到达“{name}”：按全部案件均需办理处理"),
            );
        }
        steps.push(Placed {
            spot,
            after,
            when: when.unwrap_or_default(),
            rework: flat.spots[spot].is_loop.then(|| Again {
                share: LOOP_SHARE,
                is_assumed: true,
                chain: vec![place[&spot]],
            }),
        });
    }
    for one in loops {
        rework(flat, one, &waits, &place, &mut steps, notes);
    }
    Ok(Arranged {
        steps,
        choices: book.choices,
    })
}

/// What can be reached from the root, each node after everything that leads to it.
fn topological(flat: &Flat) -> Vec<usize> {
    let next = outgoing(flat);
    let mut is_reached = vec![false; flat.spots.len()];
    let mut stack = vec![flat.root];
    while let Some(node) = stack.pop() {
        if !std::mem::replace(&mut is_reached[node], true) {
            stack.extend(next[node].iter().map(|&link| flat.links[link].to));
        }
    }
    let mut waiting = vec![0usize; flat.spots.len()];
    for link in flat.links.iter().filter(|link| is_reached[link.from]) {
        waiting[link.to] += 1;
    }
    // File order where the flow leaves it open.
    let mut ready = BTreeSet::from([flat.root]);
    let mut order = Vec::new();
    while let Some(node) = ready.pop_first() {
        order.push(node);
        for &link in &next[node] {
            let to = flat.links[link].to;
            waiting[to] -= 1;
            if waiting[to] == 0 {
                ready.insert(to);
            }
        }
    }
    order
}

/// The nearest nodes with work before each node.
#[derive(Clone, Debug, Default)]
struct Waits {
    /// Before the node itself.
    before: Rc<BTreeSet<usize>>,
    /// Before what follows it: itself if it has work.
    after: Rc<BTreeSet<usize>>,
}

fn waits(flat: &Flat, order: &[usize]) -> Result<Vec<Waits>, Problem> {
    let links = incoming(flat);
    let up = dominators(flat.spots.len(), order, |node| {
        let before = links[node].iter();
        before.map(|&link| flat.links[link].from).collect()
    });
    let mut waits: Vec<Waits> = vec![Waits::default(); flat.spots.len()];
    let (mut n_waits, mut n_kept) = (0, 0);
    for &node in order {
        let mut sets = links[node]
            .iter()
            .map(|&link| Rc::clone(&waits[flat.links[link].from].after));
        let mut before = sets.next().unwrap_or_default();
        for set in sets {
            if !Rc::ptr_eq(&before, &set) {
                let union: BTreeSet<usize> = before.union(&set).copied().collect();
                n_kept += union.len();
                before = Rc::new(union);
            }
        }
        let is_way_round = |link: &&usize| {
            let link = &flat.links[**link];
            Some(link.from) == up[node] && matches!(link.mode, Mode::One(_))
        };
        if let Some(&way_round) = links[node].iter().find(is_way_round) {
            // What lies on the other branches waits for all that stands before the choice.
            let choice = &waits[flat.links[way_round].from].after;
            let beside: BTreeSet<usize> = before.difference(choice).copied().collect();
            if !beside.is_empty() {
                before = Rc::new(beside);
            }
        }
        let spot = &flat.spots[node];
        let after = if spot.work.is_some() {
            n_waits += before.len();
            Rc::new(BTreeSet::from([node]))
        } else {
            Rc::clone(&before)
        };
        if n_waits > MOST_WAITS || n_kept > MOST_KEPT {
            return Err(
                Problem::error(format!("more than {MOST_WAITS} waits of steps for steps"))
                    .hint("put a step between large groups that wait for each other")
                    .at(spot.place.clone()),
            );
        }
        waits[node] = Waits { before, after };
    }
    Ok(waits)
}

/// The steps between the two ends of a way back are done again after the last of them.
fn rework(
    flat: &Flat,
    one: &Loop,
    waits: &[Waits],
    place: &BTreeMap<usize, usize>,
    steps: &mut [Placed],
    notes: &mut Notes,
) {
    let inside = between(flat, one.back_to, one.decided);
    let last = waits[one.decided]
        .after
        .iter()
        .filter(|spot| inside[**spot]);
    let last = last.filter_map(|spot| place.get(spot)).max();
    let spot = &flat.spots[one.decided];
    let Some(&last) = last else {
        notes.say(
            &spot.place,
            format!(
                "the way back at `{}` has no work in it and is left out",
                shown(spot)
            ),
            format!("“{}”处的循环内没有工作，未带入", shown(spot)),
        );
        return;
    };
    if steps[last].rework.is_some() {
        let name = shown(&flat.spots[steps[last].spot]);
        notes.say(
            &spot.place,
            format!("a second way back after `{name}` is left out: a step has one rework"),
            format!("“{name}”之后的第二个循环未带入：一个节点只有一种返工"),
        );
        return;
    }
    // The longest chain that ends in the last step.
    let mut best: BTreeMap<usize, (usize, Option<usize>)> = BTreeMap::new();
    for step in 0..=last {
        if !inside[steps[step].spot] {
            continue;
        }
        let before = steps[step]
            .after
            .iter()
            .filter_map(|from| Some((best.get(from)?.0, *from)));
        let longest = before.max();
        best.insert(
            step,
            (
                longest.map_or(1, |(length, _)| length + 1),
                longest.map(|(_, from)| from),
            ),
        );
    }
    let mut chain = vec![last];
    while let Some((_, Some(before))) = best.get(&chain[chain.len() - 1]) {
        chain.push(*before);
    }
    chain.reverse();
    steps[last].rework = Some(Again {
        share: one.share.clamp(0.0, 1.0),
        is_assumed: one.is_assumed,
        chain,
    });
}

/// Nodes on some way from one node to another, both ends included.
fn between(flat: &Flat, from: usize, to: usize) -> Vec<bool> {
    let walk = |start: usize, links: &[Vec<usize>], end: fn(&super::flat::Link) -> usize| {
        let mut seen = vec![false; flat.spots.len()];
        let mut stack = vec![start];
        while let Some(node) = stack.pop() {
            if !std::mem::replace(&mut seen[node], true) {
                stack.extend(links[node].iter().map(|&link| end(&flat.links[link])));
            }
        }
        seen
    };
    let down = walk(from, &outgoing(flat), |link| link.to);
    let up = walk(to, &incoming(flat), |link| link.from);
    down.iter()
        .zip(&up)
        .map(|(down, up)| *down && *up)
        .collect()
}
