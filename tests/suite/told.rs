//! No printed figure is invented, and a share of cases is told as a share.

use std::path::Path;

use redtape::chart::{categories, distribution, ledger, timeline, workflow};
use redtape::lang::Lang;
use redtape::report::scenarios_csv;
use redtape::scenario::load_text;
use redtape::workflow::Basis;
use serde_json::Value;

use crate::drawn::{Drawn, programme, unqueued};
use crate::same_figures::{assert_same, document, said, shown};

fn written(text: &str) -> Drawn {
    let loaded = load_text(Path::new("told.toml"), text);
    let loaded = loaded.unwrap_or_else(|failed| panic!("{}", failed.told()));
    unqueued(&loaded.scenarios[0])
}

fn case(name: &str) -> String {
    let path = crate::root().join("tests/cases/numbers").join(name);
    std::fs::read_to_string(path.with_extension("toml")).expect("the case is there")
}

#[test]
fn what_the_file_does_not_state_is_told_as_nothing() {
    let one = written(&case("noref"));
    let text = shown(&one, Lang::Zh);
    let row = text.lines().find(|line| line.trim_start().starts_with('–'));
    assert!(row.is_some_and(|row| row.contains("10")), "{text}");
    let limits = &document(&one)["baseline"]["limits"];
    assert_eq!(limits["statutory_counted_days"], Value::Null);
    assert_eq!(limits["steps"]["statutory"], 0);
    let csv = String::from_utf8(scenarios_csv(&[one.comparison])).expect("it is text");
    assert!(csv.contains("\na,,,10,"), "{csv}");
    // A limit without a law beside one with a law.
    let two = written(
        "id = \"two\"\n[[step]]\nid = \"a\"\nlimit_days = 10\n\
         [[step]]\nid = \"b\"\nafter = [\"a\"]\nlimit_days = 5\nstatutory_days = 20\n\
         [[reform]]\nid = \"r\"\n[[reform.measure]]\nid = \"m\"\n\
         do.set_limit = { step = \"b\", limit_days = 2 }\n\
         [[reform.measure]]\nid = \"n\"\ndo.set_limit = { step = \"a\", limit_days = 1 }\n",
    );
    let document = document(&two);
    assert_eq!(document["baseline"]["limits"]["statutory_counted_days"], 20);
    let ledger = &document["reforms"][0]["ledger"];
    // 2 of 20 days of the only item that has a statutory limit.
    assert_eq!(ledger["limit_share_statutory"], -0.9);
    assert_eq!(ledger["statutory_items"], 1);
    assert_eq!(ledger["limit_share_promised"], -0.8);
    let text = shown(&two, Lang::En).replace('\n', " ");
    assert!(text.contains("the 1 of 2 steps that have one"), "{text}");
}

#[test]
fn no_law_at_all_leaves_no_share_against_the_law() {
    let one = written(&case("half"));
    let ledger = &document(&one)["reforms"][0]["ledger"];
    assert_eq!(ledger["limit_share_statutory"], Value::Null);
    assert_eq!(ledger["statutory_items"], 0);
}

#[test]
fn medians_of_a_file_without_limits_are_called_medians() {
    let text = "id = \"recorded\"\n[[step]]\nid = \"a\"\n\
        duration = { empirical = { quantiles_days = [1, 3, 8] } }\n\
        [[step]]\nid = \"b\"\nafter = [\"a\"]\n\
        duration = { empirical = { quantiles_days = [1, 2, 4] } }\n\
        [[reform]]\nid = \"r\"\n[[reform.measure]]\nid = \"m\"\ndo.remove_step = { step = \"b\" }\n";
    let one = written(text);
    assert_eq!(one.comparison.basis(), Basis::RecordedMedians);
    let assumed = text.replace(
        "empirical = { quantiles_days = [1, 2, 4] }",
        "fixed = { days = 2 }",
    );
    assert_eq!(written(&assumed).comparison.basis(), Basis::Medians);
    for (lang, says, never) in [
        (Lang::En, "Recorded medians", ["fficial clock", "romise"]),
        (Lang::Zh, "实录中位数", ["承诺", "计时工作日"]),
    ] {
        let drawn = [&one];
        let all = programme(std::slice::from_ref(drawn[0]));
        let reform = all.scenarios[0]
            .reforms()
            .next()
            .expect("there is a reform");
        let pictures = [
            timeline::draw(&timeline::data(&reform), lang),
            workflow::draw(&workflow::data(&all.scenarios[0], None), lang),
            ledger::draw(&ledger::data(&all.scenarios[0]), lang),
            categories::draw(&categories::data(&all), lang),
            distribution::draw(&distribution::data(&reform), lang),
        ];
        let pictures = pictures.iter().map(said);
        let table = shown(&one, lang);
        assert!(table.contains(says), "{table}");
        for told in pictures.chain([table]) {
            for word in never {
                assert!(!told.contains(word), "{word} in {told}");
            }
        }
    }
}

/// Counted days of a permit of 10 that rules decide at once for a share of cases, wherever they are told.
fn of_share(share: f64) -> f64 {
    let text = case("half").replace("share = 0.6", &format!("share = {share}"));
    let one = written(&text);
    let told = &one.comparison.reforms[0].side.told.case;
    assert_eq!(told.counted_days, told.elapsed_days);
    assert_same(&one);
    told.counted_days
}

