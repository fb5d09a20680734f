//! Errors and cancellations: where they are thrown, and who catches them.

use super::flat::{Flat, Mode, Stop};
use super::model::{Node, NodeKind, Trigger};

/// Errors that leave a level: their id, and where they are thrown; a cancellation has the id of none.
pub(super) type Thrown = Vec<(Thrower, usize)>;

/// What leaves a level before it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Thrower {
    Error(Option<String>),
    Cancel,
}

/// Leads what is thrown to whoever catches it; what lies beside it at its level is cut off.
pub(super) fn catch(flat: &mut Flat, thrown: &mut Thrown, trigger: &Trigger, to: usize) {
    let catches = |thrower: &Thrower| match (trigger, thrower) {
        (Trigger::Error(None), Thrower::Error(_)) | (Trigger::Cancel, Thrower::Cancel) => true,
        (Trigger::Error(wanted), Thrower::Error(id)) => id.is_none() || wanted == id,
        _ => false,
    };
    let (caught, rest): (Thrown, Thrown) = std::mem::take(thrown)
        .into_iter()
        .partition(|(thrower, _)| catches(thrower));
    for (_, spot) in caught {
        let level = flat.spots[spot].level;
        flat.spots[spot].stop = Some(Stop::Level(level));
        flat.link(spot, to, Mode::Always);
    }
    *thrown = rest;
}

/// Whether it is an event subprocess that an error begins: that of an end event beside it.
pub(super) fn is_catcher(node: &Node) -> bool {
    let NodeKind::EventSub(scope) = &node.kind else {
        return false;
    };
    let is_error = |node: &Node| matches!(node.kind, NodeKind::Start(Trigger::Error(_)));
    scope.nodes.iter().any(is_error)
}
