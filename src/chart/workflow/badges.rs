//! Short marks of agencies: initials in English, the first character in Chinese, each different.

use crate::lang::{Lang, Name};

/// One mark for each agency, in order.
pub fn badges(agencies: &[(Name, String)], lang: Lang) -> Vec<String> {
    let mut badges: Vec<String> = Vec::new();
    for (name, id) in agencies {
        let name = name.get(lang, id);
        let free = candidates(name)
            .into_iter()
            .find(|badge| !badges.contains(badge));
        let number = badges.len() + 1;
        badges.push(free.unwrap_or_else(|| number.to_string()));
    }
    badges
}

/// Marks for a name, the best first.
fn candidates(name: &str) -> Vec<String> {
    let small = ["and", "of", "the", "for", "&"];
    let words: Vec<Vec<char>> = name
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty() && !small.contains(word))
        .map(|word| word.chars().collect())
        .collect();
    let Some(first) = words.first() else {
        return Vec::new();
    };
    if !first[0].is_ascii() {
        let others = first.iter().skip(1);
        let pairs = others.map(|&other| format!("{}{other}", first[0]));
        return std::iter::once(first[0].to_string()).chain(pairs).collect();
    }
    let capital = first[0].to_ascii_uppercase();
    let mut found = Vec::new();
    if let Some(second) = words.get(1) {
        found.push(format!("{capital}{}", second[0].to_uppercase()));
    }
    found.extend(
        first
            .iter()
            .skip(1)
            .map(|letter| format!("{capital}{letter}")),
    );
    found.push(capital.to_string());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_agency_gets_a_mark_of_its_own() {
        let agencies = [
            ("Development and reform", "发展和改革委员会"),
            ("Design review", "发证中心"),
            ("Natural resources", "自然资源局"),
            ("Intermediary", "中介机构"),
            ("", ""),
            ("Natural resources", "自然资源局"),
        ];
        let named = agencies.map(|(en, zh)| (Name::both(en, zh), "id".to_owned()));
        assert_eq!(
            badges(&named, Lang::En),
            ["DR", "De", "NR", "In", "5", "Na"]
        );
        assert_eq!(
            badges(&named, Lang::Zh),
            ["发", "发证", "自", "中", "5", "自然"]
        );
    }
}
