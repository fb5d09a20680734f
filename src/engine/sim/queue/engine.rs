//! The event loop: one replication of one workflow.

use std::collections::VecDeque;

use super::agenda::{Agenda, Token};
use super::arena::{Arena, Case, Progress};
use super::arrivals::{Coming, Demand};
use super::duty::Duty;
use super::files::{File, NOT_GREEN};
use super::log::Log;
use super::model::{Leg, Model, NodeModel};
use super::replicate::Span;
use super::rows::Rows;
use super::shifts::Shifts;
use super::station::Station;
use super::tally::{AgencyTally, Replication, StepTally};
use super::visit::Visits;
use super::window::{Books, Marks};
use crate::sim::plan::Plan;
use crate::sim::pool::Pool;
use crate::workflow::Order;

/// One replication under way.
pub(super) struct Engine<'m> {
    pub model: &'m Model,
    pub rows: Rows<'m>,
    pub arena: Arena,
    pub agenda: Agenda,
    pub stations: Vec<Station>,
    pub shifts: Shifts<'m>,
    /// Per panel: cases that are ready for it.
    pub panels: Vec<Panel>,
    /// Per category: the cases to come, what is known of those that came, and what their books say.
    pub coming: Vec<Coming<'m>>,
    pub tallies: Vec<Replication>,
    pub books: Vec<Books>,
    pub span: Span,
    pub now: u64,
    /// Cases that count and are not done.
    pub open: u64,
    pub events: u64,
    pub marks: Marks,
    /// Nodes of the case at hand that go on at once.
    pub todo: Vec<usize>,
    pub visits: Visits,
    pub steps: Vec<StepTally>,
    /// Where steps are written down one by one.
    pub log: Option<Log>,
}

/// Where the cases of one category are drawn from, and when they come.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source<'m> {
    pub plan: &'m Plan,
    pub pool: &'m Pool,
    pub demand: &'m Demand,
}

/// A panel: cases that are ready for it, and when it last sat.
#[derive(Debug, Default)]
pub(super) struct Panel {
    ready: VecDeque<Token>,
    sat_at: Option<u64>,
}

impl<'m> Engine<'m> {
    pub fn new(
        model: &'m Model,
        sources: &[Source<'m>],
        (officers, duties): (&'m [u32], &'m [Option<Duty>]),
        (span, first_case): (Span, u64),
    ) -> Engine<'m> {
        let fresh = |node: &NodeModel| Progress {
            count: node.waits_for,
            leg: node.first_leg,
            ..Progress::default()
        };
        let categories = model.categories.iter();
        let fresh = categories
            .map(|category| {
                model.nodes[category.nodes.clone()]
                    .iter()
                    .map(fresh)
                    .collect()
            })
            .collect();
        let stations: Vec<Station> = model
            .stations
            .iter()
            .zip(officers)
            .map(|(station, &officers)| Station::new(officers, station.order))
            .collect();
        let n = model.categories.len();
        let drawn = sources.iter().map(|source| (source.plan, source.pool));
        let coming = sources
            .iter()
            .map(|source| source.demand.coming(first_case));
        let mut engine = Engine {
            model,
            rows: Rows::new(model, drawn, first_case),
            arena: Arena::new(fresh),
            agenda: Agenda::default(),
            shifts: Shifts::new(officers, duties),
            panels: model.panels.iter().map(|_| Panel::default()).collect(),
            coming: coming.collect(),
            tallies: vec![Replication::default(); n],
            books: vec![Books::default(); n],
            span,
            now: 0,
            open: 0,
            events: 0,
            marks: Marks::new(span, stations.len()),
            todo: Vec::new(),
            visits: Visits::new(model.legs.len()),
            steps: vec![StepTally::default(); model.nodes.len()],
            log: None,
            stations,
        };
        engine.change_shifts();
        for (category, source) in sources.iter().enumerate() {
            for _ in 0..source.demand.backlog() {
                engine.arrive(category);
            }
        }
        engine
    }

