//! Shifts: at every change the stations know who is on duty, and take up what waits for them.

use super::duty::Duty;
use super::hall::Hall;

/// The duties of all stations of one replication.
#[derive(Debug)]
pub(super) struct Shifts<'m> {
    officers: &'m [u32],
    duties: &'m [Option<Duty>],
    /// Per station: the tick of its next change.
    changes: Vec<u64>,
    next: u64,
}

impl<'m> Shifts<'m> {
    /// Before the first tick.
    pub fn new(officers: &'m [u32], duties: &'m [Option<Duty>]) -> Shifts<'m> {
        let changes = duties.iter().map(|duty| match duty {
            Some(_) => 0,
            None => u64::MAX,
        });
        Shifts {
            officers,
            duties,
            changes: changes.collect(),
            next: u64::MAX,
        }
    }

    /// The tick of the next change; `u64::MAX` if there is none.
    #[inline]
    pub fn next_tick(&self) -> u64 {
        self.next
    }

    /// When an officer of a station who now takes up a file is through with it.
    #[inline]
    pub fn end(&self, station: usize, now: u64, effort: u32) -> u64 {
        match &self.duties[station] {
            None => now + u64::from(effort),
            Some(duty) => duty.after(now, effort),
        }
    }
}

impl Hall<'_> {
    /// Who comes takes up what waits; who goes finishes the file at hand, which rests outside the hours.
    pub fn change_shifts(&mut self) {
        for idx in 0..self.stations.len() {
            let Some(duty) = &self.shifts.duties[idx] else {
                continue;
            };
            if self.shifts.changes[idx] > self.now {
                continue;
            }
            self.shifts.changes[idx] = duty.next_change(self.now);
            let officers = duty.present(self.now, self.shifts.officers[idx]);
            let is_open = duty.is_open(self.now);
            self.stations[idx].change_shift(self.now, officers, is_open);
            while let Some(file) = self.stations[idx].begin_next(self.now) {
                self.serve(idx, file);
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
