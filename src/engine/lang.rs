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

    /// The name in `lang`, else in the other language, else `fallback` (usually the id).
    pub fn get<'a>(&'a self, lang: Lang, fallback: &'a str) -> &'a str {
        let (first, second) = match lang {
            Lang::En => (&self.en, &self.zh),
            Lang::Zh => (&self.zh, &self.en),
        };
        first.as_deref().or(second.as_deref()).unwrap_or(fallback)
    }
}
