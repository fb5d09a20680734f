//! Models that people drew, read for the token game: what it cannot read is named.

use std::collections::BTreeMap;
use std::fmt::Write;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::model::{Kind, Model};

/// A model, the ids of its nodes and flows in its file, and the names of its tasks.
pub struct Recorded {
    pub model: Model,
    pub nodes: Vec<Option<String>>,
    pub flows: Vec<Option<String>>,
    pub names: BTreeMap<usize, String>,
}

/// Nodes and flows of one level.
#[derive(Default)]
struct Level {
    nodes: Vec<Node>,
    /// Id, source, target, and whether it has a condition.
    flows: Vec<(String, String, String, bool)>,
}

struct Node {
    id: String,
    found: Found,
    shown: String,
    /// Its default flow.
    default: Option<String>,
}

enum Found {
    Plain(Kind),
    Sub(Level),
    /// What it calls.
    Call(String),
}

/// All processes of a file.
#[derive(Default)]
struct File {
    /// Id, name, and what is in it.
    processes: Vec<(String, String, Level)>,
    /// Name or id of a pool, and its process.
    pools: Vec<(String, String)>,
}

/// Reads a process of a file: that of a pool, or the only one that no other calls.
pub fn recorded(text: &str, pool: Option<&str>) -> Result<Recorded, String> {
    let file = file(text)?;
    let is_meant = |(id, name, level): &&(String, String, Level)| match pool {
        Some(pool) => {
            let mut pools = file.pools.iter();
            id == pool || name == pool || pools.any(|(of, process)| of == pool && process == id)
        }
        None => !level.nodes.is_empty() && !file.is_called(id),
    };
    let (_, _, level) = file.processes.iter().find(is_meant).ok_or("no process")?;
    let mut recorded = Recorded {
        model: Model::default(),
        nodes: Vec::new(),
        flows: Vec::new(),
        names: BTreeMap::new(),
    };
    recorded.level(&file, level, 0)?;
    Ok(recorded)
}

impl File {
    fn process(&self, id: &str) -> Option<&Level> {
        let found = self.processes.iter().find(|(own, ..)| own == id);
        found
            .map(|(.., level)| level)
            .filter(|level| !level.nodes.is_empty())
    }

    fn is_called(&self, id: &str) -> bool {
        let mut open: Vec<&Level> = self.processes.iter().map(|(.., level)| level).collect();
        while let Some(level) = open.pop() {
            for node in &level.nodes {
                match &node.found {
                    Found::Call(called) if called == id => return true,
                    Found::Sub(inner) => open.push(inner),
                    Found::Call(_) | Found::Plain(_) => {}
                }
            }
        }
        false
    }
}

