//! Averages over all kinds of cases, and what all cases save together, in the JSON contract.

use serde_json::{Value, json};

use super::json::number;
use crate::compare::{Comparison, ReformSide, Told};
use crate::workflow::{AverageCase, CasePart};

/// What a case meets on average; `null` where there are too many kinds of cases.
pub(super) fn average_case(average: Option<&AverageCase>) -> Value {
    average.map_or(Value::Null, |average| figures(|pick| pick(average)))
}

/// What all cases of the scenario save together, after − before; `null` where their number is not known.
pub(super) fn all_cases(comparison: &Comparison, reform: &ReformSide) -> Value {
    let averages = comparison.baseline.average.zip(reform.side.average);
    let Some((cases, (before, after))) = comparison.cases.zip(averages) else {
        return Value::Null;
    };
    figures(|pick| (pick(&after) - pick(&before)) * cases)
}

fn figures(of: impl Fn(fn(&AverageCase) -> f64) -> f64) -> Value {
    json!({
        "counted_days": number(of(|average| average.counted_days)),
        "elapsed_days": number(of(|average| average.elapsed_days)),
        "items": number(of(|average| average.items)),
        "links": number(of(|average| average.links)),
        "materials": number(of(|average| average.materials)),
        "certificates": number(of(|average| average.certificates)),
        "visits": number(of(|average| average.visits)),
    })
}

/// What the table tells of a workflow, whose it is, and what it is the average of.
pub(super) fn headline(told: &Told) -> Value {
    let mut headline = figures(|pick| pick(&told.case));
    headline["of"] = json!(match told.of_all_kinds {
        true => "all_kinds",
        false => "reference_case",
    });
    headline["parts"] = parts(&told.parts);
    headline
}

/// Kinds of cases that take equally long, the shortest first.
pub(super) fn parts(parts: &[CasePart]) -> Value {
    let parts = parts.iter().map(|part| {
        json!({
            "share": number(part.share),
            "counted_days": number(part.counted_days),
            "elapsed_days": number(part.elapsed_days),
        })
    });
    parts.collect()
}
