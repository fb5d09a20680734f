//! Small models: nodes and flows with fixed days and shares, written as BPMN with BIMP parameters.

use std::fmt::Write;

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    Start,
    End,
    Terminate,
    /// Working days.
    Task(f64),
    /// A task of so many working days, which a case leaves by its late flow if it takes longer than the limit.
    Deadline {
        days: f64,
        limit: u32,
    },
    /// A task done several times, one after another or side by side.
    Several {
        days: f64,
        times: u32,
        in_turn: bool,
    },
    Xor,
    And,
    Or,
}

/// A flow: its ends, the share of cases that take it where it has a condition, and whether it is the default.
#[derive(Clone, Copy, Debug)]
pub struct Flow {
    pub from: usize,
    pub to: usize,
    pub share: Option<f64>,
    pub is_default: bool,
    /// Whether it leaves by the deadline of its source.
    pub is_late: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Model {
    pub nodes: Vec<Kind>,
    pub flows: Vec<Flow>,
}

impl Model {
    pub fn node(&mut self, kind: Kind) -> usize {
        self.nodes.push(kind);
        self.nodes.len() - 1
    }

    pub fn flow(&mut self, from: usize, to: usize) -> &mut Flow {
        self.flows.push(Flow {
            from,
            to,
            share: None,
            is_default: false,
            is_late: false,
        });
        self.flows.last_mut().expect("one was added")
    }

    /// How long it takes, if it is a task: each time.
    pub fn days(&self, node: usize) -> Option<f64> {
        match self.nodes[node] {
            Kind::Task(days) | Kind::Deadline { days, .. } | Kind::Several { days, .. } => {
                Some(days)
            }
            Kind::Start | Kind::End | Kind::Terminate | Kind::Xor | Kind::And | Kind::Or => None,
        }
    }

    pub fn outgoing(&self, node: usize) -> Vec<usize> {
        (0..self.flows.len())
            .filter(|&flow| self.flows[flow].from == node)
            .collect()
    }

    pub fn incoming(&self, node: usize) -> Vec<usize> {
        (0..self.flows.len())
            .filter(|&flow| self.flows[flow].to == node)
            .collect()
    }

    /// As BPMN, with figures as BIMP writes them.
    pub fn bpmn(&self) -> String {
        let mut text = "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" xmlns:q=\"http://www.qbp-simulator.com/Schema201212\">\n<process id=\"p\" name=\"Random\">\n".to_owned();
        let mut figures = String::new();
        for (node, kind) in self.nodes.iter().enumerate() {
            let default = self
                .outgoing(node)
                .into_iter()
                .find(|&flow| self.flows[flow].is_default);
            let default = default.map_or(String::new(), |flow| format!(" default=\"f{flow}\""));
            if let Some(days) = self.days(node) {
                let _ = writeln!(
                    figures,
                    "<q:element elementId=\"n{node}\"><q:durationDistribution type=\"FIXED\" mean=\"{}\"/></q:element>",
                    days * 28_800.0
                );
            }
            let _ = match kind {
                Kind::Start => writeln!(text, "<startEvent id=\"n{node}\"/>"),
                Kind::End => writeln!(text, "<endEvent id=\"n{node}\"/>"),
                Kind::Terminate => writeln!(
                    text,
                    "<endEvent id=\"n{node}\"><terminateEventDefinition/></endEvent>"
                ),
                Kind::Task(_) => {
                    writeln!(text, "<task id=\"n{node}\" name=\"Task {node}\"{default}/>")
                }
                Kind::Deadline { limit, .. } => writeln!(
                    text,
                    "<task id=\"n{node}\" name=\"Task {node}\"/>\n<boundaryEvent id=\"late{node}\" name=\"{limit} working days\" attachedToRef=\"n{node}\"><timerEventDefinition/></boundaryEvent>"
                ),
                Kind::Several { times, in_turn, .. } => writeln!(
                    text,
                    "<task id=\"n{node}\" name=\"Task {node}\"><multiInstanceLoopCharacteristics isSequential=\"{in_turn}\"><loopCardinality>{times}</loopCardinality></multiInstanceLoopCharacteristics></task>"
                ),
                Kind::Xor => writeln!(text, "<exclusiveGateway id=\"n{node}\"{default}/>"),
                Kind::And => writeln!(text, "<parallelGateway id=\"n{node}\"/>"),
                Kind::Or => writeln!(text, "<inclusiveGateway id=\"n{node}\"{default}/>"),
            };
        }
        for (number, flow) in self.flows.iter().enumerate() {
            let condition = match flow.share {
                Some(share) => {
                    let _ = writeln!(
                        figures,
                        "<q:sequenceFlow elementId=\"f{number}\" executionProbability=\"{share}\"/>"
                    );
                    "<conditionExpression>${c}</conditionExpression>"
                }
                None => "",
            };
            let _ = writeln!(
                text,
                "<sequenceFlow id=\"f{number}\" sourceRef=\"{}{}\" targetRef=\"n{}\">{condition}</sequenceFlow>",
                if flow.is_late { "late" } else { "n" },
                flow.from,
                flow.to
            );
        }
        format!(
            "{text}</process>\n<q:processSimulationInfo>{figures}</q:processSimulationInfo>\n</definitions>\n"
        )
    }
}
