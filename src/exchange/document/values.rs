//! Values as the scenario file writes them, for formats that bring keys of their own along.

use toml::{Table, Value};

use crate::lang::Name;

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
