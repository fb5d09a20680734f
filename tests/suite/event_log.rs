//! Simulated event logs: the days are the simulator's, the formats those that others read.

use std::path::Path;

use redtape::exchange::calibrate::{Malformed, Settings, calibrate, read};
use redtape::scenario::load;
use redtape::sim::{Family, Officers, every_case, every_visit};

use crate::{golden, printed};

#[test]
fn a_case_ends_in_its_log_when_it_ends_in_the_simulation() {
    let loaded = load(Path::new("tests/cases/everything.toml")).expect("it loads");
    let scenario = &loaded.scenarios[0];
    let family = Family::new(1, &scenario.id, &[&scenario.baseline], Officers::Free);
    let cases = &every_case(&family, None, 1)[0];
    let mut ends = vec![0; cases.len()];
    every_visit(&family, None, cases.len() as u64, |visit| {
        assert!(visit.ready <= visit.end);
        let end = &mut ends[visit.case as usize];
        *end = visit.end.max(*end);
    });
    let elapsed: Vec<u32> = cases.iter().map(|(elapsed, _)| *elapsed).collect();
    assert_eq!(ends, elapsed);
}

#[test]
fn two_cases_are_written_as_recorded() {
    for format in ["xes", "csv"] {
        for lang in ["en", "zh"] {
            let arguments = [
                "export",
                "tests/cases/everything.toml",
                "--format",
                format,
                "--cases",
                "2",
                "--lang",
                lang,
            ];
            golden(
                &format!("export/cases-{lang}.{format}"),
                &printed(&arguments),
            );
        }
    }
}

#[test]
fn a_simulated_log_is_a_log_that_calibrate_reads() {
    let place = tempfile::tempdir().expect("a folder can be made");
    let settings = Settings {
        malformed: Malformed::Refuse,
        coverage: 1.0,
        ..crate::calibrate::settings()
    };
    let made = ["xes", "csv"].map(|format| {
        let path = place.path().join(format!("log.{format}"));
        let shown = path.display().to_string();
        let arguments = [
            "export",
            "scenarios/shuozhou-2021/gov-building.toml",
            "--format",
            format,
            "--cases",
            "300",
            "--output",
            &shown,
        ];
        assert_eq!(printed(&arguments), "");
        let source = read(&path, &settings).expect("it is read");
        let part = source.part(None, &settings).expect("it is in bounds");
        assert_eq!(part.log.cases.all.len(), 300);
        calibrate("log", &part, None, &settings).expect("it has work")
    });
    let loaded = load(Path::new("scenarios/shuozhou-2021/gov-building.toml")).expect("it loads");
    let n_steps = loaded.scenarios[0].baseline.steps().count();
    for made in &made {
        assert!(
            made.model.steps.len() + 3 >= n_steps,
            "{} of {n_steps}",
            made.model.steps.len()
        );
    }
    assert_eq!(made[0].model.patterns.len(), made[1].model.patterns.len());
}
