//! Merging: the editor's surgery for 合并, 多图联审 and 联合验收.

use std::collections::{BTreeMap, BTreeSet};

use std::sync::Arc;

use petgraph::Direction;
use petgraph::graph::NodeIndex;

use super::{Change, Edge, EdgeKind, Editor, Intake, Leaving, Origins, Part, Position, Step};
use crate::duration::Limit;
use crate::error::Problem;

/// How the members of a merge work after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Working {
    /// As one step with its own law.
    AsOne,
    /// Beside each other; the longest decides.
    Slowest,
}

/// What is laid over the step that a merge keeps says of these itself.
#[derive(Clone, Copy, Debug)]
pub struct Said {
    /// Its item.
    pub item: bool,
    /// How long it takes.
    pub duration: bool,
}

impl Editor {
    /// Merges `steps` into one that waits for all their outside predecessors and is waited for by all
    /// their outside successors. An outside step between two members gets, in place of the member
    /// before it, that member's outside predecessors. `lay` lays over the topologically last member
    /// what the merge says of it. Returns the id of the merged step.
    ///
    /// # Errors
    /// A legal edge orders an outside step between two members, the members differ for different
    /// cases, or `lay` finds what cannot be.
    pub fn merge_steps(
        &mut self,
        steps: &[&str],
        lay: impl FnOnce(&mut Step) -> Result<Said, Vec<Problem>>,
        working: Working,
    ) -> Result<String, Vec<Problem>> {
        let group = self.group(steps).map_err(|problem| vec![problem])?;
        let members = self.topologically(group);
        let merged = self.merged_step(&members, lay, working)?;
        let id = merged.id.clone();
        let taken = self.workflow.step(&id).is_some()
            && !members.iter().any(|&member| self.id_of(member) == id);
        if taken {
            return Err(vec![
                Problem::error(format!("there is a step `{id}` already"))
                    .hint("give `into` another id, or merge that step too"),
            ]);
        }
        self.rewire(&members, merged)
            .map_err(|problem| vec![problem])?;
        Ok(id)
    }

    fn topologically(&self, mut group: Vec<NodeIndex>) -> Vec<NodeIndex> {
        let flat = self.workflow.flat(super::Gating::AsFiled);
        let place: BTreeMap<&str, usize> = flat
            .steps
            .iter()
            .enumerate()
            .map(|(idx, step)| (step.id.as_str(), idx))
            .collect();
        group.sort_by_key(|&node| place[self.workflow.graph[node].id.as_str()]);
        group
    }

    /// Edges of the merged step, the step itself, and the members out.
    fn rewire(&mut self, members: &[NodeIndex], mut merged: Step) -> Result<(), Problem> {
        let surroundings = self.surroundings(members)?;
        let merged_id = merged.id.clone();
        let last = *members.last().expect("a group has members");
        let rank = self.workflow.order.iter().position(|&node| node == last);
        let ids: Vec<String> = members.iter().map(|&node| self.id_of(node)).collect();
        let checks: Vec<NodeIndex> = members
            .iter()
            .flat_map(|&node| self.after_checks(node))
            .collect();
        if let Some(rework) = &mut merged.rework {
            rework.repeats.retain(|id| !ids.contains(id));
            rework.repeats.push(merged_id.clone());
        }
        let node = self.add(merged);
        let rank = rank.unwrap_or(self.workflow.order.len());
        self.workflow.order.insert(rank, node);
        self.record(Change::StepCame {
            step: merged_id.clone(),
            from: ids.clone(),
        });
        for (&member, id) in members.iter().zip(&ids) {
            self.drop_node(member, id, Leaving::Merged(merged_id.clone()));
        }
        for (from, to) in surroundings.bridges {
            self.connect(from, to, EdgeKind::Habit)?;
        }
        for (from, edge) in surroundings.before {
            let handoff = self.merged_handoff(from, node, edge.handoff);
            self.connect_with(from, node, Edge { handoff, ..edge })?;
        }
        for (to, edge) in surroundings.after {
            let handoff = self.merged_handoff(node, to, edge.handoff);
            self.connect_with(node, to, Edge { handoff, ..edge })?;
        }
        for check in checks {
            self.connect(node, check, EdgeKind::Habit)?;
        }
        Ok(())
    }

    /// A hand-off where the agencies differ: one of the members' if there was one, else a new one.
    fn merged_handoff(
        &self,
        from: NodeIndex,
        to: NodeIndex,
        old: Option<Arc<str>>,
    ) -> Option<Arc<str>> {
        let graph = &self.workflow.graph;
        super::handoff_between(&graph[from], &graph[to]).map(|new| old.unwrap_or(new))
    }

