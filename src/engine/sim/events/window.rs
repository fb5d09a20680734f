//! The window that is looked at, and what must balance at the end of every run.

use super::level::Level;
use super::replicate::Span;
use super::simulation::Simulation;
use super::station::Areas;
use super::store::Case;

/// Moments at which the clock stops: the window's ends and samples within it.
pub(super) struct Moments {
    pub next: u64,
    pub samples_taken: u64,
    pub opened: bool,
    pub closed: bool,
    /// Of every station its areas when the window opened; once it is closed, those of the window.
    pub areas: Vec<Areas>,
}

/// What must add up at the end of every run, for the cases of one category.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Balance {
    /// Cases that came, and that are done.
    pub came: u64,
    pub done: u64,
    /// Cases under way.
    pub under_way: Level,
    /// What it was when the window opened.
    pub area_at_opening: u64,
    /// Ticks in system of all cases that are done.
    pub sojourns: u64,
}

impl Moments {
    /// Before the span's window, at an office of `n` stations.
    pub fn new(span: Span, n: usize) -> Moments {
        Moments {
            next: span.from,
            samples_taken: 0,
            opened: false,
            closed: false,
            areas: vec![Areas::default(); n],
        }
    }
}

impl Simulation<'_> {
    /// The applicant has everything.
    pub fn path_done(&mut self, case: &Case) {
        let balance = &mut self.balance[case.category as usize];
        balance.under_way.fall(case.ended_at);
        balance.done += 1;
        let took = case.ended_at - case.arrived_at;
        balance.sojourns += took;
        let tally = &mut self.tallies[case.category as usize];
        if self.moments.opened && !self.moments.closed {
            tally.throughput += 1;
        }
        if !case.counts {
            return;
        }
        if self.facility.log.is_none() {
            self.open -= 1;
        }
        tally.done += 1;
        tally.on_time += u64::from(!case.late);
        tally.sojourn_ticks += took;
        tally
            .time_in_system
            .add(u32::try_from(took).unwrap_or(u32::MAX));
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
        self.facility.now = self.moments.next;
        if !self.moments.opened {
            self.moments.opened = true;
            for (tally, balance) in self.tallies.iter_mut().zip(&mut self.balance) {
                tally.backlog.0 = balance.under_way.level;
                balance.area_at_opening = balance.under_way.area(self.facility.now);
            }
            for (kept, station) in self.moments.areas.iter_mut().zip(&self.facility.stations) {
                *kept = station.areas(self.facility.now);
            }
        }
        if self.span.samples > 0 {
            let categories = self.facility.model.categories.iter().zip(&self.balance);
            for (tally, (category, balance)) in self.tallies.iter_mut().zip(categories) {
                let own = category.stations.iter();
                let waiting = own.map(|&station| self.facility.stations[station].waiting() as u32);
                let sample = std::iter::once(balance.under_way.level as u32).chain(waiting);
                tally.samples.push(sample.collect());
            }
        }
        if self.facility.now >= self.span.to {
            self.moments.closed = true;
            self.close();
            return;
        }
        self.moments.samples_taken += 1;
        let (taken, samples) = (self.moments.samples_taken, self.span.samples.max(1));
        let length = self.span.to - self.span.from;
        self.moments.next = self.span.from + length * taken / samples;
    }

    fn close(&mut self) {
        let now = self.facility.now;
        for (tally, balance) in self.tallies.iter_mut().zip(&self.balance) {
            tally.backlog.1 = balance.under_way.level;
            tally.window_ticks = self.span.to - self.span.from;
            tally.cases_area = balance.under_way.area(now) - balance.area_at_opening;
        }
        for (areas, station) in self.moments.areas.iter_mut().zip(&self.facility.stations) {
            *areas = station.areas(now).since(*areas);
        }
    }

    /// Conservation of cases and Little's law, exactly, in every run and for every category.
    pub fn audit(&mut self) {
        let now = self.facility.now;
        let mut under_way = vec![(0, 0); self.balance.len()];
        for case in self.store.under_way().filter(|case| case.path_left > 0) {
            let (cases, so_far) = &mut under_way[case.category as usize];
            *cases += 1;
            *so_far += now - case.arrived_at;
        }
        for (balance, (cases, so_far)) in self.balance.iter().zip(under_way) {
            assert_eq!(balance.came, balance.done + cases, "no case is lost");
            assert_eq!(
                balance.under_way.area(now),
                balance.sojourns + so_far,
                "cases under way × time is time in system × cases"
            );
        }
        for (idx, station) in self.facility.stations.iter_mut().enumerate() {
            let area = station.areas(now).waiting;
            let mut waits = self.facility.visits.waited_at(idx, self.facility.model);
            while let Some(job) = station.next(now) {
                waits += now - job.joined_at;
            }
            assert_eq!(area, waits, "jobs waiting × time is waiting time × jobs");
        }
    }
}
