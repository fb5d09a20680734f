//! `set_limit` (压缩时限): a step gets another limit.

use super::*;
use crate::duration::Limit;
use crate::workflow::Step;

/// Gives a step another limit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetLimit {
    /// The step.
    pub step: At<String>,
    /// The new limit, working days.
    #[schemars(
        range(min = 0, max = 10_000),
        extend("x-key" = decided("promised limit", "承诺时限").unit(WORKING_DAYS))
    )]
    pub limit_days: At<f64>,
    /// How durations answer; default `proportional` for a limit profile, none for others.
    pub response: Option<At<Response>>,
}

/// How durations answer a shorter limit.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Response {
    /// They scale with the limit.
    Proportional,
    /// Only what exceeds the new limit moves; the late share stays.
    Cap,
    /// This share of the answer is proportional, the rest is a cap.
    #[schemars(extend("x-key" = assumed("share", "比例")))]
    Share(f64),
}

impl Acts for SetLimit {
    const ABOUT: About = About {
        name: "set_limit",
        zh: "压缩时限",
        mechanism: "another promised limit; durations that follow a limit profile follow it, in proportion or \
                    as a cap",
        mechanism_zh: "改变承诺时限；按时限分布的实际用时随之变化（按比例或封顶）",
        heuristic: "none: a promise, not a redesign",
        heuristic_zh: "无：是承诺，不是流程再造",
        side_effect: "a limit is a promise: without officers or less work it moves lateness, not time",
        side_effect_zh: "时限只是承诺：不增人、不减事，改变的是超期而非用时",
    };

    fn apply(&self, editor: &mut Editor) -> Result<(), Vec<Problem>> {
        let one = |problem| vec![problem];
        shared::step(editor, &self.step).map_err(one)?;
        let share = response_share(&self.response).map_err(one)?;
        editor
            .change_step(&self.step, |step| {
                shorten(step, self.limit_days.value, share)
            })
            .map_err(|problem| vec![self.step.blame(problem)])
    }
}

/// The proportional share of a response; `None`: the default.
pub(super) fn response_share(response: &Option<At<Response>>) -> Result<Option<f64>, Problem> {
    let Some(at) = response else { return Ok(None) };
    match at.value {
        Response::Proportional => Ok(Some(1.0)),
        Response::Cap => Ok(Some(0.0)),
        Response::Share(share) if (0.0..=1.0).contains(&share) => Ok(Some(share)),
        Response::Share(share) => {
            let problem = Problem::error(format!("the share of a `response` is {share}"));
            Err(at.blame(problem.allowed("0 to 1")))
        }
    }
}

/// Sets a limit and moves the durations as far as they answer.
pub(super) fn shorten(step: &mut Step, new_days: f64, share: Option<f64>) {
    let old_days = step.face.limit.map(Limit::days);
    step.face.limit = Some(Limit::Working(new_days));
    for part in &mut step.face.work {
        let own = part.law.profile_limit_days();
        let from = own.or(old_days);
        let answers = share.or(own.map(|_| 1.0));
        if let (Some(from), Some(share)) = (from, answers) {
            part.law = part.law.respond(from, new_days, share);
        }
    }
}
