//! Scenarios of several items as a programme folder.

use toml::{Table, Value};

use crate::exchange::catalogue::slug;
use crate::exchange::document::values::{put_name, put_text, words};
use crate::exchange::ids::{Taken, unique};
use crate::exchange::write::Draft;
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
    let mut head = Table::new();
    put_text(&mut head, "id", Some(&slug(name, "programme")));
    put_name(&mut head, &Name::in_its_language(name));
    let names: Value = words(files.iter().map(|(file, _)| file.as_str()));
    head.insert("scenarios".to_owned(), names);
    let draft = Draft {
        head,
        ..Draft::default()
    };
    let remark = "A scenario for each item of a list of recorded cases.";
    files.push(("programme.toml".to_owned(), draft.text(&[remark])));
    files
}
