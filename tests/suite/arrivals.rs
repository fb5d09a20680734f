//! How cases come: seasons, weekdays, recorded dates, batches and what lies there on day zero.

use jiff::civil::{Date, date};

use redtape::sim::events::Replication;
use redtape::workflow::{Arrivals, Process, Workflow};

use super::office::*;

/// 2026 from Monday, 5 January, has so many working days with Monday to Friday worked.
const YEAR_DAYS: f64 = 261.0;

/// One step that nobody waits for.
fn desk() -> Workflow {
    let mut step = served("a", "desk", fixed(1.0));
    step.efforts.clear();
    office(vec![], vec![], vec![step], &[])
}

/// `n` replications, counting who comes from `from` to `to` days after day zero.
fn come(process: &Process, (from, to): (f64, f64), n: u64) -> Vec<Replication> {
    let process = arrivals(process.clone());
    simulate(&[&desk()], &process, (6, n), window(from, to)).remove(0)
}

fn seasonal(per_day: f64, months: &[(usize, f64)], weekdays: &[(usize, f64)]) -> Process {
    let (mut month_weights, mut weekday_weights) = ([1.0; 12], [1.0; 7]);
    for &(month, weight) in months {
        month_weights[month - 1] = weight;
    }
    for &(weekday, weight) in weekdays {
        weekday_weights[weekday] = weight;
    }
    Process::Seasonal {
        per_day,
        month_weights,
        weekday_weights,
    }
}

/// The mean of a Poisson number with this mean, over `runs`, within 4 of its standard errors.
fn is_poisson(runs: &[Replication], exact: f64) {
    let n = runs.len() as f64;
    let sum: u64 = runs.iter().map(|run| run.arrived).sum();
    let mean = sum as f64 / n;
    let error = (exact / n).sqrt();
    assert!(
        (mean - exact).abs() < 4.0 * error,
        "{mean} ± {error}, {exact}"
    );
    // Its variance is its mean: the sample variance of n numbers scatters by about mean × √(2/n).
    let squares: f64 = runs
        .iter()
        .map(|run| (run.arrived as f64 - mean).powi(2))
        .sum();
    let variance = squares / (n - 1.0);
    let error = exact * (2.0 / n).sqrt() + (exact / n).sqrt();
    assert!(
        (variance - exact).abs() < 4.0 * error,
        "variance {variance} ± {error}, {exact}"
    );
}

#[test]
fn a_month_of_double_weight_brings_twice_as_many() {
    let process = seasonal(3.0, &[(12, 2.0)], &[]);
    // December 2026 has 23 working days, the last but 1 to 4 January of the year from 5 January 2026 on.
    let december = 23.0;
    let rate = 3.0 * YEAR_DAYS / (YEAR_DAYS + december);
    let first = YEAR_DAYS - december - 2.0;
    is_poisson(
        &come(&process, (first, first + december), 400),
        2.0 * rate * december,
    );
    is_poisson(&come(&process, (100.0, 120.0), 400), 20.0 * rate);
    // Over the whole year as many as the file says.
    is_poisson(&come(&process, (0.0, YEAR_DAYS), 400), 3.0 * YEAR_DAYS);
}

#[test]
fn weekdays_have_their_weights_and_a_weight_of_nothing_brings_nobody() {
    let process = seasonal(8.0, &[], &[(0, 3.0), (4, 0.0)]);
    // Of 261 days from a Monday on 53 are Mondays, 52 each other day of the week.
    let sum = 53.0 * 3.0 + 3.0 * 52.0;
    let rate = 8.0 * YEAR_DAYS / sum;
    is_poisson(&come(&process, (0.0, 1.0), 400), 3.0 * rate);
    is_poisson(&come(&process, (6.0, 7.0), 400), rate);
    let fridays = come(&process, (4.0, 5.0), 100);
    assert!(fridays.iter().all(|run| run.arrived == 0));
}

#[test]
fn even_weights_are_a_poisson_process_at_the_same_rate() {
    let even = come(&seasonal(5.0, &[], &[]), (0.0, 100.0), 100);
    is_poisson(&even, 500.0);
    let plain = come(&Process::Poisson { per_day: 5.0 }, (0.0, 100.0), 100);
    is_poisson(&plain, 500.0);
}

fn recorded(dates: &[Date]) -> Process {
    Process::Recorded(dates.to_vec().into())
}

#[test]
fn recorded_cases_come_on_their_dates_evenly_over_the_day() {
    let dates = [
        date(2026, 1, 5),
        // Four on a Wednesday, out of order with what follows.
        date(2026, 1, 7),
        date(2026, 1, 7),
        // A Saturday counts to the Monday after it, day 5; so do days before day zero to day zero.
        date(2026, 1, 10),
        date(2026, 1, 7),
        date(2026, 1, 7),
        date(2025, 12, 31),
    ];
    let arrived = |from: f64, to: f64| come(&recorded(&dates), (from, to), 1)[0].arrived;
    assert_eq!(arrived(0.0, 1.0), 2);
    assert_eq!(arrived(1.0, 2.0), 0);
    for quarter in 0..4 {
        let from = 2.0 + f64::from(quarter) * 0.25;
        assert_eq!(arrived(from, from + 0.25), 1, "{from}");
    }
    assert_eq!(arrived(5.0, 6.0), 1);
    assert_eq!(arrived(0.0, 100.0), 7);
    let mut sorted = dates;
    sorted.sort();
    assert_eq!(
        come(&recorded(&dates), (0.0, 10.0), 2),
        come(&recorded(&sorted), (0.0, 10.0), 2)
    );
}

#[test]
fn batches_come_whole_and_at_their_distance() {
    let process = Process::Batch {
        size: 7,
        every_days: 2.5,
    };
    for (from, to, batches) in [
        (0.0, 2.5, 1),
        (2.5, 2.6, 1),
        (2.6, 5.0, 0),
        (0.0, 100.0, 40),
    ] {
        let run = &come(&process, (from, to), 1)[0];
        assert_eq!(run.arrived, 7 * batches, "{from} to {to}");
    }
}

#[test]
fn what_lies_there_on_day_zero_goes_first_and_counts_as_backlog() {
    let desk = office(
        vec![agency("desk", 2)],
        vec![],
        vec![served("a", "desk", fixed(1.0))],
        &[],
    );
    let late = Arrivals {
        backlog: 10,
        ..arrivals(Process::Batch {
            size: 1,
            every_days: 1e6,
        })
    };
    let mut span = window(0.0, 3.0);
    span.keeps_order = true;
    let run = simulate(&[&desk], &late, (1, 1), span).remove(0).remove(0);
    // Ten days' work for two, then the only case that comes.
    assert_eq!((run.arrived, run.done), (1, 1));
    assert_eq!(days(run.in_order[0]), 6.0);
    // Two a day are done, the last of the window at its end.
    assert_eq!(run.backlog, (10, 7));
    assert_eq!(run.throughput, 4);
}
