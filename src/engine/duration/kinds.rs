//! What a reader should know of each distribution; it stands beside its declaration.

use schemars::schema_for;
use serde::{Deserialize, Serialize};

use super::Duration;

/// What a reader should know of a distribution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kind {
    /// As the scenario file writes it.
    pub example: String,
    /// What it is.
    pub meaning: String,
    /// 含义.
    pub meaning_zh: String,
}

/// A distribution with an example, and what it is in both languages.
pub(super) fn kind(example: &str, meaning: &str, meaning_zh: &str) -> Kind {
    Kind {
        example: example.to_owned(),
        meaning: meaning.to_owned(),
        meaning_zh: meaning_zh.to_owned(),
    }
}

/// Every distribution, in the order of the documentation.
pub fn kinds() -> Vec<Kind> {
    let schema = schema_for!(Duration).to_value();
    let choices = schema.get("oneOf").and_then(|all| all.as_array());
    let kinds = choices.into_iter().flatten();
    kinds
        .filter_map(|one| Kind::deserialize(one.get("x-kind")?).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_a_distribution() {
        let kinds = kinds();
        assert_eq!(kinds.len(), 11);
        for kind in kinds {
            let text = format!("duration = {}", kind.example);
            let table: toml::Table = text.parse().expect("it is TOML");
            let duration: Result<Duration, _> = table["duration"].clone().try_into();
            assert!(duration.is_ok(), "{}: {duration:?}", kind.example);
        }
    }
}
