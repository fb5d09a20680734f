//! The report under a reader's hands: keys reach and work everything, a phone and a sheet of paper show it.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::driven::{Driven, Key, browser};
use crate::report::shuozhou_page;

/// Numbers every control that can be seen, in the order of the page.
const CONTROLS: &str = r#"(() => {
  const all = Array.from(document.querySelectorAll("a[href], button, input, summary"));
  const shown = all.filter((one) => one.checkVisibility());
  shown.forEach((one, at) => { one.dataset.control = at; });
  return shown.length;
})()"#;

/// What has the focus, and whether a reader sees that.
const FOCUSED: &str = r#"(() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  return {
    control: Number(one.dataset.control ?? -1),
    kind: one.matches("thead button") ? "heading" : one.type === "checkbox" ? "box" : one.localName,
    ring: style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 2,
  };
})()"#;

/// What the section with the focus shows, and what its figures must be.
const SECTION: &str = r#"(() => {
  const section = document.activeElement.closest("section.switch");
  const { model, figuresOf } = section.redtape;
  const boxes = Array.from(section.querySelectorAll("input[type=checkbox]"));
  const number = boxes.reduce((sum, box) => sum + (box.checked ? 2 ** Number(box.value) : 0), 0);
  const cells = Array.from(section.querySelectorAll("[data-figure]"));
  return {
    checked: document.activeElement.checked,
    shown: cells.map((cell) => cell.textContent).join() + section.querySelector(".timeline").innerHTML,
    figures: JSON.stringify(figuresOf(model, number)) + JSON.stringify(model.subsets[number]),
  };
})()"#;

/// The titles of all pictures that can be seen, and what screen readers say of them.
const PICTURES: &str = r#"(() => {
  const all = Array.from(document.querySelectorAll("svg, [role=img]"));
  const shown = all.filter((one) => one.checkVisibility());
  return shown.map((one) => [one.getAttribute("role"), one.getAttribute("aria-label")]);
})()"#;

/// The report of Shuozhou in a browser, if there is one.
fn report(folder: &Path) -> Option<Driven> {
    let Some(browser) = browser() else {
        println!("skipped: chromium");
        return None;
    };
    shuozhou_page(folder);
    Some(Driven::open(&browser, &folder.join("report.html"), folder))
}

fn is_chinese(text: &str) -> bool {
    text.contains(|letter: char| ('\u{4e00}'..'\u{a000}').contains(&letter))
}

#[test]
fn keys_alone_reach_and_work_everything_in_the_report() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let Some(mut page) = report(folder.path()) else {
        return;
    };
    let n_controls = page.value(CONTROLS).as_u64().expect("a number");
    assert!(n_controls > 100, "only {n_controls} controls");
    let (mut reached, mut n_acting) = (0, [0; 4]);
    // Some browsers stop at scrollable areas too.
    for _ in 0..n_controls + 40 {
        page.press(Key::Tab);
        let focused = page.value(FOCUSED);
        let Some(control) = focused["control"].as_u64() else {
            continue;
        };
        assert_eq!(control, reached, "in the order of the page: {focused}");
        assert_eq!(focused["ring"], true, "the focus can be seen: {focused}");
        reached += 1;
        match focused["kind"].as_str() {
            Some("box") => {
                tick(&mut page);
                n_acting[0] += 1;
            }
            Some("heading") => {
                for (key, sorted) in [(Key::Enter, "ascending"), (Key::Space, "descending")] {
                    page.press(key);
                    let found = page.value("document.activeElement.closest('th').ariaSort");
                    assert_eq!(found, sorted);
                }
                n_acting[1] += 1;
            }
            Some("summary") => {
                for (key, is_open) in [(Key::Enter, true), (Key::Space, false)] {
                    page.press(key);
                    assert_eq!(
                        page.value("document.activeElement.parentElement.open"),
                        is_open
                    );
                }
                n_acting[2] += 1;
            }
            Some("button") if control == 0 => {
                for (key, lang) in [(Key::Enter, "zh"), (Key::Space, "en")] {
                    page.press(key);
                    assert_eq!(page.value("document.documentElement.dataset.lang"), lang);
                }
                n_acting[3] += 1;
            }
            _ => {}
        }
        if reached == n_controls {
            break;
        }
    }
    assert_eq!(reached, n_controls, "Tab reaches everything");
    assert!(n_acting.iter().all(|n| *n > 0), "{n_acting:?}");
    assert_eq!(page.complaints(), Vec::<String>::new());
}

