//! The event loop: one replication of one workflow.

use std::collections::VecDeque;

use super::agenda::{Agenda, Token};
use super::arena::{Arena, Case, Progress};
use super::arrivals::{Coming, Demand};
use super::duty::Duty;
use super::log::Log;
use super::model::{Leg, Model, NodeModel};
use super::replicate::Span;
use super::rows::{Rows, part};
use super::shifts::Shifts;
use super::station::Station;
use super::tally::{AgencyTally, Replication, StepTally};
use super::window::{Books, Marks};
use crate::sim::plan::Plan;
use crate::sim::pool::Pool;
use crate::workflow::Order;

/// The place in the order by priority of a case that is in no green channel.
const NOT_GREEN: u64 = 1;

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
    /// Per category its stations, one after another as the model has them.
    pub agencies: Vec<Vec<AgencyTally>>,
    pub steps: Vec<StepTally>,
    /// Per station: ticks waited by all that were served.
    pub waits: Vec<u64>,
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
            waiting_for: node.waits_for,
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
            .map(|(station, &officers)| match station.order {
                Order::Fifo => Station::fifo(officers),
                Order::Priority | Order::Deadline => Station::keyed(officers),
            })
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
            agencies: vec![vec![AgencyTally::default(); stations.len()]; n],
            steps: vec![StepTally::default(); model.nodes.len()],
            waits: vec![0; stations.len()],
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

    pub fn go(&mut self) {
        loop {
            let event = self.agenda.next_tick();
            let (arrival, category) = self.next_arrival();
            // At the same tick a change of shifts comes first, an arrival last.
            let next = match (event, arrival) {
                (Some(event), Some(arrival)) => event.min(arrival),
                (Some(tick), None) | (None, Some(tick)) => tick,
                (None, None) => u64::MAX,
            };
            let next = next.min(self.shifts.next_tick());
            while self.marks.next <= next && !self.marks.closed {
                self.mark();
            }
            if (self.marks.closed && self.open == 0) || next > self.span.last {
                break;
            }
            self.now = next;
            if next == self.shifts.next_tick() {
                self.change_shifts();
                continue;
            }
            self.events += 1;
            if event.is_some_and(|event| event == next) {
                if let Some((_, token)) = self.agenda.pop() {
                    self.happen(token);
                }
            } else {
                self.coming[category].advance();
                self.arrive(category);
            }
        }
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
        self.books[category].touch(self.now);
        let counts = self.marks.opened && !self.marks.closed;
        let model = &self.model.categories[category];
        let tally = &mut self.tallies[category];
        let case = Case {
            category,
            first_node: model.nodes.start,
            arrived_at: self.now,
            number: tally.arrived,
            row: self.rows.next(category),
            path_left: model.n_on_path,
            left: model.nodes.len() as u32,
            counts,
            late: false,
        };
        self.books[category].came += 1;
        if counts {
            tally.arrived += 1;
            self.open += 1;
        }
        let slot = self
            .arena
            .add(case)
            .expect("spans are short enough for the arena");
        let nodes = &self.model.nodes[model.nodes.clone()];
        for (idx, node) in nodes.iter().enumerate() {
            if node.waits_for == 0 {
                self.todo.push(idx);
            }
        }
        self.go_on(slot);
    }

    /// A delay or a piece of service is over, or a bell rings.
    #[inline]
    fn happen(&mut self, token: Token) {
        if let Some(panel) = token.as_bell() {
            self.sitting(panel);
            return;
        }
        let (slot, node) = (token.slot(), token.node());
        let step = self.arena.step(slot, node);
        let leg = self.model.legs[step.leg as usize];
        match leg {
            Leg::Serve { station, links, .. } => {
                step.link += 1;
                if step.link == links {
                    step.link = 0;
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
        self.advance(slot, node);
        self.go_on(slot);
    }

    /// An officer is free: the next file, if any.
    #[inline]
    pub fn release(&mut self, idx: usize) {
        let station = &mut self.stations[idx];
        station.touch(self.now);
        station.busy -= 1;
        if station.is_free()
            && let Some(token) = station.next()
        {
            self.serve(idx, token);
        }
    }

    /// An officer takes up a file; the areas are up to date.
    #[inline]
    pub fn serve(&mut self, idx: usize, token: Token) {
        let (slot, node) = (token.slot(), token.node());
        self.stations[idx].busy += 1;
        let step = self.arena.step(slot, node);
        let waited = self.now - step.joined_at;
        let (leg, link) = (step.leg, step.link);
        let Leg::Serve {
            links,
            effort,
            again,
            ..
        } = self.model.legs[leg as usize]
        else {
            unreachable!("only service waits in a queue")
        };
        let case = self.arena.case(slot);
        self.waits[idx] += waited;
        if let Some(log) = &mut self.log {
            log.take_up(slot, node, self.now, waited);
        }
        if case.counts {
            let tally = &mut self.steps[case.first_node + node];
            tally.visits += 1;
            tally.waited += u64::from(waited > 0);
            tally.wait_ticks += waited;
            let tally = &mut self.agencies[case.category][idx];
            tally.files += u64::from(link == 0 && !again);
            tally.visits += 1;
            tally.waited += u64::from(waited > 0);
            tally.wait_ticks += waited;
        }
        let effort = part(self.rows.value(case.row, effort), links, link);
        let end = self.shifts.end(idx, self.now, effort);
        self.agenda.push(end, token);
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
            self.advance(slot, node);
            self.go_on(slot);
        }
    }

    /// A file comes to a station.
    #[inline]
    pub fn join(&mut self, idx: usize, slot: usize, node: usize) {
        let token = Token::new(slot, node);
        self.stations[idx].touch(self.now);
        if self.stations[idx].is_free() {
            self.serve(idx, token);
            return;
        }
        let (model, rows) = (self.model, &self.rows);
        let (arena, agenda) = (&mut self.arena, &mut self.agenda);
        self.stations[idx].enqueue(token, || {
            let first = match model.stations[idx].order {
                Order::Fifo => 0,
                Order::Priority => {
                    let case = arena.case(slot);
                    // Where a category has no green channel, none of its cases is in it.
                    model.categories[case.category]
                        .class
                        .map_or(NOT_GREEN, |class| u64::from(rows.value(case.row, class)))
                }
                Order::Deadline => {
                    let first_node = arena.case(slot).first_node;
                    let due = model.nodes[first_node + node].due;
                    due.map_or((1 << 48) - 1, |due| {
                        arena.step(slot, node).accepted_at + u64::from(due)
                    })
                }
            };
            agenda.key(first, token)
        });
    }

    /// What the run leaves behind, once its books balance.
    pub fn finish(mut self) -> Vec<Replication> {
        self.audit();
        let Engine {
            model,
            tallies,
            agencies,
            steps,
            events,
            ..
        } = self;
        let mut finished = Vec::with_capacity(tallies.len());
        let categories = model.categories.iter().zip(agencies);
        for (mut tally, (category, agencies)) in tallies.into_iter().zip(categories) {
            tally.events = events;
            let own = category.stations.iter();
            tally.agencies = own.map(|&station| agencies[station]).collect();
            tally.steps = steps[category.nodes.clone()].to_vec();
            finished.push(tally);
        }
        finished
    }
}
