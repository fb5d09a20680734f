//! 改革前后对照表: what became of every item, and which measure did it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::ledger::{ItemFigures, item_limits};
use crate::lang::Lang;
use crate::workflow::{Change, Leaving, Ledger, Mark, MaterialKind, Workflow, handed_in};

/// What became of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// 保留.
    Kept,
    /// 压缩时限.
    Shortened,
    /// 合并.
    Merged,
    /// 取消.
    Removed,
    /// 前移: done before day zero.
    Moved,
    /// 告知承诺.
    Committed,
    /// 改备案.
    Filed,
    /// New: a joint item, mostly.
    Added,
}

impl What {
    /// The word in JSON and CSV.
    pub fn key(self) -> &'static str {
        match self {
            What::Kept => "kept",
            What::Shortened => "shortened",
            What::Merged => "merged",
            What::Removed => "removed",
            What::Moved => "moved",
            What::Committed => "committed",
            What::Filed => "filed",
            What::Added => "added",
        }
    }
}

impl What {
    /// The word that a reader sees.
    pub fn say(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (_, Lang::En) => self.key(),
            (What::Kept, Lang::Zh) => "保留",
            (What::Shortened, Lang::Zh) => "压缩时限",
            (What::Merged, Lang::Zh) => "合并",
            (What::Removed, Lang::Zh) => "取消",
            (What::Moved, Lang::Zh) => "前移",
            (What::Committed, Lang::Zh) => "告知承诺",
            (What::Filed, Lang::Zh) => "改备案",
            (What::Added, Lang::Zh) => "新增",
        }
    }
}

/// One row of the before/after list.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemChange {
    /// Id of the item.
    pub item: String,
    /// What became of it.
    pub what: What,
    /// The item it went into.
    pub into: Option<String>,
    /// Id of the measure; empty for what was kept.
    pub measure: String,
    /// Promised limit before, working days.
    pub before_days: Option<f64>,
    /// Promised limit after, working days.
    pub after_days: Option<f64>,
}

/// The before/after list of a chain of reforms: every item of the baseline in file order, then new ones.
pub fn changes(before: &Workflow, after: &Workflow, ledger: &Ledger) -> Vec<ItemChange> {
    let traces = Traces::of(ledger);
    let (was, is) = (item_limits(before), item_limits(after));
    let mut rows: Vec<ItemChange> = Vec::new();
    for step in before.steps() {
        let Some(item) = step.item.as_deref().filter(|item| was.contains_key(*item)) else {
            continue;
        };
        if rows.iter().any(|row| row.item == item) {
            continue;
        }
        rows.push(match is.get(item) {
            Some(figures) => stayed(before, after, item, was[item], *figures, &traces),
            None => left(after, &step.id, item, was[item], &traces),
        });
    }
    for step in after.steps() {
        let Some(item) = step.item.as_deref().filter(|item| is.contains_key(*item)) else {
            continue;
        };
        if !was.contains_key(item) && !rows.iter().any(|row| row.item == item) {
            rows.push(ItemChange {
                item: item.to_owned(),
                what: What::Added,
                into: None,
                measure: traces
                    .came
                    .get(step.id.as_str())
                    .copied()
                    .unwrap_or_default()
                    .to_owned(),
                before_days: None,
                after_days: Some(is[item].promised_days),
            });
        }
    }
    rows
}

/// Ids of materials, then of certificates, that no step of `after` asks for any more.
pub fn removed_materials(before: &Workflow, after: &Workflow) -> (Vec<String>, Vec<String>) {
    // Whether anybody hands it in, and whether any step asks for it, of whomever.
    let (before, after) = (before.by_share(), after.by_share());
    let asked = |kinds: &[(f64, Cow<'_, Workflow>)], id: &str| {
        kinds.iter().any(|(_, workflow)| {
            let mut faces = workflow.steps().map(|step| step.reference_face());
            faces.any(|face| face.materials.iter().any(|other| other == id))
        })
    };
    let handed = |kinds: &[(f64, Cow<'_, Workflow>)], id: &str| {
        kinds.iter().any(|(_, workflow)| {
            let mut faces = workflow.steps().map(|step| step.reference_face());
            faces.any(|face| handed_in(workflow, face).any(|material| material.id == id))
        })
    };
    let mut materials = Vec::new();
    let mut certificates = Vec::new();
    for material in before.iter().take(1).flat_map(|(_, one)| &one.materials) {
        if asked(&before, &material.id) && !handed(&after, &material.id) {
            match material.kind {
                MaterialKind::Certificate => certificates.push(material.id.clone()),
                MaterialKind::Form | MaterialKind::Document => materials.push(material.id.clone()),
            }
        }
    }
    (materials, certificates)
}

/// Who did what, by step id; the last entry counts.
#[derive(Default)]
struct Traces<'l> {
    left: BTreeMap<&'l str, (&'l Leaving, &'l str)>,
    came: BTreeMap<&'l str, &'l str>,
    marked: BTreeMap<&'l str, (Mark, &'l str)>,
    limited: BTreeMap<&'l str, &'l str>,
}

