//! Problems as text for people: place, snippet, what is allowed, one hint.

use std::path::Path;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::files::Files;
use crate::error::{Problem, Severity};
use crate::text;

/// More than this many at once help nobody.
const MOST_SHOWN: usize = 50;

/// Every problem, by file and place, then a closing line.
pub fn render(problems: &[Problem], files: &Files) -> String {
    let mut sorted: Vec<&Problem> = problems.iter().collect();
    sorted.sort_by_key(|problem| {
        let place = problem.place.clone().unwrap_or(0..0);
        (problem.severity, place.start, problem.message.clone())
    });
    sorted.dedup();
    let mut shown: Vec<String> = sorted
        .iter()
        .take(MOST_SHOWN)
        .map(|problem| one(problem, files))
        .collect();
    if sorted.len() > MOST_SHOWN {
        shown.push(format!("and {} more\n", sorted.len() - MOST_SHOWN));
    }
    let count = |severity| {
        sorted
            .iter()
            .filter(|problem| problem.severity == severity)
            .count()
    };
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let mut counted = Vec::new();
    if errors > 0 {
        counted.push(text::plural(errors, "error", "errors"));
    }
    if warnings > 0 {
        counted.push(text::plural(warnings, "warning", "warnings"));
    }
    if !counted.is_empty() {
        shown.push(format!("{}\n", counted.join(", ")));
    }
    shown.join("\n")
}

fn one(problem: &Problem, files: &Files) -> String {
    let level = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let spot = problem.place.as_ref().and_then(|place| files.spot(place));
    let mut shown = match spot {
        None => format!("{level}: {}\n", problem.message),
        Some(spot) => {
            let (line_start, snippet) = around(spot.content, &spot.range);
            let within = spot.range.start - line_start..spot.range.end - line_start;
            let end = snippet.len().min(within.end).max(within.start);
            let path = slashes(spot.path);
            let kind = match problem.severity {
                Severity::Error => Level::ERROR,
                Severity::Warning => Level::WARNING,
            };
            let report = &[kind.primary_title(problem.message.as_str()).element(
                Snippet::source(snippet)
                    .line_start(spot.line)
                    .path(path.to_string())
                    .annotation(AnnotationKind::Primary.span(within.start..end)),
            )];
            let renderer = Renderer::styled().decor_style(DecorStyle::Ascii);
            format!("{}\n", renderer.render(report))
        }
    };
    if let Some(allowed) = &problem.allowed {
        // Further lines are indented by two.
        let lines = text::wrap(&format!("allowed: {allowed}"), 78);
        shown.push_str(&(lines.join("\n  ") + "\n"));
    }
    if let Some(hint) = &problem.hint {
        shown.push_str(&format!("hint: {hint}\n"));
    }
    shown
}

/// The lines that a range touches, at most three, and where they begin.
fn around<'c>(content: &'c str, range: &std::ops::Range<usize>) -> (usize, &'c str) {
    let start = content[..range.start]
        .rfind('\n')
        .map_or(0, |newline| newline + 1);
    let mut end = range.start;
    for _ in 0..3 {
        end = content[end..]
            .find('\n')
            .map_or(content.len(), |newline| end + newline + 1);
        if end >= range.end {
            break;
        }
    }
    (start, content[start..end].trim_end_matches(['\n', '\r']))
}

/// Paths look the same on every system.
pub fn slashes(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}
