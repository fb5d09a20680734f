//! What a target costs, as a table, as JSON and as CSV.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::csv::written;
use super::json::{estimate, number};
use super::table::{align, plain_table};
use crate::compare::Estimate;
use crate::lang::Lang;
use crate::study::{Answer, Package, Verdict};
use crate::text::{count, days, truncate, wrap};

const COLUMNS: usize = 80;

fn rounded(value: f64) -> String {
    days((value * 10.0).round() / 10.0)
}

fn with_error(figure: Estimate) -> String {
    match figure.interval {
        Some((low, high)) if high - low >= 0.1 => {
            format!("{} ±{}", rounded(figure.value), rounded((high - low) / 2.0))
        }
        Some(_) | None => rounded(figure.value),
    }
}

fn verdict(verdict: Verdict, lang: Lang) -> &'static str {
    match (verdict, lang) {
        (Verdict::Met, Lang::En) => "met",
        (Verdict::Met, Lang::Zh) => "达到",
        (Verdict::MetWithinError, Lang::En) => "met within error",
        (Verdict::MetWithinError, Lang::Zh) => "误差内达到",
        (Verdict::Missed, Lang::En) => "missed",
        (Verdict::Missed, Lang::Zh) => "未达到",
    }
}

/// The word of a verdict in JSON and CSV.
fn key(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "met",
        Verdict::MetWithinError => "met_within_error",
        Verdict::Missed => "missed",
    }
}

fn goal(answer: &Answer) -> String {
    let targets = answer.goal.targets.iter().map(|target| target.say());
    targets.collect::<Vec<_>>().join(", ")
}

fn figures(package: &Package) -> String {
    let figures = package.figures.iter().map(|&figure| with_error(figure));
    figures.collect::<Vec<_>>().join("; ")
}

/// The table on a terminal, 80 columns.
pub fn table(answer: &Answer, lang: Lang) -> String {
    let mut parts = Vec::new();
    if let Some(best) = answer.packages.first() {
        parts.push(wrap(&finding(answer, best, lang), COLUMNS).join("\n"));
        parts.push(match best.choices.is_empty() {
            true => nothing_chosen(lang).to_owned(),
            false => chosen(answer, best, lang),
        });
    }
    parts.extend(others(answer, lang));
    parts.push(ladder(answer, lang));
    parts.push(wrap(&how(answer, lang), COLUMNS).join("\n"));
    parts.join("\n\n") + "\n"
}

fn finding(answer: &Answer, best: &Package, lang: Lang) -> String {
    let mut dearest: BTreeMap<&str, f64> = BTreeMap::new();
    for choice in &answer.choices {
        let cost = dearest.entry(&choice.measure).or_default();
        *cost = cost.max(choice.cost);
    }
    let all: f64 = dearest.values().sum();
    let (n, of) = (best.choices.len(), dearest.len());
    match lang {
        Lang::En => format!(
            "Cheapest for {}: {n} of {of} measures for {} (all: {}); {} working days, {}.",
            goal(answer),
            rounded(best.cost),
            rounded(all),
            figures(best),
            verdict(best.verdict, lang),
        ),
        Lang::Zh => format!(
            "达到 {} 的最低成本组合：{of} 项举措中的 {n} 项，成本 {}（全部：{}）；{} 个工作日，{}。",
            goal(answer),
            rounded(best.cost),
            rounded(all),
            figures(best),
            verdict(best.verdict, lang),
        ),
    }
}

fn nothing_chosen(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "Nothing need be chosen: without any measure it is so.",
        Lang::Zh => "无须选取举措：现状已达到目标。",
    }
}

fn chosen(answer: &Answer, best: &Package, lang: Lang) -> String {
    let mut table = plain_table();
    table.set_header(match lang {
        Lang::En => ["measure", "cost"],
        Lang::Zh => ["举措", "成本"],
    });
    for &choice in &best.choices {
        let choice = &answer.choices[choice];
        table.add_row([
            truncate(choice.name.get(lang, &choice.id), 60),
            rounded(choice.cost),
        ]);
    }
    align(&mut table);
    table.to_string()
}

