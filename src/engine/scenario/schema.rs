//! The scenario file's JSON schema, and a commented scenario to start from.

use super::ScenarioSpec;

/// A scenario that teaches the format.
pub const TEMPLATE: &str = include_str!("../../../assets/template.toml");

/// The JSON schema of scenario files.
pub fn schema() -> String {
    let schema = schemars::schema_for!(ScenarioSpec);
    let text = serde_json::to_string_pretty(&schema).expect("a schema is plain JSON");
    text + "\n"
}
