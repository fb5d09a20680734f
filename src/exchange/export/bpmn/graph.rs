//! Steps as tasks between gateways: a step that waits for several gets a parallel join, one that several
//! wait for a parallel split, one with a condition an exclusive gateway with a way round it, one that ends the case a
//! terminate event, and one with work on the way back a loop over that work.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::layout::{COLUMNS_OF_NAME, LINES_OF_NAME};
use crate::at::At;
use crate::format::{StepSpec, tree};
use crate::lang::Lang;
use crate::text;
use crate::workflow::{Kind, Position, Step, Workflow};

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Where cases begin.
    Start,
    /// Where they end.
    End,
    /// Where all of a case ends at once.
    Terminate,
    /// A step of an authority.
    UserTask,
    /// A step of somebody else.
    ManualTask,
    /// All branches.
    Parallel,
    /// One branch.
    Exclusive,
}

/// A node of the diagram.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it is.
    pub shape: Shape,
    /// Unique; letters that every tool takes.
    pub id: String,
    /// What a reader sees.
    pub name: String,
    /// Its lane.
    pub lane: usize,
    /// Keys of the step, as JSON.
    pub properties: Vec<(String, String)>,
}

/// A sequence flow.
#[derive(Clone, Debug)]
pub struct Flow {
    /// Place of the source.
    pub from: usize,
    /// Place of the target.
    pub to: usize,
    /// For which cases: as text, and as JSON.
    pub condition: Option<(String, String)>,
    /// Taken when no condition holds.
    pub is_default: bool,
    /// Leads back to what has been.
    pub is_back: bool,
}

/// A lane.
#[derive(Clone, Debug)]
pub struct Lane {
    /// The agency; `None`: of nobody.
    pub agency: Option<String>,
    /// What a reader sees.
    pub name: String,
}

/// The diagram before it is laid out.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    /// In an order that follows the flow only roughly.
    pub nodes: Vec<Node>,
    /// By their place.
    pub flows: Vec<Flow>,
    /// At least one.
    pub lanes: Vec<Lane>,
}

/// The diagram of steps of a workflow.
pub fn graph(workflow: &Workflow, steps: &[StepSpec], lang: Lang) -> Graph {
    let mut graph = Graph {
        lanes: lanes(workflow, steps, lang),
        ..Graph::default()
    };
    let ids = Ids::of(steps);
    let mut after: Vec<Vec<usize>> = Vec::new();
    let mut n_successors = vec![0usize; steps.len()];
    for step in steps {
        let before = [&step.after, &step.after_by_law].into_iter().flatten();
        let before = before.flatten().filter_map(|id| ids.place(id));
        let before: BTreeSet<usize> = before.collect();
        for &from in &before {
            n_successors[from] += 1;
        }
        after.push(before.into_iter().collect());
    }
    let start = graph.edge_of_process(Shape::Start, lang);
    let mut entries = Vec::new();
    let mut exits = Vec::new();
    let mut aside: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for (place, spec) in steps.iter().enumerate() {
        let Some(step) = workflow.step(id(spec)) else {
            continue;
        };
        let is_aside = step.position == Position::WayBack;
        let lane = graph.lane(spec);
        let (mut entry, mut exit) = graph.task(step, spec, &ids.shown[place], lane, lang);
        if is_aside {
            aside.insert(place, (entry, exit));
        }
        if after[place].len() > 1 {
            let join = graph.gateway(Shape::Parallel, "join", &ids.shown[place], lane);
            graph.flow(join, entry);
            entry = join;
        }
        if n_successors[place] > 1 {
            let split = graph.gateway(Shape::Parallel, "split", &ids.shown[place], lane);
            graph.flow(exit, split);
            exit = split;
        }
        entries.push(entry);
        exits.push(exit);
    }
    let roots: Vec<usize> = (0..entries.len())
        .filter(|&step| after[step].is_empty() && !aside.contains_key(&step))
        .collect();
    let leaves: Vec<usize> = (0..entries.len())
        .filter(|&step| n_successors[step] == 0 && !aside.contains_key(&step))
        .collect();
    let mut source = start;
    if roots.len() > 1 {
        source = graph.gateway(Shape::Parallel, "all", "begin", graph.nodes[start].lane);
        graph.flow(start, source);
    }
    for &root in &roots {
        graph.flow(source, entries[root]);
    }
    for (to, before) in after.iter().enumerate() {
        for &from in before {
            graph.go_on(exits[from], entries[to]);
        }
    }
    graph.ways_back(steps, &ids, &aside);
    let end = graph.edge_of_process(Shape::End, lang);
    let mut sink = end;
    if leaves.len() > 1 {
        sink = graph.gateway(Shape::Parallel, "all", "done", graph.nodes[end].lane);
        graph.flow(sink, end);
    }
    for &leaf in &leaves {
        graph.go_on(exits[leaf], sink);
    }
    let lane_of = |step: Option<&usize>| step.map_or(0, |&step| graph.nodes[entries[step]].lane);
    let (first, last) = (lane_of(roots.first()), lane_of(leaves.last()));
    for (node, lane) in [(start, first), (source, first), (end, last), (sink, last)] {
        graph.nodes[node].lane = lane;
    }
    graph
}

