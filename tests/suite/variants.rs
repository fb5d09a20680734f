//! Variants laid out together have exactly the times that a family simulates.

use redtape::reform::{apply_one, apply_some};
use redtape::sim::streams::BLOCK;
use redtape::sim::{Family, Laid, Officers, Total, Variants, every_case, limits};
use redtape::workflow::Workflow;

/// Whole blocks of cases.
const CASES: usize = 2 * BLOCK;

fn same_times(variants: &mut Variants, workflow: &Workflow, laid: &Laid) {
    variants.draw();
    let elapsed = variants.cases(laid, Total::Elapsed).expect("times fit");
    let counted = variants.cases(laid, Total::Counted).expect("times fit");
    let ours: Vec<(u32, u32)> = elapsed.into_iter().zip(counted).collect();
    let family = Family::new(3, &workflow.id, &[workflow], Officers::Free);
    let theirs = every_case(&family, None, (CASES / BLOCK) as u64).remove(0);
    assert_eq!(ours, theirs);
    let limits = limits(workflow);
    assert_eq!(laid.limit_days(Total::Counted), limits.counted_days);
    assert_eq!(laid.limit_days(Total::Elapsed), limits.elapsed_days);
}

/// Coalitions of the shipped scenarios, each laid beside the one before it.
#[test]
fn every_coalition_has_the_times_of_its_own_simulation() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/shuozhou-2021");
    let loaded = redtape::scenario::load(&path).expect("the scenarios load");
    for scenario in &loaded.scenarios {
        let reform = &scenario.reforms[0];
        let mut variants = Variants::new(3, &scenario.id, CASES, 1 << 20);
        let mut before: Option<(Workflow, Laid)> = None;
        let mut luck = 1u32;
        for _ in 0..12 {
            luck = luck.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let (reformed, without_target) =
                apply_some(&scenario.baseline, reform, |idx| luck >> idx & 1 == 1);
            let mut drafted = scenario.baseline.clone();
            for (idx, measure) in reform.measures.iter().enumerate() {
                if luck >> idx & 1 == 1 {
                    match apply_one(&drafted, measure) {
                        Some(next) => drafted = next,
                        None => assert!(without_target.contains(&idx)),
                    }
                }
            }
            let laid = match &before {
                None => variants.lay(&drafted),
                Some((workflow, laid)) => variants.lay_beside(&drafted, (workflow, laid)),
            };
            same_times(&mut variants, &reformed.workflow, &laid);
            before = Some((drafted, laid));
        }
    }
}
