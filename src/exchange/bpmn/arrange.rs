//! Steps of the token game with what is done again after them.

use std::collections::{BTreeMap, BTreeSet};

use super::conditions::{Attribute, Said, When, said};
use super::flat::Flat;
use super::loops::Loop;
use super::note::Notes;
use super::tokens::{Placed, Played};
use crate::format::MOST_REWORK_ROUNDS;
use crate::workflow::Ending;

/// Fewer rounds are not worth a word.
const LEAST_ROUNDS: u32 = 3;
/// Cases that would go back once more after the last round.
const REST: f64 = 1e-4;

/// A step of the scenario to be.
#[derive(Clone, Debug)]
pub struct Step {
    /// Place of its node.
    pub spot: usize,
    /// Places of the steps it waits for.
    pub after: Vec<usize>,
    /// The cases that it is done for: one step for each, as they exclude each other.
    pub parts: Vec<When>,
    /// Whether the case ends here.
    pub ends: Option<Ending>,
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
    /// Places of the steps done on the way back.
    pub way_back: Vec<usize>,
    /// Places of the steps done again, each before the next; the last is the step itself, or there is none.
    pub repeats: Vec<usize>,
    /// After that many rounds it passes.
    pub max_rounds: u32,
}

/// Steps, and what is drawn for a case.
#[derive(Debug)]
pub struct Arranged {
    /// In the order of the flow; what is done on ways back last.
    pub steps: Vec<Step>,
    /// What their conditions name.
    pub attributes: Vec<Attribute>,
}

/// Puts together what the game found; `None`: there are more conditions than can be kept.
pub fn arrange(flat: &Flat, loops: &[Loop], played: Played, notes: &mut Notes) -> Option<Arranged> {
    let Played {
        steps: placed,
        choices,
        mut diagrams,
    } = played;
    let wanted: BTreeSet<usize> = placed.iter().map(|step| step.cases).collect();
    let Said {
        attributes,
        parts,
        widened,
    } = said(&mut diagrams, &choices, &wanted);
    if diagrams.is_full() {
        return None;
    }
    for step in placed.iter().filter(|step| widened.contains(&step.cases)) {
        let spot = &flat.spots[step.spot];
        notes.inexact(
            &spot.place,
            format!("the cases that reach `{}` have no conditions of a readable size: it is done for more cases", spot.shown()),
            format!("到达“{}”的案件条件过于复杂：按更大范围的案件办理处理", spot.shown()),
        );
    }
    let mut steps: Vec<Step> = placed
        .iter()
        .map(|step| Step {
            spot: step.spot,
            after: step.after.clone(),
            parts: parts[&step.cases].clone(),
            ends: step.ends,
            rework: None,
        })
        .collect();
    let mut ways: BTreeMap<usize, usize> = BTreeMap::new();
    for one in loops {
        let hosts = placed
            .iter()
            .enumerate()
            .filter(|(_, step)| step.spot == one.host);
        let hosts: Vec<usize> = hosts.map(|(place, _)| place).collect();
        for host in hosts {
            let way_back = one.way_back.iter().map(|&spot| {
                *ways.entry(spot).or_insert_with(|| {
                    steps.push(Step {
                        spot,
                        after: Vec::new(),
                        parts: vec![When::new()],
                        ends: None,
                        rework: None,
                    });
                    steps.len() - 1
                })
            });
            let way_back = way_back.collect();
            steps[host].rework = Some(Again {
                share: one.share,
                is_assumed: one.is_assumed,
                way_back,
                repeats: chain(&placed, host, &one.repeats),
                max_rounds: rounds(one.share),
            });
        }
    }
    for (place, step) in steps.iter_mut().enumerate() {
        let Some(repeated) = flat.spots[step.spot].repeated else {
            continue;
        };
        step.rework.get_or_insert(Again {
            share: repeated.share,
            is_assumed: repeated.is_assumed,
            way_back: Vec::new(),
            repeats: vec![place],
            max_rounds: repeated.most,
        });
        if repeated.most == 0 {
            step.rework = None;
        }
    }
    Some(Arranged { steps, attributes })
}

/// The steps of a round that ends in `host`: each is one that the next waits for.
fn chain(placed: &[Placed], host: usize, spots: &[usize]) -> Vec<usize> {
    let Some((_, earlier)) = spots.split_last() else {
        return Vec::new();
    };
    let mut chain = vec![host];
    for &spot in earlier.iter().rev() {
        let before = &placed[chain[chain.len() - 1]].after;
        if let Some(&step) = before.iter().find(|&&step| placed[step].spot == spot) {
            chain.push(step);
        }
    }
    chain.reverse();
    chain
}

/// Rounds after which hardly a case goes on.
fn rounds(share: f64) -> u32 {
    let all = LEAST_ROUNDS..MOST_REWORK_ROUNDS;
    let enough = all
        .into_iter()
        .find(|&rounds| share.powi(rounds as i32) <= REST * 1.000_1);
    enough.unwrap_or(MOST_REWORK_ROUNDS)
}
