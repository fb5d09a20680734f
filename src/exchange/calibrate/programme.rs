//! Scenarios of several items as a programme folder.

use crate::at::At;
use crate::exchange::catalogue::slug;
use crate::exchange::ids::{Taken, unique};
use crate::exchange::write::Draft;
use crate::format::{ProgrammeSpec, tree};
use crate::lang::Name;

/// The files of a programme of scenarios, each with its item's name.
pub fn programme(name: &str, scenarios: &[(String, String)]) -> Vec<(String, String)> {
    let mut taken = Taken::new();
    // The programme's own file.
    unique("programme", &mut taken);
    let mut files = Vec::new();
    for (item, content) in scenarios {
        let file = unique(&slug(item, "item"), &mut taken);
        files.push((format!("{file}.toml"), content.clone()));
    }
    let Name { en, zh } = Name::in_its_language(name);
    let file = ProgrammeSpec {
        id: Some(At::from(slug(name, "programme"))),
        en,
        zh,
        scenarios: files.iter().map(|(file, _)| At::from(file)).collect(),
        ..ProgrammeSpec::default()
    };
    let draft = Draft {
        head: tree(&file),
        ..Draft::default()
    };
    let remark = "A scenario for each item of a list of recorded cases.";
    files.push(("programme.toml".to_owned(), draft.text(&[remark])));
    files
}