impl Graph {
    fn edge_of_process(&mut self, shape: Shape, lang: Lang) -> usize {
        let (id, name) = match (shape, lang) {
            (Shape::Start, Lang::En) => ("start", "Application"),
            (Shape::Start, Lang::Zh) => ("start", "申请"),
            (_, Lang::En) => ("end", "Done"),
            (_, Lang::Zh) => ("end", "办结"),
        };
        self.node(shape, id.to_owned(), name.to_owned(), 0)
    }

    fn node(&mut self, shape: Shape, id: String, name: String, lane: usize) -> usize {
        self.nodes.push(Node {
            shape,
            id,
            name,
            lane,
            properties: Vec::new(),
        });
        self.nodes.len() - 1
    }

    pub(super) fn gateway(&mut self, shape: Shape, role: &str, step: &str, lane: usize) -> usize {
        self.node(shape, format!("{role}_{step}"), String::new(), lane)
    }

    pub(super) fn flow(&mut self, from: usize, to: usize) {
        self.flows.push(Flow {
            from,
            to,
            condition: None,
            is_default: false,
            is_back: false,
        });
    }

    /// A flow, unless everything ends at its source.
    fn go_on(&mut self, from: usize, to: usize) {
        if self.nodes[from].shape != Shape::Terminate {
            self.flow(from, to);
        }
    }

    /// The task of a step, with the way round it if it has a condition: first and last node.
    fn task(
        &mut self,
        step: &Step,
        spec: &StepSpec,
        shown: &str,
        lane: usize,
        lang: Lang,
    ) -> (usize, usize) {
        let shape = match step.kind {
            Kind::Intermediary | Kind::Tender | Kind::Applicant | Kind::Construction => {
                Shape::ManualTask
            }
            Kind::Approval
            | Kind::TechnicalReview
            | Kind::Filing
            | Kind::Registration
            | Kind::Acceptance
            | Kind::Utility
            | Kind::ExpertReview
            | Kind::PublicNotice => Shape::UserTask,
        };
        let name = clean(step.name.get(lang, &step.id));
        let task = self.node(shape, format!("step_{shown}"), name, lane);
        // What the diagram itself says.
        let drawn = StepSpec {
            after: None,
            when: None,
            ..spec.clone()
        };
        let properties = tree(&drawn).into_iter();
        self.nodes[task].properties = properties.map(|(key, value)| (key, json(&value))).collect();
        let ending = spec.ends_case.is_some().then(|| {
            let end = self.node(
                Shape::Terminate,
                format!("end_{shown}"),
                String::new(),
                lane,
            );
            self.nodes[end].name = match lang {
                Lang::En => "Case ends".to_owned(),
                Lang::Zh => "案件终结".to_owned(),
            };
            self.flow(task, end);
            end
        });
        let Some(when) = &spec.when else {
            return (task, ending.unwrap_or(task));
        };
        let choice = self.gateway(Shape::Exclusive, "choice", shown, lane);
        let merge = self.gateway(Shape::Exclusive, "merge", shown, lane);
        self.nodes[choice].name = clean(&question(when));
        let flow = self.flows.len();
        self.flow(choice, task);
        self.flows[flow].condition = Some((readable(when), json(when)));
        self.flow(choice, merge);
        self.flows[flow + 1].is_default = true;
        if ending.is_none() {
            self.flow(task, merge);
        }
        (choice, merge)
    }

