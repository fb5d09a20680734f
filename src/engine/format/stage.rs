//! `[[stage]]`: an ordered group of steps.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::at::At;
use crate::workflow::Gate;

/// `[[stage]]`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StageSpec {
    /// Unique id.
    pub id: At<String>,
    /// English name.
    pub en: Option<String>,
    /// 中文名.
    pub zh: Option<String>,
    /// The lead agency.
    pub lead: Option<At<String>>,
    /// Whether later stages wait for it; default `open`.
    pub gate: Option<Gate>,
}
