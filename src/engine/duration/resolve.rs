//! From what a file says of a duration to one that can be drawn: the profile looked up, the figures checked.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Duration, Profile, shipped, shipped_ids};
use crate::error::Problem;
use crate::text;

/// What is needed to resolve a duration.
#[derive(Clone, Copy, Debug)]
pub struct Resolve<'a> {
    /// Profiles of the file; the shipped ones need not be there.
    pub profiles: &'a BTreeMap<String, Arc<Profile>>,
    /// The step's limit in working days, for `limit_profile`.
    pub limit_days: Option<f64>,
}

impl Duration {
    /// The duration, checked; a profile that is known by its id only is found.
    ///
    /// # Errors
    /// No such profile, no limit that it could be a share of, or figures that cannot be.
    pub fn resolved(&self, with: Resolve<'_>) -> Result<Duration, Problem> {
        let mut resolved = self.clone();
        if let Duration::LimitProfile {
            profile,
            limit_days,
        } = &mut resolved
        {
            *profile = with.profile(&profile.id)?;
            *limit_days = with.limit_days.ok_or_else(|| {
                Problem::error("`limit_profile` needs a limit, and the step has none")
                    .hint("give the step `limit_days`, or another duration")
            })?;
        }
        resolved.validate()?;
        Ok(resolved)
    }
}

impl Resolve<'_> {
    /// A profile of the file, else a shipped one.
    fn profile(&self, id: &str) -> Result<Arc<Profile>, Problem> {
        let own = self.profiles.get(id).cloned();
        own.or_else(|| shipped(id)).ok_or_else(|| {
            let mut ids: Vec<&str> = self.profiles.keys().map(String::as_str).collect();
            ids.extend(shipped_ids());
            Problem::error(format!("no profile is called `{id}`")).allowed(text::list(&ids))
        })
    }
}