    fn surroundings(&self, members: &[NodeIndex]) -> Result<Surroundings, Problem> {
        let mut found = Surroundings::default();
        let mut inherited: BTreeMap<NodeIndex, BTreeSet<NodeIndex>> = BTreeMap::new();
        for &member in members {
            let mut outside_before = BTreeSet::new();
            for from in self.around(member, Direction::Incoming) {
                match inherited.get(&from) {
                    Some(further) => outside_before.extend(further),
                    None => {
                        outside_before.insert(from);
                        found.before(from, self.edge_between(from, member));
                    }
                }
            }
            for to in self.around(member, Direction::Outgoing) {
                let beside = self.workflow.graph[to].position == Position::Beside;
                if members.contains(&to) || beside {
                    continue;
                }
                let edge = self.edge_between(member, to);
                if !self.touches(to, members, Direction::Outgoing) {
                    found.after(to, edge);
                } else if edge.kind == EdgeKind::Legal {
                    let (member, between) = (self.id_of(member), self.id_of(to));
                    return Err(Problem::error(format!(
                        "the law orders `{member}` before `{between}`, and `{between}` lies between \
                         the merged steps"
                    ))
                    .hint(format!("merge `{between}` too, or leave `{member}` out")));
                } else {
                    found
                        .bridges
                        .extend(outside_before.iter().map(|&from| (from, to)));
                }
            }
            inherited.insert(member, outside_before);
        }
        Ok(found)
    }

    fn edge_between(&self, from: NodeIndex, to: NodeIndex) -> Edge {
        let graph = &self.workflow.graph;
        let edge = graph.find_edge(from, to).expect("neighbours share an edge");
        graph[edge].clone()
    }

    fn merged_step(
        &self,
        members: &[NodeIndex],
        lay: impl FnOnce(&mut Step) -> Result<Said, Vec<Problem>>,
        working: Working,
    ) -> Result<Step, Vec<Problem>> {
        let steps: Vec<&Step> = members
            .iter()
            .map(|&node| self.workflow.graph[node].as_ref())
            .collect();
        let mut merged = united(&steps, working).map_err(|problem| vec![problem])?;
        let own_item = merged.item.as_deref() == Some(merged.id.as_str());
        let old_limit = merged.face.limit.map(Limit::days);
        let said = lay(&mut merged)?;
        self.check_way_back(&merged)?;
        for effort in &mut merged.efforts {
            effort.over_links = merged.face.links;
        }
        merged.face.work.iter_mut().for_each(|part| {
            if working == Working::AsOne {
                part.origins.clone_from(&merged.origins);
            }
        });
        if own_item && !said.item {
            merged.item = Some(merged.id.clone());
        }
        if !said.duration
            && let (Some(old), Some(new)) = (old_limit, merged.face.limit.map(Limit::days))
        {
            follow_limit(&mut merged, old, new, working);
        }
        self.workflow.rule(&mut merged);
        Ok(merged)
    }
}

impl Editor {
    /// What is done on a way back is done nowhere else.
    fn check_way_back(&self, merged: &Step) -> Result<(), Vec<Problem>> {
        let rework = merged.rework.iter();
        let mut named = rework.flat_map(|rework| &rework.way_back);
        let is_wrong = |id: &&String| {
            let step = self.workflow.step(id);
            step.is_none_or(|step| step.position != Position::WayBack)
        };
        match named.find(is_wrong) {
            None => Ok(()),
            Some(id) => {
                let problem = Problem::error(format!("`{id}` is no step of a way back"));
                Err(vec![
                    problem.allowed("steps that the baseline names in a `way_back`"),
                ])
            }
        }
    }
}

#[derive(Debug, Default)]
struct Surroundings {
    before: BTreeMap<NodeIndex, Edge>,
    after: BTreeMap<NodeIndex, Edge>,
    bridges: BTreeSet<(NodeIndex, NodeIndex)>,
}

impl Surroundings {
    fn before(&mut self, from: NodeIndex, edge: Edge) {
        stronger(
            self.before.entry(from).or_insert_with(|| edge.clone()),
            edge,
        );
    }

    fn after(&mut self, to: NodeIndex, edge: Edge) {
        stronger(self.after.entry(to).or_insert_with(|| edge.clone()), edge);
    }
}

fn stronger(kept: &mut Edge, other: Edge) {
    kept.kind = kept.kind.max(other.kind);
    kept.handoff = kept.handoff.take().or(other.handoff);
}

