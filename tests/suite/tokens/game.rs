//! The token game of BPMN 2.0.2 §13, played case by case: tokens move, tasks take their time, joins wait.

use std::collections::VecDeque;

use rand::RngExt;
use rand::rngs::StdRng;

use super::model::{Kind, Model};

/// What became of a case.
pub struct Outcome {
    /// When the last task was done, or the case was ended.
    pub days: f64,
    /// For each node whether it was done.
    pub done: Vec<bool>,
}

/// Plays cases of one model.
pub struct Game<'m> {
    model: &'m Model,
    outgoing: Vec<Vec<usize>>,
    incoming: Vec<Vec<usize>>,
    /// For each inclusive join and flow: whether a token on the flow can still come to the join.
    leads: Vec<Vec<bool>>,
}

/// Whether a case leaves a task by its deadline.
fn is_late(kind: Kind) -> bool {
    matches!(kind, Kind::Deadline { days, limit } if days > f64::from(limit))
}

struct Case<'g> {
    game: &'g Game<'g>,
    random: &'g mut StdRng,
    now: f64,
    /// Tasks that go on: until when, which, and how often they are done once more.
    busy: Vec<(f64, usize, u32)>,
    /// Flows with a token that has not been taken up.
    moving: VecDeque<usize>,
    /// Tokens that wait on flows before joins.
    waiting: Vec<usize>,
    outcome: Outcome,
    is_over: bool,
}

impl Game<'_> {
    pub fn new(model: &Model) -> Game<'_> {
        let n_nodes = model.nodes.len();
        let mut game = Game {
            model,
            outgoing: (0..n_nodes).map(|node| model.outgoing(node)).collect(),
            incoming: (0..n_nodes).map(|node| model.incoming(node)).collect(),
            leads: Vec::new(),
        };
        game.leads = (0..n_nodes).map(|node| game.leads_to(node)).collect();
        game
    }

    fn leads_to(&self, join: usize) -> Vec<bool> {
        let mut leads = vec![false; self.model.flows.len()];
        let mut open: Vec<usize> = self.incoming[join].clone();
        while let Some(flow) = open.pop() {
            if !std::mem::replace(&mut leads[flow], true) && self.model.flows[flow].from != join {
                open.extend(&self.incoming[self.model.flows[flow].from]);
            }
        }
        leads
    }

    pub fn play(&self, random: &mut StdRng) -> Outcome {
        let mut case = Case {
            game: self,
            random,
            now: 0.0,
            busy: Vec::new(),
            moving: VecDeque::new(),
            waiting: vec![0; self.model.flows.len()],
            outcome: Outcome {
                days: 0.0,
                done: vec![false; self.model.nodes.len()],
            },
            is_over: false,
        };
        let start = self
            .model
            .nodes
            .iter()
            .position(|kind| *kind == Kind::Start);
        case.leave(start.expect("it has a start"));
        case.run();
        case.outcome
    }
}

