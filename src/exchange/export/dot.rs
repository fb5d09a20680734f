//! DOT of Graphviz: stages as clusters, filled on the clock, dashed off it; thick edges are legal.

use std::fmt::Write;

use super::{About, Subject, Written, shown_days};
use crate::lang::Lang;
use crate::workflow::{Clock, EdgeKind, Position, Step};

/// What it is.
pub const ABOUT: About = About {
    name: "dot",
    opens: "Graphviz: dot -Tsvg",
    write,
};

fn write(subject: &Subject<'_>, lang: Lang) -> Written {
    let mut text = format!("digraph {} {{\n", quoted(&subject.workflow.id));
    let _ = writeln!(text, "  label={};", quoted(subject.title(lang)));
    text.push_str("  labelloc=t;\n  rankdir=LR;\n");
    text.push_str(
        "  node [shape=box, style=\"rounded,filled\", fillcolor=white, fontname=\"sans-serif\"];\n",
    );
    for (number, stage) in subject.workflow.stages.iter().enumerate() {
        let _ = writeln!(text, "  subgraph cluster_{number} {{");
        let _ = writeln!(
            text,
            "    label={};",
            quoted(stage.name.get(lang, &stage.id))
        );
        let inside = |step: &&Step| step.stage.as_deref() == Some(stage.id.as_str());
        for step in subject.steps().filter(inside) {
            node(&mut text, "    ", step, lang);
        }
        text.push_str("  }\n");
    }
    for step in subject.steps().filter(|step| step.stage.is_none()) {
        node(&mut text, "  ", step, lang);
    }
    for (from, to, edge) in subject.workflow.edges() {
        let look = match edge.kind {
            EdgeKind::Habit => "",
            EdgeKind::Legal => " [penwidth=2]",
        };
        let _ = writeln!(text, "  {} -> {}{look};", quoted(from), quoted(to));
    }
    text.push_str("}\n");
    Written {
        text,
        left_out: Vec::new(),
    }
}

fn node(text: &mut String, indent: &str, step: &Step, lang: Lang) {
    let name = step.name.get(lang, &step.id);
    let label = match shown_days(step, lang) {
        Some(days) => format!("{name}\n{days}"),
        None => name.to_owned(),
    };
    let look = match (step.position, step.clock) {
        (Position::Path, Clock::On) => ", fillcolor=\"#cfe3f5\"",
        (Position::Path, Clock::Off) => ", style=\"rounded,dashed\"",
        (Position::Path, Clock::Outside)
        | (Position::Beside | Position::Before | Position::WayBack, _) => {
            ", style=\"rounded,dotted\""
        }
    };
    let _ = writeln!(
        text,
        "{indent}{} [label={}{look}];",
        quoted(&step.id),
        quoted(&label)
    );
}

/// A string of DOT. Other control characters than the line break have no place in a label.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            letter if letter.is_control() => quoted.push(' '),
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_backslashes_cannot_leave_a_string() {
        assert_eq!(quoted(r#"a"];b\"#), r#""a\"];b\\""#);
        assert_eq!(quoted("a\nb\rc"), "\"a\\nb c\"");
    }
}
