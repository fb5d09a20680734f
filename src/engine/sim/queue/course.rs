//! The course of a step: leg after leg until one takes time, then the steps that wait for it.

use super::agenda::Token;
use super::arena::Case;
use super::engine::Engine;
use super::files::File;
use super::model::{ABSENT, Column, Leg, TICKS_PER_DAY};
use super::rows::part;
use super::visit::Visit;

/// In place of the links that are done: the case does not meet the step.
const NOT_MET: u32 = u32::MAX;

impl Engine<'_> {
    /// All that goes on at once: a step that is under way, then whatever may begin.
    pub fn go_on(&mut self, slot: usize, mut node: usize) {
        loop {
            let mut next = None;
            if self.advance(slot, node) {
                next = self.end(slot, node);
            }
            match self.begin_next(slot, next) {
                Some(begun) => node = begun,
                None => return,
            }
        }
    }

    /// The next step that begins now: `first`, else one from the pile.
    #[inline]
    pub fn begin_next(&mut self, slot: usize, mut first: Option<usize>) -> Option<usize> {
        while let Some(node) = first.take().or_else(|| self.todo.pop()) {
            if self.begin(slot, node) {
                return Some(node);
            }
        }
        None
    }

    /// All steps before it are done; whether it begins now.
    #[inline(always)]
    fn begin(&mut self, slot: usize, node: usize) -> bool {
        let case = self.arena.case(slot);
        let row = case.row;
        let model = &self.model.nodes[case.first_node as usize + node];
        let step = self.arena.step(slot, node);
        if let Some(column) = model.present
            && self.rows.value(row, column) == ABSENT
        {
            step.count = NOT_MET;
            step.leg = model.last_leg;
            return true;
        }
        if step.ready_at > self.now {
            let at = step.ready_at;
            self.agenda.push(at, Token::new(slot, node));
            return false;
        }
        step.ready_at = self.now;
        step.leg += 1;
        true
    }

    /// Goes through the legs of a step until one takes time; whether it is done.
    #[inline]
    fn advance(&mut self, slot: usize, node: usize) -> bool {
        let now = self.now;
        let Case {
            row,
            arrived_at,
            counts,
            ..
        } = *self.arena.case(slot);
        loop {
            let step = self.arena.step(slot, node);
            let leg = step.leg;
            let until = match self.model.legs[leg as usize] {
                Leg::Begin => now,
                Leg::Until(column) => arrived_at + u64::from(self.rows.value(row, column)),
                Leg::Delay(column) => match self.rows.value(row, column) {
                    ABSENT => now,
                    ticks => now + u64::from(ticks),
                },
                Leg::DayBegins => {
                    step.began_at = now;
                    now
                }
                Leg::DayEnds => {
                    let took = now - step.began_at;
                    step.began_at + took.next_multiple_of(u64::from(TICKS_PER_DAY))
                }
                Leg::Gate { there, within } => {
                    let last = step.accepted_at + u64::from(within);
                    match self.rows.value(row, there) {
                        ABSENT => last,
                        ticks => last.min(arrived_at + u64::from(ticks)),
                    }
                }
                Leg::Sit { panel, when } => {
                    if self.holds(row, when) {
                        self.sit(panel as usize, Token::new(slot, node));
                        return false;
                    }
                    now
                }
                Leg::Accept(when) => {
                    if self.holds(row, when) {
                        self.arena.step(slot, node).accepted_at = now;
                    }
                    now
                }
                Leg::Judge { limit, when } => {
                    if self.holds(row, when) {
                        self.judge(slot, node, limit);
                    }
                    now
                }
                Leg::Serve {
                    station,
                    links,
                    effort,
                    ..
                } => {
                    let (effort, link) = (self.rows.value(row, effort), step.count);
                    if effort != ABSENT {
                        let file = File {
                            token: Token::new(slot, node),
                            joined_at: now,
                            effort: part(effort, links, link),
                            visit: Visit::new(leg, link == 0, counts),
                        };
                        self.join(station as usize, file);
                        return false;
                    }
                    now
                }
                Leg::End => return true,
            };
            if until > now {
                self.agenda.push(until, Token::new(slot, node));
                return false;
            }
            self.arena.step(slot, node).leg += 1;
        }
    }

    #[inline]
    pub fn holds(&self, row: usize, when: Option<Column>) -> bool {
        when.is_none_or(|column| self.rows.value(row, column) != ABSENT)
    }

    #[inline]
    fn judge(&mut self, slot: usize, node: usize, limit: u32) {
        let took = self.now - self.arena.step(slot, node).accepted_at;
        let is_late = took > u64::from(limit);
        let case = self.arena.case(slot);
        case.late |= is_late;
        if case.counts {
            let tally = &mut self.steps[case.first_node as usize + node];
            tally.judged += 1;
            tally.late += u64::from(is_late);
        }
    }

    /// A step is done, or was not met at all: its successors may begin, the one that is returned before those on
    /// the pile.
    #[inline]
    fn end(&mut self, slot: usize, node: usize) -> Option<usize> {
        let now = self.now;
        let model = self.model;
        let step = self.arena.step(slot, node);
        let (started, present) = (step.ready_at, step.count != NOT_MET);
        let Case {
            row, first_node, ..
        } = *self.arena.case(slot);
        let first_node = first_node as usize;
        let ended = &model.nodes[first_node + node];
        let mut first = None;
        let (from, to) = ended.successors;
        for successor in &model.successors[from as usize..to as usize] {
            let mut ready_at = now;
            let next_node = successor.node as usize;
            if let Some(handoff) = successor.handoff {
                // A step that was skipped hands nothing over, and is handed nothing.
                let to = model.nodes[first_node + next_node].present;
                if present && self.holds(row, to) {
                    ready_at += u64::from(self.rows.value(row, handoff));
                }
            }
            let next = self.arena.step(slot, next_node);
            next.ready_at = next.ready_at.max(ready_at);
            next.count -= 1;
            if next.count == 0 {
                // The last one comes first.
                if let Some(earlier) = first.replace(next_node) {
                    self.todo.push(earlier);
                }
            }
        }
        let case = self.arena.case(slot);
        if present && case.counts {
            let tally = &mut self.steps[first_node + node];
            tally.done += 1;
            tally.sojourn_ticks += now - started;
        }
        if present && let Some(log) = &mut self.log {
            log.finish(slot, node, case, (started, now));
        }
        case.left -= 1;
        if ended.on_path {
            case.path_left -= 1;
            if case.path_left == 0 {
                let case = *case;
                self.path_done(&case);
            }
        }
        let case = self.arena.case(slot);
        if case.left == 0 {
            // A log has after-checks too, which nobody waits for.
            if case.counts && self.log.is_some() {
                self.open -= 1;
            }
            self.rows.give_back(row);
            self.arena.remove(slot);
        }
        first
    }
}
