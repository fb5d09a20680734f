//! Sweeps and sensitivities as tables, as JSON and as CSV.

use serde_json::{Map, Value, json};

use super::csv::written;
use super::json::{estimate, number};
use super::staffing;
use super::table::{align, plain_table};
use crate::lang::{Lang, Name};
use crate::study::{
    Figure, Measured, Quantity, Queued, Sensitivity, Sweep, Swing, Total, total_key,
};
use crate::text::{days, truncate, wrap};

const COLUMNS: usize = 80;

/// What a row shows: the limits and P90 of the official clock, the mean and P90 of the wait.
const SHOWN: [Quantity; 4] = [
    Quantity::of(Total::Counted, Figure::Limits),
    Quantity::of(Total::Counted, Figure::P90),
    Quantity::of(Total::Elapsed, Figure::Mean),
    Quantity::of(Total::Elapsed, Figure::P90),
];

/// Assumptions in the table: the widest swings.
const MOST_ROWS: usize = 15;

pub(super) fn rounded(value: f64) -> String {
    days((value * 10.0).round() / 10.0)
}

fn headings(lang: Lang) -> [&'static str; 4] {
    match lang {
        Lang::En => [
            "clock\nlimits",
            "clock\n9 in 10",
            "waits\nmean",
            "waits\n9 in 10",
        ],
        Lang::Zh => ["计时\n时限", "计时\n九成", "历时\n均值", "历时\n九成"],
    }
}

/// A row per setting and reform: before → after.
pub fn table(sweeps: &[Sweep], lang: Lang) -> String {
    let parts: Vec<String> = sweeps
        .iter()
        .flat_map(|sweep| {
            let reforms = (0..sweep.reforms.len().max(1)).map(move |reform| (sweep, reform));
            reforms.map(|(sweep, reform)| sweep_part(sweep, reform, lang))
        })
        .collect();
    let note = match lang {
        Lang::En => {
            "Working days, before → after. clock: official clock; waits: with work off the clock; 9 in 10: \
                     within which nine of ten cases are done; queues: with the wait for officers, where the file \
                     has `[arrivals]`. Every row has the same luck."
        }
        Lang::Zh => {
            "工作日，改革前 → 后。计时：官方计时；历时：含不计时节点；九成：九成办件办结天数；排队：计入等待人员（文件有 `[arrivals]` 时）。各行用同一组随机数。"
        }
    };
    format!(
        "{}\n\n{}\n",
        parts.join("\n\n"),
        wrap(note, COLUMNS).join("\n")
    )
}

fn title(scenario: (&str, &Name), reform: Option<&(String, Name)>, lang: Lang) -> String {
    let name = scenario.1.get(lang, scenario.0);
    match reform {
        Some((id, reform)) => format!("{name}{}{}", lang.colon(), reform.get(lang, id)),
        None => name.to_owned(),
    }
}

fn sweep_part(sweep: &Sweep, reform: usize, lang: Lang) -> String {
    let mut table = plain_table();
    // The last key says what it is; the whole address stands above.
    let last = |address: &String| address.rsplit('.').next().unwrap_or_default().to_owned();
    let mut header: Vec<String> = sweep.addresses.iter().map(last).collect();
    header.extend(headings(lang).map(str::to_owned));
    if has_queues(sweep) {
        header.push(match lang {
            Lang::En => "queues\n9 in 10".to_owned(),
            Lang::Zh => "排队\n九成".to_owned(),
        });
    }
    table.set_header(header);
    for point in &sweep.points {
        let mut row: Vec<String> = point
            .values
            .iter()
            .map(|value| format!("{value}"))
            .collect();
        row.extend(SHOWN.map(|quantity| {
            let before = rounded(point.sides[0].values[quantity.idx()]);
            match point.sides.get(reform + 1) {
                Some(after) => format!("{before} → {}", rounded(after.values[quantity.idx()])),
                None => before,
            }
        }));
        let mut queues = point.queues.iter().map(|one| staffing::cell(one, lang));
        if let Some(before) = queues.next() {
            row.push(match queues.nth(reform) {
                Some(after) => format!("{before} → {after}"),
                None => before,
            });
        }
        table.add_row(row);
    }
    align(&mut table);
    let title = title(
        (&sweep.scenario, &sweep.scenario_name),
        sweep.reforms.get(reform),
        lang,
    );
    let addresses = sweep.addresses.join(", ");
    let mut lines = vec![truncate(&title, COLUMNS)];
    lines.extend(wrap(&addresses, COLUMNS));
    lines.push(table.to_string());
    // The baseline's finding stands once, under the first reform.
    let sides = [
        (reform == 0).then_some(0),
        sweep.reforms.get(reform).map(|_| reform + 1),
    ];
    for side in sides.into_iter().flatten() {
        let finding = staffing::finding(sweep, side, lang).unwrap_or_default();
        lines.extend(
            wrap(&finding, COLUMNS)
                .into_iter()
                .filter(|line| !line.is_empty()),
        );
    }
    lines.join("\n")
}

