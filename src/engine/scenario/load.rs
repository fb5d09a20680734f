//! Loading a path: a scenario file, a programme folder, or a folder of scenario files.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::arrivals::read_recorded;
use super::files::Files;
use super::items::{CatalogueItem, read_items};
use super::loaded::{Failed, Loaded, Origin, Programme};
use super::overrides::{Override, Overrides};
use super::resolve::{Scenario, resolve};
use super::schema::whole;
use crate::at::At;
use crate::error::Problem;
use crate::format::{
    self, Figure, Form, ProgrammeSpec, Tree, extended, has_steps, merged, misplaced,
};
use crate::input::{self, InputError, Reach};
use crate::lang::Name;

const MOST_SCENARIOS: usize = 64;

/// Reads, checks and resolves everything under `path`.
///
/// # Errors
/// Every problem of every file at once.
pub fn load(path: &Path) -> Result<Loaded, Failed> {
    load_with(path, &[])
}

/// [`load`] with other values for some figures.
///
/// # Errors
/// Every problem of every file at once; an override that no file has a figure for is one.
pub fn load_with(path: &Path, overrides: &[Override]) -> Result<Loaded, Failed> {
    let mut loader = Loader {
        overrides: Overrides::new(overrides),
        ..Loader::default()
    };
    let (programme, paths) = if path.is_dir() {
        loader.reach = Reach::around(path);
        loader.folder(path)
    } else {
        loader.reach = Reach::around(path.parent().unwrap_or(path));
        (None, vec![path.to_path_buf()])
    };
    let found = match &programme {
        None => Found::Named,
        Some((_, true)) => Found::Listed,
        Some((_, false)) => Found::Lying,
    };
    let mut scenarios: Vec<Scenario> = Vec::new();
    for file in &paths {
        scenarios.extend(loader.scenario(file, found));
    }
    if loader.problems.is_empty() && scenarios.is_empty() {
        let shown = path.display();
        loader.problems.push(
            Problem::error(format!("folder `{shown}` has no scenario"))
                .allowed("a programme.toml, or scenario files with `[[step]]`")
                .hint("`redtape new --output FILE` makes one"),
        );
    }
    if loader.problems.is_empty() {
        loader.problems.extend(loader.overrides.unused());
        if let Some(shared) = &loader.shared_agencies {
            let problems = super::shared_agencies::problems(shared, &scenarios);
            loader.problems.extend(problems);
        }
    }
    if loader.problems.is_empty() {
        Ok(Loaded {
            programme: programme.map(|(programme, _)| programme),
            scenarios,
            files: loader.files,
            origins: loader.origins,
            figures: loader.figures,
        })
    } else {
        Err(Failed {
            problems: loader.problems,
            files: loader.files,
            is_read_error: loader.is_read_error,
        })
    }
}

/// Reads, checks and resolves one scenario that is no file; `name` stands for it in messages.
///
/// # Errors
/// Every problem at once.
pub fn load_text(name: &Path, text: &str) -> Result<Loaded, Failed> {
    let mut loader = Loader::default();
    let number = loader.files.add(name, text.to_owned());
    let scenario = loader.parsed(number, name, Found::Named);
    match scenario.filter(|_| loader.problems.is_empty()) {
        Some(scenario) => Ok(Loaded {
            programme: None,
            scenarios: vec![scenario],
            files: loader.files,
            origins: loader.origins,
            figures: loader.figures,
        }),
        None => Err(Failed {
            problems: loader.problems,
            files: loader.files,
            is_read_error: loader.is_read_error,
        }),
    }
}

#[derive(Default)]
struct Loader {
    files: Files,
    overrides: Overrides,
    /// Of each scenario so far.
    figures: Vec<Vec<Figure>>,
    /// Of the scenarios so far.
    ids: BTreeSet<String>,
    /// Of the scenarios so far.
    origins: Vec<Origin>,
    /// What the programme says of its agencies.
    shared_agencies: Option<At<bool>>,
    problems: Vec<Problem>,
    is_read_error: bool,
    /// Where files that they name may lie.
    reach: Reach,
}

