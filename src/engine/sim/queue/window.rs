//! The window that is looked at, and the books that must balance at the end of every run.

use super::arena::Case;
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
    pub areas_at_opening: Vec<Areas>,
}

/// What must add up at the end of every run, for the cases of one category.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Books {
    /// Cases that came, and that are done.
    pub came: u64,
    pub done: u64,
    /// Ticks × cases under way, and until when.
    pub cases_area: u64,
    pub touched: u64,
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
            areas_at_opening: vec![Areas::default(); n],
        }
    }
}

impl Books {
    /// Cases that came and are not done.
    pub fn under_way(&self) -> u64 {
        self.came - self.done
    }

    /// Brings the area up to `now`; before every change of cases.
    pub fn touch(&mut self, now: u64) {
        self.cases_area += (now - self.touched) * self.under_way();
        self.touched = now;
    }
}

impl Engine<'_> {
    /// The applicant has everything.
    pub fn path_done(&mut self, case: &Case) {
        let books = &mut self.books[case.category];
        books.touch(self.now);
        books.done += 1;
        let took = self.now - case.arrived_at;
        books.sojourns += took;
        let tally = &mut self.tallies[case.category];
        if self.marks.opened && !self.marks.closed {
            tally.throughput += 1;
        }
        if !case.counts {
            return;
        }
        if self.log.is_none() {
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
        self.now = self.marks.next;
        for books in &mut self.books {
            books.touch(self.now);
        }
        for station in &mut self.stations {
            station.touch(self.now);
        }
        if !self.marks.opened {
            self.marks.opened = true;
            for (tally, books) in self.tallies.iter_mut().zip(&mut self.books) {
                tally.backlog.0 = books.under_way();
                books.area_at_opening = books.cases_area;
            }
            for (kept, station) in self.marks.areas_at_opening.iter_mut().zip(&self.stations) {
                *kept = station.areas;
            }
        }
        if self.span.samples > 0 {
            let categories = self.model.categories.iter().zip(&self.books);
            for (tally, (category, books)) in self.tallies.iter_mut().zip(categories) {
                let own = category.stations.iter();
                let waiting = own.map(|&station| self.stations[station].waiting() as u32);
                let sample = std::iter::once(books.under_way() as u32).chain(waiting);
                tally.samples.push(sample.collect());
            }
        }
        if self.now >= self.span.to {
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
        for (tally, books) in self.tallies.iter_mut().zip(&self.books) {
            tally.backlog.1 = books.under_way();
            tally.window_ticks = self.span.to - self.span.from;
            tally.cases_area = books.cases_area - books.area_at_opening;
        }
        for agencies in &mut self.agencies {
            let curves = self.stations.iter().zip(&self.marks.areas_at_opening);
            for (agency, (station, opening)) in agencies.iter_mut().zip(curves) {
                agency.areas = station.areas.since(*opening);
            }
        }
    }

    /// Conservation of cases and Little's law, exactly, in every run and for every category.
    pub fn audit(&mut self) {
        let now = self.now;
        let mut under_way = vec![(0, 0); self.books.len()];
        for case in self.arena.under_way().filter(|case| case.path_left > 0) {
            let (cases, so_far) = &mut under_way[case.category];
            *cases += 1;
            *so_far += now - case.arrived_at;
        }
        for (books, (cases, so_far)) in self.books.iter_mut().zip(under_way) {
            books.touch(now);
            assert_eq!(books.came, books.done + cases, "no case is lost");
            assert_eq!(
                books.cases_area,
                books.sojourns + so_far,
                "cases under way × time is time in system × cases"
            );
        }
        for (idx, station) in self.stations.iter_mut().enumerate() {
            station.touch(now);
            let mut waits = self.waits[idx];
            while let Some(token) = station.next() {
                waits += now - self.arena.step(token.slot(), token.node()).joined_at;
            }
            assert_eq!(
                station.areas.waiting, waits,
                "files waiting × time is waiting time × files"
            );
        }
    }
}
