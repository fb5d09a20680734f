//! The plan: a workflow compiled for the loop, in topological order, with its draws interned.
//!
//! Several workflows compiled into one [`Family`] share every draw that has the same identity and
//! law, so baseline and reform differ only where they must.

use super::compile::compile;
use super::pool::{Draw, Latent, Mask, Pool};
use super::trips::Trip;
use crate::workflow::{Clock, Handover, Workflow};

/// Grid steps in a working day.
pub const GRID: u32 = 16;

/// Workflows that are simulated together, case by case with the same luck.
#[derive(Debug)]
pub struct Family {
    pub(super) pool: Pool,
    pub(super) plans: Vec<Plan>,
}

/// One workflow, ready for the loop.
#[derive(Debug)]
pub(super) struct Plan {
    pub nodes: Vec<Node>,
    /// Trips that several steps share.
    pub trips: Vec<Trip>,
    /// Item ids; a node's item is an index into it.
    pub items: Vec<String>,
    pub target: Option<u32>,
    pub handover: Handover,
    /// Successors of every node, for the backward passes.
    pub successors: Vec<Vec<(usize, Option<Draw>)>>,
    /// Steps of the path after which no other one of it comes.
    pub last: Vec<usize>,
}

/// A step before another, and how long it takes to hand over.
pub(super) type Before = (usize, Option<Draw>);

#[derive(Debug)]
pub(super) struct Node {
    pub id: String,
    pub predecessors: Vec<Before>,
    pub clock: Clock,
    pub on_path: bool,
    pub present: Option<Mask>,
    /// The first holds unless a later one's mask covers the case; the last that covers wins.
    pub faces: Vec<FaceOf>,
    /// Materials that must be at hand before the start, unless supplied.
    pub obtained: Vec<Waited>,
    pub counter: Option<Draw>,
    pub corrections: Option<Corrections>,
    pub rework: Option<ReworkPlan>,
    pub end_gates: Vec<GatePlan>,
    pub tallies: Vec<TallyPlan>,
    pub item: Option<usize>,
    /// Trips that it makes by itself.
    pub visits: u32,
}

/// A face and the cases it is for; `None`: all.
pub(super) type FaceOf = (Option<Mask>, FacePlan);

#[derive(Debug)]
pub(super) struct FacePlan {
    pub skipped: bool,
    /// The longest of these.
    pub work: Vec<Draw>,
    /// Grid value that is still on time.
    pub limit: Option<u32>,
    /// Materials, certificates and form handed in.
    pub package: u32,
    /// The panel that decides.
    pub sittings: Option<Sittings>,
}

/// A panel's sittings: one every so many grid steps, the first by a uniform of the case.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sittings {
    pub phase: Latent,
    pub every: u32,
}

/// A material to wait for, unless one of the masks covers the case.
#[derive(Debug)]
pub(super) struct Waited {
    pub draw: Draw,
    pub supplied: Vec<Mask>,
}

/// Correction rounds of a package.
#[derive(Debug)]
pub(super) struct Corrections {
    /// For each of at most three rounds: what is wrong, by number of things looked at; how long.
    pub rounds: Vec<(Latent, Draw)>,
    pub error_share: f64,
    /// Things that the system supplies to covered cases.
    pub supplied: Vec<Mask>,
}

#[derive(Debug)]
pub(super) struct ReworkPlan {
    /// For each round whether it happens, and what is done again.
    pub rounds: Vec<(Mask, Vec<Again>)>,
}

/// A step done again by the cases that met it.
#[derive(Debug)]
pub(super) struct Again {
    pub present: Option<Mask>,
    pub faces: Vec<FaceOf>,
    pub clock: Clock,
}

#[derive(Debug)]
pub(super) struct GatePlan {
    pub obtained: Vec<Waited>,
    pub within: u32,
    pub never: Mask,
}

#[derive(Debug)]
pub(super) enum TallyPlan {
    AfterCheck {
        checked: Mask,
        breach: Mask,
        among: Option<Mask>,
        rectify: Option<Draw>,
    },
    /// For every face of the node what would have been without the cut, and where it cuts.
    Silent(Vec<(Option<Mask>, Vec<Draw>, u32)>),
}

