//! The sentences of the ledger in both languages.

use super::{Data, Scope};
use crate::lang::Lang;

/// The finding.
pub fn title(data: &Data, lang: Lang) -> String {
    let changes = data.panels.iter().map(|panel| {
        let change = panel.change(data.told, lang);
        let change = match (panel.law, lang) {
            (None, _) => change,
            (Some(_), Lang::En) => format!("{change} against the law"),
            (Some(_), Lang::Zh) => format!("较法定{change}"),
        };
        match lang {
            Lang::En => format!("{} {change}", panel.name(data, lang).to_lowercase()),
            Lang::Zh => format!(
                "{}{change}",
                panel.name(data, lang).trim_start_matches('减')
            ),
        }
    });
    let changes: Vec<String> = changes.collect();
    match (data.scope, lang) {
        (Scope::Scenario, Lang::En) => format!("The five cuts: {}", changes.join(", ")),
        (Scope::Scenario, Lang::Zh) => format!("五减：{}", changes.join("，")),
        (Scope::Programme { .. }, Lang::En) => {
            format!("The five cuts of all together: {}", changes.join(", "))
        }
        (Scope::Programme { .. }, Lang::Zh) => format!("五减总账：{}", changes.join("，")),
    }
}

/// Whose, and what is counted.
pub fn subtitle(data: &Data, lang: Lang) -> String {
    let (name, id) = &data.scenario;
    let reform = data
        .reforms
        .get(data.told)
        .map_or("", |(name, id)| name.get(lang, id));
    let moved = match (data.moved, lang) {
        (0, _) => String::new(),
        (1, Lang::En) => " 1 item is moved before day zero, not saved.".to_owned(),
        (moved, Lang::En) => format!(" {moved} items are moved before day zero, not saved."),
        (moved, Lang::Zh) => format!("其中 {moved} 项前移至起算日之前，并非取消。"),
    };
    let name = name.get(lang, id);
    let of_all_kinds = data.after.as_ref().is_some_and(|after| after.of_all_kinds);
    let met = match (of_all_kinds, lang) {
        (false, Lang::En) => "What one reference case meets.",
        (false, Lang::Zh) => "按参照办件计。",
        (true, Lang::En) => "What a case meets, averaged over all kinds of cases.",
        (true, Lang::Zh) => "按各类办件平均计。",
    };
    let average = data.after.as_ref();
    let average = average.and_then(|after| after.average_said(data.basis, lang));
    let met = match (average, lang) {
        (None, _) => met.to_owned(),
        (Some(average), Lang::En) => format!("{met} {average}"),
        (Some(average), Lang::Zh) => format!("{met}{average}"),
    };
    match (data.scope, lang) {
        (Scope::Scenario, Lang::En) => {
            format!("{name}: {reform}. {met}{moved}")
        }
        (Scope::Scenario, Lang::Zh) => format!("{name}：{reform}。{met}{moved}"),
        (
            Scope::Programme {
                n_scenarios,
                further_items,
                synthetic_items,
            },
            Lang::En,
        ) => {
            let further = match (further_items, synthetic_items) {
                (0, _) => String::new(),
                (n, 0) => format!(" {n} items are of the catalogue only."),
                (n, made_up) => {
                    format!(" {n} items are of the catalogue only, {made_up} of them made up.")
                }
            };
            format!("{name}. {n_scenarios} scenarios, each item and material once.{further}")
        }
        (
            Scope::Programme {
                n_scenarios,
                further_items,
                synthetic_items,
            },
            Lang::Zh,
        ) => {
            let further = match (further_items, synthetic_items) {
                (0, _) => String::new(),
                (n, 0) => format!("另有目录事项 {n} 项。"),
                (n, made_up) => format!("另有目录事项 {n} 项，其中 {made_up} 项为虚拟。"),
            };
            format!("{name}。{n_scenarios} 个情景共用的事项、材料只计一次。{further}")
        }
    }
}