    fn lane(&self, step: &StepSpec) -> usize {
        let of = agency(step);
        let mut lanes = self.lanes.iter();
        lanes
            .position(|lane| lane.agency.as_deref() == of)
            .unwrap_or(0)
    }
}

/// Lanes of the agencies that do something, in the order in which they first do.
fn lanes(workflow: &Workflow, steps: &[StepSpec], lang: Lang) -> Vec<Lane> {
    let mut lanes: Vec<Lane> = Vec::new();
    for step in steps {
        let agency = agency(step);
        if lanes.iter().any(|lane| lane.agency.as_deref() == agency) {
            continue;
        }
        let nobody = match lang {
            Lang::En => "Others",
            Lang::Zh => "其他",
        };
        let name = agency.map_or(nobody, |id| {
            let agency = workflow.agency(id);
            agency.map_or(id, |agency| agency.name.get(lang, id))
        });
        lanes.push(Lane {
            agency: agency.map(str::to_owned),
            name: clean(name),
        });
    }
    lanes
}

/// What XML and one line can hold.
pub fn clean(text: &str) -> String {
    let fits = |letter: char| match letter {
        '\u{FFFE}' | '\u{FFFF}' => ' ',
        letter if letter.is_control() => ' ',
        letter => letter,
    };
    text.chars().map(fits).collect()
}

/// `size = large or small; route = city`.
fn readable(when: &BTreeMap<String, Vec<At<String>>>) -> String {
    let conditions = when.iter().map(|(attribute, values)| {
        let values: Vec<&str> = values.iter().map(|value| value.as_str()).collect();
        format!("{attribute} = {}", values.join(" | "))
    });
    conditions.collect::<Vec<_>>().join("; ")
}

/// What a gateway asks; its flow has the whole condition where the name would lie on what stands below.
fn question(when: &BTreeMap<String, Vec<At<String>>>) -> String {
    let whole = readable(when);
    let is_long = text::wrap(&whole, COLUMNS_OF_NAME).len() > LINES_OF_NAME;
    let shown = match is_long {
        true => text::truncate(&whole, COLUMNS_OF_NAME * LINES_OF_NAME - 8),
        false => whole,
    };
    shown + "?"
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("figures and words are JSON")
}

fn id(step: &StepSpec) -> &str {
    step.id.as_ref().map_or("", |id| id.as_str())
}

fn agency(step: &StepSpec) -> Option<&str> {
    step.agency.as_ref().map(|agency| agency.as_str())
}

/// Places and diagram ids of steps.
pub(super) struct Ids {
    places: BTreeMap<String, usize>,
    pub(super) shown: Vec<String>,
}

impl Ids {
    /// A diagram id is the step's own if every tool takes it, else its number.
    fn of(steps: &[StepSpec]) -> Ids {
        let ids = steps.iter().map(id);
        let fits = |id: &str| {
            let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
            id.len() <= 60
                && id.contains(|letter: char| letter.is_ascii_alphabetic())
                && id.chars().all(plain)
        };
        let shown = ids.clone().enumerate();
        Ids {
            shown: shown
                .map(|(place, id)| match fits(id) {
                    true => id.to_owned(),
                    false => (place + 1).to_string(),
                })
                .collect(),
            places: ids
                .enumerate()
                .map(|(place, id)| (id.to_owned(), place))
                .collect(),
        }
    }

    pub(super) fn place(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }
}
