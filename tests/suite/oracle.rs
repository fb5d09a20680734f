//! Distributions by other means: another library's draws, and textbook distribution functions.

use rand::RngExt;
use rand::rngs::StdRng;
use rand_distr::{Distribution, Exp, Gamma, LogNormal, Normal, Pert, Triangular, Weibull};
use redtape::duration::{Duration, Move};

/// One draw in working days, by somebody else's code where there is any.
pub fn draw(duration: &Duration, random: &mut StdRng) -> f64 {
    let good = "the test's own figures are valid";
    match duration {
        Duration::Fixed { days, calendar } => days * if *calendar { 5.0 / 7.0 } else { 1.0 },
        Duration::Uniform { min_days, max_days } => {
            min_days + random.random::<f64>() * (max_days - min_days)
        }
        Duration::Triangular {
            min_days,
            mode_days,
            max_days,
        } => Triangular::new(*min_days, *max_days, *mode_days)
            .expect(good)
            .sample(random),
        Duration::Pert {
            min_days,
            mode_days,
            max_days,
        } => Pert::new(*min_days, *max_days)
            .with_mode(*mode_days)
            .expect(good)
            .sample(random),
        Duration::Normal { mean_days, sd_days } => Normal::new(*mean_days, *sd_days)
            .expect(good)
            .sample(random)
            .max(0.0),
        Duration::Exponential { mean_days } => {
            Exp::new(1.0 / mean_days).expect(good).sample(random)
        }
        Duration::Lognormal {
            median_days,
            sigma_log,
        } => LogNormal::new(median_days.ln(), *sigma_log)
            .expect(good)
            .sample(random),
        Duration::Gamma { shape, mean_days } => Gamma::new(*shape, mean_days / shape)
            .expect(good)
            .sample(random),
        Duration::Weibull { shape, scale_days } => Weibull::new(*scale_days, *shape)
            .expect(good)
            .sample(random),
        Duration::Empirical { quantiles_days } => between(quantiles_days, random.random()),
        Duration::LimitProfile {
            profile,
            limit_days,
        } => between(&profile.quantiles, random.random()) * limit_days,
    }
}

fn between(knots: &[(f64, f64)], p: f64) -> f64 {
    let pair = knots
        .windows(2)
        .find(|pair| p <= pair[1].0)
        .expect("knots end at 1");
    let [(p0, x0), (p1, x1)] = [pair[0], pair[1]];
    x0 + (x1 - x0) * (p - p0) / (p1 - p0)
}

pub fn moved(days: f64, change: &Move) -> f64 {
    match *change {
        Move::Scale { factor } => days * factor,
        Move::CutAt { bound_days } => days.min(bound_days),
        Move::Respond {
            old_days,
            new_days,
            share,
        } => {
            let proportional = days * new_days / old_days;
            let capped = if days > old_days {
                days - (old_days - new_days)
            } else {
                days.min(new_days)
            };
            share * proportional + (1.0 - share) * capped
        }
    }
}

/// Simpson's rule on 4,000 panels: the densities below are smooth.
fn area(density: impl Fn(f64) -> f64, to: f64) -> f64 {
    let step = to / 4_000.0;
    let weight = |idx: usize| match idx {
        0 | 4_000 => 1.0,
        _ if idx % 2 == 1 => 4.0,
        _ => 2.0,
    };
    (0..=4_000)
        .map(|idx| weight(idx) * density(idx as f64 * step))
        .sum::<f64>()
        * step
        / 3.0
}

fn standard_normal_cdf(z: f64) -> f64 {
    let half = area(
        |x| (-x * x / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt(),
        z.abs().min(9.0),
    );
    0.5 + half.copysign(z)
}

/// The share of cases within `x` days, written down from the textbook.
pub fn textbook(duration: &Duration, x: f64) -> f64 {
    let step = |at: f64| f64::from(u8::from(x >= at));
    match duration {
        Duration::Fixed { days, calendar } => {
            step(if *calendar { days * 5.0 / 7.0 } else { *days })
        }
        Duration::Uniform { min_days, max_days } => {
            ((x - min_days) / (max_days - min_days)).clamp(0.0, 1.0)
        }
        Duration::Triangular {
            min_days: a,
            mode_days: c,
            max_days: b,
        } => {
            if x <= *a {
                0.0
            } else if x >= *b {
                1.0
            } else if x <= *c {
                (x - a).powi(2) / (b - a) / (c - a)
            } else {
                1.0 - (b - x).powi(2) / (b - a) / (b - c)
            }
        }
        Duration::Pert {
            min_days: a,
            mode_days: c,
            max_days: b,
        } => {
            let (p, q) = (4.0 * (c - a) / (b - a), 4.0 * (b - c) / (b - a));
            let density = |x: f64| x.powf(p) * (1.0 - x).powf(q);
            area(density, ((x - a) / (b - a)).clamp(0.0, 1.0)) / area(density, 1.0)
        }
        Duration::Normal { mean_days, sd_days } => {
            step(0.0) * standard_normal_cdf((x - mean_days) / sd_days)
        }
        Duration::Exponential { mean_days } => 1.0 - (-x.max(0.0) / mean_days).exp(),
        Duration::Lognormal {
            median_days,
            sigma_log,
        } => standard_normal_cdf((x.max(1e-300) / median_days).ln() / sigma_log),
        // Shapes here are whole: the Erlang sum.
        Duration::Gamma { shape, mean_days } => {
            let scaled = x.max(0.0) * shape / mean_days;
            let mut term = 1.0;
            let mut sum = 0.0;
            for idx in 0..*shape as u32 {
                sum += term;
                term *= scaled / f64::from(idx + 1);
            }
            1.0 - (-scaled).exp() * sum
        }
        Duration::Weibull { shape, scale_days } => {
            1.0 - (-(x.max(0.0) / scale_days).powf(*shape)).exp()
        }
        Duration::Empirical { quantiles_days } => below(quantiles_days, x),
        Duration::LimitProfile {
            profile,
            limit_days,
        } => below(&profile.quantiles, x / limit_days),
    }
}

fn below(knots: &[(f64, f64)], x: f64) -> f64 {
    let passed = knots.windows(2).filter(|pair| pair[0].1 <= x);
    passed
        .map(|pair| {
            let width = pair[1].1 - pair[0].1;
            let share = if width > 0.0 {
                ((x - pair[0].1) / width).min(1.0)
            } else {
                1.0
            };
            (pair[1].0 - pair[0].0) * share
        })
        .sum()
}
