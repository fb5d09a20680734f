//! Gathers the terms of all that the binary carries, for `redtape --licences`, from the sources that it is built of.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// How files with terms begin.
const NAMES: [&str; 5] = ["LICENSE", "LICENCE", "COPYING", "UNLICENSE", "NOTICE"];

fn main() {
    println!("cargo::rerun-if-changed=src/build.rs");
    println!("cargo::rerun-if-changed=Cargo.lock");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let licences = licences(&carried());
    fs::write(out.join("licences.txt"), licences).expect("cargo's folder can be written to");
}

/// One paragraph for each set of terms: the packages that have it, then its text.
fn licences(packages: &BTreeSet<Package>) -> String {
    let sources = sources();
    let mut by_terms: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in packages {
        let Package { name, terms, home } = package;
        let folders = sources.iter().map(|sources| sources.join(name));
        let texts = folders.flat_map(|folder| texts(&folder, terms));
        let texts = texts.collect::<Vec<_>>().join("\n");
        let text = match texts.is_empty() {
            true => format!("{terms}\n{home}\n"),
            false => texts,
        };
        by_terms
            .entry(text)
            .or_default()
            .push(format!("{name}: {terms}"));
    }
    let mut paragraphs: Vec<String> = by_terms
        .into_iter()
        .map(|(terms, packages)| format!("{}\n\n{}\n", packages.join("\n"), terms.trim_end()))
        .collect();
    paragraphs.sort();
    paragraphs.join(&format!("\n{}\n\n", "-".repeat(80)))
}

/// A package of which code is in the binary.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Package {
    /// `name-version`, as its folder is called.
    name: String,
    /// What it may be used under, in SPDX.
    terms: String,
    /// Where it comes from.
    home: String,
}

/// All packages that are built in: not what only builds or tests the program, nor macros.
fn carried() -> BTreeSet<Package> {
    let cargo = env::var_os("CARGO").expect("cargo sets it");
    let target = env::var("TARGET").expect("cargo sets it");
    let tree = Command::new(cargo)
        .args([
            "tree",
            "--edges=normal,no-proc-macro",
            "--prefix=none",
            "--no-dedupe",
        ])
        .args(["--format={p}|{l}|{r}", "--offline", "--target", &target])
        .current_dir(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"))
        .output();
    let told = match tree {
        Ok(tree) if tree.status.success() => String::from_utf8_lossy(&tree.stdout).into_owned(),
        // The program is as good without its list.
        Ok(_) | Err(_) => {
            println!(
                "cargo::warning=`cargo tree` does not tell packages: --licences is incomplete"
            );
            String::new()
        }
    };
    let package = |line: &str| {
        let mut parts = line.split('|');
        let (id, terms, home) = (parts.next()?, parts.next()?, parts.next()?);
        let (name, version) = id.split_once(" v")?;
        // Our own have a folder in place of nothing.
        let is_own = version.contains('(');
        (!is_own).then(|| Package {
            name: format!("{name}-{version}"),
            terms: terms.to_owned(),
            home: home.to_owned(),
        })
    };
    told.lines().filter_map(package).collect()
}

/// Folders in which cargo keeps the sources of packages.
fn sources() -> Vec<PathBuf> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| {
        let home = env::var_os("HOME").or_else(|| env::var_os("USERPROFILE"))?;
        Some(PathBuf::from(home).join(".cargo"))
    });
    let registries = home.and_then(|home| fs::read_dir(home.join("registry/src")).ok());
    let registries = registries.into_iter().flatten().flatten();
    registries.map(|registry| registry.path()).collect()
}

/// The texts of a package's terms. Of several to choose from, MIT's where it is one of them.
fn texts(folder: &Path, terms: &str) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<(String, PathBuf)> = entries
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().to_uppercase();
            (name, entry.path())
        })
        .filter(|(name, path)| NAMES.iter().any(|begin| name.starts_with(begin)) && path.is_file())
        .collect();
    files.sort();
    let may_choose = terms.contains("MIT") && (terms.contains(" OR ") || terms.contains('/'));
    let mit = files.iter().position(|(name, _)| name.contains("MIT"));
    if let Some(mit) = mit.filter(|_| may_choose && !terms.contains("AND")) {
        files = vec![files.swap_remove(mit)];
    }
    let texts = files
        .iter()
        .filter_map(|(_, path)| fs::read_to_string(path).ok());
    texts
        .map(|text| text.replace("\r\n", "\n").trim().to_owned() + "\n")
        .collect()
}
