//! Burden: hours and money of applicants and agencies (Standard Cost Model).
//!
//! Cost is tariff × time × cases. Times are working time by number: every form, material and proof that
//! is handed in, every trip, every submission and every link of the reference case, and as many correction
//! rounds and after-checks as a simulated case has; nobody's waiting is in it.

use std::collections::{BTreeMap, BTreeSet};

use crate::workflow::{MaterialKind, Rates, Workflow, counts, handed_in};

/// What one case costs applicant and agencies.
#[derive(Clone, Debug, PartialEq)]
pub struct Burden {
    /// The applicant's part.
    pub applicant: Cost,
    /// The agencies' part.
    pub agency: Cost,
    /// Trips of the applicant.
    pub visits: f64,
    /// Of the applicant for trips.
    pub visit_hours: f64,
    /// Of the applicant and of the agencies for correction rounds.
    pub correction_hours: (f64, f64),
    /// Of the agencies for after-checks.
    pub check_hours: f64,
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

impl Burden {
    /// What `after` saves of a case: hours and money of applicant and agencies.
    pub fn saved_by(&self, after: &Burden) -> [Cost; 2] {
        let pairs = [
            (self.applicant, after.applicant),
            (self.agency, after.agency),
        ];
        pairs.map(|(before, after)| Cost {
            hours: before.hours - after.hours,
            money: before
                .money
                .zip(after.money)
                .map(|(before, after)| before - after),
        })
    }
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

/// The burden of a case; `None` where the workflow has no rates. `corrections` and `checks`: how many
/// correction rounds and after-checks a case has on average.
pub fn burden(workflow: &Workflow, corrections: f64, checks: f64) -> Option<Burden> {
    let rates = workflow.rates.as_ref()?;
    let kinds = workflow.by_share();
    let kinds = kinds
        .iter()
        .map(|(share, kind)| (*share, of_kind(kind, rates, corrections, checks)));
    Some(mean(&kinds.collect::<Vec<_>>()))
}

/// The mean over kinds of cases, in whose workflows the same steps and materials stand.
fn mean(kinds: &[(f64, Burden)]) -> Burden {
    let all = |figure: &dyn Fn(&Burden) -> f64| -> f64 {
        kinds.iter().map(|(share, one)| share * figure(one)).sum()
    };
    let cost = |pick: fn(&Burden) -> Cost| Cost {
        hours: all(&|one| pick(one).hours),
        money: pick(&kinds[0].1)
            .money
            .map(|_| all(&|one| pick(one).money.unwrap_or(0.0))),
    };
    let mut by_material: Vec<(String, f64)> = Vec::new();
    let mut by_step: Vec<(String, f64, f64)> = Vec::new();
    for (share, kind) in kinds {
        for (id, hours) in &kind.by_material {
            match by_material.iter_mut().find(|(known, _)| known == id) {
                Some((_, sum)) => *sum += share * hours,
                None => by_material.push((id.clone(), share * hours)),
            }
        }
        for (id, applicant, agency) in &kind.by_step {
            let (applicant, agency) = (share * applicant, share * agency);
            match by_step.iter_mut().find(|(known, ..)| known == id) {
                Some(sums) => (sums.1, sums.2) = (sums.1 + applicant, sums.2 + agency),
                None => by_step.push((id.clone(), applicant, agency)),
            }
        }
    }
    Burden {
        applicant: cost(|one| one.applicant),
        agency: cost(|one| one.agency),
        visits: all(&|one| one.visits),
        visit_hours: all(&|one| one.visit_hours),
        correction_hours: (
            all(&|one| one.correction_hours.0),
            all(&|one| one.correction_hours.1),
        ),
        check_hours: all(&|one| one.check_hours),
        by_material,
        by_step,
        currency: kinds[0].1.currency.clone(),
        cases_per_year: kinds[0].1.cases_per_year,
    }
}

/// Of cases that every share covers or none.
fn of_kind(workflow: &Workflow, rates: &Rates, corrections: f64, checks: f64) -> Burden {
    let case = workflow.reference_case();
    let mut forms = BTreeSet::new();
    let mut by_id: BTreeMap<&str, f64> = BTreeMap::new();
    let mut by_step = Vec::new();
    let visits = counts(workflow).visits;
    let visit_minutes = visits * rates.visit_minutes;
    // Each round is put right by one side and looked at by the other.
    let put_right = corrections * rates.correction_minutes;
    let looked_at = corrections * rates.submission_minutes;
    let check_minutes = checks * rates.check_minutes;
    let (mut applicant, mut agency) = (visit_minutes + put_right, looked_at + check_minutes);
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
    Burden {
        applicant: Cost::new(applicant, rates.applicant_tariff_per_hour),
        agency: Cost::new(agency, rates.agency_tariff_per_hour),
        visits,
        visit_hours: visit_minutes / 60.0,
        correction_hours: (put_right / 60.0, looked_at / 60.0),
        check_hours: check_minutes / 60.0,
        by_material: materials
            .filter_map(|material| Some((material.id.clone(), *by_id.get(material.id.as_str())?)))
            .collect(),
        by_step,
        currency: rates.currency.clone(),
        cases_per_year: rates.cases_per_year,
    }
}

fn minutes_of(kind: MaterialKind, rates: &Rates) -> f64 {
    match kind {
        MaterialKind::Form => rates.form_minutes,
        MaterialKind::Document => rates.material_minutes,
        MaterialKind::Certificate => rates.certificate_minutes,
    }
}
