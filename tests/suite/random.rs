//! Random small workflows with rework, friction, attributes and correlation, for laws.

use rand::seq::IndexedRandom;
use rand::{Rng, RngExt};
use redtape::duration::{Duration, Law, Limit, shipped};
use redtape::lang::Name;
use redtape::workflow::{
    Agency, Attribute, Clock, Correlation, EdgeKind, Friction, Gate, Guard, Ingredients, Kind,
    Material, MaterialKind, Meeting, Obtained, Order, Rework, Stage, Step, Workflow,
};

/// A workflow of 4 to 14 steps in three stages, ids `s0`, `s1`, ... in file order.
pub fn workflow(random: &mut impl Rng) -> Workflow {
    let mut workflow = Workflow::empty("random");
    workflow.target_days = Some(30.0);
    workflow.stages = (0..3).map(stage).collect();
    workflow.agencies = (0..5).map(agency).collect();
    workflow.materials = (0..6).map(|idx| material(idx, random)).collect();
    workflow.friction = friction(random);
    workflow.attributes = vec![Attribute {
        id: "size".to_owned(),
        name: Name::default(),
        shares: vec![("small".to_owned(), 0.6), ("large".to_owned(), 0.4)],
        given: Vec::new(),
        reference: "small".to_owned(),
    }];
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
                share: 0.2,
                repeats,
                max_rounds: 3,
            });
        }
        ingredients.steps.push(step);
    }
    workflow
        .with_graph(ingredients)
        .expect("edges lead forward")
}

fn stage(idx: usize) -> Stage {
    Stage {
        id: format!("stage{idx}"),
        name: Name::default(),
        lead: None,
        gate: Gate::Open,
    }
}

fn agency(idx: usize) -> Agency {
    Agency {
        id: format!("agency{idx}"),
        name: Name::default(),
        level: None,
        officers: Some(3),
        order: Order::Fifo,
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
        supplied: Vec::new(),
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
    if random.random_bool(0.15) {
        step.when = vec![Guard {
            attribute: "size".to_owned(),
            values: vec!["large".to_owned()],
        }];
    }
    step
}
