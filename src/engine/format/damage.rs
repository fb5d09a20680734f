//! Elements that could be read in part only: what is wrong with them is told once, not again as a consequence.

use toml::Spanned;
use toml::de::DeValue;

use crate::error::{Place, Problem};

/// What a file's elements lack after errors of shape.
#[derive(Debug, Default)]
pub struct Damage {
    /// Where the damaged elements stand.
    places: Vec<Place>,
    /// Whether an element is gone altogether, so that others may refer to what is not there.
    pub has_losses: bool,
}

impl Damage {
    /// Whether every element is whole.
    pub fn is_none(&self) -> bool {
        self.places.is_empty() && !self.has_losses
    }

    /// An element was read in part.
    pub fn note(&mut self, extent: Place) {
        self.places.push(extent);
    }

    /// Whether `problem` lies in a damaged element: most likely a consequence.
    pub fn explains(&self, problem: &Problem) -> bool {
        problem.place.as_ref().is_some_and(|place| {
            self.places
                .iter()
                .any(|extent| extent.start <= place.start && place.start < extent.end)
        })
    }
}

/// From the first to the last byte of a value and all that lies in it.
pub fn extent(value: &Spanned<DeValue<'_>>) -> Place {
    let mut all = value.span();
    let mut widen = |place: Place| {
        all.start = all.start.min(place.start);
        all.end = all.end.max(place.end);
    };
    match value.get_ref() {
        DeValue::Table(table) => {
            for (key, value) in table {
                widen(key.span());
                widen(extent(value));
            }
        }
        DeValue::Array(items) => items.iter().map(extent).for_each(widen),
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => {}
    }
    all
}

/// Takes the key at `place` out of a table; `false` if the table has none there.
pub fn take_key_at(value: &mut Spanned<DeValue<'_>>, place: &Place) -> bool {
    let DeValue::Table(table) = value.get_mut() else {
        return false;
    };
    let holds = |within: Place| within.start <= place.start && place.start < within.end;
    let found = table
        .iter()
        .find(|(key, value)| holds(key.span()) || holds(extent(value)))
        .map(|(key, _)| key.get_ref().to_string());
    found.is_some_and(|key| table.remove(key.as_str()).is_some())
}
