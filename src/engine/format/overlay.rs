//! Laying what a file says of a step over a step: a blank one, or the one that a merge keeps.

use super::StepSpec;
use crate::at::At;
use crate::duration::{Duration, Law, Limit, Resolve};
use crate::error::Problem;
use crate::lang::Name;
use crate::workflow::{Effort, Guard, Meeting, Part, Rework, Step};

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
