//! The event loop: one replication of one workflow.

use std::sync::atomic::{AtomicBool, Ordering};

use super::arrivals::{Coming, Demand};
use super::event_list::Token;
use super::facility::Facility;
use super::model::{Move, NodeModel, Refusal};
use super::office::Layout;
use super::replicate::{Span, Unanswered};
use super::samples::Samples;
use super::statistics::{AgencyTally, Replication};
use super::store::{Case, Progress, Store};
use super::window::{Balance, Moments};
use crate::sim::streams::Draws;
use crate::sim::{Stopped, Watch};

/// One replication under way.
pub(super) struct Simulation<'m> {
    pub store: Store,
    pub facility: Facility<'m>,
    /// Per category: the cases to come, what is known of those that came, and what must balance of it.
    pub coming: Vec<Coming<'m>>,
    pub tallies: Vec<Replication>,
    pub balance: Vec<Balance>,
    pub span: Span,
    /// Cases that count and are not done.
    pub open: u64,
    pub events: u64,
    pub moments: Moments,
    stop: &'m AtomicBool,
}

/// Events after which it is asked whether anybody wants it to stop: some milliseconds.
const LOOK_UP: u64 = 1 << 14;

/// Where the cases of one category are drawn from, and when they come.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source<'m> {
    pub draws: &'m Draws,
    pub demand: &'m Demand,
}

