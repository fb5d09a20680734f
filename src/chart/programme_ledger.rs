//! `programme-ledger` (五减总账): the five cuts of a programme, each item and material once.

use super::ledger::{self, Cut, Data, Panel, Scope};
use super::{About, Draw, Programme};
use crate::compare::ProgrammeTotals;
use crate::lang::Name;
use crate::workflow::Basis;

/// The registry's entry.
pub const ABOUT: About = About {
    name: "programme-ledger",
    zh: "五减总账",
    shows: "the five cuts of a whole programme: each item and material once, however many scenarios ask for it",
    shows_zh: "整个方案集的五减：多个情景共用的事项、材料只计一次",
    draw: Draw::Programme(|programme, lang| Some(ledger::draw(&data(programme)?, lang))),
};

/// The figures of a programme; `None` for a single scenario or where nothing changes.
pub fn data(programme: &Programme<'_>) -> Option<Data> {
    let (name, found) = (programme.name?, programme.ledger.as_ref()?);
    let limits = &found.limits;
    if found.before == found.after && limits.promised == limits.promised_after {
        return None;
    }
    let panel = |cut: Cut, pick: fn(&ProgrammeTotals) -> f64| Panel {
        cut,
        values: vec![pick(&found.before), pick(&found.after)],
        law: None,
    };
    Some(Data {
        scope: Scope::Programme {
            n_scenarios: programme.scenarios.len(),
            further_items: found.further_items,
            synthetic_items: found.synthetic_items,
        },
        scenario: (name.clone(), String::new()),
        reforms: vec![(Name::both("After", "改革后"), String::new())],
        told: 0,
        moved: 0,
        basis: Basis::Promises,
        after: None,
        panels: vec![
            panel(Cut::Items, |totals| totals.items),
            panel(Cut::Materials, |totals| totals.material_types),
            Panel {
                cut: Cut::Limits,
                values: vec![limits.promised, limits.promised_after],
                // Over some items only it is told in the table.
                law: limits
                    .share_statutory()
                    .filter(|_| limits.statutory_items == limits.items)
                    .map(|share| (limits.statutory, share)),
            },
            panel(Cut::Links, |totals| totals.links),
            panel(Cut::Certificates, |totals| totals.certificates),
        ],
    })
}
