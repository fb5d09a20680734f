//! CSV: the before/after list and a row per scenario and reform; the same whatever language is shown.

use super::csv::written;
use crate::compare::{Comparison, Side};
use crate::lang::Lang;

/// 改革前后对照表 of every scenario and reform, UTF-8 with a byte-order mark, as Excel wants it.
pub fn changes_csv(comparisons: &[Comparison]) -> Vec<u8> {
    let mut rows = vec![
        [
            "scenario",
            "reform",
            "item",
            "item_en",
            "item_zh",
            "what",
            "into",
            "before_days",
            "after_days",
            "measure",
        ]
        .map(str::to_owned)
        .to_vec(),
    ];
    for comparison in comparisons {
        for reform in &comparison.reforms {
            let start = [comparison.id.clone(), reform.id.clone()];
            for change in &reform.changes {
                let mut row = start.to_vec();
                row.extend([
                    change.item.clone(),
                    comparison.names.item(&change.item, Lang::En).to_owned(),
                    comparison.names.item(&change.item, Lang::Zh).to_owned(),
                    change.what.key().to_owned(),
                    change.into.clone().unwrap_or_default(),
                    optional(change.before_days),
                    optional(change.after_days),
                    change.measure.clone(),
                ]);
                rows.push(row);
            }
            for (what, ids) in [
                ("material-removed", &reform.materials_removed),
                ("certificate-removed", &reform.certificates_removed),
            ] {
                for id in ids {
                    let name = |lang| comparison.names.material(id, lang).to_owned();
                    let mut row = start.to_vec();
                    row.extend([id.clone(), name(Lang::En), name(Lang::Zh), what.to_owned()]);
                    row.extend(std::iter::repeat_n(String::new(), 4));
                    rows.push(row);
                }
            }
        }
    }
    let mut bytes = "\u{feff}".as_bytes().to_vec();
    bytes.extend(written(&rows));
    bytes
}

/// One row per scenario for the baseline and for each reform: what the table tells.
pub fn scenarios_csv(comparisons: &[Comparison]) -> Vec<u8> {
    let header = [
        "scenario",
        "reform",
        "statutory_days",
        "counted_days",
        "clock_days",
        "elapsed_days",
        "serial_days",
        "items",
        "links",
        "materials",
        "certificates",
        "visits",
        "simulated_counted_p50",
        "simulated_counted_p90",
        "simulated_elapsed_p50",
        "simulated_elapsed_p90",
        "share_within_target",
        "overdue_item_share",
    ];
    let mut rows = vec![header.map(str::to_owned).to_vec()];
    for comparison in comparisons {
        rows.push(side(&comparison.id, "", &comparison.baseline));
        for reform in &comparison.reforms {
            rows.push(side(&comparison.id, &reform.id, &reform.side));
        }
    }
    written(&rows)
}

fn side(scenario: &str, reform: &str, side: &Side) -> Vec<String> {
    let (limits, told, simulated) = (&side.limits, &side.told.case, &side.simulated);
    let number = |value: f64| optional(Some(value));
    vec![
        scenario.to_owned(),
        reform.to_owned(),
        optional(limits.statutory_counted_days),
        number(told.counted_days),
        number(limits.clock_days),
        number(told.elapsed_days),
        number(limits.serial_days),
        number(told.items),
        number(told.links),
        number(told.materials),
        number(told.certificates),
        number(told.visits),
        number(simulated.counted.quantiles[2].value),
        number(simulated.counted.quantiles[4].value),
        number(simulated.elapsed.quantiles[2].value),
        number(simulated.elapsed.quantiles[4].value),
        optional(simulated.within_target.map(|share| share.value)),
        number(simulated.overdue_item_share.value),
    ]
}

fn optional(value: Option<f64>) -> String {
    value.map_or(String::new(), |value| {
        let rounded = (value * 1e6).round() / 1e6;
        rounded.to_string()
    })
}
