//! The tables of the page: scenarios side by side, ledgers, quantiles, the before/after list, sources.

use maud::{Markup, html};

use super::Assumed;
use super::parts::{both, cell, change, heading, name, said, word_heading};
use crate::compare::{Comparison, ProgrammeLedger, ReformSide, Side, Summary};
use crate::lang::Lang;
use crate::report::table::percent;
use crate::source::Source;
use crate::text::{about, days, number, plural};
use crate::workflow::{AverageCase, Basis};

/// A row per scenario and reform.
pub fn overview(comparisons: &[&Comparison]) -> Markup {
    let rows = comparisons.iter().flat_map(|comparison| {
        let reforms = comparison.reforms.iter();
        reforms.map(move |reform| (*comparison, reform))
    });
    let basis = comparisons
        .first()
        .map_or(Basis::Promises, |one| one.basis());
    html! {
        div.wide {
            table.sortable.short {
                caption { (both("Working days, before → after", "工作日，改革前 → 改革后")) }
                thead {
                    tr {
                        (word_heading("Scenario", "情景"))
                        (word_heading("Reform", "改革"))
                        (heading("Law", "法定"))
                        (heading(basis.say(Lang::En), basis.say(Lang::Zh)))
                        (heading("Applicant waits", "申请人历时"))
                        (heading("Half done within", "半数办结"))
                        (heading("Nine of ten", "九成办结"))
                        (heading("Items", "事项"))
                        (heading("Links", "环节"))
                        (heading("Materials", "材料"))
                        (heading("Certificates", "证明"))
                        (heading("Trips", "跑动次数"))
                    }
                }
                tbody {
                    @for (comparison, reform) in rows {
                        @let (before, after) = (&comparison.baseline, &reform.side);
                        @let of = |pick: fn(&Side) -> f64| change(pick(before), pick(after), about);
                        @let told = |pick: fn(&AverageCase) -> f64| {
                            change(pick(&before.told.case), pick(&after.told.case), days)
                        };
                        @let law = before.limits.statutory_counted_days;
                        tr {
                            td.text { (name(&comparison.name, &comparison.id)) }
                            td.text { (name(&reform.name, &reform.id)) }
                            (cell(law.unwrap_or(-1.0), &law.map_or("–".to_owned(), |law| days(law.round()))))
                            (told(|case| case.counted_days))
                            (told(|case| case.elapsed_days))
                            (of(|side| side.simulated.elapsed.quantiles[2].value))
                            (of(|side| side.simulated.elapsed.quantiles[4].value))
                            (told(|case| case.items))
                            (told(|case| case.links))
                            (told(|case| case.materials))
                            (told(|case| case.certificates))
                            (told(|case| case.visits))
                        }
                    }
                }
            }
        }
    }
}

/// 五减 over all scenarios, each item once.
pub fn programme(ledger: &ProgrammeLedger) -> Markup {
    let (before, after) = (&ledger.before, &ledger.after);
    let pair = |before: f64, after: f64| {
        let pair = format!("{} → {}", days(before), days(after));
        both(&pair, &pair)
    };
    let figures = [
        (both("Items", "事项"), pair(before.items, after.items)),
        (
            both("Kinds of material", "材料种类"),
            pair(before.material_types, after.material_types),
        ),
        (
            both(
                "Limits of all items, against the law",
                "各事项时限合计（较法定）",
            ),
            said(|lang| {
                let law = ledger.limits.share_statutory();
                law.map_or("–".to_owned(), |share| percent(share, lang))
            }),
        ),
        (
            both(
                "Limits of all items, against promises",
                "各事项时限合计（较原承诺）",
            ),
            said(|lang| percent(ledger.limits.share_promised(), lang)),
        ),
        (both("Links", "环节"), pair(before.links, after.links)),
        (
            both("Kinds of certificate", "证明种类"),
            pair(before.certificates, after.certificates),
        ),
    ];
    html! {
        h3 { (both("The five cuts, each item once", "五减（同一事项只计一次）")) }
        dl.figures { @for (term, figure) in &figures { div { dt { (term) } dd { (figure) } } } }
    }
}

type Pick = fn(&Side) -> &Summary;

