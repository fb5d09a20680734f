//! The course of a step: leg after leg until one takes time, then the steps that wait for it.

use super::agenda::Token;
use super::arena::Case;
use super::engine::Engine;
use super::model::{ABSENT, Column, Leg, TICKS_PER_DAY};

impl Engine<'_> {
    /// All that goes on at once.
    #[inline]
    pub fn go_on(&mut self, slot: usize) {
        while let Some(node) = self.todo.pop() {
            let case = self.arena.case(slot);
            let row = case.row;
            let model = &self.model.nodes[case.first_node + node];
            let is_absent = model
                .present
                .is_some_and(|column| self.rows.value(row, column) == ABSENT);
            if is_absent {
                self.end(slot, node, false);
                continue;
            }
            let now = self.now;
            let step = self.arena.step(slot, node);
            if step.ready_at > now {
                let at = step.ready_at;
                self.agenda.push(at, Token::new(slot, node));
            } else {
                step.ready_at = now;
                step.leg += 1;
                self.advance(slot, node);
            }
        }
    }

    /// Goes through the legs of a step until one takes time.
    pub fn advance(&mut self, slot: usize, node: usize) {
        let Case {
            row, arrived_at, ..
        } = *self.arena.case(slot);
        loop {
            let now = self.now;
            let step = self.arena.step(slot, node);
            let until = match self.model.legs[step.leg as usize] {
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
                        return;
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
                    station, effort, ..
                } => {
                    if self.rows.value(row, effort) != ABSENT {
                        step.joined_at = now;
                        self.join(station as usize, slot, node);
                        return;
                    }
                    now
                }
                Leg::End => {
                    self.end(slot, node, true);
                    return;
                }
            };
            if until > now {
                self.agenda.push(until, Token::new(slot, node));
                return;
            }
            self.arena.step(slot, node).leg += 1;
        }
    }

    #[inline]
    pub fn holds(&self, row: usize, when: Option<Column>) -> bool {
        when.is_none_or(|column| self.rows.value(row, column) != ABSENT)
    }

    fn judge(&mut self, slot: usize, node: usize, limit: u32) {
        let took = self.now - self.arena.step(slot, node).accepted_at;
        let is_late = took > u64::from(limit);
        let case = self.arena.case(slot);
        case.late |= is_late;
        if case.counts {
            let tally = &mut self.steps[case.first_node + node];
            tally.judged += 1;
            tally.late += u64::from(is_late);
        }
    }

    /// A step is done, or was not met at all: its successors may begin.
    fn end(&mut self, slot: usize, node: usize, present: bool) {
        let Case {
            row, first_node, ..
        } = *self.arena.case(slot);
        let now = self.now;
        let started = self.arena.step(slot, node).ready_at;
        let model = self.model;
        for successor in &model.nodes[first_node + node].successors {
            let mut ready_at = now;
            if let Some(handoff) = successor.handoff {
                // A step that was skipped hands nothing over, and is handed nothing.
                let to = model.nodes[first_node + successor.node].present;
                if present && self.holds(row, to) {
                    ready_at += u64::from(self.rows.value(row, handoff));
                }
            }
            let next = self.arena.step(slot, successor.node);
            next.ready_at = next.ready_at.max(ready_at);
            next.waiting_for -= 1;
            if next.waiting_for == 0 {
                self.todo.push(successor.node);
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
        if model.nodes[first_node + node].on_path {
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
    }
}
