//! The README's pictures are what the program draws now: the same pixels, and the same text as SVG.

use std::path::{Path, PathBuf};

use crate::{redtape, root};

/// Width, height, and red, green and blue of every pixel.
type Pixels = (u32, u32, Vec<u8>);

/// Another processor rounds the soft edges of letters otherwise: a channel of a pixel in a thousand may
/// differ by more than this.
const SOFT: u8 = 32;

fn pictures() -> Vec<PathBuf> {
    let folder = root().join("docs/pictures");
    let files = std::fs::read_dir(folder).expect("the gallery is there");
    let mut files: Vec<PathBuf> = files
        .map(|file| file.expect("it can be read").path())
        .collect();
    files.sort();
    files
}

fn decoded(path: &Path) -> Pixels {
    let file =
        std::fs::File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut decoder = png::Decoder::new(std::io::BufReader::new(file));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().expect("it is a picture");
    let mut pixels = vec![0; reader.output_buffer_size()];
    let info = reader.next_frame(&mut pixels).expect("it is whole");
    assert_eq!(info.color_type, png::ColorType::Rgb, "{}", path.display());
    (info.width, info.height, pixels)
}

#[test]
fn the_gallery_shows_what_the_program_draws() {
    let drawn = tempfile::tempdir().expect("a folder can be made");
    let output = drawn.path().display().to_string();
    let run = redtape(&[
        "run",
        "scenarios/shuozhou-2021",
        "--lang",
        "en",
        "--output",
        &output,
    ]);
    assert!(run.status.success());
    let rewrite = std::env::var_os("GOLDEN").is_some_and(|what| what == "write");
    let readme = std::fs::read_to_string(root().join("README.md")).expect("it can be read");
    let shown = pictures();
    assert!(shown.len() >= 4, "only {} pictures", shown.len());
    for path in shown {
        let name = path
            .file_name()
            .expect("it has a name")
            .to_string_lossy()
            .into_owned();
        assert!(
            readme.contains(&format!("docs/pictures/{name}")),
            "the README shows no {name}"
        );
        let now = drawn.path().join(&name);
        if rewrite {
            std::fs::copy(&now, &path).expect("it can be copied");
        }
        let ((width, height, pixels), (now_width, now_height, now_pixels)) =
            (decoded(&path), decoded(&now));
        assert_eq!((width, height), (now_width, now_height), "{name}");
        let pairs = pixels.iter().zip(&now_pixels);
        let n_different = pairs
            .filter(|(then, now)| then.abs_diff(**now) > SOFT)
            .count();
        assert!(
            n_different * 1000 <= pixels.len(),
            "{name}: {n_different} of {} channels differ\nif that is right: GOLDEN=write cargo test gallery",
            pixels.len()
        );
    }
}

/// FNV-1a of 64 bits: a record of a text that is too long to commit. `tests/golden/charts` has whole charts
/// of a smaller scenario, in which a difference can be read.
fn digest(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[test]
fn as_svg_every_chart_of_the_programme_is_the_recorded_text() {
    let mut now = String::new();
    for lang in ["en", "zh"] {
        let drawn = tempfile::tempdir().expect("a folder can be made");
        let output = drawn.path().display().to_string();
        let run = redtape(&[
            "run",
            "scenarios/shuozhou-2021",
            "--lang",
            lang,
            "--chart-format",
            "svg",
            "--output",
            &output,
        ]);
        assert!(run.status.success());
        let files = std::fs::read_dir(drawn.path()).expect("charts are there");
        let files = files.map(|file| file.expect("it can be read").path());
        let mut charts: Vec<PathBuf> = files
            .filter(|path| path.extension().is_some_and(|ending| ending == "svg"))
            .collect();
        charts.sort();
        for chart in charts {
            let name = chart.file_name().expect("it has a name").to_string_lossy();
            let text = std::fs::read(&chart).expect("it can be read");
            now += &format!("{lang} {name} {:016x}\n", digest(&text));
        }
    }
    let path = root().join("tests/golden/charts/programme.txt");
    if std::env::var_os("GOLDEN").is_some_and(|what| what == "write") {
        std::fs::write(&path, &now).expect("it can be written");
    }
    let then = std::fs::read_to_string(&path).expect("it is recorded");
    let moved: Vec<&str> = now
        .lines()
        .filter(|line| !then.lines().any(|other| other == *line))
        .collect();
    assert!(
        moved.is_empty() && now.lines().count() == then.lines().count(),
        "these charts are drawn otherwise now: {moved:#?}\nif that is right: GOLDEN=write cargo test gallery"
    );
}
