//! The queues of scenarios that share their agencies: one section for all, a line per scenario and per agency.

use super::queues::{grows, longest_wait, officers, percent, verdicts, wait};
use super::table::{align, plain_table};
use crate::compare::{AgencyQueue, Comparison, Queues, SharedQueues, SharedSide, Verdict};
use crate::lang::Lang;
use crate::text::{days, truncate, width, wrap};

const COLUMNS: usize = 80;

/// More agencies than that are left to the details: those with the shortest waits.
const MOST_AGENCIES: usize = 12;

/// What the default answer says: its heading, and what keeps the figures from being the long run's.
pub(super) fn told(shared: &SharedQueues, comparisons: &[Comparison], lang: Lang) -> String {
    let section = Section::of(shared, comparisons, lang);
    let mut lines = wrap(&section.heading(), COLUMNS);
    lines.extend(section.warnings());
    lines.join("\n")
}

/// The section.
pub(super) fn section(shared: &SharedQueues, comparisons: &[Comparison], lang: Lang) -> String {
    let section = Section::of(shared, comparisons, lang);
    let mut lines = wrap(&section.heading(), COLUMNS);
    lines.extend(section.warnings());
    lines.push(section.categories());
    lines.push(section.agencies());
    lines.extend(section.left_out());
    lines.join("\n")
}

struct Section<'a> {
    shared: &'a SharedQueues,
    comparisons: &'a [Comparison],
    before: &'a SharedSide,
    after: Option<&'a SharedSide>,
    lang: Lang,
}

