//! Attributions as JSON and as CSV: every quantity, days saved positive.

use serde_json::{Map, Value, json};

use crate::report::csv::written;
use crate::report::json::{estimate, number};
use crate::study::{Explanation, MeasureShares, Method, Quantity, total_key};

/// The JSON contract: one explanation per reform and quantity, days saved positive.
pub fn document(explanations: &[Explanation]) -> Value {
    let all = explanations.iter().flat_map(|one| {
        Quantity::ALL
            .into_iter()
            .map(move |quantity| explanation(one, quantity))
    });
    json!({"explanations": all.collect::<Vec<_>>()})
}

fn explanation(one: &Explanation, quantity: Quantity) -> Value {
    let idx = quantity.idx();
    let mut map = Map::new();
    map.insert("scenario".into(), json!(one.scenario));
    map.insert("reform".into(), json!(one.reform));
    map.insert("clock".into(), json!(total_key(quantity.total)));
    map.insert("quantity".into(), json!(quantity.figure.key()));
    map.insert("before_days".into(), number(one.before[idx]));
    map.insert("after_days".into(), number(one.after[idx]));
    estimate(&mut map, "total", one.totals[idx]);
    map.insert("replications".into(), json!(one.replications));
    map.insert("method".into(), method(one.method));
    let measures = one.measures.iter().map(|measure| shares(measure, quantity));
    map.insert("measures".into(), measures.collect());
    let pairs = one.interactions.iter().map(|pair| {
        let (first, second) = pair.measures;
        json!({
            "measures": [one.measures[first].id, one.measures[second].id],
            "days": number(pair.days[idx]),
            "standard_error": number(pair.standard_errors[idx]),
        })
    });
    map.insert("interactions".into(), pairs.collect());
    let takeovers = one.takeovers.iter();
    let takeovers = takeovers.filter(|takeover| takeover.total == quantity.total);
    let takeovers = takeovers.map(
        |takeover| json!({"measure": one.measures[takeover.measure].id, "path": takeover.path}),
    );
    map.insert("taken_over".into(), takeovers.collect());
    Value::Object(map)
}

fn method(method: Method) -> Value {
    match method {
        Method::Exact { coalitions } => json!({"exact": {"coalitions": coalitions}}),
        Method::Sampled { pairs, coalitions } => {
            json!({"sampled": {"order_pairs": pairs, "coalitions": coalitions}})
        }
    }
}

fn shares(measure: &MeasureShares, quantity: Quantity) -> Value {
    let share = &measure.shares[quantity.idx()];
    let mut map = Map::new();
    map.insert("id".into(), json!(measure.id));
    estimate(&mut map, "ordered", share.ordered);
    estimate(&mut map, "leave_one_out", share.leave_one_out);
    estimate(&mut map, "shapley", share.shapley);
    map.insert(
        "shapley_standard_error".into(),
        number(share.shapley_standard_error),
    );
    map.insert(
        "without_target_share".into(),
        number(measure.without_target),
    );
    Value::Object(map)
}

/// A row per reform, quantity and measure.
pub fn csv(explanations: &[Explanation]) -> Vec<u8> {
    let figures = ["ordered", "leave_one_out", "shapley"];
    let mut header: Vec<String> = ["scenario", "reform", "clock", "quantity", "measure"]
        .map(str::to_owned)
        .to_vec();
    for figure in figures {
        header.extend(["", "_low", "_high"].map(|end| format!("{figure}{end}")));
    }
    header.extend(["shapley_standard_error", "without_target_share"].map(str::to_owned));
    let mut rows = vec![header];
    for one in explanations {
        for quantity in Quantity::ALL {
            for measure in &one.measures {
                let share = &measure.shares[quantity.idx()];
                let mut row = vec![
                    one.scenario.clone(),
                    one.reform.clone(),
                    total_key(quantity.total).to_owned(),
                    quantity.figure.key().to_owned(),
                    measure.id.clone(),
                ];
                for part in [share.ordered, share.leave_one_out, share.shapley] {
                    let interval = part.interval;
                    row.push(number(part.value).to_string());
                    row.push(interval.map_or(String::new(), |(low, _)| number(low).to_string()));
                    row.push(interval.map_or(String::new(), |(_, high)| number(high).to_string()));
                }
                row.push(number(share.shapley_standard_error).to_string());
                row.push(number(measure.without_target).to_string());
                rows.push(row);
            }
        }
    }
    written(rows)
}