    /// Runs until all cases that count are done, or to the span's last tick.
    pub fn run(mut self) -> Vec<Replication> {
        self.go();
        self.finish()
    }

    /// Goes on until all cases that count are done, or to the span's last tick.
    pub fn go(&mut self) {
        while !self.is_over() {
            // Most of the time nothing happens but to the cases under way.
            let quiet_until = self.quiet_until();
            while let Some(tick) = self.agenda.next_tick()
                && tick < quiet_until
            {
                self.now = tick;
                self.happen_next();
                if self.is_over() {
                    return;
                }
            }
            if !self.go_past() {
                return;
            }
        }
    }

    /// Whether all cases that count are done.
    #[inline]
    fn is_over(&self) -> bool {
        self.open == 0 && self.marks.closed
    }

    /// The first tick at which something else than the agenda's may have to happen.
    fn quiet_until(&self) -> u64 {
        let mark = match self.marks.closed {
            true => u64::MAX,
            false => self.marks.next,
        };
        let (arrival, _) = self.next_arrival();
        let first = arrival.unwrap_or(u64::MAX).min(mark);
        first
            .min(self.shifts.next_tick())
            .min(self.span.last.saturating_add(1))
    }

    /// What comes next where it is not only the agenda's; whether there was something.
    ///
    /// At the same tick a mark comes first, then a change of shifts, then what was planned, an arrival last.
    fn go_past(&mut self) -> bool {
        let event = self.agenda.next_tick().unwrap_or(u64::MAX);
        let (arrival, category) = self.next_arrival();
        let shift = self.shifts.next_tick();
        let next = event.min(arrival.unwrap_or(u64::MAX)).min(shift);
        while self.marks.next <= next && !self.marks.closed {
            self.mark();
        }
        if self.is_over() || next > self.span.last || next == u64::MAX {
            return false;
        }
        self.now = next;
        if next == shift {
            self.change_shifts();
        } else if next == event {
            self.happen_next();
        } else {
            self.events += 1;
            self.coming[category].advance();
            self.arrive(category);
        }
        true
    }

    /// When the next case comes, and of which category; the first one of those at the same tick.
    #[inline]
    fn next_arrival(&self) -> (Option<u64>, usize) {
        let mut next = (self.coming[0].next_tick(), 0);
        for (category, coming) in self.coming.iter().enumerate().skip(1) {
            if let Some(tick) = coming.next_tick()
                && next.0.is_none_or(|first| tick < first)
            {
                next = (Some(tick), category);
            }
        }
        next
    }

    pub fn arrive(&mut self, category: usize) {
        let counts = self.marks.opened && !self.marks.closed;
        let model = &self.model.categories[category];
        let tally = &mut self.tallies[category];
        let case = Case {
            category: category as u32,
            first_node: model.nodes.start as u32,
            arrived_at: self.now,
            number: tally.arrived,
            row: self.rows.next(category),
            path_left: model.n_on_path,
            left: model.nodes.len() as u32,
            counts,
            late: false,
        };
        self.books[category].under_way.rise(self.now);
        self.books[category].came += 1;
        if counts {
            tally.arrived += 1;
            self.open += 1;
        }
        let slot = self
            .arena
            .add(case)
            .expect("spans are short enough for the arena");
        self.todo.extend(&model.first_nodes);
        if let Some(node) = self.begin_next(slot, None) {
            self.go_on(slot, node);
        }
    }

    /// A delay or a piece of service is over, or a bell rings.
    #[inline]
    fn happen_next(&mut self) {
        self.events += 1;
        let token = self.agenda.pop();
        if let Some(panel) = token.as_bell() {
            self.sitting(panel);
            return;
        }
        let (slot, node) = (token.slot(), token.node());
        let step = self.arena.step(slot, node);
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
        self.go_on(slot, node);
    }

