//! 五减 in one sentence: of a programme each item once, of a single scenario its own ledger.

use super::table::{percent, signed};
use super::words::Word;
use crate::compare::{Comparison, ProgrammeLedger, ProgrammeTotals, ReformSide};
use crate::lang::Lang;
use crate::text::wrap;
use crate::workflow::Basis;

/// Columns of the narrowest terminal that is served.
const COLUMNS: u16 = 80;

pub(super) fn five_cuts(
    comparisons: &[Comparison],
    programme: Option<&ProgrammeLedger>,
    lang: Lang,
) -> Option<String> {
    let line = match (programme, comparisons) {
        (Some(ledger), _) => of_programme(ledger, lang),
        (None, [one]) => of_case(one, one.headline()?, lang),
        (None, _) => return None,
    };
    let text = match lang {
        Lang::En => format!("{}: {line}.", Word::FiveCuts.say(lang)),
        Lang::Zh => format!("{}：{line}。", Word::FiveCuts.say(lang)),
    };
    let text = match programme.filter(|ledger| ledger.further_items > 0) {
        Some(ledger) => format!("{text}{}", parts_of(ledger, lang)),
        None => text,
    };
    Some(wrap(&text, usize::from(COLUMNS)).join("\n"))
}

/// Each item and material once, however many scenarios ask for it.
fn of_programme(ledger: &ProgrammeLedger, lang: Lang) -> String {
    let (before, after) = (&ledger.before, &ledger.after);
    let cut = |word: Word, pick: fn(&ProgrammeTotals) -> f64| {
        format!("{} {}", word.say(lang), signed(pick(after) - pick(before)))
    };
    let limits = format!(
        "{} {}",
        Word::ItemLimits.say(lang),
        limit_shares(ledger, lang)
    );
    let cuts = [
        cut(Word::ItemsLong, |totals| totals.items),
        cut(Word::MaterialTypes, |totals| totals.material_types),
        limits,
        cut(Word::LinksLong, |totals| totals.links),
        cut(Word::CertificateTypes, |totals| totals.certificates),
    ];
    cuts.join(lang.comma())
}

/// `−54 % (against the law; −39.3 % against promises)`, promises first where not every item has a statutory limit.
fn limit_shares(ledger: &ProgrammeLedger, lang: Lang) -> String {
    let limits = &ledger.limits;
    let (n, of) = (limits.statutory_items, limits.items);
    let over = match (n == of, lang) {
        (true, _) => String::new(),
        (false, Lang::En) => format!(" over the {n} of {of} items that have one"),
        (false, Lang::Zh) => format!("（{of} 项中 {n} 项有）"),
    };
    let promised = (
        percent(limits.share_promised(), lang),
        Word::AgainstPromises.say(lang).to_owned(),
    );
    let law = limits.share_statutory().map(|share| {
        let against = Word::AgainstLaw.say(lang);
        (percent(share, lang), format!("{against}{over}"))
    });
    let (first, second) = match law {
        Some(law) if n == of => (law, Some(promised)),
        law => (promised, law),
    };
    let beside = second.map(|(share, against)| match lang {
        Lang::En => format!("; {share} {against}"),
        Lang::Zh => format!("；{against} {share}"),
    });
    let (share, against) = first;
    let beside = beside.unwrap_or_default();
    format!("{share}{}", lang.bracketed(&format!("{against}{beside}")))
}

/// Which part the scenarios give, and what the rest stands on.
fn parts_of(ledger: &ProgrammeLedger, lang: Lang) -> String {
    let (before, after) = &ledger.scenarios;
    let cut = |word: Word, pick: fn(&ProgrammeTotals) -> f64| {
        format!("{} {}", word.say(lang), signed(pick(after) - pick(before)))
    };
    let cuts = [
        cut(Word::ItemsLong, |totals| totals.items),
        cut(Word::MaterialTypes, |totals| totals.material_types),
        cut(Word::LinksLong, |totals| totals.links),
        cut(Word::CertificateTypes, |totals| totals.certificates),
    ];
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

/// What a case is spared.
fn of_case(comparison: &Comparison, reform: &ReformSide, lang: Lang) -> String {
    let ledger = &reform.ledger;
    let days = match comparison.basis() {
        Basis::Promises => Word::CountedLimits.say(lang).to_owned(),
        basis => basis.say(lang).to_lowercase(),
    };
    let cut = |word: Word, change: f64| format!("{} {}", word.say(lang), signed(change));
    let mut cuts = vec![
        cut(Word::ItemsLong, ledger.items),
        cut(Word::MaterialsLong, ledger.materials),
        format!("{days} {}", percent(ledger.counted_share, lang)),
        cut(Word::LinksLong, ledger.links),
        cut(Word::CertificatesLong, ledger.certificates),
    ];
    if super::table::has_trips(std::slice::from_ref(comparison)) {
        cuts.push(cut(Word::TripsLong, ledger.visits));
    }
    cuts.join(lang.comma())
}
