//! Pieces of markup: a text in both languages, cells that sort by their number.

use maud::{Markup, html};

use super::Sentence;
use crate::lang::{Lang, Name};

/// A text in both languages, of which the page shows one.
pub fn both(en: &str, zh: &str) -> Markup {
    if en == zh {
        return html! { (en) };
    }
    html! { span lang="en" { (en) } span lang="zh" { (zh) } }
}

/// A sentence in both languages.
pub fn sentence(sentence: &Sentence) -> Markup {
    both(&sentence.en, &sentence.zh)
}

/// What `say` says in each language.
pub fn said(say: impl Fn(Lang) -> String) -> Markup {
    both(&say(Lang::En), &say(Lang::Zh))
}

/// A name in both languages.
pub fn name(name: &Name, fallback: &str) -> Markup {
    said(|lang| name.get(lang, fallback).to_owned())
}

/// A heading of a table that sorts by it.
pub fn heading(en: &str, zh: &str) -> Markup {
    html! { th scope="col" { button type="button" { (both(en, zh)) } } }
}

/// A heading of a column of words.
pub fn word_heading(en: &str, zh: &str) -> Markup {
    html! { th.text scope="col" { button type="button" { (both(en, zh)) } } }
}

/// A cell that shows `shown` and sorts by `value`.
pub fn cell(value: f64, shown: &str) -> Markup {
    html! { td data-value=(value) { (shown) } }
}

/// A cell `before → after` that sorts by what comes after.
pub fn change(before: f64, after: f64, say: impl Fn(f64) -> String) -> Markup {
    html! {
        td data-value=(after) {
            span.before { (say(before)) } " → " strong { (say(after)) }
        }
    }
}
