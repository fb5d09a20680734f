//! The JSON contract: these names, working days, keys never absent, `null` where not computed.

use serde_json::{Map, Value, json};

use super::assumptions;
use super::json_average;
use crate::compare::{
    Bands, Burden, Comparison, Cost, Difference, Estimate, ItemChange, LedgerTotals, Paired,
    ProfileMedians, ProgrammeLedger, ProgrammeTotals, ReformBands, ReformSide, SharedQueues, Side,
    Simulated, Summary,
};
use crate::workflow::{Counts, Limits};

/// The whole answer of `run`.
pub fn document(
    comparisons: &[Comparison],
    programme: Option<&ProgrammeLedger>,
    shared: Option<&SharedQueues>,
) -> Value {
    json!({
        "scenarios": comparisons.iter().map(scenario).collect::<Vec<_>>(),
        "programme": {
            "ledger": programme.map(programme_ledger),
            "queues": shared.map(super::json_queues::shared),
        },
    })
}

fn scenario(comparison: &Comparison) -> Value {
    let found = comparison.assumptions.as_ref();
    let reforms = comparison.reforms.iter().enumerate();
    let before = comparison.baseline.burden.as_ref();
    let reforms = reforms.map(|(idx, one)| {
        let mut reform = reform(one, found.map(|found| &found.reforms[idx]));
        let all = json_average::all_cases(comparison, one);
        reform.insert("all_cases".into(), all);
        let saved = before.zip(one.side.burden.as_ref());
        let saved = saved.map_or(Value::Null, |(before, after)| burden_saved(before, after));
        reform.insert("burden_saved".into(), saved);
        Value::Object(reform)
    });
    json!({
        "id": comparison.id,
        "target_days": comparison.target_days,
        "cases": comparison.cases.map(number),
        "clock_rule": comparison.clock_rule.key(),
        "assumptions": assumptions::about(found),
        "baseline": Value::Object(side(&comparison.baseline, found.map(|found| &found.baseline))),
        "reforms": reforms.collect::<Vec<_>>(),
    })
}

fn side(side: &Side, bands: Option<&Bands>) -> Map<String, Value> {
    let mut map = Map::new();
    map.insert("limits".into(), limits(&side.limits));
    map.insert("counts".into(), counts(&side.counts));
    let average = json_average::average_case(side.average.as_ref());
    map.insert("average_case".into(), average);
    map.insert("headline".into(), json_average::headline(&side.told));
    map.insert(
        "burden".into(),
        side.burden.as_ref().map_or(Value::Null, burden),
    );
    map.insert("simulated".into(), simulated(&side.simulated));
    let profiles = side.profiles.iter().map(profile).collect::<Vec<_>>();
    map.insert("profiles".into(), Value::Array(profiles));
    let answer = side.queues.as_ref();
    map.insert(
        "queues".into(),
        answer.map_or(Value::Null, super::json_queues::queues),
    );
    map.insert("assumption_bands".into(), assumptions::bands(bands));
    map
}

fn reform(reform: &ReformSide, bands: Option<&ReformBands>) -> Map<String, Value> {
    let mut map = Map::new();
    map.insert("id".into(), json!(reform.id));
    map.extend(side(&reform.side, bands.map(|bands| &bands.side)));
    map.insert("difference".into(), difference(&reform.difference));
    let previous = reform.difference_previous.as_ref();
    map.insert(
        "difference_previous".into(),
        previous.map_or(Value::Null, difference),
    );
    map.insert(
        "difference_bands".into(),
        assumptions::bands(bands.map(|bands| &bands.difference)),
    );
    map.insert("ledger".into(), ledger(&reform.ledger));
    let changes = reform.changes.iter().map(change).collect::<Vec<_>>();
    map.insert("changes".into(), Value::Array(changes));
    map.insert("materials_removed".into(), json!(reform.materials_removed));
    map.insert(
        "certificates_removed".into(),
        json!(reform.certificates_removed),
    );
    map
}

fn limits(limits: &Limits) -> Value {
    let by_stage = limits
        .by_stage
        .iter()
        .map(|(stage, days)| json!({"stage": stage, "counted_days": number(*days)}))
        .collect::<Vec<_>>();
    json!({
        "counted_days": number(limits.counted_days),
        "clock_days": number(limits.clock_days),
        "elapsed_days": number(limits.elapsed_days),
        "serial_days": number(limits.serial_days),
        "statutory_counted_days": limits.statutory_counted_days.map(number),
        "steps": {"clocked": limits.stated.steps, "promised": limits.stated.promised,
            "statutory": limits.stated.statutory},
        "parts": json_average::parts(&limits.parts),
        "gated_counted_days": number(limits.gated_counted_days),
        "worst_case": {
            "counted_days": number(limits.worst_case.counted_days),
            "elapsed_days": number(limits.worst_case.elapsed_days),
        },
        "by_stage": by_stage,
        "critical_path_counted": limits.critical_path_counted,
        "critical_path_elapsed": limits.critical_path_elapsed,
    })
}

