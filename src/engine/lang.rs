//! Languages: every word that is shown exists in English and in Chinese.

use serde::Serialize;

/// The language of what is shown. JSON and CSV never depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// English.
    En,
    /// 中文.
    Zh,
}

impl Lang {
    /// Between a word and what it leads to.
    pub fn colon(self) -> &'static str {
        match self {
            Lang::En => ": ",
            Lang::Zh => "：",
        }
    }

    /// Between parts of a sentence.
    pub fn comma(self) -> &'static str {
        match self {
            Lang::En => ", ",
            Lang::Zh => "，",
        }
    }

    /// `number` percent. English texts set a space before the sign, as the SI brochure does; Chinese ones none.
    pub fn percent(self, number: impl std::fmt::Display) -> String {
        match self {
            Lang::En => format!("{number} %"),
            Lang::Zh => format!("{number}%"),
        }
    }

    /// `text` in brackets, to stand behind a word.
    pub fn bracketed(self, text: &str) -> String {
        match self {
            Lang::En => format!(" ({text})"),
            Lang::Zh => format!("（{text}）"),
        }
    }
}

/// A name in both languages; either may be missing, then the other stands in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name {
    /// English name.
    pub en: Option<String>,
    /// 中文名.
    pub zh: Option<String>,
}

impl Name {
    /// A name in both languages.
    pub fn both(en: impl Into<String>, zh: impl Into<String>) -> Name {
        Name {
            en: Some(en.into()),
            zh: Some(zh.into()),
        }
    }

    /// A name that stands in one language, told by its letters.
    pub fn in_its_language(text: &str) -> Name {
        let is_han =
            |letter: char| matches!(letter, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}');
        let name = Some(text.to_owned());
        match text.chars().any(is_han) {
            true => Name { en: None, zh: name },
            false => Name { en: name, zh: None },
        }
    }

    /// The name in `lang`, else in the other language, else `fallback` (usually the id).
    pub fn get<'a>(&'a self, lang: Lang, fallback: &'a str) -> &'a str {
        let (first, second) = match lang {
            Lang::En => (&self.en, &self.zh),
            Lang::Zh => (&self.zh, &self.en),
        };
        first.as_deref().or(second.as_deref()).unwrap_or(fallback)
    }
}

/// A figure of a file in words: whose it is, and which one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Described {
    /// The step, agency, material or measure; `None`: the figure is the whole file's.
    pub owner: Option<Name>,
    /// Which of its figures.
    pub figure: Name,
}

impl Described {
    /// The same at the beginning of a sentence.
    pub fn leading(&self, lang: Lang, address: &str) -> String {
        let said = self.get(lang, address);
        // An address is no sentence.
        if said == address {
            return said;
        }
        let mut letters = said.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        first.chain(letters.as_str().chars()).collect()
    }

    /// Owner and figure in `lang`; `address` stands in for a figure without words.
    pub fn get(&self, lang: Lang, address: &str) -> String {
        let figure = self.figure.get(lang, address);
        match (&self.owner, lang) {
            (None, _) => figure.to_owned(),
            (Some(owner), Lang::En) => format!("{}: {figure}", owner.get(lang, address)),
            (Some(owner), Lang::Zh) => format!("{}的{figure}", owner.get(lang, address)),
        }
    }
}
