//! Compiling what happens at the end of a step: materials that hold it, and what is tallied.

use super::compile::{Compiler, on_grid};
use super::draw::Purpose;
use super::plan::{GatePlan, TallyPlan};
use super::pool::{Draw, Factor, Mask};
use crate::duration::{Law, Limit};
use crate::workflow::{EndGate, Step, Tally};

impl Compiler<'_> {
    pub fn gate(&mut self, gate: &EndGate) -> GatePlan {
        GatePlan {
            obtained: gate
                .materials
                .iter()
                .filter_map(|id| self.waited(id))
                .collect(),
            within: on_grid(gate.within_days),
            never: self.pool.share(&gate.never),
        }
    }

    pub fn tally(&mut self, step: &Step, tally: &Tally) -> TallyPlan {
        match tally {
            Tally::AfterCheck {
                share,
                breach,
                rectify,
                among,
            } => TallyPlan::AfterCheck {
                checked: self.pool.share(share),
                breach: self
                    .pool
                    .chance(Purpose::Breach, &breach.origins, 0, breach.share),
                among: among.as_ref().map(|among| self.pool.share(among)),
                rectify: rectify.as_ref().map(|duration| {
                    let law = Law::from(duration.clone());
                    let factor = Factor::applicants(self.workflow.friction.correlation.applicants);
                    let purpose = Purpose::Correction;
                    self.pool.value(purpose, &step.origins, 0, factor, &law)
                }),
            },
            Tally::SilentApproval => TallyPlan::Silent(self.silences(step)),
        }
    }

    /// A face without a limit is never approved by silence.
    fn silences(&mut self, step: &Step) -> Vec<(Option<Mask>, Vec<Draw>, u32)> {
        let factor = self.factor(step.kind);
        let masked = step
            .splits
            .iter()
            .map(|split| (Some(&split.share), &split.then));
        std::iter::once((None, &step.face))
            .chain(masked)
            .map(|(share, face)| {
                let mask = share.map(|share| self.pool.share(share));
                let parts = face.work.iter().filter(|_| face.limit.is_some());
                let uncut = parts.map(|part| {
                    let purpose = Purpose::Duration;
                    let law = part.law.uncut();
                    self.pool.value(purpose, &part.origins, 0, factor, &law)
                });
                let uncut = uncut.collect();
                (mask, uncut, on_grid(face.limit.map_or(0.0, Limit::days)))
            })
            .collect()
    }
}
