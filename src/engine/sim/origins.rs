//! Whose luck: names of origins, of what is done for the first time and of what is done again.

use crate::workflow::Origins;

/// The identity of a repeated step's luck: its own origins, by whom it is repeated.
pub fn fresh(origins: &Origins, by: &str) -> Origins {
    origins
        .iter()
        .map(|origin| format!("{origin}@{by}"))
        .collect()
}

/// The origin of which [`fresh`] made this one.
pub fn first_time(origin: &str) -> &str {
    origin.split_once('@').map_or(origin, |(first, _)| first)
}

/// Several origins in one word.
pub fn joined(origins: &Origins) -> String {
    origins
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join("+")
}
