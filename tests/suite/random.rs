//! Random small workflows with all that a file can say: rework, friction, attributes, splits, gates, correlation.

use rand::seq::IndexedRandom;
use rand::{Rng, RngExt};
use redtape::duration::{Duration, Law, Limit, shipped};
use redtape::lang::Name;
use redtape::workflow::{
    Agency, Attribute, Clock, Correlation, EdgeKind, EndGate, Face, Friction, Gate, Guard,
    Handover, Ingredients, Kind, Material, MaterialKind, Meeting, Obtained, Order, Position,
    Rework, Roster, Share, Split, Stage, Step, Tally, Workflow,
};

/// A workflow of 4 to 14 steps in three stages, ids `s0`, `s1`, ... in file order.
pub fn workflow(random: &mut impl Rng) -> Workflow {
    let mut workflow = Workflow::empty("random");
    workflow.target_days = Some(30.0);
    workflow.stages = (0..3).map(|idx| stage(idx, random)).collect();
    if random.random_bool(0.25) {
        workflow.handover = Handover::NextDay;
    }
    workflow.agencies = (0..5).map(agency).collect();
    workflow.materials = (0..6).map(|idx| material(idx, random)).collect();
    workflow.friction = friction(random);
    workflow.attributes = attributes().into();
    // Merges refuse steps that differ for a share of cases: some workflows have none.
    let has_splits = random.random_bool(0.5);
    let n_steps = random.random_range(4..15);
    let mut ingredients = Ingredients::default();
    for idx in 0..n_steps {
        let mut step = step(idx, n_steps, random);
        let before: Vec<usize> = (0..idx).filter(|_| random.random_bool(0.35)).collect();
        for &from in &before {
            let kind = if random.random_bool(0.1) {
                EdgeKind::Legal
            } else {
                EdgeKind::Habit
            };
            ingredients
                .edges
                .push((format!("s{from}"), format!("s{idx}"), kind));
        }
        if random.random_bool(0.3) {
            let mut repeats: Vec<String> = before
                .last()
                .map(|from| format!("s{from}"))
                .into_iter()
                .collect();
            repeats.push(step.id.clone());
            step.rework = Some(Rework {
                way_back: Vec::new(),
                share: 0.2,
                repeats,
                max_rounds: 3,
            });
        }
        if has_splits && random.random_bool(0.4) {
            let split = split(&step, random);
            step.splits.push(split);
        }
        ingredients.steps.push(step);
    }
    if random.random_bool(0.4) {
        after_check(&mut ingredients, random);
    }
    workflow
        .with_graph(ingredients)
        .expect("edges lead forward")
}

/// `land` is known of large projects only.
fn attributes() -> Vec<Attribute> {
    let attribute = |id: &str, shares: [(&str, f64); 2], given: Vec<Guard>| Attribute {
        id: id.to_owned(),
        name: Name::default(),
        shares: shares
            .map(|(value, share)| (value.to_owned(), share))
            .into(),
        given,
        reference: shares[0].0.to_owned(),
    };
    vec![
        attribute("size", [("small", 0.6), ("large", 0.4)], Vec::new()),
        attribute(
            "land",
            [("granted", 0.7), ("allocated", 0.3)],
            vec![guard("size", "large")],
        ),
    ]
}

fn guard(attribute: &str, value: &str) -> Guard {
    Guard {
        attribute: attribute.to_owned(),
        values: vec![value.to_owned()],
    }
}

fn share(measure: &'static str, step: &Step, random: &mut impl Rng) -> Share {
    Share {
        share: random.random_range(0.1..0.9),
        measure,
        origins: step.origins.clone(),
    }
}

/// Another face for a share of cases: the step vanishes, or is decided within a day.
fn split(step: &Step, random: &mut impl Rng) -> Split {
    let mut then: Face = step.face.clone();
    if random.random_bool(0.3) {
        then.skipped = true;
        return Split {
            share: share("assess_region", step, random),
            then,
        };
    }
    then.limit = then.limit.map(|_| Limit::Working(1.0));
    then.links = then.links.min(2);
    then.work[0].law = Law::from(Duration::LimitProfile {
        profile: shipped("cn-promised").expect("it ships"),
        limit_days: 1.0,
    });
    Split {
        share: share("commit", step, random),
        then,
    }
}

