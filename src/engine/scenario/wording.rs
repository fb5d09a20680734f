//! What parsers and serde say, turned into repair instructions.

use crate::error::Problem;
use crate::text;

/// A syntax error of TOML, lower case.
pub fn syntax(message: &str) -> String {
    let first = message.lines().next().unwrap_or_default();
    format!("not TOML: {first}")
}

/// A shape error of serde.
pub fn shape(message: &str) -> Problem {
    let message = message.lines().next().unwrap_or_default().trim();
    if let Some(rest) = message.strip_prefix("unknown field ") {
        return unknown(rest, "key");
    }
    if let Some(rest) = message.strip_prefix("unknown variant ") {
        return unknown(rest, "word");
    }
    if let Some(rest) = message.strip_prefix("missing field ") {
        return Problem::error(format!("{rest} is missing"));
    }
    if let Some(rest) = message.strip_prefix("duplicate field ") {
        return Problem::error(format!("{rest} stands twice"));
    }
    if let Some((found, expected)) = message
        .strip_prefix("invalid type: ")
        .and_then(|rest| rest.split_once(", expected "))
    {
        return Problem::error(format!("{} stands here", plain(found))).allowed(plain(expected));
    }
    if let Some((found, expected)) = message
        .strip_prefix("invalid value: ")
        .and_then(|rest| rest.split_once(", expected "))
    {
        return Problem::error(format!("{} does not fit", plain(found))).allowed(plain(expected));
    }
    if let Some((found, expected)) = message
        .strip_prefix("invalid length ")
        .and_then(|rest| rest.split_once(", expected "))
    {
        return Problem::error(format!("{found} values stand here")).allowed(plain(expected));
    }
    Problem::error(message.to_owned())
}

/// "`x`, expected one of `a`, `b`": the near ones first.
fn unknown(rest: &str, what: &str) -> Problem {
    let (name, allowed) = rest.split_once(", expected ").unwrap_or((rest, ""));
    let allowed = allowed.trim_start_matches("one of ");
    let problem = Problem::error(format!("no {what} {name} belongs here"));
    if allowed.is_empty() || allowed.starts_with("there are no") {
        return problem;
    }
    let names: Vec<&str> = allowed
        .split(['`', ',', ' '])
        .filter(|name| !name.is_empty() && *name != "or")
        .collect();
    let close = text::did_you_mean(name.trim_matches('`'), names.iter().copied());
    let problem = problem.allowed(text::list_up_to(&names, 30));
    match close {
        Some(close) => problem.hint(format!("did you mean `{close}`?")),
        None => problem,
    }
}

/// serde's type names in plain words.
fn plain(words: &str) -> String {
    let known = [
        ("f64", "a number"),
        ("floating point number", "a number"),
        ("u32", "a whole number, 0 or more"),
        ("i64", "a whole number"),
        ("a sequence", "a list"),
        ("sequence", "a list"),
        ("a map", "a table"),
        ("map", "a table"),
        ("a string", "text in quotes"),
        ("a boolean", "true or false"),
        ("wanted string or table", "a word or a table"),
        ("a tuple of size 2", "two numbers"),
    ];
    if let Some((_, plain)) = known.iter().find(|(word, _)| *word == words) {
        return (*plain).to_owned();
    }
    if let Some(rest) = words.strip_prefix("string ") {
        return format!("text {rest}");
    }
    if let Some(rest) = words
        .strip_prefix("integer ")
        .or(words.strip_prefix("floating point "))
    {
        return format!("the number {rest}");
    }
    if let Some(rest) = words.strip_prefix("boolean ") {
        return rest.to_owned();
    }
    if words.starts_with("struct ") {
        return "a table".to_owned();
    }
    words.to_owned()
}
