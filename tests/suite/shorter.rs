//! Measures that only take away never lengthen a case, without queues.

use redtape::duration::Law;
use redtape::sim::{Family, Officers, every_case, ticks_of};
use redtape::workflow::Workflow;

use crate::laws::for_every_measure;

#[test]
fn measures_that_only_take_away_never_lengthen_a_case() {
    let never_longer = [
        "remove_step",
        "set_limit",
        "scale_limits",
        "simplify_step",
        "drop_materials",
        "share_data",
        "waive_certificates",
        "one_window",
        "one_seal",
        "prepare_land",
        "assess_region",
        "abolish",
        "accept_with_gaps = { materials = ['m2', 'm3']",
        "deemed_approval",
        "automate",
        "meet_more_often",
        "add_officers",
    ];
    let keep_ends = [
        "set_limit",
        "scale_limits",
        "simplify_step",
        "meet_more_often",
        "add_officers",
    ];
    for_every_measure(15, |before, text, reformed| {
        if !never_longer.iter().any(|measure| text.starts_with(measure)) {
            return;
        }
        let longer = |before: &Workflow, after: &Workflow, fresh_ticks: u32| {
            let family = Family::new(3, "law", &[before, after], Officers::Free);
            // A case that ends early goes on where that end is taken away.
            let keeps_ends = keep_ends.iter().any(|measure| text.starts_with(measure));
            let may_stop = family.networks.iter().any(|network| network.may_stop());
            if !keeps_ends && may_stop {
                return;
            }
            let cases = every_case(&family, None, 1);
            for (case, (was, is)) in cases[0].iter().zip(&cases[1]).enumerate() {
                assert!(
                    // What a stop cuts off may have been begun sooner, and have counted for longer.
                    is.0 <= was.0 + fresh_ticks && (may_stop || is.1 <= was.1),
                    "{text}: case {case}: {was:?} -> {is:?}"
                );
            }
        };
        if !text.starts_with("assess_region") {
            return longer(before, &reformed.workflow, 0);
        }
        // Past a step that some cases skip, two authorities hand over that never did: so much may come in its place.
        let handoff = before.friction.handoff.clone();
        let fresh_ticks = handoff.map_or(0, |law| ticks_of(Law::from(law).bounds().1));
        longer(before, &reformed.workflow, fresh_ticks);
        let [before, after] = [before, &reformed.workflow].map(|workflow| {
            let mut workflow = workflow.clone();
            workflow.friction.handoff = None;
            workflow
        });
        longer(&before, &after, 0);
    });
}