/// How a file came to be read.
#[derive(Clone, Copy, Debug)]
enum Found {
    /// The user named it.
    Named,
    /// A programme lists it.
    Listed,
    /// It lies in a folder that was named; one without steps is passed over.
    Lying,
}

/// Whether a file that another one names is no part of a scenario: it may be anything, and nobody should read it in a message.
fn is_foreign(tree: &Tree<'_>, has_errors: bool) -> bool {
    let whole = Form::of(whole());
    let is_known = |key: &str| whole.below(key).is_some();
    (has_errors || !tree.is_empty()) && !tree.keys().any(|key| is_known(key.get_ref()))
}

impl Loader {
    /// The programme of a folder, whether it lists its scenarios, and their files.
    fn folder(&mut self, folder: &Path) -> (Option<(Programme, bool)>, Vec<PathBuf>) {
        let name = folder.canonicalize().ok();
        let name = name.as_deref().unwrap_or(folder).file_name();
        let id = name.map_or("programme".to_owned(), |name| {
            name.to_string_lossy().into_owned()
        });
        let file = folder.join("programme.toml");
        if !file.exists() {
            let programme = Programme {
                id,
                name: Name::default(),
                items: Vec::new(),
                facts: Vec::new(),
                shares_agencies: false,
            };
            return (Some((programme, false)), self.listing(folder));
        }
        let Some(number) = self.read(&file) else {
            return (None, Vec::new());
        };
        let tree = self.files.parse(number, &mut self.problems);
        let spec: ProgrammeSpec = format::keys(tree, &mut self.problems);
        if spec.scenarios.len() > MOST_SCENARIOS {
            self.problems.push(
                Problem::error(format!("{} scenarios", spec.scenarios.len()))
                    .allowed(format!("up to {MOST_SCENARIOS}")),
            );
            return (None, Vec::new());
        }
        let programme = Programme {
            id: spec.id.as_ref().map_or(id, |id| id.value.clone()),
            name: super::parts::name(&spec.en, &spec.zh),
            items: self.items(folder, spec.catalogue.as_ref()),
            facts: super::items::facts(&spec, &mut self.problems),
            shares_agencies: spec.shared_agencies.as_ref().is_some_and(|at| at.value),
        };
        self.shared_agencies = spec.shared_agencies.clone();
        if spec.scenarios.is_empty() {
            return (Some((programme, false)), self.listing(folder));
        }
        let mut paths = Vec::new();
        for name in &spec.scenarios {
            paths.extend(self.beside(folder, name));
        }
        (Some((programme, true)), paths)
    }

    /// The items of the catalogue that a programme names.
    fn items(&mut self, folder: &Path, name: Option<&At<String>>) -> Vec<CatalogueItem> {
        let Some(name) = name else {
            return Vec::new();
        };
        let Some(path) = self.beside(folder, name) else {
            return Vec::new();
        };
        read_items(name, &path).unwrap_or_else(|problem| {
            self.problems.push(name.blame(problem));
            Vec::new()
        })
    }

    /// The file that a file in `folder` names.
    fn beside(&mut self, folder: &Path, name: &At<String>) -> Option<PathBuf> {
        let problem = match self.reach.path(folder, &name.value) {
            Ok(path) if path.is_file() => return Some(path),
            Ok(_) => Problem::error(format!("there is no file `{name}` beside this one")),
            Err(problem) => problem,
        };
        self.problems.push(name.blame(problem));
        None
    }

    fn listing(&mut self, folder: &Path) -> Vec<PathBuf> {
        match input::list_toml(folder) {
            Ok(paths) if paths.len() > MOST_SCENARIOS => {
                self.problems.push(
                    Problem::error(format!("{} files in `{}`", paths.len(), folder.display()))
                        .allowed(format!("up to {MOST_SCENARIOS} scenarios")),
                );
                Vec::new()
            }
            Ok(paths) => paths,
            Err(error) => {
                self.unreadable(&error);
                Vec::new()
            }
        }
    }

