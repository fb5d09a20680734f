//! What a measure does to a minimal scenario: only the figures that move, before and after.

use super::table::{align, plain_table};
use super::words::Word;
use crate::compare::{Comparison, Side};
use crate::lang::Lang;
use crate::text::{days, wrap};

/// A figure under its heading: days, counts, and cases of a thousand.
type Figure = (Word, fn(&Side) -> f64);

const LIMITS: &[Figure] = &[
    (Word::Counted, |side| side.limits.counted_days),
    (Word::Clock, |side| side.limits.clock_days),
    (Word::WaitsLong, |side| side.limits.elapsed_days),
    (Word::Serial, |side| side.limits.serial_days),
];

const COUNTS: &[Figure] = &[
    (Word::ItemsLong, |side| side.counts.items),
    (Word::LinksLong, |side| side.counts.links),
    (Word::MaterialsLong, |side| side.counts.materials),
    (Word::CertificatesLong, |side| side.counts.certificates),
    (Word::Visits, |side| side.counts.visits),
];

const SIMULATED: &[Figure] = &[
    (Word::Counted, |side| side.simulated.counted.mean.value),
    (Word::WaitsLong, |side| side.simulated.elapsed.mean.value),
    (Word::Half, |side| side.simulated.elapsed.quantiles[2].value),
    (Word::NineOfTen, |side| {
        side.simulated.elapsed.quantiles[4].value
    }),
];

const THOUSAND: &[Figure] = &[
    (Word::Overdue, |side| {
        side.simulated.overdue_item_share.value
    }),
    (Word::Corrections, |side| side.simulated.corrections),
    (Word::Checks, |side| side.simulated.checks),
    (Word::Breaches, |side| side.simulated.breaches),
    (Word::Rectification, |side| {
        side.simulated.rectification_days
    }),
    (Word::Silent, |side| side.simulated.silent_approvals),
    (Word::Granted, |side| outcome(side, 0)),
    (Word::GrantedSilently, |side| outcome(side, 1)),
    (Word::Withdrawn, |side| outcome(side, 2)),
    (Word::Revoked, |side| outcome(side, 3)),
];

/// In the order of `run --details`.
const GROUPS: [(Word, &[Figure], f64); 4] = [
    (Word::LimitsOfCase, LIMITS, 1.0),
    (Word::CountsOfCase, COUNTS, 1.0),
    (Word::SimulatedMeans, SIMULATED, 1.0),
    (Word::PerThousand, THOUSAND, 1000.0),
];

/// Granted, granted silently, withdrawn, revoked.
fn outcome(side: &Side, idx: usize) -> f64 {
    side.simulated.outcomes[idx].1.value
}

/// The figures that the first reform moves; what stays is not shown.
pub fn before_after(comparison: &Comparison, lang: Lang) -> String {
    let Some(reform) = comparison.reforms.first() else {
        return String::new();
    };
    let mut table = plain_table();
    table.set_header(["", Word::Before.say(lang), Word::After.say(lang)]);
    let mut moved = false;
    for (group, figures, scale) in GROUPS {
        let rows: Vec<[String; 3]> = figures
            .iter()
            .map(|(word, figure)| {
                let shown = |side: &Side| days(figure(side) * scale);
                let heading = format!("  {}", word.say(lang));
                [heading, shown(&comparison.baseline), shown(&reform.side)]
            })
            .filter(|[_, before, after]| before != after)
            .collect();
        if !rows.is_empty() {
            moved = true;
            table.add_row([group.say(lang)]);
            table.add_rows(rows);
        }
    }
    if !moved {
        return wrap(Word::NothingMoves.say(lang), 80).join("\n") + "\n";
    }
    align(&mut table);
    format!("{table}\n")
}
