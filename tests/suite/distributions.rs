//! Every distribution: its mean, its distribution function against somebody else's, its atoms, its first draws.

use std::sync::Arc;

use rand::SeedableRng;
use rand::rngs::StdRng;
use redtape::duration::{Duration, Law, Move, shipped};
use redtape::sim::streams::{Purpose, Stream, Table, standard_normal, uniforms_of};
use redtape::sim::{TICKS_PER_DAY, days_of};

use crate::oracle::{self, textbook};

pub fn profile(id: &str, limit_days: f64) -> Duration {
    Duration::LimitProfile {
        profile: shipped(id).expect("it ships"),
        limit_days,
    }
}

fn knots(days: &[f64]) -> Arc<[(f64, f64)]> {
    let last = (days.len() - 1) as f64;
    let knots = days.iter().enumerate();
    knots
        .map(|(idx, &days)| (idx as f64 / last, days))
        .collect()
}

/// One of every kind, with its mean worked out by hand.
pub fn durations() -> Vec<(&'static str, Duration, f64)> {
    let (min_days, max_days) = (2.0, 9.0);
    let bounded = |mode_days| (min_days, mode_days, max_days);
    let (a, c, b) = bounded(3.3);
    vec![
        (
            "fixed",
            Duration::Fixed {
                days: 3.03,
                calendar: false,
            },
            3.03,
        ),
        (
            "fixed calendar",
            Duration::Fixed {
                days: 7.0,
                calendar: true,
            },
            5.0,
        ),
        ("uniform", Duration::Uniform { min_days, max_days }, 5.5),
        (
            "triangular",
            Duration::Triangular {
                min_days: a,
                mode_days: c,
                max_days: b,
            },
            14.3 / 3.0,
        ),
        (
            "pert",
            Duration::Pert {
                min_days: a,
                mode_days: c,
                max_days: b,
            },
            24.2 / 6.0,
        ),
        (
            "normal",
            Duration::Normal {
                mean_days: 20.0,
                sd_days: 4.0,
            },
            20.000_000_21,
        ),
        // 1 · Φ(1/2) + 2 · φ(1/2).
        (
            "normal, cut often",
            Duration::Normal {
                mean_days: 1.0,
                sd_days: 2.0,
            },
            1.395_593_1,
        ),
        ("exponential", Duration::Exponential { mean_days: 4.0 }, 4.0),
        // 15 · exp(0.35² / 2).
        (
            "lognormal",
            Duration::Lognormal {
                median_days: 15.0,
                sigma_log: 0.35,
            },
            15.947_470,
        ),
        // 2 · e^(1/2).
        (
            "lognormal, wide",
            Duration::Lognormal {
                median_days: 2.0,
                sigma_log: 1.0,
            },
            3.297_442_5,
        ),
        (
            "gamma",
            Duration::Gamma {
                shape: 3.0,
                mean_days: 8.0,
            },
            8.0,
        ),
        // 8 · Γ(1 + 1/1.5) = 8 · 0.902745...
        (
            "weibull",
            Duration::Weibull {
                shape: 1.5,
                scale_days: 8.0,
            },
            7.221_962_3,
        ),
        // 5 · Γ(3) = 10.
        (
            "weibull, long tail",
            Duration::Weibull {
                shape: 0.5,
                scale_days: 5.0,
            },
            10.0,
        ),
        // Four pieces of a quarter each: their middles 1.5, 2.25, 3.25, 6.5.
        (
            "empirical",
            Duration::Empirical {
                quantiles_days: knots(&[1.0, 2.0, 2.5, 4.0, 9.0]),
            },
            3.375,
        ),
        // 0.78 · 0.475 + 0.20 · 0.975 + 0.02 · 1.25 of the limit.
        ("cn-promised", profile("cn-promised", 10.0), 5.905),
        // The areas between its knots, by spreadsheet.
        ("nl-wabo", profile("nl-wabo", 56.0), 53.042412),
    ]
}

/// Laws as reforms leave them.
fn moved() -> Vec<(&'static str, Law)> {
    let lognormal = Law::from(Duration::Lognormal {
        median_days: 9.0,
        sigma_log: 0.5,
    });
    let promised = Law::from(profile("cn-promised", 12.0));
    let cap = |law: &Law, share| {
        let mut law = law.clone();
        law.moves.push(Move::Respond {
            old_days: 12.0,
            new_days: 7.0,
            share,
        });
        law
    };
    vec![
        ("proportional", promised.respond(12.0, 7.0, 1.0)),
        ("capped", cap(&promised, 0.0)),
        ("half capped", cap(&promised, 0.5)),
        ("capped lognormal", cap(&lognormal, 0.0)),
        ("half capped lognormal", cap(&lognormal, 0.5)),
        ("cut", lognormal.cut_at(8.0)),
        (
            "scaled, then cut, then capped",
            cap(&lognormal.scale(1.5).cut_at(13.0), 0.3),
        ),
        ("raised", lognormal.respond(6.0, 9.0, 1.0)),
    ]
}