fn counts(counts: &Counts) -> Value {
    json!({
        "items": number(counts.items),
        "steps": number(counts.steps),
        "clocked_steps": number(counts.clocked_steps),
        "links": number(counts.links),
        "materials": number(counts.materials),
        "material_types": number(counts.material_types),
        "certificates": number(counts.certificates),
        "visits": number(counts.visits),
    })
}

/// Hours and money of a case, and of a year where the file says how many cases there are.
fn burden(burden: &Burden) -> Value {
    let by_material = burden.by_material.iter();
    let by_step = burden.by_step.iter();
    let per_year = burden.cases_per_year;
    json!({
        "applicant": cost(burden.applicant, 1.0),
        "agency": cost(burden.agency, 1.0),
        "visits": number(burden.visits),
        "visit_hours": number(burden.visit_hours),
        "correction_hours": {
            "applicant": number(burden.correction_hours.0),
            "agency": number(burden.correction_hours.1),
        },
        "check_hours": number(burden.check_hours),
        "currency": burden.currency,
        "cases_per_year": per_year.map(number),
        "per_year": per_year.map(|cases| json!({
            "applicant": cost(burden.applicant, cases),
            "agency": cost(burden.agency, cases),
            "visits": number(burden.visits * cases),
        })),
        "by_material": by_material
            .map(|(id, hours)| json!({"material": id, "hours": number(*hours)}))
            .collect::<Vec<_>>(),
        "by_step": by_step
            .map(|(id, applicant, agency)| json!({
                "step": id, "applicant_hours": number(*applicant), "agency_hours": number(*agency),
            }))
            .collect::<Vec<_>>(),
    })
}

/// What a case of a reform saves, and a year of cases.
fn burden_saved(before: &Burden, after: &Burden) -> Value {
    let [applicant, agency] = before.saved_by(after);
    let visits = before.visits - after.visits;
    let of = |cases: f64| {
        json!({
            "applicant": cost(applicant, cases),
            "agency": cost(agency, cases),
            "visits": number(visits * cases),
        })
    };
    json!({"per_case": of(1.0), "per_year": before.cases_per_year.map(of)})
}

fn cost(cost: Cost, cases: f64) -> Value {
    let money = cost.money.map(|money| number(money * cases));
    json!({"hours": number(cost.hours * cases), "money": money})
}

fn simulated(simulated: &Simulated) -> Value {
    let mut map = Map::new();
    map.insert("replications".into(), json!(simulated.replications));
    map.insert("counted_days".into(), summary(&simulated.counted));
    map.insert("elapsed_days".into(), summary(&simulated.elapsed));
    let calendar = simulated.calendar.as_ref();
    map.insert(
        "calendar_days".into(),
        calendar.map_or(Value::Null, summary),
    );
    match simulated.within_target {
        Some(share) => estimate(&mut map, "share_within_target", share),
        None => {
            map.insert("share_within_target".into(), Value::Null);
        }
    }
    estimate(&mut map, "overdue_item_share", simulated.overdue_item_share);
    let by_item = simulated.overdue_by_item.iter();
    map.insert(
        "overdue_by_item".into(),
        Value::Object(
            by_item
                .map(|(id, share)| (id.clone(), number(share.value)))
                .collect(),
        ),
    );
    let outcomes = simulated.outcomes.iter();
    map.insert(
        "outcomes".into(),
        Value::Object(
            outcomes
                .map(|(key, share)| ((*key).to_owned(), number(share.value)))
                .collect(),
        ),
    );
    map.insert("corrections_per_case".into(), number(simulated.corrections));
    map.insert("visits_per_case".into(), number(simulated.visits));
    map.insert("checks_per_case".into(), number(simulated.checks));
    map.insert("breaches_per_case".into(), number(simulated.breaches));
    map.insert(
        "silent_approvals_per_case".into(),
        number(simulated.silent_approvals),
    );
    map.insert(
        "rectification_days_per_case".into(),
        number(simulated.rectification_days),
    );
    let share_of = |pick: fn(&(String, f64, f64)) -> f64| -> Value {
        let shares = simulated.criticality.iter();
        Value::Object(
            shares
                .map(|step| (step.0.clone(), number(pick(step))))
                .collect(),
        )
    };
    map.insert(
        "criticality".into(),
        json!({"counted": share_of(|step| step.2), "elapsed": share_of(|step| step.1)}),
    );
    Value::Object(map)
}

