//! `workflow` (流程图): the graph of steps in stages, and in the drawing of a reform what became of each.

mod arrange;
mod badges;
mod data;
mod draw;
mod geometry;
mod graph;
mod key;
mod route;
mod style;
mod words;

use super::theme::Side;
use super::{About, Draw};
use crate::lang::Name;
use crate::workflow::{Basis, Clock};

pub use data::data;
pub use draw::draw;

/// The registry's entry.
pub const ABOUT: About = About {
    name: "workflow",
    zh: "流程图",
    shows: "every step with its agency, what it waits for, and what the reform removes, merges and adds; both critical paths",
    shows_zh: "各节点、承办部门与先后次序：改革取消、合并、新增了什么；两条关键路径",
    draw: Draw::Workflow(|scenario, reform, lang| {
        let data = data(scenario, reform);
        (!data.nodes.is_empty() && data.nodes.len() <= MOST_STEPS).then(|| draw(&data, lang))
    }),
};

/// Nobody follows arrows among more boxes than that.
const MOST_STEPS: usize = 1_000;

/// What the picture shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Data {
    /// The scenario's name and id.
    pub scenario: (Name, String),
    /// What counted days add up.
    pub basis: Basis,
    /// The reform's name and id; `None`: the workflow as it is.
    pub reform: Option<(Name, String)>,
    /// The colour of the workflow that is drawn.
    pub side: Side,
    /// Working days on the counted chain.
    pub counted_days: Change,
    /// Working days the applicant waits.
    pub elapsed_days: Change,
    /// Steps that the reference case meets.
    pub n_steps: Change,
    /// Stages that have steps, in order; last those without one.
    pub groups: Vec<Group>,
    /// Names and ids of the agencies, in the order in which they are met.
    pub agencies: Vec<(Name, String)>,
    /// Steps, each after all it waits for.
    pub nodes: Vec<Node>,
    /// What waits for what; an edge that a longer way implies is left out.
    pub links: Vec<Link>,
}

/// A figure of the baseline, and of the reform if one is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// As it is.
    pub before: f64,
    /// After the reform.
    pub after: Option<f64>,
}

/// A column of the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The stage's name and id; `None`: steps without a stage.
    pub stage: Option<(Name, String)>,
    /// Whether all later stages wait for it.
    pub is_closed: bool,
}

/// One step.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its name and id.
    pub step: (Name, String),
    /// Index of its column.
    pub group: usize,
    /// Index of its agency.
    pub agency: Option<usize>,
    /// Which clock it runs on.
    pub clock: Clock,
    /// What became of it.
    pub fate: Fate,
    /// Steps that were merged into it.
    pub swallowed: Vec<(Name, String)>,
    /// Whether the reference case meets it.
    pub is_met: bool,
    /// Working days at its limit (off the clock: its median) before and now.
    pub days: (Option<f64>, Option<f64>),
    /// Whether it is on the chain that decides the counted days.
    pub on_counted: bool,
    /// Whether it is on the chain that decides the wait.
    pub on_elapsed: bool,
}

/// What became of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is still there, perhaps shorter.
    Kept,
    /// 告知承诺: decided on a promise.
    Committed,
    /// 改备案: filed instead.
    Filed,
    /// 合并: others went into it.
    Merged,
    /// New on the path.
    Added,
    /// 事后核查: new beside the path.
    Check,
    /// 取消.
    Removed,
    /// Done before day zero.
    Moved,
    /// Still there, but not for the reference case.
    Spared,
}

impl Fate {
    /// Whether the step is shown only to say that it is gone.
    pub fn is_gone(self) -> bool {
        match self {
            Fate::Removed | Fate::Moved | Fate::Spared => true,
            Fate::Kept
            | Fate::Committed
            | Fate::Filed
            | Fate::Merged
            | Fate::Added
            | Fate::Check => false,
        }
    }
}

/// One step waits for another; indices into the nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// Waited for.
    pub from: usize,
    /// Waiting.
    pub to: usize,
    /// Whether it leads to or from a step that is gone.
    pub is_gone: bool,
    /// Whether the counted chain goes along it.
    pub on_counted: bool,
    /// Whether the chain of the wait goes along it.
    pub on_elapsed: bool,
}
