//! Activities that are done several times.

use super::flat::Repeated;
use super::loops::LOOP_SHARE;
use super::model::{Node, Several};
use super::note::Notes;
use crate::format::MOST_REWORK_ROUNDS;

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

/// A level that is done more than once is done once, and that is said.
pub(super) fn several_as_a_whole(node: &Node, notes: &mut Notes) {
    let shown = node.shown();
    match &node.several {
        None => {}
        Some(Several::Loop(_)) => notes.inexact(
            &node.place,
            format!("`{shown}` is repeated as a whole: once here; set `rework` on its last step"),
            format!("“{shown}”整体循环：此处只计一次，请在其最后节点设置 `rework`"),
        ),
        Some(Several::InTurn(_) | Several::AtOnce(_)) => notes.inexact(
            &node.place,
            format!("`{shown}` is done several times as a whole: once here"),
            format!("“{shown}”整体进行多次：此处只计一次"),
        ),
    }
}