    fn scenario(&mut self, path: &Path, found: Found) -> Option<Scenario> {
        let number = self.read(path)?;
        self.parsed(number, path, found)
    }

    fn parsed(&mut self, number: usize, path: &Path, found: Found) -> Option<Scenario> {
        let top = self.files.top();
        self.overrides.take_figures();
        let before = self.problems.len();
        let tree = self.files.parse(number, &mut self.problems);
        match found {
            Found::Lying if !has_steps(&tree) => return None,
            Found::Listed if is_foreign(&tree, self.problems.len() > before) => {
                self.problems.truncate(before);
                let problem = Problem::error(format!("`{}` is no scenario", path.display()));
                self.problems
                    .push(problem.allowed("a file with `[[step]]`"));
                return None;
            }
            Found::Lying | Found::Listed | Found::Named => {}
        }
        if tree.is_empty() && self.problems.len() == before {
            self.problems.push(
                Problem::error(format!("`{}` is empty", path.display()))
                    .hint("`redtape new` prints a scenario to start from"),
            );
            return None;
        }
        let folder = path.parent().unwrap_or(Path::new("."));
        let extends = extended(&tree);
        let catalogue = match &extends {
            Some(base) => self.beside(folder, base).and_then(|file| self.read(&file)),
            None => None,
        };
        let tree = match catalogue {
            Some(catalogue) => {
                let n_told = self.problems.len();
                let under = self.files.parse(catalogue, &mut self.problems);
                let base = extends.as_ref()?;
                if is_foreign(&under, self.problems.len() > n_told) {
                    self.problems.truncate(n_told);
                    let problem = Problem::error(format!("`{base}` is no catalogue"));
                    let problem = problem.allowed("a file with keys of a scenario");
                    self.problems.push(base.blame(problem));
                    return None;
                }
                self.problems.extend(misplaced(&under));
                // What is wrong with the child's own text was told above.
                merged(
                    self.files.parse(number, &mut Vec::new()),
                    under,
                    Form::of(whole()),
                )
            }
            None => self.files.parse(number, &mut Vec::new()),
        };
        let has_syntax_errors = self.problems.len() > before;
        let near = (&self.reach, folder);
        let tree = self.overrides.apply(tree, near, &mut self.problems);
        let (mut spec, damage) = format::scenario(tree, &mut self.problems);
        // Where elements are missing, what refers to them is not to blame.
        let lacks_catalogue = spec.extends.is_some() && catalogue.is_none();
        if damage.has_losses || lacks_catalogue || has_syntax_errors {
            return None;
        }
        let n_told = self.problems.len();
        if let Err(problem) = read_recorded((&self.reach, folder), &mut spec) {
            self.problems.push(problem);
        }
        let scenario = resolve(&spec, &damage, top, &mut self.problems);
        let found = self.problems.split_off(n_told).into_iter();
        self.problems
            .extend(found.filter(|problem| !damage.explains(problem)));
        let scenario = scenario?;
        self.figures.push(self.overrides.take_figures());
        if !self.ids.insert(scenario.id.clone())
            && let Some(id) = &spec.id
        {
            self.problems.push(
                id.blame(
                    Problem::error(format!("two scenarios are called `{id}`"))
                        .hint("ids key results and files: give this one another"),
                ),
            );
        }
        self.origins.push(Origin {
            file: number,
            catalogue,
        });
        Some(scenario)
    }

    fn read(&mut self, path: &Path) -> Option<usize> {
        match self.files.read(path) {
            Ok(number) => Some(number),
            Err(error) => {
                self.unreadable(&error);
                None
            }
        }
    }

    fn unreadable(&mut self, error: &InputError) {
        match error {
            InputError::Io { .. } => self.is_read_error = true,
            InputError::Content(_) => {}
        }
        self.problems.push(error.problem());
    }
}
