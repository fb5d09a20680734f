//! What a BPMN file says: processes with nodes, flows and lanes; what it holds besides is noted by name.

use std::collections::BTreeMap;

use serde_json::Value;

use super::note::Notes;
use super::tree::{Element, Space};
use crate::error::{Place, Problem};

/// A file.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// In file order.
    pub processes: Vec<Process>,
    /// Names of pools, by the id of their process.
    pub pools: BTreeMap<String, String>,
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
    /// Repeated until something holds.
    pub is_loop: bool,
    /// Done several times: whether one after another.
    pub several: Option<bool>,
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
    /// Another process.
    Call(Option<String>),
    /// Where cases begin.
    Start,
    /// Where they end.
    End,
    /// Waits for a time; the duration as it is written.
    Timer(Option<String>),
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
        /// The time after which it happens, if it is a timer.
        timer: Option<Option<String>>,
    },
    /// One branch.
    Exclusive,
    /// Some branches.
    Inclusive,
    /// All branches.
    Parallel,
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
    /// Whether it has a condition.
    pub is_conditional: bool,
    /// Cases that take it, as this program wrote them.
    pub when: Option<Value>,
}

/// Reads the tree.
///
/// # Errors
/// It is no BPMN 2.0.
pub fn model(root: &Element, notes: &mut Notes) -> Result<Model, Problem> {
    if root.space != Space::Bpmn || root.name != "definitions" {
        return Err(
            Problem::error(format!("`{}` is no BPMN 2.0 model", root.name))
                .allowed(
                    "`definitions` in the namespace http://www.omg.org/spec/BPMN/20100524/MODEL",
                )
                .at(root.place.clone()),
        );
    }
    let mut model = Model::default();
    let timers = root
        .extensions()
        .filter(|one| one.space == Space::Simulation);
    let mut simulation: Vec<Element> = timers.cloned().collect();
    let beside = root.children.iter();
    simulation.extend(beside.filter(|one| one.space == Space::Simulation).cloned());
    for collaboration in root.bpmn("collaboration") {
        for pool in collaboration.bpmn("participant") {
            if let (Some(process), Some(name)) = (pool.get("processRef"), pool.get("name")) {
                let process = process.rsplit(':').next().unwrap_or(process);
                model.pools.insert(process.to_owned(), one_line(name));
            }
        }
        for flow in collaboration.bpmn("messageFlow") {
            notes.left_out(flow, "message flow", "消息流");
        }
        artifacts(collaboration, notes);
    }
    for element in root.bpmn("process") {
        let mut lanes = BTreeMap::new();
        for set in element.bpmn("laneSet") {
            lanes_of(set, &mut lanes);
        }
        let mut own: Vec<Element> = simulation.clone();
        let inside = element.extensions();
        own.extend(inside.filter(|one| one.space == Space::Simulation).cloned());
        let head = element
            .extensions()
            .find(|one| one.space == Space::Redtape && one.name == "scenario")
            .and_then(|one| serde_json::from_str(one.get("value")?).ok());
        let id = element.get("id").unwrap_or("process");
        model.processes.push(Process {
            id: id.to_owned(),
            name: one_line(element.get("name").unwrap_or_default()),
            place: element.place.clone(),
            scope: scope(element, notes),
            lanes,
            head,
            simulation: own,
        });
    }
    Ok(model)
}

fn lanes_of(set: &Element, lanes: &mut BTreeMap<String, Lane>) {
    for lane in set.bpmn("lane") {
        let name = one_line(lane.get("name").unwrap_or_default());
        let agency = properties(lane).remove("agency");
        let known = Lane {
            name,
            agency: agency.as_ref().and_then(Value::as_str).map(str::to_owned),
        };
        for node in lane.bpmn("flowNodeRef") {
            lanes.insert(node.text.clone(), known.clone());
        }
        for inner in lane.bpmn("childLaneSet") {
            lanes_of(inner, lanes);
        }
    }
}

fn scope(element: &Element, notes: &mut Notes) -> Scope {
    let mut scope = Scope::default();
    for child in element
        .children
        .iter()
        .filter(|one| one.space == Space::Bpmn)
    {
        match child.name.as_str() {
            "sequenceFlow" => scope.flows.extend(flow(child, notes)),
            "extensionElements"
            | "laneSet"
            | "incoming"
            | "outgoing"
            | "documentation"
            | "ioSpecification"
            | "property"
            | "dataInputAssociation"
            | "dataOutputAssociation"
            | "standardLoopCharacteristics"
            | "multiInstanceLoopCharacteristics" => {}
            "dataObject" => {}
            "dataObjectReference" | "dataStoreReference" => {
                notes.left_out(child, "data object", "数据对象");
            }
            _ => match node(child, notes) {
                Some(node) => scope.nodes.push(node),
                None if is_aside(child) => {}
                None => artifact(child, notes),
            },
        }
    }
    scope
}

/// Whether it runs aside from the flow; [`kind`] has noted it.
fn is_aside(element: &Element) -> bool {
    let is = |name: &str| element.get(name) == Some("true");
    is("isForCompensation") || is("triggeredByEvent")
}

