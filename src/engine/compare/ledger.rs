//! 五减: what a reform takes away, counted on the reference case.

use std::collections::BTreeMap;

use crate::duration::Limit;
use crate::workflow::{Clock, Counts, Limits, Position, Workflow};

/// After − before; shares are relative to before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LedgerTotals {
    /// 减事项.
    pub items: i64,
    /// 减材料, handed in.
    pub materials: i64,
    /// Distinct materials, forms included.
    pub material_types: i64,
    /// 减环节.
    pub links: i64,
    /// 减证明, handed in.
    pub certificates: i64,
    /// Trips of the applicant.
    pub visits: i64,
    /// 减时限 on the counted chain.
    pub counted_share: f64,
    /// Sum of limits over items against the promises before.
    pub limit_share_promised: f64,
    /// Sum of limits over items against the statutory limits before.
    pub limit_share_statutory: f64,
    /// Items that are now done before day zero.
    pub items_moved_before_day_zero: u64,
}

/// The ledger's totals, after − before.
pub fn ledger_totals(
    (before, before_limits, before_counts): (&Workflow, &Limits, &Counts),
    (after, after_limits, after_counts): (&Workflow, &Limits, &Counts),
) -> LedgerTotals {
    let minus = |pick: fn(&Counts) -> u64| pick(after_counts) as i64 - pick(before_counts) as i64;
    let share = |before: f64, after: f64| {
        if before > 0.0 {
            after / before - 1.0
        } else {
            0.0
        }
    };
    let (promised, statutory) = limit_sums(before);
    let (after_promised, _) = limit_sums(after);
    LedgerTotals {
        items: minus(|counts| counts.items),
        materials: minus(|counts| counts.materials),
        material_types: minus(|counts| counts.material_types),
        links: minus(|counts| counts.links),
        certificates: minus(|counts| counts.certificates),
        visits: minus(|counts| counts.visits),
        counted_share: share(before_limits.counted_days, after_limits.counted_days),
        limit_share_promised: share(promised, after_promised),
        limit_share_statutory: share(statutory, after_promised),
        items_moved_before_day_zero: moved_items(before, after),
    }
}

/// Sums over items of promised and of statutory limits; an item without a statutory limit counts
/// with its promise.
fn limit_sums(workflow: &Workflow) -> (f64, f64) {
    item_limits(workflow)
        .values()
        .fold((0.0, 0.0), |(promised, statutory), item| {
            (
                promised + item.promised_days,
                statutory + item.statutory_days,
            )
        })
}

/// What one item takes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ItemFigures {
    /// Sum of its steps' promised limits, working days.
    pub promised_days: f64,
    /// Sum of its steps' statutory limits, promised where there is none.
    pub statutory_days: f64,
    /// Sum of its steps' links.
    pub links: u64,
}

/// Figures of every item of the reference case, by id.
pub fn item_limits(workflow: &Workflow) -> BTreeMap<&str, ItemFigures> {
    let case = workflow.reference_case();
    let mut items: BTreeMap<&str, ItemFigures> = BTreeMap::new();
    for step in workflow.steps() {
        let (Some(item), Clock::On, Position::Path) = (&step.item, step.clock, step.position)
        else {
            continue;
        };
        if !workflow.meets(step, &case) {
            continue;
        }
        let face = step.reference_face();
        let promised_days = face.scheduled_days(Clock::On);
        let figures = items.entry(item).or_default();
        figures.promised_days += promised_days;
        figures.statutory_days += face.statutory.map_or(promised_days, Limit::days);
        figures.links += u64::from(face.links);
    }
    items
}

fn moved_items(before: &Workflow, after: &Workflow) -> u64 {
    let newly = after
        .prepared
        .iter()
        .filter(|step| !before.prepared.iter().any(|other| other.id == step.id));
    let items: std::collections::BTreeSet<&str> =
        newly.filter_map(|step| step.item.as_deref()).collect();
    items.len() as u64
}