/// What the members have in common, before `into` says otherwise: the last member's properties with
/// all materials, the last stage, the largest statutory limit, one form, every gate and tally.
fn united(members: &[&Step], working: Working) -> Result<Step, Problem> {
    let last = members.last().expect("a group has members");
    let mut merged = (*last).clone();
    let different_cases = members.iter().find(|member| !member.splits.is_empty());
    if let Some(member) = different_cases {
        return Err(Problem::error(format!(
            "step `{}` already differs for a share of cases",
            member.id
        ))
        .hint("put the merge before the measure that split it"));
    }
    merged.when = united_guards(members)?;
    merged.face.materials = Vec::new();
    for member in members {
        for material in &member.face.materials {
            if !merged.face.materials.contains(material) {
                merged.face.materials.push(material.clone());
            }
        }
    }
    let largest = |pick: fn(&Step) -> Option<Limit>| {
        members
            .iter()
            .filter_map(|member| pick(member))
            .max_by(|a, b| a.days().total_cmp(&b.days()))
    };
    merged.stage = members.iter().rev().find_map(|member| member.stage.clone());
    merged.face.statutory = largest(|step| step.face.statutory);
    merged.face.form = members.iter().any(|member| member.face.form);
    merged.origins = members
        .iter()
        .flat_map(|member| member.origins.iter().cloned())
        .collect::<Origins>();
    // Merging saves waiting and hand-offs, not work: `into` may say otherwise.
    merged.efforts = collect(members, |step| &step.efforts);
    merged.end_gates = collect(members, |step| &step.end_gates);
    merged.tallies = collect(members, |step| &step.tallies);
    merged.visits = members
        .iter()
        .map(|member| member.visits)
        .max()
        .unwrap_or(0);
    merged.rework = members
        .iter()
        .rev()
        .find_map(|member| member.rework.clone());
    merged.ends_case = members.iter().rev().find_map(|member| member.ends_case);
    merged.intake = united_intake(members);
    merged.face.meeting = members
        .iter()
        .rev()
        .find_map(|member| member.face.meeting.clone());
    match working {
        Working::AsOne => merged.face.work = last.face.work.clone(),
        Working::Slowest => {
            merged.face.limit = largest(|step| step.face.limit);
            merged.face.work = collect(members, |step| &step.face.work);
        }
    }
    Ok(merged)
}

fn collect<T: Clone>(members: &[&Step], pick: impl Fn(&Step) -> &Vec<T>) -> Vec<T> {
    members
        .iter()
        .flat_map(|member| pick(member).iter().cloned())
        .collect()
}

fn united_guards(members: &[&Step]) -> Result<Vec<super::Guard>, Problem> {
    let first = &members[0].when;
    if members.iter().any(|member| member.when.is_empty()) {
        return Ok(Vec::new());
    }
    if members.iter().all(|member| &member.when == first) {
        return Ok(first.clone());
    }
    let attribute = &first[0].attribute;
    let one_attribute = members
        .iter()
        .all(|member| member.when.len() == 1 && &member.when[0].attribute == attribute);
    if !one_attribute {
        return Err(Problem::error("the merged steps are for different cases")
            .hint("merge steps whose `when` agrees, or differs in one attribute only"));
    }
    let mut guard = first[0].clone();
    for value in members.iter().flat_map(|member| &member.when[0].values) {
        if !guard.values.contains(value) {
            guard.values.push(value.clone());
        }
    }
    Ok(vec![guard])
}

/// One counter for the merged step: its own if any member had its own, else the window.
fn united_intake(members: &[&Step]) -> Intake {
    let any = |wanted: fn(&Intake) -> bool| {
        members
            .iter()
            .map(|member| &member.intake)
            .find(|intake| wanted(intake))
            .cloned()
    };
    any(|intake| matches!(intake, Intake::Friction))
        .or_else(|| any(|intake| matches!(intake, Intake::Window(_))))
        .unwrap_or(Intake::Shared)
}

/// Durations that follow the limit follow the merged one; under `Slowest` no part may exceed it.
fn follow_limit(merged: &mut Step, old: f64, new: f64, working: Working) {
    for Part { law, .. } in &mut merged.face.work {
        let own = law.profile_limit_days();
        let from = match working {
            Working::AsOne => own.unwrap_or(old),
            Working::Slowest => own.unwrap_or(old).max(new),
        };
        if own.is_some() && from != new {
            *law = law.respond(from, new, 1.0);
        }
    }
}
