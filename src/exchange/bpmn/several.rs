//! Activities that are done several times.

use super::flat::{Gate, Mode, Repeated};
use super::inline::{Inlined, Inliner, Lanes};
use super::loops::LOOP_SHARE;
use super::model::{Lane, Node, NodeKind, Several};
use super::note::Notes;
use crate::error::Problem;
use crate::format::MOST_REWORK_ROUNDS;

/// What is done more often is not drawn out.
const MOST_TIMES: u32 = 10;

impl Inliner<'_> {
    /// Inlines what is done a known number of times, side by side or in turn, or a level that is done again until
    /// something holds; `None`: it is one node.
    pub(super) fn several(
        &mut self,
        node: &Node,
        lanes: &Lanes,
        lane: Option<&Lane>,
        level: usize,
    ) -> Result<Option<Inlined>, Problem> {
        let is_level = match &node.kind {
            NodeKind::Sub(scope) => !scope.nodes.is_empty(),
            NodeKind::Call(called) => self.is_inlined(called.as_deref()),
            _ => false,
        };
        let once = Node {
            several: None,
            ..node.clone()
        };
        let (times, is_beside) = match node.several {
            Some(Several::AtOnce(Some(times))) => (times, true),
            Some(Several::InTurn(Some(times))) if is_level => (times, false),
            Some(Several::Loop(most)) if is_level => {
                if let Some(most) = most {
                    let shown = node.shown();
                    self.notes.inexact(
                        &node.place,
                        format!("`{shown}` is done at most {most} times (`loopMaximum`): its rounds are not counted here"),
                        format!("“{shown}”最多办理 {most} 次（`loopMaximum`）：此处不计次数"),
                    );
                }
                return self.until(&once, lanes, lane, level).map(Some);
            }
            Some(Several::InTurn(_) | Several::AtOnce(None) | Several::Loop(_)) | None => {
                return Ok(None);
            }
        };
        if times > MOST_TIMES {
            return Ok(None);
        }
        let (entry, exit) = (
            self.pass(&node.place, level)?,
            self.pass(&node.place, level)?,
        );
        self.flat.spots[exit].gate = Gate::Any;
        let mut thrown = Vec::new();
        let mut at = entry;
        for _ in 0..times {
            let one = self.node(&once, lanes, lane, level)?;
            self.flat.link(at, one.ends.0, Mode::Always);
            match is_beside {
                true => self.flat.link(one.ends.1, exit, Mode::Always),
                false => at = one.ends.1,
            }
            thrown.extend(one.thrown);
        }
        if !is_beside {
            self.flat.link(at, exit, Mode::Always);
        }
        Ok(Some(Inlined {
            ends: (entry, exit),
            thrown,
        }))
    }

    /// A level with a way back from its end to its beginning.
    fn until(
        &mut self,
        node: &Node,
        lanes: &Lanes,
        lane: Option<&Lane>,
        level: usize,
    ) -> Result<Inlined, Problem> {
        let begin = self.pass(&node.place, level)?;
        let Inlined { ends, thrown } = self.node(node, lanes, lane, level)?;
        let (choice, end) = (
            self.pass(&node.place, level)?,
            self.pass(&node.place, level)?,
        );
        self.flat.spots[choice].name = node.shown().to_owned();
        self.flat.link(begin, ends.0, Mode::Always);
        self.flat.link(ends.1, choice, Mode::Always);
        for (to, share) in [(begin, LOOP_SHARE), (end, 1.0 - LOOP_SHARE)] {
            self.branch(choice, to, Mode::One(Some(share)), "", true);
        }
        Ok(Inlined {
            ends: (begin, end),
            thrown,
        })
    }
}

/// Rounds of what is done until something holds, where the model says no number.
const LOOP_ROUNDS: u32 = 3;

/// A task that is done more than once is done again as a whole.
pub(super) fn repeated(node: &Node, notes: &mut Notes) -> Option<Repeated> {
    let shown = node.shown();
    match node.several.as_ref()? {
        Several::Loop(most) => Some(Repeated {
            share: LOOP_SHARE,
            is_assumed: true,
            most: most.map_or(LOOP_ROUNDS, |most| {
                most.saturating_sub(1).min(MOST_REWORK_ROUNDS)
            }),
        }),
        Several::InTurn(Some(times)) if *times <= MOST_REWORK_ROUNDS + 1 => Some(Repeated {
            share: 1.0,
            is_assumed: false,
            most: times - 1,
        }),
        Several::InTurn(_) => {
            notes.inexact(
                &node.place,
                format!("`{shown}` is done several times, one after another: once here; make its duration that of all"),
                format!("“{shown}”依次重复多次：此处只计一次，请将用时设为全部之和"),
            );
            None
        }
        Several::AtOnce(_) => {
            notes.inexact(
                &node.place,
                format!("`{shown}` is done several times at once: once here; make its duration that of the longest"),
                format!("“{shown}”同时进行多次：此处只计一次，请将用时设为最长的一次"),
            );
            None
        }
    }
}

/// A level that is done nobody knows how often is done once, and that is said.
pub(super) fn several_as_a_whole(node: &Node, notes: &mut Notes) {
    let shown = node.shown();
    match &node.several {
        None => {}
        Some(Several::Loop(_) | Several::InTurn(_) | Several::AtOnce(_)) => notes.inexact(
            &node.place,
            format!("`{shown}` is done several times as a whole: once here"),
            format!("“{shown}”整体进行多次：此处只计一次"),
        ),
    }
}
