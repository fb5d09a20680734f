//! The diagram as XML.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use toml::Table;

use super::NAMESPACE;
use super::graph::{Graph, Node, Shape, clean};
use super::layout::{Bounds, Layout};

/// The whole file.
pub fn write(graph: &Graph, layout: &Layout, head: &Table, title: &str) -> String {
    let mut page = Page(Writer::new_with_indent(Vec::new(), b' ', 2));
    page.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
    let namespaces = [
        ("xmlns:bpmn", "http://www.omg.org/spec/BPMN/20100524/MODEL"),
        ("xmlns:bpmndi", "http://www.omg.org/spec/BPMN/20100524/DI"),
        ("xmlns:dc", "http://www.omg.org/spec/DD/20100524/DC"),
        ("xmlns:di", "http://www.omg.org/spec/DD/20100524/DI"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ("xmlns:redtape", NAMESPACE),
        ("id", "definitions"),
        ("targetNamespace", NAMESPACE),
        ("exporter", "redtape"),
        ("exporterVersion", env!("CARGO_PKG_VERSION")),
    ];
    page.within("bpmn:definitions", &namespaces, |page| {
        let title = clean(title);
        page.within("bpmn:collaboration", &[("id", "collaboration")], |page| {
            let pool = [
                ("id", "pool"),
                ("name", title.as_str()),
                ("processRef", "process"),
            ];
            page.alone("bpmn:participant", &pool);
        });
        let process = [
            ("id", "process"),
            ("name", title.as_str()),
            ("isExecutable", "false"),
        ];
        page.within("bpmn:process", &process, |page| {
            page.process(graph, head);
        });
        page.within("bpmndi:BPMNDiagram", &[("id", "diagram")], |page| {
            let plane = [("id", "plane"), ("bpmnElement", "collaboration")];
            page.within("bpmndi:BPMNPlane", &plane, |page| page.plane(graph, layout));
        });
    });
    let mut text = String::from_utf8(page.0.into_inner()).expect("names are UTF-8");
    text.push('\n');
    text
}

/// What is written so far. Writing to memory does not fail.
struct Page(Writer<Vec<u8>>);

impl Page {
    fn event(&mut self, event: Event<'_>) {
        self.0
            .write_event(event)
            .expect("writing to memory does not fail");
    }

    fn alone(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.event(Event::Empty(start));
    }

    fn within(&mut self, name: &str, attributes: &[(&str, &str)], inside: impl FnOnce(&mut Page)) {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.event(Event::Start(start));
        inside(self);
        self.event(Event::End(BytesEnd::new(name)));
    }

    fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.within(name, attributes, |page| {
            page.event(Event::Text(BytesText::new(text)));
        });
    }

    fn process(&mut self, graph: &Graph, head: &Table) {
        let head = serde_json::to_string(head).expect("figures and words are JSON");
        self.within("bpmn:extensionElements", &[], |page| {
            page.alone("redtape:scenario", &[("value", &head)]);
        });
        self.within("bpmn:laneSet", &[("id", "lanes")], |page| {
            for (number, lane) in graph.lanes.iter().enumerate() {
                let id = lane_id(number);
                page.within("bpmn:lane", &[("id", &id), ("name", &lane.name)], |page| {
                    // Of nobody: empty, so that its name is not taken for an agency's.
                    let agency = lane.agency.clone().unwrap_or_default();
                    page.properties(&[("agency".to_owned(), agency)]);
                    for node in graph.nodes.iter().filter(|node| node.lane == number) {
                        page.text("bpmn:flowNodeRef", &[], &node.id);
                    }
                });
            }
        });
        let mut ends = vec![[Vec::new(), Vec::new()]; graph.nodes.len()];
        for (number, flow) in graph.flows.iter().enumerate() {
            ends[flow.to][0].push(number);
            ends[flow.from][1].push(number);
        }
        for (node, [incoming, outgoing]) in graph.nodes.iter().zip(&ends) {
            self.node(graph, node, incoming, outgoing);
        }
        for (number, flow) in graph.flows.iter().enumerate() {
            let id = flow_id(number);
            let ends = [
                ("id", id.as_str()),
                ("sourceRef", &graph.nodes[flow.from].id),
                ("targetRef", &graph.nodes[flow.to].id),
            ];
            match &flow.condition {
                None => self.alone("bpmn:sequenceFlow", &ends),
                Some((text, json)) => self.within("bpmn:sequenceFlow", &ends, |page| {
                    page.properties(&[("when".to_owned(), json.clone())]);
                    let kind = [("xsi:type", "bpmn:tFormalExpression")];
                    page.text("bpmn:conditionExpression", &kind, &clean(text));
                }),
            }
        }
    }

    fn node(&mut self, graph: &Graph, node: &Node, incoming: &[usize], outgoing: &[usize]) {
        let element = match node.shape {
            Shape::Start => "bpmn:startEvent",
            Shape::End | Shape::Terminate => "bpmn:endEvent",
            Shape::UserTask => "bpmn:userTask",
            Shape::ManualTask => "bpmn:manualTask",
            Shape::Parallel => "bpmn:parallelGateway",
            Shape::Exclusive => "bpmn:exclusiveGateway",
        };
        let default = outgoing
            .iter()
            .find(|&&number| graph.flows[number].is_default);
        let default = default.map(|&number| flow_id(number));
        let mut attributes = vec![("id", node.id.as_str())];
        if !node.name.is_empty() {
            attributes.push(("name", &node.name));
        }
        if let Some(default) = &default {
            attributes.push(("default", default));
        }
        self.within(element, &attributes, |page| {
            if !node.properties.is_empty() {
                page.properties(&node.properties);
            }
            for &number in incoming {
                page.text("bpmn:incoming", &[], &flow_id(number));
            }
            for &number in outgoing {
                page.text("bpmn:outgoing", &[], &flow_id(number));
            }
            if node.shape == Shape::Terminate {
                page.alone("bpmn:terminateEventDefinition", &[]);
            }
        });
    }

    fn properties(&mut self, properties: &[(String, String)]) {
        self.within("bpmn:extensionElements", &[], |page| {
            for (name, value) in properties {
                page.alone("redtape:property", &[("name", name), ("value", value)]);
            }
        });
    }

    fn plane(&mut self, graph: &Graph, layout: &Layout) {
        let horizontal = Some(("isHorizontal", "true"));
        self.shape("pool", horizontal, layout.pool, None);
        for (number, bounds) in layout.lanes.iter().enumerate() {
            self.shape(&lane_id(number), horizontal, *bounds, None);
        }
        let boxes = layout.nodes.iter().zip(&layout.names);
        for (node, (bounds, name)) in graph.nodes.iter().zip(boxes) {
            let marker = match node.shape {
                Shape::Exclusive => Some(("isMarkerVisible", "true")),
                Shape::Start
                | Shape::End
                | Shape::Terminate
                | Shape::UserTask
                | Shape::ManualTask
                | Shape::Parallel => None,
            };
            self.shape(&node.id, marker, *bounds, *name);
        }
        for (number, points) in layout.flows.iter().enumerate() {
            let flow = flow_id(number);
            let id = format!("{flow}_di");
            let attributes = [("id", id.as_str()), ("bpmnElement", &flow)];
            self.within("bpmndi:BPMNEdge", &attributes, |page| {
                for (x, y) in points {
                    let (x, y) = (x.to_string(), y.to_string());
                    page.alone("di:waypoint", &[("x", &x), ("y", &y)]);
                }
            });
        }
    }

    fn shape(
        &mut self,
        element: &str,
        look: Option<(&str, &str)>,
        bounds: Bounds,
        name: Option<Bounds>,
    ) {
        let id = format!("{element}_di");
        let mut attributes = vec![("id", id.as_str()), ("bpmnElement", element)];
        attributes.extend(look);
        self.within("bpmndi:BPMNShape", &attributes, |page| {
            page.bounds(bounds);
            if let Some(name) = name {
                page.within("bpmndi:BPMNLabel", &[], |page| page.bounds(name));
            }
        });
    }

    fn bounds(&mut self, bounds: Bounds) {
        let Bounds {
            x,
            y,
            width,
            height,
        } = bounds;
        let [x, y, width, height] = [x, y, width, height].map(|length| length.to_string());
        let place = [
            ("x", x.as_str()),
            ("y", &y),
            ("width", &width),
            ("height", &height),
        ];
        self.alone("dc:Bounds", &place);
    }
}

fn lane_id(number: usize) -> String {
    format!("lane_{}", number + 1)
}

fn flow_id(number: usize) -> String {
    format!("flow_{}", number + 1)
}
