//! Where a figure comes from: a citation, or the plain word that it is assumed.

use serde::Serialize;

/// A cited document: a statute with article, a document number, or publisher and date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Source {
    /// The id by which a figure cites it.
    pub id: String,
    /// Its title, in its own language.
    pub title: String,
    /// Who published it.
    pub publisher: Option<String>,
    /// When it was published, ISO 8601.
    pub date: Option<String>,
    /// Statute and article, e.g. `行政许可法 Art. 42`.
    pub article: Option<String>,
    /// 文号: the document number.
    pub document_number: Option<String>,
    /// An address, only as a help to find it.
    pub address: Option<String>,
}

/// A published figure that the scenario must reproduce.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fact {
    /// Path of the quantity, e.g. `sixty-days.limits.counted_days`.
    pub quantity: String,
    /// The published value, in the quantity's own unit.
    pub value: f64,
    /// The id of the source that publishes it.
    pub source: String,
}
