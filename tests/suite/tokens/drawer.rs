//! Models drawn at random: as blocks within blocks, and as they come.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::model::{Kind, Model};

/// Draws models.
pub struct Drawer {
    random: StdRng,
    model: Model,
}

impl Drawer {
    pub fn new(seed: u64) -> Drawer {
        Drawer {
            random: StdRng::seed_from_u64(seed),
            model: Model::default(),
        }
    }

    fn below(&mut self, n: usize) -> usize {
        self.random.random_range(0..n)
    }

    fn chance(&mut self, share: f64) -> bool {
        self.random.random::<f64>() < share
    }

    fn days(&mut self) -> f64 {
        // No two sums are the same.
        (1.0 + 9.0 * self.random.random::<f64>() * 1000.0).round() / 1000.0
    }

    fn task(&mut self) -> usize {
        let days = self.days();
        self.model.node(Kind::Task(days))
    }

    fn several(&mut self) -> usize {
        let kind = Kind::Several {
            days: self.days(),
            times: 2 + self.below(2) as u32,
            in_turn: self.chance(0.5),
        };
        self.model.node(kind)
    }

    /// Shares that add up to 1.
    fn parts(&mut self, n: usize) -> Vec<f64> {
        let parts: Vec<f64> = (0..n).map(|_| 0.2 + self.random.random::<f64>()).collect();
        let total: f64 = parts.iter().sum();
        parts
            .into_iter()
            .map(|part| (part / total * 1e4).round() / 1e4)
            .collect()
    }

    /// Blocks within blocks: sequences, choices, parallel and inclusive branches, loops, deadlines, early ends.
    pub fn structured(mut self) -> Model {
        let start = self.model.node(Kind::Start);
        let last = self.sequence(start, 3);
        if let Some(last) = last {
            let end = self.model.node(Kind::End);
            self.model.flow(last, end);
        }
        self.model
    }

    /// One to three blocks after `from`; the last node, unless all of it has ended.
    fn sequence(&mut self, from: usize, depth: usize) -> Option<usize> {
        let mut at = from;
        for _ in 0..1 + self.below(3) {
            at = self.block(at, depth)?;
        }
        Some(at)
    }

    fn block(&mut self, from: usize, depth: usize) -> Option<usize> {
        let kind = if depth == 0 { 0 } else { self.below(10) };
        match kind {
            1 | 2 => self.choice(from, depth),
            3 => self.parallel(from, depth),
            4 => self.inclusive(from, depth),
            5 => Some(self.repeated(from)),
            6 => self.conditional(from, depth),
            7 => self.deadline(from, depth),
            8 => {
                let several = self.several();
                self.model.flow(from, several);
                Some(several)
            }
            _ => {
                let task = self.task();
                self.model.flow(from, task);
                Some(task)
            }
        }
    }

    fn choice(&mut self, from: usize, depth: usize) -> Option<usize> {
        let split = self.model.node(Kind::Xor);
        self.model.flow(from, split);
        let n = 2 + self.below(2);
        let parts = self.parts(n);
        let merge = self.model.node(Kind::Xor);
        let mut is_reached = false;
        for share in parts {
            let entry = self.task();
            self.model.flow(split, entry).share = Some(share);
            let last = self.sequence(entry, depth - 1);
            let Some(last) = last else { continue };
            if self.chance(0.2) {
                let kind = if self.chance(0.4) {
                    Kind::Terminate
                } else {
                    Kind::End
                };
                let end = self.model.node(kind);
                self.model.flow(last, end);
            } else {
                self.model.flow(last, merge);
                is_reached = true;
            }
        }
        is_reached.then_some(merge)
    }

    /// A task and its deadline, with a branch for those in time and one for those who are late.
    fn deadline(&mut self, from: usize, depth: usize) -> Option<usize> {
        let kind = Kind::Deadline {
            days: self.days(),
            limit: 1 + self.below(9) as u32,
        };
        let task = self.model.node(kind);
        self.model.flow(from, task);
        let merge = self.model.node(Kind::Xor);
        let mut is_reached = false;
        for is_late in [false, true] {
            let entry = self.task();
            self.model.flow(task, entry).is_late = is_late;
            if let Some(last) = self.sequence(entry, depth.saturating_sub(2)) {
                self.model.flow(last, merge);
                is_reached = true;
            }
        }
        is_reached.then_some(merge)
    }

    fn parallel(&mut self, from: usize, depth: usize) -> Option<usize> {
        let split = self.model.node(Kind::And);
        self.model.flow(from, split);
        let join = self.model.node(Kind::And);
        let mut is_whole = true;
        for _ in 0..2 {
            let entry = self.task();
            self.model.flow(split, entry);
            match self.sequence(entry, depth - 1) {
                Some(last) => {
                    self.model.flow(last, join);
                }
                None => is_whole = false,
            }
        }
        is_whole.then_some(join)
    }