impl<'a> Section<'a> {
    /// As it is, and after the reform that the finding of the first scenario tells.
    fn of(shared: &'a SharedQueues, comparisons: &'a [Comparison], lang: Lang) -> Section<'a> {
        let mut told = comparisons.iter().filter_map(Comparison::headline);
        Section {
            shared,
            comparisons,
            before: &shared.sides[0],
            after: told.find_map(|reform| shared.after(&reform.id)),
            lang,
        }
    }

    fn name<'s>(&'s self, side: &'s SharedSide) -> &'s str {
        match (&side.reform, self.lang) {
            (Some((id, name)), _) => name.get(self.lang, id),
            (None, Lang::En) => "As it is",
            (None, Lang::Zh) => "现状",
        }
    }

    /// Who shares officers, and where a step waits longest.
    fn heading(&self) -> String {
        let n = self.shared.scenarios.len();
        let after = self.after.map(|after| self.name(after));
        let who = match (after, self.lang) {
            (Some(after), Lang::En) => {
                format!("With queues, {n} categories share their officers (as it is → {after})")
            }
            (None, Lang::En) => format!("With queues, {n} categories share their officers"),
            (Some(after), Lang::Zh) => format!("计入排队，{n} 类办件共用人员（现状 → {after}）"),
            (None, Lang::Zh) => format!("计入排队，{n} 类办件共用人员"),
        };
        let sides = std::iter::once(self.before).chain(self.after);
        let longest: Option<Vec<String>> = sides.map(|side| self.longest_wait(side)).collect();
        match (longest, self.lang) {
            (Some(longest), Lang::En) => {
                format!(
                    "{who}; a step waits longest at: {} working days.",
                    longest.join(" → ")
                )
            }
            (Some(longest), Lang::Zh) => {
                format!(
                    "{who}；节点等待最长的部门：{} 个工作日。",
                    longest.join(" → ")
                )
            }
            (None, Lang::En) => format!("{who}."),
            (None, Lang::Zh) => format!("{who}。"),
        }
    }

    /// `None` where the backlog grows, so that waits have no end.
    fn longest_wait(&self, side: &SharedSide) -> Option<String> {
        let longest = longest_wait(&self.shared.names, &side.queues, self.lang);
        (side.queues.verdict != Verdict::Growing).then_some(longest)
    }

    /// What keeps the figures from being the long run's.
    fn warnings(&self) -> Vec<String> {
        let sides = std::iter::once(self.before).chain(self.after);
        let warned = sides.flat_map(|side| {
            let all = verdicts(&self.shared.names, &side.queues, self.lang).into_iter();
            all.map(move |one| format!("{}{}{one}", self.name(side), self.lang.colon()))
        });
        warned.flat_map(|line| wrap(&line, COLUMNS)).collect()
    }

    /// What applicants of every category go through.
    fn categories(&self) -> String {
        let headings = match self.lang {
            Lang::En => ["Working days", "mean", "half", "9 in 10", "steps on time"],
            Lang::Zh => ["工作日", "平均", "半数", "九成", "节点按时"],
        };
        let both = self.comparisons.iter().filter_map(|one| {
            let reform = self.after.and_then(|after| after.reform.as_ref());
            let after = reform.and_then(|(id, _)| {
                let reform = one.reforms.iter().find(|reform| &reform.id == id)?;
                reform.side.queues.as_ref()
            });
            Some((one, one.baseline.queues.as_ref()?, after))
        });
        let rows = both.map(|(one, before, after)| {
            let change = |pick: &dyn Fn(&Queues) -> String| changed(before, after, pick);
            let time = |idx: usize| {
                change(&|queues| match queues.verdict {
                    Verdict::Growing => grows(self.lang).to_owned(),
                    Verdict::Period | Verdict::Settled | Verdict::Stated | Verdict::NotSettled => {
                        days(queues.time_in_system[idx].value.round())
                    }
                })
            };
            let on_time = change(&|queues| percent(queues.on_time.value, self.lang));
            let name = one.name.get(self.lang, &one.id).to_owned();
            [name, time(0), time(1), time(2), on_time]
        });
        lines_of(headings, rows.collect())
    }

    /// What every agency's officers do, the longest wait first, and how many officers there are in all.
    fn agencies(&self) -> String {
        let headings = match self.lang {
            Lang::En => ["", "officers", "load", "waits", "on time", "needed"],
            Lang::Zh => ["", "人员", "负荷", "等待", "按时", "需要"],
        };
        let ids = self.by_wait().into_iter().take(MOST_AGENCIES);
        let mut rows: Vec<[String; 6]> = ids.map(|id| self.agency(id)).collect();
        rows.push(self.in_all());
        lines_of(headings, rows)
    }

    fn agency(&self, id: &str) -> [String; 6] {
        let lang = self.lang;
        let of = |side: &SharedSide| {
            side.queues
                .agencies
                .iter()
                .find(|one| one.id == id)
                .cloned()
        };
        let (before, after) = (of(self.before), self.after.map(of));
        let change = |pick: &dyn Fn(&AgencyQueue) -> Option<String>| {
            let said = |one: &Option<AgencyQueue>| {
                let said = one.as_ref().and_then(pick);
                said.unwrap_or_else(|| NONE.to_owned())
            };
            changed(&before, after.as_ref(), said)
        };
        [
            self.shared.names.agency(id, lang).to_owned(),
            change(&|one| Some(officers(one, lang))),
            change(&|one| Some(percent(one.offered_load, lang))),
            change(&|one| Some(wait(one))),
            change(&|one| Some(percent(one.on_time?.value, lang))),
            change(&|one| Some(one.officers_needed?.to_string())),
        ]
    }

    fn in_all(&self) -> [String; 6] {
        let sum = |pick: fn(&AgencyQueue) -> Option<u32>| {
            changed(self.before, self.after, |side| {
                let all = side.queues.agencies.iter().map(pick);
                let sum: Option<u32> = all.sum();
                sum.map_or_else(|| NONE.to_owned(), |sum| sum.to_string())
            })
        };
        let load = changed(self.before, self.after, |side| {
            let agencies = || side.queues.agencies.iter();
            let busy: f64 = agencies().map(|one| one.offered_load * one.on_duty).sum();
            let on_duty: f64 = agencies().map(|one| one.on_duty).sum();
            percent(busy / on_duty.max(f64::MIN_POSITIVE), self.lang)
        });
        let name = match self.lang {
            Lang::En => "in all",
            Lang::Zh => "合计",
        };
        let (there, needed) = (
            sum(|one| Some(one.officers)),
            sum(|one| one.officers_needed),
        );
        [
            name.to_owned(),
            there,
            load,
            String::new(),
            String::new(),
            needed,
        ]
    }

    /// Agencies with officers, the longest wait first.
    fn by_wait(&self) -> Vec<&str> {
        let mut waits: Vec<(&str, f64)> = Vec::new();
        let sides = std::iter::once(self.before).chain(self.after);
        for agency in sides.flat_map(|side| &side.queues.agencies) {
            let wait = agency.waiting_days.value;
            match waits.iter_mut().find(|(id, _)| *id == agency.id) {
                Some((_, longest)) => *longest = longest.max(wait),
                None => waits.push((&agency.id, wait)),
            }
        }
        waits.sort_by(|a, b| b.1.total_cmp(&a.1));
        waits.into_iter().map(|(id, _)| id).collect()
    }

    /// Where what is not shown is to be found.
    fn left_out(&self) -> Vec<String> {
        let is_told = |side: &SharedSide| {
            let after = self.after.and_then(|after| after.reform.as_ref());
            side.reform.is_none() || side.reform.as_ref() == after
        };
        let others = self.shared.sides.iter().filter(|side| !is_told(side));
        let others: Vec<&str> = others.map(|side| self.name(side)).collect();
        let n_agencies = self.by_wait().len().saturating_sub(MOST_AGENCIES);
        let note = match (others.as_slice(), self.lang) {
            ([], Lang::En) => {
                "needed: officers with which 9 in 10 steps are on time; by category: --details queues."
                    .to_owned()
            }
            ([], Lang::Zh) => "需要：使九成节点按时的人数；分类详情见 --details queues。".to_owned(),
            (others, Lang::En) => format!(
                "needed: officers with which 9 in 10 steps are on time; by category, and after “{}”: --details queues.",
                others.join("”, “")
            ),
            (others, Lang::Zh) => format!(
                "需要：使九成节点按时的人数；分类详情及“{}”见 --details queues。",
                others.join("”、“")
            ),
        };
        let agencies = match (n_agencies, self.lang) {
            (0, _) => String::new(),
            (1, Lang::En) => " 1 agency with a shorter wait is not shown.".to_owned(),
            (n, Lang::En) => format!(" {n} agencies with shorter waits are not shown."),
            (n, Lang::Zh) => format!("另有 {n} 个等待较短的部门未列出。"),
        };
        wrap(&(note + &agencies), COLUMNS)
    }
}

/// What an agency has no figure for.
const NONE: &str = "–";

/// `before → after`, or what there is.
fn changed<T: ?Sized>(before: &T, after: Option<&T>, say: impl Fn(&T) -> String) -> String {
    match after {
        Some(after) => format!("{} → {}", say(before), say(after)),
        None => say(before),
    }
}

/// A table with one line a row: names get the room that figures leave.
fn lines_of<const N: usize>(headings: [&str; N], mut rows: Vec<[String; N]>) -> String {
    let figures: usize = (1..N)
        .map(|column| {
            let cells = rows.iter().map(|row| width(&row[column]));
            cells.chain([width(headings[column])]).max().unwrap_or(0) + 1
        })
        .sum();
    let room = COLUMNS.saturating_sub(figures + 1).max(width(headings[0]));
    for row in &mut rows {
        row[0] = truncate(&row[0], room);
    }
    let mut table = plain_table();
    table.set_header(headings);
    table.add_rows(rows);
    align(&mut table);
    table.to_string()
}
