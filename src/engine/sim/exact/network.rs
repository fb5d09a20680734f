//! The elements of one kind of cases as series and parallels, without delays that never decide.

use super::decompose::{Order, Part, Tree};
use super::elements::{Element, What};
use super::obstacle::{Obstacle, Why};
use super::program::{Program, Time};

/// More elements that take time are not taken apart.
const MOST_ELEMENTS: usize = 1_000;

/// Elements whose times may be taken for given one within the other: every time of one with every time of another.
const MOST_GIVEN: u32 = 2;

/// Where there are delays, each is weighed against all ways around it.
const MOST_BESIDE_DELAYS: usize = 600;

/// Delays are looked at again after others have moved, at most so often.
const ROUNDS: usize = 4;

/// How the elements make up the total.
pub struct Network {
    /// `None` if nothing takes time.
    pub tree: Option<Tree>,
    /// By how much every element's time is shifted: constant delays are counted with the steps beside them.
    pub shifts: Vec<i64>,
    /// For every element the earliest moment at which it may start.
    pub earliest_starts: Vec<u32>,
}

/// Lays out elements with these times for cases that meet those of them that are met.
pub fn network(
    elements: &[Element<'_>],
    times: &[Time],
    is_met: &[bool],
    program: &Program<'_>,
) -> Result<Network, Obstacle> {
    let mut draft = Draft::new(elements, times, is_met, program);
    if elements.iter().any(|element| element.is_delay()) {
        if elements.len() > MOST_BESIDE_DELAYS {
            return Err(Why::TooLarge.at([]));
        }
        for _ in 0..ROUNDS {
            let is_changed = draft.drop_idle_delays() | draft.shift_forward() | draft.shift_back();
            if !is_changed {
                break;
            }
        }
    }
    draft.finish()
}

struct Draft<'a> {
    elements: &'a [Element<'a>],
    times: &'a [Time],
    program: &'a Program<'a>,
    before: Vec<Vec<usize>>,
    shifts: Vec<i64>,
}