fn file(text: &str) -> Result<File, String> {
    let mut reader = Reader::from_str(text);
    let mut file = File::default();
    let mut open: Vec<(Level, String, String)> = Vec::new();
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        let (tag, is_empty) = match &event {
            Event::Start(tag) => (tag.clone(), false),
            Event::Empty(tag) => (tag.clone(), true),
            Event::End(tag) => {
                let name = tag.local_name();
                if ["process", "subProcess"].contains(&name.as_ref()) {
                    let (level, id, shown) = open.pop().ok_or("a level without a beginning")?;
                    match open.last_mut() {
                        Some((outer, ..)) => outer.nodes.push(Node {
                            id,
                            found: Found::Sub(level),
                            shown,
                            default: None,
                        }),
                        None => file.processes.push((id, shown, level)),
                    }
                }
                continue;
            }
            Event::Eof => break,
            _ => continue,
        };
        let name = tag.local_name().as_ref().to_owned();
        let id = || get(&tag, "id").ok_or("no id");
        let shown = get(&tag, "name").unwrap_or_default();
        match (name.as_str(), open.last_mut()) {
            ("participant", None) => {
                let process = local(&get(&tag, "processRef").unwrap_or_default());
                file.pools.push((id()?, process.clone()));
                file.pools.push((one_line(&shown), process));
            }
            ("process", _) if !is_empty => open.push((Level::default(), id()?, shown)),
            ("subProcess", Some(_)) if get(&tag, "triggeredByEvent").as_deref() == Some("true") => {
                return Err(name);
            }
            ("subProcess", Some(_)) if !is_empty => open.push((Level::default(), id()?, shown)),
            ("sequenceFlow", Some((level, ..))) => {
                let all = [
                    get(&tag, "id"),
                    get(&tag, "sourceRef"),
                    get(&tag, "targetRef"),
                ];
                let [Some(id), Some(from), Some(to)] = all else {
                    return Err("a flow without an end".to_owned());
                };
                level.flows.push((id, from, to, false));
            }
            ("conditionExpression", Some((level, ..))) => {
                if let Some(flow) = level.flows.last_mut() {
                    flow.3 = true;
                }
            }
            ("terminateEventDefinition", Some((level, ..))) => {
                if let Some(node) = level.nodes.last_mut() {
                    node.found = Found::Plain(Kind::Terminate);
                }
            }
            (
                "boundaryEvent"
                | "eventBasedGateway"
                | "complexGateway"
                | "multiInstanceLoopCharacteristics"
                | "standardLoopCharacteristics"
                | "adHocSubProcess"
                | "transaction"
                | "errorEventDefinition"
                | "linkEventDefinition"
                | "escalationEventDefinition",
                Some(_),
            ) => return Err(name),
            (_, Some((level, ..))) => {
                let found = match name.as_str() {
                    "callActivity" => {
                        Found::Call(local(&get(&tag, "calledElement").unwrap_or_default()))
                    }
                    other => match kind(other) {
                        Some(kind) => Found::Plain(kind),
                        None => continue,
                    },
                };
                level.nodes.push(Node {
                    id: id()?,
                    found,
                    shown,
                    default: get(&tag, "default"),
                });
            }
            (_, None) => {}
        }
    }
    Ok(file)
}

/// A name without its prefix.
fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or_default().to_owned()
}

