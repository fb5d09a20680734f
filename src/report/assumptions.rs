//! What assumptions are worth, on a terminal and in JSON: apart from sampling error, never mixed with it.

use serde_json::{Value, json};

use super::json::number;
use super::table::{align, plain_table};
use crate::compare::{Assumptions, Band, Bands, Comparison, Headline};
use crate::lang::Lang;
use crate::text::{days, truncate, wrap};

const COLUMNS: usize = 80;

/// A row per workflow: where nine of ten answers lie. `None` if nobody asked.
pub fn table(comparisons: &[Comparison], lang: Lang) -> Option<String> {
    let mut table = plain_table();
    let mut header = vec![String::new()];
    header.extend(headings(lang).map(str::to_owned));
    table.set_header(header);
    let mut names = Vec::new();
    let mut first = None;
    for comparison in comparisons {
        let found = comparison.assumptions.as_ref()?;
        first.get_or_insert(found);
        let [before, after, saved] = match lang {
            Lang::En => ["before", "after", "saved"],
            Lang::Zh => ["改革前", "改革后", "节省"],
        };
        names.push(Some(comparison.name.get(lang, &comparison.id).to_owned()));
        table.add_row(row(before, &found.baseline, |band| band));
        for (idx, (reform, bands)) in comparison.reforms.iter().zip(&found.reforms).enumerate() {
            names.push((idx > 0).then(|| reform.name.get(lang, &reform.id).to_owned()));
            table.add_row(row(after, &bands.side, |band| band));
            names.push(None);
            table.add_row(row(saved, &bands.difference, |band| Band {
                low: -band.high,
                high: -band.low,
            }));
        }
    }
    align(&mut table);
    let lines = table.to_string();
    // A heading of two lines, then the rows.
    let mut lines = lines.lines();
    let mut shown: Vec<String> = lines.by_ref().take(2).map(str::to_owned).collect();
    for (name, row) in names.iter().zip(lines) {
        shown.extend(name.as_ref().map(|name| truncate(name, COLUMNS)));
        shown.push(row.to_owned());
    }
    let said = wrap(&what_it_is(comparisons, first?, lang), COLUMNS).join("\n");
    Some(format!("{said}\n{}", shown.join("\n")))
}

fn what_it_is(comparisons: &[Comparison], first: &Assumptions, lang: Lang) -> String {
    let all = comparisons
        .iter()
        .filter_map(|one| one.assumptions.as_ref());
    let figures: Vec<usize> = all.map(|found| found.figures).collect();
    let (least, most) = (figures.iter().min(), figures.iter().max());
    let figures = match (least, most) {
        (Some(least), Some(most)) if least < most => format!("{least}–{most}"),
        (_, most) => most.map_or(String::new(), usize::to_string),
    };
    let variants = first.variants;
    match lang {
        Lang::En => format!(
            "What the assumptions are worth: nine of ten answers lie in these ranges (working days, 5–95 %) when the \
             {figures} assumed figures of a scenario all move over their plausible ranges, {variants} times with the \
             same luck. No sampling error is in them."
        ),
        Lang::Zh => format!(
            "假设的分量：一个情景的 {figures} 个假设数值同时在合理区间内变动 {variants} 次（随机数相同），九成结果落在下列区间（工作日，5–95%）。不含抽样误差。"
        ),
    }
}

fn headings(lang: Lang) -> [&'static str; Headline::ALL.len()] {
    Headline::ALL.map(|headline| match (headline, lang) {
        (Headline::LimitsCounted, Lang::En) => "limits\nclock",
        (Headline::LimitsClock, Lang::En) => "limits\nclock runs",
        (Headline::LimitsElapsed, Lang::En) => "limits\nwaits",
        (Headline::CountedP50, Lang::En) => "clock\nhalf",
        (Headline::CountedP90, Lang::En) => "clock\n9 in 10",
        (Headline::ElapsedP50, Lang::En) => "waits\nhalf",
        (Headline::ElapsedP90, Lang::En) => "waits\n9 in 10",
        (Headline::LimitsCounted, Lang::Zh) => "时限\n计时",
        (Headline::LimitsClock, Lang::Zh) => "时限\n跑表",
        (Headline::LimitsElapsed, Lang::Zh) => "时限\n历时",
        (Headline::CountedP50, Lang::Zh) => "计时\n半数",
        (Headline::CountedP90, Lang::Zh) => "计时\n九成",
        (Headline::ElapsedP50, Lang::Zh) => "历时\n半数",
        (Headline::ElapsedP90, Lang::Zh) => "历时\n九成",
    })
}

fn row(name: &str, bands: &Bands, shown: fn(Band) -> Band) -> Vec<String> {
    let mut row = vec![name.to_owned()];
    row.extend(bands.0.map(|band| range(shown(band))));
    row
}

/// `190–228`, or one number where both ends read the same.
pub fn range(band: Band) -> String {
    let whole = |value: f64| {
        let shown = days(value.abs().round());
        let sign = if value < 0.0 && shown != "0" {
            "−"
        } else {
            ""
        };
        format!("{sign}{shown}")
    };
    let (low, high) = (whole(band.low), whole(band.high));
    if low == high {
        low
    } else {
        format!("{low}–{high}")
    }
}

/// How the bands of a scenario were found; `null` if nobody asked.
pub(super) fn about(found: Option<&Assumptions>) -> Value {
    found.map_or(Value::Null, |found| {
        json!({
            "variants": found.variants,
            "figures": found.figures,
            "replications": found.replications,
            "low_share": 0.05,
            "high_share": 0.95,
        })
    })
}

/// The bands of one workflow, or of a difference; `null` if nobody asked.
pub(super) fn bands(bands: Option<&Bands>) -> Value {
    let Some(bands) = bands else {
        return Value::Null;
    };
    let of = |headline: Headline| {
        let Band { low, high } = bands.of(headline);
        json!({"low": number(low), "high": number(high)})
    };
    json!({
        "limits": {
            "counted_days": of(Headline::LimitsCounted),
            "clock_days": of(Headline::LimitsClock),
            "elapsed_days": of(Headline::LimitsElapsed),
        },
        "counted_days": {"p50": of(Headline::CountedP50), "p90": of(Headline::CountedP90)},
        "elapsed_days": {"p50": of(Headline::ElapsedP50), "p90": of(Headline::ElapsedP90)},
    })
}
