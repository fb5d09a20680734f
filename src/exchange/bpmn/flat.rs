//! One flat graph: what is left of a model once nothing lies inside anything else.

use std::collections::BTreeMap;

use serde_json::Value;

use super::model::Lane;
use crate::error::Place;

/// Somebody's or something's work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Work {
    /// People.
    Human,
    /// A machine.
    Machine,
    /// Waiting for somebody else.
    Wait,
    /// Waiting for a time.
    Timer(Option<String>),
}

/// A node.
#[derive(Clone, Debug)]
pub struct Spot {
    /// Its id in the model.
    pub id: String,
    /// What a reader sees; empty: nothing.
    pub name: String,
    /// `None`: nothing is done here.
    pub work: Option<Work>,
    /// Where it stands in the model.
    pub place: Place,
    /// Keys of a step, as this program wrote them.
    pub properties: BTreeMap<String, Value>,
    /// Its lane.
    pub lane: Option<Lane>,
    /// Repeated until something holds.
    pub is_loop: bool,
}

/// Which cases go along a link.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mode {
    /// All.
    Always,
    /// One link of its source is chosen; the share if the model says it.
    One(Option<f64>),
    /// Chosen or not by itself; the share if the model says it.
    Maybe(Option<f64>),
}

/// A link.
#[derive(Clone, Debug)]
pub struct Link {
    /// Place of the source.
    pub from: usize,
    /// Place of the target.
    pub to: usize,
    /// What a reader sees; empty: nothing.
    pub name: String,
    /// Which cases go along.
    pub mode: Mode,
    /// Cases that go along, as this program wrote them.
    pub when: Option<Value>,
}

/// The graph.
#[derive(Clone, Debug, Default)]
pub struct Flat {
    /// Nodes.
    pub spots: Vec<Spot>,
    /// Links, in file order.
    pub links: Vec<Link>,
    /// Where cases begin.
    pub root: usize,
}
