//! A parsed value as serde reads it: each kind asks for what it needs, and an error knows its place. Words come in with
//! what would be done by a terminal, or turn the writing round, already replaced.
//!
//! Why not `toml::Spanned` and toml's own deserialiser: its error is a sentence. Which key is unknown, and which would
//! be known, would have to be read out of the English text again; and a value of a choice or of a map has no place
//! of its own there, so that a wrong word in `{ lognormal = { .. } }` is told at the table around it.

use serde::de::value::{StrDeserializer, U64Deserializer};
use serde::de::{
    DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;
use toml::Spanned;
use toml::de::{DeFloat, DeInteger, DeString, DeTable, DeValue};

use super::choice::Word;
use super::misfit::{Misfit, placed};
use crate::at;
use crate::error::Place;
use crate::text;

/// What may stand somewhere, in plain words.
const NUMBER: &str = "a number";
const COUNT: &str = "a whole number, 0 or more";
const TEXT: &str = "text in quotes";
const LIST: &str = "a list";
const TABLE: &str = "a table";

/// A value and where it stands.
pub struct Node<'i> {
    pub(super) value: DeValue<'i>,
    pub(super) place: Place,
}

impl<'i> From<Spanned<DeValue<'i>>> for Node<'i> {
    fn from(value: Spanned<DeValue<'i>>) -> Node<'i> {
        Node {
            place: value.span(),
            value: value.into_inner(),
        }
    }
}

impl Node<'_> {
    fn unexpected(&self) -> Unexpected<'_> {
        match &self.value {
            DeValue::String(text) => Unexpected::Str(text),
            DeValue::Integer(number) => match whole(number) {
                Some(number) => Unexpected::Signed(number),
                None => Unexpected::Other("a number beyond all bounds"),
            },
            DeValue::Float(number) => match real(number) {
                Some(number) => Unexpected::Float(number),
                None => Unexpected::Other("a number beyond all bounds"),
            },
            DeValue::Boolean(is_so) => Unexpected::Bool(*is_so),
            DeValue::Datetime(_) => Unexpected::Other("a date"),
            DeValue::Array(_) => Unexpected::Seq,
            DeValue::Table(_) => Unexpected::Map,
        }
    }

    fn misfit<T>(self, wanted: &str) -> Result<T, Misfit> {
        let misfit = Misfit::instead_of(self.unexpected(), wanted);
        placed(Err(misfit), self.place)
    }

    fn number<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        let read = match self.unexpected() {
            Unexpected::Signed(number) => visitor.visit_i64(number),
            Unexpected::Float(number) => visitor.visit_f64(number),
            _ => return self.misfit(NUMBER),
        };
        placed(read, self.place)
    }

    fn count<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        let read = match self.unexpected() {
            Unexpected::Signed(number) => match u32::try_from(number) {
                Ok(count) => visitor.visit_u32(count),
                Err(_) => Err(Misfit::beyond(self.unexpected(), COUNT)),
            },
            _ => return self.misfit(COUNT),
        };
        placed(read, self.place)
    }

    fn whole<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        let read = match self.unexpected() {
            Unexpected::Signed(number) => visitor.visit_i64(number),
            _ => return self.misfit("a whole number"),
        };
        placed(read, self.place)
    }

    fn text<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.value {
            DeValue::String(said) => placed(visitor.visit_str(&text::visible(&said)), self.place),
            _ => self.misfit(TEXT),
        }
    }

    pub(super) fn list<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.value {
            DeValue::Array(values) => {
                let values = values.into_iter();
                placed(visitor.visit_seq(List(values)), self.place)
            }
            _ => self.misfit(LIST),
        }
    }

    pub(super) fn table<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.value {
            DeValue::Table(table) => placed(visitor.visit_map(Table::of(table)), self.place),
            _ => self.misfit(TABLE),
        }
    }
}

