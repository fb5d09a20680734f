//! The shipped table of Chinese holidays and make-up days; see `assets/calendar/README.md`.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Day;

const TABLE: &str = include_str!("../../../assets/calendar/china.csv");

/// The dates that differ from Monday to Friday.
pub(super) fn exceptions() -> BTreeMap<Date, Day> {
    TABLE
        .lines()
        .skip(1)
        .map(|line| row(line).expect("every row of the shipped table is `date,off|work,holiday`"))
        .collect()
}

fn row(line: &str) -> Option<(Date, Day)> {
    let mut fields = line.split(',');
    let date = fields.next()?.parse().ok()?;
    let day = match fields.next()? {
        "off" => Day::Off,
        "work" => Day::Work,
        _ => return None,
    };
    Some((date, day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::Weekday;

    #[test]
    fn every_row_changes_a_day_and_no_year_is_missing() {
        let exceptions = exceptions();
        for (date, day) in &exceptions {
            let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
            assert_eq!(weekend, *day == Day::Work, "{date}");
        }
        let mut years: Vec<i16> = exceptions.keys().map(|date| date.year()).collect();
        years.dedup();
        assert_eq!(years, (2004..=2026).collect::<Vec<_>>());
    }
}