/// Runners-up: what they leave out and take in against the cheapest.
fn others(answer: &Answer, lang: Lang) -> Option<String> {
    let (best, rest) = answer.packages.split_first()?;
    if rest.is_empty() {
        return None;
    }
    let names = |choices: &[usize], less: &[usize], sign: &str| -> Vec<String> {
        let kept = choices.iter().filter(|choice| !less.contains(choice));
        kept.map(|&choice| format!("{sign}{}", answer.choices[choice].id))
            .collect()
    };
    let lines = rest.iter().map(|package| {
        let tie = (package.cost - best.cost).abs() < 1e-9;
        let mut changes = names(&best.choices, &package.choices, "−");
        changes.extend(names(&package.choices, &best.choices, "+"));
        let tie = match (tie, lang) {
            (true, Lang::En) => " (tie)",
            (true, Lang::Zh) => "（并列）",
            (false, _) => "",
        };
        let line = format!(
            "{}{tie}{}{}{}{}{}{}",
            rounded(package.cost),
            lang.colon(),
            figures(package),
            lang.comma(),
            verdict(package.verdict, lang),
            lang.colon(),
            changes.join(" ")
        );
        wrap(&line, COLUMNS - 2).join("\n  ")
    });
    let title = match lang {
        Lang::En => "Runners-up by cost, against the cheapest:",
        Lang::Zh => "次优组合（按成本，与最优相比）：",
    };
    let lines: Vec<String> = lines.map(|line| format!("  {line}")).collect();
    Some(format!("{title}\n{}", lines.join("\n")))
}

/// What round numbers of days cost, and the frontier's ends.
fn ladder(answer: &Answer, lang: Lang) -> String {
    let mut table = plain_table();
    let target = &answer.goal.targets[0];
    let what = target.say();
    let what = what.split(" <=").next().unwrap_or("").to_owned();
    table.set_header(match lang {
        Lang::En => [
            format!("{what}, at most"),
            "costs".into(),
            "reached".into(),
            "measures".into(),
        ],
        Lang::Zh => [
            format!("{what} 不超过"),
            "成本".into(),
            "实际".into(),
            "举措数".into(),
        ],
    });
    for (most, package) in steps(answer) {
        match package {
            Some(package) => table.add_row([
                rounded(most),
                rounded(package.cost),
                with_error(package.figures[0]),
                package.choices.len().to_string(),
            ]),
            None => table.add_row([rounded(most), "–".into(), "–".into(), "–".into()]),
        };
    }
    align(&mut table);
    table.to_string()
}

/// Tens of days from below what can be reached to what there was, each with its cheapest set.
pub fn steps(answer: &Answer) -> Vec<(f64, Option<&Package>)> {
    let days = answer
        .frontier
        .iter()
        .map(|package| package.figures[0].value);
    let (least, most) = days.fold((f64::INFINITY, 0.0), |(least, most): (f64, f64), days| {
        (least.min(days), most.max(days))
    });
    let (first, last) = ((least / 10.0).floor() as i64, (most / 10.0).ceil() as i64);
    // Long waits go in larger steps: at most a dozen rows.
    let step = ((last - first) as f64 / 12.0).ceil().max(1.0) as i64;
    let reached = |most: f64| {
        let within = |package: &&Package| package.figures[0].value <= most + 1e-9;
        answer.frontier.iter().find(within)
    };
    (first..=last)
        .step_by(step as usize)
        .map(|ten| 10.0 * ten as f64)
        .map(|most| (most, reached(most)))
        .collect()
}

fn how(answer: &Answer, lang: Lang) -> String {
    let (n, cases, fresh) = (
        count(answer.n_sets as i64),
        count(answer.search_replications as i64),
        count(answer.replications as i64),
    );
    let cheapest = answer
        .packages
        .first()
        .map_or(answer.least_cost, |best| best.cost);
    let gap = rounded((cheapest - answer.least_cost).max(0.0));
    match (answer.is_exhaustive, lang) {
        (true, Lang::En) => format!(
            "Every allowed set was evaluated ({n}) on {cases} cases; figures are from {fresh} fresh cases (±: 95 %)."
        ),
        (true, Lang::Zh) => {
            format!(
                "枚举全部可行组合（{n} 种，{cases} 件）；数字来自另外 {fresh} 件新样本（±：95%）。"
            )
        }
        (false, Lang::En) => format!(
            "Branch and bound over {n} sets on {cases} cases: no set costs less than the cheapest by more than {gap}, \
             if no further measure lengthens a case; figures are from {fresh} fresh cases (±: 95 %). The frontier \
             is that of the sets seen."
        ),
        (false, Lang::Zh) => format!(
            "分支定界，评估 {n} 种组合（{cases} 件）：若增加举措不会延长办件，则最低成本至多再低 {gap}；数字来自另外 {fresh} 件新样本（±：95%）。前沿仅含已评估组合。"
        ),
    }
}

