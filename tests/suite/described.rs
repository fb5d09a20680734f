//! Every figure of every shipped scenario has words in both languages, not only an address.

use redtape::lang::Lang;
use redtape::scenario::load;

use crate::export::shipped;

#[test]
fn every_figure_of_the_shipped_scenarios_has_words_in_both_languages() {
    let mut n_described = 0;
    let mut missing = Vec::new();
    for path in shipped() {
        // Catalogues are no scenarios.
        let Ok(loaded) = load(&path) else { continue };
        for figures in &loaded.figures {
            for figure in figures {
                let words = &figure.described;
                let is_chinese = |letter: char| ('\u{4e00}'..='\u{9fff}').contains(&letter);
                let (en, zh) = (
                    words.get(Lang::En, &figure.address),
                    words.get(Lang::Zh, &figure.address),
                );
                n_described += 1;
                if en.contains('_') || !zh.contains(is_chinese) {
                    missing.push(format!("{}: {en}, {zh}", figure.address));
                }
            }
        }
    }
    missing.sort();
    missing.dedup();
    assert!(missing.is_empty(), "{missing:#?}");
    assert!(n_described > 1000, "only {n_described}");
}