impl Case<'_> {
    fn run(&mut self) {
        loop {
            while let Some(flow) = self.moving.pop_front() {
                self.arrive(flow);
                if self.is_over {
                    self.outcome.days = self.now;
                    return;
                }
            }
            if self.inclusive_join() {
                continue;
            }
            let next =
                (0..self.busy.len()).min_by(|&a, &b| self.busy[a].0.total_cmp(&self.busy[b].0));
            let Some(next) = next else { return };
            let (end, task, left) = self.busy.swap_remove(next);
            self.now = end;
            self.outcome.days = end;
            let kind = self.game.model.nodes[task];
            self.outcome.done[task] |= !is_late(kind);
            match (kind, left.checked_sub(1)) {
                (Kind::Several { days, .. }, Some(left)) => {
                    self.busy.push((end + days, task, left));
                }
                _ => self.leave(task),
            }
        }
    }

    fn arrive(&mut self, flow: usize) {
        let node = self.game.model.flows[flow].to;
        match self.game.model.nodes[node] {
            Kind::Start | Kind::End => {}
            Kind::Terminate => self.is_over = true,
            Kind::Task(days) => self.busy.push((self.now + days, node, 0)),
            Kind::Deadline { days, limit } => {
                let days = days.min(f64::from(limit));
                self.busy.push((self.now + days, node, 0));
            }
            Kind::Several {
                days,
                times,
                in_turn,
            } => {
                let left = if in_turn { times - 1 } else { 0 };
                self.busy.push((self.now + days, node, left));
            }
            Kind::Xor => self.leave(node),
            Kind::And | Kind::Or => {
                self.waiting[flow] += 1;
                let is_parallel = self.game.model.nodes[node] == Kind::And;
                let incoming = &self.game.incoming[node];
                if is_parallel && incoming.iter().all(|&flow| self.waiting[flow] > 0) {
                    incoming.iter().for_each(|&flow| self.waiting[flow] -= 1);
                    self.leave(node);
                }
            }
        }
    }

    /// An inclusive join goes on once nothing more can come to its empty flows.
    fn inclusive_join(&mut self) -> bool {
        let game = self.game;
        for (node, kind) in game.model.nodes.iter().enumerate() {
            let incoming = &game.incoming[node];
            if *kind != Kind::Or || !incoming.iter().any(|&flow| self.waiting[flow] > 0) {
                continue;
            }
            let mut can_come = self
                .busy
                .iter()
                .flat_map(|(_, task, _)| &game.outgoing[*task]);
            let more = can_come.any(|&flow| game.leads[node][flow]);
            let beside = (0..self.waiting.len()).any(|flow| {
                let is_here = game.model.flows[flow].to == node;
                self.waiting[flow] > 0 && !is_here && game.leads[node][flow]
            });
            if !more && !beside {
                for &flow in incoming {
                    self.waiting[flow] = self.waiting[flow].saturating_sub(1);
                }
                self.leave(node);
                return true;
            }
        }
        false
    }

    fn leave(&mut self, node: usize) {
        let model = self.game.model;
        let is_late = is_late(model.nodes[node]);
        let outgoing = self.game.outgoing[node].iter();
        let outgoing = outgoing.filter(|&&flow| model.flows[flow].is_late == is_late);
        let (conditional, plain): (Vec<usize>, Vec<usize>) =
            outgoing.partition(|&&flow| model.flows[flow].share.is_some());
        if conditional.is_empty() {
            if model.nodes[node] == Kind::Xor && plain.len() > 1 {
                panic!("an exclusive gateway has shares");
            }
            self.moving.extend(plain);
            return;
        }
        if model.nodes[node] == Kind::Xor {
            let total: f64 = conditional
                .iter()
                .filter_map(|&flow| model.flows[flow].share)
                .sum();
            let mut left = self.random.random::<f64>() * total;
            let mut chosen = conditional[conditional.len() - 1];
            for &flow in &conditional {
                left -= model.flows[flow].share.unwrap_or(0.0);
                if left < 0.0 {
                    chosen = flow;
                    break;
                }
            }
            self.moving.push_back(chosen);
            return;
        }
        let default = plain
            .iter()
            .copied()
            .find(|&flow| model.flows[flow].is_default);
        let always: Vec<usize> = plain
            .into_iter()
            .filter(|&flow| Some(flow) != default)
            .collect();
        loop {
            let mut taken = Vec::new();
            for &flow in &conditional {
                if self.random.random::<f64>() < model.flows[flow].share.unwrap_or(0.0) {
                    taken.push(flow);
                }
            }
            match (taken.is_empty(), default) {
                (true, Some(default)) => taken.push(default),
                // Without a default at least one condition holds.
                (true, None) if always.is_empty() => continue,
                _ => {}
            }
            self.moving.extend(taken);
            self.moving.extend(&always);
            return;
        }
    }
}
