//! A value that knows its place in the file, so that an error can point at it.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::{Place, Problem};

/// A value and the bytes it was read from.
#[derive(Clone, Debug, Default)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Where it stands; empty if it was not read from a file.
    pub place: Place,
}

impl<T> At<T> {
    /// A value that no file contains.
    pub fn nowhere(value: T) -> At<T> {
        At { value, place: 0..0 }
    }

    /// `problem`, placed here.
    pub fn blame(&self, problem: Problem) -> Problem {
        if self.place.is_empty() {
            problem
        } else {
            problem.at(self.place.clone())
        }
    }
}

impl<T> Deref for At<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

/// An id or a word that no file contains.
impl<S: Into<String>> From<S> for At<String> {
    fn from(text: S) -> At<String> {
        At::nowhere(text.into())
    }
}

/// Two values are equal wherever they stand.
impl<T: PartialEq> PartialEq for At<T> {
    fn eq(&self, other: &At<T>) -> bool {
        self.value == other.value
    }
}

impl<T: fmt::Display> fmt::Display for At<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

/// The name under which a value asks its reader for two things in turn: its place, [`packed`], and itself.
pub const WITH_PLACE: &str = "$redtape::at";

/// A place as one number. Files are of at most 4 MiB.
pub fn packed(place: &Place) -> u64 {
    (place.start as u64) << 32 | place.end as u64
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for At<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<At<T>, D::Error> {
        deserializer.deserialize_tuple_struct(WITH_PLACE, 2, PlaceFirst(PhantomData))
    }
}

struct PlaceFirst<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for PlaceFirst<T> {
    type Value = At<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value with its place")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<At<T>, A::Error> {
        let missing = |idx| A::Error::invalid_length(idx, &"a place and a value");
        let place: u64 = parts.next_element()?.ok_or_else(|| missing(0))?;
        let value = parts.next_element()?.ok_or_else(|| missing(1))?;
        let place = (place >> 32) as usize..(place & u64::from(u32::MAX)) as usize;
        Ok(At { value, place })
    }
}

/// What is written has no place yet.
impl<T: Serialize> Serialize for At<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

impl<T: JsonSchema> JsonSchema for At<T> {
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }
    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }
    fn inline_schema() -> bool {
        T::inline_schema()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}
