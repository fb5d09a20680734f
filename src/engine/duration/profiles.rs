//! The two profiles that ship: one assumed, one recorded.

use std::sync::{Arc, LazyLock};

use super::special::{beta_cdf, inverse};
use super::{Covers, Profile};

/// The ids of the shipped profiles, the default first.
pub fn shipped_ids() -> Vec<&'static str> {
    vec!["cn-promised", "nl-wabo"]
}

/// The shipped profile called `id`.
pub fn shipped(id: &str) -> Option<Arc<Profile>> {
    match id {
        "cn-promised" => Some(Arc::clone(&CN_PROMISED)),
        "nl-wabo" => Some(Arc::clone(&NL_WABO)),
        _ => None,
    }
}

/// Share of steps that end after their limit (assumption).
const LATE: f64 = 0.02;
/// Share of steps that end within the last 5 % of their limit (assumption).
const LAST_MOMENT: f64 = 0.20;

/// An assumption: a city that reports hardly any lateness (2 %), a fifth of the work ending in the last
/// 5 % of the limit, the rest Beta(2.5, 2.5) over the first 95 %; late steps up to half a limit late.
/// Chinese reports give totals only: Fangchenggang 2011-03 closed 5,497 items with none overdue.
static CN_PROMISED: LazyLock<Arc<Profile>> = LazyLock::new(|| {
    let body = 1.0 - LATE - LAST_MOMENT;
    let mut quantiles: Vec<(f64, f64)> = (0..=100)
        .map(|percent| {
            let p = f64::from(percent) / 100.0;
            (p * body, 0.95 * inverse(beta_cdf(2.5, 2.5), p, 0.0, 1.0))
        })
        .collect();
    quantiles[0].1 = 0.0;
    quantiles[100].1 = 0.95;
    quantiles.push((1.0 - LATE, 1.0));
    quantiles.push((1.0, 1.5));
    Arc::new(Profile {
        id: "cn-promised".to_owned(),
        quantiles,
        covers: Covers::default(),
        source: String::new(),
    })
});

/// Cases of 1,016 with a limit of 56 days by the week in which they ended: the last one ends at the limit.
const NL_WABO_WEEKS: [u32; 8] = [23, 37, 61, 68, 110, 125, 139, 188];

/// Recorded: closed environmental permits with a limit of 56 days, start to end, so intake and
/// corrections are in it. Below the limit the counts by week; above it the recorded percentiles. The
/// longest, 6 limits, is assumed.
static NL_WABO: LazyLock<Arc<Profile>> = LazyLock::new(|| {
    let mut quantiles = vec![(0.0, 0.0)];
    let mut ended = 0;
    for (week, cases) in (1..).zip(NL_WABO_WEEKS) {
        ended += cases;
        quantiles.push((f64::from(ended) / 1016.0, f64::from(week) / 8.0));
    }
    quantiles.extend([
        (0.75, 1.01),
        (0.90, 1.55),
        (0.95, 2.17),
        (0.99, 3.66),
        (1.0, 6.0),
    ]);
    Arc::new(Profile {
        id: "nl-wabo".to_owned(),
        quantiles,
        covers: Covers {
            correction: true,
            intake: true,
            handoff: false,
        },
        source: "CoSeLoG receipt phase of an environmental permit application process (WABO), \
                 doi 10.4121/uuid:a07386a5-7be3-4367-9535-70bc9e77dbe6"
            .to_owned(),
    })
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duration::{Duration, Law};

    fn law(id: &str, limit_days: f64) -> Law {
        let profile = shipped(id).expect("it ships");
        let duration = Duration::LimitProfile {
            profile,
            limit_days,
        };
        duration.validate().expect("it is valid");
        Law::from(duration)
    }

    #[test]
    fn the_assumed_profile_is_late_in_one_step_of_fifty() {
        let law = law("cn-promised", 10.0);
        assert!((law.cdf(10.0) - 0.98).abs() < 1e-12);
        assert!((law.cdf(9.5) - 0.78).abs() < 1e-12);
    }

    #[test]
    fn the_recorded_profile_keeps_the_record() {
        // 26 % late, P75 1.01, P90 1.55 of the limit; 188 of 1,016 in the week before it.
        let law = law("nl-wabo", 56.0);
        assert!((1.0 - law.cdf(56.0) - 0.26).abs() < 0.005);
        assert!((law.cdf(56.0) - law.cdf(49.0) - 188.0 / 1016.0).abs() < 1e-12);
        assert!((law.quantile(0.90) / 56.0 - 1.55).abs() < 1e-9);
        assert!((law.quantile(0.50) / 56.0 - 0.83).abs() < 0.03);
        assert!((law.quantile(0.75) / 56.0 - 1.01).abs() < 0.06);
    }
}
