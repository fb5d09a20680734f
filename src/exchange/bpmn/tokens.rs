//! The token game of a graph without loops (BPMN 2.0.2 §13): which cases bring a token to a node, and after which steps.
//!
//! A token is a set of cases and the steps that it waits for; steps that a case skips pass on what they wait for,
//! as in a scenario. Tokens of different cases that come together at an exclusive gateway become one where that
//! lets nobody wait longer; any others stay apart, and what follows is a step for each.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde_json::Value as Json;

use super::diagram::{ALL, Cases, Diagrams, NONE};
use super::flat::{Flat, Gate};
use super::gather::united;
use super::note::Notes;
use super::split::{Choice, Splits};
use crate::error::Problem;
use crate::workflow::Ending;

/// A scenario holds no more.
const MOST_STEPS: usize = 5_000;
/// Waits of steps for steps; more cannot be simulated.
const MOST_WAITS: usize = 50_000;
/// Decisions that one step may hang on.
const MOST_DECISIONS: usize = 200;

/// Cases that come along, and the steps that they wait for.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub cases: Cases,
    /// In order.
    pub after: Rc<Vec<usize>>,
}

/// A step.
#[derive(Clone, Debug)]
pub struct Placed {
    /// Place of its node.
    pub spot: usize,
    /// Places of the steps it waits for.
    pub after: Vec<usize>,
    /// The cases that it is done for.
    pub cases: Cases,
    /// Whether the case ends here.
    pub ends: Option<Ending>,
}

/// Steps, and what is drawn for a case.
#[derive(Debug)]
pub struct Played {
    /// Each after those that it waits for.
    pub steps: Vec<Placed>,
    /// What their conditions ask.
    pub choices: Vec<Choice>,
    /// Their conditions.
    pub diagrams: Diagrams,
}

/// Plays the game. `known`: choices that the model brings along.
///
/// # Errors
/// More steps or waits than can be simulated.
pub fn play(
    flat: &Flat,
    known: Vec<(Choice, Option<Json>)>,
    notes: &mut Notes,
) -> Result<Played, Problem> {
    let mut game = Game {
        flat,
        splits: Splits::new(known),
        steps: Vec::new(),
        before: Vec::new(),
        links: vec![Vec::new(); flat.links.len()],
        met: vec![NONE; flat.spots.len()],
        stopped: Vec::new(),
        n_waits: 0,
        notes,
    };
    let (next, before) = (flat.outgoing(), flat.incoming());
    for node in topological(flat, &next) {
        let mut tokens = match node == flat.root {
            true => vec![Token {
                cases: ALL,
                after: Rc::default(),
            }],
            false => game.arrive(node, &before[node]),
        };
        game.spare(node, &mut tokens);
        game.done(node, &mut tokens)?;
        for token in &tokens {
            game.met[node] = game.splits.diagrams.either(game.met[node], token.cases);
        }
        if flat.spots[node].stop.is_some() {
            game.stopped.push((node, tokens.clone()));
        }
        for (link, tokens) in game
            .splits
            .leave(flat, node, &next[node], tokens, game.notes)
        {
            game.links[link] = tokens;
        }
    }
    game.end_cases();
    game.tell_missing();
    Ok(Played {
        steps: game.steps,
        choices: game.splits.choices,
        diagrams: game.splits.diagrams,
    })
}

pub(super) struct Game<'f> {
    pub(super) flat: &'f Flat,
    pub(super) splits: Splits,
    pub(super) steps: Vec<Placed>,
    /// For each step those that come before it, as bits.
    pub(super) before: Vec<Vec<u64>>,
    /// Tokens on links.
    links: Vec<Vec<Token>>,
    /// Cases that come to nodes.
    met: Vec<Cases>,
    /// Tokens that end more than their own path.
    pub(super) stopped: Vec<(usize, Vec<Token>)>,
    n_waits: usize,
    pub(super) notes: &'f mut Notes,
}

