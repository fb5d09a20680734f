//! Rates of the Standard Cost Model: minutes and tariffs that turn a workflow into burden.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How long things take that no schedule shows, and what an hour costs. Minutes are working time, not
/// waiting time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rates {
    /// The applicant fills in an application form.
    pub form_minutes: f64,
    /// The applicant gets and prepares a document or form that is handed in.
    pub material_minutes: f64,
    /// The applicant gets a proof that another authority issues.
    pub certificate_minutes: f64,
    /// One trip of the applicant.
    pub visit_minutes: f64,
    /// An agency checks whether a submission is complete, and answers.
    pub submission_minutes: f64,
    /// An agency handles one link.
    pub link_minutes: f64,
    /// The applicant puts right what a correction round found wrong.
    pub correction_minutes: f64,
    /// An agency checks after the decision whether a promise was kept.
    pub check_minutes: f64,
    /// What an applicant's hour costs; `None`: only hours are shown.
    pub applicant_tariff_per_hour: Option<f64>,
    /// What an officer's hour costs; `None`: only hours are shown.
    pub agency_tariff_per_hour: Option<f64>,
    /// The unit of the tariffs.
    pub currency: Option<String>,
    /// How many cases there are in a year; `None`: only a case is shown.
    pub cases_per_year: Option<f64>,
}

/// The German tables of standard minutes for business and for administration, by how difficult the duty
/// is (Zeitwerttabellen; fragdenstaat.de, Dokument 246481, pp. 464 and 469).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MinuteTable {
    /// Simple duties.
    DeSimple,
    /// Duties of medium difficulty.
    DeMedium,
    /// Difficult duties.
    DeHigh,
}

impl MinuteTable {
    /// The minutes of the table. A proof is data to get; a trip is in no table.
    pub fn rates(self) -> Rates {
        // Business: fill in a form; get data and prepare them; correct. Administration: check the form of
        // a submission and acknowledge it or ask for what is missing; check the content, before the
        // decision or after it.
        let (form, get, prepare, correct) = match self {
            MinuteTable::DeSimple => (3.0, 2.0, 3.0, 2.0),
            MinuteTable::DeMedium => (5.0, 10.0, 20.0, 10.0),
            MinuteTable::DeHigh => (30.0, 120.0, 268.0, 60.0),
        };
        let (check, answer, content) = match self {
            MinuteTable::DeSimple => (5.0, 5.0, 8.0),
            MinuteTable::DeMedium => (30.0, 10.0, 60.0),
            MinuteTable::DeHigh => (90.0, 20.0, 792.0),
        };
        Rates {
            form_minutes: form,
            material_minutes: get + prepare,
            certificate_minutes: get,
            submission_minutes: check + answer,
            link_minutes: content,
            correction_minutes: correct,
            check_minutes: content,
            ..Rates::default()
        }
    }
}