/// Space switches a group off and on again; what is shown follows.
fn tick(page: &mut Driven) {
    let before = page.value(SECTION);
    page.press(Key::Space);
    let off = page.value(SECTION);
    page.press(Key::Space);
    let after = page.value(SECTION);
    assert_eq!(
        (&before["checked"], &off["checked"]),
        (&true.into(), &false.into())
    );
    let is_equal = |key: &str| before[key] == off[key];
    assert_eq!(is_equal("figures"), is_equal("shown"), "{before} {off}");
    assert_eq!(before, after);
}

#[test]
fn the_report_speaks_one_language_and_fits_a_phone() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let Some(mut page) = report(folder.path()) else {
        return;
    };
    for (width, is_phone) in [(1280, false), (390, true)] {
        let screen =
            json!({ "width": width, "height": 844, "deviceScaleFactor": 1, "mobile": is_phone });
        page.call("Emulation.setDeviceMetricsOverride", screen);
        for lang in ["zh", "en"] {
            page.value("document.querySelector('button.language').click()");
            let widest = page.value("document.scrollingElement.scrollWidth");
            assert!(
                widest.as_u64() <= Some(width),
                "{lang}: {widest} of {width} pixels"
            );
            let pictures = page.value(PICTURES);
            let pictures = pictures.as_array().expect("a list");
            assert!(pictures.len() > 20, "{lang}: {}", pictures.len());
            for picture in pictures {
                assert_eq!(picture[0], "img");
                let said = picture[1].as_str().expect("it is said what it shows");
                assert_eq!(is_chinese(said), lang == "zh", "{said}");
            }
            let labels = page.value(
                "Array.from(document.querySelectorAll('[data-label-en]'), (one) => one.ariaLabel)",
            );
            for said in labels.as_array().expect("a list") {
                let said = said.as_str().expect("it is named");
                assert_eq!(is_chinese(said), lang == "zh", "{said}");
            }
        }
    }
    assert_eq!(page.complaints(), Vec::<String>::new());
}

#[test]
fn on_paper_the_report_is_small_and_repeats_headings() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let Some(mut page) = report(folder.path()) else {
        return;
    };
    for lang in ["en", "zh"] {
        let printed = page.call("Page.printToPDF", json!({ "preferCSSPageSize": true }));
        let printed = printed["data"].as_str().expect("a document");
        let printed = STANDARD.decode(printed).expect("base64");
        // Vectors; pixels took forty megabytes.
        assert!(printed.len() < 4_000_000, "{lang}: {} bytes", printed.len());
        let path = folder.path().join(format!("{lang}.pdf"));
        std::fs::write(&path, printed).expect("it can be written");
        if let Some(sheets) = sheets(&path) {
            let heading = ["Figure of the file", "情景文件中的数据"][usize::from(lang == "zh")];
            let has_figures = |sheet: &&String| sheet.contains("step.") && sheet.contains("_days");
            let with_figures: Vec<&String> = sheets.iter().filter(has_figures).collect();
            // Each of the four scenarios fills more than one sheet.
            assert!(with_figures.len() > 4, "{lang}: {}", with_figures.len());
            for sheet in with_figures {
                assert!(
                    sheet.contains(heading),
                    "{lang}: no `{heading}` on\n{sheet}"
                );
            }
        }
        page.value("document.querySelector('button.language').click()");
    }
    assert_eq!(page.complaints(), Vec::<String>::new());
}

/// The words of every sheet, if the program that reads them is there.
fn sheets(path: &std::path::Path) -> Option<Vec<String>> {
    let mut reader = std::process::Command::new("pdftotext");
    let Ok(done) = reader.arg("-layout").arg(path).arg("-").output() else {
        println!("skipped: pdftotext");
        return None;
    };
    let text = String::from_utf8_lossy(&done.stdout).into_owned();
    Some(text.split('\u{c}').map(str::to_owned).collect())
}

/// The page's colours as its style names them.
#[test]
fn letters_of_the_page_stand_out_from_their_ground() {
    let style = include_str!("../../src/report/page/style.css");
    let color = |name: &str| {
        let (_, rest) = style
            .split_once(&format!("--{name}: #"))
            .expect("it is named");
        u32::from_str_radix(&rest[..6], 16).expect("it is a colour")
    };
    for ground in ["paper", "band"] {
        for letters in ["ink", "quiet", "before", "after", "focus"] {
            let [one, other] =
                [letters, ground].map(|name| redtape::chart::scene::Color::new(color(name)));
            let contrast = crate::legible::contrast(one, other);
            assert!(contrast >= 4.5, "{letters} on {ground}: {contrast}");
        }
    }
}
