//! JSON: a scenario file of the workflow alone, which `run` reads.

use super::{About, Subject, Written};
use crate::exchange::document::document;
use crate::format::tree;
use crate::lang::Lang;

/// What it is.
pub const ABOUT: About = About {
    name: "json",
    opens: "redtape run; any program that reads JSON",
    write,
};

fn write(subject: &Subject<'_>, _: Lang) -> Written {
    let document = document(subject.scenario, subject.workflow);
    let text = serde_json::to_string_pretty(&tree(&document.file));
    Written {
        text: text.expect("tables of figures and words are JSON") + "\n",
        left_out: document.left_out,
    }
}