impl<'l> Traces<'l> {
    fn of(ledger: &'l Ledger) -> Traces<'l> {
        let mut traces = Traces::default();
        for entry in &ledger.entries {
            let measure = entry.measure.as_str();
            match &entry.change {
                Change::StepLeft { step, leaving } => {
                    traces.left.insert(step, (leaving, measure));
                }
                Change::StepCame { step, .. } => {
                    traces.came.insert(step, measure);
                }
                Change::Marked { step, mark } => {
                    traces.marked.insert(step, (*mark, measure));
                }
                Change::Set { step, property, .. } if *property == "limit_days" => {
                    traces.limited.insert(step, measure);
                }
                Change::Set { .. }
                | Change::EdgeCame { .. }
                | Change::EdgeLeft { .. }
                | Change::MaterialSupplied { .. }
                | Change::Officers { .. } => {}
            }
        }
        traces
    }
}

fn stayed(
    before: &Workflow,
    after: &Workflow,
    item: &str,
    was: ItemFigures,
    is: ItemFigures,
    traces: &Traces<'_>,
) -> ItemChange {
    let of_item = |workflow: &Workflow| -> Vec<String> {
        workflow
            .steps()
            .filter(|step| step.item.as_deref() == Some(item))
            .map(|step| step.id.clone())
            .collect()
    };
    let steps = of_item(after);
    let mark = steps
        .iter()
        .rev()
        .find_map(|id| traces.marked.get(id.as_str()));
    let shorter = is.promised_days < was.promised_days - 1e-9;
    // A step that others were merged into keeps its item: it was shortened by the merge, if at all.
    let swallowed = last_of(&traces.came, &steps);
    let gone = of_item(before)
        .iter()
        .find_map(|id| traces.left.get(id.as_str()).map(|(_, measure)| *measure));
    let (what, measure) = match mark {
        Some((Mark::Committed, measure)) => (What::Committed, Some(*measure)),
        Some((Mark::Filed, measure)) => (What::Filed, Some(*measure)),
        Some((Mark::Automated | Mark::Covered, measure)) if shorter => {
            (What::Shortened, Some(*measure))
        }
        _ if shorter => (
            What::Shortened,
            last_of(&traces.limited, &steps).or(swallowed).or(gone),
        ),
        _ => (What::Kept, swallowed),
    };
    ItemChange {
        item: item.to_owned(),
        what,
        into: None,
        measure: measure.unwrap_or_default().to_owned(),
        before_days: Some(was.promised_days),
        after_days: Some(is.promised_days),
    }
}

fn last_of<'l>(map: &BTreeMap<&str, &'l str>, steps: &[String]) -> Option<&'l str> {
    steps
        .iter()
        .rev()
        .find_map(|id| map.get(id.as_str()).copied())
}

/// An item that is gone: follow its first step through merges to where it ended.
fn left(
    after: &Workflow,
    step: &str,
    item: &str,
    was: ItemFigures,
    traces: &Traces<'_>,
) -> ItemChange {
    let mut row = ItemChange {
        item: item.to_owned(),
        what: What::Removed,
        into: None,
        measure: String::new(),
        before_days: Some(was.promised_days),
        after_days: None,
    };
    let mut at = step;
    // Each merge leads to another id or to an id that stayed: as many turns as entries at most.
    for _ in 0..=traces.left.len() {
        let Some((leaving, measure)) = traces.left.get(at) else {
            break;
        };
        if row.measure.is_empty() {
            row.measure = (*measure).to_owned();
        }
        match leaving {
            Leaving::Removed => {
                row.what = What::Removed;
                row.into = None;
                row.measure = (*measure).to_owned();
                break;
            }
            Leaving::Moved => {
                row.what = What::Moved;
                row.into = None;
                row.measure = (*measure).to_owned();
                break;
            }
            Leaving::Merged(into) => {
                row.what = What::Merged;
                let item = after.step(into).and_then(|step| step.item.clone());
                row.into = Some(item.unwrap_or_else(|| into.clone()));
                if into == at {
                    break;
                }
                at = into;
            }
        }
    }
    if row.measure.is_empty()
        && let Some((_, measure)) = traces.marked.get(step)
    {
        row.measure = (*measure).to_owned();
    }
    row
}
