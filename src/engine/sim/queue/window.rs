//! The window that is looked at, and the books that must balance at the end of every run.

use super::arena::Case;
use super::curve::Curve;
use super::engine::Engine;
use super::model::TICKS_PER_GRID;
use super::replicate::Span;
use super::station::Areas;

/// Moments at which the clock stops: the window's ends and samples within it.
pub(super) struct Marks {
    pub next: u64,
    pub samples_taken: u64,
    pub opened: bool,
    pub closed: bool,
    /// Of every station its areas when the window opened; once it is closed, those of the window.
    pub areas: Vec<Areas>,
}

/// What must add up at the end of every run, for the cases of one category.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Books {
    /// Cases that came, and that are done.
    pub came: u64,
    pub done: u64,
    /// Cases under way.
    pub under_way: Curve,
    /// What it was when the window opened.
    pub area_at_opening: u64,
    /// Ticks in system of all cases that are done.
    pub sojourns: u64,
}

impl Marks {
    /// Before the span's window, at an office of `n` stations.
    pub fn new(span: Span, n: usize) -> Marks {
        Marks {
            next: span.from,
            samples_taken: 0,
            opened: false,
            closed: false,
            areas: vec![Areas::default(); n],
        }
    }
}

impl Engine<'_> {
    /// The applicant has everything.
    pub fn path_done(&mut self, case: &Case) {
        let books = &mut self.books[case.category as usize];
        books.under_way.fall(case.ended_at);
        books.done += 1;
        let took = case.ended_at - case.arrived_at;
        books.sojourns += took;
        let tally = &mut self.tallies[case.category as usize];
        if self.marks.opened && !self.marks.closed {
            tally.throughput += 1;
        }
        if !case.counts {
            return;
        }
        if self.hall.log.is_none() {
            self.open -= 1;
        }
        tally.done += 1;
        tally.on_time += u64::from(!case.late);
        tally.sojourn_ticks += took;
        let half = u64::from(TICKS_PER_GRID / 2);
        let steps = (took + half) / u64::from(TICKS_PER_GRID);
        tally
            .time_in_system
            .add(u32::try_from(steps).unwrap_or(u32::MAX));
        if self.span.keeps_order {
            let number = case.number as usize;
            if tally.in_order.len() <= number {
                tally.in_order.resize(number + 1, 0);
            }
            tally.in_order[number] = took;
        }
    }

    /// The window opens, a sample is taken, the window closes.
    pub fn mark(&mut self) {
        self.hall.now = self.marks.next;
        if !self.marks.opened {
            self.marks.opened = true;
            for (tally, books) in self.tallies.iter_mut().zip(&mut self.books) {
                tally.backlog.0 = books.under_way.level;
                books.area_at_opening = books.under_way.area(self.hall.now);
            }
            for (kept, station) in self.marks.areas.iter_mut().zip(&self.hall.stations) {
                *kept = station.areas(self.hall.now);
            }
        }
        if self.span.samples > 0 {
            let categories = self.hall.model.categories.iter().zip(&self.books);
            for (tally, (category, books)) in self.tallies.iter_mut().zip(categories) {
                let own = category.stations.iter();
                let waiting = own.map(|&station| self.hall.stations[station].waiting() as u32);
                let sample = std::iter::once(books.under_way.level as u32).chain(waiting);
                tally.samples.push(sample.collect());
            }
        }
        if self.hall.now >= self.span.to {
            self.marks.closed = true;
            self.close();
            return;
        }
        self.marks.samples_taken += 1;
        let (taken, samples) = (self.marks.samples_taken, self.span.samples.max(1));
        let length = self.span.to - self.span.from;
        self.marks.next = self.span.from + length * taken / samples;
    }

    fn close(&mut self) {
        let now = self.hall.now;
        for (tally, books) in self.tallies.iter_mut().zip(&self.books) {
            tally.backlog.1 = books.under_way.level;
            tally.window_ticks = self.span.to - self.span.from;
            tally.cases_area = books.under_way.area(now) - books.area_at_opening;
        }
        for (areas, station) in self.marks.areas.iter_mut().zip(&self.hall.stations) {
            *areas = station.areas(now).since(*areas);
        }
    }

    /// Conservation of cases and Little's law, exactly, in every run and for every category.
    pub fn audit(&mut self) {
        let now = self.hall.now;
        let mut under_way = vec![(0, 0); self.books.len()];
        for case in self.arena.under_way().filter(|case| case.path_left > 0) {
            let (cases, so_far) = &mut under_way[case.category as usize];
            *cases += 1;
            *so_far += now - case.arrived_at;
        }
        for (books, (cases, so_far)) in self.books.iter().zip(under_way) {
            assert_eq!(books.came, books.done + cases, "no case is lost");
            assert_eq!(
                books.under_way.area(now),
                books.sojourns + so_far,
                "cases under way × time is time in system × cases"
            );
        }
        for (idx, station) in self.hall.stations.iter_mut().enumerate() {
            let area = station.areas(now).waiting;
            let mut waits = self.hall.visits.waited_at(idx, self.hall.model);
            while let Some(file) = station.next(now) {
                waits += now - file.joined_at;
            }
            assert_eq!(area, waits, "files waiting × time is waiting time × files");
        }
    }
}
