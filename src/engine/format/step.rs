//! `[[step]]`, and the `into` of a merge.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::at::At;
use crate::duration::{Duration, Law, Limit, Resolve};
use crate::error::Problem;
use crate::key::{CALENDAR_DAYS, WORKING_DAYS, assumed, decided, part};
use crate::lang::Name;
use crate::workflow::{
    Clock, Commissioner, Effort, Ending, Guard, Kind, Meeting, Part, Rework, Step,
};

/// Rounds of rework, beyond which nobody counts.
pub const MOST_REWORK_ROUNDS: u32 = 20;

/// A step as the file writes it; every key but `id` may be absent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StepSpec {
    /// Unique id, `kebab-case`. In `into`: default the id of the topologically last member.
    pub id: Option<At<String>>,
    /// English name.
    pub en: Option<String>,
    /// 中文名.
    pub zh: Option<String>,
    /// What it is; default `approval`.
    pub kind: Option<Kind>,
    /// 事项: what is applied for. Default: the step itself if it is on the clock.
    pub item: Option<At<String>>,
    /// Id of its stage.
    pub stage: Option<At<String>>,
    /// Id of its agency.
    pub agency: Option<At<String>>,
    /// Which clock it runs on; default by kind.
    pub clock: Option<Clock>,
    /// Who commissions it, if it is an intermediary; default `owner`. Some clock rules ask.
    pub commissioned_by: Option<Commissioner>,
    /// Steps it follows by habit.
    pub after: Option<Vec<At<String>>>,
    /// Steps it must follow by law; no reform may cut these.
    pub after_by_law: Option<Vec<At<String>>>,
    /// 承诺时限, working days; 0 is 即办.
    #[schemars(
        range(min = 0, max = 10_000),
        extend("x-key" = assumed("promised limit", "承诺时限").unit(WORKING_DAYS).within("working days; 0 is 即办"))
    )]
    pub limit_days: Option<At<f64>>,
    /// 承诺时限, calendar days.
    #[schemars(
        range(min = 0, max = 10_000),
        extend("x-key" = assumed("promised limit", "承诺时限").unit(CALENDAR_DAYS).within("calendar days; 0 is 即办"))
    )]
    pub limit_calendar_days: Option<At<f64>>,
    /// 法定时限, working days.
    #[schemars(
        range(min = 0, max = 10_000),
        extend("x-key" = decided("statutory limit", "法定时限").unit(WORKING_DAYS))
    )]
    pub statutory_days: Option<At<f64>>,
    /// 法定时限, calendar days.
    #[schemars(
        range(min = 0, max = 10_000),
        extend("x-key" = decided("statutory limit", "法定时限").unit(CALENDAR_DAYS))
    )]
    pub statutory_calendar_days: Option<At<f64>>,
    /// 环节: handling steps.
    #[schemars(range(max = 10_000), extend("x-key" = decided("links", "环节数")))]
    pub links: Option<u32>,
    /// Whether it has its own application form.
    pub form: Option<bool>,
    /// Materials and certificates handed in.
    pub materials: Option<Vec<At<String>>>,
    /// How long it takes.
    #[schemars(extend("x-key" = assumed("duration", "用时")))]
    pub duration: Option<At<Duration>>,
    /// Only for these cases: attribute → values; keys are ANDed, values ORed.
    pub when: Option<BTreeMap<String, Vec<At<String>>>>,
    /// 会议审批: the panel that decides sits only on some days; the case waits for the next sitting.
    #[schemars(extend("x-key" = part("sittings", "会议")))]
    pub meets: Option<At<MeetsSpec>>,
    /// Chance of doing steps again.
    #[schemars(extend("x-key" = part("rework", "返工")))]
    pub rework: Option<At<ReworkSpec>>,
    /// 到此终结: a case that meets the step ends when it is done; no later step, and what goes on beside it stops.
    pub ends_case: Option<Ending>,
    /// Trips of the applicant.
    #[schemars(range(max = 10_000), extend("x-key" = decided("trips", "跑动次数")))]
    pub visits: Option<u32>,
    /// Touch time in working days; only the simulation with queues needs it.
    #[schemars(extend("x-key" = assumed("work of an officer", "人员工时")))]
    pub effort: Option<At<Duration>>,
    /// Procedural delay that no officer shortens; only with queues.
    #[schemars(extend("x-key" = assumed("delay that no officer shortens", "人员无法缩短的等待")))]
    pub hold: Option<At<Duration>>,
    /// Figure → id of its source.
    pub cite: Option<BTreeMap<String, At<String>>>,
    /// Figure → its plausible range.
    pub plausible: Option<BTreeMap<String, At<(f64, f64)>>>,
}