/// Why there is no answer: the best that can be reached, and the path in the way.
pub fn out_of_reach(answer: &Answer, lang: Lang) -> String {
    let best = answer
        .frontier
        .last()
        .map_or(String::new(), |best| match lang {
            Lang::En => format!(
                "; the best is {} working days for {}",
                figures(best),
                rounded(best.cost)
            ),
            Lang::Zh => format!(
                "；最好为 {} 个工作日，成本 {}",
                figures(best),
                rounded(best.cost)
            ),
        });
    let path = answer
        .in_the_way
        .as_ref()
        .map_or(String::new(), |(scenario, path)| match lang {
            Lang::En => format!(
                "\nhint: in `{scenario}` these steps are in the way: {}",
                path.join(" → ")
            ),
            Lang::Zh => format!("\n提示：`{scenario}` 的制约路径：{}", path.join(" → ")),
        });
    match lang {
        Lang::En => format!("error: {} cannot be reached{best}{path}", goal(answer)),
        Lang::Zh => format!("错误：{} 无法达到{best}{path}", goal(answer)),
    }
}

fn package(answer: &Answer, package: &Package) -> Value {
    let targets = answer.goal.targets.iter().zip(&package.figures);
    let figures = targets.map(|(target, &figure)| {
        let mut map = Map::new();
        map.insert("target".into(), json!(target.say()));
        estimate(&mut map, "days", figure);
        Value::Object(map)
    });
    let ids = package
        .choices
        .iter()
        .map(|&choice| &answer.choices[choice].id);
    json!({
        "cost": number(package.cost),
        "measures": ids.collect::<Vec<_>>(),
        "figures": figures.collect::<Vec<_>>(),
        "verdict": key(package.verdict),
    })
}

/// The answer as JSON.
pub fn document(answer: &Answer) -> Value {
    let all = |packages: &[Package]| -> Vec<Value> {
        packages.iter().map(|one| package(answer, one)).collect()
    };
    let steps = steps(answer).into_iter().map(|(most, found)| {
        json!({"most_days": number(most), "cost": found.map(|one| number(one.cost))})
    });
    json!({
        "scenarios": answer.scenarios,
        "reachable": !answer.packages.is_empty(),
        "packages": all(&answer.packages),
        "frontier": all(&answer.frontier),
        "costs": steps.collect::<Vec<_>>(),
        "least_cost": number(answer.least_cost),
        "every_set_evaluated": answer.is_exhaustive,
        "sets": answer.n_sets,
        "search_replications": answer.search_replications,
        "replications": answer.replications,
        "in_the_way": answer.in_the_way.as_ref().map(|(scenario, path)| {
            json!({"scenario": scenario, "path": path})
        }),
    })
}

/// A row per reported set.
pub fn csv(answer: &Answer) -> Vec<u8> {
    let header = [
        "list",
        "cost",
        "days",
        "days_low",
        "days_high",
        "verdict",
        "measures",
    ];
    let mut rows = vec![header.map(str::to_owned)];
    for (list, packages) in [
        ("packages", &answer.packages),
        ("frontier", &answer.frontier),
    ] {
        for package in packages {
            let figure = package.figures[0];
            let end = |pick: fn((f64, f64)) -> f64| {
                figure
                    .interval
                    .map_or(String::new(), |interval| number(pick(interval)).to_string())
            };
            let ids: Vec<&str> = package
                .choices
                .iter()
                .map(|&choice| answer.choices[choice].id.as_str())
                .collect();
            rows.push([
                list.to_owned(),
                number(package.cost).to_string(),
                number(figure.value).to_string(),
                end(|(low, _)| low),
                end(|(_, high)| high),
                key(package.verdict).to_owned(),
                ids.join(" "),
            ]);
        }
    }
    written(rows)
}
