//! `[burden]`: minutes and tariffs, each cited or an assumption.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::at::At;
use crate::workflow::MinuteTable;

/// `[burden]`: working time and what it costs (Standard Cost Model).
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BurdenSpec {
    /// A table of standard minutes to start from; single figures go before it.
    pub table: Option<MinuteTable>,
    /// The applicant fills in an application form.
    pub form_minutes: Option<At<f64>>,
    /// The applicant gets and prepares a document.
    pub material_minutes: Option<At<f64>>,
    /// The applicant gets a proof.
    pub certificate_minutes: Option<At<f64>>,
    /// One trip.
    pub visit_minutes: Option<At<f64>>,
    /// An agency checks whether a submission is complete.
    pub submission_minutes: Option<At<f64>>,
    /// An agency handles one link.
    pub link_minutes: Option<At<f64>>,
    /// The applicant puts right what a correction round found wrong.
    pub correction_minutes: Option<At<f64>>,
    /// An agency checks after the decision whether a promise was kept.
    pub check_minutes: Option<At<f64>>,
    /// What an applicant's hour costs; without it only hours are shown.
    pub applicant_tariff_per_hour: Option<At<f64>>,
    /// What an officer's hour costs; without it only hours are shown.
    pub agency_tariff_per_hour: Option<At<f64>>,
    /// The unit of the tariffs.
    pub currency: Option<String>,
    /// How many cases there are in a year.
    pub cases_per_year: Option<At<f64>>,
    /// Figure → id of its source.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub cite: BTreeMap<String, At<String>>,
}
