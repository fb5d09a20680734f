//! `[[attribute]]`: what differs from case to case.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::conditions;
use crate::at::At;
use crate::workflow::Attribute;

/// `[[attribute]]`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttributeSpec {
    /// Unique id.
    pub id: At<String>,
    /// English name.
    pub en: Option<String>,
    /// 中文名.
    pub zh: Option<String>,
    /// Value → share; they add up to 1.
    pub shares: At<Shares>,
    /// Only for these cases.
    pub given: Option<BTreeMap<String, Vec<At<String>>>>,
}

impl AttributeSpec {
    /// As a file writes an attribute.
    pub fn of(attribute: &Attribute) -> AttributeSpec {
        AttributeSpec {
            id: At::from(&attribute.id),
            en: attribute.name.en.clone(),
            zh: attribute.name.zh.clone(),
            shares: At::nowhere(Shares(attribute.shares.clone())),
            given: conditions(&attribute.given),
        }
    }
}

/// Values and shares in file order: on a tie the first one is the reference.
#[derive(Clone, Debug, Default)]
pub struct Shares(pub Vec<(String, f64)>);

impl<'de> Deserialize<'de> for Shares {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Shares, D::Error> {
        struct InOrder;
        impl<'de> serde::de::Visitor<'de> for InOrder {
            type Value = Shares;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a table of shares")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<Shares, A::Error> {
                let mut shares = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    shares.push(entry);
                }
                Ok(Shares(shares))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

impl Serialize for Shares {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(value, share)| (value, share)))
    }
}

impl JsonSchema for Shares {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        BTreeMap::<String, f64>::schema_name()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        BTreeMap::<String, f64>::json_schema(generator)
    }
}
