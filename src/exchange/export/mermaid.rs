//! Mermaid: the flowchart that GitHub and many wikis draw from text.

use std::fmt::Write;

use super::{About, Subject, Written, shown_days};
use crate::lang::Lang;
use crate::workflow::{Clock, EdgeKind, Position, Step};

/// What it is.
pub const ABOUT: About = About {
    name: "mermaid",
    opens: "Markdown on GitHub, mermaid.live",
    write,
};

fn write(subject: &Subject<'_>, lang: Lang) -> Written {
    let mut text = format!(
        "---\ntitle: \"{}\"\n---\nflowchart LR\n",
        escaped(subject.title(lang))
    );
    let steps: Vec<&Step> = subject.steps().collect();
    for (number, stage) in subject.workflow.stages.iter().enumerate() {
        let name = escaped(stage.name.get(lang, &stage.id));
        let _ = writeln!(text, "  subgraph stage{number}[\"{name}\"]");
        for (place, step) in steps.iter().enumerate() {
            if step.stage.as_deref() == Some(stage.id.as_str()) {
                node(&mut text, "    ", place, step, lang);
            }
        }
        text.push_str("  end\n");
    }
    for (place, step) in steps.iter().enumerate() {
        if step.stage.is_none() {
            node(&mut text, "  ", place, step, lang);
        }
    }
    for (from, to, kind) in subject.edges() {
        let arrow = match kind {
            EdgeKind::Habit => "-->",
            EdgeKind::Legal => "==>",
        };
        let _ = writeln!(text, "  s{from} {arrow} s{to}");
    }
    text.push_str("  classDef on fill:#cfe3f5,stroke:#1f5f99,color:#000\n");
    text.push_str("  classDef off fill:#fff,stroke:#555,stroke-dasharray:5 3,color:#000\n");
    text.push_str("  classDef outside fill:#fff,stroke:#999,stroke-dasharray:1 3,color:#000\n");
    Written {
        text,
        left_out: Vec::new(),
    }
}

fn node(text: &mut String, indent: &str, place: usize, step: &Step, lang: Lang) {
    let name = escaped(step.name.get(lang, &step.id));
    let label = match shown_days(step, lang) {
        Some(days) => format!("{name}<br>{days}"),
        None => name,
    };
    let look = match (step.position, step.clock) {
        (Position::Path, Clock::On) => "on",
        (Position::Path, Clock::Off) => "off",
        (Position::Path, Clock::Outside)
        | (Position::Beside | Position::Before | Position::WayBack, _) => "outside",
    };
    let _ = writeln!(text, "{indent}s{place}(\"{label}\"):::{look}");
}

/// A label of Mermaid, which may hold HTML: what could be markup is written by its number.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for letter in text.chars() {
        match letter {
            '"' | '<' | '>' | '&' | '#' | ';' | '`' | '\\' | '*' | '_' | '[' | ']' => {
                let _ = write!(escaped, "#{};", u32::from(letter));
            }
            letter if letter.is_control() => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_names_stays_text() {
        assert_eq!(escaped("<img src=x>\"]"), "#60;img src=x#62;#34;#93;");
    }
}
