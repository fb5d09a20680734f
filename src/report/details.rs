//! What `run --details` says of one scenario: intervals, stages, outcomes, critical paths, the before/after list.

use anstyle::Style;
use comfy_table::{ColumnConstraint, Width};

use super::table::{align, plain_table, signed_days};
use super::words::Word;
use crate::compare::{Comparison, Difference, Estimate, Paired, ReformSide, Side, Summary};
use crate::lang::Lang;
use crate::text::{days, pad, width, wrap};
use crate::workflow::Basis;

/// Columns of the headings of rows.
const HEADING_COLUMNS: usize = 27;
/// Columns of the longest name that still has its figures beside it in line with the others.
const MOST_NAME_COLUMNS: usize = 44;

/// One scenario in one language.
pub(super) struct Shown<'a> {
    pub comparison: &'a Comparison,
    pub lang: Lang,
}

impl<'a> Shown<'a> {
    fn say(&self, word: Word) -> &'static str {
        word.say(self.lang)
    }

    pub fn heading(&self) -> String {
        let name = self.comparison.name.get(self.lang, &self.comparison.id);
        let bold = Style::new().bold();
        format!("{bold}{name}{bold:#}\n{}", "─".repeat(width(name)))
    }

    /// Baseline and reforms with their labels.
    fn sides(&self) -> Vec<(&'a str, &'a Side)> {
        let before = (self.say(Word::Before), &self.comparison.baseline);
        let reforms = self.comparison.reforms.iter();
        let after = reforms.map(|reform| (self.reform(reform), &reform.side));
        std::iter::once(before).chain(after).collect()
    }

    fn reform(&self, reform: &'a ReformSide) -> &'a str {
        reform.name.get(self.lang, &reform.id)
    }

    fn item(&self, id: &'a str) -> &'a str {
        self.comparison.names.item(id, self.lang)
    }

    /// A column for the baseline and one for each reform.
    pub fn figures(&self) -> String {
        let sides = self.sides();
        let mut table = plain_table();
        let mut header = vec![String::new()];
        header.extend(sides.iter().map(|(label, _)| (*label).to_owned()));
        table.set_header(header);
        for (heading, cell) in self.rows() {
            let mut cells = vec![heading];
            cells.extend(sides.iter().map(|(_, side)| cell(side)));
            table.add_row(cells);
        }
        align(&mut table);
        let columns = Width::Fixed(HEADING_COLUMNS as u16 + 1);
        if let Some(headings) = table.column_mut(0) {
            headings.set_constraint(ColumnConstraint::Absolute(columns));
        }
        format!("{table}\n")
    }

    fn rows(&self) -> Vec<Row<'a>> {
        let mut rows = self.limit_rows();
        rows.extend(self.simulated_rows());
        rows.extend(self.outcome_rows());
        rows
    }

    fn limit_rows(&self) -> Vec<Row<'a>> {
        let within = |word: Word| format!("  {}", self.say(word));
        let (title, counted) = match self.comparison.basis() {
            Basis::Promises => (Word::LimitsOfCase, Word::Counted),
            Basis::Medians | Basis::RecordedMedians => (Word::MediansOfCase, Word::Counted),
        };
        let mut rows = vec![
            titled(self.say(title)),
            row(within(counted), |side| days(side.limits.counted_days)),
        ];
        for stage in self.stages() {
            let name = match stage {
                "" => self.say(Word::NoStage),
                stage => self.comparison.names.stage(stage, self.lang),
            };
            rows.push(row(format!("    {name}"), move |side| {
                let mut stages = side.limits.by_stage.iter();
                let own = stages.find(|(id, _)| id == stage);
                days(own.map_or(0.0, |(_, counted)| *counted))
            }));
        }
        let worst = format!("    {}", self.say(Word::WorstCase));
        rows.extend([
            row(worst, |side| days(side.limits.worst_case.counted_days)),
            row(within(Word::Clock), |side| days(side.limits.clock_days)),
            row(within(Word::WaitsLong), |side| {
                days(side.limits.elapsed_days)
            }),
            row(within(Word::Serial), |side| days(side.limits.serial_days)),
            row(self.say(Word::Links).to_owned(), |side| {
                days(side.counts.links)
            }),
        ]);
        rows
    }

    /// Stages of any workflow, in order; the last is that of steps without one, if any of them counts.
    fn stages(&self) -> Vec<&'a str> {
        let sides = self.sides().into_iter();
        let all = sides.flat_map(|(_, side)| &side.limits.by_stage);
        let mut stages: Vec<&str> = Vec::new();
        for (stage, _) in all {
            if !stages.contains(&stage.as_str()) {
                stages.push(stage);
            }
        }
        stages.sort_by_key(|stage| stage.is_empty());
        stages
    }

    fn simulated_rows(&self) -> Vec<Row<'a>> {
        let mut rows = vec![titled(self.say(Word::SimulatedCases))];
        let clocks: [(Word, PickClock); 2] = [
            (Word::Counted, |side| &side.simulated.counted),
            (Word::WaitsLong, |side| &side.simulated.elapsed),
        ];
        for (clock, pick) in clocks {
            let heading = format!(
                "  {}{}{}",
                self.say(clock),
                self.lang.comma(),
                self.say(Word::Mean)
            );
            rows.push(row(heading, move |side| interval(pick(side).mean)));
            for (idx, p) in [(0, "P10"), (2, "P50"), (4, "P90"), (5, "P95")] {
                rows.push(row(format!("    {p}"), move |side| {
                    interval(pick(side).quantiles[idx])
                }));
            }
        }
        let lang = self.lang;
        let calendar = format!("  {}{}P50", self.say(Word::CalendarDays), self.lang.comma());
        rows.extend([
            row(calendar, |side| {
                let calendar = side.simulated.calendar.as_ref();
                calendar.map_or("–".to_owned(), |days| interval(days.quantiles[2]))
            }),
            row(format!("  {}", self.say(Word::WithinTarget)), move |side| {
                let within = side.simulated.within_target;
                within.map_or("–".to_owned(), |share| percent(share, lang))
            }),
            row(format!("  {}", self.say(Word::Overdue)), move |side| {
                percent(side.simulated.overdue_item_share, lang)
            }),
            row(format!("  {}", self.say(Word::TripsPerCase)), |side| {
                days(side.simulated.visits)
            }),
        ]);
        rows
    }

    fn outcome_rows(&self) -> Vec<Row<'a>> {
        let mut rows = vec![titled(self.say(Word::PerThousand))];
        let kinds: [(Word, PickFigure); 9] = [
            (Word::Corrections, |side| side.simulated.corrections),
            (Word::Checks, |side| side.simulated.checks),
            (Word::Breaches, |side| side.simulated.breaches),
            (Word::Rectification, |side| {
                side.simulated.rectification_days
            }),
            (Word::Silent, |side| side.simulated.silent_approvals),
            (Word::Granted, |side| outcome(side, "granted")),
            (Word::GrantedSilently, |side| {
                outcome(side, "granted-silently")
            }),
            (Word::Withdrawn, |side| outcome(side, "withdrawn")),
            (Word::Revoked, |side| outcome(side, "revoked")),
        ];
        for (word, pick) in kinds {
            rows.push(row(format!("  {}", self.say(word)), move |side| {
                days(pick(side) * 1000.0)
            }));
        }
        rows
    }

    /// What a case saves, from paired cases.
    pub fn differences(&self) -> String {
        let mut table = plain_table();
        let mut header = vec![self.say(Word::Difference).to_owned()];
        header.extend([self.say(Word::Mean), "P50", "P90"].map(str::to_owned));
        table.set_header(header);
        for reform in &self.comparison.reforms {
            let name = self.reform(reform);
            self.difference_rows(&mut table, name, &reform.difference);
            if let Some(previous) = &reform.difference_previous {
                let heading = format!(
                    "{name}{}",
                    self.lang.bracketed(self.say(Word::AgainstPrevious))
                );
                self.difference_rows(&mut table, &heading, previous);
            }
        }
        if self.comparison.reforms.is_empty() {
            return String::new();
        }
        align(&mut table);
        format!("\n{table}\n")
    }

    fn difference_rows(&self, table: &mut comfy_table::Table, name: &str, difference: &Difference) {
        table.add_row([name]);
        let clocks: [(Word, &Paired); 2] = [
            (Word::Counted, &difference.counted),
            (Word::WaitsLong, &difference.elapsed),
        ];
        for (word, paired) in clocks {
            table.add_row([
                format!("  {}", self.say(word)),
                signed_interval(paired.mean),
                signed_interval(paired.p50),
                signed_interval(paired.p90),
            ]);
        }
    }

    pub fn paths(&self) -> String {
        let mut shown = String::new();
        for (label, side) in self.sides() {
            for (word, path) in [
                (Word::CriticalCounted, &side.limits.critical_path_counted),
                (Word::CriticalElapsed, &side.limits.critical_path_elapsed),
            ] {
                let names: Vec<&str> = path
                    .iter()
                    .map(|id| self.comparison.names.step(id, self.lang))
                    .collect();
                let heading = wrap(&self.heading_of(word, label), 80);
                shown.push_str(&format!("\n{}\n", heading.join("\n")));
                for line in wrap(&names.join(" → "), 78) {
                    shown.push_str(&format!("  {line}\n"));
                }
            }
        }
        shown
    }

    /// `word (of which):`.
    fn heading_of(&self, word: Word, of: &str) -> String {
        let colon = self.lang.colon().trim_end();
        format!("{}{}{colon}", self.say(word), self.lang.bracketed(of))
    }

    /// 改革前后对照表.
    pub fn changes(&self) -> String {
        let mut shown = String::new();
        for reform in &self.comparison.reforms {
            let heading = self.heading_of(Word::Changes, self.reform(reform));
            shown.push_str(&format!("\n{}\n", wrap(&heading, 80).join("\n")));
            let names = reform.changes.iter().map(|change| self.item(&change.item));
            let columns = names.map(width).max().unwrap_or(0).min(MOST_NAME_COLUMNS);
            for change in &reform.changes {
                let limit = |limit: Option<f64>| limit.map_or("–".to_owned(), days);
                let limits = match (change.before_days, change.after_days) {
                    (before, after) if before == after => limit(before),
                    (before, after) => format!("{} → {}", limit(before), limit(after)),
                };
                let into = change
                    .into
                    .as_ref()
                    .map_or(String::new(), |into| format!(" → {}", self.item(into)));
                let became = format!("{}{into}", change.what.say(self.lang));
                let line = format!(
                    "  {} {} {became}",
                    pad(self.item(&change.item), columns),
                    pad(&limits, 8)
                );
                // What does not fit goes on under the last column.
                for (idx, part) in wrap(&line, 80).iter().enumerate() {
                    let indent = if idx == 0 { "" } else { "      " };
                    shown.push_str(&format!("{indent}{part}\n"));
                }
            }
        }
        shown
    }
}

