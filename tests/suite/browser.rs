//! The report in a real browser, where one is installed: every switch acts, nothing fails, nothing is fetched.

use std::path::Path;
use std::process::Command;

use redtape::reform::apply_some;
use redtape::scenario::{Loaded, load};
use redtape::sim::limits;
use redtape::workflow::Workflow;
use serde_json::Value;

use crate::driven::{QUIETLY, browser};
use crate::report::shuozhou_page;

/// Collects what goes wrong before anything else runs.
const LISTENER: &str = r#"<script>
window.seenErrors = [];
addEventListener("error", (event) => window.seenErrors.push(String(event.message)));
addEventListener("securitypolicyviolation", (event) => window.seenErrors.push("asks for " + event.blockedURI));
</script>"#;

/// What the script inside the page found.
fn visit(browser: &Path, page: &str, folder: &Path) -> Value {
    let script = format!("<script>{}</script></body>", include_str!("browser.js"));
    let page = page.replacen("<head>", &format!("<head>{LISTENER}"), 1);
    let page = page.replacen("</body>", &script, 1);
    let path = folder.join("visited.html");
    std::fs::write(&path, page).expect("the page can be written");
    let done = Command::new(browser)
        .args(QUIETLY)
        .arg("--dump-dom")
        .arg(format!(
            "--user-data-dir={}",
            folder.join("profile").display()
        ))
        .arg(format!("file://{}", path.display()))
        .output()
        .expect("the browser starts");
    let dom = String::from_utf8_lossy(&done.stdout);
    let found = dom
        .split("<pre id=\"found\">")
        .nth(1)
        .expect("the script ran to its end");
    let found = found.split("</pre>").next().unwrap_or_default();
    let found = found
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
    serde_json::from_str(&found).expect("the script leaves JSON")
}

/// Start workflow, and which measures each group has, for every reform of the page.
fn reforms(loaded: &Loaded) -> Vec<(&Workflow, &redtape::reform::Reform, Vec<Vec<usize>>)> {
    let scenarios = loaded.scenarios.iter();
    scenarios
        .flat_map(|scenario| {
            scenario.reforms.iter().map(move |reform| {
                let start = match &reform.builds_on {
                    None => &scenario.baseline,
                    Some(id) => {
                        let idx = scenario.reforms.iter().position(|other| &other.id == id);
                        &scenario.reformed[idx.expect("checked on loading")].workflow
                    }
                };
                let mut groups: Vec<(&str, Vec<usize>)> = Vec::new();
                for (idx, measure) in reform.measures.iter().enumerate() {
                    let id = measure.group.as_deref().unwrap_or(&measure.id);
                    match groups.iter_mut().find(|(other, _)| *other == id) {
                        Some((_, members)) => members.push(idx),
                        None => groups.push((id, vec![idx])),
                    }
                }
                let groups = groups.into_iter().map(|(_, members)| members);
                (start, reform, groups.collect())
            })
        })
        .collect()
}

#[test]
fn in_a_browser_every_switch_acts_and_the_timeline_is_the_programs() {
    let Some(browser) = browser() else {
        println!("skipped: chromium");
        return;
    };
    let folder = tempfile::tempdir().expect("a folder can be made");
    let page = shuozhou_page(folder.path());
    let found = visit(&browser, &page, folder.path());
    assert_eq!(found["errors"], serde_json::json!([]));
    assert_eq!(found["unchanged"], serde_json::json!([]));

    let languages = found["languages"].as_array().expect("a list");
    assert_eq!(
        (&languages[0][0], &languages[1][0]),
        (&"zh".into(), &"en".into())
    );
    assert!(
        languages[0][1]
            .as_str()
            .is_some_and(|title| title.contains("朔州")),
        "{languages:?}"
    );
    assert!(
        languages[1][1]
            .as_str()
            .is_some_and(|title| title.contains("Shuozhou"))
    );

    for (direction, is_rising) in [("ascending", true), ("descending", false)] {
        let sorted = found["sorted"].as_array().expect("a list");
        let one = sorted
            .iter()
            .find(|one| one[0] == direction)
            .expect("both ways");
        let cells: Vec<f64> = one[1]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(Value::as_f64)
            .collect();
        assert!(cells.len() > 3);
        let in_order = |pair: &[f64]| {
            if is_rising {
                pair[0] <= pair[1]
            } else {
                pair[0] >= pair[1]
            }
        };
        assert!(cells.windows(2).all(in_order), "{cells:?}");
    }

    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/shuozhou-2021");
    let loaded = load(&path).expect("the scenarios load");
    let reforms = reforms(&loaded);
    let subsets = found["subsets"].as_array().expect("a list");
    assert_eq!(subsets.len(), reforms.len());
    for ((start, reform, groups), subsets) in reforms.iter().zip(subsets) {
        let subsets = subsets.as_array().expect("a list");
        assert_eq!(subsets.len(), 200);
        for subset in subsets {
            let number = subset["number"].as_u64().expect("a number");
            let is_on = |measure: usize| {
                groups
                    .iter()
                    .enumerate()
                    .any(|(bit, members)| number >> bit & 1 == 1 && members.contains(&measure))
            };
            let (reformed, _) = apply_some(start, reform, is_on);
            let ours = limits(&reformed.workflow);
            let theirs = |key: &str| subset[key].as_f64().expect("days");
            assert!(
                (theirs("counted") - ours.counted_days).abs() < 1e-9,
                "{} {number}",
                reform.id
            );
            assert!(
                (theirs("elapsed") - ours.elapsed_days).abs() < 1e-9,
                "{} {number}",
                reform.id
            );
            let mut bars: Vec<(f64, f64)> = ours
                .elapsed
                .steps
                .values()
                .map(|slot| (slot.start_days, slot.end_days))
                .collect();
            let mut drawn: Vec<(f64, f64)> = subset["bars"]
                .as_array()
                .expect("a list")
                .iter()
                .map(|bar| {
                    (
                        bar[0].as_f64().expect("days"),
                        bar[1].as_f64().expect("days"),
                    )
                })
                .collect();
            let by_place =
                |a: &(f64, f64), b: &(f64, f64)| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1));
            bars.sort_by(by_place);
            drawn.sort_by(by_place);
            assert_eq!(drawn, bars, "{} {number}", reform.id);
        }
    }
}
