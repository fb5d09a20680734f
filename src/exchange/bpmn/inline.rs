//! Subprocesses and called processes inlined, boundary events as branches after their activity.

use std::collections::{BTreeMap, BTreeSet};

use super::flat::{Flat, Link, Mode, Spot, Work};
use super::model::{Flow, Lane, Model, Node, NodeKind, Process, Scope};
use super::note::Notes;
use crate::error::{Place, Problem};

/// Inlining stops here: a few calls inside each other could multiply without end.
const MOST_NODES: usize = 20_000;
const MOST_LEVELS: usize = 30;

/// What has to be set, where a model says nothing: cases that leave by a boundary event.
const BOUNDARY_SHARE: f64 = 0.1;

/// The flat graph of a process; `shares` are those of sequence flows by id.
///
/// # Errors
/// Calls that multiply without end.
pub fn flat(
    model: &Model,
    process: &Process,
    shares: &BTreeMap<String, f64>,
    notes: &mut Notes,
) -> Result<Flat, Problem> {
    let mut inliner = Inliner {
        model,
        shares,
        notes,
        flat: Flat::default(),
        open: vec![process.id.clone()],
    };
    let (root, _) = inliner.scope(&process.scope, &process.lanes, None, &process.place)?;
    let mut flat = inliner.flat;
    flat.root = root;
    Ok(flat)
}

struct Inliner<'m> {
    model: &'m Model,
    shares: &'m BTreeMap<String, f64>,
    notes: &'m mut Notes,
    flat: Flat,
    /// Ids of the processes that are being inlined.
    open: Vec<String>,
}

type Lanes = BTreeMap<String, Lane>;

