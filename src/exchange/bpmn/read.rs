//! A BPMN file's elements read into a model; what has no place in one is noted by name.

use std::collections::BTreeMap;

use serde_json::Value;

use super::dropped;
use super::model::{
    End, Flow, Lane, Message, Model, Node, NodeKind, Pool, Process, Scope, Several, Timer, Trigger,
};
use super::note::Notes;
use super::tree::{Element, Space};
use crate::error::Problem;

/// Children of an event definition; more are none of a timer.
const MOST_IN_DEFINITION: usize = 10;

/// Reads the tree.
///
/// # Errors
/// It is no BPMN 2.0.
pub fn model(root: &mut Element, notes: &mut Notes) -> Result<Model, Problem> {
    refer(root);
    let root = &*root;
    if root.space != Space::Bpmn || root.name != "definitions" {
        return Err(
            Problem::error(format!("`{}` is no BPMN 2.0 model", root.name))
                .allowed(
                    "`definitions` in the namespace http://www.omg.org/spec/BPMN/20100524/MODEL",
                )
                .at(root.place.clone()),
        );
    }
    let mut model = Model {
        simulation: simulation(root),
        ..Model::default()
    };
    for relationship in root.bpmn("relationship") {
        model.simulation.extend(simulation(relationship));
    }
    for collaboration in root.bpmn("collaboration") {
        for pool in collaboration.bpmn("participant") {
            dropped::tell_of_pool(pool, notes);
            let Some(process) = pool.get("processRef") else {
                continue;
            };
            model.pools.push(Pool {
                id: pool.get("id").unwrap_or_default().to_owned(),
                name: one_line(pool.get("name").unwrap_or_default()),
                process: local(process),
            });
        }
        for flow in collaboration.bpmn("messageFlow") {
            let id = flow.get("id").unwrap_or("?");
            let name = one_line(flow.get("name").unwrap_or_default());
            model.messages.push(Message {
                name: if name.is_empty() { id.to_owned() } else { name },
                from: local(flow.get("sourceRef").unwrap_or_default()),
                to: local(flow.get("targetRef").unwrap_or_default()),
                place: flow.place.clone(),
            });
        }
        artifacts(collaboration, notes);
    }
    for element in root.bpmn("process") {
        let mut lanes = BTreeMap::new();
        for set in element.bpmn("laneSet") {
            lanes_of(set, &mut lanes);
        }
        let head = element
            .extensions()
            .find(|one| one.space == Space::Redtape && one.name == "scenario")
            .and_then(|one| serde_json::from_str(one.get("value")?).ok());
        model.processes.push(Process {
            id: element.get("id").unwrap_or("process").to_owned(),
            name: one_line(element.get("name").unwrap_or_default()),
            place: element.place.clone(),
            scope: scope(element, notes),
            lanes,
            head,
            simulation: simulation(element),
        });
    }
    Ok(model)
}

/// Puts event definitions that stand beside the processes into the events that refer to them.
fn refer(root: &mut Element) {
    let is_definition = |one: &&Element| {
        let is_small = one.children.len() <= MOST_IN_DEFINITION;
        one.space == Space::Bpmn && one.name.ends_with("EventDefinition") && is_small
    };
    let known = root.children.iter().filter(is_definition);
    let known = known.filter_map(|one| Some((one.get("id")?.to_owned(), one.clone())));
    let known: BTreeMap<String, Element> = known.collect();
    let mut open: Vec<&mut Element> = if known.is_empty() {
        Vec::new()
    } else {
        root.children.iter_mut().collect()
    };
    while let Some(element) = open.pop() {
        for child in &mut element.children {
            let is_reference = child.space == Space::Bpmn && child.name == "eventDefinitionRef";
            if let Some(meant) = known.get(&local(&child.text)).filter(|_| is_reference) {
                *child = meant.clone();
            }
        }
        open.extend(&mut element.children);
    }
}

/// Elements with simulation parameters, in an element or in its extensions.
fn simulation(element: &Element) -> Vec<Element> {
    let holds = |one: &&Element| matches!(one.space, Space::Qbp | Space::BpSim);
    let beside = element.children.iter().filter(holds);
    beside
        .chain(element.extensions().filter(holds))
        .cloned()
        .collect()
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
    let own = |child: &&Element| child.space == Space::Bpmn;
    for child in element.children.iter().filter(own) {
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
            | "multiInstanceLoopCharacteristics"
            | "completionCondition"
            | "monitoring"
            | "auditing"
            | "resourceRole"
            | "performer"
            | "potentialOwner"
            | "humanPerformer"
            | "supportedInterfaceRef"
            | "dataObject" => {}
            "dataObjectReference" | "dataStoreReference" => {
                notes.left_out(child, "data object", "数据对象");
            }
            _ if child.get("isForCompensation") == Some("true") || dropped::undoes(child) => {
                notes.left_out(child, "compensation", "补偿活动");
            }
            _ => match kind(child, notes) {
                Some(kind) => {
                    dropped::tell(child, notes);
                    scope.nodes.push(node(child, kind));
                }
                None => artifact(child, notes),
            },
        }
    }
    scope
}

