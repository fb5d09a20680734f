//! Subprocesses and called processes inlined: one level after the other becomes nodes and links of one graph.

use std::collections::{BTreeMap, BTreeSet};

use super::flat::{Flat, Gate, Link, Mode, Spot, Stop, Work};
use super::messages;
use super::model::{End, Lane, Model, Node, NodeKind, Process, Scope, Trigger};
use super::modes::mode;
use super::note::Notes;
use super::parameters::Parameters;
use super::several::{repeated, several_as_a_whole};
use super::thrown::{Thrower, Thrown, catch, is_catcher};
use crate::error::{Place, Problem};

/// Inlining stops here: a few calls inside each other could multiply without end.
const MOST_NODES: usize = 20_000;
const MOST_LEVELS: usize = 30;

/// The flat graph of a process, or of several side by side that exchange messages.
///
/// # Errors
/// Calls that multiply without end.
pub fn flat(
    model: &Model,
    processes: &[&Process],
    parameters: &Parameters,
    notes: &mut Notes,
) -> Result<Flat, Problem> {
    let mut inliner = Inliner {
        model,
        parameters,
        notes,
        flat: Flat::default(),
        open: processes.iter().map(|one| one.id.clone()).collect(),
        n_levels: 1,
        ends: BTreeMap::new(),
    };
    let inlined = match processes {
        [only] => inliner.scope(&only.scope, &only.lanes, None, &only.place, 0)?,
        several => inliner.beside(several)?,
    };
    messages::carry(&mut inliner);
    for (_, spot) in inlined.thrown {
        inliner.flat.spots[spot].stop = Some(Stop::Case);
    }
    let mut flat = inliner.flat;
    flat.root = inlined.ends.0;
    Ok(flat)
}

pub(super) struct Inliner<'m> {
    pub(super) model: &'m Model,
    pub(super) parameters: &'m Parameters,
    pub(super) notes: &'m mut Notes,
    pub(super) flat: Flat,
    /// Ids of the processes that are being inlined.
    pub(super) open: Vec<String>,
    n_levels: usize,
    /// Where nodes begin and end, by id.
    pub(super) ends: BTreeMap<String, Ends>,
}

/// Where a node or a level begins, and where it ends.
pub(super) type Ends = (usize, usize);
pub(super) type Lanes = BTreeMap<String, Lane>;

/// A level or an activity in the graph.
pub(super) struct Inlined {
    pub ends: Ends,
    /// What nothing inside catches.
    pub thrown: Thrown,
}

impl<'m> Inliner<'m> {
    /// Inlines one level.
    pub(super) fn scope(
        &mut self,
        scope: &Scope,
        lanes: &Lanes,
        outer: Option<&Lane>,
        place: &Place,
        level: usize,
    ) -> Result<Inlined, Problem> {
        let entry = self.pass(place, level)?;
        let exit = self.pass(place, level)?;
        self.flat.spots[exit].gate = Gate::Any;
        let mut ends: BTreeMap<&str, Ends> = BTreeMap::new();
        let mut thrown: Thrown = Vec::new();
        let mut of_hosts: BTreeMap<&str, Thrown> = BTreeMap::new();
        for node in &scope.nodes {
            let lane = lanes.get(&node.id).or(outer);
            let inlined = self.node(node, lanes, lane, level)?;
            let (_, spot) = inlined.ends;
            ends.insert(&node.id, inlined.ends);
            match &node.kind {
                NodeKind::End(End::Terminate) => {
                    let whole = if level == 0 {
                        Stop::Case
                    } else {
                        Stop::Level(level)
                    };
                    self.flat.spots[spot].stop = Some(whole);
                }
                NodeKind::End(End::Error(id)) => thrown.push((Thrower::Error(id.clone()), spot)),
                NodeKind::End(End::Cancel) => thrown.push((Thrower::Cancel, spot)),
                _ => {
                    of_hosts.insert(&node.id, inlined.thrown);
                }
            }
        }
        let caught: Vec<&Node> = scope.nodes.iter().filter(|node| is_catcher(node)).collect();
        for node in caught {
            let NodeKind::EventSub(inner) = &node.kind else {
                continue;
            };
            let wanted = inner.nodes.iter().find_map(|node| match &node.kind {
                NodeKind::Start(Trigger::Error(id)) => Some(id.clone()),
                _ => None,
            });
            let (begin, _) = ends[node.id.as_str()];
            let wanted = wanted.unwrap_or_default();
            catch(&mut self.flat, &mut thrown, &Trigger::Error(wanted), begin);
        }
        for host in &scope.nodes {
            let left = of_hosts.remove(host.id.as_str()).unwrap_or_default();
            let rest = self.boundaries(scope, host, &mut ends, left, level)?;
            thrown.extend(rest);
        }
        let known = ends.iter().map(|(id, ends)| ((*id).to_owned(), *ends));
        self.ends.extend(known);
        self.flat.spots[exit].spared_by = thrown.iter().map(|(_, spot)| *spot).collect();
        let wired = self.flows(scope, &ends);
        self.begin(scope, &ends, &wired, entry)?;
        for node in &scope.nodes {
            let is_event_sub = matches!(node.kind, NodeKind::EventSub(_));
            let end = ends[node.id.as_str()].1;
            let leaves = thrown.iter().any(|(_, spot)| *spot == end);
            let is_unknown = is_event_sub && !is_catcher(node);
            if !wired.sources.contains(node.id.as_str()) && !leaves && !is_unknown {
                self.flat.link(end, exit, Mode::Always);
            }
        }
        if scope.nodes.is_empty() {
            self.flat.link(entry, exit, Mode::Always);
        }
        Ok(Inlined {
            ends: (entry, exit),
            thrown,
        })
    }