/// Whether cases compete for officers.
fn has_queues(sweep: &Sweep) -> bool {
    sweep.points.iter().any(|point| !point.queues.is_empty())
}

fn side(measured: &Measured) -> Value {
    let mut clocks = Map::new();
    for total in [Total::Counted, Total::Elapsed] {
        let mut figures = Map::new();
        for figure in [Figure::Limits, Figure::Mean, Figure::P50, Figure::P90] {
            let quantity = Quantity::of(total, figure);
            estimate(&mut figures, figure.key(), measured.estimate(quantity));
        }
        clocks.insert(format!("{}_days", total_key(total)), Value::Object(figures));
    }
    Value::Object(clocks)
}

fn all_sides(reforms: &[(String, Name)], sides: &[Measured]) -> Value {
    let reformed = reforms.iter().zip(&sides[1..]);
    json!({
        "baseline": side(&sides[0]),
        "reforms": reformed
            .map(|((id, _), measured)| json!({"id": id, "days": side(measured)}))
            .collect::<Vec<_>>(),
    })
}

/// Every point with every quantity.
pub fn document(sweeps: &[Sweep]) -> Value {
    let sweep = |sweep: &Sweep| {
        let points = sweep.points.iter().map(|point| {
            let mut one = json!({
                "values": point.values.iter().map(|&value| number(value)).collect::<Vec<_>>(),
                "sides": all_sides(&sweep.reforms, &point.sides),
            });
            if !point.queues.is_empty() {
                one["queues"] = staffing::point_json(sweep, &point.queues);
            }
            one
        });
        let mut one = json!({
            "scenario": sweep.scenario,
            "vary": sweep.addresses,
            "points": points.collect::<Vec<_>>(),
        });
        if let Some(staffing) = staffing::staffing_json(sweep) {
            one["staffing"] = staffing;
        }
        one
    };
    json!({"sweeps": sweeps.iter().map(sweep).collect::<Vec<_>>()})
}

fn quantity_names() -> Vec<String> {
    let names = Quantity::ALL.iter();
    names
        .map(|quantity| {
            format!(
                "{}_{}_days",
                total_key(quantity.total),
                quantity.figure.key()
            )
        })
        .collect()
}

fn cells(measured: &Measured) -> impl Iterator<Item = String> + '_ {
    measured
        .values
        .iter()
        .map(|&value| number(value).to_string())
}

fn sides_of<'a>(
    reforms: &'a [(String, Name)],
    sides: &'a [Measured],
) -> impl Iterator<Item = (&'a str, &'a Measured)> {
    let ids = reforms.iter().map(|(id, _)| id.as_str());
    std::iter::once("baseline").chain(ids).zip(sides)
}

/// A row per setting and side.
pub fn csv(sweeps: &[Sweep]) -> Vec<u8> {
    let mut header = vec!["scenario".to_owned(), "workflow".to_owned()];
    let addresses = sweeps.first().map(|sweep| sweep.addresses.clone());
    header.extend(addresses.unwrap_or_default());
    header.extend(quantity_names());
    let queues = sweeps.iter().any(has_queues);
    header.extend(queues.then(|| "queues_p90_days".to_owned()));
    let mut rows = vec![header];
    for sweep in sweeps {
        for point in &sweep.points {
            for (side, (id, measured)) in sides_of(&sweep.reforms, &point.sides).enumerate() {
                let mut row = vec![sweep.scenario.clone(), id.to_owned()];
                row.extend(point.values.iter().map(|&value| number(value).to_string()));
                row.extend(cells(measured));
                // Without a long run there is no number.
                row.extend(queues.then(|| match point.queues.get(side) {
                    Some(Queued::NineOfTen(days, _)) => number(days.value).to_string(),
                    Some(Queued::Growing | Queued::NotSettled) | None => String::new(),
                }));
                rows.push(row);
            }
        }
    }
    written(rows)
}

/// The widest swings of the wait after the first reform, a row each.
pub fn sensitivity_table(found: &[Sensitivity], lang: Lang) -> String {
    let parts: Vec<String> = found
        .iter()
        .map(|one| sensitivity_part(one, lang))
        .collect();
    let note = match lang {
        Lang::En => {
            "Working days after the reform at the low → high end of each assumption's plausible range (as the \
                     file says, else ± 25 %), everything else as filed and with the same luck; the widest swing of \
                     the wait first. What swings most is worth measuring first."
        }
        Lang::Zh => {
            "各假设取合理区间低端 → 高端（文件所载，否则 ±25%）时改革后的工作日，其余不变、同一组随机数；按历时变动幅度排序。变动最大的假设最值得先去核实。"
        }
    };
    format!(
        "{}\n\n{}\n",
        parts.join("\n\n"),
        wrap(note, COLUMNS).join("\n")
    )
}

