//! One of several words, with what belongs to it.

use serde::de::{DeserializeSeed, EnumAccess, Error, VariantAccess, Visitor};
use toml::Spanned;
use toml::de::{DeString, DeValue};

use super::misfit::{Misfit, placed};
use super::node::{Node, key};
use crate::error::Problem;

/// A word of a choice, alone or with its content: `"limit"`, `{ fixed = { days = 1 } }`.
pub struct Word<'i> {
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
        let word = self.word.get_ref().to_string();
        let content = Content {
            word,
            content: self.content,
        };
        Ok((key(seed, self.word)?, content))
    }
}

/// What belongs to the word of a choice.
pub struct Content<'i> {
    word: String,
    content: Option<Node<'i>>,
}

impl<'i> Content<'i> {
    fn needed(self) -> Result<Node<'i>, Misfit> {
        let word = self.word;
        self.content.ok_or_else(|| {
            let problem = Problem::error(format!("`{word}` stands here alone"));
            Misfit(problem.allowed(format!("`{{ {word} = .. }}`")))
        })
    }
}

impl<'de> VariantAccess<'de> for Content<'_> {
    type Error = Misfit;

    fn unit_variant(self) -> Result<(), Misfit> {
        let Some(node) = self.content else {
            return Ok(());
        };
        if matches!(&node.value, DeValue::Table(table) if table.is_empty()) {
            return Ok(());
        }
        let problem = Problem::error(format!("nothing belongs to `{}`", self.word));
        placed(
            Err(Misfit(problem.allowed("the word alone, in quotes"))),
            node.place,
        )
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Misfit> {
        seed.deserialize(self.needed()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _len: usize, visitor: V) -> Result<V::Value, Misfit> {
        self.needed()?.list(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        let node = self.needed()?;
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
