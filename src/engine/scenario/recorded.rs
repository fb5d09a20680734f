//! Recorded durations: `empirical = { file = "days.csv" }` becomes the quantiles of that file.

use std::collections::BTreeMap;
use std::path::Path;

use toml::Spanned;
use toml::de::DeValue;

use crate::duration::{FILE, QUANTILES, RECORDED};
use crate::error::Problem;
use crate::format::Tree;
use crate::input::fields::Field;
use crate::input::{InputError, MAX_FILE_BYTES, Reach, Table, figures, read_table};
use crate::text::number;

/// Quantiles kept of a longer record: steps of a thousandth.
const MOST_QUANTILES: usize = 1_001;

/// Durations that no file should hold, working days.
const LONGEST_DAYS: f64 = 100_000.0;

/// Reads the files that durations below `tree` name, by where their names stand; `near` is what is in reach, and where the scenario lies.
pub fn read_durations(
    tree: &Tree<'_>,
    near: (&Reach, &Path),
    texts: &mut BTreeMap<usize, String>,
    problems: &mut Vec<Problem>,
) {
    for (key, value) in tree {
        match value.get_ref() {
            DeValue::Table(recorded) if key.get_ref() == RECORDED => {
                let file = recorded.get(FILE);
                let name = file.and_then(|file| Some((file.get_ref().as_str()?, file.span())));
                let Some((name, place)) = name else { continue };
                let days =
                    match recorded.contains_key(QUANTILES) {
                        true => Err(Problem::error(format!("both `{QUANTILES}` and `{FILE}`"))
                            .hint("keep one")),
                        false => days_of(name, near),
                    };
                // A file that cannot be read must not be blamed a second time for having no quantiles.
                let days = days.unwrap_or_else(|problem| {
                    problems.push(problem.at(place.clone()));
                    vec![0.0, 0.0]
                });
                texts.insert(place.start, format!("{days:?}"));
            }
            DeValue::Table(below) => read_durations(below, near, texts, problems),
            DeValue::Array(items) => {
                let tables = items.iter().filter_map(|item| item.get_ref().as_table());
                tables.for_each(|below| read_durations(below, near, texts, problems));
            }
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_) => {}
        }
    }
}

/// The tree with `texts` in the place of the numbers, and of the names of files, that begin there.
pub fn replaced<'i>(tree: Tree<'i>, texts: &'i BTreeMap<usize, String>) -> Tree<'i> {
    if texts.is_empty() {
        return tree;
    }
    let pairs = tree.into_iter().map(|(key, value)| {
        let is_file = value.get_ref().is_str() && texts.contains_key(&value.span().start);
        let key = match is_file {
            true => Spanned::new(key.span(), QUANTILES.into()),
            false => key,
        };
        (key, value_replaced(value, texts))
    });
    pairs.collect()
}

fn value_replaced<'i>(
    value: Spanned<DeValue<'i>>,
    texts: &'i BTreeMap<usize, String>,
) -> Spanned<DeValue<'i>> {
    let place = value.span();
    let replaced = match value.into_inner() {
        DeValue::Table(table) => DeValue::Table(replaced(table, texts)),
        DeValue::Array(items) => {
            let items = items.into_iter();
            DeValue::Array(items.map(|item| value_replaced(item, texts)).collect())
        }
        plain @ (DeValue::Boolean(_) | DeValue::Datetime(_)) => plain,
        plain @ (DeValue::Integer(_) | DeValue::Float(_) | DeValue::String(_)) => {
            let other = texts.get(&place.start);
            let other = other.and_then(|text| DeValue::parse(text).ok());
            other.map_or(plain, Spanned::into_inner)
        }
    };
    Spanned::new(place, replaced)
}

fn days_of(name: &str, (reach, folder): (&Reach, &Path)) -> Result<Vec<f64>, Problem> {
    let table = read_table(&reach.path(folder, name)?, None, MAX_FILE_BYTES);
    let table = table.map_err(|error| match error {
        InputError::Io { .. } => Problem::error(format!("`{name}`: {error}")),
        InputError::Content(problem) => problem,
    })?;
    quantiles(name, &table)
}

/// Quantiles at equal steps of probability; of the column of days, else of the first.
fn quantiles(name: &str, table: &Table) -> Result<Vec<f64>, Problem> {
    let value = |cell: &str| cell.parse().ok().or_else(|| figures::days(cell));
    let cells = table.one_column(Field::Days, |cell| value(cell).is_some());
    let cells = cells.map_err(|problem| Problem::error(format!("`{name}`: {problem}")))?;
    let mut days = Vec::new();
    for (line, cell) in cells {
        match value(&cell) {
            Some(value) if (0.0..=LONGEST_DAYS).contains(&value) => days.push(value),
            Some(value) => {
                return Err(Problem::error(format!(
                    "line {line} of `{name}` is {}",
                    number(value)
                ))
                .allowed(format!("0 to {LONGEST_DAYS} working days")));
            }
            None => {
                return Err(
                    Problem::error(format!("line {line} of `{name}` is no number"))
                        .allowed("one duration in working days a line"),
                );
            }
        }
    }
    if days.len() < 2 {
        return Err(Problem::error(format!(
            "`{name}` holds fewer than two durations"
        )));
    }
    days.sort_by(f64::total_cmp);
    if days.len() <= MOST_QUANTILES {
        return Ok(days);
    }
    let last = (days.len() - 1) as f64;
    let knots = 0..MOST_QUANTILES;
    Ok(knots
        .map(|knot| {
            let place = last * knot as f64 / (MOST_QUANTILES - 1) as f64;
            let (below, rest) = (place.floor() as usize, place.fract());
            let above = (below + 1).min(days.len() - 1);
            days[below] + (days[above] - days[below]) * rest
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Encoding;

    fn quantiles(name: &str, content: &str) -> Result<Vec<f64>, Problem> {
        super::quantiles(name, &Table::of_text(content.to_owned(), Encoding::Utf8))
    }

    #[test]
    fn a_record_is_sorted_and_its_heading_passed_over() {
        let days = quantiles("days.csv", "days,case\n7,a\n3,b\n5.5,c\n");
        assert_eq!(days, Ok(vec![3.0, 5.5, 7.0]));
    }

    #[test]
    fn the_column_of_days_is_found_and_units_are_read() {
        let days = quantiles("days.csv", "编号,用时(工作日)\nA1,3个工作日\nA2,1.5\n");
        assert_eq!(days, Ok(vec![1.5, 3.0]));
    }

    #[test]
    fn a_long_record_keeps_its_quantiles() {
        let lines: Vec<String> = (0..5_001)
            .rev()
            .map(|day| (day as f64 / 10.0).to_string())
            .collect();
        let days = quantiles("days.csv", &lines.join("\n")).expect("the record is fine");
        assert_eq!(days.len(), MOST_QUANTILES);
        assert_eq!((days[0], days[500], days[1000]), (0.0, 250.0, 500.0));
    }

    #[test]
    fn a_wrong_line_is_named() {
        let problem = quantiles("days.csv", "3\n4\nfour\n").expect_err("it is no number");
        assert_eq!(problem.message, "line 3 of `days.csv` is no number");
    }
}
