//! Events at the edge of an activity: deadlines, errors, and what happens while it is done.

use std::collections::BTreeMap;

use toml::Value;

use super::flat::{Mode, Spot, Work};
use super::inline::{Ends, Inliner};
use super::model::{Node, NodeKind, Scope, Timer, Trigger};
use super::parameters::laws::{done_by, within};
use super::thrown::{Thrown, catch};
use super::time::{Span, span};
use crate::error::Problem;

/// What has to be set, where a model says nothing: cases that leave by a boundary event.
const BOUNDARY_SHARE: f64 = 0.1;

/// An event at the edge of an activity.
struct Edge<'n> {
    node: &'n Node,
    trigger: &'n Trigger,
    /// Where its own flows begin.
    spot: usize,
}

impl Inliner<'_> {
    /// Lets the events at the edge of an activity branch off; what they do not catch is left.
    pub(super) fn boundaries<'n>(
        &mut self,
        scope: &'n Scope,
        host: &Node,
        ends: &mut BTreeMap<&'n str, Ends>,
        mut thrown: Thrown,
        level: usize,
    ) -> Result<Thrown, Problem> {
        let (mut deadlines, mut cuts, mut beside) = (Vec::new(), Vec::new(), Vec::new());
        for node in &scope.nodes {
            let NodeKind::Boundary {
                host: own,
                interrupts,
                trigger,
            } = &node.kind
            else {
                continue;
            };
            if own != &host.id {
                continue;
            }
            let spot = ends[node.id.as_str()].0;
            let edge = Edge {
                node,
                trigger,
                spot,
            };
            match (trigger, interrupts) {
                (Trigger::Error(_) | Trigger::Cancel, _) if !thrown.is_empty() => {
                    catch(&mut self.flat, &mut thrown, trigger, spot);
                }
                (Trigger::Timer(timer), true) => deadlines.push((edge, timer)),
                (_, true) => cuts.push(edge),
                (_, false) => beside.push(edge),
            }
        }
        let Some(&own) = ends.get(host.id.as_str()) else {
            return Ok(thrown);
        };
        let mut now = own;
        for edge in beside {
            now = self.while_it_lasts(host, &edge, now, own, level)?;
        }
        if !deadlines.is_empty() {
            now.0 = self.deadline(host, deadlines, now.0, own, level)?;
        }
        if !cuts.is_empty() {
            now.1 = self.cut(host, &cuts, now.1, level)?;
        }
        if let Some(ends) = ends.get_mut(host.id.as_str()) {
            *ends = now;
        }
        Ok(thrown)
    }

    /// Cases that are not done by a deadline leave at that moment; returns where the activity now begins.
    fn deadline(
        &mut self,
        host: &Node,
        mut deadlines: Vec<(Edge<'_>, &Timer)>,
        begin: usize,
        own: Ends,
        level: usize,
    ) -> Result<usize, Problem> {
        let length = |edge: &Edge<'_>, timer: &Timer| {
            let text = timer.text().unwrap_or(&edge.node.name);
            match timer {
                Timer::Date(_) => None,
                Timer::Duration(_) | Timer::Cycle(_) | Timer::Open => span(text),
            }
        };
        // The first of several is met before any other.
        let days = |(edge, timer): &(Edge<'_>, &Timer)| {
            length(edge, timer).map_or(f64::INFINITY, Span::working_days)
        };
        deadlines.sort_by(|one, other| days(one).total_cmp(&days(other)));
        let (edge, timer) = deadlines.remove(0);
        for (later, _) in &deadlines {
            self.notes.inexact(
                &later.node.place,
                format!(
                    "`{}` of `{}` is not carried over: `{}` comes first",
                    later.node.shown(),
                    host.shown(),
                    edge.node.shown()
                ),
                format!(
                    "“{}”（“{}”）未带入：“{}”先到期",
                    later.node.shown(),
                    host.shown(),
                    edge.node.shown()
                ),
            );
        }
        let known = length(&edge, timer);
        let law = self.law(host, own);
        let (shown, of) = (edge.node.shown().to_owned(), host.shown().to_owned());
        let written = timer.text().unwrap_or(&shown).to_owned();
        let late = self.late(known, law.as_ref()).or_else(|| self.said(&edge));
        if known.is_none() {
            self.notes.inexact(
                &edge.node.place,
                format!("`{shown}` of `{of}` is the deadline `{written}`, which is no length of time: set how long `{of}: {shown}` takes"),
                format!("“{of}”的期限“{shown}”为 `{written}`，并非时长：请设定“{of}：{shown}”的用时"),
            );
        }
        if let Timer::Cycle(text) = timer {
            self.notes.first_time(&edge.node.place, &shown, text);
        }
        match late {
            None => self.notes.say(
                &edge.node.place,
                format!("`{shown}` is a deadline of `{of}`: 10 % of the cases are assumed not to be done by then and leave at that moment; set the share"),
                format!("“{shown}”是“{of}”的期限：假定 10% 的案件届时未完成并于该时刻离开，请设定比例"),
            ),
            Some(late) if late <= 0.0 => {
                self.notes.say(
                    &edge.node.place,
                    format!("`{shown}` of `{of}` never happens: `{of}` is always done before `{written}`"),
                    format!("“{of}”总在 `{written}` 之前完成：“{shown}”不会发生"),
                );
                return Ok(begin);
            }
            Some(_) => {}
        }
        if own.0 != own.1 {
            self.notes.inexact(
                &edge.node.place,
                format!("cases that leave `{of}` by `{shown}` have done a part of it until then; none of its steps is done for them here"),
                format!("因“{shown}”离开“{of}”的案件此前已完成其中一部分：此处按未办理其任何节点处理"),
            );
        }
        let choice = self.pass(&edge.node.place, level)?;
        self.flat.spots[choice].name.clone_from(&shown);
        let until = self.pass(&edge.node.place, level)?;
        let host_spot = self.flat.spots[own.0].clone();
        let fixed = known.map(Span::fixed);
        self.flat.spots[until] = Spot {
            name: format!("{of}: {shown}"),
            work: Some(match fixed {
                Some(fixed) => Work::Taking(fixed),
                None => Work::Timer(Timer::Open),
            }),
            lane: host_spot.lane.clone(),
            ..Spot::blank(&edge.node.place, level)
        };
        if let (Some(law), Some(span)) = (law, known) {
            self.flat.spots[own.0].takes = within(law, 0.0, self.parameters.working_days(span));
        }
        let share = late.unwrap_or(BOUNDARY_SHARE);
        let mode = |share| Mode::One(Some(share));
        self.branch(choice, begin, mode(1.0 - share), &of, late.is_none());
        self.branch(choice, until, mode(share), &shown, late.is_none());
        self.flat.link(until, edge.spot, Mode::Always);
        Ok(choice)
    }

    /// The share of cases that an event happens to, as the parameters say it.
    fn said(&self, edge: &Edge<'_>) -> Option<f64> {
        self.parameters.shares.get(&edge.node.id).copied()
    }

    /// Says when, and how often, an event at the edge of an activity happens.
    fn tell_when(&mut self, host: &Node, event: &Node, said: Option<f64>, share: f64) {
        let (shown, of) = (event.shown(), host.shown());
        let percent = crate::text::number((share * 1e4).round() / 100.0);
        let (en, zh) = match said {
            Some(_) => (
                format!(
                    "`{shown}` happens in {percent} % of the cases, once `{of}` is done: when it happens is assumed"
                ),
                format!("“{shown}”在 {percent}% 的案件中于“{of}”完成之后发生：发生的时刻为假定"),
            ),
            None => (
                format!(
                    "`{shown}` happens in {percent} % of the cases, once `{of}` is done (assumed): set the share"
                ),
                format!("“{shown}”假定在 {percent}% 的案件中、于“{of}”完成之后发生：请设定比例"),
            ),
        };
        self.notes.inexact(&event.place, en, zh);
    }

    pub(super) fn branch(
        &mut self,
        from: usize,
        to: usize,
        mode: Mode,
        name: &str,
        is_assumed: bool,
    ) {
        self.flat.link(from, to, mode);
        if let Some(link) = self.flat.links.last_mut() {
            name.clone_into(&mut link.name);
            link.is_assumed = is_assumed;
        }
    }

    /// Cases that leave an activity by what happens during it; returns where it now ends.
    fn cut(
        &mut self,
        host: &Node,
        cuts: &[Edge<'_>],
        end: usize,
        level: usize,
    ) -> Result<usize, Problem> {
        let choice = self.pass(&cuts[0].node.place, level)?;
        self.flat.spots[choice].name = cuts[0].node.shown().to_owned();
        let normal = self.pass(&cuts[0].node.place, level)?;
        self.flat.link(end, choice, Mode::Always);
        let usual = BOUNDARY_SHARE.min(0.5 / cuts.len() as f64);
        let said: Vec<Option<f64>> = cuts.iter().map(|edge| self.said(edge)).collect();
        let leaves: f64 = said.iter().map(|share| share.unwrap_or(usual)).sum();
        let mode = |share| Mode::One(Some(share));
        let stays = mode((1.0 - leaves).max(0.0));
        self.branch(choice, normal, stays, host.shown(), said.contains(&None));
        for (edge, said) in cuts.iter().zip(said) {
            let share = said.unwrap_or(usual);
            self.branch(
                choice,
                edge.spot,
                mode(share),
                edge.node.shown(),
                said.is_none(),
            );
            self.tell_when(host, edge.node, said, share);
        }
        Ok(normal)
    }

    /// One token more by what happens during an activity, which goes on; returns its new ends.
    fn while_it_lasts(
        &mut self,
        host: &Node,
        edge: &Edge<'_>,
        (begin, end): Ends,
        own: Ends,
        level: usize,
    ) -> Result<Ends, Problem> {
        let (shown, of) = (edge.node.shown().to_owned(), host.shown().to_owned());
        let Trigger::Timer(timer) = edge.trigger else {
            let after = self.pass(&edge.node.place, level)?;
            self.flat.link(end, after, Mode::Always);
            let said = self.said(edge);
            let share = said.unwrap_or(BOUNDARY_SHARE);
            let mode = Mode::Maybe(Some(share));
            self.branch(after, edge.spot, mode, &shown, said.is_none());
            self.tell_when(host, edge.node, said, share);
            return Ok((begin, after));
        };
        let known = span(timer.text().unwrap_or(&edge.node.name));
        let law = self.law(host, own);
        let late = self.late(known, law.as_ref()).or_else(|| self.said(edge));
        let is_certain = late.is_some_and(|late| late <= 0.0 || late >= 1.0);
        if !is_certain {
            self.notes.inexact(
                &edge.node.place,
                format!("whether `{of}` still goes on when `{shown}` happens is drawn apart from how long it takes: set the share"),
                format!("“{shown}”发生时“{of}”是否仍在办理与其用时分别抽取：请设定比例"),
            );
        }
        if let Timer::Cycle(text) = timer {
            self.notes.inexact(
                &edge.node.place,
                format!(
                    "`{shown}` may happen again and again (`{text}`) while `{of}` goes on: at most once here"
                ),
                format!("“{of}”办理期间“{shown}”可能反复发生（`{text}`）：此处至多一次"),
            );
        }
        if late.is_some_and(|late| late <= 0.0) {
            return Ok((begin, end));
        }
        let fork = self.pass(&edge.node.place, level)?;
        let wait = self.pass(&edge.node.place, level)?;
        self.flat.spots[wait] = Spot {
            name: shown.clone(),
            id: edge.node.id.clone(),
            work: Some(known.map_or(Work::Timer(timer.clone()), |span| {
                Work::Taking(span.fixed())
            })),
            ..Spot::blank(&edge.node.place, level)
        };
        let share = late.unwrap_or(BOUNDARY_SHARE);
        self.flat.link(fork, begin, Mode::Always);
        let mode = Mode::Maybe(Some(share));
        self.branch(fork, wait, mode, &shown, late.is_none());
        self.flat.link(wait, edge.spot, Mode::Always);
        Ok((fork, end))
    }

    /// How long an activity takes, if it is one step and the model says it.
    fn law(&self, host: &Node, (begin, end): Ends) -> Option<Value> {
        if begin != end {
            return None;
        }
        match &self.flat.spots[begin].work {
            Some(Work::Timer(timer)) => Some(span(timer.text()?)?.fixed()),
            _ => self.parameters.durations.get(&host.id).cloned(),
        }
    }

    /// The share of cases that are not done by then, if both are known.
    fn late(&self, known: Option<Span>, law: Option<&Value>) -> Option<f64> {
        let days = self.parameters.working_days(known?);
        done_by(law?, days).map(|share| 1.0 - share)
    }
}
