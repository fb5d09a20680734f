//! `[[source]]`: what figures cite.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::at::At;

/// `[[source]]`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceSpec {
    /// Unique id.
    pub id: At<String>,
    /// Its title, in its own language.
    pub title: String,
    /// Who published it.
    pub publisher: Option<String>,
    /// When.
    pub date: Option<At<String>>,
    /// Article of a statute.
    pub article: Option<String>,
    /// 文号.
    pub document_number: Option<String>,
    /// An address, as a help to find it.
    pub address: Option<String>,
}
