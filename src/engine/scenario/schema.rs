//! The scenario file's JSON schema, and a commented scenario to start from.

use std::sync::LazyLock;

use serde_json::Value;

use super::ScenarioSpec;

/// A scenario that teaches the format.
pub const TEMPLATE: &str = include_str!("../../../assets/template.toml");

/// The JSON schema of scenario files.
pub fn schema() -> String {
    let text = serde_json::to_string_pretty(whole()).expect("a schema is plain JSON");
    text + "\n"
}

/// What every key is, for whoever asks: made once.
pub(super) fn whole() -> &'static Value {
    static SCHEMA: LazyLock<Value> =
        LazyLock::new(|| schemars::schema_for!(ScenarioSpec).to_value());
    &SCHEMA
}
