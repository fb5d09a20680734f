//! What is wrong with a value's form, as a repair instruction: serde says it in parts, not in a sentence.

use std::fmt;

use serde::de::{Error, Expected, Unexpected};

use crate::error::{Place, Problem};
use crate::text;

/// A value that does not have the form it should; placed at the innermost value, or key, that is to blame.
#[derive(Clone, Debug)]
pub struct Misfit(pub Problem);

impl Misfit {
    /// `found` stands where `wanted` should.
    pub fn instead_of(found: Unexpected<'_>, wanted: impl Into<String>) -> Misfit {
        Misfit(Problem::error(format!("{} stands here", plain(found))).allowed(wanted))
    }

    /// `found` is of the right kind, and not one of those that `wanted` says.
    pub fn beyond(found: Unexpected<'_>, wanted: impl Into<String>) -> Misfit {
        Misfit(Problem::error(format!("{} does not fit", plain(found))).allowed(wanted))
    }

    /// `found` values in a list of `wanted`.
    pub fn so_many(found: usize, wanted: impl Into<String>) -> Misfit {
        Misfit(Problem::error(format!("{found} values stand here")).allowed(wanted))
    }
}

/// The place of what is wrong, unless something inside it is to blame.
pub fn placed<T>(read: Result<T, Misfit>, place: Place) -> Result<T, Misfit> {
    read.map_err(|Misfit(problem)| Misfit(problem.at(place)))
}

fn plain(found: Unexpected<'_>) -> String {
    match found {
        Unexpected::Str(text) => format!("text {text:?}"),
        Unexpected::Signed(_) | Unexpected::Unsigned(_) | Unexpected::Float(_) => {
            let number = found.to_string();
            let number = number.trim_start_matches(|letter| letter != '`');
            format!("the number {number}")
        }
        Unexpected::Bool(is_so) => format!("`{is_so}`"),
        Unexpected::Seq => "a list".to_owned(),
        Unexpected::Map => "a table".to_owned(),
        Unexpected::Other(what) => what.to_owned(),
        // No file holds any of these.
        Unexpected::Char(_)
        | Unexpected::Bytes(_)
        | Unexpected::Unit
        | Unexpected::Option
        | Unexpected::NewtypeStruct
        | Unexpected::Enum
        | Unexpected::UnitVariant
        | Unexpected::NewtypeVariant
        | Unexpected::TupleVariant
        | Unexpected::StructVariant => found.to_string(),
    }
}

/// A name that nothing has, the near ones first.
fn unknown(what: &str, name: &str, known: &[&str]) -> Misfit {
    let problem = Problem::error(format!("no {what} `{name}` belongs here"));
    if known.is_empty() {
        return Misfit(problem);
    }
    let close = text::did_you_mean(name, known.iter().copied());
    let problem = problem.allowed(text::list_up_to(known, 30));
    Misfit(match close {
        Some(close) => problem.hint(format!("did you mean `{close}`?")),
        None => problem,
    })
}

impl Error for Misfit {
    fn custom<M: fmt::Display>(message: M) -> Misfit {
        Misfit(Problem::error(message.to_string()))
    }

    fn invalid_type(found: Unexpected<'_>, wanted: &dyn Expected) -> Misfit {
        Misfit::instead_of(found, wanted.to_string())
    }

    fn invalid_value(found: Unexpected<'_>, wanted: &dyn Expected) -> Misfit {
        Misfit::beyond(found, wanted.to_string())
    }

    fn invalid_length(found: usize, wanted: &dyn Expected) -> Misfit {
        Misfit::so_many(found, wanted.to_string())
    }

    fn unknown_variant(word: &str, known: &'static [&'static str]) -> Misfit {
        unknown("word", word, known)
    }

    fn unknown_field(key: &str, known: &'static [&'static str]) -> Misfit {
        unknown("key", key, known)
    }

    fn missing_field(key: &'static str) -> Misfit {
        Misfit(Problem::error(format!("`{key}` is missing")))
    }

    fn duplicate_field(key: &'static str) -> Misfit {
        Misfit(Problem::error(format!("`{key}` stands twice")))
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Misfit {}
