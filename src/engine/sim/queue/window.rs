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
    pub cases_area_at_opening: u64,
}

/// What must add up at the end of every run.
pub(super) struct Books {
    /// Ticks × cases under way, and until when.
    pub cases_area: u64,
    pub touched: u64,
    /// Ticks in system of all cases that are done.
    pub sojourns: u64,
    /// Per station: ticks waited by all that were served.
    pub waits: Vec<u64>,
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
            cases_area_at_opening: 0,
        }
    }
}

impl Books {
    /// Empty, for an office of `n` stations.
    pub fn new(n: usize) -> Books {
        Books {
            cases_area: 0,
            touched: 0,
            sojourns: 0,
            waits: vec![0; n],
        }
    }
}

impl Engine<'_> {
    /// The applicant has everything.
    pub fn path_done(&mut self, case: &Case) {
        self.touch_cases();
        self.done += 1;
        let took = self.now - case.arrived_at;
        self.books.sojourns += took;
        if self.marks.opened && !self.marks.closed {
            self.tally.throughput += 1;
        }
        if !case.counts {
            return;
        }
        self.open -= 1;
        let tally = &mut self.tally;
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

    pub fn touch_cases(&mut self) {
        self.books.cases_area += (self.now - self.books.touched) * (self.came - self.done);
        self.books.touched = self.now;
    }

    /// The window opens, a sample is taken, the window closes.
    pub fn mark(&mut self) {
        self.now = self.marks.next;
        self.touch_cases();
        for station in &mut self.stations {
            station.touch(self.now);
        }
        let under_way = self.came - self.done;
        if !self.marks.opened {
            self.marks.opened = true;
            self.tally.backlog.0 = under_way;
            self.marks.cases_area_at_opening = self.books.cases_area;
            for (kept, station) in self.marks.areas_at_opening.iter_mut().zip(&self.stations) {
                *kept = station.areas;
            }
        }
        if self.span.samples > 0 {
            let waiting = self.stations.iter().map(|station| station.waiting() as u32);
            let sample = std::iter::once(under_way as u32).chain(waiting);
            self.tally.samples.push(sample.collect());
        }
        if self.now >= self.span.to {
            self.marks.closed = true;
            self.close(under_way);
            return;
        }
        self.marks.samples_taken += 1;
        let (taken, samples) = (self.marks.samples_taken, self.span.samples.max(1));
        let length = self.span.to - self.span.from;
        self.marks.next = self.span.from + length * taken / samples;
    }

    fn close(&mut self, under_way: u64) {
        let tally = &mut self.tally;
        tally.backlog.1 = under_way;
        tally.window_ticks = self.span.to - self.span.from;
        tally.cases_area = self.books.cases_area - self.marks.cases_area_at_opening;
        let curves = self.stations.iter().zip(&self.marks.areas_at_opening);
        for (agency, (station, opening)) in self.agencies.iter_mut().zip(curves) {
            agency.areas = station.areas.since(*opening);
        }
    }

    /// Conservation of cases and Little's law, exactly, in every run.
    pub fn audit(&mut self) {
        self.touch_cases();
        let now = self.now;
        let mut under_way = 0;
        let mut so_far = 0;
        for case in self.arena.under_way().filter(|case| case.path_left > 0) {
            under_way += 1;
            so_far += now - case.arrived_at;
        }
        assert_eq!(self.came, self.done + under_way, "no case is lost");
        assert_eq!(
            self.books.cases_area,
            self.books.sojourns + so_far,
            "cases under way × time is time in system × cases"
        );
        for (idx, station) in self.stations.iter_mut().enumerate() {
            station.touch(now);
            let mut waits = self.books.waits[idx];
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