    /// Sequence flows, and jumps from link to link.
    fn flows<'s>(&mut self, scope: &'s Scope, ends: &BTreeMap<&str, Ends>) -> Wired<'s> {
        let nodes = scope.nodes.iter();
        let nodes: BTreeMap<&str, &Node> = nodes.map(|node| (node.id.as_str(), node)).collect();
        let mut wired = Wired::default();
        for flow in &scope.flows {
            let source = nodes.get(flow.from.as_str());
            let (Some(source), Some(&(to, _))) = (source, ends.get(flow.to.as_str())) else {
                self.notes.inexact(
                    &flow.place,
                    format!(
                        "sequence flow `{}` leads from or to what is not carried over",
                        flow.id
                    ),
                    format!("顺序流 `{}` 的一端未带入", flow.id),
                );
                continue;
            };
            wired.sources.insert(&flow.from);
            wired.targets.insert(&flow.to);
            let beside = scope.flows.iter().filter(|other| other.from == flow.from);
            let mode = mode(self.parameters, source, flow, &beside.collect::<Vec<_>>());
            let share = self.parameters.shares.get(&flow.id).copied();
            if let Some(share) = share.filter(|share| mode.share().is_none() && *share != 1.0) {
                let (id, percent) = (&flow.id, crate::text::number((share * 1e4).round() / 100.0));
                self.notes.say(
                    &flow.place,
                    format!("the share {percent} % of sequence flow `{id}` is not used: no condition decides about it"),
                    format!("未使用顺序流 `{id}` 的比例 {percent}%：该处不由条件决定"),
                );
            }
            self.flat.links.push(Link {
                from: ends[flow.from.as_str()].1,
                to,
                name: flow.name.clone(),
                mode,
                is_assumed: false,
                when: flow.when.clone(),
            });
        }
        for node in &scope.nodes {
            let NodeKind::LinkOut(name) = &node.kind else {
                continue;
            };
            let is_it = |other: &&Node| matches!(&other.kind, NodeKind::LinkIn(own) if own == name);
            if let Some(caught) = scope.nodes.iter().find(is_it) {
                wired.sources.insert(&node.id);
                wired.targets.insert(&caught.id);
                let (from, to) = (ends[node.id.as_str()].1, ends[caught.id.as_str()].0);
                self.flat.link(from, to, Mode::Always);
            } else {
                self.notes.inexact(
                    &node.place,
                    format!("link `{name}` of `{}` is caught nowhere at its level: it ends its path here", node.shown()),
                    format!("“{}”的链接 `{name}` 在本层无处接收：此处该路径结束", node.shown()),
                );
            }
        }
        wired
    }

    /// From the entry to what nothing leads to: one of several start events, and everything else.
    fn begin(
        &mut self,
        scope: &Scope,
        ends: &BTreeMap<&str, Ends>,
        wired: &Wired<'_>,
        entry: usize,
    ) -> Result<(), Problem> {
        let loose = |node: &&Node| {
            let is_begun_otherwise =
                matches!(node.kind, NodeKind::Boundary { .. } | NodeKind::EventSub(_));
            !wired.targets.contains(node.id.as_str()) && !is_begun_otherwise
        };
        let is_start = |node: &&Node| matches!(node.kind, NodeKind::Start(_));
        let (starts, others): (Vec<&Node>, Vec<&Node>) =
            scope.nodes.iter().filter(loose).partition(is_start);
        let mut choice = entry;
        if starts.len() > 1 {
            let level = self.flat.spots[entry].level;
            choice = self.pass(&starts[0].place, level)?;
            self.flat.spots[choice].name = "start".to_owned();
            self.flat.link(entry, choice, Mode::Always);
        }
        let mode = match starts.len() {
            1 => Mode::Always,
            _ => Mode::One(None),
        };
        for start in &starts {
            self.flat.link(choice, ends[start.id.as_str()].0, mode);
        }
        for node in others {
            self.flat
                .link(entry, ends[node.id.as_str()].0, Mode::Always);
        }
        Ok(())
    }

    /// Inlines a node.
    pub(super) fn node(
        &mut self,
        node: &Node,
        lanes: &Lanes,
        lane: Option<&Lane>,
        level: usize,
    ) -> Result<Inlined, Problem> {
        if let Some(several) = self.several(node, lanes, lane, level)? {
            return Ok(several);
        }
        let work = match &node.kind {
            NodeKind::Human => Some(Work::Human),
            NodeKind::Machine => Some(Work::Machine),
            NodeKind::Wait => Some(Work::Wait),
            NodeKind::Timer(timer) => Some(Work::Timer(timer.clone())),
            NodeKind::EventSub(scope) => {
                if !is_catcher(node) {
                    self.notes.inexact(
                        &node.place,
                        format!("event subprocess `{}` is not carried over: no flow says in which cases it begins", node.shown()),
                        format!("未带入：事件子流程“{}”，流程图未说明哪些案件会触发它", node.shown()),
                    );
                }
                return self.level(node, scope, lanes, lane);
            }
            NodeKind::Sub(scope) if !scope.nodes.is_empty() => {
                several_as_a_whole(node, self.notes);
                return self.level(node, scope, lanes, lane);
            }
            NodeKind::Sub(_) => Some(Work::Human),
            NodeKind::Call(called) => {
                if let Some(process) = self.called(node, called.as_deref()) {
                    self.deeper(node)?;
                    several_as_a_whole(node, self.notes);
                    self.open.push(process.id.clone());
                    let inner = self.next_level();
                    let (scope, lanes) = (&process.scope, &process.lanes);
                    let inlined = self.scope(scope, lanes, lane, &node.place, inner);
                    self.open.pop();
                    return inlined;
                }
                Some(Work::Human)
            }
            NodeKind::Start(_)
            | NodeKind::End(_)
            | NodeKind::LinkOut(_)
            | NodeKind::LinkIn(_)
            | NodeKind::Pass
            | NodeKind::Boundary { .. }
            | NodeKind::Exclusive
            | NodeKind::FirstEvent
            | NodeKind::Inclusive
            | NodeKind::Complex
            | NodeKind::Parallel => None,
        };
        let repeated = work.as_ref().and_then(|_| repeated(node, self.notes));
        if matches!(node.kind, NodeKind::Complex) {
            self.notes.inexact(
                &node.place,
                format!(
                    "complex gateway `{}` is read as an inclusive one",
                    node.shown()
                ),
                format!("复杂网关“{}”按包容网关处理", node.shown()),
            );
        }
        if matches!(node.kind, NodeKind::FirstEvent) {
            self.notes.inexact(
                &node.place,
                format!("`{}` goes on by what happens first: that is drawn by shares here, apart from how long each takes", node.shown()),
                format!("“{}”按最先发生的事件继续：此处按比例抽取，与各自用时无关", node.shown()),
            );
        }
        let spot = self.pass(&node.place, level)?;
        self.flat.spots[spot] = Spot {
            id: node.id.clone(),
            name: node.name.clone(),
            work,
            properties: node.properties.clone(),
            lane: lane.cloned(),
            gate: match &node.kind {
                NodeKind::Parallel => Gate::All,
                NodeKind::Inclusive | NodeKind::Complex => Gate::Any,
                _ => Gate::Each,
            },
            repeated,
            ..Spot::blank(&node.place, level)
        };
        Ok(Inlined {
            ends: (spot, spot),
            thrown: Vec::new(),
        })
    }

    fn level(
        &mut self,
        node: &Node,
        scope: &Scope,
        lanes: &Lanes,
        lane: Option<&Lane>,
    ) -> Result<Inlined, Problem> {
        self.deeper(node)?;
        self.open.push(String::new());
        let level = self.next_level();
        let inlined = self.scope(scope, lanes, lane, &node.place, level);
        self.open.pop();
        inlined
    }

    pub(super) fn next_level(&mut self) -> usize {
        self.n_levels += 1;
        self.n_levels - 1
    }

    fn deeper(&self, node: &Node) -> Result<(), Problem> {
        if self.open.len() < MOST_LEVELS {
            return Ok(());
        }
        let problem = Problem::error(format!("more than {MOST_LEVELS} levels of subprocesses"));
        Err(problem.at(node.place.clone()))
    }

    /// A node where nothing is done.
    pub(super) fn pass(&mut self, place: &Place, level: usize) -> Result<usize, Problem> {
        if self.flat.spots.len() >= MOST_NODES {
            return Err(Problem::error(format!(
                "more than {MOST_NODES} nodes once subprocesses and calls are inlined"
            ))
            .hint("leave called processes out of the file: a step stands for each")
            .at(place.clone()));
        }
        self.flat.spots.push(Spot::blank(place, level));
        Ok(self.flat.spots.len() - 1)
    }
}

/// Ids of nodes that flows leave and reach.
#[derive(Default)]
struct Wired<'s> {
    sources: BTreeSet<&'s str>,
    targets: BTreeSet<&'s str>,
}
