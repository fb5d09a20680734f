//! The facility: the stations and panels that cases meet, and what is scheduled there.

use std::collections::VecDeque;

use super::discipline::{Job, NOT_GREEN};
use super::event_list::{EventList, Token};
use super::log::Log;
use super::model::Model;
use super::office::Layout;
use super::samples::Samples;
use super::shifts::Shifts;
use super::station::Station;
use super::statistics::StepTally;
use super::store::AtHand;
use super::visits::Visits;
use crate::calendar::Walk;
use crate::workflow::{Ending, Order};

/// All that a case needs to go on, except the case itself.
pub(super) struct Facility<'m> {
    pub model: &'m Model,
    pub samples: Samples<'m>,
    pub events: EventList,
    pub stations: Vec<Station>,
    pub shifts: Shifts<'m>,
    /// Per panel of the model.
    pub panels: Vec<Panel>,
    /// Per category: the calendar that its calendar days walk.
    pub walks: Vec<Option<&'m Walk>>,
    pub now: u64,
    /// Steps of the case at hand that may begin.
    pub ready: Vec<usize>,
    pub visits: Visits,
    pub steps: Vec<StepTally>,
    /// Per category, by [`Ending`]: cases that ended so.
    pub endings: Vec<[u64; Ending::ALL.len()]>,
    /// Per slot, where cases may end early: whether its case has.
    is_stopped: Vec<bool>,
    /// Slots of such cases of which a job was just taken out of a queue.
    pub discarded: Vec<usize>,
    /// Where steps are written down one by one.
    pub log: Option<Log>,
}

/// A panel: cases that are ready for it, and when it last sat.
#[derive(Debug, Default)]
pub(super) struct Panel {
    ready: VecDeque<Token>,
    sat_at: Option<u64>,
}

impl<'m> Facility<'m> {
    /// A facility in which nothing has happened yet.
    pub fn new(
        layout: &'m Layout,
        officers: &'m [u32],
        samples: Samples<'m>,
        walks: Vec<Option<&'m Walk>>,
    ) -> Facility<'m> {
        let model = &layout.model;
        let stations = model.stations.iter().zip(officers);
        let mut facility = Facility {
            model,
            samples,
            events: EventList::default(),
            stations: stations
                .map(|(station, &officers)| Station::new(officers, station.order))
                .collect(),
            shifts: Shifts::new(officers, &layout.schedules),
            panels: model.panels.iter().map(|_| Panel::default()).collect(),
            endings: vec![[0; Ending::ALL.len()]; walks.len()],
            walks,
            now: 0,
            ready: Vec::new(),
            visits: Visits::new(model.moves.len()),
            steps: vec![StepTally::default(); model.nodes.len()],
            is_stopped: Vec::new(),
            discarded: Vec::new(),
            log: None,
        };
        facility.change_shifts();
        facility
    }

    /// A job comes to a station.
    #[inline(always)]
    pub fn join(&mut self, idx: usize, job: Job, at_hand: &AtHand<'_>) {
        if self.stations[idx].is_free() {
            self.stations[idx].begin(self.now);
            self.serve(idx, job);
        } else {
            let rank = self.rank(idx, job.token.node(), at_hand);
            self.stations[idx].enqueue(job, rank);
        }
    }

    /// An officer is through with a job: the next one, if any.
    #[inline(always)]
    pub fn release(&mut self, idx: usize) {
        while let Some(job) = self.stations[idx].finish(self.now) {
            if self.take_up(idx, job) {
                return;
            }
        }
    }

    /// An officer takes up a job, unless its case has ended.
    #[inline(always)]
    pub fn take_up(&mut self, idx: usize, job: Job) -> bool {
        let slot = job.token.slot();
        if self.has_stopped(slot) {
            self.visits
                .add(job.place.not_counted(), self.now - job.joined_at);
            self.discarded.push(slot);
            return false;
        }
        self.serve(idx, job);
        true
    }

    #[inline(always)]
    fn serve(&mut self, idx: usize, job: Job) {
        self.visits.add(job.place, self.now - job.joined_at);
        if let Some(log) = &mut self.log {
            log.take_up(&job, self.now);
        }
        let end = self.shifts.end(idx, self.now, job.effort);
        self.events.push(end, job.token);
    }

    /// Jobs of a lower rank are served first.
    #[inline]
    fn rank(&self, idx: usize, node: usize, at_hand: &AtHand<'_>) -> u64 {
        let case = &at_hand.case;
        match self.model.stations[idx].order {
            Order::Fifo => NOT_GREEN,
            Order::Priority => {
                // Where a category has no green channel, none of its cases is in it.
                let class = self.model.categories[case.category as usize].class;
                class.map_or(NOT_GREEN, |class| {
                    u64::from(self.samples.value(case.row, class))
                })
            }
            Order::Deadline => {
                let due = self.model.nodes[case.first_node as usize + node].due;
                due.map_or(u64::MAX, |due| {
                    at_hand.steps[node].clock_at + u64::from(due)
                })
            }
        }
    }

    /// A case is ready for a panel.
    pub fn sit(&mut self, idx: usize, token: Token) {
        let (panel, every) = (
            &mut self.panels[idx],
            u64::from(self.model.panels[idx].every),
        );
        if panel.ready.is_empty() {
            let mut next = self.now.next_multiple_of(every);
            if panel.sat_at == Some(next) {
                // Who is ready only now has missed it.
                next += every;
            }
            self.events.push(next, Token::panel(idx));
        }
        panel.ready.push_back(token);
    }

    /// A panel sits: the first so many cases go on, the others wait for the next time.
    pub fn sitting(&mut self, idx: usize) -> Vec<Token> {
        let (panel, model) = (&mut self.panels[idx], &self.model.panels[idx]);
        panel.sat_at = Some(self.now);
        let seated = panel.ready.len().min(model.seats as usize);
        let decided = panel.ready.drain(..seated).collect();
        if !panel.ready.is_empty() {
            self.events
                .push(self.now + u64::from(model.every), Token::panel(idx));
        }
        decided
    }

    /// Whether the case in a slot ended before all its steps were done.
    #[inline(always)]
    pub fn has_stopped(&self, slot: usize) -> bool {
        self.is_stopped
            .get(slot)
            .is_some_and(|&is_stopped| is_stopped)
    }

    /// The slot takes in a new case.
    pub fn renew(&mut self, slot: usize) {
        if let Some(is_stopped) = self.is_stopped.get_mut(slot) {
            *is_stopped = false;
        }
    }

    /// The case ends at a step, whatever else of it is under way: that is let go when its turn comes.
    #[cold]
    pub fn stop(&mut self, at_hand: &mut AtHand<'_>, node: usize, ending: Ending) {
        let (case, slot) = (&mut *at_hand.case, at_hand.slot);
        let nodes = &self.model.nodes[case.first_node as usize..];
        let steps = at_hand.steps.iter().zip(nodes).enumerate();
        let category = &self.model.categories[case.category as usize];
        let under_way = steps
            .take(category.nodes.len())
            .filter(|(idx, (step, model))| {
                let has_begun = step.at != model.first_move || step.count == 0;
                *idx != node && has_begun && step.at != model.last_move
            });
        // Steps that may begin just now have nothing under way.
        case.left = (under_way.count() - self.ready.len()) as u32;
        self.ready.clear();
        case.is_stopped = true;
        case.path_left = 0;
        case.ended_at = self.now;
        if case.counts {
            self.endings[case.category as usize][ending as usize] += 1;
        }
        if self.is_stopped.len() <= slot {
            self.is_stopped.resize(slot + 1, false);
        }
        self.is_stopped[slot] = true;
    }
}
