//! What a step's own times hang on, as words: equal words, equal times in every case.

use super::super::plan::{Corrections, FaceOf, Node, ReworkPlan, Sittings, Waited};
use super::super::pool::{Draw, Mask};
use crate::workflow::{Clock, Handover};

/// What a lane holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// All bits set where the case meets the step.
    Presence,
    /// No earlier start.
    Floor,
    /// From start to end on the elapsed clock.
    Elapsed,
    /// Time on the official clock.
    Counted,
    /// When the materials of an end gate are there.
    There(usize),
    /// How long after the start an end gate holds at most.
    Hold(usize),
}

/// The words of a lane; `None` if it would hold the same trivial time for every step: always present,
/// no floor, no time.
pub(super) fn key(node: &Node, handover: Handover, what: What) -> Option<Vec<u32>> {
    let mut words = Words(Vec::new());
    match what {
        What::Presence => {
            let skips = node.faces.iter().any(|(_, face)| face.skipped);
            if node.present.is_none() && !skips {
                return None;
            }
            words.0.push(0);
            words.presence(node);
        }
        What::Floor => {
            if node.obtained.is_empty() {
                return None;
            }
            words.0.push(1);
            words.presence(node);
            words.waited(&node.obtained);
        }
        What::Elapsed => {
            let works = node.faces.iter().any(|(_, face)| !face.work.is_empty());
            let waits = node.counter.is_some() || node.corrections.is_some();
            if !works && !waits && node.rework.is_none() && !sits(node) {
                return None;
            }
            words.0.extend([2, handover_word(handover)]);
            words.presence(node);
            words.work(&node.faces);
            words.counter(node);
            words.rework(node.rework.as_ref(), |_| true);
            words.sittings(node);
        }
        What::Counted => {
            let works = node.faces.iter().any(|(_, face)| !face.work.is_empty());
            let on_clock = node.clock == Clock::On;
            let repeats = node.rework.iter().flat_map(|rework| &rework.rounds);
            let again = repeats
                .flat_map(|(_, again)| again)
                .any(|again| again.clock == Clock::On);
            let takes_time = again || (on_clock && works);
            if !takes_time {
                return None;
            }
            words
                .0
                .extend([3, handover_word(handover), u32::from(on_clock)]);
            words.presence(node);
            if on_clock {
                words.work(&node.faces);
            }
            words.rework(node.rework.as_ref(), |clock| clock == Clock::On);
        }
        What::There(gate) => {
            let gate = &node.end_gates[gate];
            words.0.push(4);
            words.presence(node);
            words.waited(&gate.obtained);
            words.0.push(gate.never.0);
        }
        What::Hold(gate) => {
            words.0.extend([5, handover_word(handover)]);
            words.presence(node);
            words.counter(node);
            words.0.push(node.end_gates[gate].within);
        }
    }
    Some(words.0)
}

/// Whether the step waits for a panel: its time then hangs on the hour at which it starts.
pub(super) fn sits(node: &Node) -> bool {
    all_sittings(node).any(|sittings| sittings.is_some())
}

fn all_sittings(node: &Node) -> impl Iterator<Item = Option<Sittings>> {
    let rounds = node.rework.iter().flat_map(|rework| &rework.rounds);
    let again = rounds
        .flat_map(|(_, again)| again)
        .flat_map(|again| &again.faces);
    let faces = node.faces.iter().chain(again);
    faces.map(|(_, face)| face.sittings)
}

/// Words that cannot run into each other: every list says its length.
struct Words(Vec<u32>);

impl Words {
    fn presence(&mut self, node: &Node) {
        self.met(node.present, &node.faces);
    }

    fn met(&mut self, conditions: Option<Mask>, faces: &[FaceOf]) {
        self.mask(conditions);
        let skips = faces.iter().any(|(_, face)| face.skipped);
        self.0.push(if skips { faces.len() as u32 } else { 0 });
        if skips {
            for (mask, face) in faces {
                self.mask(*mask);
                self.0.push(u32::from(face.skipped));
            }
        }
    }

    fn work(&mut self, faces: &[FaceOf]) {
        self.0.push(faces.len() as u32);
        for (mask, face) in faces {
            self.mask(*mask);
            self.draws(&face.work);
        }
    }

    fn counter(&mut self, node: &Node) {
        self.0.push(node.counter.map_or(u32::MAX, |draw| draw.0));
        let Some(corrections) = &node.corrections else {
            self.0.push(u32::MAX);
            return;
        };
        let Corrections {
            rounds,
            error_share,
            supplied,
        } = corrections;
        self.0.push(rounds.len() as u32);
        self.0
            .extend(rounds.iter().flat_map(|(latent, draw)| [latent.0, draw.0]));
        let bits = error_share.to_bits();
        self.0.extend([bits as u32, (bits >> 32) as u32]);
        self.masks(supplied);
        self.0.push(node.faces.len() as u32);
        for (mask, face) in &node.faces {
            self.mask(*mask);
            self.0.push(face.package);
        }
    }

    fn rework(&mut self, rework: Option<&ReworkPlan>, keeps: impl Fn(Clock) -> bool) {
        let Some(rework) = rework else {
            self.0.push(0);
            return;
        };
        self.0.push(rework.rounds.len() as u32);
        for (happens, again) in &rework.rounds {
            self.0.push(happens.0);
            let kept = || again.iter().filter(|again| keeps(again.clock));
            self.0.push(kept().count() as u32);
            for again in kept() {
                self.met(again.present, &again.faces);
                self.work(&again.faces);
            }
        }
    }

    fn sittings(&mut self, node: &Node) {
        for sittings in all_sittings(node) {
            match sittings {
                Some(sittings) => self.0.extend([sittings.phase.0, sittings.every]),
                None => self.0.push(u32::MAX),
            }
        }
    }

    fn waited(&mut self, all: &[Waited]) {
        self.0.push(all.len() as u32);
        for waited in all {
            self.0.push(waited.draw.0);
            self.masks(&waited.supplied);
        }
    }

    fn draws(&mut self, draws: &[Draw]) {
        self.0.push(draws.len() as u32);
        self.0.extend(draws.iter().map(|draw| draw.0));
    }

    fn masks(&mut self, masks: &[Mask]) {
        self.0.push(masks.len() as u32);
        self.0.extend(masks.iter().map(|mask| mask.0));
    }

    fn mask(&mut self, mask: Option<Mask>) {
        self.0.push(mask.map_or(u32::MAX, |mask| mask.0));
    }
}

fn handover_word(handover: Handover) -> u32 {
    match handover {
        Handover::Immediate => 0,
        Handover::NextDay => 1,
    }
}
