//! `[[profile]]`: the share of its limit that a step uses.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::at::At;
use crate::duration::{Profile, shipped_ids};

/// `[[profile]]`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfileSpec {
    /// Unique id.
    pub id: At<String>,
    /// Pairs of probability and share of the limit, from 0 to 1.
    pub quantiles: At<Vec<(f64, f64)>>,
    /// Friction that the record already contains.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub covers: Vec<CoverSpec>,
    /// Id of its source.
    pub source: Option<At<String>>,
}

impl ProfileSpec {
    /// As a file writes a profile; `None`: it ships.
    pub fn of(profile: &Profile) -> Option<ProfileSpec> {
        if shipped_ids().contains(&profile.id.as_str()) {
            return None;
        }
        let covers = [
            (CoverSpec::Correction, profile.covers.correction),
            (CoverSpec::Intake, profile.covers.intake),
            (CoverSpec::Handoff, profile.covers.handoff),
        ];
        let covers = covers.into_iter().filter(|(_, covered)| *covered);
        Some(ProfileSpec {
            id: At::from(&profile.id),
            quantiles: At::nowhere(profile.quantiles.clone()),
            covers: covers.map(|(what, _)| what).collect(),
            source: None,
        })
    }
}

/// Friction that a record may contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CoverSpec {
    /// Correction rounds.
    Correction,
    /// Intake.
    Intake,
    /// Hand-offs.
    Handoff,
}