    /// An officer is through with a file: the next one, if any.
    #[inline]
    fn release(&mut self, idx: usize) {
        if let Some(file) = self.stations[idx].finish(self.now) {
            self.serve(idx, file);
        }
    }

    /// An officer takes up a file.
    #[inline(always)]
    pub fn serve(&mut self, idx: usize, file: File) {
        let waited = self.now - file.joined_at;
        self.visits.add(file.visit, waited);
        if let Some(log) = &mut self.log {
            let (slot, node) = (file.token.slot(), file.token.node());
            log.take_up(slot, node, self.now, waited);
        }
        let end = self.shifts.end(idx, self.now, file.effort);
        self.agenda.push(end, file.token);
    }

    /// A file comes to a station.
    #[inline(always)]
    pub fn join(&mut self, idx: usize, file: File) {
        if self.stations[idx].is_free() {
            self.stations[idx].begin(self.now);
            self.serve(idx, file);
        } else {
            let rank = self.rank(idx, file.token);
            self.stations[idx].enqueue(file, rank);
        }
    }

    /// Files of a lower rank are served first.
    #[inline]
    fn rank(&mut self, idx: usize, token: Token) -> u64 {
        let (slot, node) = (token.slot(), token.node());
        match self.model.stations[idx].order {
            Order::Fifo => NOT_GREEN,
            Order::Priority => {
                let case = self.arena.case(slot);
                // Where a category has no green channel, none of its cases is in it.
                self.model.categories[case.category as usize]
                    .class
                    .map_or(NOT_GREEN, |class| {
                        u64::from(self.rows.value(case.row, class))
                    })
            }
            Order::Deadline => {
                let first_node = self.arena.case(slot).first_node as usize;
                let due = self.model.nodes[first_node + node].due;
                due.map_or(u64::MAX, |due| {
                    self.arena.step(slot, node).accepted_at + u64::from(due)
                })
            }
        }
    }

    /// A case is ready for a panel.
    pub fn sit(&mut self, idx: usize, token: Token) {
        let (panel, every) = (&mut self.panels[idx], self.model.panels[idx].every);
        if panel.ready.is_empty() {
            let mut next = self.now.next_multiple_of(every);
            if panel.sat_at == Some(next) {
                // Who is ready only now has missed it.
                next += every;
            }
            self.agenda.push(next, Token::bell(idx));
        }
        panel.ready.push_back(token);
    }

    /// A panel sits: the first so many cases go on, the others wait for the next time.
    pub fn sitting(&mut self, idx: usize) {
        let (panel, model) = (&mut self.panels[idx], &self.model.panels[idx]);
        panel.sat_at = Some(self.now);
        let seated = panel.ready.len().min(model.seats as usize);
        let decided: Vec<Token> = panel.ready.drain(..seated).collect();
        if !panel.ready.is_empty() {
            self.agenda.push(self.now + model.every, Token::bell(idx));
        }
        for token in decided {
            let (slot, node) = (token.slot(), token.node());
            self.arena.step(slot, node).leg += 1;
            self.go_on(slot, node);
        }
    }

    /// What the run leaves behind, once its books balance.
    pub fn finish(mut self) -> Vec<Replication> {
        self.audit();
        let model = self.model;
        let mut finished = Vec::with_capacity(self.tallies.len());
        for (mut tally, category) in self.tallies.into_iter().zip(&model.categories) {
            let mut agencies: Vec<AgencyTally> = self
                .marks
                .areas
                .iter()
                .map(|&areas| AgencyTally {
                    areas,
                    ..AgencyTally::default()
                })
                .collect();
            for node in category.nodes.clone() {
                let legs = (model, model.legs_of(node));
                self.visits
                    .add_up(legs, &mut self.steps[node], &mut agencies);
            }
            tally.events = self.events;
            let own = category.stations.iter();
            tally.agencies = own.map(|&station| agencies[station]).collect();
            tally.steps = self.steps[category.nodes.clone()].to_vec();
            finished.push(tally);
        }
        finished
    }
}