fn artifacts(element: &Element, notes: &mut Notes) {
    for child in element
        .children
        .iter()
        .filter(|one| one.space == Space::Bpmn)
    {
        if ["textAnnotation", "group", "association"].contains(&child.name.as_str()) {
            artifact(child, notes);
        }
    }
}

fn artifact(element: &Element, notes: &mut Notes) {
    match element.name.as_str() {
        // A line to a note says nothing by itself.
        "association" => {}
        "textAnnotation" => notes.left_out(element, "text annotation", "文本注释"),
        "group" => notes.left_out(element, "group", "分组"),
        other => notes.left_out(element, other, other),
    }
}

fn flow(element: &Element, notes: &mut Notes) -> Option<Flow> {
    let (Some(from), Some(to)) = (element.get("sourceRef"), element.get("targetRef")) else {
        notes.left_out(
            element,
            "sequence flow without both ends",
            "缺少一端的顺序流",
        );
        return None;
    };
    let when = properties(element).remove("when");
    Some(Flow {
        id: element.get("id").unwrap_or_default().to_owned(),
        name: one_line(element.get("name").unwrap_or_default()),
        from: from.to_owned(),
        to: to.to_owned(),
        place: element.place.clone(),
        is_conditional: element.bpmn("conditionExpression").next().is_some(),
        when,
    })
}

fn node(element: &Element, notes: &mut Notes) -> Option<Node> {
    let kind = kind(element, notes)?;
    let several = element.bpmn("multiInstanceLoopCharacteristics").next();
    Some(Node {
        id: element.get("id").unwrap_or_default().to_owned(),
        name: one_line(element.get("name").unwrap_or_default()),
        kind,
        place: element.place.clone(),
        properties: properties(element),
        is_loop: element.bpmn("standardLoopCharacteristics").next().is_some(),
        several: several.map(|one| one.get("isSequential") == Some("true")),
    })
}

fn kind(element: &Element, notes: &mut Notes) -> Option<NodeKind> {
    let is = |name: &str, value: &str| element.get(name) == Some(value);
    if is("isForCompensation", "true") {
        notes.left_out(element, "compensation", "补偿活动");
        return None;
    }
    Some(match element.name.as_str() {
        "task" | "userTask" | "manualTask" => NodeKind::Human,
        "serviceTask" | "scriptTask" | "businessRuleTask" | "sendTask" => NodeKind::Machine,
        "receiveTask" => NodeKind::Wait,
        "subProcess" | "transaction" | "adHocSubProcess" => {
            if is("triggeredByEvent", "true") {
                notes.left_out(element, "event subprocess", "事件子流程");
                return None;
            }
            NodeKind::Sub(scope(element, notes))
        }
        "callActivity" => {
            let called = element.get("calledElement");
            NodeKind::Call(called.map(|id| id.rsplit(':').next().unwrap_or(id).to_owned()))
        }
        "startEvent" => NodeKind::Start,
        "endEvent" => NodeKind::End,
        "intermediateCatchEvent" => catch(element),
        "intermediateThrowEvent" => match link(element) {
            Some(name) => NodeKind::LinkOut(name),
            None => NodeKind::Pass,
        },
        "boundaryEvent" => NodeKind::Boundary {
            host: element.get("attachedToRef").unwrap_or_default().to_owned(),
            interrupts: !is("cancelActivity", "false"),
            timer: element.bpmn("timerEventDefinition").next().map(timer),
        },
        "exclusiveGateway" | "eventBasedGateway" => NodeKind::Exclusive,
        "inclusiveGateway" | "complexGateway" => NodeKind::Inclusive,
        "parallelGateway" => NodeKind::Parallel,
        _ => return None,
    })
}

fn catch(element: &Element) -> NodeKind {
    if let Some(definition) = element.bpmn("timerEventDefinition").next() {
        return NodeKind::Timer(timer(definition));
    }
    if let Some(name) = link(element) {
        return NodeKind::LinkIn(name);
    }
    let waits = [
        "messageEventDefinition",
        "signalEventDefinition",
        "conditionalEventDefinition",
    ];
    match waits.iter().any(|name| element.bpmn(name).next().is_some()) {
        true => NodeKind::Wait,
        false => NodeKind::Pass,
    }
}

fn timer(definition: &Element) -> Option<String> {
    let duration = definition.bpmn("timeDuration").next()?;
    Some(duration.text.clone())
}

fn link(element: &Element) -> Option<String> {
    let definition = element.bpmn("linkEventDefinition").next()?;
    Some(definition.get("name").unwrap_or_default().to_owned())
}

/// What this program wrote into an element.
fn properties(element: &Element) -> BTreeMap<String, Value> {
    let own = element.extensions();
    own.filter(|one| one.space == Space::Redtape && one.name == "property")
        .filter_map(|one| {
            let (name, value) = (one.get("name")?, one.get("value")?);
            // The agency of a lane is a bare word.
            let value = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value));
            Some((name.to_owned(), value))
        })
        .collect()
}

/// Editors break names over lines.
pub fn one_line(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}
