//! Hand-offs between authorities, also past steps that a case skips.

use super::compile::Compiler;
use super::network::Edge;
use crate::duration::Law;
use crate::sim::streams::{Purpose, Value, When};
use crate::workflow::{Flat, handoff_between};

/// A predecessor, and hand-offs of which the longest counts.
type Before = (usize, Vec<Value>);

impl Compiler<'_> {
    /// The predecessors of every step with what lies in between; `met` are the cases that meet each step. Who skips a
    /// step hands over past it: those before it are predecessors too, as far as that takes time.
    pub fn edges(&mut self, flat: &Flat, met: &[When]) -> Vec<Vec<Edge>> {
        let mut all = Vec::with_capacity(flat.steps.len());
        for (to, edges) in flat.predecessors.iter().enumerate() {
            let mut before: Vec<Before> = Vec::with_capacity(edges.len());
            for edge in edges {
                let mut delays = Vec::new();
                let own = edge.handoff.as_deref();
                if let Some(handoff) = own.and_then(|key| self.handoff(key)) {
                    let when = self.draws.all(&[met[edge.from], met[to]], &[]);
                    delays.push(self.draws.only_where(handoff, when));
                }
                before.push((edge.from, delays));
            }
            for edge in edges {
                self.past(flat, met, (edge.from, to), &mut Vec::new(), &mut before);
            }
            let edges = before.into_iter().map(|(from, delays)| Edge {
                from,
                delay: (!delays.is_empty()).then(|| self.draws.longest(delays)),
            });
            all.push(edges.collect());
        }
        all
    }

    /// Adds the hand-offs to a step from those before another one, for cases that skip that and all in `skipped`.
    fn past(
        &mut self,
        flat: &Flat,
        met: &[When],
        (over, to): (usize, usize),
        skipped: &mut Vec<When>,
        before: &mut Vec<Before>,
    ) {
        if met[over] == When::Always || self.workflow.friction.handoff.is_none() {
            return;
        }
        skipped.push(met[over]);
        for edge in &flat.predecessors[over] {
            let key = handoff_between(&flat.steps[edge.from], &flat.steps[to]);
            if let Some(handoff) = key.and_then(|key| self.handoff(&key)) {
                let when = self.draws.all(&[met[edge.from], met[to]], skipped);
                if when != When::Never {
                    let delay = self.draws.only_where(handoff, when);
                    match before.iter_mut().find(|(from, _)| *from == edge.from) {
                        Some((_, delays)) => delays.push(delay),
                        None => before.push((edge.from, vec![delay])),
                    }
                }
            }
            self.past(flat, met, (edge.from, to), skipped, before);
        }
        skipped.pop();
    }

    fn handoff(&mut self, key: &str) -> Option<Value> {
        let law = Law::from(self.workflow.friction.handoff.clone()?);
        let origins = [key.to_owned()].into();
        Some(self.draws.draw((Purpose::Handoff, &origins, 0), None, &law))
    }
}
