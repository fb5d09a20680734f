//! Figures that a distribution cannot have are refused by name.

use redtape::duration::{Duration, LONGEST_DAYS};

use crate::distributions::{durations, profile};

#[test]
fn figures_that_cannot_be_are_refused_by_name() {
    let triangular = |min_days, mode_days, max_days| Duration::Triangular {
        min_days,
        mode_days,
        max_days,
    };
    let pert = |min_days, mode_days, max_days| Duration::Pert {
        min_days,
        mode_days,
        max_days,
    };
    let empirical = |knots: &[(f64, f64)]| Duration::Empirical {
        quantiles_days: knots.into(),
    };
    let cases = [
        (
            Duration::Fixed {
                days: -1.0,
                calendar: false,
            },
            "`days`",
        ),
        (
            Duration::Fixed {
                days: f64::NAN,
                calendar: true,
            },
            "`days`",
        ),
        (
            Duration::Fixed {
                days: LONGEST_DAYS + 1.0,
                calendar: false,
            },
            "`days`",
        ),
        (
            Duration::Uniform {
                min_days: 5.0,
                max_days: 4.0,
            },
            "`min_days`",
        ),
        (
            Duration::Uniform {
                min_days: 0.0,
                max_days: f64::INFINITY,
            },
            "`max_days`",
        ),
        (triangular(3.0, 2.0, 5.0), "`min_days`"),
        (triangular(1.0, 6.0, 5.0), "`mode_days`"),
        (pert(3.0, 2.0, 5.0), "`min_days`"),
        (pert(-0.5, 2.0, 5.0), "`min_days`"),
        (
            Duration::Normal {
                mean_days: 5.0,
                sd_days: -1.0,
            },
            "`sd_days`",
        ),
        (
            Duration::Normal {
                mean_days: f64::NAN,
                sd_days: 1.0,
            },
            "`mean_days`",
        ),
        (Duration::Exponential { mean_days: -2.0 }, "`mean_days`"),
        (
            Duration::Exponential {
                mean_days: 50_000.0,
            },
            "past all sense",
        ),
        (
            Duration::Lognormal {
                median_days: 5.0,
                sigma_log: 3.5,
            },
            "`sigma_log`",
        ),
        (
            Duration::Lognormal {
                median_days: 5.0,
                sigma_log: 3.0,
            },
            "past all sense",
        ),
        (
            Duration::Gamma {
                shape: 0.0,
                mean_days: 3.0,
            },
            "`shape`",
        ),
        (
            Duration::Gamma {
                shape: f64::INFINITY,
                mean_days: 3.0,
            },
            "`shape`",
        ),
        (
            Duration::Weibull {
                shape: -1.0,
                scale_days: 3.0,
            },
            "`shape`",
        ),
        (
            Duration::Weibull {
                shape: 1.0,
                scale_days: -3.0,
            },
            "`scale_days`",
        ),
        (empirical(&[]), "is empty"),
        (empirical(&[(0.0, 1.0), (0.5, 2.0)]), "end at 1"),
        (empirical(&[(0.0, 1.0), (0.0, 2.0), (1.0, 3.0)]), "rise"),
        (empirical(&[(0.0, 2.0), (1.0, 1.0)]), "must not fall"),
        (empirical(&[(0.0, -2.0), (1.0, 1.0)]), "negative"),
        (profile("cn-promised", -1.0), "`limit_days`"),
    ];
    for (duration, named) in cases {
        let problem = duration.validate().expect_err("it is refused");
        assert!(
            problem.message.contains(named),
            "{duration:?}: {}",
            problem.message
        );
    }
    for (name, duration, _) in durations() {
        assert!(duration.validate().is_ok(), "{name}");
    }
}
