//! Attributions as a table on a terminal: a finding first, then a row per measure, 80 columns.

use crate::compare::Estimate;
use crate::lang::Lang;
use crate::report::table::{align, plain_table};
use crate::study::{
    Explanation, Figure, Interaction, MeasureShares, Method, Quantity, Takeover, Total,
};
use crate::text::{count, days, truncate, wrap};

const COLUMNS: usize = 80;

/// The table on a terminal, 80 columns.
pub fn table(explanations: &[Explanation], details: bool, lang: Lang) -> String {
    let parts: Vec<String> = explanations
        .iter()
        .map(|one| part(one, details, lang))
        .collect();
    parts.join("\n\n") + "\n"
}

fn part(one: &Explanation, details: bool, lang: Lang) -> String {
    let mut lines = vec![
        wrap(&finding(one, lang), COLUMNS).join("\n"),
        overview(one, lang),
        wrap(&how_to_read(one, lang), COLUMNS).join("\n"),
    ];
    lines.extend(together(one, lang).map(|line| wrap(&line, COLUMNS).join("\n")));
    lines.extend(taken_over(one, lang).map(|line| wrap(&line, COLUMNS).join("\n")));
    lines.extend(without_target(one, lang).map(|line| wrap(&line, COLUMNS).join("\n")));
    if details {
        lines.extend(Quantity::ALL.map(|quantity| three_ways(one, quantity, lang)));
    }
    lines.join("\n\n")
}

/// One sentence: what was saved, and which measure bought most of it.
fn finding(one: &Explanation, lang: Lang) -> String {
    let of = |total, figure| Quantity::of(total, figure).idx();
    let (limits, p90) = (
        of(Total::Counted, Figure::Limits),
        of(Total::Elapsed, Figure::P90),
    );
    let name = one.scenario_name.get(lang, &one.scenario);
    let reform = one.reform_name.get(lang, &one.reform);
    let best = |quantity: usize| {
        let by_days = |a: &&MeasureShares, b: &&MeasureShares| {
            let days = |one: &MeasureShares| one.shares[quantity].shapley.value;
            days(a).total_cmp(&days(b))
        };
        one.measures.iter().rev().max_by(by_days)
    };
    let part = |quantity: usize| {
        best(quantity)
            .filter(|measure| measure.shares[quantity].shapley.value >= 0.05)
            .map(|measure| {
                let measure_name = measure.name.get(lang, &measure.id);
                let bought = days(measure.shares[quantity].shapley.value);
                match lang {
                    Lang::En => format!(" (most by \"{measure_name}\": {bought})"),
                    Lang::Zh => format!("（贡献最大：“{measure_name}”{bought}）"),
                }
            })
            .unwrap_or_default()
    };
    let change = |quantity: usize| {
        let round = |days: f64| (days * 10.0).round() / 10.0;
        format!(
            "{} → {}",
            days(round(one.before[quantity])),
            days(round(one.after[quantity]))
        )
    };
    match lang {
        Lang::En => format!(
            "{name}, {reform}: limits {} working days on the official clock{}; nine of ten applicants wait {}{}.",
            change(limits),
            part(limits),
            change(p90),
            part(p90),
        ),
        Lang::Zh => format!(
            "{name}，{reform}：计时时限 {} 个工作日{}；九成申请人历时 {}{}。",
            change(limits),
            part(limits),
            change(p90),
            part(p90),
        ),
    }
}

/// Shapley days of the five quantities that matter most.
fn overview(one: &Explanation, lang: Lang) -> String {
    let shown = [
        (Total::Counted, Figure::Limits),
        (Total::Counted, Figure::P90),
        (Total::Elapsed, Figure::Limits),
        (Total::Elapsed, Figure::Mean),
        (Total::Elapsed, Figure::P90),
    ]
    .map(|(total, figure)| Quantity::of(total, figure));
    let mut table = plain_table();
    let mut header = vec![match lang {
        Lang::En => "Working days saved (Shapley)".to_owned(),
        Lang::Zh => "节省工作日（沙普利值）".to_owned(),
    }];
    header.extend(shown.map(|quantity| heading(quantity, lang)));
    table.set_header(header);
    for measure in &one.measures {
        let mut row = vec![truncate(measure.name.get(lang, &measure.id), 33)];
        row.extend(shown.map(|quantity| cell(measure.shares[quantity.idx()].shapley)));
        table.add_row(row);
    }
    let mut row = vec![
        match lang {
            Lang::En => "all together",
            Lang::Zh => "合计",
        }
        .to_owned(),
    ];
    row.extend(shown.map(|quantity| cell(one.totals[quantity.idx()])));
    table.add_row(row);
    align(&mut table);
    table.to_string()
}

