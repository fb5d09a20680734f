//! 五减: what a reform takes away, counted on the reference case.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::AddAssign;

use super::told::Told;
use crate::workflow::{AverageCase, Clock, Position, Workflow};

/// After − before; shares are relative to before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LedgerTotals {
    /// 减事项.
    pub items: f64,
    /// 减材料, handed in.
    pub materials: f64,
    /// Distinct materials, forms included.
    pub material_types: f64,
    /// 减环节.
    pub links: f64,
    /// 减证明, handed in.
    pub certificates: f64,
    /// Trips of the applicant.
    pub visits: f64,
    /// 减时限 on the counted chain.
    pub counted_share: f64,
    /// Sum of limits over items against the promises before.
    pub limit_share_promised: f64,
    /// The same against the statutory limits before, over the items that have one; `None`: no item has.
    pub limit_share_statutory: Option<f64>,
    /// How many items before have a statutory limit.
    pub statutory_items: u64,
    /// Items that are now done before day zero.
    pub items_moved_before_day_zero: u64,
}

/// The ledger's totals, after − before, of the cases that the headline tells.
pub fn ledger_totals(
    (before, told_before): (&Workflow, &Told),
    (after, told_after): (&Workflow, &Told),
) -> LedgerTotals {
    let (was, is) = (&told_before.case, &told_after.case);
    let minus = |pick: fn(&AverageCase) -> f64| pick(is) - pick(was);
    let sums = LimitSums::of(&item_limits(before), &item_limits(after));
    LedgerTotals {
        items: minus(|case| case.items),
        materials: minus(|case| case.materials),
        material_types: told_after.material_types - told_before.material_types,
        links: minus(|case| case.links),
        certificates: minus(|case| case.certificates),
        visits: minus(|case| case.visits),
        counted_share: share(was.counted_days, is.counted_days),
        limit_share_promised: sums.share_promised(),
        limit_share_statutory: sums.share_statutory(),
        statutory_items: sums.statutory_items,
        items_moved_before_day_zero: moved_items(before, after),
    }
}

/// `after` relative to `before`, − 1.
fn share(before: f64, after: f64) -> f64 {
    if before > 0.0 {
        after / before - 1.0
    } else {
        0.0
    }
}

/// Limits summed over items, working days: promises of all, and of the items that have a statutory limit.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LimitSums {
    /// Promised before.
    pub promised: f64,
    /// Promised after.
    pub promised_after: f64,
    /// By law before.
    pub statutory: f64,
    /// Promised after for items that had a statutory limit before, and for new ones that have one.
    pub lawful_after: f64,
    /// How many items there are before.
    pub items: u64,
    /// How many of them have a statutory limit.
    pub statutory_items: u64,
}

impl LimitSums {
    /// Of all items before and after.
    pub fn of(before: &ItemMap, after: &ItemMap) -> LimitSums {
        let mut sums = LimitSums::default();
        for item in before.values() {
            sums.items += 1;
            sums.promised += item.promised_days;
            sums.statutory += item.statutory_days.unwrap_or(0.0);
            sums.statutory_items += u64::from(item.statutory_days.is_some());
        }
        for (id, item) in after {
            sums.promised_after += item.promised_days;
            let law = before.get(id).unwrap_or(item).statutory_days;
            sums.lawful_after += law.map_or(0.0, |_| item.promised_days);
        }
        sums
    }

    /// Promises after against promises before.
    pub fn share_promised(&self) -> f64 {
        share(self.promised, self.promised_after)
    }

    /// Promises after against the law before; `None`: no item has a statutory limit.
    pub fn share_statutory(&self) -> Option<f64> {
        (self.statutory_items > 0).then(|| share(self.statutory, self.lawful_after))
    }
}

impl AddAssign for LimitSums {
    fn add_assign(&mut self, other: LimitSums) {
        self.promised += other.promised;
        self.promised_after += other.promised_after;
        self.statutory += other.statutory;
        self.lawful_after += other.lawful_after;
        self.items += other.items;
        self.statutory_items += other.statutory_items;
    }
}

/// What one item takes, on average over what its steps are for a share of cases.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ItemFigures {
    /// Share of cases that apply for it.
    pub share: f64,
    /// Sum of its steps' promised limits, working days.
    pub promised_days: f64,
    /// Sum of the statutory limits of those of its steps that have one; `None`: none has.
    pub statutory_days: Option<f64>,
    /// Sum of its steps' links.
    pub links: f64,
}

/// Figures by the item's id.
pub type ItemMap = BTreeMap<String, ItemFigures>;

/// Figures of every item of the reference case, by id.
pub fn item_limits(workflow: &Workflow) -> ItemMap {
    let case = workflow.reference_case();
    let mut items = ItemMap::new();
    for (share, kind) in workflow.by_share() {
        let mut met: BTreeSet<&str> = BTreeSet::new();
        for step in kind.steps().filter(|step| kind.meets(step, &case)) {
            let (Some(item), Clock::On, Position::Path) = (&step.item, step.clock, step.position)
            else {
                continue;
            };
            let face = step.reference_face();
            let figures = items.entry(item.clone()).or_default();
            figures.share += match met.insert(item) {
                true => share,
                false => 0.0,
            };
            figures.promised_days += share * face.scheduled_days(Clock::On);
            if let Some(statutory) = face.statutory {
                *figures.statutory_days.get_or_insert(0.0) += share * statutory.days();
            }
            figures.links += share * f64::from(face.links);
        }
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
