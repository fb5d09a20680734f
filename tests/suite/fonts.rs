//! `--font FILE`, and what is said of characters that the charts' font lacks.

use std::path::Path;

use crate::{program, redtape};

/// A scenario whose name has a character that the embedded face lacks, one that it has, and a picture sign.
const SCENARIO: &str = r#"
id = "rare"
zh = "犇牛公司开办"
[[step]]
id = "permit"
zh = "许可😀"
limit_days = 5
[[reform]]
id = "faster"
  [[reform.measure]]
  id = "shorter"
  do.set_limit = { step = "permit", limit_days = 2 }
"#;

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Folder {
        let folder = tempfile::tempdir().expect("a folder can be made");
        std::fs::write(folder.path().join("rare.toml"), SCENARIO).expect("it can be written");
        Folder(folder)
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }
}

/// The exit code and what is said on standard error.
fn said(arguments: &[&str]) -> (Option<i32>, String) {
    let output = redtape(arguments);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code(), errors)
}

#[test]
fn characters_without_a_glyph_are_named_with_their_place() {
    let folder = Folder::new();
    let (file, output) = (folder.path("rare.toml"), folder.path("out"));
    let run = ["run", &file, "--output", &output, "--replications", "512"];
    let (code, errors) = said(&run);
    assert_eq!(code, Some(0), "{errors}");
    for wanted in [
        "warning: the charts' font lacks 犇 (U+7287), in `",
        "犇牛公司开办",
        "` of timeline-rare and ",
        "warning: the charts' font lacks 😀 (U+1F600), in `",
        "hint: --font FILE takes a font that has them",
    ] {
        assert!(errors.contains(wanted), "{wanted} is not in\n{errors}");
    }
    let (_, errors) = said(&[&run[..], &["--lang", "zh"]].concat());
    assert!(
        errors.contains("警告：图表字体缺少 犇（U+7287），见 timeline-rare 等 "),
        "{errors}"
    );
    let (_, errors) = said(&[&run[..], &["--no-charts"]].concat());
    assert_eq!(errors, "", "without charts nothing is missing");
}

#[test]
fn a_font_of_ones_own_is_measured_drawn_and_named() {
    let folder = Folder::new();
    let file = folder.path("rare.toml");
    let bold = "assets/fonts/NotoSansSC-Bold.subset.ttf";
    let draw = |more: &[&str], output: &str| {
        let run = [
            "run",
            &file,
            "--chart-format",
            "svg",
            "--replications",
            "512",
            "--output",
            output,
        ];
        let output_folder = program(&[&run[..], more].concat())
            .output()
            .expect("it starts");
        assert!(output_folder.status.success());
        let svg = Path::new(output).join("timeline-rare.svg");
        std::fs::read_to_string(svg).expect("the chart is written")
    };
    let (usual, own) = (
        draw(&[], &folder.path("a")),
        draw(&["--font", bold], &folder.path("b")),
    );
    assert!(usual.contains("font-family=\"'Noto Sans SC',"));
    assert!(
        own.contains("font-family=\"'Noto Sans SC"),
        "{}",
        &own[..400]
    );
    assert_ne!(usual, own, "bold letters are wider");
}

#[test]
fn what_is_no_font_is_an_error_that_says_what_is_needed() {
    let folder = Folder::new();
    let file = folder.path("rare.toml");
    let web = folder.path("web.woff2");
    std::fs::write(&web, b"wOF2\0\0\0\0").expect("it can be written");
    let (code, errors) = said(&["run", &file, "--font", "Cargo.toml"]);
    assert_eq!(code, Some(1));
    assert_eq!(
        errors,
        "error: `Cargo.toml` is not a font\nhint: a TrueType or OpenType file is needed: .ttf, .otf or .ttc\n"
    );
    let (code, errors) = said(&["run", &file, "--font", &web]);
    assert_eq!(code, Some(1));
    assert!(
        errors.ends_with("is a web font\nhint: unpack it to a .ttf or .otf file\n"),
        "{errors}"
    );
    let (code, errors) = said(&["run", &file, "--font", "assets/fonts/none.ttf"]);
    assert_eq!(code, Some(3));
    assert!(
        errors.starts_with("error: cannot read `assets/fonts/none.ttf`"),
        "{errors}"
    );
}
