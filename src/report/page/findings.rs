//! The findings in sentences, both languages.

use maud::{Markup, html};

use super::Sentence;
use super::parts::{both, said};
use crate::compare::{Comparison, Estimate, ReformSide};
use crate::lang::Lang;
use crate::report::finding;
use crate::text::{about, days};
use crate::workflow::Basis;

/// The one sentence of the whole page.
pub fn headline(comparisons: &[&Comparison]) -> Markup {
    let comparisons: Vec<Comparison> = comparisons.iter().map(|one| (*one).clone()).collect();
    said(|lang| finding(&comparisons, lang))
}

/// What a reader should take away from one scenario.
pub fn scenario(comparison: &Comparison) -> Vec<Sentence> {
    comparison
        .reforms
        .iter()
        .flat_map(|reform| {
            let on_paper = Sentence::of(|lang| limits(comparison, reform, lang));
            let cases = Sentence::of(|lang| cases(comparison, reform, lang));
            [on_paper, cases]
        })
        .collect()
}

fn limits(comparison: &Comparison, reform: &ReformSide, lang: Lang) -> String {
    let (before, after) = (&comparison.baseline.told.case, &reform.side.told.case);
    let basis = comparison.basis();
    let parts = reform.side.told.parts_said(basis, lang);
    let parts = parts.map_or(String::new(), |parts| lang.bracketed(&parts));
    let reformed = reform.name.get(lang, &reform.id);
    let [counted_before, counted_after, waits_before, waits_after] = [
        before.counted_days,
        after.counted_days,
        before.elapsed_days,
        after.elapsed_days,
    ]
    .map(days);
    match lang {
        Lang::En => format!(
            "{reformed}: {} add up to {counted_before} working days before and {counted_after} after; with all work \
             off the clock the applicant waits {waits_before} and {waits_after}{parts}.",
            match basis {
                Basis::Promises => "limits on the official clock".to_owned(),
                Basis::Medians | Basis::RecordedMedians => basis.say(lang).to_lowercase(),
            }
        ),
        Lang::Zh => format!(
            "{reformed}：{}合计由 {counted_before} 个工作日变为 {counted_after} 个工作日；\
             计入不计时节点，申请人历时由 {waits_before} 变为 {waits_after} 个工作日{parts}。",
            match basis {
                Basis::Promises => "计时节点承诺时限",
                Basis::Medians | Basis::RecordedMedians => basis.say(lang),
            }
        ),
    }
}

fn cases(comparison: &Comparison, reform: &ReformSide, lang: Lang) -> String {
    let (before, after) = (&comparison.baseline.simulated, &reform.side.simulated);
    let [p50_before, p50_after, p90_before, p90_after] = [
        before.elapsed.quantiles[2],
        after.elapsed.quantiles[2],
        before.elapsed.quantiles[4],
        after.elapsed.quantiles[4],
    ]
    .map(|estimate| about(estimate.value));
    let saved = reform.difference.elapsed.mean;
    let margin = margin(saved, lang);
    let saved = days(saved.value.abs());
    let shorter = reform.difference.elapsed.mean.value <= 0.0;
    match lang {
        Lang::En => format!(
            "In the simulation half of the cases are done within {p50_before} → {p50_after} working days, nine of \
             ten within {p90_before} → {p90_after}; the same case waits {saved} days {}{margin} on average.",
            if shorter { "less" } else { "more" }
        ),
        Lang::Zh => format!(
            "模拟显示：半数办件在 {p50_before} → {p50_after} 个工作日内办结，九成在 {p90_before} → {p90_after} \
             个工作日内办结；同一办件平均{} {saved} 天{margin}。",
            if shorter { "少等" } else { "多等" }
        ),
    }
}

/// The sampling margin of an estimate, in brackets; nothing if there is none.
fn margin(estimate: Estimate, lang: Lang) -> String {
    let Some((low, high)) = estimate.interval else {
        return String::new();
    };
    let half = (high - low) / 2.0;
    match lang {
        Lang::En => format!(" (±{half:.1}, 95 % sampling interval)"),
        Lang::Zh => format!("（±{half:.1}，95%抽样区间）"),
    }
}

/// How these figures came about.
pub fn method() -> Markup {
    let en = "Limits are ceilings, computed along the longest chain of steps; parallel steps are not added up. Cases are \
              simulated with drawn durations, corrections and rework; baseline and reform share their luck. Figures \
              without a source are assumptions. Sampling intervals say how far chance moves a simulated figure, not how \
              far an assumption may be wrong.";
    let zh = "时限是上限，按最长路径计算，并联节点不相加。模拟办件的时长、补正和返工均为抽样，改革前后使用同一组随机数。\
              未注明来源的数字均为假设。抽样区间只说明随机误差，不说明假设本身的偏差。";
    html! { p { (both(en, zh)) } }
}
