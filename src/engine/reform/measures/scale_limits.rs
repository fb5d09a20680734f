//! `scale_limits` (压缩时限): the limits of many steps shrink in one proportion.

use super::*;
use crate::duration::Limit;
use crate::workflow::{Clock, Position};

/// Scales the limits of steps on the clock.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScaleLimits {
    /// The steps; default: every step on the clock that has a limit.
    pub steps: Option<Vec<At<String>>>,
    /// New limit divided by old.
    #[schemars(range(min = 0, max = 10), extend("x-key" = decided("factor", "系数")))]
    pub factor: At<f64>,
    /// Whether limits become whole days, rounded up.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub whole_days: bool,
    /// How durations answer; default `proportional` for a limit profile, none for others.
    pub response: Option<At<super::set_limit::Response>>,
}

impl Acts for ScaleLimits {
    const ABOUT: About = About {
        name: "scale_limits",
        zh: "按比例压缩时限",
        mechanism: "multiplies promised limits by one factor",
        mechanism_zh: "各节点承诺时限按同一比例压缩",
        heuristic: "none: a promise, not a redesign",
        heuristic_zh: "无：是承诺，不是流程再造",
        side_effect: "a limit is a promise: without officers or less work it moves lateness, not time",
        side_effect_zh: "时限只是承诺：不增人、不减事，改变的是超期而非用时",
    };

    fn apply(&self, editor: &mut Editor) -> Result<(), Vec<Problem>> {
        let share =
            super::set_limit::response_share(&self.response).map_err(|problem| vec![problem])?;
        let mut problems = Vec::new();
        for (id, place) in self.targets(editor) {
            let Some(limit) = editor.step(&id).ok().and_then(|step| step.face.limit) else {
                let problem = match editor.step(&id) {
                    Ok(_) => Problem::error(format!("step `{id}` has no limit to scale")),
                    Err(problem) => problem,
                };
                problems.push(At { value: (), place }.blame(problem));
                continue;
            };
            let scaled = scaled(limit, self.factor.value, self.whole_days);
            editor
                .change_step(&id, |step| super::set_limit::shorten(step, scaled, share))
                .map_err(|problem| vec![problem])?;
        }
        if problems.is_empty() {
            Ok(())
        } else {
            Err(problems)
        }
    }
}

impl ScaleLimits {
    fn targets(&self, editor: &Editor) -> Vec<(String, crate::error::Place)> {
        match &self.steps {
            Some(steps) => steps
                .iter()
                .map(|id| (id.value.clone(), id.place.clone()))
                .collect(),
            None => editor
                .workflow()
                .steps()
                .filter(|step| step.clock == Clock::On && step.position == Position::Path)
                .filter(|step| step.face.limit.is_some())
                .map(|step| (step.id.clone(), 0..0))
                .collect(),
        }
    }
}

fn scaled(limit: Limit, factor: f64, whole_days: bool) -> f64 {
    let days = limit.days() * factor;
    if whole_days {
        // A hair below a whole day is rounding dust, not a day.
        (days - 1e-9).ceil().max(0.0)
    } else {
        days
    }
}
