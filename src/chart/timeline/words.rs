//! The words of the timeline in both languages.

use super::super::scene::Scene;
use super::{Bar, Data};
use crate::lang::{Lang, Name};
use crate::text::days;
use crate::workflow::{Basis, Clock};

/// The finding with both truths.
pub fn title(data: &Data, lang: Lang) -> String {
    let [before, after] = data.told.each_ref().map(|told| &told.case);
    let counted = arrow(before.counted_days, after.counted_days);
    let waits = arrow(before.elapsed_days, after.elapsed_days);
    let name = match (data.basis, lang) {
        (Basis::Promises, Lang::En) => "Counted",
        (basis, _) => basis.say(lang),
    };
    match lang {
        Lang::En => format!("{name} {counted}; applicant waits {waits} working days"),
        Lang::Zh => format!("{name} {counted} 个工作日；申请人历时 {waits} 个工作日"),
    }
}

fn arrow(before: f64, after: f64) -> String {
    format!("{} → {}", days(before), days(after))
}

/// What is shown.
pub fn subtitle(data: &Data, lang: Lang) -> String {
    let (scenario, reform) = (said(&data.scenario, lang), said(&data.reform, lang));
    match (data.basis, lang) {
        (Basis::Promises, Lang::En) => format!(
            "{scenario}: {reform}. Limits, not a forecast: steps on the clock take their promised limit, others their median."
        ),
        (Basis::Promises, Lang::Zh) => format!(
            "{scenario}：{reform}。按时限排布，并非预测：计时节点取承诺时限，不计时节点取中位数。"
        ),
        (Basis::Medians | Basis::RecordedMedians, Lang::En) => format!(
            "{scenario}: {reform}. Every step takes its median, as the file states no limit; not a forecast."
        ),
        (Basis::Medians | Basis::RecordedMedians, Lang::Zh) => {
            format!("{scenario}：{reform}。文件未载时限，各节点均取用时中位数；并非预测。")
        }
    }
}

/// What the averages of the title are made of, and where another case is drawn.
pub fn averages(data: &Data, lang: Lang) -> Vec<String> {
    let mut notes = Vec::new();
    let [before, after] = &data.told;
    if before.of_all_kinds || after.of_all_kinds {
        let counted = arrow(data.before.counted_days, data.after.counted_days);
        let waits = arrow(data.before.elapsed_days, data.after.elapsed_days);
        notes.push(match lang {
            Lang::En => format!(
                "The title tells the average over all kinds of cases; drawn is the reference case: counted {counted}, applicant waits {waits}."
            ),
            Lang::Zh => format!("标题为各类办件平均；图中为参照办件：计时 {counted}，申请人历时 {waits}。"),
        });
    }
    notes.extend(after.average_said(data.basis, lang));
    notes
}

/// A name as a reader sees it.
pub fn said(name: &(Name, String), lang: Lang) -> &str {
    name.0.get(lang, &name.1)
}

/// All that is known of a bar.
pub fn told(bar: &Bar, lang: Lang) -> String {
    let name = said(&bar.step, lang);
    let (start, end) = (days(bar.start_days), days(bar.end_days));
    let (length, slack) = (days(bar.end_days - bar.start_days), days(bar.slack_days));
    match (lang, bar.clock) {
        (Lang::En, Clock::Outside) => format!("{name}: outside every total, after day {start}"),
        (Lang::Zh, Clock::Outside) => format!("{name}：不计入任何合计，第 {start} 日后"),
        (Lang::En, Clock::On) => {
            format!(
                "{name}: {length} working days on the clock, day {start} to {end}, slack {slack}"
            )
        }
        (Lang::En, Clock::Off) => {
            format!(
                "{name}: {length} working days off the clock, day {start} to {end}, slack {slack}"
            )
        }
        (Lang::Zh, Clock::On) => {
            format!("{name}：计时 {length} 个工作日，第 {start} 至 {end} 日，机动 {slack} 日")
        }
        (Lang::Zh, Clock::Off) => {
            format!("{name}：不计时 {length} 个工作日，第 {start} 至 {end} 日，机动 {slack} 日")
        }
    }
}

/// Steps that are in no total because they are done before day zero.
pub fn prepared(data: &Data, lang: Lang) -> Option<String> {
    let names: Vec<&str> = data
        .after
        .prepared
        .iter()
        .filter(|step| !data.before.prepared.contains(step))
        .map(|step| said(step, lang))
        .collect();
    (!names.is_empty()).then(|| match lang {
        Lang::En => format!(
            "Moved before day zero, in no total after: {}.",
            names.join(", ")
        ),
        Lang::Zh => format!("移至申请前办理、改革后不计入合计：{}。", names.join("、")),
    })
}

/// The caption of a scene in both languages.
macro_rules! words {
    ($($word:ident => $en:literal, $zh:literal;)*) => {
        /// A caption.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Word { $(#[doc = $en] $word,)* }

        impl Word {
            /// The caption in a language.
            pub fn say(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((Word::$word, Lang::En) => $en, (Word::$word, Lang::Zh) => $zh,)*
                }
            }
        }
    };
}

words! {
    Before => "Before", "改革前";
    After => "After", "改革后";
    Counted => "Counted", "计时";
    Waits => "Applicant waits", "申请人历时";
    Target => "target", "目标";
    Days => "working days", "工作日";
    NoStage => "Other steps", "其他节点";
    AllStages => "All stages", "全部阶段";
    NotCounted => "in no total", "不计入";
    KeyElapsed => "decides the wait", "决定申请人历时";
    KeyCounted => "decides the counted days", "决定计时天数";
    KeySlack => "neither", "均不决定";
    KeyOff => "striped: off the clock", "斜纹：不计时";
    KeyBreak => "works: break in the axis", "施工：轴上断开";
}

/// The whole picture in words, for those who cannot see it.
pub fn describe(scene: &mut Scene, data: &Data, lang: Lang) {
    scene.title = format!(
        "{}{}{}",
        said(&data.scenario, lang),
        lang.colon(),
        title(data, lang)
    );
}