impl<'m> Simulation<'m> {
    pub fn new(
        layout: &'m Layout,
        sources: &[Source<'m>],
        officers: &'m [u32],
        (span, first_case): (Span, u64),
        watch: Watch<'m>,
    ) -> Result<Simulation<'m>, Unanswered> {
        let model = &layout.model;
        let fresh = |node: &NodeModel| Progress {
            count: node.waits_for,
            at: node.first_move,
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
        let draws = sources.iter().map(|source| source.draws);
        let samples = Samples::new(model, draws, first_case);
        let walks = sources.iter().map(|source| {
            let walk = layout.has_calendar_days.then(|| source.demand.walk());
            walk.flatten()
        });
        let coming = sources
            .iter()
            .map(|source| source.demand.coming(first_case));
        let mut simulation = Simulation {
            store: Store::new(fresh, model.n_columns),
            facility: Facility::new(layout, officers, samples, walks.collect()),
            coming: coming.collect(),
            tallies: vec![Replication::default(); n],
            balance: vec![Balance::default(); n],
            span,
            open: 0,
            events: 0,
            moments: Moments::new(span, model.stations.len()),
            stop: watch.stop,
        };
        for (category, source) in sources.iter().enumerate() {
            for _ in 0..source.demand.backlog() {
                simulation.arrive(category)?;
            }
        }
        Ok(simulation)
    }

    /// Runs until all cases that count are done, or to the span's last tick.
    ///
    /// # Errors
    /// See [`Unanswered`].
    pub fn run(mut self) -> Result<Vec<Replication>, Unanswered> {
        self.go()?;
        Ok(self.finish())
    }

    /// Goes on until all cases that count are done, or to the span's last tick.
    ///
    /// # Errors
    /// See [`Unanswered`].
    pub fn go(&mut self) -> Result<(), Unanswered> {
        while !self.is_over() {
            self.look_up()?;
            // Most of the time nothing happens but to the cases under way.
            let quiet_until = self.quiet_until();
            while let Some(tick) = self.facility.events.next_tick()
                && tick < quiet_until
            {
                self.facility.now = tick;
                self.happen_next();
                if self.is_over() {
                    return Ok(());
                }
                if self.events.is_multiple_of(LOOK_UP) {
                    self.look_up()?;
                }
            }
            if !self.go_past()? {
                return Ok(());
            }
        }
        Ok(())
    }

    fn look_up(&self) -> Result<(), Stopped> {
        match self.stop.load(Ordering::Relaxed) {
            true => Err(Stopped),
            false => Ok(()),
        }
    }

    /// Whether all cases that count are done.
    #[inline]
    pub fn is_over(&self) -> bool {
        self.open == 0 && self.moments.closed
    }

    /// The first tick at which something else than the event list's may have to happen.
    fn quiet_until(&self) -> u64 {
        let mark = match self.moments.closed {
            true => u64::MAX,
            false => self.moments.next,
        };
        let (arrival, _) = self.next_arrival();
        let first = arrival.unwrap_or(u64::MAX).min(mark);
        first
            .min(self.facility.shifts.next_tick())
            .min(self.span.last.saturating_add(1))
    }

    /// What comes next where it is not only the event list's; whether there was something.
    ///
    /// At the same tick a mark comes first, then a change of shifts, then what was planned, an arrival last.
    fn go_past(&mut self) -> Result<bool, Unanswered> {
        let event = self.facility.events.next_tick().unwrap_or(u64::MAX);
        let (arrival, category) = self.next_arrival();
        let shift = self.facility.shifts.next_tick();
        let next = event.min(arrival.unwrap_or(u64::MAX)).min(shift);
        while self.moments.next <= next && !self.moments.closed {
            self.mark();
        }
        if self.is_over() || next > self.span.last || next == u64::MAX {
            return Ok(false);
        }
        self.facility.now = next;
        if next == shift {
            self.facility.change_shifts();
        } else if next == event {
            self.happen_next();
        } else {
            self.events += 1;
            self.coming[category].advance();
            self.arrive(category)?;
        }
        Ok(true)
    }

    /// When the next case comes, and of which category; the first one of those at the same tick.
    #[inline]
    pub fn next_arrival(&self) -> (Option<u64>, usize) {
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

    fn arrive(&mut self, category: usize) -> Result<(), Refusal> {
        let counts = self.moments.opened && !self.moments.closed;
        let now = self.facility.now;
        let model = &self.facility.model.categories[category];
        let tally = &mut self.tallies[category];
        let case = Case {
            category: category as u32,
            first_node: model.nodes.start as u32,
            arrived_at: now,
            number: tally.arrived,
            row: self.facility.samples.next(category),
            path_left: model.n_on_path,
            left: model.nodes.len() as u32,
            ended_at: now,
            counts,
            late: false,
            is_stopped: false,
        };
        self.balance[category].under_way.rise(now);
        self.balance[category].came += 1;
        if counts {
            tally.arrived += 1;
            self.open += 1;
        }
        let slot = self.store.add(case)?;
        self.facility.renew(slot);
        self.facility.ready.extend(&model.first_nodes);
        self.facility.begin_all(&mut self.store.at_hand(slot));
        // Who waits for no step at all is done at once.
        self.look_at(slot, case.path_left.max(1));
        Ok(())
    }

    /// A delay or a piece of service is over, or a panel sits.
    #[inline]
    pub fn happen_next(&mut self) {
        let token = self.facility.events.pop();
        self.events += 1;
        if let Some(panel) = token.as_panel() {
            for token in self.facility.sitting(panel) {
                self.go_on(token);
            }
        } else {
            self.go_on(token);
        }
    }

    /// What a step waited for has come.
    #[inline]
    fn go_on(&mut self, token: Token) {
        let slot = token.slot();
        if self.facility.has_stopped(slot) {
            return self.let_go(token);
        }
        let mut at_hand = self.store.at_hand(slot);
        let path_left = at_hand.case.path_left;
        self.facility.go_on(&mut at_hand, token.node());
        let case = &at_hand.case;
        if case.path_left != path_left && case.path_left == 0 || case.left == 0 {
            self.look_at(slot, path_left);
        }
        if !self.facility.discarded.is_empty() {
            self.settle();
        }
    }

    /// A delay or a service of a case that has ended is over.
    #[cold]
    fn let_go(&mut self, token: Token) {
        let at_hand = self.store.at_hand(token.slot());
        let at = at_hand.steps[token.node()].at;
        self.facility.discarded.push(token.slot());
        if let Move::Serve { station, .. } = self.facility.model.moves[at as usize] {
            self.facility.release(station as usize);
        }
        self.settle();
    }

    /// Cases that have ended, and of which something less is under way.
    #[cold]
    fn settle(&mut self) {
        while let Some(slot) = self.facility.discarded.pop() {
            let case = &mut *self.store.at_hand(slot).case;
            case.left -= 1;
            if case.left == 0 {
                self.look_at(slot, 0);
            }
        }
    }

    /// Whether a case for which the applicant waited for so many steps is done.
    fn look_at(&mut self, slot: usize, path_left: u32) {
        let case = *self.store.at_hand(slot).case;
        if path_left > 0 && case.path_left == 0 {
            self.path_done(&case);
        }
        if case.left == 0 {
            // A log has after-checks too, which nobody waits for.
            if case.counts && self.facility.log.is_some() {
                self.open -= 1;
            }
            self.facility.samples.give_back(case.row);
            self.store.remove(slot);
        }
    }

    /// What the run leaves behind, once its books balance.
    pub fn finish(mut self) -> Vec<Replication> {
        self.audit();
        let model = self.facility.model;
        let mut finished = Vec::with_capacity(self.tallies.len());
        let endings = self.facility.endings.iter();
        let tallies = self.tallies.into_iter().zip(endings);
        for ((mut tally, &endings), category) in tallies.zip(&model.categories) {
            tally.endings = endings;
            tally.time_in_system.sort();
            let mut agencies: Vec<AgencyTally> = self
                .moments
                .areas
                .iter()
                .map(|&areas| AgencyTally {
                    areas,
                    ..AgencyTally::default()
                })
                .collect();
            for node in category.nodes.clone() {
                let moves = (model, model.moves_of(node));
                self.facility
                    .visits
                    .add_up(moves, &mut self.facility.steps[node], &mut agencies);
            }
            tally.events = self.events;
            let own = category.stations.iter();
            tally.agencies = own.map(|&station| agencies[station]).collect();
            tally.steps = self.facility.steps[category.nodes.clone()].to_vec();
            finished.push(tally);
        }
        finished
    }
}
