//! A log of cases that compete for officers: when every step could begin, when it was taken up, when it was done.

use super::discipline::Job;
use super::office::Office;
use super::replicate::{Span, Unanswered};
use super::simulation::Simulation;
use super::store::Case;
use crate::sim::{TICKS_PER_DAY, Watch};

/// A step of a case, ticks from day zero on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handled {
    /// Number of the case, in the order of coming.
    pub case: u64,
    /// Index of the step, in the order of [`crate::sim::Family::steps`].
    pub step: usize,
    /// When all before it was handed over.
    pub ready: u64,
    /// When an officer first took it up; where none works on it, when it could begin.
    pub begun: u64,
    /// When it was done.
    pub done: u64,
    /// What it waited for officers, all its links taken together.
    pub waited: u64,
}

/// What is known of the steps under way, and those that are done.
#[derive(Debug)]
pub(super) struct Log {
    /// Per slot and step: when it was taken up, and how long it has waited so far.
    under_way: Vec<(Option<u64>, u64)>,
    n_steps: usize,
    done: Vec<Handled>,
}

impl Log {
    /// A job is taken up.
    pub fn take_up(&mut self, job: &Job, now: u64) {
        let waited = now - job.joined_at;
        let (begun, sum) = self.at(job.token.slot(), job.token.node());
        begun.get_or_insert(now);
        *sum += waited;
    }

    /// A step is done.
    pub fn finish(&mut self, slot: usize, step: usize, case: &Case, (ready, done): (u64, u64)) {
        let (begun, waited) = std::mem::take(self.at(slot, step));
        if case.counts {
            self.done.push(Handled {
                case: case.number,
                step,
                ready,
                begun: begun.unwrap_or(ready),
                done,
                waited,
            });
        }
    }

    fn at(&mut self, slot: usize, step: usize) -> &mut (Option<u64>, u64) {
        let at = slot * self.n_steps + step;
        if self.under_way.len() <= at {
            self.under_way.resize(at + 1, (None, 0));
        }
        &mut self.under_way[at]
    }
}

/// The first `n` cases of an office of one category, those that lie there on day zero left out: each with its steps in
/// the order in which they begin. Others come until they are done.
///
/// # Errors
/// See [`Unanswered`].
pub fn logged(office: &Office<'_>, n: u64, watch: Watch<'_>) -> Result<Vec<Handled>, Unanswered> {
    let sources = office.sources();
    let mut coming = sources[0].demand.coming(0);
    let mut last = 0;
    for _ in 0..n {
        let Some(tick) = coming.next_tick() else {
            break;
        };
        last = tick;
        coming.advance();
    }
    let span = Span {
        from: 0,
        to: last + 1,
        last: 10 * last + 10_000 * u64::from(TICKS_PER_DAY),
        samples: 0,
        keeps_order: false,
    };
    let officers = office.officers();
    let mut simulation = Simulation::new(&office.layout, &sources, &officers, (span, 0), watch)?;
    simulation.facility.log = Some(Log {
        under_way: Vec::new(),
        n_steps: office.layout.model.nodes.len(),
        done: Vec::new(),
    });
    let mut handled = simulation.run_logged()?;
    handled.retain(|step| step.case < n);
    handled.sort_by_key(|step| (step.case, step.begun, step.done, step.step));
    Ok(handled)
}

impl Simulation<'_> {
    /// Runs to the end and gives the log away.
    fn run_logged(mut self) -> Result<Vec<Handled>, Unanswered> {
        self.go()?;
        let log = self.facility.log.take();
        self.finish();
        Ok(log.map_or_else(Vec::new, |log| log.done))
    }
}
