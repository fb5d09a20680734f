//! `[burden]`: minutes and tariffs, each cited or an assumption.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::at::At;
use crate::key::{MINUTES, counted};
use crate::workflow::{MinuteTable, Rates};

/// `[burden]`: working time and what it costs (Standard Cost Model).
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BurdenSpec {
    /// A table of standard minutes to start from; single figures go before it.
    pub table: Option<MinuteTable>,
    /// The applicant fills in an application form.
    #[schemars(
        range(min = 0, max = 1_000_000_000),
        extend("x-key" = counted("a form", "填表").unit(MINUTES))
    )]
    pub form_minutes: Option<f64>,
    /// The applicant gets and prepares a document.
    #[schemars(
        range(min = 0, max = 1_000_000_000),
        extend("x-key" = counted("preparing a material", "备材料").unit(MINUTES))
    )]
    pub material_minutes: Option<f64>,
    /// The applicant gets a proof.
    #[schemars(
        range(min = 0, max = 1_000_000_000),
        extend("x-key" = counted("getting a proof", "开具证明").unit(MINUTES))
    )]
    pub certificate_minutes: Option<f64>,
    /// One trip.
    #[schemars(
        range(min = 0, max = 1_000_000_000),
        extend("x-key" = counted("a trip", "跑动一次").unit(MINUTES))
    )]
    pub visit_minutes: Option<f64>,
    /// An agency checks whether a submission is complete.
    #[schemars(
        range(min = 0, max = 1_000_000_000),
        extend("x-key" = counted("checking a submission", "收件核对").unit(MINUTES))
    )]
    pub submission_minutes: Option<f64>,
    /// An agency handles one link.
    #[schemars(
        range(min = 0, max = 1_000_000_000),
        extend("x-key" = counted("a link", "每个环节").unit(MINUTES))
    )]
    pub link_minutes: Option<f64>,
    /// The applicant puts right what a correction round found wrong.
    #[schemars(
        range(min = 0, max = 1_000_000_000),
        extend("x-key" = counted("a correction", "补正").unit(MINUTES))
    )]
    pub correction_minutes: Option<f64>,
    /// An agency checks after the decision whether a promise was kept.
    #[schemars(
        range(min = 0, max = 1_000_000_000),
        extend("x-key" = counted("a check after the decision", "事后核查").unit(MINUTES))
    )]
    pub check_minutes: Option<f64>,
    /// What an applicant's hour costs; without it only hours are shown.
    #[schemars(
        range(min = 0, max = 1_000_000_000),
        extend("x-key" = counted("an applicant's hour", "申请人每小时费率"))
    )]
    pub applicant_tariff_per_hour: Option<f64>,
    /// What an officer's hour costs; without it only hours are shown.
    #[schemars(
        range(min = 0, max = 1_000_000_000),
        extend("x-key" = counted("an officer's hour", "部门每小时费率"))
    )]
    pub agency_tariff_per_hour: Option<f64>,
    /// The unit of the tariffs.
    pub currency: Option<String>,
    /// How many cases there are in a year.
    #[schemars(
        range(min = 0, max = 1_000_000_000),
        extend("x-key" = counted("cases a year", "每年件数"))
    )]
    pub cases_per_year: Option<f64>,
    /// Figure → id of its source.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub cite: BTreeMap<String, At<String>>,
}

impl BurdenSpec {
    /// As a file writes what working time costs.
    pub fn of(rates: &Rates) -> BurdenSpec {
        BurdenSpec {
            form_minutes: Some(rates.form_minutes),
            material_minutes: Some(rates.material_minutes),
            certificate_minutes: Some(rates.certificate_minutes),
            visit_minutes: Some(rates.visit_minutes),
            submission_minutes: Some(rates.submission_minutes),
            link_minutes: Some(rates.link_minutes),
            correction_minutes: Some(rates.correction_minutes),
            check_minutes: Some(rates.check_minutes),
            applicant_tariff_per_hour: rates.applicant_tariff_per_hour,
            agency_tariff_per_hour: rates.agency_tariff_per_hour,
            cases_per_year: rates.cases_per_year,
            currency: rates.currency.clone(),
            ..BurdenSpec::default()
        }
    }
}
