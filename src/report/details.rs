//! What `run --details` adds: intervals, stages, critical paths, outcomes, the before/after list.

use std::fmt::Write;

use super::table::{align, plain_table};
use super::words::Word;
use crate::compare::{Comparison, Estimate, Paired, Side};
use crate::lang::Lang;
use crate::text::{days, wrap};

/// The details of every scenario.
pub fn details(comparisons: &[Comparison], lang: Lang) -> String {
    let mut shown = String::new();
    for comparison in comparisons {
        let name = comparison.name.get(lang, &comparison.id);
        write!(
            shown,
            "\n{name}\n{}\n",
            "=".repeat(crate::text::width(name))
        )
        .expect("writing to a string does not fail");
        shown.push_str(&figures(comparison, lang));
        shown.push_str(&paths(comparison, lang));
        shown.push_str(&changes(comparison, lang));
    }
    shown
}

/// A column for the baseline and one for each reform.
fn figures(comparison: &Comparison, lang: Lang) -> String {
    let mut table = plain_table();
    let mut header = vec![
        String::new(),
        match lang {
            Lang::En => "before".to_owned(),
            Lang::Zh => "改革前".to_owned(),
        },
    ];
    header.extend(
        comparison
            .reforms
            .iter()
            .map(|reform| reform.name.get(lang, &reform.id).to_owned()),
    );
    table.set_header(header);
    let sides: Vec<&Side> = std::iter::once(&comparison.baseline)
        .chain(comparison.reforms.iter().map(|reform| &reform.side))
        .collect();
    let mut row = |heading: String, cell: &dyn Fn(&Side) -> String| {
        let mut cells = vec![heading];
        cells.extend(sides.iter().map(|side| cell(side)));
        table.add_row(cells);
    };
    let say = |word: Word| word.say(lang).to_owned();
    row(say(Word::Counted), &|side| days(side.limits.counted_days));
    row(say(Word::Clock), &|side| days(side.limits.clock_days));
    row(say(Word::Waits), &|side| days(side.limits.elapsed_days));
    row(say(Word::Serial), &|side| days(side.limits.serial_days));
    row(
        format!("{} ({})", say(Word::Counted), say(Word::WorstCase)),
        &|side| days(side.limits.worst_case.counted_days),
    );
    for (idx, (stage, _)) in comparison.baseline.limits.by_stage.iter().enumerate() {
        row(format!("  {stage}"), &|side| {
            side.limits
                .by_stage
                .get(idx)
                .map_or(String::new(), |(_, counted)| days(*counted))
        });
    }
    row(say(Word::Links), &|side| side.counts.links.to_string());
    for (clock, pick) in [
        (
            Word::Counted,
            (|side| &side.simulated.counted) as fn(&Side) -> &crate::compare::Summary,
        ),
        (Word::Waits, |side| &side.simulated.elapsed),
    ] {
        row(format!("{} {}", say(clock), say(Word::Mean)), &|side| {
            interval(pick(side).mean)
        });
        for (idx, p) in [(0, "P10"), (2, "P50"), (4, "P90"), (5, "P95")] {
            row(format!("{} {p}", say(clock)), &|side| {
                interval(pick(side).quantiles[idx])
            });
        }
    }
    row(say(Word::CalendarDays) + " P50", &|side| {
        side.simulated
            .calendar
            .as_ref()
            .map_or("–".to_owned(), |days| interval(days.quantiles[2]))
    });
    row(say(Word::WithinTarget), &|side| {
        side.simulated.within_target.map_or("–".to_owned(), percent)
    });
    row(say(Word::Overdue), &|side| {
        percent(side.simulated.overdue_item_share)
    });
    let thousand = |per_case: f64| days(per_case * 1000.0);
    row(say(Word::PerThousand), &|_| String::new());
    for (word, pick) in [
        (
            Word::Corrections,
            (|side| side.simulated.corrections) as fn(&Side) -> f64,
        ),
        (Word::Visits, |side| side.simulated.visits),
        (Word::Checks, |side| side.simulated.checks),
        (Word::Breaches, |side| side.simulated.breaches),
        (Word::Silent, |side| side.simulated.silent_approvals),
        (Word::Granted, |side| side.simulated.outcomes[0].1.value),
        (Word::GrantedSilently, |side| {
            side.simulated.outcomes[1].1.value
        }),
        (Word::Withdrawn, |side| side.simulated.outcomes[2].1.value),
        (Word::Revoked, |side| side.simulated.outcomes[3].1.value),
    ] {
        row(format!("  {}", say(word)), &|side| thousand(pick(side)));
    }
    align(&mut table);
    let mut shown = format!("{table}\n");
    for reform in &comparison.reforms {
        let paired = |paired: &Paired| {
            format!(
                "{}, P50 {}, P90 {}",
                interval(paired.mean),
                interval(paired.p50),
                interval(paired.p90)
            )
        };
        let line = format!(
            "{} ({}): {} {}; {} {}",
            say(Word::Difference),
            reform.name.get(lang, &reform.id),
            say(Word::Counted),
            paired(&reform.difference.counted),
            say(Word::Waits),
            paired(&reform.difference.elapsed),
        );
        shown.push_str(&wrap(&line, 80).join("\n"));
        shown.push('\n');
    }
    shown
}

fn paths(comparison: &Comparison, lang: Lang) -> String {
    let mut shown = String::new();
    let sides = std::iter::once((None, &comparison.baseline)).chain(
        comparison
            .reforms
            .iter()
            .map(|reform| (Some(reform), &reform.side)),
    );
    for (reform, side) in sides {
        let label = reform.map_or(
            match lang {
                Lang::En => "before",
                Lang::Zh => "改革前",
            },
            |reform| reform.name.get(lang, &reform.id),
        );
        for (word, path) in [
            (Word::CriticalCounted, &side.limits.critical_path_counted),
            (Word::CriticalElapsed, &side.limits.critical_path_elapsed),
        ] {
            let line = format!("{} ({label}): {}", word.say(lang), path.join(" → "));
            shown.push_str(&wrap(&line, 80).join("\n"));
            shown.push('\n');
        }
    }
    shown
}

fn changes(comparison: &Comparison, lang: Lang) -> String {
    let mut shown = String::new();
    for reform in &comparison.reforms {
        writeln!(
            shown,
            "{} ({}):",
            Word::Changes.say(lang),
            reform.name.get(lang, &reform.id)
        )
        .expect("writing to a string does not fail");
        let mut table = plain_table();
        for change in &reform.changes {
            let limit = |limit: Option<f64>| limit.map_or("–".to_owned(), days);
            table.add_row([
                format!("  {}", change.item),
                change.what.say(lang).to_owned(),
                format!(
                    "{} → {}",
                    limit(change.before_days),
                    limit(change.after_days)
                ),
                change
                    .into
                    .clone()
                    .map(|into| format!("→ {into}"))
                    .unwrap_or_default(),
            ]);
        }
        shown.push_str(&format!("{table}\n"));
    }
    shown
}

fn interval(estimate: Estimate) -> String {
    match estimate.interval {
        Some((low, high)) => format!("{} ({} to {})", days(estimate.value), days(low), days(high)),
        None => days(estimate.value),
    }
}

fn percent(share: Estimate) -> String {
    format!("{} %", days(share.value * 100.0))
}