fn artifacts(element: &Element, notes: &mut Notes) {
    for child in &element.children {
        let is_artifact = ["textAnnotation", "group", "association"].contains(&child.name.as_str());
        if child.space == Space::Bpmn && is_artifact {
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
    let condition = element.bpmn("conditionExpression").next();
    Some(Flow {
        id: element.get("id").unwrap_or_default().to_owned(),
        name: one_line(element.get("name").unwrap_or_default()),
        from: from.to_owned(),
        to: to.to_owned(),
        place: element.place.clone(),
        condition: condition.map(|one| one.text.clone()),
        when: properties(element).remove("when"),
    })
}

fn node(element: &Element, kind: NodeKind) -> Node {
    Node {
        id: element.get("id").unwrap_or_default().to_owned(),
        name: one_line(element.get("name").unwrap_or_default()),
        kind,
        place: element.place.clone(),
        properties: properties(element),
        default: element.get("default").map(str::to_owned),
        several: several(element),
    }
}

fn several(element: &Element) -> Option<Several> {
    let count = |text: &str| text.trim().parse().ok().filter(|count| *count > 0);
    if let Some(repeated) = element.bpmn("standardLoopCharacteristics").next() {
        return Some(Several::Loop(repeated.get("loopMaximum").and_then(count)));
    }
    let several = element.bpmn("multiInstanceLoopCharacteristics").next()?;
    let given = several.bpmn("loopCardinality").next();
    let given = given.and_then(|one| count(&one.text));
    Some(match several.get("isSequential") {
        Some("true") => Several::InTurn(given),
        Some(_) | None => Several::AtOnce(given),
    })
}

fn kind(element: &Element, notes: &mut Notes) -> Option<NodeKind> {
    let is = |name: &str, value: &str| element.get(name) == Some(value);
    Some(match element.name.as_str() {
        "task" | "userTask" | "manualTask" => NodeKind::Human,
        "serviceTask" | "scriptTask" | "businessRuleTask" | "sendTask" => NodeKind::Machine,
        "receiveTask" => NodeKind::Wait,
        "subProcess" if is("triggeredByEvent", "true") => NodeKind::EventSub(scope(element, notes)),
        "subProcess" | "transaction" => NodeKind::Sub(scope(element, notes)),
        "adHocSubProcess" => {
            let shown = one_line(element.get("name").or(element.get("id")).unwrap_or("?"));
            notes.inexact(
                &element.place,
                format!("`{shown}` lets its performers choose what they do: all of it is done, side by side, unless flows order it"),
                format!("“{shown}”由经办人自行选择活动：此处按全部并行办理（有顺序流的按顺序）"),
            );
            NodeKind::Sub(scope(element, notes))
        }
        "callActivity" => NodeKind::Call(called(element)),
        "startEvent" => NodeKind::Start(trigger(element)),
        "endEvent" => NodeKind::End(end(element)),
        "intermediateCatchEvent" => match (trigger(element), link(element)) {
            (Trigger::Timer(timer), _) => NodeKind::Timer(timer),
            (_, Some(name)) => NodeKind::LinkIn(name),
            (Trigger::None, None) => NodeKind::Pass,
            (Trigger::Error(_) | Trigger::Cancel | Trigger::Other(_), None) => NodeKind::Wait,
        },
        "intermediateThrowEvent" => link(element).map_or(NodeKind::Pass, NodeKind::LinkOut),
        "boundaryEvent" => NodeKind::Boundary {
            host: element.get("attachedToRef").unwrap_or_default().to_owned(),
            interrupts: !is("cancelActivity", "false"),
            trigger: trigger(element),
        },
        "exclusiveGateway" => NodeKind::Exclusive,
        "eventBasedGateway" => NodeKind::FirstEvent,
        "inclusiveGateway" => NodeKind::Inclusive,
        "complexGateway" => NodeKind::Complex,
        "parallelGateway" => NodeKind::Parallel,
        _ => return None,
    })
}

/// What a call calls; Camunda 8 says it in an element of its own.
fn called(element: &Element) -> Option<String> {
    let mut beside = element
        .extensions()
        .filter(|one| one.name == "calledElement");
    let said = element.get("calledElement");
    said.or_else(|| beside.next()?.get("processId")).map(local)
}

fn end(element: &Element) -> End {
    match trigger(element) {
        Trigger::Error(id) => End::Error(id),
        Trigger::Cancel => End::Cancel,
        Trigger::Other(what) if what == "terminate" => End::Terminate,
        Trigger::Timer(_) | Trigger::Other(_) | Trigger::None => End::Plain,
    }
}

/// What an event waits for, or tells.
pub(super) fn trigger(element: &Element) -> Trigger {
    let own = |child: &&Element| child.space == Space::Bpmn;
    let mut definitions = element.children.iter().filter(own).filter_map(|child| {
        let what = child.name.strip_suffix("EventDefinition")?;
        Some(match what {
            "timer" => Trigger::Timer(timer(child)),
            "error" => Trigger::Error(child.get("errorRef").map(str::to_owned)),
            "cancel" => Trigger::Cancel,
            other => Trigger::Other(other.to_owned()),
        })
    });
    definitions.next().unwrap_or(Trigger::None)
}

fn timer(definition: &Element) -> Timer {
    let text = |name| definition.bpmn(name).next().map(|one| one.text.clone());
    let kinds = [
        text("timeDuration").map(Timer::Duration),
        text("timeDate").map(Timer::Date),
        text("timeCycle").map(Timer::Cycle),
    ];
    let said = kinds
        .into_iter()
        .flatten()
        .find(|timer| timer.text() != Some(""));
    said.unwrap_or(Timer::Open)
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

/// A name without its prefix.
fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_owned()
}

/// Editors break names over lines.
pub fn one_line(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}
