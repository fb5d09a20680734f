//! What `calibrate` makes of recorded logs, beside what is known of them.

use std::path::PathBuf;

use redtape::exchange::calibrate::RollUp;

use crate::calibrate::{loads, made, settings};
use crate::{data_folder, simulated};

/// The 644 receipts whose branches T02, T04, T05 and T06, T10 run side by side.
#[test]
fn branches_of_recorded_permits_end_together_as_they_did() {
    let Some(folder) = data_folder("logs") else {
        println!("skipped: receipt_train");
        return;
    };
    let mut packed = flate2::read::GzDecoder::new(
        std::fs::File::open(folder.join("receipt_train_events.csv.gz")).expect("it can be opened"),
    );
    let mut reader = csv::Reader::from_reader(&mut packed);
    let mut cases: std::collections::BTreeMap<String, Vec<csv::StringRecord>> = Default::default();
    for record in reader.records() {
        let record = record.expect("it is CSV");
        cases.entry(record[0].to_owned()).or_default().push(record);
    }
    let word =
        |record: &csv::StringRecord| record[1].split(' ').next().unwrap_or_default().to_owned();
    let (mut text, mut branches) = ("case,activity,group,complete\n".to_owned(), Vec::new());
    for records in cases.values() {
        let words: Vec<String> = records.iter().map(word).collect();
        let mut sorted = words.clone();
        sorted.sort();
        let time = |name: &str| {
            let at = words.iter().position(|word| word == name)?;
            records[at][4].parse::<jiff::Timestamp>().ok()
        };
        let all: Option<Vec<jiff::Timestamp>> = ["Confirmation", "T02", "T04", "T05", "T06", "T10"]
            .iter()
            .map(|name| time(name))
            .collect();
        let Some(all) = all.filter(|_| sorted.len() == 6) else {
            continue;
        };
        let in_order = all.iter().all(|time| all[0] <= *time)
            && all[1] <= all[2]
            && all[2] <= all[3]
            && all[4] <= all[5];
        if !in_order {
            continue;
        }
        let days = |end: jiff::Timestamp| end.duration_since(all[0]).as_secs_f64() / 86_400.0;
        branches.push((days(all[3]), days(all[5])));
        for record in records {
            text += &format!(
                "{},{},{},{}\n",
                &record[0], &record[1], &record[3], &record[4]
            );
        }
    }
    assert_eq!(branches.len(), 644);
    let place = tempfile::tempdir().expect("a folder can be made");
    let log = place.path().join("block.csv");
    std::fs::write(&log, text).expect("it can be written");
    let found = made(&log, None, &settings()).expect("it is read");
    let scenario = place.path().join("block.toml");
    std::fs::write(&scenario, &found.scenario).expect("it can be written");
    let elapsed = &simulated(&scenario)["elapsed_days"];
    let simulated = elapsed["mean"].as_f64().expect("it is computed") * 7.0 / 5.0;
    let (recorded, independent, error) = gap(&branches);
    assert!((recorded - 5.88).abs() < 0.01, "{recorded}");
    assert!((independent - 6.40).abs() < 0.05, "{independent}");
    let gap = simulated - independent;
    assert!(
        (gap - (recorded - independent)).abs() < 4.0 * error,
        "{gap} ± {error}"
    );
    assert!(gap < -0.2, "{gap}");
}

/// Mean of the later branch: recorded, if branches were independent, and the bootstrap error of the difference.
fn gap(branches: &[(f64, f64)]) -> (f64, f64, f64) {
    let later = |pairs: &[(f64, f64)]| {
        let recorded = pairs.iter().map(|(a, b)| a.max(*b)).sum::<f64>() / pairs.len() as f64;
        // Every pair of a first and a second branch, each once.
        let mut second: Vec<f64> = pairs.iter().map(|(_, b)| *b).collect();
        second.sort_by(f64::total_cmp);
        let sums: Vec<f64> = second
            .iter()
            .rev()
            .scan(0.0, |sum, value| {
                *sum += value;
                Some(*sum)
            })
            .collect();
        let n = pairs.len();
        let independent = pairs.iter().map(|(a, _)| {
            let below = second.partition_point(|b| b < a);
            let above = if below < n { sums[n - below - 1] } else { 0.0 };
            (*a * below as f64 + above) / n as f64
        });
        (recorded, independent.sum::<f64>() / n as f64)
    };
    let (recorded, independent) = later(branches);
    let mut state = 1u64;
    let mut gaps = Vec::new();
    for _ in 0..200 {
        let sample: Vec<(f64, f64)> = (0..branches.len())
            .map(|_| {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                branches[(state >> 33) as usize % branches.len()]
            })
            .collect();
        let (recorded, independent) = later(&sample);
        gaps.push(recorded - independent);
    }
    let mean = gaps.iter().sum::<f64>() / gaps.len() as f64;
    let variance = gaps
        .iter()
        .map(|gap| (gap - mean) * (gap - mean))
        .sum::<f64>()
        / gaps.len() as f64;
    (recorded, independent, variance.sqrt())
}

