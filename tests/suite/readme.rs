//! Every command in the READMEs runs on a copy of the shipped scenarios and prints what is shown there.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// How the README calls the program.
const PROGRAM: &str = "cargo run --release -- ";

/// One command of the README, and the output shown under it.
struct Shown {
    command: String,
    output: Option<String>,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// In English and in Chinese.
const READMES: [&str; 2] = ["README.md", "docs/README.zh.md"];

fn read(readme: &str) -> String {
    std::fs::read_to_string(root().join(readme)).expect("the README can be read")
}

/// Fenced blocks as (language, lines).
fn blocks(text: &str) -> Vec<(String, Vec<String>)> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, Vec<String>)> = None;
    for line in text.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(language), None) => open = Some((language.to_owned(), Vec::new())),
            (None, Some((_, lines))) => lines.push(line.to_owned()),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block of the README is not closed");
    blocks
}

/// The commands in order; a `text` block is what the command before it prints.
fn commands(text: &str) -> Vec<Shown> {
    let mut commands: Vec<Shown> = Vec::new();
    for (language, lines) in blocks(text) {
        match language.as_str() {
            "sh" => commands.extend(lines.into_iter().map(|command| Shown {
                command,
                output: None,
            })),
            "text" => {
                let last = commands.last_mut().expect("output stands under a command");
                last.output = Some(lines.join("\n"));
            }
            _ => {}
        }
    }
    commands
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder can be made");
    for entry in std::fs::read_dir(from).expect("the folder can be read") {
        let path = entry.expect("the entry can be read").path();
        let target = to.join(path.file_name().expect("an entry has a name"));
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            std::fs::copy(&path, &target).expect("the file can be copied");
        }
    }
}

/// The words of a command; what stands between double quotes is one word.
fn words(arguments: &str) -> Vec<&str> {
    let parts = arguments.split('"').enumerate();
    parts
        .flat_map(|(idx, part)| match idx % 2 {
            0 => part.split_whitespace().collect(),
            _ => vec![part],
        })
        .collect()
}

fn run(folder: &Path, arguments: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_redtape"))
        .args(words(arguments))
        .env("LC_ALL", "C")
        .current_dir(folder)
        .output()
        .expect("the program starts")
}

#[test]
fn every_command_of_the_readme_runs_and_prints_what_is_shown() {
    READMES.into_iter().for_each(follow);
}

/// Types every command of a README, in its order.
fn follow(readme: &str) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    copy_folder(&root().join("scenarios"), &folder.path().join("scenarios"));
    let mut n_commands = 0;
    for Shown { command, output } in commands(&read(readme)) {
        let Some(arguments) = command.strip_prefix(PROGRAM) else {
            assert_eq!(command, "cargo test", "the README calls another program");
            continue;
        };
        n_commands += 1;
        let done = run(folder.path(), arguments);
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{command}\n{said}");
        if let Some(shown) = output {
            let trimmed = |text: &str| {
                let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
                lines.join("\n").trim_end().to_owned()
            };
            let printed = String::from_utf8_lossy(&done.stdout);
            assert_eq!(trimmed(&printed), trimmed(&shown), "{command}");
        }
    }
    assert!(n_commands >= 3, "only {n_commands} commands were found");
}

#[test]
fn every_file_that_the_readme_names_is_there() {
    let mut missing = Vec::new();
    for readme in READMES {
        let path = root().join(readme);
        let folder = path.parent().expect("it lies in a folder");
        let text = read(readme);
        for part in text.split("](").skip(1) {
            let target = part.split(')').next().unwrap_or_default();
            if !target.starts_with("http") && !target.is_empty() && !folder.join(target).exists() {
                missing.push(format!("{readme}: {target}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}
