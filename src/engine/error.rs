//! An error as a repair instruction: what is wrong, where, what is allowed, one hint.

use std::fmt;
use std::ops::Range;

/// Bytes of one input file in the address space that `scenario` lays over all files it read.
pub type Place = Range<usize>;

/// How bad a problem is. Only errors stop the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The input cannot be used.
    Error,
    /// The input can be used; the answer may mislead.
    Warning,
}

/// One problem with the input. Lower case, no full stop, names in backticks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Whether it stops the program.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// Where, if a place in a file is to blame.
    pub place: Option<Place>,
    /// What would be allowed there.
    pub allowed: Option<String>,
    /// One way to repair it.
    pub hint: Option<String>,
}

impl Problem {
    /// An error without a place yet.
    pub fn error(message: impl Into<String>) -> Problem {
        Problem {
            severity: Severity::Error,
            message: message.into(),
            place: None,
            allowed: None,
            hint: None,
        }
    }

    /// A warning without a place yet.
    pub fn warning(message: impl Into<String>) -> Problem {
        Problem {
            severity: Severity::Warning,
            ..Problem::error(message)
        }
    }

    /// The same problem at `place`, unless it already has one.
    pub fn at(mut self, place: Place) -> Problem {
        self.place.get_or_insert(place);
        self
    }

    /// The same problem with what is allowed.
    pub fn allowed(mut self, allowed: impl Into<String>) -> Problem {
        self.allowed = Some(allowed.into());
        self
    }

    /// The same problem with a hint.
    pub fn hint(mut self, hint: impl Into<String>) -> Problem {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if let Some(allowed) = &self.allowed {
            write!(f, " (allowed: {allowed})")?;
        }
        if let Some(hint) = &self.hint {
            write!(f, "; hint: {hint}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}
