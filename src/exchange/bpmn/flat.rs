//! One flat graph: what is left of a model once nothing lies inside anything else.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use toml::Value;

use super::model::{Lane, Timer};
use crate::error::Place;

/// Somebody's or something's work.
#[derive(Clone, Debug, PartialEq)]
pub enum Work {
    /// People.
    Human,
    /// A machine.
    Machine,
    /// Waiting for somebody else.
    Wait,
    /// Waiting for a time.
    Timer(Timer),
    /// Somebody's work or wait that takes just this long, because a deadline says so.
    Taking(Value),
    /// A point in the flow that needs a step of its own.
    Instant,
}

/// How tokens go on from a node (BPMN 2.0.2 §13.3-13.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// Each by itself: tasks, events, exclusive gateways.
    Each,
    /// One of every incoming link together: parallel gateways.
    All,
    /// One, once no more can come: inclusive gateways, the end of a subprocess.
    Any,
}

/// What a token that comes here ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The case.
    Case,
    /// Its subprocess: this is the level.
    Level(usize),
}

/// A step's own repetition.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Repeated {
    /// Chance of one more time.
    pub share: f64,
    /// Whether it is assumed.
    pub is_assumed: bool,
    /// At most so often again.
    pub most: u32,
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
    pub properties: BTreeMap<String, Json>,
    /// Its lane.
    pub lane: Option<Lane>,
    /// How tokens go on.
    pub gate: Gate,
    /// What a token ends.
    pub stop: Option<Stop>,
    /// The subprocess it lies in: 0 is the process itself.
    pub level: usize,
    /// Cases that come to one of these do not go on here.
    pub spared_by: Vec<usize>,
    /// Its own repetition.
    pub repeated: Option<Repeated>,
    /// Of a law that the model's parameters have for it, what is left before a deadline.
    pub takes: Option<Value>,
}

impl Spot {
    /// A node that says nothing.
    pub fn blank(place: &Place, level: usize) -> Spot {
        Spot {
            id: String::new(),
            name: String::new(),
            work: None,
            place: place.clone(),
            properties: BTreeMap::new(),
            lane: None,
            gate: Gate::Each,
            stop: None,
            level,
            spared_by: Vec::new(),
            repeated: None,
            takes: None,
        }
    }

    /// Its name, else its id.
    pub fn shown(&self) -> &str {
        match (self.name.as_str(), self.id.as_str()) {
            ("", "") => "start",
            ("", id) => id,
            (name, _) => name,
        }
    }
}

/// Which cases go along a link.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mode {
    /// All.
    Always,
    /// One link of its source is chosen; the share if it is known.
    One(Option<f64>),
    /// Chosen or not by itself; the share if it is known.
    Maybe(Option<f64>),
    /// Those that no other link of its source takes.
    Otherwise,
}

impl Mode {
    /// The share, if it is known.
    pub fn share(self) -> Option<f64> {
        match self {
            Mode::One(share) | Mode::Maybe(share) => share,
            Mode::Always | Mode::Otherwise => None,
        }
    }
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
    /// Whether the share is assumed though it is known.
    pub is_assumed: bool,
    /// Cases that go along, as this program wrote them.
    pub when: Option<Json>,
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

impl Flat {
    /// Adds a link without a word.
    pub fn link(&mut self, from: usize, to: usize, mode: Mode) {
        self.links.push(Link {
            from,
            to,
            name: String::new(),
            mode,
            is_assumed: false,
            when: None,
        });
    }

    /// Links by source.
    pub fn outgoing(&self) -> Vec<Vec<usize>> {
        self.by(|link| link.from)
    }

    /// Links by target.
    pub fn incoming(&self) -> Vec<Vec<usize>> {
        self.by(|link| link.to)
    }

    fn by(&self, end: impl Fn(&Link) -> usize) -> Vec<Vec<usize>> {
        let mut links = vec![Vec::new(); self.spots.len()];
        for (number, link) in self.links.iter().enumerate() {
            links[end(link)].push(number);
        }
        links
    }

    /// The name of a node, or of the first named one after it.
    pub fn near(&self, node: usize) -> &str {
        let next = self.outgoing();
        let mut at = node;
        for _ in 0..self.spots.len() {
            if !self.spots[at].name.is_empty() {
                break;
            }
            match next[at].first() {
                Some(&link) => at = self.links[link].to,
                None => break,
            }
        }
        self.spots[at].shown()
    }

    /// A link's name, else that of the first named node it leads to.
    pub fn link_name(&self, link: usize) -> String {
        let link = &self.links[link];
        if !link.name.is_empty() {
            return link.name.clone();
        }
        match self.near(link.to) {
            "start" => "otherwise".to_owned(),
            name => name.to_owned(),
        }
    }

    /// For each node whether a token can come there from this one.
    pub fn reached(&self, from: usize) -> Vec<bool> {
        let next = self.outgoing();
        let mut is_reached = vec![false; self.spots.len()];
        let mut open = vec![from];
        while let Some(node) = open.pop() {
            if !std::mem::replace(&mut is_reached[node], true) {
                open.extend(next[node].iter().map(|&link| self.links[link].to));
            }
        }
        is_reached
    }

    /// Shares of links of which one is taken, adding up to 1; and whether they are assumed.
    pub fn shares(&self, links: &[usize]) -> (Vec<f64>, bool) {
        let given = links.iter().map(|&link| self.links[link].mode.share());
        let given: Vec<Option<f64>> = given.collect();
        let known: f64 = given.iter().flatten().sum();
        let n_open = given.iter().filter(|share| share.is_none()).count();
        let rest = (1.0 - known).max(0.0) / n_open.max(1) as f64;
        let total = known + rest * n_open as f64;
        if !(total.is_finite() && total > 0.0) {
            return (vec![1.0 / links.len() as f64; links.len()], true);
        }
        let shares = given.iter().map(|share| share.unwrap_or(rest) / total);
        let is_assumed = n_open > 1 || (n_open == 1 && known == 0.0);
        (shares.collect(), is_assumed)
    }
}