/// One decision is checked afterwards, beside the path.
fn after_check(ingredients: &mut Ingredients, random: &mut impl Rng) {
    let target = ingredients
        .steps
        .choose(random)
        .expect("there are steps")
        .clone();
    let mut check = Step::blank("check", Kind::Approval);
    check.clock = Clock::Off;
    check.position = Position::Beside;
    check.agency.clone_from(&target.agency);
    check.tallies = vec![Tally::AfterCheck {
        share: share("check", &check, random),
        breach: share("breach", &check, random),
        rectify: random
            .random_bool(0.5)
            .then_some(Duration::Exponential { mean_days: 5.0 }),
        among: target.splits.first().map(|split| split.share.clone()),
    }];
    ingredients
        .edges
        .push((target.id, check.id.clone(), EdgeKind::Habit));
    ingredients.steps.push(check);
}

fn stage(idx: usize, random: &mut impl Rng) -> Stage {
    Stage {
        id: format!("stage{idx}"),
        name: Name::default(),
        lead: None,
        gate: if random.random_bool(0.2) {
            Gate::Closed
        } else {
            Gate::Open
        },
    }
}

fn agency(idx: usize) -> Agency {
    Agency {
        id: format!("agency{idx}"),
        name: Name::default(),
        level: None,
        officers: Some(3),
        order: Order::Fifo,
        roster: Roster::default(),
    }
}

fn material(idx: usize, random: &mut impl Rng) -> Material {
    let certificate = idx.is_multiple_of(3);
    Material {
        id: format!("m{idx}"),
        name: Name::default(),
        kind: if certificate {
            MaterialKind::Certificate
        } else {
            MaterialKind::Document
        },
        obtained: if random.random_bool(0.4) {
            Obtained::After(Duration::Uniform {
                min_days: 0.0,
                max_days: 12.0,
            })
        } else {
            Obtained::AtHand
        },
        visits: 1,
        deferrable: idx == 2 || idx == 3,
        supplied: if random.random_bool(0.2) {
            vec![Share {
                share: 0.3,
                measure: "share_data",
                origins: [format!("m{idx}")].into(),
            }]
        } else {
            Vec::new()
        },
    }
}

fn friction(random: &mut impl Rng) -> Friction {
    Friction {
        material_error_share: 0.1,
        correction: Some(Duration::Pert {
            min_days: 1.0,
            mode_days: 3.0,
            max_days: 10.0,
        }),
        handoff: Some(Duration::Uniform {
            min_days: 0.0,
            max_days: 2.0,
        }),
        intake: Some(Duration::Fixed {
            days: 1.0,
            calendar: false,
        }),
        correlation: Correlation {
            agencies: random.random_range(0.0..0.8),
            applicants: random.random_range(0.0..0.8),
        },
    }
}

fn step(idx: usize, n_steps: usize, random: &mut impl Rng) -> Step {
    let kinds = [
        Kind::Approval,
        Kind::Approval,
        Kind::Filing,
        Kind::TechnicalReview,
        Kind::Intermediary,
        Kind::Applicant,
        Kind::Construction,
    ];
    let kind = *kinds.choose(random).expect("there are kinds");
    let mut step = Step::blank(&format!("s{idx}"), kind);
    step.stage = Some(format!("stage{}", idx * 3 / n_steps));
    step.agency = Some(format!("agency{}", random.random_range(0..5)));
    if step.clock == Clock::On {
        let limit_days = f64::from(random.random_range(1u8..20));
        step.item = Some(step.id.clone());
        step.face.limit = Some(Limit::Working(limit_days));
        step.face.statutory = Some(Limit::Working(limit_days + 5.0));
        step.face.links = random.random_range(2..6);
        step.face.form = true;
        step.face.materials = (0..6)
            .filter(|_| random.random_bool(0.3))
            .map(|material| format!("m{material}"))
            .collect();
        step.face.work[0].law = Law::from(Duration::LimitProfile {
            profile: shipped("cn-promised").expect("it ships"),
            limit_days,
        });
    } else {
        step.face.work[0].law = Law::from(Duration::Lognormal {
            median_days: 8.0,
            sigma_log: 0.4,
        });
    }
    if random.random_bool(0.2) {
        step.face.meeting = Some(Meeting {
            every_days: 10.0,
            seats: None,
            origins: step.origins.clone(),
        });
    }
    step.when = match random.random_range(0..20) {
        0..3 => vec![guard("size", "large")],
        3 => vec![guard("size", "large"), guard("land", "granted")],
        4 => vec![guard("land", "allocated")],
        _ => Vec::new(),
    };
    // 容缺: a material holds the end, not the start; one that no measure defers once more.
    if step.face.materials.iter().any(|id| id == "m1") && random.random_bool(0.3) {
        step.end_gates = vec![EndGate {
            materials: vec!["m1".to_owned()],
            within_days: 6.0,
            never: share("accept_with_gaps", &step, random),
        }];
    }
    step
}
