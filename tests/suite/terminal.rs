//! The program on a terminal and in a pipe: columns, languages, progress, Ctrl-C, readers that leave.

use std::process::Stdio;

use redtape::lang::Lang;
use unicode_width::UnicodeWidthStr;

use crate::cli::{EVERYTHING, folder, names, run, stderr, stdout, text};
use crate::legible::misplaced_percents;
use crate::{printed, program};

const PROGRAMME: &str = "scenarios/shuozhou-2021";

#[test]
fn everything_that_is_shown_fits_eighty_columns_in_both_languages() {
    let place = folder();
    let output = text(place.path());
    let run = |path, more: &[&'static str]| {
        let mut arguments = vec![
            "run",
            path,
            "--no-charts",
            "--replications",
            "512",
            "--output",
            "OUT",
        ];
        arguments.extend(more);
        arguments
    };
    let shown = [
        run(PROGRAMME, &[]),
        run(PROGRAMME, &["--details"]),
        run(EVERYTHING, &["--details"]),
        run("tests/cases/plain.toml", &["--details"]),
        vec!["measures"],
        vec!["distributions"],
    ];
    for arguments in shown {
        for lang in ["en", "zh"] {
            let mut arguments = arguments.clone();
            arguments.extend(["--lang", lang]);
            for argument in &mut arguments {
                if *argument == "OUT" {
                    *argument = output;
                }
            }
            for line in printed(&arguments).lines() {
                assert!(
                    line.width() <= 80,
                    "{arguments:?}: {} columns:\n{line}",
                    line.width()
                );
                assert!(!line.ends_with(' '), "{arguments:?}: blanks after:\n{line}");
            }
        }
    }
}

#[test]
fn percent_signs_stand_as_each_language_writes_them() {
    let place = folder();
    let output = text(place.path());
    let shown: [&[&str]; 5] = [
        &["run", PROGRAMME, "--details"],
        &["run", "scenarios/approval-hall.toml", "--details"],
        &["run", "scenarios/phases-2019-2021"],
        &["explain", "scenarios/ip-pledge-loan"],
        &["check", PROGRAMME],
    ];
    for (lang, named) in [(Lang::En, "en"), (Lang::Zh, "zh")] {
        let mut n_signs = 0;
        for arguments in shown {
            let mut arguments = [arguments, &["--lang", named]].concat();
            if arguments[0] == "run" || arguments[0] == "explain" {
                arguments.extend(["--no-charts", "--replications", "512"]);
                arguments.extend(["--output", output]);
            }
            let shown = printed(&arguments);
            let wrong = misplaced_percents(shown.lines(), lang);
            assert!(wrong.is_empty(), "{arguments:?}: {wrong:#?}");
            n_signs += shown.matches('%').count();
        }
        assert!(n_signs > 20, "only {n_signs} in {named}");
    }
    let page = crate::report::shuozhou_page(place.path());
    for (lang, begins) in [(Lang::En, "lang=\"en\">"), (Lang::Zh, "lang=\"zh\">")] {
        let said = page.split(begins).skip(1);
        let said = said.map(|rest| rest.split('<').next().unwrap_or_default());
        assert_eq!(misplaced_percents(said, lang), Vec::<&str>::new());
    }
}

/// Where Chinese words are followed or led by a mark of half their width.
fn half_width_marks(line: &str) -> Vec<String> {
    let is_chinese = |letter: char| ('\u{4e00}'..'\u{a000}').contains(&letter);
    let letters: Vec<char> = line.chars().collect();
    let near = |from: usize, to: usize| letters[from..to].iter().collect::<String>();
    let is_wrong = |&(at, letter): &(usize, &char)| {
        // Across a blank, not from column to column.
        let is_letter = |letter: &&char| **letter != ' ';
        let before = letters[..at].iter().rev().take(2).find(is_letter);
        let after = letters[at + 1..].iter().take(2).find(is_letter);
        let (before, after) = (before.copied(), after.copied());
        match letter {
            ',' | ':' | ';' | '!' | '?' | ')' => {
                // A place in a file ends with a colon.
                let is_place = *letter == ':' && before.is_some_and(|one| one.is_ascii_digit());
                before.is_some_and(is_chinese) || (after.is_some_and(is_chinese) && !is_place)
            }
            '(' => before.is_some_and(is_chinese) || after.is_some_and(is_chinese),
            _ => false,
        }
    };
    let wrong = letters.iter().enumerate().filter(is_wrong);
    wrong
        .map(|(at, _)| near(at.saturating_sub(8), (at + 8).min(letters.len())))
        .collect()
}