/// Means and quantiles on both clocks, with their intervals.
pub fn simulated(comparison: &Comparison) -> Markup {
    let sides: Vec<(Markup, &Side)> =
        std::iter::once((both("Before", "改革前"), &comparison.baseline))
            .chain(
                comparison
                    .reforms
                    .iter()
                    .map(|reform| (name(&reform.name, &reform.id), &reform.side)),
            )
            .collect();
    let clocks: [(&str, &str, Pick); 2] = [
        ("official clock", "计时", |side| &side.simulated.counted),
        ("applicant waits", "申请人历时", |side| {
            &side.simulated.elapsed
        }),
    ];
    html! {
        div.wide {
            table.sortable.short {
                caption { (both(
                    "Simulated cases, working days, with 95 % sampling intervals",
                    "模拟办件，工作日，附95%抽样区间")) }
                thead {
                    tr {
                        (word_heading("Workflow", "流程"))
                        (word_heading("Clock", "口径"))
                        (heading("Mean", "均值"))
                        @for p in ["P10", "P25", "P50", "P75", "P90", "P95"] { (heading(p, p)) }
                    }
                }
                tbody {
                    @for (label, side) in &sides {
                        @for (en, zh, pick) in clocks {
                            tr {
                                td.text { (label) }
                                td.text { (both(en, zh)) }
                                (estimate(pick(side).mean))
                                @for quantile in pick(side).quantiles { (estimate(quantile)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn estimate(estimate: crate::compare::Estimate) -> Markup {
    let margin = estimate.interval.map_or(String::new(), |(low, high)| {
        format!(" ±{:.1}", (high - low) / 2.0)
    });
    cell(estimate.value, &format!("{}{margin}", days(estimate.value)))
}

/// 改革前后对照表.
pub fn changes(comparison: &Comparison, reform: &ReformSide) -> Markup {
    let limit = |limit: Option<f64>| limit.map_or("–".to_owned(), days);
    html! {
        div.wide {
            table.sortable {
                caption {
                    (both("What became of every item: ", "改革前后对照："))
                    (name(&reform.name, &reform.id))
                }
                thead {
                    tr {
                        (word_heading("Item", "事项"))
                        (heading("Limit before", "改革前时限"))
                        (heading("Limit after", "改革后时限"))
                        (word_heading("What", "变化"))
                        (word_heading("Into", "并入"))
                        (word_heading("Measure", "举措"))
                    }
                }
                tbody {
                    @for row in &reform.changes {
                        tr {
                            td.text { (said(|lang| comparison.names.item(&row.item, lang).to_owned())) }
                            (cell(row.before_days.unwrap_or(-1.0), &limit(row.before_days)))
                            (cell(row.after_days.unwrap_or(-1.0), &limit(row.after_days)))
                            td.text { (said(|lang| row.what.say(lang).to_owned())) }
                            td.text {
                                @if let Some(into) = &row.into {
                                    (said(|lang| comparison.names.item(into, lang).to_owned()))
                                }
                            }
                            td.text { (said(|lang| comparison.names.measure(&row.measure, lang).to_owned())) }
                        }
                    }
                }
            }
        }
    }
}

/// Every figure without a source, and how far it could be wrong.
pub fn assumptions(assumptions: &[Assumed<'_>]) -> Markup {
    let n = assumptions.len();
    html! {
        @if n > 0 {
            details.wide {
                summary {
                    (said(|lang| match lang {
                        Lang::En => format!("Assumptions: {}", plural(n, "figure without a source", "figures without a source")),
                        Lang::Zh => format!("假设：{n} 项数据没有来源"),
                    }))
                }
                table.sortable {
                    thead {
                        tr {
                            (word_heading("Figure of the file", "情景文件中的数据"))
                            (heading("Value", "取值"))
                            (heading("Plausible from", "合理下限"))
                            (heading("Plausible to", "合理上限"))
                        }
                    }
                    tbody {
                        @for one in assumptions {
                            tr {
                                td.text { code { (one.address) } }
                                (cell(one.value, &number(one.value)))
                                (cell(one.plausible.0, &number(tidy(one.plausible.0))))
                                (cell(one.plausible.1, &number(tidy(one.plausible.1))))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Without the dust of a product like 0.75 × 0.35.
fn tidy(value: f64) -> f64 {
    const PARTS: f64 = 1e9;
    let tidy = (value * PARTS).round() / PARTS;
    if tidy.is_finite() && tidy != 0.0 {
        tidy
    } else {
        value
    }
}

/// What figures cite.
pub fn sources(sources: &[Source]) -> Markup {
    html! {
        @if !sources.is_empty() {
            details {
                summary { (both("Sources; every figure that cites none is an assumption", "来源；未注明来源的数字均为假设")) }
                ul.notes {
                    @for source in sources { li { (citation(source)) } }
                }
            }
        }
    }
}

fn citation(source: &Source) -> String {
    let parts = [
        &source.document_number,
        &source.article,
        &source.publisher,
        &source.date,
    ];
    let mut cited = vec![source.title.clone()];
    cited.extend(parts.into_iter().flatten().cloned());
    cited.join(" · ")
}
