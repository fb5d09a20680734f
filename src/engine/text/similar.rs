//! "Did you mean": the name that a misspelt one was probably meant to be.

/// Words longer than this are not names; comparing them would only take time.
const MAX_CHARACTERS: usize = 80;

/// The candidate that `word` was probably meant to be; the first on a tie.
///
/// `_`, `-`, spaces and case do not count; then up to a third of the letters may differ; then a
/// single candidate that starts or ends with the word will do (`limit` for `limit_days`).
pub fn did_you_mean<'a, I>(word: &str, candidates: I) -> Option<&'a str>
where
    I: IntoIterator<Item = &'a str>,
{
    let folded = fold(word);
    let length = folded.chars().count();
    if length == 0 || length > MAX_CHARACTERS {
        return None;
    }
    let mut nearest: Option<(usize, &'a str)> = None;
    let mut longer = Vec::new();
    for candidate in candidates {
        let other = fold(candidate);
        if length >= 3 && (other.starts_with(&folded) || other.ends_with(&folded)) {
            longer.push(candidate);
        }
        let other_length = other.chars().count();
        let allowed = length.max(other_length) / 3;
        if length.abs_diff(other_length) > allowed {
            continue;
        }
        let distance = strsim::osa_distance(&folded, &other);
        if distance <= allowed && nearest.is_none_or(|(best, _)| distance < best) {
            nearest = Some((distance, candidate));
        }
    }
    match (nearest, longer.as_slice()) {
        (Some((_, candidate)), _) => Some(candidate),
        (None, [candidate]) => Some(candidate),
        (None, _) => None,
    }
}

fn fold(word: &str) -> String {
    word.chars()
        .filter(|letter| !matches!(letter, '_' | '-' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: [&str; 6] = [
        "limit_days",
        "limit_calendar_days",
        "statutory_days",
        "materials",
        "land-preexam",
        "审批时限",
    ];

    #[test]
    fn a_misspelt_name_finds_the_one_that_was_meant() {
        for (word, meant) in [
            ("limit_day", Some("limit_days")),
            ("limit-days", Some("limit_days")),
            ("Limit Days", Some("limit_days")),
            ("limti_days", Some("limit_days")),
            ("material", Some("materials")),
            ("preexam", Some("land-preexam")),
            ("land_pre_exam", Some("land-preexam")),
            ("审批时现", Some("审批时限")),
            // Two keys start so: no guess.
            ("limit", None),
            ("officers", None),
            ("审", None),
            ("", None),
        ] {
            assert_eq!(did_you_mean(word, KEYS), meant, "{word}");
        }
    }

    #[test]
    fn an_exact_fold_beats_a_near_one() {
        assert_eq!(did_you_mean("a-bc", ["abd", "abc"]), Some("abc"));
    }

    #[test]
    fn endless_words_are_not_compared() {
        let word = "a".repeat(1 << 20);
        assert_eq!(did_you_mean(&word, [word.as_str()]), None);
    }
}
