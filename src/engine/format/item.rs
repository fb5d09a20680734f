//! `[[item]]`: the name of what several steps are for.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::at::At;
use crate::lang::Name;

/// `[[item]]`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemSpec {
    /// Unique id.
    pub id: At<String>,
    /// English name.
    pub en: Option<String>,
    /// 中文名.
    pub zh: Option<String>,
}

impl ItemSpec {
    /// As a file writes the name of an item.
    pub fn of(id: &str, name: &Name) -> ItemSpec {
        ItemSpec {
            id: At::from(id),
            en: name.en.clone(),
            zh: name.zh.clone(),
        }
    }
}
