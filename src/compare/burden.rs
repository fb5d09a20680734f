//! Burden: hours and money of applicants and agencies on the reference case (Standard Cost Model).
//!
//! Cost is tariff × time × cases. Times are working time by number: every form, material and proof that
//! is handed in, every trip, every submission and every link; nobody's waiting is in it.

use std::collections::{BTreeMap, BTreeSet};

use crate::workflow::{MaterialKind, Rates, Workflow, counts, handed_in};

/// What one case costs applicant and agencies.
#[derive(Clone, Debug, PartialEq)]
pub struct Burden {
    /// The applicant's part.
    pub applicant: Cost,
    /// The agencies' part.
    pub agency: Cost,
    /// Of the applicant for trips.
    pub visit_hours: f64,
    /// Hours of the applicant by material, in file order.
    pub by_material: Vec<(String, f64)>,
    /// By step, in file order: hours of the applicant for form and materials, hours of the agency.
    pub by_step: Vec<(String, f64, f64)>,
    /// The unit of money.
    pub currency: Option<String>,
    /// Cases in a year.
    pub cases_per_year: Option<f64>,
}

/// Hours, and money where a tariff is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cost {
    /// Working hours.
    pub hours: f64,
    /// In the unit of the tariffs.
    pub money: Option<f64>,
}

impl Cost {
    fn new(minutes: f64, tariff_per_hour: Option<f64>) -> Cost {
        let hours = minutes / 60.0;
        Cost {
            hours,
            money: tariff_per_hour.map(|tariff| hours * tariff),
        }
    }
}

/// The burden of the reference case; `None` where the workflow has no rates.
pub fn burden(workflow: &Workflow) -> Option<Burden> {
    let rates = workflow.rates.as_ref()?;
    let case = workflow.reference_case();
    let mut forms = BTreeSet::new();
    let mut by_id: BTreeMap<&str, f64> = BTreeMap::new();
    let mut by_step = Vec::new();
    let visit_minutes = counts(workflow).visits as f64 * rates.visit_minutes;
    let (mut applicant, mut agency) = (visit_minutes, 0.0);
    for step in workflow.steps().filter(|step| workflow.meets(step, &case)) {
        let face = step.reference_face();
        // Steps of one item share its form.
        let form_of = step.item.as_deref().unwrap_or(step.id.as_str());
        let mut own = 0.0;
        if face.form && forms.insert(form_of) {
            own += rates.form_minutes;
        }
        let mut submits = face.form;
        for material in handed_in(workflow, face) {
            let minutes = minutes_of(material.kind, rates);
            *by_id.entry(material.id.as_str()).or_default() += minutes / 60.0;
            own += minutes;
            submits = true;
        }
        let mut officers = f64::from(face.links) * rates.link_minutes;
        if submits && step.kind.is_authority() {
            officers += rates.submission_minutes;
        }
        applicant += own;
        agency += officers;
        by_step.push((step.id.clone(), own / 60.0, officers / 60.0));
    }
    let materials = workflow.materials.iter();
    Some(Burden {
        applicant: Cost::new(applicant, rates.applicant_tariff_per_hour),
        agency: Cost::new(agency, rates.agency_tariff_per_hour),
        visit_hours: visit_minutes / 60.0,
        by_material: materials
            .filter_map(|material| Some((material.id.clone(), *by_id.get(material.id.as_str())?)))
            .collect(),
        by_step,
        currency: rates.currency.clone(),
        cases_per_year: rates.cases_per_year,
    })
}

fn minutes_of(kind: MaterialKind, rates: &Rates) -> f64 {
    match kind {
        MaterialKind::Form => rates.form_minutes,
        MaterialKind::Document => rates.material_minutes,
        MaterialKind::Certificate => rates.certificate_minutes,
    }
}