impl Inliner<'_> {
    /// Inlines one level: where it begins and where it ends.
    fn scope(
        &mut self,
        scope: &Scope,
        lanes: &Lanes,
        outer: Option<&Lane>,
        place: &Place,
    ) -> Result<(usize, usize), Problem> {
        let entry = self.pass(place)?;
        let exit = self.pass(place)?;
        let mut ends: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for node in &scope.nodes {
            let lane = lanes.get(&node.id).or(outer);
            ends.insert(&node.id, self.node(node, lanes, lane)?);
        }
        for node in &scope.nodes {
            self.boundary(node, &mut ends)?;
        }
        let nodes = scope.nodes.iter();
        let nodes: BTreeMap<&str, &Node> = nodes.map(|node| (node.id.as_str(), node)).collect();
        let mut has_incoming: BTreeSet<&str> = BTreeSet::new();
        let mut n_outgoing: BTreeMap<&str, usize> = BTreeMap::new();
        for flow in &scope.flows {
            *n_outgoing.entry(&flow.from).or_default() += 1;
        }
        for flow in &scope.flows {
            let source = nodes.get(flow.from.as_str());
            let (Some(source), Some(&(to, _))) = (source, ends.get(flow.to.as_str())) else {
                self.notes.say(
                    &flow.place,
                    format!(
                        "sequence flow `{}` leads from or to what is not carried over",
                        flow.id
                    ),
                    format!("顺序流 `{}` 的一端未带入", flow.id),
                );
                continue;
            };
            has_incoming.insert(&flow.to);
            let mode = self.mode(source, flow, n_outgoing[flow.from.as_str()]);
            self.flat.links.push(Link {
                from: ends[flow.from.as_str()].1,
                to,
                name: flow.name.clone(),
                mode,
                when: flow.when.clone(),
            });
        }
        let caught = scope.nodes.iter().filter_map(|node| match &node.kind {
            NodeKind::LinkIn(name) => Some((name.as_str(), node)),
            _ => None,
        });
        let caught: BTreeMap<&str, &Node> = caught.collect();
        for node in &scope.nodes {
            let NodeKind::LinkOut(name) = &node.kind else {
                continue;
            };
            if let Some(caught) = caught.get(name.as_str()) {
                n_outgoing.insert(&node.id, 1);
                has_incoming.insert(&caught.id);
                self.link(
                    ends[node.id.as_str()].1,
                    ends[caught.id.as_str()].0,
                    Mode::Always,
                );
            }
        }
        self.begin(scope, &ends, &has_incoming, entry)?;
        for node in &scope.nodes {
            if !n_outgoing.contains_key(node.id.as_str()) {
                self.link(ends[node.id.as_str()].1, exit, Mode::Always);
            }
        }
        if scope.nodes.is_empty() {
            self.link(entry, exit, Mode::Always);
        }
        Ok((entry, exit))
    }

    /// From the entry to what nothing leads to: one of several start events, and everything else.
    fn begin(
        &mut self,
        scope: &Scope,
        ends: &BTreeMap<&str, (usize, usize)>,
        has_incoming: &BTreeSet<&str>,
        entry: usize,
    ) -> Result<(), Problem> {
        let loose = |node: &&Node| {
            !has_incoming.contains(node.id.as_str())
                && !matches!(node.kind, NodeKind::Boundary { .. })
        };
        let is_start = |node: &&Node| matches!(node.kind, NodeKind::Start);
        let starts: Vec<&Node> = scope.nodes.iter().filter(loose).filter(is_start).collect();
        let mut choice = entry;
        if starts.len() > 1 {
            choice = self.pass(&starts[0].place)?;
            self.flat.spots[choice].name = "start".to_owned();
            self.link(entry, choice, Mode::Always);
        }
        for start in &starts {
            let mode = match starts.len() {
                1 => Mode::Always,
                _ => Mode::One(None),
            };
            self.link(choice, ends[start.id.as_str()].0, mode);
        }
        for node in scope
            .nodes
            .iter()
            .filter(loose)
            .filter(|node| !is_start(node))
        {
            self.link(entry, ends[node.id.as_str()].0, Mode::Always);
        }
        Ok(())
    }

    /// Inlines a node: where it begins and where it ends.
    fn node(
        &mut self,
        node: &Node,
        lanes: &Lanes,
        lane: Option<&Lane>,
    ) -> Result<(usize, usize), Problem> {
        let work = match &node.kind {
            NodeKind::Human => Some(Work::Human),
            NodeKind::Machine => Some(Work::Machine),
            NodeKind::Wait => Some(Work::Wait),
            NodeKind::Timer(duration) => Some(Work::Timer(duration.clone())),
            NodeKind::Sub(scope) if !scope.nodes.is_empty() => {
                self.several(node);
                self.deeper(node)?;
                self.open.push(String::new());
                let ends = self.scope(scope, lanes, lane, &node.place);
                self.open.pop();
                return ends;
            }
            NodeKind::Sub(_) => Some(Work::Human),
            NodeKind::Call(called) => {
                if let Some(ends) = self.called(node, called.as_deref(), lane)? {
                    return Ok(ends);
                }
                Some(Work::Human)
            }
            NodeKind::Start
            | NodeKind::End
            | NodeKind::LinkOut(_)
            | NodeKind::LinkIn(_)
            | NodeKind::Pass
            | NodeKind::Boundary { .. }
            | NodeKind::Exclusive
            | NodeKind::Inclusive
            | NodeKind::Parallel => None,
        };
        if work.is_some() && node.several.is_some() {
            self.several(node);
        }
        let spot = self.pass(&node.place)?;
        self.flat.spots[spot] = Spot {
            id: node.id.clone(),
            name: node.name.clone(),
            work,
            place: node.place.clone(),
            properties: node.properties.clone(),
            lane: lane.cloned(),
            is_loop: node.is_loop,
        };
        Ok((spot, spot))
    }

    fn several(&mut self, node: &Node) {
        let shown = shown(node);
        match (node.several, node.is_loop) {
            (Some(true), _) => self.notes.say(
                &node.place,
                format!("`{shown}` is done several times, one after another: once here; make its duration that of all"),
                format!("“{shown}”依次重复多次：此处只计一次，请将用时设为全部之和"),
            ),
            (Some(false), _) => self.notes.say(
                &node.place,
                format!("`{shown}` is done several times at once: once here; make its duration that of the longest"),
                format!("“{shown}”同时进行多次：此处只计一次，请将用时设为最长的一次"),
            ),
            (None, true) => self.notes.say(
                &node.place,
                format!("`{shown}` is repeated as a whole: once here; set `rework` on its last step"),
                format!("“{shown}”整体循环：此处只计一次，请在其最后节点设置 `rework`"),
            ),
            (None, false) => {}
        }
    }

    fn deeper(&self, node: &Node) -> Result<(), Problem> {
        if self.open.len() < MOST_LEVELS {
            return Ok(());
        }
        let problem = Problem::error(format!("more than {MOST_LEVELS} levels of subprocesses"));
        Err(problem.at(node.place.clone()))
    }

    /// The process that a call activity calls, if the file has it.
    fn called(
        &mut self,
        node: &Node,
        called: Option<&str>,
        lane: Option<&Lane>,
    ) -> Result<Option<(usize, usize)>, Problem> {
        let model = self.model;
        let found = model
            .processes
            .iter()
            .find(|one| Some(one.id.as_str()) == called);
        let found = found.filter(|one| !one.scope.nodes.is_empty());
        let name = called.unwrap_or("?");
        let Some(process) = found else {
            self.notes.say(
                &node.place,
                format!(
                    "`{}` calls `{name}`, which is not in the file: one step stands for it",
                    shown(node)
                ),
                format!(
                    "“{}”调用的 `{name}` 不在文件中，以一个节点代替",
                    shown(node)
                ),
            );
            return Ok(None);
        };
        if self.open.contains(&process.id) {
            self.notes.say(
                &node.place,
                format!(
                    "`{}` calls `{name}`, which calls itself: one step stands for it",
                    shown(node)
                ),
                format!(
                    "“{}”调用的 `{name}` 又调用自身，以一个节点代替",
                    shown(node)
                ),
            );
            return Ok(None);
        }
        self.deeper(node)?;
        self.several(node);
        self.open.push(process.id.clone());
        let ends = self.scope(&process.scope, &process.lanes, lane, &node.place);
        self.open.pop();
        ends.map(Some)
    }

    /// Lets a boundary event branch off after its activity.
    fn boundary<'n>(
        &mut self,
        node: &'n Node,
        ends: &mut BTreeMap<&'n str, (usize, usize)>,
    ) -> Result<(), Problem> {
        let NodeKind::Boundary {
            host,
            interrupts,
            timer,
        } = &node.kind
        else {
            return Ok(());
        };
        let Some(&(begin, end)) = ends.get(host.as_str()) else {
            return Ok(());
        };
        let choice = self.pass(&node.place)?;
        self.flat.spots[choice].name.clone_from(&node.name);
        let normal = self.pass(&node.place)?;
        self.link(end, choice, Mode::Always);
        let (stays, leaves) = match interrupts {
            true => (
                Mode::One(Some(1.0 - BOUNDARY_SHARE)),
                Mode::One(Some(BOUNDARY_SHARE)),
            ),
            false => (Mode::Always, Mode::Maybe(Some(BOUNDARY_SHARE))),
        };
        self.link(choice, normal, stays);
        self.link(choice, ends[node.id.as_str()].0, leaves);
        let last = self.flat.links.len() - 1;
        self.flat.links[last].name.clone_from(&node.name);
        if let Some(ends) = ends.get_mut(host.as_str()) {
            *ends = (begin, normal);
        }
        let after = match timer {
            Some(Some(duration)) => format!(" after {duration}"),
            Some(None) | None => String::new(),
        };
        let shown = shown(node);
        self.notes.say(
            &node.place,
            format!("`{shown}`{after} happens in 10 % of the cases, once the activity is done (assumed): set the share"),
            format!("“{shown}”假定在 10% 的案件中、于活动完成之后发生：请设定比例"),
        );
        Ok(())
    }

    fn mode(&self, source: &Node, flow: &Flow, n_outgoing: usize) -> Mode {
        let share = self.shares.get(&flow.id).copied();
        match source.kind {
            _ if n_outgoing < 2 && !flow.is_conditional => Mode::Always,
            NodeKind::Exclusive => Mode::One(share),
            NodeKind::Inclusive => Mode::Maybe(share),
            NodeKind::Parallel => Mode::Always,
            _ if flow.is_conditional => Mode::Maybe(share),
            _ => Mode::Always,
        }
    }

    fn link(&mut self, from: usize, to: usize, mode: Mode) {
        self.flat.links.push(Link {
            from,
            to,
            name: String::new(),
            mode,
            when: None,
        });
    }

    fn pass(&mut self, place: &Place) -> Result<usize, Problem> {
        if self.flat.spots.len() >= MOST_NODES {
            return Err(Problem::error(format!(
                "more than {MOST_NODES} nodes once subprocesses and calls are inlined"
            ))
            .hint("leave called processes out of the file: a step stands for each")
            .at(place.clone()));
        }
        self.flat.spots.push(Spot {
            id: String::new(),
            name: String::new(),
            work: None,
            place: place.clone(),
            properties: BTreeMap::new(),
            lane: None,
            is_loop: false,
        });
        Ok(self.flat.spots.len() - 1)
    }
}

/// A node's name, else its id.
fn shown(node: &Node) -> &str {
    if node.name.is_empty() {
        &node.id
    } else {
        &node.name
    }
}
