//! Cases under way, in slots that are used again, and how far their steps are.

use super::event_list::MOST_SLOTS;
use super::model::Refusal;

/// Memory for the cases under way in one replication, what is drawn for them included. Two gibibytes hold sixteen at a time.
const MOST_BYTES: usize = 128 << 20;

/// One case under way.
#[derive(Clone, Copy, Debug, Default)]
pub struct Case {
    /// When it came, ticks.
    pub arrived_at: u64,
    /// Its number within the replication.
    pub number: u64,
    /// Where its row begins.
    pub row: usize,
    /// Which kind of case it is,
    pub category: u32,
    /// and where the steps of that begin among the model's.
    pub first_node: u32,
    /// Steps that the applicant still waits for.
    pub path_left: u32,
    /// Steps left, after-checks included.
    pub left: u32,
    /// When the last of the steps that the applicant waits for was done.
    pub ended_at: u64,
    /// Whether statistics are taken of it.
    pub counts: bool,
    /// Whether a step of it was late.
    pub late: bool,
    /// Whether it ended before all its steps were done.
    pub is_stopped: bool,
}

/// One step of a case.
#[derive(Clone, Copy, Debug, Default)]
pub struct Progress {
    /// When the last step before it handed over, then when it could begin.
    pub ready_at: u64,
    /// Since when whole days are counted.
    pub began_at: u64,
    /// When the case was accepted,
    pub accepted_at: u64,
    /// and when the official clock began: after the panel sat.
    pub clock_at: u64,
    /// Where in its course it is.
    pub at: u32,
    /// Before it begins the steps before it that are not done, then the links of the move that are.
    pub count: u32,
}

/// A case at hand.
#[derive(Debug)]
pub struct AtHand<'a> {
    /// Where it lies.
    pub slot: usize,
    /// The case itself.
    pub case: &'a mut Case,
    /// How far its steps are.
    pub steps: &'a mut [Progress],
}

/// Slots for cases and their steps.
#[derive(Debug)]
pub struct Store {
    cases: Vec<Case>,
    progress: Vec<Progress>,
    /// What a new case of each category begins with.
    fresh: Vec<Vec<Progress>>,
    /// Steps of the largest of them.
    stride: usize,
    /// Cases that there is room for.
    most: usize,
    free: Vec<usize>,
}

impl Store {
    /// Room for cases whose steps begin as `fresh`, category by category, and for which `n_columns` values are drawn.
    pub fn new(fresh: Vec<Vec<Progress>>, n_columns: usize) -> Store {
        let stride = fresh.iter().map(Vec::len).max().unwrap_or(0);
        let a_case =
            size_of::<Case>() + stride * size_of::<Progress>() + n_columns * size_of::<u32>();
        Store {
            stride,
            most: (MOST_BYTES / a_case).min(MOST_SLOTS),
            cases: Vec::new(),
            progress: Vec::new(),
            fresh,
            free: Vec::new(),
        }
    }

    /// Takes in a case: its slot.
    ///
    /// # Errors
    /// No slot is left.
    pub fn add(&mut self, case: Case) -> Result<usize, Refusal> {
        let fresh = &self.fresh[case.category as usize];
        if let Some(slot) = self.free.pop() {
            let from = slot * self.stride;
            self.cases[slot] = case;
            self.progress[from..from + fresh.len()].copy_from_slice(fresh);
            return Ok(slot);
        }
        if self.cases.len() == self.most {
            return Err(Refusal::TooManyOpen(self.most));
        }
        self.cases.push(case);
        self.progress.extend_from_slice(fresh);
        let room = self.cases.len() * self.stride;
        self.progress.resize(room, Progress::default());
        Ok(self.cases.len() - 1)
    }

    /// Frees the slot of a case that is done.
    #[inline]
    pub fn remove(&mut self, slot: usize) {
        self.free.push(slot);
    }

    /// The case in `slot`.
    #[inline]
    pub fn at_hand(&mut self, slot: usize) -> AtHand<'_> {
        let from = slot * self.stride;
        AtHand {
            slot,
            case: &mut self.cases[slot],
            steps: &mut self.progress[from..from + self.stride],
        }
    }

    /// The cases under way.
    pub fn under_way(&self) -> impl Iterator<Item = &Case> {
        let mut is_free = vec![false; self.cases.len()];
        for &slot in &self.free {
            is_free[slot] = true;
        }
        self.cases
            .iter()
            .zip(is_free)
            .filter_map(|(case, is_free)| (!is_free).then_some(case))
    }
}
