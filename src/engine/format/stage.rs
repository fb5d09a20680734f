//! `[[stage]]`: an ordered group of steps.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::at::At;
use crate::workflow::{Gate, Stage};

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

impl StageSpec {
    /// As a file writes a stage.
    pub fn of(stage: &Stage) -> StageSpec {
        StageSpec {
            id: At::from(&stage.id),
            en: stage.name.en.clone(),
            zh: stage.name.zh.clone(),
            lead: stage.lead.as_ref().map(At::from),
            gate: Some(stage.gate).filter(|gate| *gate != Gate::Open),
        }
    }
}
