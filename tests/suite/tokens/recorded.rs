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
    /// Id, kind, name and default flow.
    nodes: Vec<(String, Found, String, Option<String>)>,
    /// Id, source, target, and whether it has a condition.
    flows: Vec<(String, String, String, bool)>,
}

enum Found {
    Plain(Kind),
    Sub(Level),
}

/// Reads the first process of a file.
pub fn recorded(text: &str) -> Result<Recorded, String> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<(Level, Option<(String, String)>)> = Vec::new();
    let mut whole = None;
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        let (tag, is_empty) = match &event {
            Event::Start(tag) => (tag.clone(), false),
            Event::Empty(tag) => (tag.clone(), true),
            Event::End(tag) => {
                let name = tag.local_name();
                if ["process", "subProcess"].contains(&name.as_ref()) {
                    let (level, of) = open.pop().ok_or("a level without a beginning")?;
                    match (of, open.last_mut()) {
                        (Some((id, shown)), Some((outer, _))) => {
                            outer.nodes.push((id, Found::Sub(level), shown, None));
                        }
                        _ if whole.is_none() => whole = Some(level),
                        _ => return Err("several processes".to_owned()),
                    }
                }
                continue;
            }
            Event::Eof => break,
            _ => continue,
        };
        let name = tag.local_name().as_ref().to_owned();
        match (name.as_str(), open.last_mut()) {
            ("process", _) if !is_empty => open.push((Level::default(), None)),
            ("subProcess", Some(_)) => {
                if is_empty || get(&tag, "triggeredByEvent").as_deref() == Some("true") {
                    return Err(name);
                }
                let shown = get(&tag, "name").unwrap_or_default();
                open.push((
                    Level::default(),
                    Some((get(&tag, "id").ok_or("no id")?, shown)),
                ));
            }
            ("sequenceFlow", Some((level, _))) => {
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
            ("conditionExpression", Some((level, _))) => {
                if let Some(flow) = level.flows.last_mut() {
                    flow.3 = true;
                }
            }
            ("terminateEventDefinition", Some((level, _))) => {
                if let Some(node) = level.nodes.last_mut() {
                    node.1 = Found::Plain(Kind::Terminate);
                }
            }
            (
                "boundaryEvent"
                | "eventBasedGateway"
                | "complexGateway"
                | "callActivity"
                | "multiInstanceLoopCharacteristics"
                | "standardLoopCharacteristics"
                | "adHocSubProcess"
                | "transaction"
                | "errorEventDefinition"
                | "linkEventDefinition"
                | "escalationEventDefinition",
                Some(_),
            ) => return Err(name),
            (_, Some((level, _))) => {
                let Some(kind) = kind(&name) else { continue };
                let id = get(&tag, "id").ok_or("no id")?;
                let shown = get(&tag, "name").unwrap_or_default();
                let node = (id, Found::Plain(kind), shown, get(&tag, "default"));
                level.nodes.push(node);
            }
            (_, None) => {}
        }
    }
    let level = whole.ok_or("no process")?;
    let mut recorded = Recorded {
        model: Model::default(),
        nodes: Vec::new(),
        flows: Vec::new(),
        names: BTreeMap::new(),
    };
    recorded.level(level, true)?;
    Ok(recorded)
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
    fn level(&mut self, level: Level, is_whole: bool) -> Result<(usize, usize), String> {
        let begin = self.add(if is_whole { Kind::Start } else { Kind::Xor }, None);
        // A subprocess is done when no token is left in it.
        let end = self.add(if is_whole { Kind::End } else { Kind::Or }, None);
        let mut ends: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        let mut defaults = Vec::new();
        for (id, found, shown, default) in level.nodes {
            let node = match found {
                Found::Sub(inner) if !inner.nodes.is_empty() => self.level(inner, false)?,
                Found::Plain(Kind::Terminate) if !is_whole => {
                    return Err("terminate in a subprocess".to_owned());
                }
                Found::Sub(_) => self.task(id.clone(), shown),
                Found::Plain(Kind::Task(_)) => self.task(id.clone(), shown),
                Found::Plain(kind) => {
                    // Events pass every token on, and split as tasks do.
                    let kind = match kind {
                        Kind::Start | Kind::End => Kind::Task(0.0),
                        kind => kind,
                    };
                    let node = self.add(kind, Some(id.clone()));
                    (node, node)
                }
            };
            defaults.extend(default);
            ends.insert(id, node);
        }
        let first = self.flows.len();
        for (id, from, to, has_condition) in level.flows {
            let (Some(&(_, from)), Some(&(to, _))) = (ends.get(&from), ends.get(&to)) else {
                return Err("a flow to what is not read".to_owned());
            };
            let is_default = defaults.contains(&id);
            self.link(from, to, Some(id));
            if let Some(flow) = self.model.flows.last_mut() {
                flow.is_default = is_default;
                // A share to be drawn.
                flow.share = (has_condition && !is_default).then_some(0.5);
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

    fn task(&mut self, id: String, shown: String) -> (usize, usize) {
        let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        let name = if shown.is_empty() { id.clone() } else { shown };
        let node = self.add(Kind::Task(1.0), Some(id));
        self.names.insert(node, name);
        (node, node)
    }
}