fn heading(quantity: Quantity, lang: Lang) -> String {
    let total = match (quantity.total, lang) {
        (Total::Counted, Lang::En) => "clock",
        (Total::Counted, Lang::Zh) => "计时",
        (Total::Elapsed, Lang::En) => "waits",
        (Total::Elapsed, Lang::Zh) => "历时",
    };
    let figure = match (quantity.figure, lang) {
        (Figure::Limits, Lang::En) => "limits",
        (Figure::Limits, Lang::Zh) => "时限",
        (Figure::Mean, Lang::En) => "mean",
        (Figure::Mean, Lang::Zh) => "均值",
        (Figure::P50, Lang::En) => "half",
        (Figure::P50, Lang::Zh) => "半数",
        (Figure::P90, Lang::En) => "9 in 10",
        (Figure::P90, Lang::Zh) => "九成",
    };
    format!("{total}\n{figure}")
}

/// `12.3 ±0.2`; a dot for less than a twentieth of a day.
fn cell(estimate: Estimate) -> String {
    let tenths = (estimate.value * 10.0).round() / 10.0;
    let half = estimate.interval.map(|(low, high)| (high - low) / 2.0);
    if tenths == 0.0 && half.is_none_or(|half| half < 0.05) {
        return "·".to_owned();
    }
    let sign = if tenths < 0.0 { "−" } else { "" };
    let value = format!("{sign}{}", days(tenths.abs()));
    match half {
        Some(half) if half >= 0.05 => format!("{value} ±{}", days(half)),
        Some(_) | None => value,
    }
}

fn how_to_read(one: &Explanation, lang: Lang) -> String {
    let largest_error = one
        .measures
        .iter()
        .flat_map(|measure| &measure.shares)
        .map(|share| share.shapley_standard_error)
        .fold(0.0, f64::max);
    let cases = count(one.replications as i64);
    let how = match (one.method, lang) {
        (Method::Exact { coalitions }, Lang::En) => format!(
            "exact, from all {} sets of measures × {cases} cases",
            count(coalitions as i64)
        ),
        (Method::Exact { coalitions }, Lang::Zh) => format!(
            "精确值，枚举全部 {} 种举措组合 × {cases} 件",
            count(coalitions as i64)
        ),
        (Method::Sampled { pairs, coalitions }, Lang::En) => format!(
            "sampled from {} orders of the measures ({} sets × {cases} cases), standard error at most \
             {largest_error:.2} days (--exact evaluates every set of up to 20 measures)",
            count(2 * pairs as i64),
            count(coalitions as i64),
        ),
        (Method::Sampled { pairs, coalitions }, Lang::Zh) => format!(
            "抽样 {} 种举措次序（{} 种组合 × {cases} 件），标准误至多 {largest_error:.2} 天（--exact 可枚举至 20 项举措的全部组合）",
            count(2 * pairs as i64),
            count(coalitions as i64),
        ),
    };
    match lang {
        Lang::En => format!(
            "Each measure's part averaged over all orders of introducing them: {how}. clock: official clock; \
             waits: with work off the clock; 9 in 10: within which nine of ten cases are done; ±: 95 % sampling \
             interval; ·: nothing."
        ),
        Lang::Zh => format!(
            "各举措按所有引入次序平均的贡献：{how}。计时：官方计时；历时：含不计时节点；九成：九成办件办结天数；±：95% 抽样区间；·：无。"
        ),
    }
}