    fn inclusive(&mut self, from: usize, depth: usize) -> Option<usize> {
        let split = self.model.node(Kind::Or);
        self.model.flow(from, split);
        let join = self.model.node(Kind::Or);
        let n = 2 + self.below(2);
        let has_default = self.chance(0.5);
        for branch in 0..n {
            let share = (self.random.random_range(0.2..0.8) * 100.0f64).round() / 100.0;
            let is_default = has_default && branch + 1 == n;
            let entry = self.task();
            let flow = self.model.flow(split, entry);
            flow.is_default = is_default;
            flow.share = (!is_default).then_some(share);
            if let Some(last) = self.sequence(entry, depth.saturating_sub(2)) {
                self.model.flow(last, join);
            }
        }
        Some(join).filter(|&join| !self.model.incoming(join).is_empty())
    }

    /// A body of tasks, and some of the cases back over others.
    fn repeated(&mut self, from: usize) -> usize {
        let header = self.model.node(Kind::Xor);
        self.model.flow(from, header);
        let mut at = header;
        for _ in 0..self.below(3) {
            let task = self.task();
            self.model.flow(at, task);
            at = task;
        }
        let decided = self.model.node(Kind::Xor);
        self.model.flow(at, decided);
        let mut back = decided;
        let share = (self.random.random_range(0.1..0.4) * 100.0f64).round() / 100.0;
        let mut is_first = true;
        for _ in 0..self.below(3) + usize::from(at == header) {
            let task = self.task();
            let flow = self.model.flow(back, task);
            if std::mem::take(&mut is_first) {
                flow.share = Some(share);
            }
            back = task;
        }
        let flow = self.model.flow(back, header);
        if is_first {
            flow.share = Some(share);
        }
        let next = self.task();
        self.model.flow(decided, next).share = Some(1.0 - share);
        next
    }

    /// A task with conditions on its flows, and a default.
    fn conditional(&mut self, from: usize, depth: usize) -> Option<usize> {
        let task = self.task();
        self.model.flow(from, task);
        let join = self.model.node(Kind::Or);
        let share = (self.random.random_range(0.2..0.8) * 100.0f64).round() / 100.0;
        for is_default in [false, true] {
            let entry = self.task();
            let flow = self.model.flow(task, entry);
            flow.is_default = is_default;
            flow.share = (!is_default).then_some(share);
            if let Some(last) = self.sequence(entry, depth.saturating_sub(2)) {
                self.model.flow(last, join);
            }
        }
        Some(join).filter(|&join| !self.model.incoming(join).is_empty())
    }

    /// Nodes in a row with flows to any of the next ones: gateways that match nothing, several tokens, dead ends.
    pub fn unstructured(mut self) -> Model {
        let n_nodes = 6 + self.below(9);
        let mut wanted: Vec<(usize, usize)> = Vec::new();
        for node in 0..n_nodes - 1 {
            let n_out = if self.chance(0.35) { 2 } else { 1 };
            for _ in 0..n_out {
                let to = node + 1 + self.below(4.min(n_nodes - 1 - node));
                if !wanted.contains(&(node, to)) {
                    wanted.push((node, to));
                }
            }
        }
        // What nothing leads to would begin by itself.
        for node in 1..n_nodes {
            if !wanted.iter().any(|(_, to)| *to == node) {
                let from = node - 1 - self.below(4.min(node));
                wanted.push((from, node));
            }
        }
        for node in 0..n_nodes {
            let n_out = wanted.iter().filter(|(from, _)| *from == node).count();
            let n_in = wanted.iter().filter(|(_, to)| *to == node).count();
            let kind = match (n_in, n_out) {
                (0, _) => Kind::Start,
                (_, 0) if self.chance(0.2) => Kind::Terminate,
                (_, 0) => Kind::End,
                (_, 1) | (1, _) if n_in + n_out > 2 => match self.below(8) {
                    0 => {
                        self.task();
                        continue;
                    }
                    1..=3 if n_in > 1 => Kind::Xor,
                    1..=4 => Kind::And,
                    _ => Kind::Xor,
                },
                (1, 1) => {
                    match self.chance(0.1) {
                        true => self.several(),
                        false => self.task(),
                    };
                    continue;
                }
                _ => Kind::Xor,
            };
            self.model.node(kind);
        }
        for (from, to) in wanted {
            self.model.flow(from, to);
        }
        for node in 0..n_nodes {
            let out = self.model.outgoing(node);
            if self.model.nodes[node] == Kind::Xor && out.len() > 1 {
                let parts = self.parts(out.len());
                for (flow, share) in out.into_iter().zip(parts) {
                    self.model.flows[flow].share = Some(share);
                }
            }
        }
        self.model
    }
}
