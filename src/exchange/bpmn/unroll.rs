//! A loop that branches, drawn out: the same nodes once more for every round, until hardly a case goes on.

use std::collections::{BTreeMap, BTreeSet};

use super::circles::Circle;
use super::flat::{Flat, Gate, Link, Mode, Spot};
use super::loops::{LOOP_SHARE, remove};
use super::note::{Notes, listed};

/// No more nodes in all.
pub(super) const MOST_SPOTS: usize = 20_000;
/// Cases that still go back after the last round.
const REST: f64 = 1e-3;
const MOST_ROUNDS: usize = 10;

/// Draws a loop out; for each round the copies of its nodes.
pub(super) fn unroll(
    flat: &mut Flat,
    circle: &Circle,
    most_added: usize,
    notes: &mut Notes,
) -> Vec<BTreeMap<usize, usize>> {
    let place = flat.spots[circle.header].place.clone();
    let to = flat.near(circle.header).to_owned();
    let leaves =
        |link: &Link| circle.nodes.contains(&link.from) && !circle.nodes.contains(&link.to);
    if !flat.links.iter().any(leaves) {
        notes.inexact(
            &place,
            format!("the loop back to `{to}` never ends: it is done once"),
            format!("回到“{to}”的循环永不结束：此处只办理一次"),
        );
        remove(flat, &circle.back.iter().copied().collect());
        return Vec::new();
    }
    merge_exits(flat, circle);
    let doomed = doomed(flat, circle);
    let is_assumed = assume_shares(flat, circle, &doomed);
    let share = share_back(flat, circle);
    let wanted = (1..MOST_ROUNDS).find(|&rounds| share.powi(rounds as i32 + 1) <= REST);
    let affordable = (most_added / circle.nodes.len()).max(1);
    let n_rounds = wanted.unwrap_or(MOST_ROUNDS).min(affordable);
    let tasks = circle
        .nodes
        .iter()
        .filter(|&&node| flat.spots[node].work.is_some());
    let names: Vec<&str> = tasks.map(|&node| flat.spots[node].shown()).collect();
    let (en, zh) = listed(&names, 3);
    let say = match share.powi(n_rounds as i32 + 1) <= 0.01 {
        true => Notes::say,
        false => Notes::inexact,
    };
    say(
        notes,
        &place,
        format!(
            "the loop back to `{to}` branches, so it is drawn out: {en} stand once more for each of {}{}",
            crate::text::plural(n_rounds, "round", "rounds"),
            if is_assumed {
                "; that 10 % of the cases go back is assumed"
            } else {
                ""
            }
        ),
        format!(
            "回到“{to}”的循环内有分支，故逐轮展开 {n_rounds} 轮：{}在每轮各出现一次{}",
            zh,
            if is_assumed {
                "；返回比例假定为 10%"
            } else {
                ""
            }
        ),
    );
    let inner: Vec<Link> = inner_links(flat, circle).cloned().collect();
    let out: Vec<Link> = flat
        .links
        .iter()
        .filter(|link| leaves(link))
        .cloned()
        .collect();
    let back: Vec<Link> = circle
        .back
        .iter()
        .map(|&link| flat.links[link].clone())
        .collect();
    remove(flat, &circle.back.iter().copied().collect());
    let mut copies = Vec::new();
    let mut last: BTreeMap<usize, usize> = circle.nodes.iter().map(|&node| (node, node)).collect();
    for _ in 0..n_rounds {
        let mut here = BTreeMap::new();
        for &node in &circle.nodes {
            here.insert(node, flat.spots.len());
            flat.spots.push(flat.spots[node].clone());
        }
        for link in &back {
            let (from, to) = (last[&link.from], here[&link.to]);
            flat.links.push(Link {
                from,
                to,
                ..link.clone()
            });
        }
        for link in &inner {
            let (from, to) = (here[&link.from], here[&link.to]);
            flat.links.push(Link {
                from,
                to,
                ..link.clone()
            });
        }
        for link in &out {
            flat.links.push(Link {
                from: here[&link.from],
                ..link.clone()
            });
        }
        last.clone_from(&here);
        copies.push(here);
    }
    spare_copies(flat, &copies);
    // Nobody goes back from the last round.
    let dead: BTreeSet<usize> = doomed.iter().map(|node| last[node]).collect();
    let gone = (0..flat.links.len()).filter(|&link| dead.contains(&flat.links[link].to));
    let gone = gone.collect();
    remove(flat, &gone);
    copies
}

fn inner_links<'f>(flat: &'f Flat, circle: &'f Circle) -> impl Iterator<Item = &'f Link> {
    let links = flat.links.iter().enumerate();
    let links = links.filter(|(number, _)| !circle.back.contains(number));
    let links = links.map(|(_, link)| link);
    links.filter(|link| circle.nodes.contains(&link.from) && circle.nodes.contains(&link.to))
}

