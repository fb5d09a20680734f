//! What a BPMN file says: pools and processes with nodes, flows and lanes.

use std::collections::BTreeMap;

use serde_json::Value;

use super::tree::Element;
use crate::error::Place;

/// A file.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// In file order.
    pub processes: Vec<Process>,
    /// In file order.
    pub pools: Vec<Pool>,
    /// Between nodes of different pools, in file order.
    pub messages: Vec<Message>,
    /// Elements that hold simulation parameters of the whole file.
    pub simulation: Vec<Element>,
}

/// A participant of a collaboration.
#[derive(Clone, Debug)]
pub struct Pool {
    /// Its id.
    pub id: String,
    /// What a reader sees; empty: nothing.
    pub name: String,
    /// Id of its process.
    pub process: String,
}

/// A message flow.
#[derive(Clone, Debug)]
pub struct Message {
    /// What a reader sees: a name or an id.
    pub name: String,
    /// Id of the node, or of the pool, that sends.
    pub from: String,
    /// Id of the node, or of the pool, that receives.
    pub to: String,
    /// Where it stands.
    pub place: Place,
}

/// A process.
#[derive(Clone, Debug)]
pub struct Process {
    /// Its id.
    pub id: String,
    /// What a reader sees.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// Its nodes and flows.
    pub scope: Scope,
    /// For nodes the lane they lie in.
    pub lanes: BTreeMap<String, Lane>,
    /// Everything but steps, as this program wrote it.
    pub head: Option<Value>,
    /// Elements that hold simulation parameters.
    pub simulation: Vec<Element>,
}

/// A lane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// What a reader sees.
    pub name: String,
    /// The agency's id, if this program wrote it.
    pub agency: Option<String>,
}

/// Nodes and flows at one level.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// In file order.
    pub nodes: Vec<Node>,
    /// In file order.
    pub flows: Vec<Flow>,
}

impl Scope {
    /// This level and all within it.
    pub fn levels(&self) -> Vec<&Scope> {
        let mut levels = vec![self];
        let mut at = 0;
        while let Some(&level) = levels.get(at) {
            levels.extend(level.nodes.iter().filter_map(|node| match &node.kind {
                NodeKind::Sub(inner) | NodeKind::EventSub(inner) => Some(inner),
                _ => None,
            }));
            at += 1;
        }
        levels
    }

    /// Nodes at this level and all within it.
    pub fn all_nodes(&self) -> impl Iterator<Item = &Node> {
        self.levels().into_iter().flat_map(|level| &level.nodes)
    }
}

/// A flow node.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its id.
    pub id: String,
    /// What a reader sees; empty: nothing.
    pub name: String,
    /// What it is.
    pub kind: NodeKind,
    /// Where it stands.
    pub place: Place,
    /// Keys of a step, as this program wrote them.
    pub properties: BTreeMap<String, Value>,
    /// Id of the flow that is taken if no condition holds.
    pub default: Option<String>,
    /// Done more than once.
    pub several: Option<Several>,
}

impl Node {
    /// Its name, else its id.
    pub fn shown(&self) -> &str {
        match self.name.as_str() {
            "" => &self.id,
            name => name,
        }
    }
}

/// How an activity is done more than once.
#[derive(Clone, Debug, PartialEq)]
pub enum Several {
    /// Until something holds; at most so often, if the model says it.
    Loop(Option<u32>),
    /// One after another; how often, if the model says it.
    InTurn(Option<u32>),
    /// At once; how often, if the model says it.
    AtOnce(Option<u32>),
}

/// What a node is.
#[derive(Clone, Debug)]
pub enum NodeKind {
    /// Somebody works.
    Human,
    /// A machine works.
    Machine,
    /// A process within the process.
    Sub(Scope),
    /// The same, begun by an event while its surroundings go on.
    EventSub(Scope),
    /// Another process.
    Call(Option<String>),
    /// Where cases begin, and what begins them.
    Start(Trigger),
    /// Where they end.
    End(End),
    /// Waits for a time.
    Timer(Timer),
    /// Waits for somebody else.
    Wait,
    /// Goes on where the link of this name is caught.
    LinkOut(String),
    /// Goes on here.
    LinkIn(String),
    /// Something happens and the case goes on.
    Pass,
    /// Leaves an activity: which, and whether the activity stops.
    Boundary {
        /// Id of the activity.
        host: String,
        /// Whether the activity stops.
        interrupts: bool,
        /// What happens.
        trigger: Trigger,
    },
    /// One branch.
    Exclusive,
    /// One branch, by what happens first.
    FirstEvent,
    /// Some branches.
    Inclusive,
    /// As somebody programmed it.
    Complex,
    /// All branches.
    Parallel,
}

/// What an event waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// A time.
    Timer(Timer),
    /// An error, of this id if it says one.
    Error(Option<String>),
    /// The cancellation of a transaction.
    Cancel,
    /// Something else: `message`, `signal` …
    Other(String),
    /// Nothing.
    None,
}

/// How a path ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// This path only.
    Plain,
    /// Everything at its level.
    Terminate,
    /// Its level, by an error of this id.
    Error(Option<String>),
    /// Its transaction.
    Cancel,
}

/// When a timer goes off, as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Timer {
    /// After a time.
    Duration(String),
    /// At a date.
    Date(String),
    /// Again and again.
    Cycle(String),
    /// Nothing says when.
    Open,
}

impl Timer {
    /// Its text.
    pub fn text(&self) -> Option<&str> {
        match self {
            Timer::Duration(text) | Timer::Date(text) | Timer::Cycle(text) => Some(text),
            Timer::Open => None,
        }
    }
}

/// A sequence flow.
#[derive(Clone, Debug)]
pub struct Flow {
    /// Its id.
    pub id: String,
    /// What a reader sees; empty: nothing.
    pub name: String,
    /// Id of the source.
    pub from: String,
    /// Id of the target.
    pub to: String,
    /// Where it stands.
    pub place: Place,
    /// Its condition as it is written.
    pub condition: Option<String>,
    /// Cases that take it, as this program wrote them.
    pub when: Option<Value>,
}