fn one_line(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn kind(name: &str) -> Option<Kind> {
    Some(match name {
        "task"
        | "userTask"
        | "manualTask"
        | "serviceTask"
        | "scriptTask"
        | "sendTask"
        | "businessRuleTask"
        | "receiveTask"
        | "subProcess"
        | "intermediateCatchEvent" => Kind::Task(1.0),
        "startEvent" => Kind::Start,
        "endEvent" | "intermediateThrowEvent" => Kind::End,
        "exclusiveGateway" => Kind::Xor,
        "parallelGateway" => Kind::And,
        "inclusiveGateway" => Kind::Or,
        _ => return None,
    })
}

fn get(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attributes = tag.attributes().flatten();
    let mut own = attributes.filter(|one| one.key.as_ref() == name);
    let value = own.next()?;
    Some(
        value
            .normalized_value(XmlVersion::Implicit1_0)
            .ok()?
            .into_owned(),
    )
}

impl Recorded {
    /// Draws days and shares, and writes them into the file's text as BIMP does.
    pub fn drawn(&mut self, text: &str, seed: u64) -> String {
        let mut random = StdRng::seed_from_u64(seed);
        let mut figures = String::new();
        for node in 0..self.model.nodes.len() {
            if self.names.contains_key(&node) {
                let days = (1.0 + 9.0 * random.random::<f64>() * 1000.0).round() / 1000.0;
                self.model.nodes[node] = Kind::Task(days);
                let id = self.nodes[node].as_deref().unwrap_or_default();
                let _ = write!(
                    figures,
                    "<q:element elementId=\"{id}\"><q:durationDistribution type=\"FIXED\" mean=\"{}\"/></q:element>",
                    days * 28_800.0
                );
            }
            let outgoing = self.model.outgoing(node);
            let is_choice = self.model.nodes[node] == Kind::Xor;
            let is_free = self.model.nodes[node] == Kind::Or
                && outgoing
                    .iter()
                    .all(|&flow| self.model.flows[flow].share.is_none());
            let mut left = 1.0;
            for (place, &flow) in outgoing.iter().enumerate().filter(|_| outgoing.len() > 1) {
                let flow_of = &mut self.model.flows[flow];
                let share = if is_choice && place + 1 == outgoing.len() {
                    left
                } else {
                    left * (0.3 + 0.4 * random.random::<f64>())
                };
                if is_choice {
                    left -= share;
                    flow_of.is_default = false;
                } else if flow_of.share.is_none() && (flow_of.is_default || !is_free) {
                    continue;
                }
                flow_of.share = Some(share);
                let id = self.flows[flow].as_deref().unwrap_or_default();
                let _ = write!(
                    figures,
                    "<q:sequenceFlow elementId=\"{id}\" executionProbability=\"{share}\"/>"
                );
            }
            if outgoing.len() == 1 {
                self.model.flows[outgoing[0]].share = None;
            }
        }
        let end = text.rfind("</").expect("it has an end");
        format!(
            "{}<q:processSimulationInfo xmlns:q=\"http://www.qbp-simulator.com/Schema201212\">{figures}</q:processSimulationInfo>\n{}",
            &text[..end],
            &text[end..]
        )
    }

    fn add(&mut self, kind: Kind, id: Option<String>) -> usize {
        self.nodes.push(id);
        self.model.node(kind)
    }

    fn link(&mut self, from: usize, to: usize, id: Option<String>) {
        self.flows.push(id);
        self.model.flow(from, to);
    }

    /// Adds a level; where it begins and where it ends.
    fn level(
        &mut self,
        file: &File,
        level: &Level,
        depth: usize,
    ) -> Result<(usize, usize), String> {
        if depth > 20 {
            return Err("a process that calls itself".to_owned());
        }
        let is_whole = depth == 0;
        let begin = self.add(if is_whole { Kind::Start } else { Kind::Xor }, None);
        // A subprocess is done when no token is left in it.
        let end = self.add(if is_whole { Kind::End } else { Kind::Or }, None);
        let mut ends: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        let mut defaults = Vec::new();
        for Node {
            id,
            found,
            shown,
            default,
        } in &level.nodes
        {
            let inner = match found {
                Found::Sub(inner) => Some(inner).filter(|inner| !inner.nodes.is_empty()),
                Found::Call(called) => file.process(called),
                Found::Plain(_) => None,
            };
            let node = match (inner, found) {
                (Some(inner), _) => self.level(file, inner, depth + 1)?,
                (None, Found::Plain(Kind::Terminate)) if !is_whole => {
                    return Err("terminate in a subprocess".to_owned());
                }
                (None, Found::Sub(_) | Found::Call(_) | Found::Plain(Kind::Task(_))) => {
                    self.task(id.clone(), shown)
                }
                (None, Found::Plain(kind)) => {
                    // Events pass every token on, and split as tasks do.
                    let kind = match *kind {
                        Kind::Start | Kind::End => Kind::Task(0.0),
                        kind => kind,
                    };
                    let node = self.add(kind, Some(id.clone()));
                    (node, node)
                }
            };
            defaults.extend(default.clone());
            ends.insert(id.clone(), node);
        }
        let first = self.flows.len();
        for (id, from, to, has_condition) in &level.flows {
            let (Some(&(_, from)), Some(&(to, _))) = (ends.get(from), ends.get(to)) else {
                return Err("a flow to what is not read".to_owned());
            };
            let is_default = defaults.contains(id);
            self.link(from, to, Some(id.clone()));
            if let Some(flow) = self.model.flows.last_mut() {
                flow.is_default = is_default;
                // A share to be drawn.
                flow.share = (*has_condition && !is_default).then_some(0.5);
            }
        }
        let (mut starts, mut last) = (Vec::new(), Vec::new());
        for &(enter, leave) in ends.values() {
            if !self.model.flows[first..]
                .iter()
                .any(|flow| flow.to == enter)
            {
                starts.push(enter);
            }
            if !self.model.flows[first..]
                .iter()
                .any(|flow| flow.from == leave)
            {
                last.push(leave);
            }
        }
        let [start] = starts.as_slice() else {
            return Err(format!("{} beginnings", starts.len()));
        };
        self.link(begin, *start, None);
        for leave in last {
            if self.model.nodes[leave] != Kind::Terminate {
                self.link(leave, end, None);
            }
        }
        Ok((begin, end))
    }

    fn task(&mut self, id: String, shown: &str) -> (usize, usize) {
        let shown = one_line(shown);
        let name = if shown.is_empty() { id.clone() } else { shown };
        let node = self.add(Kind::Task(1.0), Some(id));
        self.names.insert(node, name);
        (node, node)
    }
}
