//! Figures, durations and conditions as the scenario file writes them.

use toml::{Table, Value};

use crate::duration::{Duration, Law, Limit, Profile, shipped_ids};
use crate::lang::Name;
use crate::workflow::Guard;

/// Quantiles that stand for a law which the file has no word for.
const QUANTILES: u32 = 200;

/// A number; whole ones are written without a point.
pub fn number(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 1e15 {
        Value::Integer(value as i64)
    } else {
        Value::Float(value)
    }
}

/// A list of words.
pub fn words<'w>(words: impl IntoIterator<Item = &'w str>) -> Value {
    Value::Array(words.into_iter().map(Value::from).collect())
}

/// Adds the names that are given.
pub fn put_name(table: &mut Table, name: &Name) {
    put_text(table, "en", name.en.as_deref());
    put_text(table, "zh", name.zh.as_deref());
}

/// Adds a text if there is one.
pub fn put_text(table: &mut Table, key: &str, text: Option<&str>) {
    if let Some(text) = text {
        table.insert(key.to_owned(), Value::from(text));
    }
}

/// Adds a count unless it is 0.
pub fn put_count(table: &mut Table, key: &str, count: u32) {
    if count > 0 {
        table.insert(key.to_owned(), Value::Integer(i64::from(count)));
    }
}

/// Adds a limit under the key of its unit.
pub fn put_limit(table: &mut Table, working: &str, calendar: &str, limit: Option<Limit>) {
    match limit {
        None => {}
        Some(Limit::Working(days)) => {
            table.insert(working.to_owned(), number(days));
        }
        Some(Limit::Calendar(days)) => {
            table.insert(calendar.to_owned(), number(days));
        }
    }
}

/// `{ attribute = [values] }`.
pub fn conditions<'g>(guards: impl IntoIterator<Item = &'g Guard>) -> Value {
    let mut table = Table::new();
    for guard in guards {
        let values = words(guard.values.iter().map(String::as_str));
        table.insert(guard.attribute.clone(), values);
    }
    Value::Table(table)
}

/// A law of a step with this limit, and whether the file's words say exactly that: a law that a reform
/// moved becomes quantiles.
pub fn law(law: &Law, limit_days: Option<f64>) -> (Value, bool) {
    if law.moves.is_empty()
        && law
            .profile_limit_days()
            .is_none_or(|own| Some(own) == limit_days)
    {
        return duration(&law.base);
    }
    (quantiles(|p| law.quantile(p)), false)
}

/// A distribution, and whether the file's words say exactly that.
pub fn duration(duration: &Duration) -> (Value, bool) {
    let (kind, figures): (&str, Vec<(&str, f64)>) = match duration {
        Duration::Fixed {
            days,
            calendar: false,
        } => ("fixed", vec![("days", *days)]),
        Duration::Fixed {
            days,
            calendar: true,
        } => {
            let mut table = Table::new();
            table.insert("days".to_owned(), number(*days));
            table.insert("calendar".to_owned(), Value::Boolean(true));
            return (tagged("fixed", Value::Table(table)), true);
        }
        Duration::Uniform { min_days, max_days } => (
            "uniform",
            vec![("min_days", *min_days), ("max_days", *max_days)],
        ),
        Duration::Triangular {
            min_days,
            mode_days,
            max_days,
        } => ("triangular", three(*min_days, *mode_days, *max_days)),
        Duration::Pert {
            min_days,
            mode_days,
            max_days,
        } => ("pert", three(*min_days, *mode_days, *max_days)),
        Duration::Normal { mean_days, sd_days } => (
            "normal",
            vec![("mean_days", *mean_days), ("sd_days", *sd_days)],
        ),
        Duration::Exponential { mean_days } => ("exponential", vec![("mean_days", *mean_days)]),
        Duration::Lognormal {
            median_days,
            sigma_log,
        } => (
            "lognormal",
            vec![("median_days", *median_days), ("sigma_log", *sigma_log)],
        ),
        Duration::Gamma { shape, mean_days } => {
            ("gamma", vec![("shape", *shape), ("mean_days", *mean_days)])
        }
        Duration::Weibull { shape, scale_days } => (
            "weibull",
            vec![("shape", *shape), ("scale_days", *scale_days)],
        ),
        Duration::Empirical { quantiles_days } => {
            let last = (quantiles_days.len() - 1) as f64;
            let mut knots = quantiles_days.iter().enumerate();
            if !knots.all(|(idx, (p, _))| *p == idx as f64 / last) {
                return (quantiles(|p| duration.quantile(p)), false);
            }
            let days = quantiles_days.iter().map(|(_, days)| number(*days));
            return (empirical(days.collect()), true);
        }
        Duration::LimitProfile { profile, .. } => {
            return (
                tagged("limit_profile", Value::from(profile.id.as_str())),
                true,
            );
        }
    };
    let table = figures.into_iter();
    let table: Table = table
        .map(|(key, value)| (key.to_owned(), number(value)))
        .collect();
    (tagged(kind, Value::Table(table)), true)
}

fn three(min: f64, mode: f64, max: f64) -> Vec<(&'static str, f64)> {
    vec![("min_days", min), ("mode_days", mode), ("max_days", max)]
}

fn quantiles(quantile: impl Fn(f64) -> f64) -> Value {
    let probabilities = (0..=QUANTILES).map(|idx| f64::from(idx) / f64::from(QUANTILES));
    // The end of an unbounded law is cut where one case in ten thousand lies.
    let days = probabilities.map(|p| number(rounded(quantile(p.min(0.9999)))));
    empirical(days.collect())
}

/// To a ten-thousandth of a day.
pub fn rounded(days: f64) -> f64 {
    (days * 10_000.0).round() / 10_000.0
}

/// `{ empirical = { quantiles_days = [..] } }`.
pub fn empirical(days: Vec<Value>) -> Value {
    let mut table = Table::new();
    table.insert("quantiles_days".to_owned(), Value::Array(days));
    tagged("empirical", Value::Table(table))
}

/// `{ kind = value }`.
pub fn tagged(kind: &str, value: Value) -> Value {
    Value::Table([(kind.to_owned(), value)].into_iter().collect())
}

/// A profile as the file defines it; `None` for one that ships.
pub fn profile(profile: &Profile) -> Option<Table> {
    if shipped_ids().contains(&profile.id.as_str()) {
        return None;
    }
    let mut table = Table::new();
    put_text(&mut table, "id", Some(&profile.id));
    let pairs = profile.quantiles.iter();
    let pairs = pairs.map(|(p, share)| Value::Array(vec![number(*p), number(*share)]));
    table.insert("quantiles".to_owned(), Value::Array(pairs.collect()));
    let covers = [
        ("correction", profile.covers.correction),
        ("intake", profile.covers.intake),
        ("handoff", profile.covers.handoff),
    ];
    let covered = covers.iter().filter(|(_, covered)| *covered);
    let covered: Vec<&str> = covered.map(|(word, _)| *word).collect();
    if !covered.is_empty() {
        table.insert("covers".to_owned(), words(covered));
    }
    Some(table)
}
