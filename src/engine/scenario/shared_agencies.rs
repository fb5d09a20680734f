//! Whether the scenarios of a programme can share their agencies: the same officers, and the same thing judged.

use super::resolve::Scenario;
use crate::at::At;
use crate::error::Problem;
use crate::workflow::{Agency, Horizon};

/// What keeps `scenarios` from sharing their agencies, as `shared` says that they do.
pub fn problems(shared: &At<bool>, scenarios: &[Scenario]) -> Vec<Problem> {
    if !shared.value {
        return Vec::new();
    }
    let mut problems = Vec::new();
    let with_cases = scenarios.iter().filter_map(|scenario| {
        let arrivals = scenario.arrivals.as_ref()?;
        Some((scenario, arrivals.horizon))
    });
    let with_cases: Vec<(&Scenario, Horizon)> = with_cases.collect();
    if let Some((first, horizon)) = with_cases.first() {
        let mut others = with_cases.iter().skip(1);
        if let Some((other, differs)) = others.find(|(_, other)| other != horizon) {
            problems.push(shared.blame(
                Problem::error(format!(
                    "`{}` judges {}, `{}` {}",
                    first.id,
                    said(*horizon),
                    other.id,
                    said(*differs)
                ))
                .hint("cases that meet at the same agencies are judged together: give both the same `horizon`"),
            ));
        }
    }
    let mut known: Vec<(&str, &Agency)> = Vec::new();
    for (scenario, _) in &with_cases {
        for agency in &scenario.baseline.agencies {
            match known.iter().find(|(_, other)| other.id == agency.id) {
                None => known.push((&scenario.id, agency)),
                Some((first, other)) if !is_same(other, agency) => problems.push(
                    shared.blame(
                        Problem::error(format!(
                            "agency `{}` is staffed in one way in `{first}` and in another in `{}`",
                            agency.id, scenario.id
                        ))
                        .hint("say `officers`, `order`, `hours` and `leave` once, in a file that both extend"),
                    ),
                ),
                Some(_) => {}
            }
        }
    }
    problems
}

fn is_same(one: &Agency, other: &Agency) -> bool {
    one.officers == other.officers && one.order == other.order && one.roster == other.roster
}

fn said(horizon: Horizon) -> String {
    match horizon {
        Horizon::Steady => "the long run".to_owned(),
        Horizon::SteadyFor { warm_up_days, days } => {
            format!("the long run, {days} working days after {warm_up_days}")
        }
        Horizon::Terminating { days } => format!("{days} working days"),
    }
}