/// The times of a case hang together: only then do those of all steps come to what whole cases took.
#[test]
fn simulated_cases_last_as_long_as_recorded_ones() {
    let mut logs = vec![PathBuf::from("tests/logs/permits.csv")];
    match data_folder("logs") {
        None => println!("skipped: receipt_train, BPIC20"),
        Some(folder) => logs.extend([
            folder.join("receipt_train_events.csv.gz"),
            folder.join("BPIC20_DomesticDeclarations.xes.gz"),
        ]),
    }
    for log in logs {
        let name = log.display().to_string();
        let found = made(&log, None, &settings()).expect("it is read");
        let place = tempfile::tempdir().expect("a folder can be made");
        let scenario = place.path().join("log.toml");
        std::fs::write(&scenario, &found.scenario).expect("it can be written");
        let elapsed = &simulated(&scenario)["elapsed_days"];
        let days_of = |key: &str| elapsed[key].as_f64().expect("it is computed");
        let days = &found.recorded_days;
        let mean = days.iter().sum::<f64>() / days.len() as f64;
        let squares = days.iter().map(|day| (day - mean) * (day - mean));
        let error = (squares.sum::<f64>() / days.len() as f64 / days.len() as f64).sqrt();
        let gap = days_of("mean") - mean;
        assert!(gap.abs() < 4.0 * error, "{name}: mean {gap} ± {error}");
        for (key, p) in [("p50", 0.5), ("p90", 0.9)] {
            // Four standard errors of the share of cases to either side.
            let spread = 4.0 * (p * (1.0 - p) / days.len() as f64).sqrt();
            let at = |p: f64| days[((p * days.len() as f64) as usize).min(days.len() - 1)];
            let (low, high) = (at(p - spread), at(p + spread));
            let value = days_of(key);
            assert!(
                (low..=high).contains(&value),
                "{name}: {key} {value}, {low} to {high}"
            );
        }
    }
}

#[test]
fn recorded_logs_are_read_whole_and_give_scenarios_that_load() {
    let Some(folder) = data_folder("logs") else {
        println!("skipped: recorded logs");
        return;
    };
    let cases = [
        ("receipt_train_events.csv.gz", 828, 5_072, 0),
        ("BPIC15_1.xes.gz", 1_199, 52_217, 10),
        ("BPIC20_DomesticDeclarations.xes.gz", 10_500, 56_437, 0),
    ];
    for (name, n_cases, n_events, letters) in cases {
        let mut settings = settings();
        if letters > 0 {
            settings.roll_up = RollUp::Prefix(letters);
        }
        let found = made(&folder.join(name), None, &settings).expect("it is read");
        let read = found.report[0].get(redtape::lang::Lang::En, "").to_owned();
        assert!(
            read.starts_with(&format!("read: {n_cases} cases, {n_events} events")),
            "{read}"
        );
        loads(&found.scenario);
    }
}

#[test]
fn deadlines_of_recorded_permits_are_kept_by_the_scenario() {
    let Some(folder) = data_folder("logs") else {
        println!("skipped: receipt_train");
        return;
    };
    let log = folder.join("receipt_train_events.csv.gz");
    let deadlines = folder.join("receipt_train_cases.csv.gz");
    let found = made(&log, Some(&deadlines), &settings()).expect("it is read");
    let whole = found.whole.as_ref().expect("there is a table of cases");
    assert_eq!((whole.n_closed, whole.n_open, whole.early.1), (819, 9, 84));
    // Of the closed cases 34.1 % are late; all nine open ones are too.
    assert_eq!(whole.late, (288, 828));
    let place = tempfile::tempdir().expect("a folder can be made");
    let scenario = place.path().join("permits.toml");
    std::fs::write(&scenario, &found.scenario).expect("it can be written");
    let json = simulated(&scenario);
    let calendar = |quantity: &str| {
        let days = json["elapsed_days"][quantity].as_f64();
        days.expect("it is computed") * 7.0 / 5.0
    };
    // Four bootstrap errors of the record: 0.75 days at the median, 5.1 at P90, 1.7 % of lateness.
    let recorded = |p: f64| whole.days.quantile(p).expect("the curve reaches it");
    assert!(
        (calendar("p50") - recorded(0.5)).abs() < 3.0,
        "{}",
        calendar("p50")
    );
    assert!(
        (calendar("p90") - recorded(0.9)).abs() < 20.4,
        "{}",
        calendar("p90")
    );
    let (in_time, _, _) = whole.used.over(1.0);
    let late = whole.late.0 as f64 / whole.late.1 as f64;
    assert!((1.0 - in_time - late).abs() < 0.066, "{in_time} {late}");
}
