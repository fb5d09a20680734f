//! Problems as text for people: place, snippet, what is allowed, one hint.

use std::path::Path;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::files::Files;
use crate::error::{Problem, Severity};
use crate::lang::Lang;
use crate::text;

/// More than this many at once help nobody.
const MOST_SHOWN: usize = 50;

/// Every problem, by file and place, then a closing line. `lang` is what the problems themselves are told in.
pub fn render(problems: &[Problem], files: &Files, lang: Lang) -> String {
    let mut sorted: Vec<&Problem> = problems.iter().collect();
    sorted.sort_by_key(|problem| {
        let place = problem.place.clone().unwrap_or(0..0);
        (problem.severity, place.start, problem.message.clone())
    });
    sorted.dedup();
    let mut shown: Vec<String> = sorted
        .iter()
        .take(MOST_SHOWN)
        .map(|problem| one(problem, files, lang))
        .collect();
    if sorted.len() > MOST_SHOWN {
        let more = sorted.len() - MOST_SHOWN;
        shown.push(match lang {
            Lang::En => format!("and {more} more\n"),
            Lang::Zh => format!("另有 {more} 条\n"),
        });
    }
    let count = |severity| {
        sorted
            .iter()
            .filter(|problem| problem.severity == severity)
            .count()
    };
    let counted: Vec<String> = [Severity::Error, Severity::Warning]
        .into_iter()
        .map(|severity| (count(severity), severity))
        .filter(|(n, _)| *n > 0)
        .map(|(n, severity)| match (severity, lang) {
            (Severity::Error, Lang::En) => text::plural(n, "error", "errors"),
            (Severity::Warning, Lang::En) => text::plural(n, "warning", "warnings"),
            (severity, Lang::Zh) => format!("{n} 条{}", name(severity, lang)),
        })
        .collect();
    if !counted.is_empty() {
        let comma = match lang {
            Lang::En => ", ",
            Lang::Zh => "，",
        };
        shown.push(format!("{}\n", counted.join(comma)));
    }
    shown.join("\n")
}

fn name(severity: Severity, lang: Lang) -> &'static str {
    match (severity, lang) {
        (Severity::Error, Lang::En) => "error",
        (Severity::Error, Lang::Zh) => "错误",
        (Severity::Warning, Lang::En) => "warning",
        (Severity::Warning, Lang::Zh) => "提醒",
    }
}

fn one(problem: &Problem, files: &Files, lang: Lang) -> String {
    let (level, colon) = (name(problem.severity, lang), lang.colon());
    let (allowed_label, hint_label) = match lang {
        Lang::En => ("allowed", "hint"),
        Lang::Zh => ("可用", "建议"),
    };
    let spot = problem.place.as_ref().and_then(|place| files.spot(place));
    let mut shown = match spot {
        None => format!("{level}{colon}{}\n", problem.message),
        Some(spot) => {
            let (line_start, snippet) = around(spot.content, &spot.range);
            let within = spot.range.start - line_start..spot.range.end - line_start;
            let end = snippet.len().min(within.end).max(within.start);
            let path = slashes(spot.path);
            let kind = match problem.severity {
                Severity::Error => Level::ERROR,
                Severity::Warning => Level::WARNING,
            };
            let kind = kind.with_name(level);
            let report = &[kind.primary_title(problem.message.as_str()).element(
                Snippet::source(snippet)
                    .line_start(spot.line)
                    .path(path.to_string())
                    .annotation(AnnotationKind::Primary.span(within.start..end)),
            )];
            let renderer = Renderer::styled().decor_style(DecorStyle::Ascii);
            // The first colon is the one after the level.
            let rendered = renderer.render(report);
            format!("{}\n", rendered.replacen(": ", colon, 1))
        }
    };
    if let Some(allowed) = &problem.allowed {
        // Further lines are indented by two.
        let lines = text::wrap(&format!("{allowed_label}{colon}{allowed}"), 78);
        shown.push_str(&(lines.join("\n  ") + "\n"));
    }
    if let Some(hint) = &problem.hint {
        shown.push_str(&format!("{hint_label}{colon}{hint}\n"));
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
