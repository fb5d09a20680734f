//! Every lint has a scenario that provokes it, and says what is recorded beside it, in both languages.

use std::path::Path;

use redtape::lang::Lang;
use redtape::scenario::{LINTS, Loaded, lints, load, render};

fn loaded(name: &str) -> Loaded {
    let path = format!("tests/lints/{name}.toml");
    load(Path::new(&path)).unwrap_or_else(|failed| {
        panic!("{}", failed.told());
    })
}

/// All that is said of a file, English first.
fn said(name: &str) -> String {
    let loaded = loaded(name);
    let found = lints(&loaded.scenarios[0]);
    assert!(found.iter().any(|lint| lint.name == name), "{found:?}");
    let texts = [Lang::En, Lang::Zh].map(|lang| {
        let problems: Vec<_> = found.iter().map(|lint| lint.problem(lang)).collect();
        let text = render(&problems, &loaded.files, lang);
        anstream::adapter::strip_str(&text).to_string()
    });
    texts.join("\n")
}

#[test]
fn every_lint_says_what_is_recorded() {
    let mut wrong = Vec::new();
    for name in LINTS {
        let path = format!("tests/lints/{name}.txt");
        let said = said(name);
        if std::env::var_os("GOLDEN").is_some_and(|golden| golden == "write") {
            std::fs::write(&path, &said).expect("the folder can be written");
        }
        let recorded = std::fs::read_to_string(&path).unwrap_or_default();
        if recorded != said {
            wrong.push(format!("{path} is not what is said now:\n{said}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_of_lints_is_named_for_one() {
    for entry in std::fs::read_dir("tests/lints").expect("the folder is there") {
        let path = entry.expect("it can be read").path();
        let stem = path.file_stem().map(|stem| stem.to_string_lossy());
        let known = stem.as_deref().is_some_and(|stem| LINTS.contains(&stem));
        assert!(known, "{}", path.display());
    }
}
