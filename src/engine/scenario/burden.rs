//! Resolving `[burden]`: minutes and tariffs, each cited or an assumption.

use super::ScenarioSpec;
use super::names::Names;
use crate::error::Problem;
use crate::workflow::{MinuteTable, Rates};

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
        (burden.form_minutes, &mut rates.form_minutes),
        (burden.material_minutes, &mut rates.material_minutes),
        (burden.certificate_minutes, &mut rates.certificate_minutes),
        (burden.visit_minutes, &mut rates.visit_minutes),
        (burden.submission_minutes, &mut rates.submission_minutes),
        (burden.link_minutes, &mut rates.link_minutes),
        (burden.correction_minutes, &mut rates.correction_minutes),
        (burden.check_minutes, &mut rates.check_minutes),
    ];
    for (given, rate) in minutes {
        *rate = given.unwrap_or(*rate);
    }
    rates.applicant_tariff_per_hour = burden.applicant_tariff_per_hour;
    rates.agency_tariff_per_hour = burden.agency_tariff_per_hour;
    rates.cases_per_year = burden.cases_per_year;
    rates.currency.clone_from(&burden.currency);
    Some(rates)
}
