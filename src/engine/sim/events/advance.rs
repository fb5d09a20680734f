//! A case through the course of a step: move after move until one takes time, then the steps that wait for it.

use super::arrivals::WALK_DAYS;
use super::discipline::Job;
use super::event_list::Token;
use super::facility::Facility;
use super::model::{ABSENT, Column, Move};
use super::store::{AtHand, Case};
use super::visits::Place;
use crate::sim::TICKS_PER_DAY;
use crate::sim::dates::{after, without_dates};
use crate::workflow::Ending;

/// In place of the links that are done: the case does not meet the step.
const NOT_MET: u32 = u32::MAX;

impl Facility<'_> {
    /// What the step waited for has come: all that goes on at once.
    #[inline]
    pub fn go_on(&mut self, at_hand: &mut AtHand<'_>, node: usize) {
        let step = &mut at_hand.steps[node];
        match self.model.moves[step.at as usize] {
            Move::Serve { station, links, .. } => {
                step.count += 1;
                if step.count == links {
                    step.count = 0;
                    step.at += 1;
                }
                self.release(station as usize);
            }
            Move::Sit { .. } => {
                step.clock_at = self.now;
                step.began_at = self.now;
                step.at += 1;
            }
            Move::Begin
            | Move::Until(_)
            | Move::Delay(_)
            | Move::CalendarDays { .. }
            | Move::DayEnds
            | Move::Gate { .. } => self.arrive(at_hand, node),
            Move::DayBegins
            | Move::Accept(_)
            | Move::Judge { .. }
            | Move::Stop { .. }
            | Move::End => {
                unreachable!("these moves take no time")
            }
        }
        if !at_hand.case.is_stopped {
            self.follow(at_hand, node);
        }
    }

    /// Begins all steps that are ready.
    pub fn begin_all(&mut self, at_hand: &mut AtHand<'_>) {
        if let Some(node) = self.begin_next(at_hand, None) {
            self.follow(at_hand, node);
        }
    }

    /// A step that is under way, then whatever may begin.
    fn follow(&mut self, at_hand: &mut AtHand<'_>, mut node: usize) {
        loop {
            let mut next = None;
            if self.advance(at_hand, node) {
                next = self.end(at_hand, node);
            }
            if at_hand.case.is_stopped {
                self.ready.clear();
                return;
            }
            match self.begin_next(at_hand, next) {
                Some(begun) => node = begun,
                None => return,
            }
        }
    }

    /// The next step that begins now: `first`, else one of those that are ready.
    #[inline(always)]
    fn begin_next(&mut self, at_hand: &mut AtHand<'_>, mut first: Option<usize>) -> Option<usize> {
        while let Some(node) = first.take().or_else(|| self.ready.pop()) {
            if self.begin(at_hand, node) {
                return Some(node);
            }
        }
        None
    }

    /// All steps before it are done; whether it begins now.
    #[inline(always)]
    fn begin(&mut self, at_hand: &mut AtHand<'_>, node: usize) -> bool {
        let case = &at_hand.case;
        let model = &self.model.nodes[case.first_node as usize + node];
        let step = &mut at_hand.steps[node];
        let at = step.ready_at.max(case.arrived_at);
        if !self.samples.holds(case.row, model.met) {
            step.count = NOT_MET;
            step.at = model.last_move;
            return true;
        }
        step.ready_at = at;
        if at > self.now {
            self.events.push(at, Token::new(at_hand.slot, node));
            return false;
        }
        step.at += 1;
        true
    }

    /// Goes through the moves of a step until one takes time; whether it is done.
    #[inline(always)]
    fn advance(&mut self, at_hand: &mut AtHand<'_>, node: usize) -> bool {
        let token = Token::new(at_hand.slot, node);
        loop {
            let now = self.now;
            let (case, step) = (&mut *at_hand.case, &mut at_hand.steps[node]);
            let until = match self.model.moves[step.at as usize] {
                Move::Begin => now,
                Move::Until(column) => match self.samples.value(case.row, column) {
                    ABSENT => now,
                    ticks => case.arrived_at + u64::from(ticks),
                },
                Move::Delay(column) => match self.samples.value(case.row, column) {
                    ABSENT => now,
                    ticks => now + u64::from(ticks),
                },
                Move::CalendarDays { days, when } => match self.samples.holds(case.row, when) {
                    true => self.after_calendar_days(case.category as usize, days),
                    false => now,
                },
                Move::DayBegins => {
                    step.began_at = now;
                    now
                }
                Move::DayEnds => {
                    let took = now - step.began_at;
                    step.began_at + took.next_multiple_of(u64::from(TICKS_PER_DAY))
                }
                Move::Gate {
                    there,
                    never,
                    within,
                } => {
                    let accepted_at = step.accepted_at;
                    match self.is_missing(case, accepted_at, (there, never, within)) {
                        true => accepted_at + u64::from(within),
                        false => case.arrived_at + u64::from(self.samples.value(case.row, there)),
                    }
                }
                Move::Sit { panel, when } => {
                    if self.samples.holds(case.row, when) {
                        self.sit(panel as usize, token);
                        return false;
                    }
                    now
                }
                Move::Accept(when) => {
                    if self.samples.holds(case.row, when) {
                        step.accepted_at = now;
                        step.clock_at = now;
                    }
                    now
                }
                Move::Judge { limit, when } => {
                    if self.samples.holds(case.row, when) {
                        let took = now - step.clock_at;
                        self.judge(case, node, took > u64::from(limit));
                    }
                    now
                }
                Move::Stop { ending, when } => {
                    if self.samples.holds(case.row, when) {
                        self.stop(at_hand, node, ending);
                        return false;
                    }
                    now
                }
                Move::Serve {
                    station,
                    links,
                    effort,
                    ..
                } => {
                    let (effort, link) = (self.samples.value(case.row, effort), step.count);
                    if effort != ABSENT {
                        let job = Job {
                            token,
                            joined_at: now,
                            effort: part(effort, links, link),
                            place: Place::new(step.at, link == 0, case.counts),
                        };
                        self.join(station as usize, job, at_hand);
                        return false;
                    }
                    now
                }
                Move::End => return true,
            };
            if until > now {
                self.events.push(until, token);
                return false;
            }
            self.arrive(at_hand, node);
            if at_hand.case.is_stopped {
                return false;
            }
        }
    }

    /// A move is over now: the next one, unless the case ends with it.
    #[inline(always)]
    fn arrive(&mut self, at_hand: &mut AtHand<'_>, node: usize) {
        let step = &mut at_hand.steps[node];
        match self.model.moves[step.at as usize] {
            Move::DayEnds => step.began_at = self.now,
            Move::Gate {
                there,
                never,
                within,
            } => {
                if self.is_missing(at_hand.case, step.accepted_at, (there, never, within)) {
                    return self.stop(at_hand, node, Ending::Withdrawn);
                }
            }
            Move::Begin
            | Move::Until(_)
            | Move::Delay(_)
            | Move::Serve { .. }
            | Move::Sit { .. }
            | Move::CalendarDays { .. }
            | Move::Accept(_)
            | Move::DayBegins
            | Move::Judge { .. }
            | Move::Stop { .. }
            | Move::End => {}
        }
        at_hand.steps[node].at += 1;
    }

    /// Whether a material is not brought within the time after acceptance.
    fn is_missing(
        &self,
        case: &Case,
        accepted_at: u64,
        (there, never, within): (Column, Option<Column>, u32),
    ) -> bool {
        let never = never.is_some_and(|never| self.samples.holds(case.row, Some(never)));
        let there = case.arrived_at + u64::from(self.samples.value(case.row, there));
        never || there > accepted_at + u64::from(within)
    }

    /// When a period of calendar days is over that begins now.
    fn after_calendar_days(&self, category: usize, days: u32) -> u64 {
        let last = u64::from(WALK_DAYS - days.min(WALK_DAYS)) * u64::from(TICKS_PER_DAY);
        match self.walks[category] {
            Some(walk) if self.now < last => {
                u64::from(after(walk, 0, (self.now as u32, 0), days).0)
            }
            Some(_) | None => self.now + u64::from(without_dates(days)),
        }
    }

    /// A step is done, or was not met at all: its successors may begin, the one that is returned before those that
    /// were ready earlier.
    #[inline(always)]
    fn end(&mut self, at_hand: &mut AtHand<'_>, node: usize) -> Option<usize> {
        let (now, model) = (self.now, self.model);
        let (case, steps) = (&mut *at_hand.case, &mut *at_hand.steps);
        let met = steps[node].count != NOT_MET;
        let first_node = case.first_node as usize;
        let ended = &model.nodes[first_node + node];
        let mut first = None;
        let (from, to) = ended.successors;
        for successor in &model.successors[from as usize..to as usize] {
            let next_node = successor.node as usize;
            let delay = successor
                .handoff
                .map_or(0, |handoff| self.samples.value(case.row, handoff));
            let next = &mut steps[next_node];
            next.ready_at = next.ready_at.max(now + u64::from(delay));
            next.count -= 1;
            if next.count == 0
                && let Some(earlier) = first.replace(next_node)
            {
                // The last one comes first.
                self.ready.push(earlier);
            }
        }
        if met {
            self.note_end(at_hand, node);
        }
        at_hand.case.left -= 1;
        if ended.on_path {
            at_hand.case.path_left -= 1;
            at_hand.case.ended_at = at_hand.case.ended_at.max(now);
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
    pub fn note_end(&mut self, at_hand: &AtHand<'_>, node: usize) {
        let (case, started, now) = (&*at_hand.case, at_hand.steps[node].ready_at, self.now);
        if case.counts {
            let tally = &mut self.steps[case.first_node as usize + node];
            tally.done += 1;
            tally.sojourn_ticks += now - started;
        }
        if let Some(log) = &mut self.log {
            log.finish(at_hand.slot, node, case, (started, now));
        }
    }
}

/// Link number `link` of `effort` in equal parts; the first ones take what does not divide.
#[inline]
pub(super) fn part(effort: u32, links: u32, link: u32) -> u32 {
    if links == 1 {
        return effort;
    }
    effort / links + u32::from(link < effort % links)
}
