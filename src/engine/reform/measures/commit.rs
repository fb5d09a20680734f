//! `commit` (告知承诺制): a step is decided on the applicant's promise and checked afterwards.

use super::shared::{CheckSpec, Findings};
use super::*;
use crate::duration::Duration;
use crate::workflow::Mark;

/// Decides a step on the applicant's written promise.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Commit {
    /// The step.
    pub step: At<String>,
    /// Limit of the decision on the promise, working days.
    #[schemars(
        range(min = 0, max = 10_000),
        extend("x-key" = decided("promised limit", "承诺时限").unit(WORKING_DAYS))
    )]
    pub limit_days: f64,
    /// Links that remain; default: as many as before.
    #[schemars(range(max = 10_000), extend("x-key" = decided("links", "环节数")))]
    pub links: Option<u32>,
    /// Share of applicants who choose it; default 1.
    #[schemars(range(min = 0, max = 1), extend("x-key" = assumed("share who choose it", "选择比例")))]
    pub uptake_share: Option<f64>,
    /// The check afterwards; default: none.
    #[schemars(extend("x-key" = part("check after the decision", "事后核查")))]
    pub check: Option<CheckSpec>,
    /// Share of checked promises that were false; default 0.
    #[schemars(
        range(min = 0, max = 1),
        extend("x-key" = assumed("share of false promises", "失信比例"))
    )]
    pub breach_share: Option<At<f64>>,
    /// How long putting a false promise right takes; default: the decision is revoked.
    #[schemars(extend("x-key" = decided("putting a false promise right", "失信整改用时")))]
    pub rectify_days: Option<At<Duration>>,
}

impl Acts for Commit {
    const ABOUT: About = About {
        name: "commit",
        zh: "告知承诺制",
        mechanism: "decided on a written promise within days; checked beside the path; a false promise is put \
                    right or the decision revoked",
        mechanism_zh: "申请人书面承诺后当场或限时决定，事后核查；失信的整改或撤销决定",
        heuristic: "control relocation, trusted party",
        heuristic_zh: "控制点转移、信任第三方",
        side_effect: "false promises, revocations and the load of after-checks",
        side_effect_zh: "失信、撤销以及事后核查的工作量",
    };

    fn apply(&self, editor: &mut Editor) -> Result<(), Vec<Problem>> {
        self.edit(editor).map_err(|problem| vec![problem])
    }
}

impl Commit {
    fn edit(&self, editor: &mut Editor) -> Result<(), Problem> {
        let target = shared::step(editor, &self.step)?;
        let uptake_share = self.uptake_share.unwrap_or(1.0);
        let breach_share = self.breach_share.as_ref().map_or(0.0, |share| share.value);
        let rectify = shared::duration(editor, &self.rectify_days)?;
        let committed = shared::decided_within(&target, self.limit_days, self.links);
        editor.change_step(&self.step, |step| {
            shared::split_off(step, "commit", uptake_share, committed);
        })?;
        editor.mark(&self.step, Mark::Committed)?;
        let Some(check) = &self.check else {
            return self.nothing_to_find();
        };
        let findings = Findings {
            breach_share,
            rectify,
            among: (uptake_share < 1.0)
                .then(|| shared::coverage("commit", uptake_share, target.origins.clone())),
        };
        shared::add_check(editor, &target, "commit", check, findings)
    }

    /// Without a check nobody finds a false promise.
    fn nothing_to_find(&self) -> Result<(), Problem> {
        let place = |problem: Problem| match (&self.breach_share, &self.rectify_days) {
            (Some(share), _) => share.blame(problem),
            (None, Some(days)) => days.blame(problem),
            (None, None) => problem,
        };
        if self.breach_share.is_none() && self.rectify_days.is_none() {
            return Ok(());
        }
        Err(place(
            Problem::error("nobody checks, so no false promise is found")
                .hint("say `check = { share = 1, within_days = 40 }`"),
        ))
    }
}