/// P(N ≤ value): how many of the 2^32 uniforms give at most `value`.
fn at_most(value: u32, of: impl Fn(u32) -> u32) -> f64 {
    let (mut low, mut high) = (0u64, 1u64 << 32);
    while low < high {
        let middle = (low + high) / 2;
        if of(middle as u32) <= value {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low as f64 / 4_294_967_296.0
}

/// Over every 1,024th uniform: what lies beyond the first and the last of these weighs next to nothing.
fn mean(table: &Table) -> f64 {
    let uniforms = (0..1u64 << 22).map(|part| (part << 10 | 512) as u32);
    let sum: u64 = uniforms
        .map(|uniform| u64::from(table.value(uniform)))
        .sum();
    days_of(sum as f64) / f64::from(1u32 << 22)
}

#[test]
fn tables_keep_the_mean_to_a_thousandth_of_a_day() {
    for (name, duration, days) in durations() {
        let law = Law::from(duration.clone());
        let ours = mean(&Table::new(&law));
        assert!((ours - days).abs() < 1e-3, "{name}: {ours}, by hand {days}");
        assert!(
            (duration.mean() - days).abs() < 1e-6,
            "{name}: {}, by hand {days}",
            duration.mean()
        );
    }
    for (name, law) in moved() {
        let ours = mean(&Table::new(&law));
        assert!(
            (ours - law.mean()).abs() < 1e-3,
            "{name}: {ours}, the law {}",
            law.mean()
        );
    }
}

#[test]
fn tables_follow_the_textbook_in_the_body_and_in_both_tails() {
    for (name, duration, _) in durations() {
        let table = Table::new(&Law::from(duration.clone()));
        // Halves and halves of halves toward both ends, and evenly in between.
        let tails = (1..=26).map(|octave| 1u32 << (32 - octave));
        let body = (1..64).map(|part| part << 26);
        for uniform in tails.clone().chain(tails.map(|near| !near)).chain(body) {
            let value = table.value(uniform);
            let ours = at_most(value, |uniform| table.value(uniform));
            // A value stands for half a tick to either side; the ends of a straight line are whole ticks, so that one in
            // between is right to half a tick.
            let theirs = |ticks: f64| textbook(&duration, days_of(f64::from(value) + ticks));
            let (least, most) = (theirs(0.0), theirs(1.0));
            assert!(
                least - 1e-5 < ours && ours < most + 1e-5,
                "{name}: P(N <= {value}) is {ours}, not between {least} and {most}"
            );
        }
    }
}

#[test]
fn quantiles_and_distribution_functions_undo_each_other() {
    let bases = durations()
        .into_iter()
        .map(|(name, duration, _)| (name, Law::from(duration)));
    for (name, law) in bases.chain(moved()) {
        for p in [
            1e-6, 1e-4, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.9999, 0.999_999,
        ] {
            let days = law.quantile(p);
            let (reached, before) = (law.cdf(days + 1e-9), law.cdf(days - 1e-6));
            assert!(
                reached >= p - 1e-6 && before <= p + 1e-6,
                "{name}: {p} {days} {before} {reached}"
            );
        }
    }
}

#[test]
fn draws_are_those_of_another_library() {
    // 24 laws, two ways each; the one-sample point of Kolmogorov at 1e-5: sqrt(-ln(1e-5 / 2) / 2). Discrete
    // values only make it smaller.
    const KOLMOGOROV: f64 = 2.470;
    const DRAWS: usize = 65_536;
    let mut random = StdRng::seed_from_u64(1);
    let bases = durations()
        .into_iter()
        .map(|(name, duration, _)| (name, Law::from(duration)));
    for (name, law) in bases.chain(moved()) {
        let table = Table::new(&law);
        let mut theirs: Vec<u32> = (0..DRAWS)
            .map(|_| {
                let days = law
                    .moves
                    .iter()
                    .fold(oracle::draw(&law.base, &mut random), oracle::moved);
                (days * f64::from(TICKS_PER_DAY)).round() as u32
            })
            .collect();
        let mut uniforms = vec![0; DRAWS];
        Stream::new(1, "distributions", name, Purpose::Duration).uniforms(0, 0, &mut uniforms);
        let mut plain = vec![0; DRAWS];
        table.fill(&uniforms, &mut plain);
        let mut over_normals = vec![0; DRAWS];
        table.fill(&there_and_back(&uniforms), &mut over_normals);
        for (how, sample) in [
            ("theirs", &mut theirs),
            ("ours", &mut plain),
            ("over normals", &mut over_normals),
        ] {
            sample.sort_unstable();
            let mut largest = 0.0f64;
            for (rank, &value) in sample.iter().enumerate() {
                // The last of equal ones.
                if sample.get(rank + 1) != Some(&value) {
                    let seen = (rank + 1) as f64 / DRAWS as f64;
                    let law = at_most(value, |uniform| table.value(uniform));
                    largest = largest.max((seen - law).abs());
                }
            }
            let scaled = largest * (DRAWS as f64).sqrt();
            assert!(scaled < KOLMOGOROV, "{name}, {how}: {scaled}");
        }
    }
}

/// Uniforms by way of the normals that cases of one factor add up.
fn there_and_back(uniforms: &[u32]) -> Vec<u32> {
    let there: Vec<f32> = uniforms.iter().copied().map(standard_normal).collect();
    let mut back = vec![0; uniforms.len()];
    uniforms_of(&there, &mut back);
    back
}

#[test]
fn the_way_over_normals_gives_the_same_law_to_the_tails() {
    let uniforms: Vec<u32> = (0..1u32 << 16).map(|part| part << 16 | 1 << 15).collect();
    for (there, back) in uniforms.iter().zip(there_and_back(&uniforms)) {
        let gap = f64::from(there.abs_diff(back)) / 4_294_967_296.0;
        assert!(gap < 1e-4, "{there}: {back}");
    }
}

#[test]
fn atoms_are_exact() {
    let share_at = |law: &Law, days: f64| {
        let table = Table::new(law);
        let value = (days * f64::from(TICKS_PER_DAY)).round() as u32;
        let p = |value| at_most(value, |uniform| table.value(uniform));
        p(value) - value.checked_sub(1).map_or(0.0, p)
    };
    let near = |share: f64, atom: f64, ticks: f64, range_days: f64| {
        // What falls within half a tick on either side is told as the same time.
        let beside = ticks / f64::from(TICKS_PER_DAY) / range_days;
        assert!(
            (atom..=atom + beside).contains(&(share + 1e-9)),
            "{share}, not {atom}"
        );
    };
    let uniform = Law::from(Duration::Uniform {
        min_days: 0.0,
        max_days: 20.0,
    });
    near(share_at(&uniform.cut_at(8.0), 8.0), 0.6, 1.0, 20.0);
    let mut capped = uniform.clone();
    capped.moves.push(Move::Respond {
        old_days: 10.0,
        new_days: 4.0,
        share: 0.0,
    });
    // 4 to 10 days become 4.
    near(share_at(&capped, 4.0), 0.3, 2.0, 20.0);
    let fixed = Law::from(Duration::Fixed {
        days: 2.5,
        calendar: false,
    });
    assert_eq!(share_at(&fixed, 2.5), 1.0);
    let immediate = Law::from(Duration::Empirical {
        quantiles_days: knots(&[0.0, 0.0, 0.0, 4.0]),
    });
    near(share_at(&immediate, 0.0), 2.0 / 3.0, 1.0, 12.0);
}

#[test]
fn the_first_draws_are_pinned() {
    let bases = durations()
        .into_iter()
        .map(|(name, duration, _)| (name, Law::from(duration)));
    let mut shown =
        "# The first draws of every law in ticks: plain, then over normals.\n".to_owned();
    for (name, law) in bases.chain(moved()) {
        let table = Table::new(&law);
        let mut uniforms = [0; 32];
        Stream::new(7, "pinned", "step", Purpose::Duration).uniforms(0, 0, &mut uniforms);
        let ticks = |uniforms: &[u32]| -> Vec<u32> {
            uniforms[..8]
                .iter()
                .map(|&uniform| table.value(uniform))
                .collect()
        };
        let (plain, normal) = (ticks(&uniforms), ticks(&there_and_back(&uniforms)));
        shown.push_str(&format!("{name}: {plain:?} {normal:?}\n"));
    }
    crate::golden("first_draws.txt", &shown);
}
