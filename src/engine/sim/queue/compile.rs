//! Compiling a workflow for the event loop: every step a course of legs, every value a column.

use super::agenda::{MOST_NODES, MOST_SLOTS};
use super::model::{
    ABSENT, AgainFill, Category, Column, FaceFill, Fill, HandoffFill, Leg, Model, NodeModel,
    PanelModel, StationModel, Successor, TICKS_PER_DAY, TICKS_PER_GRID,
};
use super::work::takes_time;
use crate::sim::plan::{Family, Node, Plan, TallyPlan};
use crate::sim::pool::{Draw, Pool};
use crate::workflow::{Face, Flat, Gating, Handover, Step, Workflow};

/// Why a workflow cannot be simulated with queues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// More steps, or more values drawn per case, than the event loop takes.
    TooLarge,
    /// A time that the ticks cannot tell.
    TooLong,
    /// A step has more links than anybody serves.
    TooManyLinks(String),
}

/// Values per case: a block of cases takes 2 KiB for each.
const MOST_COLUMNS: u32 = 50_000;

pub(super) fn compile(
    family: &mut Family,
    idx: usize,
    workflow: &Workflow,
) -> Result<Model, Refusal> {
    let flat = workflow.flat(Gating::AsFiled);
    if flat.steps.len() > MOST_NODES || workflow.agencies.len() > MOST_SLOTS {
        return Err(Refusal::TooLarge);
    }
    let Family { pool, plans } = family;
    let mut compiler = Compiler {
        pool,
        workflow,
        flat: &flat,
        plan: &plans[idx],
        n_columns: 0,
        legs: Vec::new(),
        successors: Vec::new(),
        stations: Vec::new(),
        panels: Vec::new(),
    };
    let green = compiler.pool.guard(&workflow.green_channel);
    let class = green.map(|_| compiler.column());
    let mut nodes = Vec::with_capacity(flat.steps.len());
    let mut fills = Vec::with_capacity(flat.steps.len());
    for node in 0..flat.steps.len() {
        let (node, fill) = compiler.node(node)?;
        nodes.push(node);
        fills.push(fill);
        if compiler.n_columns > MOST_COLUMNS {
            return Err(Refusal::TooLarge);
        }
    }
    let category = Category {
        nodes: 0..nodes.len(),
        first_nodes: (0..nodes.len())
            .filter(|&node| nodes[node].waits_for == 0)
            .collect(),
        n_on_path: nodes.iter().filter(|node| node.on_path).count() as u32,
        class,
        green,
        stations: (0..compiler.stations.len()).collect(),
    };
    Ok(Model {
        nodes,
        ids: flat.steps.iter().map(|step| step.id.clone()).collect(),
        fills,
        n_columns: compiler.n_columns.max(1) as usize,
        legs: compiler.legs,
        successors: compiler.successors,
        stations: compiler.stations,
        panels: compiler.panels,
        categories: vec![category],
    })
}

pub(super) struct Compiler<'a> {
    pub pool: &'a mut Pool,
    pub workflow: &'a Workflow,
    pub flat: &'a Flat,
    pub plan: &'a Plan,
    pub n_columns: u32,
    pub legs: Vec<Leg>,
    pub successors: Vec<Successor>,
    pub stations: Vec<StationModel>,
    pub panels: Vec<PanelModel>,
}