/// Whether every case meets a step with such conditions and faces.
pub(super) fn is_met_by_all(conditions: Option<Mask>, faces: &[FaceOf]) -> bool {
    conditions.is_none() && faces.iter().all(|(_, face)| !face.skipped)
}

impl Node {
    /// Whether every case meets the step.
    pub fn is_met_by_all(&self) -> bool {
        is_met_by_all(self.present, &self.faces)
    }

    /// The draw that is all it takes of every case, on both clocks, if so little happens.
    pub fn only(&self, handover: Handover) -> Option<Draw> {
        let [(None, face)] = &self.faces[..] else {
            return None;
        };
        let &[draw] = &face.work[..] else {
            return None;
        };
        let is_handed = self.predecessors.iter().any(|(_, delay)| delay.is_some());
        let takes_more = is_handed
            || face.sittings.is_some()
            || !self.obtained.is_empty()
            || self.counter.is_some()
            || self.corrections.is_some()
            || self.rework.is_some()
            || !self.end_gates.is_empty()
            || !self.tallies.is_empty();
        let is_counted = self.clock == Clock::On && handover == Handover::Immediate;
        (self.is_met_by_all() && is_counted && !takes_more).then_some(draw)
    }
}

impl Plan {
    /// A plan without steps.
    pub fn empty() -> Plan {
        Plan {
            nodes: Vec::new(),
            trips: Vec::new(),
            items: Vec::new(),
            target: None,
            handover: Handover::default(),
            successors: Vec::new(),
            last: Vec::new(),
        }
    }
}

impl Family {
    /// Compiles workflows to be compared case by case; `scenario` keys their draws.
    pub fn new(seed: u64, scenario: &str, workflows: &[&Workflow]) -> Family {
        let mut pool = Pool::new(seed, scenario);
        let plans = workflows
            .iter()
            .map(|workflow| compile(&mut pool, workflow))
            .collect();
        Family { pool, plans }
    }

    /// What a workflow's counted time should stay within, grid steps.
    pub fn target(&self, workflow: usize) -> Option<u32> {
        self.plans[workflow].target
    }

    /// No case of any workflow lasts longer, working days, rounded up.
    pub fn longest_days(&self) -> u64 {
        let longest = self.plans.iter().map(|plan| self.longest(plan)).max();
        longest.unwrap_or(0).div_ceil(u64::from(GRID))
    }

    /// Whether every time fits the grid's integers.
    pub fn fits(&self) -> bool {
        self.longest_days() * u64::from(GRID) < u64::from(u32::MAX)
    }

    fn longest(&self, plan: &Plan) -> u64 {
        let most = |draw: Draw| self.pool.most(draw);
        let longest = |draws: &[Draw]| draws.iter().map(|&draw| most(draw)).max().unwrap_or(0);
        let mut ends: Vec<u64> = Vec::with_capacity(plan.nodes.len());
        for node in &plan.nodes {
            let before = node
                .predecessors
                .iter()
                .map(|&(from, handoff)| ends[from] + handoff.map_or(0, most));
            let obtained = node.obtained.iter().map(|waited| most(waited.draw));
            let start = before.chain(obtained).max().unwrap_or(0);
            let sitting = |sittings: Option<Sittings>| {
                sittings.map_or(0, |sittings| u64::from(sittings.every + GRID))
            };
            let slowest = |faces: &[FaceOf]| {
                let faces = faces.iter().map(|(_, face)| face);
                let times = faces.map(|face| longest(&face.work) + sitting(face.sittings));
                times.max().unwrap_or(0)
            };
            let mut time = slowest(&node.faces) + node.counter.map_or(0, most);
            if let Some(corrections) = &node.corrections {
                time += corrections
                    .rounds
                    .iter()
                    .map(|&(_, draw)| most(draw))
                    .sum::<u64>();
            }
            let mut n_parts = 2;
            if let Some(rework) = &node.rework {
                for again in rework.rounds.iter().flat_map(|(_, again)| again) {
                    time += slowest(&again.faces);
                    n_parts += 1;
                }
            }
            time += node
                .end_gates
                .iter()
                .map(|gate| u64::from(gate.within))
                .max()
                .unwrap_or(0);
            // Rounding up to whole days adds less than a day to each part.
            ends.push(start + time + n_parts * u64::from(GRID));
        }
        ends.into_iter().max().unwrap_or(0)
    }
}
