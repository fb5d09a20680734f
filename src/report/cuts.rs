//! 五减 in one sentence: of a programme each item once, of a single scenario its own ledger.

use super::table::{percent, signed};
use super::words::Word;
use crate::compare::{Comparison, LedgerTotals, ProgrammeLedger};
use crate::lang::Lang;
use crate::text::wrap;

/// Columns of the narrowest terminal that is served.
const COLUMNS: u16 = 80;

pub(super) fn five_cuts(
    comparisons: &[Comparison],
    programme: Option<&ProgrammeLedger>,
    lang: Lang,
) -> Option<String> {
    let words = |word: Word| word.say(lang);
    let comma = lang.comma();
    let line = match (programme, comparisons) {
        (Some(ledger), _) => {
            let minus = |before: u64, after: u64| signed(after as i64 - before as i64);
            let (before, after) = (&ledger.before, &ledger.after);
            let against = [
                words(Word::AgainstPromises).to_owned(),
                format!(
                    "{} {}",
                    percent(ledger.limit_share_statutory(), lang),
                    words(Word::AgainstLaw)
                ),
            ];
            let against = against.join(match lang {
                Lang::En => "; ",
                Lang::Zh => "；",
            });
            format!(
                "{} {}{comma}{} {}{comma}{} {}{}{comma}{} {}{comma}{} {}",
                words(Word::ItemsLong),
                minus(before.items, after.items),
                words(Word::MaterialTypes),
                minus(before.material_types, after.material_types),
                words(Word::LimitsLong),
                percent(ledger.limit_share_promised(), lang),
                lang.bracketed(&against),
                words(Word::LinksLong),
                minus(before.links, after.links),
                words(Word::CertificatesLong),
                minus(before.certificates, after.certificates),
            )
        }
        (None, [one]) => one_ledger(&one.headline()?.ledger, lang),
        (None, _) => return None,
    };
    let text = match lang {
        Lang::En => format!("{}: {line}.", words(Word::FiveCuts)),
        Lang::Zh => format!("{}：{line}。", words(Word::FiveCuts)),
    };
    let text = match programme.filter(|ledger| ledger.further_items > 0) {
        Some(ledger) => format!("{text}{}", parts_of(ledger, lang)),
        None => text,
    };
    Some(wrap(&text, usize::from(COLUMNS)).join("\n"))
}

/// Which part the scenarios give, and what the rest stands on.
fn parts_of(ledger: &ProgrammeLedger, lang: Lang) -> String {
    let (before, after) = &ledger.scenarios;
    let cuts = [
        (Word::ItemsLong, before.items, after.items),
        (
            Word::MaterialTypes,
            before.material_types,
            after.material_types,
        ),
        (Word::LinksLong, before.links, after.links),
        (
            Word::CertificatesLong,
            before.certificates,
            after.certificates,
        ),
    ];
    let cuts = cuts.map(|(word, before, after)| {
        format!(
            "{} {}",
            word.say(lang),
            signed(after as i64 - before as i64)
        )
    });
    let (further, synthetic) = (ledger.further_items, ledger.synthetic_items);
    match lang {
        Lang::En => format!(
            " Of these the scenarios give {}; the rest is on {further} items that only the catalogue has, {synthetic} of \
             them made up so that totals add up.",
            cuts.join(", ")
        ),
        Lang::Zh => format!(
            "其中各情景流程贡献：{}；其余在清单另列的 {further} 项事项上，其中 {synthetic} 项为凑足总数而合成。",
            cuts.join("、")
        ),
    }
}

fn one_ledger(ledger: &LedgerTotals, lang: Lang) -> String {
    let comma = lang.comma();
    format!(
        "{} {}{comma}{} {}{comma}{} {}{comma}{} {}{comma}{} {}",
        Word::ItemsLong.say(lang),
        signed(ledger.items),
        Word::MaterialsLong.say(lang),
        signed(ledger.materials),
        Word::LimitsLong.say(lang),
        percent(ledger.counted_share, lang),
        Word::LinksLong.say(lang),
        signed(ledger.links),
        Word::CertificatesLong.say(lang),
        signed(ledger.certificates),
    )
}
