//! Which column is which: headings in English or Chinese, as catalogues (事项清单, 权力清单) have them.

use super::cells::Row;
use super::figures::{Unit, plain, unit_of};
use crate::at::At;
use crate::error::Problem;
use crate::text;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// 事项.
    Item,
    /// 阶段.
    Stage,
    /// 部门.
    Agency,
    /// 法定时限.
    Statutory,
    /// 承诺时限.
    Promised,
    /// 环节.
    Links,
    /// 材料.
    Materials,
    /// 前置事项.
    After,
}

impl Column {
    /// Every column, in the order of the documentation, with its headings; the first is the one we write.
    pub const ALL: [(Column, &'static [&'static str]); 8] = [
        (
            Column::Item,
            &[
                "item",
                "事项",
                "事项名称",
                "审批事项",
                "审批事项名称",
                "许可事项",
                "项目名称",
                "name",
            ],
        ),
        (Column::Stage, &["stage", "阶段", "审批阶段", "所属阶段"]),
        (
            Column::Agency,
            &[
                "agency",
                "部门",
                "审批部门",
                "责任部门",
                "牵头部门",
                "实施机关",
                "实施主体",
                "办理部门",
                "department",
            ],
        ),
        (
            Column::Statutory,
            &[
                "statutory limit",
                "法定时限",
                "法定办结时限",
                "法定期限",
                "法定办理时限",
                "statutory",
            ],
        ),
        (
            Column::Promised,
            &[
                "promised limit",
                "承诺时限",
                "承诺办结时限",
                "承诺期限",
                "承诺办理时限",
                "办理时限",
                "promised",
                "limit",
            ],
        ),
        (
            Column::Links,
            &[
                "links",
                "环节",
                "环节数",
                "办理环节",
                "审批环节",
                "handling steps",
            ],
        ),
        (
            Column::Materials,
            &[
                "materials",
                "材料",
                "申请材料",
                "申报材料",
                "材料清单",
                "材料名称",
                "材料数",
            ],
        ),
        (
            Column::After,
            &[
                "after",
                "前置事项",
                "前置条件",
                "前置",
                "前置审批",
                "紧前事项",
            ],
        ),
    ];

    /// The heading that we write, and its Chinese.
    pub fn heading(self) -> (&'static str, &'static str) {
        let found = Column::ALL.iter().find(|(column, _)| *column == self);
        found.map_or(("", ""), |(_, names)| (names[0], names[1]))
    }
}

/// Where each column stands.
#[derive(Debug)]
pub struct Headings {
    places: Vec<(Column, usize, Option<Unit>)>,
    /// Columns of the table.
    pub n_columns: usize,
    /// Headings that are none of ours.
    others: Vec<At<String>>,
    /// Rows up to and with the headings.
    pub n_rows: usize,
    /// What stands above the headings.
    pub title: Option<String>,
}

/// A title and an empty line or two may stand above the headings.
const FARTHEST_HEADINGS: usize = 5;

impl Headings {
    /// The headings of a table.
    ///
    /// # Errors
    /// Every column that stands twice or is missing.
    pub fn find(rows: &[Row]) -> Result<Headings, Vec<Problem>> {
        let has_item = |row: &Row| row.iter().any(|cell| column(cell) == Some(Column::Item));
        let candidates = rows.iter().take(FARTHEST_HEADINGS);
        let idx = candidates.clone().position(has_item);
        // Without an item column the fullest row is what was meant.
        let idx = idx.unwrap_or_else(|| {
            let known = |row: &Row| row.iter().filter_map(column).count();
            let best = candidates
                .enumerate()
                .max_by_key(|(idx, row)| (known(row), usize::MAX - idx));
            best.map_or(0, |(idx, _)| idx)
        });
        let Some(row) = rows.get(idx) else {
            return Err(Vec::new());
        };
        let above = rows[..idx].iter().flatten();
        let mut headings = Headings {
            places: Vec::new(),
            n_columns: row.len(),
            others: Vec::new(),
            n_rows: idx + 1,
            title: above
                .map(|cell| cell.value.clone())
                .find(|text| !text.is_empty()),
        };
        let mut problems = Vec::new();
        for (idx, cell) in row.iter().enumerate() {
            match column(cell) {
                Some(found) if headings.place(found).is_some() => {
                    let (en, zh) = found.heading();
                    let problem = Problem::error(format!("two columns hold the {en} ({zh})"));
                    problems.push(cell.blame(problem.hint("take one of them out, or rename it")));
                }
                Some(found) => headings.places.push((found, idx, unit_of(cell))),
                None if cell.is_empty() => {}
                None => headings.others.push(cell.clone()),
            }
        }
        headings.missing(row, &mut problems);
        if problems.is_empty() {
            Ok(headings)
        } else {
            Err(problems)
        }
    }

    fn missing(&self, row: &Row, problems: &mut Vec<Problem>) {
        let needed: [(&str, &[Column]); 2] = [
            ("item", &[Column::Item]),
            ("limit", &[Column::Promised, Column::Statutory]),
        ];
        for (what, columns) in needed {
            if columns.iter().any(|&column| self.place(column).is_some()) {
                continue;
            }
            let allowed: Vec<&str> = columns
                .iter()
                .flat_map(|column| [column.heading().0, column.heading().1])
                .collect();
            let article = if what == "item" { "an" } else { "a" };
            let mut problem = Problem::error(format!("no column is headed as {article} {what}"))
                .allowed(text::list(&allowed));
            let close = self.others.iter().find(|heading| {
                let names = Column::ALL
                    .iter()
                    .filter(|(column, _)| columns.contains(column));
                let names = names.flat_map(|(_, names)| names.iter().copied());
                text::did_you_mean(heading, names).is_some()
            });
            problem = match close {
                Some(close) => close.blame(problem.hint(format!("is it `{close}`?"))),
                None => problem.hint("the first line names the columns, in English or Chinese"),
            };
            let first = row.first().filter(|cell| !cell.place.is_empty());
            problems.push(first.map_or(problem.clone(), |first| first.blame(problem)));
        }
    }

    /// The index of a column.
    pub fn place(&self, wanted: Column) -> Option<usize> {
        let found = self.places.iter().find(|(column, ..)| *column == wanted);
        found.map(|&(_, idx, _)| idx)
    }

    /// Headings that are none of ours, each with the one that was perhaps meant.
    pub fn unused(&self) -> Vec<(String, Option<&'static str>)> {
        let free = Column::ALL
            .iter()
            .filter(|(column, _)| self.place(*column).is_none());
        let names: Vec<&'static str> = free.flat_map(|(_, names)| names.iter().copied()).collect();
        let others = self.others.iter();
        others
            .map(|heading| {
                (
                    heading.value.clone(),
                    text::did_you_mean(heading, names.iter().copied()),
                )
            })
            .collect()
    }

    /// The unit in a column's heading.
    pub fn unit(&self, wanted: Column) -> Option<Unit> {
        let found = self.places.iter().find(|(column, ..)| *column == wanted);
        found.and_then(|&(.., unit)| unit)
    }
}

/// The column that a heading names: spaces, case, width, `_` and what stands in brackets do not matter.
fn column(heading: &At<String>) -> Option<Column> {
    let plain = plain(heading);
    let name: String = plain
        .split('(')
        .next()
        .unwrap_or_default()
        .replace(['_', '-'], "");
    let name = name.strip_suffix("days").unwrap_or(&name);
    let same = |known: &&'static str| known.replace(' ', "") == name;
    let found = Column::ALL.iter().find(|(_, names)| names.iter().any(same));
    found.map(|&(column, _)| column)
}
