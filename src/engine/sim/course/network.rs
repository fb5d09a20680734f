//! Networks: workflows compiled to courses, in topological order, with their draws in common.

use super::compile::{Compiler, Officers};
use super::leg::{Act, Course};
use super::notes::{Notes, Trip};
use crate::sim::streams::{Draws, Value, When};
use crate::sim::tick::ticks_of;
use crate::workflow::{Flat, Gating, Order, Origins, Position, Roster, Workflow};

/// Workflows that are simulated together, case by case with common random numbers.
#[derive(Debug)]
pub struct Family {
    /// All numbers and conditions that the courses ask for.
    pub draws: Draws,
    /// One per workflow.
    pub networks: Vec<Network>,
}

/// One workflow, ready for its readers.
#[derive(Clone, Debug)]
pub struct Network {
    /// Steps in topological order.
    pub nodes: Vec<Node>,
    /// Successors of every node, and what lies in between.
    pub successors: Vec<Vec<Edge>>,
    /// Steps of the path after which no other one of it comes.
    pub last: Vec<usize>,
    /// Trips that several steps share.
    pub trips: Vec<Trip>,
    /// Item ids; a node's item is an index into it.
    pub items: Vec<String>,
    /// What the counted time should stay within.
    pub target: Option<u32>,
    /// Panels that some step waits for.
    pub panels: Vec<Panel>,
    /// Agencies whose officers some step waits for.
    pub stations: Vec<Station>,
    /// The green channel: cases that go first where the order is by priority.
    pub green: When,
}

/// One step.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its id.
    pub id: String,
    /// What it waits for.
    pub predecessors: Vec<Edge>,
    /// What it takes.
    pub course: Course,
    /// What it leaves behind.
    pub notes: Notes,
    /// Whether the applicant waits for it.
    pub on_path: bool,
    /// Statutory limit, else the promised one, for the order by deadline.
    pub due: Option<u32>,
}

/// A step before or after another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The other node.
    pub from: usize,
    /// How long handing over takes.
    pub delay: Option<Value>,
}

/// 会议审批: a panel that sits every so many ticks, for so many cases.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// Whose sittings they are.
    pub origins: Origins,
    /// Ticks from one sitting to the next.
    pub every: u32,
    /// Cases that one sitting decides.
    pub seats: u32,
}

/// The officers of one agency.
#[derive(Clone, Debug, PartialEq)]
pub struct Station {
    /// Id of the agency.
    pub agency: String,
    /// How many.
    pub officers: u32,
    /// Who goes first.
    pub order: Order,
    /// When they work.
    pub roster: Roster,
}

impl Family {
    /// Compiles workflows to be compared case by case; `scenario` keys their draws.
    pub fn new(seed: u64, scenario: &str, workflows: &[&Workflow], officers: Officers) -> Family {
        let mut draws = Draws::new(seed, scenario);
        let networks = workflows
            .iter()
            .map(|workflow| Network::of(&mut draws, workflow, officers))
            .collect();
        Family { draws, networks }
    }

    /// Workflows.
    pub fn len(&self) -> usize {
        self.networks.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.networks.is_empty()
    }

    /// Ids of the agencies of workflow `idx` that have a queue.
    pub fn agencies(&self, idx: usize) -> Vec<&str> {
        let stations = self.networks[idx].stations.iter();
        stations.map(|station| station.agency.as_str()).collect()
    }

    /// Ids of the steps of workflow `idx`, in topological order.
    pub fn steps(&self, idx: usize) -> Vec<&str> {
        let nodes = self.networks[idx].nodes.iter();
        nodes.map(|node| node.id.as_str()).collect()
    }
}

impl Network {
    /// Compiles a workflow; its draws go into `draws`.
    pub fn of(draws: &mut Draws, workflow: &Workflow, officers: Officers) -> Network {
        let flat = reduced(workflow.flat(Gating::AsFiled), workflow);
        let mut compiler = Compiler::new(draws, workflow, officers);
        let steps = flat.steps.iter();
        let courses: Vec<Course> = steps.map(|step| compiler.course(step)).collect();
        let met: Vec<When> = courses.iter().map(|course| course.met).collect();
        let edges = compiler.edges(&flat, &met);
        let mut items = Vec::new();
        let mut nodes = Vec::with_capacity(courses.len());
        for ((step, course), predecessors) in flat.steps.iter().zip(courses).zip(edges) {
            let due = step.face.statutory.or(step.face.limit);
            nodes.push(Node {
                id: step.id.clone(),
                predecessors,
                notes: compiler.notes(step, course.met, &mut items),
                course,
                on_path: step.position == Position::Path,
                due: due.map(|limit| ticks_of(limit.days())),
            });
        }
        let mut successors = vec![Vec::new(); nodes.len()];
        for (to, node) in nodes.iter().enumerate() {
            for &Edge { from, delay } in &node.predecessors {
                successors[from].push(Edge { from: to, delay });
            }
        }
        let goes_on = |&idx: &usize| successors[idx].iter().any(|next| nodes[next.from].on_path);
        let ends = |idx: &usize| nodes[*idx].on_path && !goes_on(idx);
        Network {
            last: (0..nodes.len()).filter(ends).collect(),
            trips: compiler.trips(&flat),
            items,
            target: workflow.target_days.map(ticks_of),
            green: compiler.draws.guard(&workflow.green_channel),
            panels: compiler.panels,
            stations: compiler.stations,
            nodes,
            successors,
        }
    }

    /// Whether some case may end before all its steps are done.
    pub fn may_stop(&self) -> bool {
        self.nodes.iter().any(|node| node.course.may_stop())
    }

    /// Whether some step takes calendar days.
    pub fn has_calendar_days(&self) -> bool {
        let mut legs = self.nodes.iter().flat_map(|node| &node.course.legs);
        legs.any(|leg| matches!(leg.act, Act::CalendarDays { .. }))
    }
}

/// Without edges that a longer way already implies. An edge with a hand-off delay stays.
pub fn reduced(mut flat: Flat, workflow: &Workflow) -> Flat {
    let n_steps = flat.steps.len();
    let n_words = n_steps.div_ceil(64);
    let delayed = workflow.friction.handoff.is_some();
    let mut ancestors = vec![0u64; n_steps * n_words];
    for step in 0..n_steps {
        let mut own = vec![0u64; n_words];
        let mut implied = vec![0u64; n_words];
        for edge in &flat.predecessors[step] {
            let theirs = &ancestors[edge.from * n_words..(edge.from + 1) * n_words];
            for (word, (own, implied)) in own.iter_mut().zip(&mut implied).enumerate() {
                *own |= theirs[word];
                *implied |= theirs[word];
            }
            own[edge.from / 64] |= 1 << (edge.from % 64);
        }
        ancestors[step * n_words..(step + 1) * n_words].copy_from_slice(&own);
        flat.predecessors[step].retain(|edge| {
            let is_implied = implied[edge.from / 64] >> (edge.from % 64) & 1 == 1;
            !is_implied || (delayed && edge.handoff.is_some())
        });
    }
    flat
}
