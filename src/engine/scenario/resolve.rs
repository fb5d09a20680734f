//! From the file's form to a scenario: a baseline workflow, its reforms applied, facts and sources.

use std::collections::BTreeMap;

use super::ScenarioSpec;
use super::arrivals::arrivals;
use super::burden::rates;
use super::names::Names;
use super::parts::{calendar, fill, name, sources};
use super::reforms::{apply_all, reforms};
use super::steps::with_steps;
use crate::calendar::Calendar;
use crate::error::{Place, Problem};
use crate::format::Damage;
use crate::lang::Name;
use crate::reform::{Reform, Reformed};
use crate::source::{Fact, Source};
use crate::workflow::{Arrivals, ClockRule, Level, Workflow};

/// One workflow with its reforms.
#[derive(Debug)]
pub struct Scenario {
    /// Unique id.
    pub id: String,
    /// What a reader sees.
    pub name: Name,
    /// The workflow as it is.
    pub baseline: Workflow,
    /// In file order.
    pub reforms: Vec<Reform>,
    /// The same reforms applied.
    pub reformed: Vec<Reformed>,
    /// Published figures.
    pub facts: Vec<PlacedFact>,
    /// What figures cite.
    pub sources: Vec<Source>,
    /// The source of every figure that cites none of its own; `None`: they are assumptions.
    pub basis: Option<String>,
    /// Working days.
    pub calendar: Calendar,
    /// 国标审批流程类型.
    pub national_type: Option<u32>,
    /// How cases arrive, for the simulation with queues.
    pub arrivals: Option<Arrivals>,
    /// The government that reforms.
    pub level: Level,
    /// Where the file states each step of the baseline, by id.
    pub step_places: BTreeMap<String, Place>,
    /// The year in which cases start unless a day is given.
    pub start_year: i16,
}

/// A published figure and where the file states it.
#[derive(Clone, Debug)]
pub struct PlacedFact {
    /// The figure.
    pub fact: Fact,
    /// Where.
    pub place: Place,
}

/// The last year whose Chinese holidays are published and shipped: cases start in it by default.
const DEFAULT_YEAR: i16 = 2026;

/// The scenario; `None` if `problems` were found, or if `damage` leaves too little to go on with.
pub fn resolve(
    spec: &ScenarioSpec,
    damage: &Damage,
    top: Place,
    problems: &mut Vec<Problem>,
) -> Option<Scenario> {
    let Some(id) = &spec.id else {
        problems.push(
            Problem::error("the scenario has no `id`")
                .hint("say `id = \"my-scenario\"`")
                .at(top),
        );
        return None;
    };
    let before = problems.len();
    let mut workflow = Workflow::empty(id.value.clone());
    workflow.name = name(&spec.en, &spec.zh);
    workflow.handover = spec.handover.unwrap_or_default();
    workflow.target_days = spec.target_days;
    workflow.cases = spec.cases;
    let sources = sources(spec, problems);
    let basis = basis(spec, problems);
    fill(&mut workflow, spec, problems);
    let arrivals = arrivals(&mut workflow, spec, problems);
    workflow.rates = rates(spec, problems);
    let calendar = calendar(&spec.calendar, problems);
    let reforms = reforms(spec, problems);
    let facts = facts(spec, problems);
    let baseline = with_steps(workflow, spec, problems)?;
    let baseline = baseline.with_clock_rule(spec.clock_rule.unwrap_or_default());
    // Measures would stumble over what is missing.
    if !damage.is_none() {
        return None;
    }
    let reformed = apply_all(&baseline, &reforms, problems);
    if problems.len() > before {
        return None;
    }
    let effective = reforms.iter().find_map(|reform| reform.effective);
    Some(Scenario {
        id: id.value.clone(),
        name: baseline.name.clone(),
        baseline,
        reforms,
        reformed,
        facts,
        sources,
        basis,
        calendar,
        national_type: spec.national_type,
        arrivals,
        level: spec.level.unwrap_or(Level::City),
        step_places: step_places(spec),
        start_year: effective.map_or(DEFAULT_YEAR, |date| date.year()),
    })
}

impl Scenario {
    /// The same scenario under another rule for what counts officially.
    #[must_use]
    pub fn with_clock_rule(mut self, rule: ClockRule) -> Scenario {
        self.baseline = self.baseline.with_clock_rule(rule);
        for reformed in &mut self.reformed {
            reformed.workflow = reformed.workflow.with_clock_rule(rule);
        }
        self
    }
}

fn step_places(spec: &ScenarioSpec) -> BTreeMap<String, Place> {
    let ids = spec.step.iter().filter_map(|step| step.id.as_ref());
    ids.map(|id| (id.value.clone(), id.place.clone())).collect()
}

/// The source behind the figures that cite none; duplicates were told where sources are resolved.
fn basis(spec: &ScenarioSpec, problems: &mut Vec<Problem>) -> Option<String> {
    let basis = spec
        .basis
        .as_ref()
        .filter(|basis| basis.value != "assumption")?;
    let sources = Names::of(
        "source",
        spec.source.iter().map(|one| &one.id),
        &mut Vec::new(),
    );
    sources.check(basis, problems).then(|| basis.value.clone())
}

fn facts(spec: &ScenarioSpec, problems: &mut Vec<Problem>) -> Vec<PlacedFact> {
    let told = &mut Vec::new();
    let sources = Names::of("source", spec.source.iter().map(|one| &one.id), told);
    let facts = spec.fact.iter();
    facts
        .map(|fact| {
            sources.check(&fact.source, problems);
            let reforms = spec.reform.iter().map(|reform| reform.id.as_str());
            if let Err(problem) = super::facts::known(&fact.quantity, reforms) {
                problems.push(fact.quantity.blame(problem));
            }
            PlacedFact {
                fact: Fact {
                    quantity: fact.quantity.value.clone(),
                    value: fact.value,
                    source: fact.source.value.clone(),
                },
                place: fact.quantity.place.clone(),
            }
        })
        .collect()
}
