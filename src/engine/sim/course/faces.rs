//! Which cases have which face of a step.

use super::compile::Compiler;
use crate::sim::streams::When;
use crate::workflow::{Face, Step, Tally};

/// A face and the cases that have it.
#[derive(Clone, Copy, Debug)]
pub(super) struct FaceOf<'s> {
    pub when: When,
    pub face: &'s Face,
}

impl Compiler<'_> {
    /// Those `among` some cases that meet a step, and its faces, each with cases that no other has. The last split that
    /// covers a case wins; a face that is skipped is nobody's.
    pub(super) fn faces<'s>(&mut self, step: &'s Step, among: When) -> (When, Vec<FaceOf<'s>>) {
        let mut asked = vec![among, self.draws.guard(&step.when)];
        for tally in &step.tallies {
            let Tally::AfterCheck { share, among, .. } = tally else {
                continue;
            };
            asked.push(self.draws.share(share));
            asked.extend(among.as_ref().map(|among| self.draws.share(among)));
        }
        let splits = step.splits.iter();
        let covered: Vec<When> = splits.map(|split| self.draws.share(&split.share)).collect();
        let mut faces = Vec::with_capacity(covered.len() + 1);
        let of_splits = step.splits.iter().zip(&covered);
        let own = of_splits.map(|(split, &covered)| (Some(covered), &split.then));
        for (place, (covers, face)) in [(None, &step.face)].into_iter().chain(own).enumerate() {
            if face.skipped {
                continue;
            }
            let of: Vec<When> = asked.iter().copied().chain(covers).collect();
            let when = self.draws.all(&of, &covered[place..]);
            faces.push(FaceOf { when, face });
        }
        let met = match faces.len() > covered.len() {
            true => self.draws.all(&asked, &[]),
            false => {
                let of: Vec<When> = faces.iter().map(|face| face.when).collect();
                self.draws.any(&of)
            }
        };
        (met, faces)
    }
}
