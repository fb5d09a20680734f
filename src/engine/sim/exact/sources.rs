//! Whose luck decides what: elements with a source of luck in common are not independent.

use std::collections::{BTreeMap, BTreeSet};

use super::super::draw::Stream;
use super::super::forest::Total;
use super::super::plan::{FaceOf, Node};
use super::super::pool::{Draw, Latent, Mask, MaskSpec, Pool};
use super::elements::{Element, What, takes_time};
use super::obstacle::{Obstacle, Why};
use super::times::rhythm;
use crate::workflow::{Clock, Handover};

/// A stream and a round of it.
type Source = (Stream, u32);

/// Checks that nothing but attributes, shares and common factors ties elements together.
pub fn check_independence(
    pool: &Pool,
    elements: &[Element<'_>],
    total: Total,
    handover: Handover,
) -> Result<(), Obstacle> {
    let mut sources = Sources {
        pool,
        owners: BTreeMap::new(),
    };
    for Element { what, .. } in elements {
        match what {
            What::Handoff { draw, from, .. } => sources.claim(&from.id, &[vec![*draw]])?,
            What::Material { waited, step } => sources.claim(&step.id, &[vec![waited.draw]])?,
            What::Step(node) => {
                sources.claim_step(node, total)?;
                if total == Total::Elapsed {
                    sources.claim_panel(node, handover)?;
                }
            }
        }
    }
    Ok(())
}

struct Sources<'p> {
    pool: &'p Pool,
    owners: BTreeMap<Source, &'p str>,
}

impl<'p> Sources<'p> {
    fn claim_step(&mut self, node: &'p Node, total: Total) -> Result<(), Obstacle> {
        if takes_time(node, total) {
            self.claim(&node.id, &work(&node.faces))?;
        }
        if total == Total::Elapsed {
            self.claim(&node.id, &[node.counter.into_iter().collect()])?;
            for (bounce, draw) in node.corrections.iter().flat_map(|all| &all.rounds) {
                self.claim_latents(&node.id, &[vec![*bounce]])?;
                self.claim(&node.id, &[vec![*draw]])?;
            }
        }
        for (happens, repeats) in node.rework.iter().flat_map(|rework| &rework.rounds) {
            let luck = luck_of_round(self.pool, *happens);
            self.claim_latents(&node.id, &[luck.into_iter().collect()])?;
            for again in repeats {
                if total == Total::Elapsed || again.clock == Clock::On {
                    self.claim(&node.id, &work(&again.faces))?;
                }
            }
        }
        Ok(())
    }

    /// All panels that a step meets are one.
    fn claim_panel(&mut self, node: &'p Node, handover: Handover) -> Result<(), Obstacle> {
        let rounds = node.rework.iter().flat_map(|rework| &rework.rounds);
        let again = rounds
            .flat_map(|(_, again)| again)
            .flat_map(|again| &again.faces);
        let sittings = node
            .faces
            .iter()
            .chain(again)
            .filter_map(|(_, face)| face.sittings);
        let mut panels: Vec<(Latent, u32)> = sittings
            .map(|sittings| (sittings.phase, rhythm(sittings, handover).0))
            .collect();
        panels.sort_unstable();
        panels.dedup();
        match panels[..] {
            [] => Ok(()),
            [(phase, _)] => self.claim_latents(&node.id, &[vec![phase]]),
            _ => Err(Why::Meeting.at([node.id.as_str()])),
        }
    }

    /// Draws of which a case uses those of one alternative.
    fn claim(&mut self, step: &'p str, alternatives: &[Vec<Draw>]) -> Result<(), Obstacle> {
        let mut latents = Vec::with_capacity(alternatives.len());
        for draws in alternatives {
            let mut found = Vec::new();
            for draw in draws {
                let (latent, table, _) = self.pool.draws[draw.0 as usize];
                if self.pool.tables[table].constant().is_none() {
                    found.push(latent);
                }
            }
            latents.push(found);
        }
        self.claim_latents(step, &latents)
    }

    fn claim_latents(
        &mut self,
        step: &'p str,
        alternatives: &[Vec<Latent>],
    ) -> Result<(), Obstacle> {
        let mut all: BTreeSet<Source> = BTreeSet::new();
        for latents in alternatives {
            let mut own = BTreeSet::new();
            for latent in latents {
                let spec = &self.pool.latents[latent.0 as usize];
                for strand in &spec.strands {
                    let is_new = own.insert((strand.stream, spec.round));
                    if strand.ranked.is_some() || !is_new {
                        return Err(Why::SharedLuck.at([step]));
                    }
                }
            }
            all.append(&mut own);
        }
        for source in all {
            if let Some(other) = self.owners.insert(source, step) {
                let both = BTreeSet::from([other, step]);
                return Err(Why::SharedLuck.at(both));
            }
        }
        Ok(())
    }
}

fn work(faces: &[FaceOf]) -> Vec<Vec<Draw>> {
    faces.iter().map(|(_, face)| face.work.clone()).collect()
}

/// What decides whether a round happens, unless it always or never does.
fn luck_of_round(pool: &Pool, happens: Mask) -> Option<Latent> {
    match &pool.masks[happens.0 as usize] {
        MaskSpec::Chance(latent, chance) => {
            (0.0 < chance.share() && chance.share() < 1.0).then_some(*latent)
        }
        MaskSpec::Guard(_) => None,
    }
}
