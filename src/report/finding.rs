//! The finding: one sentence that a reader takes away.

use super::told::{chains, of_chain};
use crate::compare::{Comparison, ReformSide};
use crate::lang::Lang;
use crate::text::days;
use crate::workflow::Basis;

/// How many reach the target on paper and in how many nine of ten cases do; without targets the counted days.
pub fn finding(comparisons: &[Comparison], lang: Lang) -> String {
    let judged: Vec<(&Comparison, &ReformSide, f64)> = comparisons
        .iter()
        .filter_map(|one| Some((one, one.headline()?, one.target_days?)))
        .collect();
    let Some(&(first, reform, target)) = judged.first() else {
        return plain_finding(comparisons, lang);
    };
    if judged.len() == 1 {
        return single_finding(first, reform, target, lang);
    }
    let same_target = judged.iter().all(|(_, _, other)| *other == target);
    let on_paper = judged
        .iter()
        .filter(|(_, reform, target)| reform.side.told.case.counted_days <= target + 1e-9)
        .count();
    let nine_of_ten = judged
        .iter()
        .filter(|(_, reform, target)| reform.side.simulated.counted.quantiles[4].value <= *target)
        .count();
    let n = judged.len();
    let what = match (same_target, lang) {
        (true, Lang::En) => format!("{} working days on the official clock", days(target)),
        (true, Lang::Zh) => format!("计时 {} 个工作日", days(target)),
        (false, Lang::En) => "The target".to_owned(),
        (false, Lang::Zh) => "目标时限".to_owned(),
    };
    match lang {
        Lang::En => format!(
            "{what} in {on_paper} of {n} scenarios on paper; nine of ten cases make it in {nine_of_ten}."
        ),
        Lang::Zh => {
            format!(
                "{what}：{n} 类中 {on_paper} 类按承诺达到；九成办件能做到的有 {nine_of_ten} 类。"
            )
        }
    }
}

fn single_finding(comparison: &Comparison, reform: &ReformSide, target: f64, lang: Lang) -> String {
    let (before, after) = (&comparison.baseline.told.case, &reform.side.told.case);
    let within = reform.side.simulated.within_target;
    let within = within.map_or(0.0, |share| share.value);
    let percent = lang.percent((within * 1000.0).round() / 10.0);
    let counted = comparison.basis().say(lang);
    match lang {
        Lang::En => format!(
            "{counted} {} → {} working days, the applicant waits {} → {}; {percent} of cases make the \
             target of {}.",
            days(before.counted_days),
            days(after.counted_days),
            days(before.elapsed_days),
            days(after.elapsed_days),
            days(target),
        ),
        Lang::Zh => format!(
            "{counted} {} → {} 个工作日，申请人历时 {} → {} 个工作日；{percent} 的办件达到 {} 个工作日的目标。",
            days(before.counted_days),
            days(after.counted_days),
            days(before.elapsed_days),
            days(after.elapsed_days),
            days(target),
        ),
    }
}

fn plain_finding(comparisons: &[Comparison], lang: Lang) -> String {
    let changes: Vec<String> = comparisons
        .iter()
        .map(|one| {
            let counted = chains(one, &|side| days(side.told.case.counted_days), lang);
            format!("{} {counted}", one.name.get(lang, &one.id))
        })
        .collect();
    let basis = of_chain(comparisons);
    match (basis, lang) {
        (Basis::Promises, Lang::En) => {
            format!(
                "Working days on the official clock: {}.",
                changes.join("; ")
            )
        }
        (Basis::Promises, Lang::Zh) => format!("计时工作日：{}。", changes.join("；")),
        (Basis::Medians | Basis::RecordedMedians, Lang::En) => format!(
            "{} of the longest chain, working days: {}.",
            basis.say(lang),
            changes.join("; ")
        ),
        (Basis::Medians | Basis::RecordedMedians, Lang::Zh) => format!(
            "最长路径{}合计（工作日）：{}。",
            basis.say(lang),
            changes.join("；")
        ),
    }
}
