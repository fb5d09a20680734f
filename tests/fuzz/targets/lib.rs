//! What the targets share: bytes as a file, and a command that reads it.

use std::io::Write;

use clap::Parser;
use redtape::cli::Cli;
use redtape::lang::Lang;

/// Runs `redtape` with `words`, of which `FILE` stands for a file with this ending that holds `bytes`. Whatever it says of them is
/// right, as long as it says it.
pub fn through(words: &[&str], ending: &str, bytes: &[u8]) {
    let mut builder = tempfile::Builder::new();
    let mut file = builder
        .suffix(ending)
        .tempfile()
        .expect("a file can be made");
    file.write_all(bytes).expect("it can be written");
    let path = file.path().display().to_string();
    let words = words
        .iter()
        .map(|word| if *word == "FILE" { &path } else { *word });
    let cli =
        Cli::try_parse_from(["redtape"].into_iter().chain(words)).expect("the words are known");
    let _ = redtape::commands::dispatch(&cli, Lang::En);
}