#[test]
fn a_share_of_cases_is_told_as_a_share() {
    for (share, exact) in [
        (0.6, 4.0),
        (0.4, 6.0),
        (0.5, 5.0),
        (0.499, 5.01),
        (1.0, 0.0),
        (0.0, 10.0),
    ] {
        let told = of_share(share);
        assert!((told - exact).abs() < 1e-9, "{share}: {told}");
    }
    let one = written(&case("half"));
    for (idx, parts) in [
        (0, [(0.6, 0.0), (0.4, 10.0)]),
        (1, [(0.4, 0.0), (0.6, 10.0)]),
    ] {
        let reform = &document(&one)["reforms"][idx];
        for told in [&reform["limits"]["parts"], &reform["headline"]["parts"]] {
            for (at, (share, days)) in parts.into_iter().enumerate() {
                assert_eq!(
                    (&told[at]["share"], &told[at]["counted_days"]),
                    (&share.into(), &(days as i64).into())
                );
            }
        }
    }
    let text = shown(&one, Lang::En);
    assert!(
        text.contains("10 → 4") && text.contains("0 for 60 %, 10 for 40 %"),
        "{text}"
    );
    assert!(
        text.contains("10 → 6") && text.contains("(for 40 % of cases)"),
        "{text}"
    );
    let text = shown(&one, Lang::Zh);
    assert!(text.contains("60% 为 0，40% 为 10"), "{text}");
    // Every picture that names a reform says for how many cases it is.
    let drawn = [one];
    let all = programme(&drawn);
    for (reform, says) in all.scenarios[0].reforms().zip(["60 %", "40 %"]) {
        let picture = said(&timeline::draw(&timeline::data(&reform), Lang::En));
        assert!(picture.contains(says), "{says}");
        // Who is in the other part takes longer than the average: it is no ceiling.
        let picture = said(&distribution::draw(&distribution::data(&reform), Lang::En));
        assert!(
            picture.contains("the average of cases that differ"),
            "{picture}"
        );
        assert!(!picture.contains("a ceiling"), "{picture}");
    }
    let picture = said(&ledger::draw(&ledger::data(&all.scenarios[0]), Lang::En));
    assert!(picture.contains("0 for 60 %, 10 for 40 %"), "{picture}");
}

#[test]
fn averages_of_chains_that_run_beside_each_other_are_not_chains_of_averages() {
    // Two permits of 10 days side by side, each decided at once for half of the cases: 10 days unless both are.
    let one = written(
        "id = \"two\"\n[[material]]\nid = \"proof\"\nkind = \"certificate\"\nvisits = 1\n\
         [[step]]\nid = \"a\"\nlimit_days = 10\nlinks = 5\nmaterials = [\"proof\"]\n\
         [[step]]\nid = \"b\"\nlimit_days = 10\nlinks = 5\n\
         [[reform]]\nid = \"r\"\n\
         [[reform.measure]]\nid = \"m\"\ndo.automate = { step = \"a\", share = 0.5 }\n\
         [[reform.measure]]\nid = \"n\"\ndo.commit = { step = \"b\", limit_days = 0, links = 1, uptake_share = 0.5 }\n\
         [[reform.measure]]\nid = \"o\"\ndo.share_data = { materials = [\"proof\"], share = 0.25 }\n",
    );
    let told = &one.comparison.reforms[0].side.told;
    assert_eq!((told.case.counted_days, told.case.links), (7.5, 8.0));
    assert_eq!((told.case.certificates, told.case.visits), (0.75, 0.75));
    let parts: Vec<_> = told
        .parts
        .iter()
        .map(|part| (part.counted_days, part.share))
        .collect();
    assert_eq!(parts, [(0.0, 0.25), (10.0, 0.75)]);
    assert_eq!(
        one.comparison.reforms[0].certificates_removed,
        Vec::<String>::new()
    );
    let limits = &one.comparison.reforms[0].side.limits;
    let by_stage: f64 = limits.by_stage.iter().map(|(_, days)| days).sum();
    assert_eq!(by_stage, limits.counted_days);
    assert_same(&one);
}

#[test]
fn stages_add_up_also_where_steps_of_two_stages_merge() {
    let text = "id = \"stages\"\n[[stage]]\nid = \"first\"\n[[stage]]\nid = \"last\"\n\
        [[step]]\nid = \"a\"\nstage = \"first\"\nlimit_days = 5\n\
        [[step]]\nid = \"b\"\nstage = \"last\"\nafter = [\"a\"]\nlimit_days = 7\n\
        [[step]]\nid = \"c\"\nSTAGE\nafter = [\"b\"]\nlimit_days = 9\n\
        [[reform]]\nid = \"r\"\n[[reform.measure]]\nid = \"m\"\n\
        do.merge_steps = { steps = [\"b\", \"c\"], into = { id = \"joint\", limit_days = 10 } }\n";
    for (stage, expected) in [
        ("stage = \"last\"", [("first", 5.0), ("last", 10.0)]),
        // A member without a stage takes none away.
        ("", [("first", 5.0), ("last", 10.0)]),
        ("stage = \"first\"", [("first", 15.0), ("last", 0.0)]),
    ] {
        let one = written(&text.replace("STAGE", stage));
        let after = &one.comparison.reforms[0].side.limits;
        let expected = expected.map(|(id, days)| (id.to_owned(), days));
        assert_eq!(after.by_stage, expected, "{stage}");
        let before = &one.comparison.baseline.limits;
        let sum: f64 = before.by_stage.iter().map(|(_, days)| days).sum();
        assert_eq!(sum, before.counted_days, "{stage}");
    }
}