impl Game<'_> {
    /// Tokens at a node before anything is done there.
    fn arrive(&mut self, node: usize, links: &[usize]) -> Vec<Token> {
        let coming: Vec<Vec<Token>> = links.iter().map(|&link| self.links[link].clone()).collect();
        match self.flat.spots[node].gate {
            Gate::All if links.len() > 1 => self.join_all(node, coming),
            Gate::Any if links.len() > 1 => {
                for tokens in &coming {
                    self.one_at_a_time(node, tokens.clone());
                }
                let tokens: Vec<Token> = coming.into_iter().flatten().collect();
                self.all_as_one(tokens).into_iter().collect()
            }
            Gate::Each | Gate::All | Gate::Any => {
                self.gather(node, coming.into_iter().flatten().collect())
            }
        }
    }

    /// One token of every link.
    fn join_all(&mut self, node: usize, coming: Vec<Vec<Token>>) -> Vec<Token> {
        let mut any = NONE;
        let mut joined = vec![Token {
            cases: ALL,
            after: Rc::default(),
        }];
        for tokens in coming {
            let tokens = self.one_at_a_time(node, tokens);
            for token in &tokens {
                any = self.splits.diagrams.either(any, token.cases);
            }
            let mut pairs = Vec::new();
            for one in &joined {
                for other in &tokens {
                    let cases = self.splits.diagrams.both(one.cases, other.cases);
                    if cases != NONE {
                        let after = united(&one.after, &other.after);
                        pairs.push(Token { cases, after });
                    }
                }
            }
            joined = self.gather(node, pairs);
        }
        let mut passing = NONE;
        for token in &joined {
            passing = self.splits.diagrams.either(passing, token.cases);
        }
        let flat = self.flat;
        let spot = &flat.spots[node];
        if passing == NONE {
            self.notes.say(
                &spot.place,
                format!("no case passes `{}`: it needs a token on each of its incoming flows, and no case has them all", spot.shown()),
                format!("没有案件通过“{}”：它要求每条流入都有令牌，而没有案件同时具备", spot.shown()),
            );
        } else if passing != any && self.leads_to_work(node) {
            self.notes.say(
                &spot.place,
                format!(
                    "cases that leave one of the branches before `{}` never pass it",
                    spot.shown()
                ),
                format!("在“{}”之前离开某一分支的案件不会通过该处", spot.shown()),
            );
        }
        joined
    }

    /// Whether anything is done after a node.
    fn leads_to_work(&self, node: usize) -> bool {
        let reached = self.flat.reached(node).into_iter();
        let mut spots = reached.zip(&self.flat.spots);
        spots.any(|(is_reached, spot)| is_reached && spot.work.is_some())
    }

    /// Who came to one of the nodes that spare this one does not go on here.
    fn spare(&mut self, node: usize, tokens: &mut Vec<Token>) {
        for &other in &self.flat.spots[node].spared_by {
            for token in &mut *tokens {
                token.cases = self.splits.diagrams.without(token.cases, self.met[other]);
            }
        }
        tokens.retain(|token| token.cases != NONE);
    }

    /// What is done at a node becomes a step for each token.
    fn done(&mut self, node: usize, tokens: &mut [Token]) -> Result<(), Problem> {
        let flat = self.flat;
        let spot = &flat.spots[node];
        if spot.work.is_none() {
            return Ok(());
        }
        if tokens.len() > 1 {
            let mut pairs = tokens
                .iter()
                .enumerate()
                .flat_map(|(at, one)| tokens[..at].iter().map(|other| (one.cases, other.cases)));
            let at_once = pairs.any(|(a, b)| !self.splits.diagrams.exclude(a, b));
            let (shown, n_tokens) = (spot.shown(), tokens.len());
            match at_once {
                true => self.notes.say(
                    &spot.place,
                    format!("`{shown}` is reached by several tokens of a case: it is done once for each, {n_tokens} steps stand for it; a parallel or inclusive gateway before it would wait for all"),
                    format!("同一案件的多个令牌到达“{shown}”：每个令牌各办理一次，以 {n_tokens} 个节点表示；在其前加并行或包容网关则会等待全部"),
                ),
                false => self.notes.say(
                    &spot.place,
                    format!("`{shown}` is reached on {n_tokens} ways that end at different times: a step stands for each"),
                    format!("“{shown}”经 {n_tokens} 条完成时间不同的路径到达：每条路径以一个节点表示"),
                ),
            }
        }
        for token in tokens {
            let asked = self.splits.diagrams.asked(token.cases).len();
            if asked > MOST_DECISIONS {
                let problem = format!(
                    "`{}` hangs on more than {MOST_DECISIONS} decisions",
                    spot.shown()
                );
                return Err(Problem::error(problem)
                    .hint("draw the process in parts")
                    .at(spot.place.clone()));
            }
            token.after = Rc::new(vec![self.place(node, token)]);
        }
        self.n_waits = self.steps.iter().map(|step| step.after.len()).sum();
        if self.n_waits > MOST_WAITS {
            return Err(
                Problem::error(format!("more than {MOST_WAITS} waits of steps for steps"))
                    .hint("put a step between large groups that wait for each other")
                    .at(spot.place.clone()),
            );
        }
        if self.steps.len() > MOST_STEPS {
            let problem = Problem::error(format!("more than {MOST_STEPS} steps"));
            return Err(problem.allowed(format!("up to {MOST_STEPS}")));
        }
        Ok(())
    }

    pub(super) fn place(&mut self, node: usize, token: &Token) -> usize {
        let place = self.steps.len();
        let mut before = vec![0u64; place / 64 + 1];
        for &earlier in token.after.iter() {
            let further = &self.before[earlier];
            before
                .iter_mut()
                .zip(further)
                .for_each(|(word, more)| *word |= more);
            before[earlier / 64] |= 1 << (earlier % 64);
        }
        self.before.push(before);
        self.steps.push(Placed {
            spot: node,
            after: token.after.to_vec(),
            cases: token.cases,
            ends: None,
        });
        place
    }

    fn tell_missing(&mut self) {
        let done: BTreeSet<usize> = self.steps.iter().map(|step| step.spot).collect();
        for (place, spot) in self.flat.spots.iter().enumerate() {
            if spot.work.is_some()
                && !spot.id.is_empty()
                && self.met[place] == NONE
                && !done.contains(&place)
            {
                let is_drawn = self.flat.links.iter().any(|link| link.to == place);
                if is_drawn {
                    self.notes.say(
                        &spot.place,
                        format!("no case reaches `{}`: it is left out", spot.shown()),
                        format!("没有案件到达“{}”：未带入", spot.shown()),
                    );
                }
            }
        }
    }
}

/// What can be reached from the root, each node after everything that leads to it or spares it.
fn topological(flat: &Flat, next: &[Vec<usize>]) -> Vec<usize> {
    let is_reached = flat.reached(flat.root);
    let mut spares: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut waiting = vec![0usize; flat.spots.len()];
    for link in flat.links.iter().filter(|link| is_reached[link.from]) {
        waiting[link.to] += 1;
    }
    for (node, spot) in flat.spots.iter().enumerate() {
        for &other in spot.spared_by.iter().filter(|&&other| is_reached[other]) {
            waiting[node] += 1;
            spares.entry(other).or_default().push(node);
        }
    }
    // File order where the flow leaves it open.
    let mut ready = BTreeSet::from([flat.root]);
    let mut order = Vec::new();
    while let Some(node) = ready.pop_first() {
        order.push(node);
        let links = next[node].iter().map(|&link| flat.links[link].to);
        for to in links.chain(spares.remove(&node).unwrap_or_default()) {
            waiting[to] -= 1;
            if waiting[to] == 0 && is_reached[to] {
                ready.insert(to);
            }
        }
    }
    order
}
