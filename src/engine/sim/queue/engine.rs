//! The event loop: one replication of one workflow.

use super::agenda::Token;
use super::arena::{Arena, Case, Progress};
use super::arrivals::{Coming, Demand};
use super::hall::Hall;
use super::model::NodeModel;
use super::office::Layout;
use super::replicate::Span;
use super::rows::Rows;
use super::tally::{AgencyTally, Replication};
use super::window::{Books, Marks};
use crate::sim::plan::Plan;
use crate::sim::pool::Pool;

/// One replication under way.
pub(super) struct Engine<'m> {
    pub arena: Arena,
    pub hall: Hall<'m>,
    /// Per category: the cases to come, what is known of those that came, and what their books say.
    pub coming: Vec<Coming<'m>>,
    pub tallies: Vec<Replication>,
    pub books: Vec<Books>,
    pub span: Span,
    /// Cases that count and are not done.
    pub open: u64,
    pub events: u64,
    pub marks: Marks,
}

/// Where the cases of one category are drawn from, and when they come.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source<'m> {
    pub plan: &'m Plan,
    pub pool: &'m Pool,
    pub demand: &'m Demand,
}

impl<'m> Engine<'m> {
    pub fn new(
        layout: &'m Layout,
        sources: &[Source<'m>],
        officers: &'m [u32],
        (span, first_case): (Span, u64),
    ) -> Engine<'m> {
        let model = &layout.model;
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
        let n = model.categories.len();
        let drawn = sources.iter().map(|source| (source.plan, source.pool));
        let rows = Rows::new(model, drawn, first_case);
        let coming = sources
            .iter()
            .map(|source| source.demand.coming(first_case));
        let mut engine = Engine {
            arena: Arena::new(fresh),
            hall: Hall::new(layout, officers, rows),
            coming: coming.collect(),
            tallies: vec![Replication::default(); n],
            books: vec![Books::default(); n],
            span,
            open: 0,
            events: 0,
            marks: Marks::new(span, model.stations.len()),
        };
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
            while let Some(tick) = self.hall.agenda.next_tick()
                && tick < quiet_until
            {
                self.hall.now = tick;
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
    pub fn is_over(&self) -> bool {
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
            .min(self.hall.shifts.next_tick())
            .min(self.span.last.saturating_add(1))
    }

    /// What comes next where it is not only the agenda's; whether there was something.
    ///
    /// At the same tick a mark comes first, then a change of shifts, then what was planned, an arrival last.
    fn go_past(&mut self) -> bool {
        let event = self.hall.agenda.next_tick().unwrap_or(u64::MAX);
        let (arrival, category) = self.next_arrival();
        let shift = self.hall.shifts.next_tick();
        let next = event.min(arrival.unwrap_or(u64::MAX)).min(shift);
        while self.marks.next <= next && !self.marks.closed {
            self.mark();
        }
        if self.is_over() || next > self.span.last || next == u64::MAX {
            return false;
        }
        self.hall.now = next;
        if next == shift {
            self.hall.change_shifts();
        } else if next == event {
            self.happen_next();
        } else if self.arena.is_full() {
            return false;
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

    fn arrive(&mut self, category: usize) {
        let counts = self.marks.opened && !self.marks.closed;
        let now = self.hall.now;
        let model = &self.hall.model.categories[category];
        let tally = &mut self.tallies[category];
        let case = Case {
            category: category as u32,
            first_node: model.nodes.start as u32,
            arrived_at: now,
            number: tally.arrived,
            row: self.hall.rows.next(category),
            path_left: model.n_on_path,
            left: model.nodes.len() as u32,
            ended_at: now,
            counts,
            late: false,
        };
        self.books[category].under_way.rise(now);
        self.books[category].came += 1;
        if counts {
            tally.arrived += 1;
            self.open += 1;
        }
        let slot = self
            .arena
            .add(case)
            .expect("there is room for a backlog, and whoever comes later is asked for first");
        self.hall.ready.extend(&model.first_nodes);
        self.hall.begin_all(&mut self.arena.folder(slot));
        self.look_at(slot, case.path_left);
    }

    /// A delay or a piece of service is over, or a bell rings.
    #[inline]
    fn happen_next(&mut self) {
        let token = self.hall.agenda.pop();
        self.events += 1;
        if let Some(panel) = token.as_bell() {
            for token in self.hall.sitting(panel) {
                self.go_on(token);
            }
        } else {
            self.go_on(token);
        }
    }

    /// What a step waited for has come.
    #[inline]
    fn go_on(&mut self, token: Token) {
        let mut folder = self.arena.folder(token.slot());
        let path_left = folder.case.path_left;
        self.hall.go_on(&mut folder, token.node());
        if folder.case.path_left != path_left && folder.case.path_left == 0 || folder.case.left == 0
        {
            self.look_at(token.slot(), path_left);
        }
    }

    /// Whether a case for which the applicant waited for so many steps is done.
    fn look_at(&mut self, slot: usize, path_left: u32) {
        let case = *self.arena.folder(slot).case;
        if path_left > 0 && case.path_left == 0 {
            self.path_done(&case);
        }
        if case.left == 0 {
            // A log has after-checks too, which nobody waits for.
            if case.counts && self.hall.log.is_some() {
                self.open -= 1;
            }
            self.hall.rows.give_back(case.row);
            self.arena.remove(slot);
        }
    }

    /// What the run leaves behind, once its books balance.
    pub fn finish(mut self) -> Vec<Replication> {
        self.audit();
        let model = self.hall.model;
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
                self.hall
                    .visits
                    .add_up(legs, &mut self.hall.steps[node], &mut agencies);
            }
            tally.events = self.events;
            let own = category.stations.iter();
            tally.agencies = own.map(|&station| agencies[station]).collect();
            tally.steps = self.hall.steps[category.nodes.clone()].to_vec();
            finished.push(tally);
        }
        finished
    }
}