/// Ways out of all rounds come together before they go on: what follows waits for one of them.
fn merge_exits(flat: &mut Flat, circle: &Circle) {
    for number in 0..flat.links.len() {
        let Link { from, to, .. } = flat.links[number];
        if circle.nodes.contains(&from) && !circle.nodes.contains(&to) {
            let level = flat.spots[to].level;
            let merge = flat.spots.len();
            flat.spots
                .push(Spot::blank(&flat.spots[to].place.clone(), level));
            debug_assert_eq!(flat.spots[merge].gate, Gate::Each);
            flat.links[number].to = merge;
            flat.link(merge, to, Mode::Always);
        }
    }
}

/// Nodes of the loop from which every way leads back.
fn doomed(flat: &Flat, circle: &Circle) -> BTreeSet<usize> {
    let before = flat.incoming();
    let mut free = BTreeSet::new();
    let leaving = flat.links.iter();
    let leaving = leaving
        .filter(|link| circle.nodes.contains(&link.from) && !circle.nodes.contains(&link.to));
    let mut open: Vec<usize> = leaving.map(|link| link.from).collect();
    let ends = circle
        .nodes
        .iter()
        .filter(|&&node| flat.spots[node].stop.is_some());
    open.extend(ends);
    while let Some(node) = open.pop() {
        if free.insert(node) && node != circle.header {
            let before = before[node].iter().map(|&link| flat.links[link].from);
            open.extend(before.filter(|from| circle.nodes.contains(from)));
        }
    }
    circle.nodes.difference(&free).copied().collect()
}

/// Where nothing says how many go back, a tenth does; whether that was assumed anywhere.
fn assume_shares(flat: &mut Flat, circle: &Circle, doomed: &BTreeSet<usize>) -> bool {
    let next = flat.outgoing();
    let mut is_assumed = false;
    for &node in circle.nodes.iter().filter(|node| !doomed.contains(node)) {
        let is_open = |link: &usize| {
            flat.links[*link].mode == Mode::One(None) && flat.links[*link].when.is_none()
        };
        if !next[node].iter().all(is_open) {
            continue;
        }
        let goes_back =
            |link: &usize| circle.back.contains(link) || doomed.contains(&flat.links[*link].to);
        let (back, on): (Vec<usize>, Vec<usize>) =
            next[node].iter().partition(|link| goes_back(link));
        if back.is_empty() || on.is_empty() {
            continue;
        }
        is_assumed = true;
        for (links, share) in [(&back, LOOP_SHARE), (&on, 1.0 - LOOP_SHARE)] {
            for &link in links {
                flat.links[link].mode = Mode::One(Some(share / links.len() as f64));
                flat.links[link].is_assumed = true;
            }
        }
    }
    is_assumed
}

/// About how many of the cases that come to the header come there again.
fn share_back(flat: &Flat, circle: &Circle) -> f64 {
    let next = flat.outgoing();
    let mut chance: BTreeMap<usize, f64> = BTreeMap::from([(circle.header, 1.0)]);
    let mut waiting: BTreeMap<usize, usize> = BTreeMap::new();
    for link in inner_links(flat, circle) {
        *waiting.entry(link.to).or_default() += 1;
    }
    let mut open = vec![circle.header];
    let mut back = 0.0;
    while let Some(node) = open.pop() {
        let here = chance.get(&node).copied().unwrap_or(0.0);
        let is_one = |link: &usize| matches!(flat.links[*link].mode, Mode::One(_));
        let one: Vec<usize> = next[node].iter().copied().filter(is_one).collect();
        let mut shares = flat.shares(&one).0.into_iter();
        let some = next[node].iter().copied().filter(|link| !is_one(link));
        let known: f64 = some.filter_map(|link| flat.links[link].mode.share()).sum();
        for &number in &next[node] {
            let link = &flat.links[number];
            let part = match link.mode {
                Mode::Always => 1.0,
                Mode::Otherwise => (1.0 - known).clamp(0.0, 1.0),
                Mode::One(_) => shares.next().unwrap_or(1.0),
                Mode::Maybe(share) => share.unwrap_or(0.5),
            };
            if circle.back.contains(&number) {
                back += here * part;
            } else if circle.nodes.contains(&link.to) {
                *chance.entry(link.to).or_default() += here * part;
                if let Some(left) = waiting.get_mut(&link.to) {
                    *left -= 1;
                    if *left == 0 {
                        open.push(link.to);
                    }
                }
            }
        }
    }
    back.clamp(0.0, 1.0)
}

/// What is spared where an original is reached is spared where a copy is.
fn spare_copies(flat: &mut Flat, copies: &[BTreeMap<usize, usize>]) {
    for spot in &mut flat.spots {
        let named = spot.spared_by.iter();
        let added = named.flat_map(|node| copies.iter().filter_map(move |copy| copy.get(node)));
        let added: Vec<usize> = added.copied().collect();
        spot.spared_by.extend(added);
    }
}
