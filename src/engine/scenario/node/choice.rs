//! One of several words, with what belongs to it.

use serde::de::{DeserializeSeed, EnumAccess, Error, Unexpected, VariantAccess, Visitor};
use toml::Spanned;
use toml::de::{DeString, DeValue};

use super::{Misfit, Node, key, placed};

/// A word of a choice, alone or with its content: `"limit"`, `{ fixed = { days = 1 } }`.
pub(super) struct Word<'i> {
    pub word: Spanned<DeString<'i>>,
    pub content: Option<Node<'i>>,
}

impl<'de, 'i> EnumAccess<'de> for Word<'i> {
    type Error = Misfit;
    type Variant = Content<'i>;

    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Content<'i>), Misfit> {
        Ok((key(seed, self.word)?, Content(self.content)))
    }
}

/// What belongs to the word of a choice.
pub(super) struct Content<'i>(Option<Node<'i>>);

impl<'i> Content<'i> {
    fn needed(self, what: &'static str) -> Result<Node<'i>, Misfit> {
        let missing = || Misfit::invalid_type(Unexpected::UnitVariant, &what);
        self.0.ok_or_else(missing)
    }
}

impl<'de> VariantAccess<'de> for Content<'_> {
    type Error = Misfit;

    fn unit_variant(self) -> Result<(), Misfit> {
        let Some(node) = self.0 else { return Ok(()) };
        let (is_empty, message) = match &node.value {
            DeValue::Array(values) => (values.is_empty(), "expected empty array".to_owned()),
            DeValue::Table(table) => (table.is_empty(), "expected empty table".to_owned()),
            other => (false, format!("expected table, found {}", other.type_str())),
        };
        match is_empty {
            true => Ok(()),
            false => placed(Err(Misfit::custom(message)), node.place),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Misfit> {
        seed.deserialize(self.needed("newtype variant")?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _len: usize, visitor: V) -> Result<V::Value, Misfit> {
        self.needed("tuple variant")?.list(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        let node = self.needed("struct variant")?;
        if let DeValue::Table(table) = &node.value {
            let unknown = table
                .keys()
                .find(|key| !fields.contains(&key.get_ref().as_ref()));
            if let Some(unknown) = unknown {
                let misfit = Misfit::unknown_field(unknown.get_ref(), fields);
                return placed(Err(misfit), unknown.span());
            }
        }
        node.table(visitor)
    }
}
