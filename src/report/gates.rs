//! Scenarios whose total depends on stages overlapping.

use super::words::Word;
use crate::compare::Comparison;
use crate::lang::Lang;
use crate::text::{days, wrap};

/// What the counted days are with every stage closed, where that is longer.
pub(super) fn gates(comparisons: &[Comparison], lang: Lang) -> Option<String> {
    let mut found = Vec::new();
    for comparison in comparisons {
        let name = comparison.name.get(lang, &comparison.id);
        let sides = std::iter::once((None, &comparison.baseline)).chain(
            comparison
                .reforms
                .iter()
                .map(|reform| (Some(reform), &reform.side)),
        );
        for (reform, side) in sides {
            let limits = &side.limits;
            if limits.gated_counted_days > limits.counted_days + 1e-9 {
                let reform = reform
                    .map(|reform| lang.bracketed(reform.name.get(lang, &reform.id)))
                    .unwrap_or_default();
                found.push(format!(
                    "{name}{reform} {}{}{} {}",
                    days(limits.gated_counted_days),
                    lang.comma(),
                    match lang {
                        Lang::En => "not",
                        Lang::Zh => "而非",
                    },
                    days(limits.counted_days)
                ));
            }
        }
    }
    if found.is_empty() {
        return None;
    }
    let text = match lang {
        Lang::En => format!("{}: {}.", Word::Gated.say(lang), found.join("; ")),
        Lang::Zh => format!("{}：{}。", Word::Gated.say(lang), found.join("；")),
    };
    Some(wrap(&text, 80).join("\n"))
}
