//! Which cases take a flow beside others: by its source, its condition and its share.

use super::flat::Mode;
use super::model::{Flow, Node, NodeKind};
use super::parameters::Parameters;

/// Which cases take a flow that leaves `source` beside others.
pub(super) fn mode(parameters: &Parameters, source: &Node, flow: &Flow, beside: &[&Flow]) -> Mode {
    if beside.len() < 2 {
        return Mode::Always;
    }
    let share = parameters.shares.get(&flow.id).copied();
    let holds = flow
        .condition
        .as_deref()
        .and_then(constant)
        .or_else(|| constant(&flow.name));
    let is_default = source.default.as_deref() == Some(flow.id.as_str());
    let is_bare = flow.condition.is_none();
    let has_conditions = beside.iter().any(|other| other.condition.is_some());
    match source.kind {
        NodeKind::Exclusive | NodeKind::FirstEvent => match holds {
            Some(false) => Mode::One(share.or(Some(0.0))),
            Some(true) | None => Mode::One(share),
        },
        NodeKind::Parallel => Mode::Always,
        NodeKind::Inclusive | NodeKind::Complex if is_default => Mode::Otherwise,
        NodeKind::Inclusive | NodeKind::Complex if is_bare && has_conditions => Mode::Always,
        NodeKind::Inclusive | NodeKind::Complex => maybe(holds, share),
        _ if is_default && has_conditions => Mode::Otherwise,
        _ if is_bare => Mode::Always,
        _ => maybe(holds, share),
    }
}

/// Chosen or not by itself; what always holds is always taken.
fn maybe(holds: Option<bool>, share: Option<f64>) -> Mode {
    let certain = holds.map(|holds| if holds { 1.0 } else { 0.0 });
    Mode::Maybe(share.or(certain))
}

/// Whether a condition, or a label, says that a flow is taken always or never. A bare `true` is what editors put
/// where nobody has said anything.
fn constant(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "${true}" | "#{true}" | "=true" | "= true" | "true()" | "always" | "总是" | "始终" => {
            Some(true)
        }
        "${false}" | "#{false}" | "=false" | "= false" | "false()" | "never" | "从不" => {
            Some(false)
        }
        _ => None,
    }
}
