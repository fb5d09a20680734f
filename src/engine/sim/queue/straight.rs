//! Straight on: from a step that is nothing but service to another one like it.

use super::agenda::Token;
use super::arena::{Folder, Progress};
use super::files::File;
use super::hall::Hall;
use super::model::{Category, Column, Leg, Model};
use super::visit::Visit;

/// What a case does after a step, where there is no question about it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Way {
    from: Served,
    to: Served,
    /// The next step, within the category.
    node: u32,
}

/// A step that is one visit of a station, for every case.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Served {
    /// Where in its course it is served.
    leg: u32,
    station: u32,
    effort: Column,
    /// What it may take, ticks, if anybody asks.
    limit: Option<u32>,
}

/// Of every step of a model the way after it.
pub(super) fn ways(model: &Model) -> Vec<Option<Way>> {
    let categories = model.categories.iter();
    let steps = categories.flat_map(|category| {
        let own = category.nodes.clone();
        own.map(|idx| way(model, category, idx))
    });
    steps.collect()
}

fn way(model: &Model, category: &Category, idx: usize) -> Option<Way> {
    let from = served(model, idx)?;
    let &[successor] = model.successors_of(idx) else {
        return None;
    };
    let next = category.nodes.start + successor.node as usize;
    let to = served(model, next)?;
    let is_plain = successor.handoff.is_none() && model.nodes[next].waits_for == 1;
    is_plain.then_some(Way {
        from,
        to,
        node: successor.node,
    })
}

/// A step that the applicant waits for and that is nothing but service, accepted when it comes.
fn served(model: &Model, idx: usize) -> Option<Served> {
    let node = &model.nodes[idx];
    if !node.on_path || node.present.is_some() {
        return None;
    }
    let (mut leg, mut limit) = (node.first_leg + 1, None);
    let mut course = &model.legs[leg as usize..node.last_leg as usize];
    if let [Leg::Accept(None), rest @ ..] = course {
        (course, leg) = (rest, leg + 1);
    }
    if let [
        rest @ ..,
        Leg::Judge {
            limit: most,
            when: None,
        },
    ] = course
    {
        (course, limit) = (rest, Some(*most));
    }
    let [
        Leg::Serve {
            station,
            links: 1,
            effort,
            ..
        },
    ] = *course
    else {
        return None;
    };
    Some(Served {
        leg,
        station,
        effort,
        limit,
    })
}

impl Hall<'_> {
    /// What [`Hall::go_on`] does where a case goes straight on; whether it does.
    #[inline(always)]
    pub fn go_straight_on(&mut self, folder: &mut Folder<'_>, node: usize) -> bool {
        let Some(way) = self.ways[folder.case.first_node as usize + node] else {
            return false;
        };
        let step = folder.steps[node];
        if step.leg != way.from.leg {
            return false;
        }
        let (started, now) = (step.ready_at, self.now);
        if let Some(limit) = way.from.limit {
            self.judge(folder.case, node, now - started > u64::from(limit));
        }
        self.note_end(folder, node);
        let next = way.node as usize;
        let case = &mut *folder.case;
        case.left -= 1;
        case.path_left -= 1;
        case.ended_at = case.ended_at.max(now);
        let step = &mut folder.steps[next];
        *step = Progress {
            ready_at: now,
            accepted_at: now,
            leg: way.to.leg,
            ..Progress::default()
        };
        let file = File {
            token: Token::new(folder.slot, next),
            joined_at: now,
            effort: self.rows.value(case.row, way.to.effort),
            visit: Visit::new(way.to.leg, true, case.counts),
        };
        if !self.works_ahead() {
            self.release(way.from.station as usize);
        }
        self.join(way.to.station as usize, file, folder);
        true
    }
}
