//! `commit` (告知承诺制): a step is decided on the applicant's promise and checked afterwards.

use super::shared::{CheckSpec, Findings};
use super::*;
use crate::duration::DurationSpec;
use crate::workflow::{Mark, not_a_share};

/// Decides a step on the applicant's written promise.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Commit {
    /// The step.
    pub step: At<String>,
    /// Limit of the decision on the promise, working days.
    pub limit_days: At<f64>,
    /// Links that remain; default: as many as before.
    #[serde(default)]
    pub links: Option<u32>,
    /// Share of applicants who choose it; default 1.
    #[serde(default)]
    pub uptake_share: Option<At<f64>>,
    /// The check afterwards; default: none.
    #[serde(default)]
    pub check: Option<CheckSpec>,
    /// Share of checked promises that were false; default 0.
    #[serde(default)]
    pub breach_share: Option<At<f64>>,
    /// How long putting a false promise right takes; default: the decision is revoked.
    #[serde(default)]
    pub rectify_days: Option<At<DurationSpec>>,
}

impl Acts for Commit {
    const ABOUT: About = About {
        name: "commit",
        zh: "告知承诺制",
        mechanism: "decided on a written promise within days; checked beside the path; a false promise is put \
                    right or the decision revoked",
        mechanism_zh: "申请人书面承诺后当场或限时决定,事后核查;失信的整改或撤销决定",
        heuristic: "control relocation, trusted party",
        side_effect: "false promises, revocations and the load of after-checks",
    };

    fn apply(&self, editor: &mut Editor) -> Result<(), Vec<Problem>> {
        self.edit(editor).map_err(|problem| vec![problem])
    }
}

impl Commit {
    fn edit(&self, editor: &mut Editor) -> Result<(), Problem> {
        let target = shared::step(editor, &self.step)?;
        let limit_days = shared::limit("limit_days", &self.limit_days)?;
        let uptake_share = shared::share("uptake_share", &self.uptake_share)?;
        let breach_share = match &self.breach_share {
            None => 0.0,
            Some(share) if (0.0..=1.0).contains(&share.value) => share.value,
            Some(share) => return Err(share.blame(not_a_share("breach_share", share.value))),
        };
        let rectify = shared::duration(editor, &self.rectify_days)?;
        let committed = shared::decided_within(&target, limit_days, self.links);
        editor.change_step(&self.step, |step| {
            shared::split_off(step, "commit", uptake_share, committed);
        })?;
        editor.mark(&self.step, Mark::Committed)?;
        let Some(check) = &self.check else {
            return Ok(());
        };
        let findings = Findings {
            breach_share,
            rectify,
            among: (uptake_share < 1.0)
                .then(|| shared::coverage("commit", uptake_share, target.origins.clone())),
        };
        shared::add_check(editor, &target, "commit", check, findings)
    }
}