/// The pairs that pay together, and those that take from each other.
fn together(one: &Explanation, lang: Lang) -> Option<String> {
    let idx = Quantity::of(Total::Elapsed, Figure::Mean).idx();
    let mut pairs: Vec<_> = one.interactions.iter().collect();
    pairs.sort_by(|a, b| b.days[idx].total_cmp(&a.days[idx]));
    let name = |measure: usize| {
        let measure = &one.measures[measure];
        measure.name.get(lang, &measure.id).to_owned()
    };
    let say = |pair: &Interaction| {
        let (first, second) = pair.measures;
        let amount = days((pair.days[idx].abs() * 10.0).round() / 10.0);
        match lang {
            Lang::En => format!("{} + {} ({amount})", name(first), name(second)),
            Lang::Zh => format!("{} + {}（{amount}）", name(first), name(second)),
        }
    };
    // Among hundreds of sampled pairs some look large by chance.
    pairs.retain(|pair| pair.days[idx].abs() > 4.0 * pair.standard_errors[idx]);
    let gain = pairs.iter().take(3).filter(|pair| pair.days[idx] >= 0.1);
    let loss = pairs.iter().rev().take(3);
    let loss = loss.filter(|pair| pair.days[idx] <= -0.1);
    let gain: Vec<String> = gain.map(|pair| say(pair)).collect();
    let loss: Vec<String> = loss.map(|pair| say(pair)).collect();
    let mut parts = Vec::new();
    if !gain.is_empty() {
        parts.push(match lang {
            Lang::En => format!(
                "Save more together than apart (days waited): {}.",
                gain.join("; ")
            ),
            Lang::Zh => format!("合用更省（历时天数）：{}。", gain.join("；")),
        });
    }
    if !loss.is_empty() {
        parts.push(match lang {
            Lang::En => format!("Save the same days twice: {}.", loss.join("; ")),
            Lang::Zh => format!("节省重叠：{}。", loss.join("；")),
        });
    }
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// Measures that save nothing on paper because another path decides.
fn taken_over(one: &Explanation, lang: Lang) -> Option<String> {
    let say = |takeover: &Takeover| {
        let measure = &one.measures[takeover.measure];
        let name = measure.name.get(lang, &measure.id);
        let path = takeover.path.join(" → ");
        match (takeover.total, lang) {
            (Total::Counted, Lang::En) => format!("{name} (on the official clock {path} decides)"),
            (Total::Elapsed, Lang::En) => format!("{name} (for the wait {path} decides)"),
            (Total::Counted, Lang::Zh) => format!("{name}（计时由 {path} 决定）"),
            (Total::Elapsed, Lang::Zh) => format!("{name}（历时由 {path} 决定）"),
        }
    };
    let counted = one.takeovers.iter();
    let said: Vec<String> = counted
        .filter(|takeover| takeover.total == Total::Counted)
        .map(say)
        .collect();
    (!said.is_empty()).then(|| match lang {
        Lang::En => format!(
            "Shorter on paper without saving a day: {}.",
            said.join("; ")
        ),
        Lang::Zh => format!("压缩了时限但未节省一天：{}。", said.join("；")),
    })
}

fn without_target(one: &Explanation, lang: Lang) -> Option<String> {
    let named: Vec<String> = one
        .measures
        .iter()
        .filter(|measure| measure.without_target > 0.0)
        .map(|measure| {
            let share = days((measure.without_target * 1000.0).round() / 10.0);
            format!(
                "{}{}",
                measure.name.get(lang, &measure.id),
                lang.bracketed(&lang.percent(share))
            )
        })
        .collect();
    (!named.is_empty()).then(|| match lang {
        Lang::En => format!(
            "Without a target in a share of the sets, because another measure makes or keeps it: {}.",
            named.join("; ")
        ),
        Lang::Zh => format!("在部分组合中没有作用对象（对象由其他举措产生）：{}。", named.join("；")),
    })
}

fn three_ways(one: &Explanation, quantity: Quantity, lang: Lang) -> String {
    let mut table = plain_table();
    let title = heading(quantity, lang).replace('\n', " ");
    let headings = match lang {
        Lang::En => ["in order", "left out", "Shapley"],
        Lang::Zh => ["按次序", "单独去除", "沙普利值"],
    };
    let mut header = vec![title];
    header.extend(headings.map(str::to_owned));
    table.set_header(header);
    for measure in &one.measures {
        let share = &measure.shares[quantity.idx()];
        table.add_row([
            truncate(measure.name.get(lang, &measure.id), 40),
            cell(share.ordered),
            cell(share.leave_one_out),
            cell(share.shapley),
        ]);
    }
    align(&mut table);
    table.to_string()
}
