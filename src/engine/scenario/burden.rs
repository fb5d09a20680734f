//! `[burden]`: minutes and tariffs as the file states them, each figure cited or an assumption.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::names::Names;
use super::shape::ScenarioSpec;
use crate::at::At;
use crate::error::Problem;
use crate::workflow::{MinuteTable, Rates};

/// `[burden]`: working time and what it costs (Standard Cost Model).
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BurdenSpec {
    /// A table of standard minutes to start from; single figures go before it.
    #[serde(default)]
    pub table: Option<MinuteTable>,
    /// The applicant fills in an application form.
    #[serde(default)]
    pub form_minutes: Option<At<f64>>,
    /// The applicant gets and prepares a document.
    #[serde(default)]
    pub material_minutes: Option<At<f64>>,
    /// The applicant gets a proof.
    #[serde(default)]
    pub certificate_minutes: Option<At<f64>>,
    /// One trip.
    #[serde(default)]
    pub visit_minutes: Option<At<f64>>,
    /// An agency checks whether a submission is complete.
    #[serde(default)]
    pub submission_minutes: Option<At<f64>>,
    /// An agency handles one link.
    #[serde(default)]
    pub link_minutes: Option<At<f64>>,
    /// The applicant puts right what a correction round found wrong.
    #[serde(default)]
    pub correction_minutes: Option<At<f64>>,
    /// An agency checks after the decision whether a promise was kept.
    #[serde(default)]
    pub check_minutes: Option<At<f64>>,
    /// What an applicant's hour costs; without it only hours are shown.
    #[serde(default)]
    pub applicant_tariff_per_hour: Option<At<f64>>,
    /// What an officer's hour costs; without it only hours are shown.
    #[serde(default)]
    pub agency_tariff_per_hour: Option<At<f64>>,
    /// The unit of the tariffs.
    #[serde(default)]
    pub currency: Option<String>,
    /// How many cases there are in a year.
    #[serde(default)]
    pub cases_per_year: Option<At<f64>>,
    /// Figure → id of its source.
    #[serde(default)]
    pub cite: BTreeMap<String, At<String>>,
}

/// The rates of a scenario; `None` without `[burden]`.
pub fn rates(spec: &ScenarioSpec, problems: &mut Vec<Problem>) -> Option<Rates> {
    let burden = spec.burden.as_ref()?;
    // Duplicates were told where sources are resolved.
    let sources = Names::of(
        "source",
        spec.source.iter().map(|one| &one.id),
        &mut Vec::new(),
    );
    for source in burden.cite.values() {
        sources.check(source, problems);
    }
    let mut rates = burden.table.map(MinuteTable::rates).unwrap_or_default();
    let minutes = [
        (
            "form_minutes",
            &burden.form_minutes,
            &mut rates.form_minutes,
        ),
        (
            "material_minutes",
            &burden.material_minutes,
            &mut rates.material_minutes,
        ),
        (
            "certificate_minutes",
            &burden.certificate_minutes,
            &mut rates.certificate_minutes,
        ),
        (
            "visit_minutes",
            &burden.visit_minutes,
            &mut rates.visit_minutes,
        ),
        (
            "submission_minutes",
            &burden.submission_minutes,
            &mut rates.submission_minutes,
        ),
        (
            "link_minutes",
            &burden.link_minutes,
            &mut rates.link_minutes,
        ),
        (
            "correction_minutes",
            &burden.correction_minutes,
            &mut rates.correction_minutes,
        ),
        (
            "check_minutes",
            &burden.check_minutes,
            &mut rates.check_minutes,
        ),
    ];
    for (key, given, rate) in minutes {
        *rate = figure(key, given, problems).unwrap_or(*rate);
    }
    let mut figure = |key: &str, given: &Option<At<f64>>| figure(key, given, problems);
    rates.applicant_tariff_per_hour = figure(
        "applicant_tariff_per_hour",
        &burden.applicant_tariff_per_hour,
    );
    rates.agency_tariff_per_hour = figure("agency_tariff_per_hour", &burden.agency_tariff_per_hour);
    rates.cases_per_year = figure("cases_per_year", &burden.cases_per_year);
    rates.currency.clone_from(&burden.currency);
    Some(rates)
}

fn figure(key: &str, given: &Option<At<f64>>, problems: &mut Vec<Problem>) -> Option<f64> {
    let given = given.as_ref()?;
    if (0.0..=1e9).contains(&given.value) {
        return Some(given.value);
    }
    problems.push(
        given.blame(Problem::error(format!("`{key}` is {given}")).allowed("0 to 1000000000")),
    );
    None
}
