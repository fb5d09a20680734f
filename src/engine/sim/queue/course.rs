//! The course of a step: leg after leg until one takes time, then the steps that wait for it.

use super::agenda::Token;
use super::arena::{Case, Folder};
use super::files::File;
use super::hall::Hall;
use super::model::{ABSENT, Column, Leg, TICKS_PER_DAY};
use super::rows::part;
use super::visit::Visit;

/// In place of the links that are done: the case does not meet the step.
const NOT_MET: u32 = u32::MAX;

impl Hall<'_> {
    /// What the step waited for has come: all that goes on at once.
    #[inline]
    pub fn go_on(&mut self, folder: &mut Folder<'_>, node: usize) {
        let step = &mut folder.steps[node];
        match self.model.legs[step.leg as usize] {
            Leg::Serve { station, links, .. } => {
                step.count += 1;
                if step.count == links {
                    step.count = 0;
                    step.leg += 1;
                }
                self.release(station as usize);
            }
            Leg::Begin
            | Leg::Sit { .. }
            | Leg::Until(_)
            | Leg::Delay(_)
            | Leg::DayEnds
            | Leg::Gate { .. } => step.leg += 1,
            Leg::DayBegins | Leg::Accept(_) | Leg::Judge { .. } | Leg::End => {
                unreachable!("these legs take no time")
            }
        }
        self.follow(folder, node);
    }

    /// Begins all steps that are ready.
    pub fn begin_all(&mut self, folder: &mut Folder<'_>) {
        if let Some(node) = self.begin_next(folder, None) {
            self.follow(folder, node);
        }
    }

    /// A step that is under way, then whatever may begin.
    fn follow(&mut self, folder: &mut Folder<'_>, mut node: usize) {
        loop {
            let mut next = None;
            if self.advance(folder, node) {
                next = self.end(folder, node);
            }
            match self.begin_next(folder, next) {
                Some(begun) => node = begun,
                None => return,
            }
        }
    }

    /// The next step that begins now: `first`, else one of those that are ready.
    #[inline(always)]
    fn begin_next(&mut self, folder: &mut Folder<'_>, mut first: Option<usize>) -> Option<usize> {
        while let Some(node) = first.take().or_else(|| self.ready.pop()) {
            if self.begin(folder, node) {
                return Some(node);
            }
        }
        None
    }

    /// All steps before it are done; whether it begins now.
    #[inline(always)]
    fn begin(&mut self, folder: &mut Folder<'_>, node: usize) -> bool {
        let case = &folder.case;
        let model = &self.model.nodes[case.first_node as usize + node];
        let step = &mut folder.steps[node];
        let at = step.ready_at.max(case.arrived_at);
        if let Some(column) = model.present
            && self.rows.value(case.row, column) == ABSENT
        {
            step.count = NOT_MET;
            step.leg = model.last_leg;
            return true;
        }
        step.ready_at = at;
        if at > self.now {
            self.agenda.push(at, Token::new(folder.slot, node));
            return false;
        }
        step.leg += 1;
        true
    }

    /// Goes through the legs of a step until one takes time; whether it is done.
    #[inline(always)]
    fn advance(&mut self, folder: &mut Folder<'_>, node: usize) -> bool {
        let token = Token::new(folder.slot, node);
        loop {
            let now = self.now;
            let (case, step) = (&mut *folder.case, &mut folder.steps[node]);
            let leg = step.leg;
            let until = match self.model.legs[leg as usize] {
                Leg::Begin => now,
                Leg::Until(column) => {
                    case.arrived_at + u64::from(self.rows.value(case.row, column))
                }
                Leg::Delay(column) => match self.rows.value(case.row, column) {
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
                    match self.rows.value(case.row, there) {
                        ABSENT => last,
                        ticks => last.min(case.arrived_at + u64::from(ticks)),
                    }
                }
                Leg::Sit { panel, when } => {
                    if self.holds(case.row, when) {
                        self.sit(panel as usize, token);
                        return false;
                    }
                    now
                }
                Leg::Accept(when) => {
                    if self.holds(case.row, when) {
                        step.accepted_at = now;
                    }
                    now
                }
                Leg::Judge { limit, when } => {
                    if self.holds(case.row, when) {
                        let took = now - step.accepted_at;
                        self.judge(case, node, took > u64::from(limit));
                    }
                    now
                }
                Leg::Serve {
                    station,
                    links,
                    effort,
                    ..
                } => {
                    let (effort, link) = (self.rows.value(case.row, effort), step.count);
                    if effort != ABSENT {
                        let file = File {
                            token,
                            joined_at: now,
                            effort: part(effort, links, link),
                            visit: Visit::new(leg, link == 0, case.counts),
                        };
                        self.join(station as usize, file, folder);
                        return false;
                    }
                    now
                }
                Leg::End => return true,
            };
            if until > now {
                self.agenda.push(until, token);
                return false;
            }
            step.leg += 1;
        }
    }

    #[inline]
    fn holds(&self, row: usize, when: Option<Column>) -> bool {
        when.is_none_or(|column| self.rows.value(row, column) != ABSENT)
    }

    /// A step is done, or was not met at all: its successors may begin, the one that is returned before those that
    /// were ready earlier.
    #[inline(always)]
    fn end(&mut self, folder: &mut Folder<'_>, node: usize) -> Option<usize> {
        let (now, model) = (self.now, self.model);
        let (case, steps) = (&mut *folder.case, &mut *folder.steps);
        let met = steps[node].count != NOT_MET;
        let first_node = case.first_node as usize;
        let ended = &model.nodes[first_node + node];
        let mut first = None;
        for successor in model.successors_of(first_node + node) {
            let mut ready_at = now;
            let next_node = successor.node as usize;
            if let Some(handoff) = successor.handoff {
                // A step that was skipped hands nothing over, and is handed nothing.
                let to = model.nodes[first_node + next_node].present;
                if met && self.holds(case.row, to) {
                    ready_at += u64::from(self.rows.value(case.row, handoff));
                }
            }
            let next = &mut steps[next_node];
            next.ready_at = next.ready_at.max(ready_at);
            next.count -= 1;
            if next.count == 0
                && let Some(earlier) = first.replace(next_node)
            {
                // The last one comes first.
                self.ready.push(earlier);
            }
        }
        if met {
            self.note_end(folder, node);
        }
        folder.case.left -= 1;
        if ended.on_path {
            folder.case.path_left -= 1;
            folder.case.ended_at = folder.case.ended_at.max(now);
        }
        first
    }

    /// It is seen whether a step is late.
    #[inline(always)]
    fn judge(&mut self, case: &mut Case, node: usize, is_late: bool) {
        case.late |= is_late;
        if case.counts {
            let tally = &mut self.steps[case.first_node as usize + node];
            tally.judged += 1;
            tally.late += u64::from(is_late);
        }
    }

    /// A step that the case met is done now.
    #[inline(always)]
    fn note_end(&mut self, folder: &Folder<'_>, node: usize) {
        let (case, started, now) = (&*folder.case, folder.steps[node].ready_at, self.now);
        if case.counts {
            let tally = &mut self.steps[case.first_node as usize + node];
            tally.done += 1;
            tally.sojourn_ticks += now - started;
        }
        if let Some(log) = &mut self.log {
            log.finish(folder.slot, node, case, (started, now));
        }
    }
}