#[test]
fn chinese_has_chinese_punctuation_everywhere() {
    assert_eq!(
        half_width_marks("一，二（三）：四 `a, b` (c)；x.toml:3: 五"),
        Vec::<String>::new()
    );
    for wrong in ["一,二", "甲 (乙)", "a: 乙", "甲:b", "甲(1.2)"] {
        assert!(!half_width_marks(wrong).is_empty(), "{wrong}");
    }
    let place = folder();
    let output = text(place.path());
    let mut shown: Vec<Vec<&str>> = vec![
        vec!["run", PROGRAMME, "--details", "--no-charts"],
        vec![
            "run",
            "scenarios/approval-hall.toml",
            "--details",
            "--no-charts",
        ],
        vec![
            "run",
            "scenarios/phases-2019-2021",
            "--details",
            "--no-charts",
        ],
        vec![
            "explain",
            "scenarios/ip-pledge-loan",
            "--details",
            "--no-charts",
        ],
        vec!["check", PROGRAMME],
        vec!["check", "scenarios/measures"],
        vec!["measures"],
        vec!["distributions"],
        vec!["charts"],
        vec!["new"],
        vec!["new", "--from", "scenarios/items.csv"],
        vec!["calibrate", "scenarios/permits-log.csv"],
    ];
    let listed = printed(&["measures", "--lang", "en"]);
    let names = listed
        .lines()
        .filter_map(|line| line.split_whitespace().next());
    let names = names.filter(|name| name.contains('_') && name.is_ascii());
    shown.extend(names.map(|name| vec!["measures", name]));
    assert!(shown.len() > 25, "only {} commands", shown.len());
    for mut arguments in shown {
        arguments.extend(["--lang", "zh"]);
        if arguments.contains(&"--no-charts") {
            arguments.extend(["--replications", "512", "--output", output]);
        }
        let done = program(&arguments).output().expect("the program starts");
        assert!(done.status.success(), "{arguments:?}");
        let all = stdout(&done) + &stderr(&done);
        // The marks of a message are the compiler's, in every language.
        let lines = all.lines().map(|line| line.trim_start_matches("hint: "));
        let wrong: Vec<String> = lines.flat_map(half_width_marks).collect();
        assert!(wrong.is_empty(), "{arguments:?}: {wrong:#?}");
    }
}

#[test]
fn a_further_reform_follows_with_then_and_an_alternative_with_or() {
    let place = folder();
    let shown = |path: &str, lang: &str| {
        printed(&[
            "run",
            path,
            "--no-charts",
            "--replications",
            "512",
            "--lang",
            lang,
            "--output",
            text(place.path()),
        ])
    };
    let begins = |text: &str, with: &str| text.lines().any(|line| line.starts_with(with));
    for (path, lang, said, unsaid) in [
        (
            "scenarios/approval-hall.toml",
            "en",
            "or: Departments",
            "then:",
        ),
        ("scenarios/approval-hall.toml", "zh", "或：部门", "其后："),
        ("scenarios/phases-2019-2021", "en", "then: The", "or:"),
        ("scenarios/phases-2019-2021", "zh", "其后：省定", "或："),
    ] {
        let text = shown(path, lang);
        assert!(begins(&text, said) && !begins(&text, unsaid), "{text}");
    }
}

#[test]
fn chinese_is_shown_on_request_and_in_chinese_locales() {
    let asked = printed(&["check", PROGRAMME, "--lang", "zh"]);
    assert!(
        asked.contains("政府投资房屋建筑类") && asked.contains("工作日"),
        "{asked}"
    );
    let by_locale = |locale: &str| {
        let output = program(&["check", PROGRAMME])
            .env_remove("LANGUAGE")
            .env("LC_ALL", locale)
            .output()
            .expect("the program starts");
        stdout(&output)
    };
    assert_eq!(by_locale("zh_CN.UTF-8"), asked);
    assert_eq!(
        by_locale("de_DE.UTF-8"),
        printed(&["check", PROGRAMME, "--lang", "en"])
    );
}

#[test]
fn a_reader_that_left_is_nobodys_fault() {
    let place = folder();
    let output = text(place.path());
    let shown: [&[&str]; 4] = [
        &[
            "run",
            EVERYTHING,
            "--no-charts",
            "--details",
            "--output",
            output,
        ],
        &[
            "run",
            EVERYTHING,
            "--no-charts",
            "--format",
            "json",
            "--output",
            output,
        ],
        &["measures"],
        &["schema"],
    ];
    for arguments in shown {
        let mut child = program(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(
            (output.status.code(), stderr(&output).as_str()),
            (Some(0), ""),
            "{arguments:?}"
        );
    }
}

/// Whether a running program catches Ctrl-C by now: bit 2 of its caught signals.
#[cfg(target_os = "linux")]
fn catches_interrupts(process: u32) -> bool {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
    let caught = caught.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    caught.is_some_and(|mask| mask & 0b10 != 0)
}

#[cfg(target_os = "linux")]
#[test]
fn ctrl_c_ends_a_long_run_with_130_and_leaves_no_file() {
    let place = folder();
    let inside = place.path().join("out");
    let arguments = [
        "run",
        EVERYTHING,
        "--replications",
        "100000000000",
        "--output",
        text(&inside),
    ];
    let child = program(&arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    while !catches_interrupts(child.id()) {
        std::thread::yield_now();
    }
    let interrupt = std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(interrupt.expect("kill is there").success());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(
        (output.status.code(), stdout(&output).as_str()),
        (Some(130), "")
    );
    assert_eq!(stderr(&output), "");
    assert_eq!(names(place.path()), Vec::<String>::new());
}

#[cfg(target_os = "linux")]
#[test]
fn progress_is_shown_on_a_terminal_only() {
    let place = folder();
    assert_eq!(stderr(&run(place.path(), &["--no-charts"])), "");
    // `script` of util-linux runs a command on a terminal of its own.
    let command = format!(
        "{} run {EVERYTHING} --no-charts --replications 400000 --output {} >/dev/null",
        env!("CARGO_BIN_EXE_redtape"),
        text(place.path())
    );
    let shown = std::process::Command::new("script")
        .args(["-qec", &command, "/dev/null"])
        .current_dir(crate::root())
        .env("TERM", "xterm")
        .stdin(Stdio::null())
        .output();
    match shown {
        Err(_) => println!("skipped: progress_is_shown_on_a_terminal_only (no `script`)"),
        Ok(output) => assert!(
            stdout(&output).contains("simulating"),
            "{}",
            stdout(&output)
        ),
    }
}