impl Compiler<'_> {
    pub fn column(&mut self) -> Column {
        self.n_columns += 1;
        Column(self.n_columns - 1)
    }

    fn node(&mut self, idx: usize) -> Result<(NodeModel, Fill), Refusal> {
        let (plan, flat) = (self.plan, self.flat);
        let (node, step) = (&plan.nodes[idx], &flat.steps[idx]);
        let first_leg = self.legs.len() as u32;
        let mut fill = Fill::default();
        let conditional = node.present.is_some() || node.faces.iter().any(|(_, face)| face.skipped);
        fill.checked = node
            .tallies
            .iter()
            .flat_map(|tally| match tally {
                TallyPlan::AfterCheck { checked, among, .. } => [Some(*checked), *among],
                TallyPlan::Silent(_) => [None, None],
            })
            .flatten()
            .collect();
        let conditional = conditional || !fill.checked.is_empty();
        fill.present = conditional.then(|| self.column());
        self.legs.push(Leg::Begin);
        if !node.obtained.is_empty() {
            let column = self.column();
            fill.obtained = Some(column);
            self.legs.push(Leg::Until(column));
        }
        if self.workflow.handover == Handover::NextDay {
            self.legs.push(Leg::DayBegins);
        }
        let waited = node.end_gates.iter().flat_map(|gate| &gate.obtained);
        for waited in node.obtained.iter().chain(waited) {
            self.bound(self.coarse(waited.draw))?;
        }
        if let Some(counter) = node.counter {
            self.bound(self.coarse(counter))?;
            let column = self.column();
            fill.counter = Some(column);
            self.legs.push(Leg::Delay(column));
        }
        self.work(node, step, &mut fill)?;
        self.rework(step, &mut fill)?;
        for gate in &node.end_gates {
            let there = self.column();
            fill.gates.push(there);
            let within = gate.within.saturating_mul(TICKS_PER_GRID);
            self.legs.push(Leg::Gate { there, within });
        }
        self.legs.push(Leg::End);
        self.forget_clock(first_leg as usize);
        let successors = self.successors(idx, &mut fill)?;
        let due = step.face.statutory.or(step.face.limit);
        let node = NodeModel {
            first_leg,
            last_leg: self.legs.len() as u32 - 1,
            successors,
            waits_for: node.predecessors.len() as u32,
            present: fill.present,
            due: due.map(|limit| ticks(limit.days())),
            on_path: node.on_path,
        };
        Ok((node, fill))
    }

    /// Where nobody asks when the official clock of the step began, it need not be noted.
    fn forget_clock(&mut self, first_leg: usize) {
        let stations = &self.stations;
        let mut legs = self.legs[first_leg..].iter();
        if !legs.any(|leg| leg.reads_clock(stations)) {
            let course = self.legs.split_off(first_leg);
            let kept = course.into_iter();
            let kept = kept.filter(|leg| !matches!(leg, Leg::Accept(_)));
            self.legs.extend(kept);
        }
    }

    /// Under `next-day` everything takes whole days, as in the simulation without queues.
    fn day_ends(&mut self) {
        if self.workflow.handover == Handover::NextDay {
            self.legs.push(Leg::DayEnds);
            self.legs.push(Leg::DayBegins);
        }
    }

    /// Corrections, then the faces: of each case exactly one has a value.
    fn work(&mut self, node: &Node, step: &Step, fill: &mut Fill) -> Result<(), Refusal> {
        let faces: Vec<(&Face, Option<u32>)> = faces(step)
            .map(|face| (face, self.station(step, face)))
            .collect();
        let n_rounds = node.corrections.as_ref().map_or(0, |all| all.rounds.len());
        for &(_, takes) in node.corrections.iter().flat_map(|all| &all.rounds) {
            self.bound(self.coarse(takes))?;
        }
        let several = faces.len() > 1;
        for (idx, (face, station)) in faces.into_iter().enumerate() {
            let work = self.work_of(step, face, &step.origins, 0, station)?;
            let column = self.column();
            let hold = self.hold(step, face, None, 0)?;
            let limit = node.faces[idx].1.limit;
            let when = several.then_some(column);
            let corrections: Vec<(Option<Column>, Column)> = (0..n_rounds)
                .map(|_| (station.map(|_| self.column()), self.column()))
                .collect();
            match station {
                None => {
                    // Nobody works on it: corrections are delays, as without queues.
                    for &(_, takes) in &corrections {
                        self.legs.push(Leg::Delay(takes));
                    }
                    self.day_ends();
                    self.sit(step, face, when);
                    self.legs.push(Leg::Accept(when));
                    self.legs.push(Leg::Delay(column));
                }
                Some(station) => {
                    self.day_ends();
                    self.legs.push(Leg::Accept(when));
                    for &(recheck, takes) in &corrections {
                        // The first link finds what is wrong; a file put right joins the queue again.
                        let effort = recheck.unwrap_or(takes);
                        self.legs.push(Leg::Serve {
                            station,
                            links: 1,
                            effort,
                            again: true,
                        });
                        self.legs.push(Leg::Delay(takes));
                        self.day_ends();
                        self.legs.push(Leg::Accept(Some(takes)));
                    }
                    if self.sit(step, face, when) {
                        self.legs.push(Leg::Accept(when));
                    }
                    self.legs.push(Leg::Serve {
                        station,
                        links: face.links.max(1),
                        effort: column,
                        again: false,
                    });
                }
            }
            if let Some((_, column)) = hold {
                self.legs.push(Leg::Delay(column));
            }
            self.day_ends();
            if let Some(limit) = limit {
                self.legs.push(Leg::Judge {
                    limit: limit.saturating_mul(TICKS_PER_GRID),
                    when,
                });
            }
            fill.faces.push(FaceFill {
                work,
                column,
                hold,
                corrections,
            });
        }
        Ok(())
    }

    /// The most of a draw on the coarse grid, ticks.
    pub fn coarse(&self, draw: Draw) -> u64 {
        self.pool.most(draw) * u64::from(TICKS_PER_GRID)
    }

    /// Refuses what a column cannot hold.
    pub fn bound(&self, most: u64) -> Result<(), Refusal> {
        if most < u64::from(ABSENT) {
            Ok(())
        } else {
            Err(Refusal::TooLong)
        }
    }

    /// Rounds of rework: the chain again, each step in its queue and with the face that the case met.
    fn rework(&mut self, step: &Step, fill: &mut Fill) -> Result<(), Refusal> {
        let Some(rework) = step.rework.as_ref().filter(|rework| rework.share > 0.0) else {
            return Ok(());
        };
        let workflow = self.workflow;
        let chain: Vec<&Step> = rework
            .repeats
            .iter()
            .filter_map(|id| workflow.step(id))
            .map(|step| step.as_ref())
            .filter(|step| takes_time(step))
            .collect();
        for round in 1..=rework.max_rounds {
            let mut repeated = Vec::with_capacity(chain.len());
            for (idx, again) in chain.iter().enumerate() {
                for (face_idx, face) in faces(again).enumerate() {
                    let station = self.station(again, face);
                    let work = self.work_of(again, face, &step.origins, round, station)?;
                    let column = self.column();
                    self.sit(again, face, Some(column));
                    match station {
                        None => self.legs.push(Leg::Delay(column)),
                        Some(station) => self.legs.push(Leg::Serve {
                            station,
                            links: face.links.max(1),
                            effort: column,
                            again: false,
                        }),
                    }
                    let hold = self.hold(again, face, Some(&step.origins), round)?;
                    if let Some((_, column)) = hold {
                        self.legs.push(Leg::Delay(column));
                    }
                    self.day_ends();
                    repeated.push(AgainFill {
                        step: idx,
                        face: face_idx,
                        work,
                        column,
                        hold,
                    });
                }
            }
            fill.reworks.push(repeated);
        }
        Ok(())
    }

    fn successors(&mut self, idx: usize, fill: &mut Fill) -> Result<(u32, u32), Refusal> {
        let plan = self.plan;
        let first = self.successors.len() as u32;
        for &(to, handoff) in &plan.successors[idx] {
            let mut column = None;
            if let Some(draw) = handoff {
                self.bound(self.coarse(draw))?;
                let delay = self.column();
                fill.handoffs.push(HandoffFill {
                    draw,
                    column: delay,
                });
                column = Some(delay);
            }
            self.successors.push(Successor {
                node: to as u32,
                handoff: column,
            });
        }
        Ok((first, self.successors.len() as u32))
    }
}

/// A limit in ticks; one that is longer than ticks can tell is never missed.
pub(super) fn ticks(days: f64) -> u32 {
    // The cast saturates.
    (days * f64::from(TICKS_PER_DAY)).round() as u32
}

/// The faces of a step, in the order of the plan's.
fn faces(step: &Step) -> impl Iterator<Item = &Face> {
    std::iter::once(&step.face).chain(step.splits.iter().map(|split| &split.then))
}