fn summary(summary: &Summary) -> Value {
    let mut map = Map::new();
    estimate(&mut map, "mean", summary.mean);
    map.insert("sd".into(), number(summary.sd));
    let names = ["p10", "p25", "p50", "p75", "p90", "p95"];
    for (name, quantile) in names.into_iter().zip(summary.quantiles) {
        estimate(&mut map, name, quantile);
    }
    Value::Object(map)
}

fn profile(profile: &ProfileMedians) -> Value {
    let clock = |p50: Estimate, p90: Estimate| {
        let mut map = Map::new();
        estimate(&mut map, "p50", p50);
        estimate(&mut map, "p90", p90);
        Value::Object(map)
    };
    json!({
        "profile": profile.profile,
        "counted_days": clock(profile.counted_p50, profile.counted_p90),
        "elapsed_days": clock(profile.elapsed_p50, profile.elapsed_p90),
        "share_within_target": profile.within_target.map(|share| number(share.value)),
    })
}

fn difference(difference: &Difference) -> Value {
    let clock = |paired: &Paired| {
        let mut map = Map::new();
        estimate(&mut map, "mean", paired.mean);
        estimate(&mut map, "p50", paired.p50);
        estimate(&mut map, "p90", paired.p90);
        Value::Object(map)
    };
    json!({
        "counted_days": clock(&difference.counted),
        "elapsed_days": clock(&difference.elapsed),
    })
}

fn ledger(ledger: &LedgerTotals) -> Value {
    json!({
        "items": number(ledger.items),
        "materials": number(ledger.materials),
        "material_types": number(ledger.material_types),
        "links": number(ledger.links),
        "certificates": number(ledger.certificates),
        "visits": number(ledger.visits),
        "counted_share": number(ledger.counted_share),
        "limit_share_promised": number(ledger.limit_share_promised),
        "limit_share_statutory": ledger.limit_share_statutory.map(number),
        "statutory_items": ledger.statutory_items,
        "moved_before_day_zero": {"items": ledger.items_moved_before_day_zero},
    })
}

fn change(change: &ItemChange) -> Value {
    json!({
        "item": change.item,
        "what": change.what.key(),
        "into": change.into,
        "measure": change.measure,
        "before_days": change.before_days.map(number),
        "after_days": change.after_days.map(number),
    })
}

fn programme_ledger(ledger: &ProgrammeLedger) -> Value {
    let limits = &ledger.limits;
    let mut document = cuts(&ledger.before, &ledger.after);
    document.insert(
        "limit_share_promised".into(),
        number(limits.share_promised()),
    );
    document.insert(
        "limit_share_statutory".into(),
        limits.share_statutory().map_or(Value::Null, number),
    );
    document.insert("statutory_items".into(), json!(limits.statutory_items));
    document.insert("before".into(), totals(&ledger.before).into());
    document.insert("after".into(), totals(&ledger.after).into());
    let (before, after) = &ledger.scenarios;
    document.insert("scenarios".into(), cuts(before, after).into());
    document.insert(
        "catalogue".into(),
        json!({"items": ledger.further_items, "synthetic": ledger.synthetic_items}),
    );
    Value::Object(document)
}

fn totals(totals: &ProgrammeTotals) -> Map<String, Value> {
    cuts(&ProgrammeTotals::default(), totals)
}

/// After − before.
fn cuts(before: &ProgrammeTotals, after: &ProgrammeTotals) -> Map<String, Value> {
    let cuts = [
        ("items", after.items - before.items),
        (
            "material_types",
            after.material_types - before.material_types,
        ),
        ("links", after.links - before.links),
        ("certificates", after.certificates - before.certificates),
    ];
    let cuts = cuts.map(|(name, cut)| (name.to_owned(), number(cut)));
    cuts.into_iter().collect()
}

/// `x`, and `x_low`, `x_high` where there is an interval.
pub(super) fn estimate(map: &mut Map<String, Value>, name: &str, estimate: Estimate) {
    map.insert(name.to_owned(), number(estimate.value));
    if let Some((low, high)) = estimate.interval {
        map.insert(format!("{name}_low"), number(low));
        map.insert(format!("{name}_high"), number(high));
    }
}

/// A number to a millionth; whole ones without a fraction.
pub(super) fn number(value: f64) -> Value {
    let rounded = (value * 1e6).round() / 1e6;
    if !rounded.is_finite() {
        Value::Null
    } else if rounded.fract() == 0.0 && rounded.abs() < 1e15 {
        json!(rounded as i64)
    } else {
        json!(rounded)
    }
}