/// Rework: with chance `share` the steps in `way_back` are done, then those in `repeats` run again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReworkSpec {
    /// Chance after each completion.
    #[schemars(range(min = 0, max = 1), extend("x-key" = assumed("share", "比例")))]
    pub share: f64,
    /// 补正: steps done on the way back, in this order, each round before `repeats`; they are done nowhere else, and
    /// wait for nothing.
    pub way_back: Option<Vec<At<String>>>,
    /// A chain of ancestors that ends in the step itself; default: the step alone. May be `[]` beside `way_back`.
    pub repeats: Option<Vec<At<String>>>,
    /// After that many rounds the step passes; at most 20, default 3.
    #[schemars(range(min = 1, max = MOST_REWORK_ROUNDS), extend("x-key" = decided("most rounds", "最多轮数")))]
    pub max_rounds: Option<u32>,
}

/// Meeting days: a panel sits every so many working days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeetsSpec {
    /// Working days from one sitting to the next; 5 is every week.
    #[schemars(
        range(min = 1, max = 1_000),
        extend("x-key" = decided("days between sittings", "会议间隔（工作日）").within("working days; 5 is every week"))
    )]
    pub every_days: f64,
    /// Cases that one sitting decides; default any number. Only the simulation with queues needs it.
    #[schemars(range(min = 1), extend("x-key" = decided("cases a sitting", "每次会议件数")))]
    pub seats: Option<u32>,
}

/// Conditions as a file writes them; none where there are none.
pub fn conditions(guards: &[Guard]) -> Option<BTreeMap<String, Vec<At<String>>>> {
    let condition = |guard: &Guard| {
        let values = guard.values.iter().map(At::from);
        (guard.attribute.clone(), values.collect())
    };
    let conditions = guards.iter().map(condition);
    (!guards.is_empty()).then(|| conditions.collect())
}

/// A limit as a file writes it: in working days, or in calendar days.
pub fn limit_keys(limit: Option<Limit>) -> (Option<At<f64>>, Option<At<f64>>) {
    match limit {
        None => (None, None),
        Some(Limit::Working(days)) => (Some(At::nowhere(days)), None),
        Some(Limit::Calendar(days)) => (None, Some(At::nowhere(days))),
    }
}

impl StepSpec {
    /// Lays every key that is given over `step`; `after` edges and citations are not a step's own.
    ///
    /// # Errors
    /// Every figure that cannot be.
    pub fn lay_over(&self, step: &mut Step, resolve: Resolve<'_>) -> Result<(), Vec<Problem>> {
        let mut problems = Vec::new();
        self.lay_words(step);
        self.lay_limits(step, &mut problems);
        self.lay_durations(step, resolve, &mut problems);
        if let Some(meets) = &self.meets {
            let panel = step.face.meeting.take().map(|meeting| meeting.origins);
            let origins = panel.unwrap_or_else(|| step.origins.clone());
            step.face.meeting = Some(Meeting {
                every_days: meets.every_days,
                seats: meets.seats,
                origins,
            });
        }
        if let Some(rework) = &self.rework {
            let repeats = match &rework.repeats {
                Some(repeats) => ids(repeats),
                None => vec![step.id.clone()],
            };
            step.rework = Some(Rework {
                share: rework.share,
                way_back: ids(rework.way_back.iter().flatten()),
                repeats,
                max_rounds: rework.max_rounds.unwrap_or(3),
            });
        }
        if problems.is_empty() {
            Ok(())
        } else {
            Err(problems)
        }
    }