fn whole(number: &DeInteger<'_>) -> Option<i64> {
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

fn real(number: &DeFloat<'_>) -> Option<f64> {
    let real: f64 = number.as_str().parse().ok()?;
    let is_meant = number.as_str().ends_with("inf");
    (real.is_finite() || real.is_nan() || is_meant).then_some(real)
}

impl<'de> Deserializer<'de> for Node<'_> {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.value {
            DeValue::String(_) => self.text(visitor),
            DeValue::Integer(_) | DeValue::Float(_) => self.number(visitor),
            DeValue::Boolean(_) => self.deserialize_bool(visitor),
            DeValue::Array(_) => self.list(visitor),
            DeValue::Table(_) => self.table(visitor),
            DeValue::Datetime(_) => self.misfit(TEXT),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.value {
            DeValue::Boolean(is_so) => placed(visitor.visit_bool(is_so), self.place),
            _ => self.misfit("true or false"),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.text(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.text(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.count(visitor)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.whole(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.number(visitor)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.list(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        match &self.value {
            DeValue::Array(values) if values.len() != len => {
                let misfit = Misfit::so_many(values.len(), "two numbers");
                placed(Err(misfit), self.place)
            }
            _ => self.list(visitor),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.table(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.table(visitor)
    }

    /// A value that wants to know its place: that comes first, the value itself second.
    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _len: usize,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        if name != at::WITH_PLACE {
            return self.list(visitor);
        }
        let place = self.place.clone();
        placed(visitor.visit_seq(AtPlace(Some(self), 0)), place)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        let place = self.place.clone();
        placed(visitor.visit_some(self), place)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        let place = self.place.clone();
        let one = "one word, or a table with one key";
        let word = match self.value {
            DeValue::String(word) => Word {
                word: Spanned::new(place.clone(), word),
                content: None,
            },
            DeValue::Table(table) if table.len() != 1 => {
                let misfit = Misfit::so_many(table.len(), one);
                return placed(Err(misfit), place);
            }
            DeValue::Table(table) => {
                let mut entries = table.into_iter();
                let (word, content) = entries.next().expect("the table has one key");
                Word {
                    word,
                    content: Some(content.into()),
                }
            }
            _ => return self.misfit("a word or a table"),
        };
        placed(visitor.visit_enum(word), place)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i128 u8 u16 u64 u128 f32 char bytes byte_buf unit unit_struct newtype_struct identifier
    }
}

struct List<'i>(std::vec::IntoIter<Spanned<DeValue<'i>>>);

impl<'de> SeqAccess<'de> for List<'_> {
    type Error = Misfit;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Misfit> {
        let value = self.0.next();
        value
            .map(|value| seed.deserialize(Node::from(value)))
            .transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

/// The place of a node packed into one number, then the node.
struct AtPlace<'i>(Option<Node<'i>>, usize);

impl<'de> SeqAccess<'de> for AtPlace<'_> {
    type Error = Misfit;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Misfit> {
        self.1 += 1;
        match (&self.0, self.1) {
            (Some(node), 1) => {
                let place: U64Deserializer<Misfit> = at::packed(&node.place).into_deserializer();
                seed.deserialize(place).map(Some)
            }
            _ => self.0.take().map(|node| seed.deserialize(node)).transpose(),
        }
    }
}

struct Table<'i> {
    entries: <DeTable<'i> as IntoIterator>::IntoIter,
    value: Option<Node<'i>>,
}

impl<'i> Table<'i> {
    fn of(table: DeTable<'i>) -> Table<'i> {
        Table {
            entries: table.into_iter(),
            value: None,
        }
    }
}

/// A key, for whatever asks.
pub(super) fn key<'de, S: DeserializeSeed<'de>>(
    seed: S,
    key: Spanned<DeString<'_>>,
) -> Result<S::Value, Misfit> {
    let word = text::visible(key.get_ref());
    let word: StrDeserializer<'_, Misfit> = word.as_ref().into_deserializer();
    placed(seed.deserialize(word), key.span())
}

impl<'de> MapAccess<'de> for Table<'_> {
    type Error = Misfit;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Misfit> {
        let Some((word, value)) = self.entries.next() else {
            return Ok(None);
        };
        self.value = Some(value.into());
        key(seed, word).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Misfit> {
        let value = self
            .value
            .take()
            .expect("a value is asked for after its key");
        let place = value.place.clone();
        placed(seed.deserialize(value), place)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.entries.len())
    }
}
