//! Recorded durations: `empirical = { file = "days.csv" }` becomes the quantiles of that file.

use std::path::Path;

use super::ScenarioSpec;
use crate::at::At;
use crate::duration::DurationSpec;
use crate::error::Problem;
use crate::format::StepSpec;
use crate::input::fields::Field;
use crate::input::{InputError, MAX_FILE_BYTES, Table, figures, read_table};
use crate::text::number;

/// Quantiles kept of a longer record: steps of a thousandth.
const MOST_QUANTILES: usize = 1_001;

/// Durations that no file should hold, working days.
const LONGEST_DAYS: f64 = 100_000.0;

/// Reads the files that durations of `spec` name; `folder` is where the scenario lies.
pub fn read_durations(spec: &mut ScenarioSpec, folder: &Path, problems: &mut Vec<Problem>) {
    let friction = spec.friction.iter_mut().flat_map(|friction| {
        let delays = [
            &mut friction.correction_days,
            &mut friction.handoff_days,
            &mut friction.intake_days,
        ];
        delays.into_iter().flatten()
    });
    let materials = spec.material.iter_mut();
    let obtained = materials.filter_map(|material| material.obtain_days.as_mut());
    let steps = spec.step.iter_mut().chain(spec.defaults.values_mut());
    let durations = steps.flat_map(durations_of);
    for duration in friction.chain(obtained).chain(durations) {
        if let Err(problem) = read_one(duration, folder) {
            let problem = duration.blame(problem);
            problems.push(problem);
        }
    }
}

fn durations_of(step: &mut StepSpec) -> impl Iterator<Item = &mut At<DurationSpec>> {
    let all = [&mut step.duration, &mut step.effort, &mut step.hold];
    all.into_iter().flatten()
}

fn read_one(duration: &mut At<DurationSpec>, folder: &Path) -> Result<(), Problem> {
    let DurationSpec::Empirical {
        quantiles_days,
        file,
    } = &mut duration.value
    else {
        return Ok(());
    };
    let Some(name) = file.take() else {
        return Ok(());
    };
    // A file that cannot be read must not be blamed a second time for having no quantiles.
    let given = quantiles_days.replace(vec![0.0, 0.0]);
    if given.is_some() {
        return Err(Problem::error("both `quantiles_days` and `file`").hint("keep one"));
    }
    if Path::new(&name).is_absolute() {
        return Err(Problem::error(format!("`{name}` begins at the root"))
            .hint("name a file relative to this one"));
    }
    let table = read_table(&folder.join(&name), None, MAX_FILE_BYTES);
    let table = table.map_err(|error| match error {
        InputError::Io { .. } => Problem::error(format!("`{name}`: {error}")),
        InputError::Content(problem) => problem,
    })?;
    *quantiles_days = Some(quantiles(&name, &table)?);
    Ok(())
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
                return Err(Problem::error(format!(
                    "line {line} of `{name}` is no number: `{cell}`"
                ))
                .allowed("one duration in working days a line"));
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
        assert_eq!(problem.message, "line 3 of `days.csv` is no number: `four`");
    }
}