impl<'a> Draft<'a> {
    fn new(
        elements: &'a [Element<'a>],
        times: &'a [Time],
        is_met: &[bool],
        program: &'a Program<'a>,
    ) -> Draft<'a> {
        let mut before: Vec<Vec<usize>> = elements.iter().map(|one| one.before.clone()).collect();
        for (before, &is_met) in before.iter_mut().zip(is_met) {
            // A step that is skipped needs no materials.
            before.retain(|&other| is_met || !elements[other].is_material());
        }
        Draft {
            elements,
            times,
            program,
            before,
            shifts: vec![0; elements.len()],
        }
    }

    fn least(&self, idx: usize) -> i64 {
        i64::from(self.program.extent(self.times[idx]).least) + self.shifts[idx]
    }

    fn most(&self, idx: usize) -> i64 {
        i64::from(self.program.extent(self.times[idx]).most) + self.shifts[idx]
    }

    fn takes_time(&self, idx: usize) -> bool {
        self.most(idx) > 0
    }

    /// Earliest starts, of all elements or of those after `from` that wait for it, without waiting for `but`.
    fn earliest_starts(&self, from: Option<usize>, but: usize) -> Vec<Option<i64>> {
        let mut starts: Vec<Option<i64>> = vec![None; self.before.len()];
        for idx in from.map_or(0, |from| from + 1)..self.before.len() {
            let waits = self.before[idx].iter().filter(|&&other| other != but);
            let ends = waits.filter_map(|&other| match starts[other] {
                _ if from == Some(other) => Some(0),
                Some(start) => Some(start + self.least(other)),
                None => None,
            });
            starts[idx] = ends.max().or(if from.is_none() { Some(0) } else { None });
        }
        starts
    }

    /// Delays that are over before something else is, whatever the case.
    fn drop_idle_delays(&mut self) -> bool {
        let mut idle = Vec::new();
        for step in 0..self.before.len() {
            for &delay in &self.before[step] {
                let from = match self.elements[delay].what {
                    What::Step(_) => continue,
                    What::Material { .. } => None,
                    What::Handoff { .. } => self.before[delay].first().copied(),
                };
                let else_ready = self.earliest_starts(from, delay)[step];
                if else_ready.is_some_and(|ready| ready >= self.most(delay)) {
                    idle.push((step, delay));
                }
            }
        }
        for &(step, delay) in &idle {
            self.before[step].retain(|&other| other != delay);
        }
        !idle.is_empty()
    }

    /// What a step waits for at least after all that comes before it, it can as well take itself.
    fn shift_forward(&mut self) -> bool {
        let mut is_changed = false;
        for step in 0..self.before.len() {
            let delays = self.delays_before(step);
            is_changed |= self.shift(step, &delays);
        }
        is_changed
    }

    /// What all that waits for a step waits for at least, the step can as well take itself.
    fn shift_back(&mut self) -> bool {
        let mut after: Vec<Vec<Option<usize>>> = vec![Vec::new(); self.before.len()];
        for step in 0..self.before.len() {
            for (other, delay) in self.ways_into(step) {
                after[other].push(delay);
            }
        }
        let mut is_changed = false;
        for (step, delays) in after.into_iter().enumerate() {
            if !self.elements[step].is_end {
                let delays: Option<Vec<usize>> = delays.into_iter().collect();
                is_changed |= self.shift(step, &delays.unwrap_or_default());
            }
        }
        is_changed
    }

    /// The delays of all ways into a step; none if there is a way without.
    fn delays_before(&self, step: usize) -> Vec<usize> {
        let has_material = self.before[step]
            .iter()
            .any(|&other| self.elements[other].is_material());
        let delays = self.ways_into(step).into_iter().map(|(_, delay)| delay);
        let delays: Option<Vec<usize>> = delays.collect();
        delays.filter(|_| !has_material).unwrap_or_default()
    }

    /// The steps that a step waits for, each with the delay on the way.
    fn ways_into(&self, step: usize) -> Vec<(usize, Option<usize>)> {
        if self.elements[step].is_delay() {
            return Vec::new();
        }
        let others = self.before[step].iter().copied();
        let steps = others
            .clone()
            .filter(|&other| !self.elements[other].is_delay());
        steps
            .map(|from| {
                let mut others = others.clone();
                let delay = others.find(|&other| {
                    self.elements[other].is_handoff() && self.before[other].contains(&from)
                });
                (from, delay)
            })
            .collect()
    }

    /// Moves what constant delays have in common to a step.
    fn shift(&mut self, step: usize, delays: &[usize]) -> bool {
        let constant = |&delay: &usize| {
            let constant = self.program.constant(self.times[delay]);
            constant.map(|_| self.least(delay))
        };
        let constants: Option<Vec<i64>> = delays.iter().map(constant).collect();
        let common = constants.and_then(|all| all.into_iter().min()).unwrap_or(0);
        self.shifts[step] += common;
        delays
            .iter()
            .for_each(|&delay| self.shifts[delay] -= common);
        common > 0
    }

    fn finish(self) -> Result<Network, Obstacle> {
        let mut is_needed: Vec<bool> = self.elements.iter().map(|one| one.is_end).collect();
        for idx in (0..is_needed.len()).rev() {
            let is_one = is_needed[idx];
            let before = self.before[idx].iter();
            before.for_each(|&before| is_needed[before] |= is_one);
        }
        let timed = (0..is_needed.len()).filter(|&idx| is_needed[idx] && self.takes_time(idx));
        let timed: Vec<usize> = timed.collect();
        let tree = match timed.len() {
            0 => None,
            1..=MOST_ELEMENTS => Some(self.decompose(&timed)?),
            _ => return Err(Why::TooLarge.at([])),
        };
        let starts = self.earliest_starts(None, usize::MAX).into_iter();
        let starts = starts
            .map(|start| start.map_or(0, |start| start as u32))
            .collect();
        Ok(Network {
            tree,
            shifts: self.shifts,
            earliest_starts: starts,
        })
    }

    fn decompose(&self, timed: &[usize]) -> Result<Tree, Obstacle> {
        let part = |idx: usize| Part::Element {
            idx,
            width: (self.most(idx) - self.least(idx)) as u32,
        };
        let parts = (0..self.before.len()).map(part).collect();
        let order = Order::new(parts, &self.before);
        order.decompose(timed, MOST_GIVEN).map_err(|n| {
            let steps_of = |&idx: &usize| self.elements[idx].what.steps();
            let delays: Vec<usize> = n
                .iter()
                .copied()
                .filter(|&idx| self.elements[idx].is_delay())
                .collect();
            if delays.is_empty() {
                Why::Shape.at(n.iter().flat_map(steps_of))
            } else {
                Why::Delays.at(delays.iter().flat_map(steps_of))
            }
        })
    }
}
