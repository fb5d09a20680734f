//! `[[material]]`: what the applicant hands in.

use std::collections::BTreeMap;
use std::ops::Not;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::at::At;
use crate::duration::Duration;
use crate::key::{assumed, decided};
use crate::workflow::{Material, MaterialKind, Obtained};

/// `[[material]]`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MaterialSpec {
    /// Unique id.
    pub id: At<String>,
    /// English name.
    pub en: Option<String>,
    /// 中文名.
    pub zh: Option<String>,
    /// What it is; default `document`.
    pub kind: Option<MaterialKind>,
    /// How long getting it takes, from day zero, off the clock.
    #[schemars(extend("x-key" = assumed("getting it", "取得用时")))]
    pub obtain_days: Option<At<Duration>>,
    /// The step that issues it.
    pub issued_by: Option<At<String>>,
    /// Trips to get it.
    #[schemars(range(max = 10_000), extend("x-key" = decided("trips", "跑动次数")))]
    pub visits: Option<u32>,
    /// 容缺: whether it may come later.
    #[serde(default, skip_serializing_if = "Not::not")]
    pub deferrable: bool,
    /// Figure → its plausible range.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub plausible: BTreeMap<String, At<(f64, f64)>>,
}

impl MaterialSpec {
    /// As a file writes a material, but for how long getting it takes.
    pub fn of(material: &Material) -> MaterialSpec {
        let issued_by = match &material.obtained {
            Obtained::AtHand | Obtained::After(_) => None,
            Obtained::IssuedBy(step) => Some(At::from(step)),
        };
        MaterialSpec {
            id: At::from(&material.id),
            en: material.name.en.clone(),
            zh: material.name.zh.clone(),
            kind: Some(material.kind),
            obtain_days: None,
            issued_by,
            visits: Some(material.visits).filter(|visits| *visits > 0),
            deferrable: material.deferrable,
            plausible: BTreeMap::new(),
        }
    }
}