type PickClock = fn(&Side) -> &Summary;
type PickFigure = fn(&Side) -> f64;

/// A heading and what stands beside it for each side.
type Row<'a> = (String, Box<dyn Fn(&Side) -> String + 'a>);

fn row<'a>(heading: String, cell: impl Fn(&Side) -> String + 'a) -> Row<'a> {
    (indented(&heading), Box::new(cell))
}

/// A heading in lines of [`HEADING_COLUMNS`], each as deep as the first.
fn indented(heading: &str) -> String {
    let depth = heading.len() - heading.trim_start().len();
    let lines = wrap(heading.trim_start(), HEADING_COLUMNS - depth);
    let lines = lines.iter().enumerate().map(|(idx, line)| {
        let depth = if idx == 0 { depth } else { depth + 2 };
        format!("{}{line}", " ".repeat(depth))
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn titled<'a>(heading: &str) -> Row<'a> {
    row(heading.to_owned(), |_| String::new())
}

fn outcome(side: &Side, key: &str) -> f64 {
    let outcomes = side.simulated.outcomes.iter();
    outcomes
        .filter(|(name, _)| *name == key)
        .map(|(_, share)| share.value)
        .sum()
}

/// `60.8 ±0.2`: half the width of the 95 % interval.
fn interval(estimate: Estimate) -> String {
    format!("{}{}", days(estimate.value), half_width(estimate))
}

fn signed_interval(estimate: Estimate) -> String {
    format!("{}{}", signed_days(estimate.value), half_width(estimate))
}

fn half_width(estimate: Estimate) -> String {
    estimate.interval.map_or(String::new(), |(low, high)| {
        format!(" ±{:.1}", (high - low) / 2.0)
    })
}

fn percent(share: Estimate, lang: Lang) -> String {
    let percent = share.scaled(100.0);
    lang.percent(days(percent.value)) + &half_width(percent)
}