fn sensitivity_part(one: &Sensitivity, lang: Lang) -> String {
    let after = one.as_filed.len().min(2) - 1;
    let by = Quantity::of(Total::Elapsed, Figure::P90);
    let mut table = plain_table();
    let mut header = match lang {
        Lang::En => vec!["as filed".to_owned(), "range".to_owned()],
        Lang::Zh => vec!["文件取值".to_owned(), "区间".to_owned()],
    };
    let shown = [SHOWN[1], SHOWN[2], SHOWN[3]];
    header.extend(headings(lang)[1..].iter().map(|&text| text.to_owned()));
    table.set_header(header);
    let ranked = one.ranked(after, by);
    for swing in ranked.iter().take(MOST_ROWS) {
        let range = format!("{} … {}", short(swing.range.0), short(swing.range.1));
        let mut row = vec![format!("  {}", short(swing.filed)), range];
        row.extend(shown.map(|quantity| ends(swing, after, quantity)));
        table.add_row(row);
    }
    align(&mut table);
    // Addresses are long, figures are not: each address has a line of its own above its figures.
    let lines = table.to_string();
    let (head, rows): (Vec<&str>, Vec<&str>) = {
        let mut lines: Vec<&str> = lines.lines().collect();
        let rows = lines.split_off(lines.len() - ranked.len().min(MOST_ROWS));
        (lines, rows)
    };
    let named = ranked.iter().zip(rows);
    let named = named.map(|(swing, row)| format!("{}\n{row}", swing.address));
    let table = head.iter().map(|line| (*line).to_owned()).chain(named);
    let table = table.collect::<Vec<_>>().join("\n");
    let title = title(
        (&one.scenario, &one.scenario_name),
        one.reforms.first(),
        lang,
    );
    let filed = rounded(one.as_filed[after].values[by.idx()]);
    let more = ranked.len().saturating_sub(MOST_ROWS);
    let still = one.swings.len() - ranked.len();
    let rest = match lang {
        Lang::En => format!(
            "{more} more move the wait less; {still} do not move it. As filed nine of ten wait {filed}."
        ),
        Lang::Zh => {
            format!("另有 {more} 项影响较小，{still} 项无影响。按文件取值九成历时 {filed}。")
        }
    };
    format!(
        "{}\n{table}\n{}",
        truncate(&title, COLUMNS),
        wrap(&rest, COLUMNS).join("\n")
    )
}

fn ends(swing: &Swing, side: usize, quantity: Quantity) -> String {
    let at = |ends: &[Measured]| rounded(ends[side].values[quantity.idx()]);
    let (low, high) = (at(&swing.low), at(&swing.high));
    if low == high {
        "·".to_owned()
    } else {
        format!("{low} → {high}")
    }
}

/// Three figures at most.
fn short(value: f64) -> String {
    let rounded = (value * 1e4).round() / 1e4;
    format!("{rounded}")
}

/// Every assumption with every quantity at both ends.
pub fn sensitivity_document(found: &[Sensitivity]) -> Value {
    let one = |one: &Sensitivity| {
        let swings = one.swings.iter().map(|swing| {
            json!({
                "address": swing.address,
                "filed": number(swing.filed),
                "range": [number(swing.range.0), number(swing.range.1)],
                "low": all_sides(&one.reforms, &swing.low),
                "high": all_sides(&one.reforms, &swing.high),
            })
        });
        json!({
            "scenario": one.scenario,
            "as_filed": all_sides(&one.reforms, &one.as_filed),
            "assumptions": swings.collect::<Vec<_>>(),
        })
    };
    json!({"sensitivities": found.iter().map(one).collect::<Vec<_>>()})
}

/// A row per assumption, end and side.
pub fn sensitivity_csv(found: &[Sensitivity]) -> Vec<u8> {
    let mut header: Vec<String> = ["scenario", "workflow", "assumption", "value"]
        .map(str::to_owned)
        .to_vec();
    header.extend(quantity_names());
    let mut rows = vec![header];
    for one in found {
        for swing in &one.swings {
            for (value, sides) in [(swing.range.0, &swing.low), (swing.range.1, &swing.high)] {
                for (id, measured) in sides_of(&one.reforms, sides) {
                    let mut row = vec![
                        one.scenario.clone(),
                        id.to_owned(),
                        swing.address.clone(),
                        number(value).to_string(),
                    ];
                    row.extend(cells(measured));
                    rows.push(row);
                }
            }
        }
    }
    written(rows)
}
