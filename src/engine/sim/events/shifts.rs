//! Shifts: at every change the stations know who is on duty, and take up what waits for them.

use super::facility::Facility;
use super::schedule::Schedule;

/// The schedules of all stations of one replication.
#[derive(Debug)]
pub(super) struct Shifts<'m> {
    officers: &'m [u32],
    schedules: &'m [Option<Schedule>],
    /// Per station: the tick of its next change.
    changes: Vec<u64>,
    next: u64,
}

impl<'m> Shifts<'m> {
    /// Before the first tick.
    pub fn new(officers: &'m [u32], schedules: &'m [Option<Schedule>]) -> Shifts<'m> {
        let changes = schedules.iter().map(|schedule| match schedule {
            Some(_) => 0,
            None => u64::MAX,
        });
        Shifts {
            officers,
            schedules,
            changes: changes.collect(),
            next: u64::MAX,
        }
    }

    /// The tick of the next change; `u64::MAX` if there is none.
    #[inline]
    pub fn next_tick(&self) -> u64 {
        self.next
    }

    /// When an officer of a station who now takes up a job is through with it.
    #[inline]
    pub fn end(&self, station: usize, now: u64, effort: u32) -> u64 {
        match &self.schedules[station] {
            None => now + u64::from(effort),
            Some(schedule) => schedule.after(now, effort),
        }
    }
}

impl Facility<'_> {
    /// Who comes takes up what waits; who goes finishes the job at hand, which rests outside the hours.
    pub fn change_shifts(&mut self) {
        for idx in 0..self.stations.len() {
            let Some(schedule) = &self.shifts.schedules[idx] else {
                continue;
            };
            if self.shifts.changes[idx] > self.now {
                continue;
            }
            self.shifts.changes[idx] = schedule.next_change(self.now);
            let officers = schedule.present(self.now, self.shifts.officers[idx]);
            let is_open = schedule.is_open(self.now);
            self.stations[idx].change_shift(self.now, officers, is_open);
            while let Some(job) = self.stations[idx].begin_next(self.now) {
                if !self.take_up(idx, job) {
                    self.release(idx);
                }
            }
        }
        self.shifts.next = self
            .shifts
            .changes
            .iter()
            .copied()
            .min()
            .unwrap_or(u64::MAX);
    }
}