    fn lay_words(&self, step: &mut Step) {
        if let Some(id) = &self.id {
            step.id.clone_from(&id.value);
        }
        if self.en.is_some() || self.zh.is_some() {
            step.name = Name {
                en: self.en.clone(),
                zh: self.zh.clone(),
            };
        }
        if let Some(kind) = self.kind {
            step.kind = kind;
            step.clock = kind.clock();
            step.clock_as_filed = None;
        }
        if let Some(clock) = self.clock {
            step.clock = clock;
            step.clock_as_filed = None;
        }
        step.commissioned_by = self.commissioned_by.unwrap_or(step.commissioned_by);
        let text = |value: &Option<At<String>>| value.as_ref().map(|at| at.value.clone());
        step.item = text(&self.item).or(step.item.take());
        step.stage = text(&self.stage).or(step.stage.take());
        step.agency = text(&self.agency).or(step.agency.take());
        step.visits = self.visits.unwrap_or(step.visits);
        step.ends_case = self.ends_case.or(step.ends_case);
        step.face.links = self.links.unwrap_or(step.face.links);
        step.face.form = self.form.unwrap_or(step.face.form);
        if let Some(materials) = &self.materials {
            step.face.materials = materials.iter().map(|id| id.value.clone()).collect();
        }
        if let Some(when) = &self.when {
            step.when = when
                .iter()
                .map(|(attribute, values)| Guard {
                    attribute: attribute.clone(),
                    values: values.iter().map(|value| value.value.clone()).collect(),
                })
                .collect();
        }
    }

    fn lay_limits(&self, step: &mut Step, problems: &mut Vec<Problem>) {
        let limit = one_limit(
            ("limit_days", &self.limit_days),
            ("limit_calendar_days", &self.limit_calendar_days),
            problems,
        );
        step.face.limit = limit.or(step.face.limit);
        let statutory = one_limit(
            ("statutory_days", &self.statutory_days),
            ("statutory_calendar_days", &self.statutory_calendar_days),
            problems,
        );
        step.face.statutory = statutory.or(step.face.statutory);
    }

    fn lay_durations(&self, step: &mut Step, resolve: Resolve<'_>, problems: &mut Vec<Problem>) {
        let limit_days = step.face.limit.map(Limit::days);
        let with = Resolve {
            limit_days,
            ..resolve
        };
        let mut resolved = |spec: &Option<At<Duration>>| {
            let spec = spec.as_ref()?;
            match spec.resolved(with) {
                Ok(duration) => Some(duration),
                Err(problem) => {
                    problems.push(spec.blame(problem));
                    None
                }
            }
        };
        if let Some(duration) = resolved(&self.duration) {
            step.face.work = vec![Part {
                law: Law::from(duration),
                origins: step.origins.clone(),
            }];
        }
        if let Some(duration) = resolved(&self.effort) {
            step.efforts = vec![Effort {
                duration,
                over_links: step.face.links,
                origins: step.origins.clone(),
            }];
        }
        step.face.hold = resolved(&self.hold).or(step.face.hold.take());
    }
}

fn ids<'i>(ids: impl IntoIterator<Item = &'i At<String>>) -> Vec<String> {
    ids.into_iter().map(|id| id.value.clone()).collect()
}

fn one_limit(
    working: (&str, &Option<At<f64>>),
    calendar: (&str, &Option<At<f64>>),
    problems: &mut Vec<Problem>,
) -> Option<Limit> {
    match (working.1, calendar.1) {
        (Some(_), Some(second)) => {
            let problem = Problem::error(format!("both `{}` and `{}`", working.0, calendar.0))
                .hint("a limit runs in working days or in calendar days: keep one");
            problems.push(second.blame(problem));
            Some(Limit::Working(0.0))
        }
        (Some(days), None) => Some(Limit::Working(days.value)),
        (None, Some(days)) => Some(Limit::Calendar(days.value)),
        (None, None) => None,
    }
}
