//! The hall: the stations and panels that a case meets, and what is planned there.

use std::collections::VecDeque;

use super::agenda::{Agenda, Token};
use super::arena::Folder;
use super::files::{File, NOT_GREEN};
use super::log::Log;
use super::model::Model;
use super::office::Layout;
use super::rows::Rows;
use super::shifts::Shifts;
use super::station::Station;
use super::tally::StepTally;
use super::visit::Visits;
use crate::workflow::Order;

/// All that a case needs to go on, except the case itself.
pub(super) struct Hall<'m> {
    pub model: &'m Model,
    pub rows: Rows<'m>,
    pub agenda: Agenda,
    pub stations: Vec<Station>,
    pub shifts: Shifts<'m>,
    /// Per panel of the model.
    pub panels: Vec<Panel>,
    pub now: u64,
    /// Steps of the case at hand that may begin.
    pub ready: Vec<usize>,
    pub visits: Visits,
    pub steps: Vec<StepTally>,
    /// Where steps are written down one by one.
    pub log: Option<Log>,
}

/// A panel: cases that are ready for it, and when it last sat.
#[derive(Debug, Default)]
pub(super) struct Panel {
    ready: VecDeque<Token>,
    sat_at: Option<u64>,
}

impl<'m> Hall<'m> {
    /// A hall in which nothing has happened yet.
    pub fn new(layout: &'m Layout, officers: &'m [u32], rows: Rows<'m>) -> Hall<'m> {
        let model = &layout.model;
        let stations = model.stations.iter().zip(officers);
        let mut hall = Hall {
            model,
            rows,
            agenda: Agenda::default(),
            stations: stations
                .map(|(station, &officers)| Station::new(officers, station.order))
                .collect(),
            shifts: Shifts::new(officers, &layout.duties),
            panels: model.panels.iter().map(|_| Panel::default()).collect(),
            now: 0,
            ready: Vec::new(),
            visits: Visits::new(model.legs.len()),
            steps: vec![StepTally::default(); model.nodes.len()],
            log: None,
        };
        hall.change_shifts();
        hall
    }

    /// A file comes to a station.
    #[inline(always)]
    pub fn join(&mut self, idx: usize, file: File, folder: &Folder<'_>) {
        if self.stations[idx].is_free() {
            self.stations[idx].begin(self.now);
            self.serve(idx, file);
        } else {
            let rank = self.rank(idx, file.token.node(), folder);
            self.stations[idx].enqueue(file, rank);
        }
    }

    /// An officer is through with a file: the next one, if any.
    #[inline(always)]
    pub fn release(&mut self, idx: usize) {
        if let Some(file) = self.stations[idx].finish(self.now) {
            self.serve(idx, file);
        }
    }

    /// An officer takes up a file.
    #[inline(always)]
    pub fn serve(&mut self, idx: usize, file: File) {
        self.visits.add(file.visit, self.now - file.joined_at);
        if let Some(log) = &mut self.log {
            log.take_up(&file, self.now);
        }
        let end = self.shifts.end(idx, self.now, file.effort);
        self.agenda.push(end, file.token);
    }

    /// Files of a lower rank are served first.
    #[inline]
    fn rank(&self, idx: usize, node: usize, folder: &Folder<'_>) -> u64 {
        let case = &folder.case;
        match self.model.stations[idx].order {
            Order::Fifo => NOT_GREEN,
            Order::Priority => {
                // Where a category has no green channel, none of its cases is in it.
                let class = self.model.categories[case.category as usize].class;
                class.map_or(NOT_GREEN, |class| {
                    u64::from(self.rows.value(case.row, class))
                })
            }
            Order::Deadline => {
                let due = self.model.nodes[case.first_node as usize + node].due;
                due.map_or(u64::MAX, |due| {
                    folder.steps[node].accepted_at + u64::from(due)
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
    pub fn sitting(&mut self, idx: usize) -> Vec<Token> {
        let (panel, model) = (&mut self.panels[idx], &self.model.panels[idx]);
        panel.sat_at = Some(self.now);
        let seated = panel.ready.len().min(model.seats as usize);
        let decided = panel.ready.drain(..seated).collect();
        if !panel.ready.is_empty() {
            self.agenda.push(self.now + model.every, Token::bell(idx));
        }
        decided
    }
}
