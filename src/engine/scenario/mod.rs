//! The scenario file: read, check, resolve, cite.

mod arrivals;
mod attributes;
mod burden;
mod facts;
mod files;
mod items;
mod json;
mod lints;
mod load;
mod loaded;
mod names;
mod overrides;
mod parts;
mod ranks;
mod recorded;
mod reforms;
mod render;
mod resolve;
mod resolved;
mod roster;
mod schema;
mod shared_agencies;
mod steps;

use crate::reform::Act;

pub use facts::{Checked, check_facts, simulated};
pub use files::Files;
pub use items::{CatalogueFigures, CatalogueItem};
pub use lints::{LINTS, Lint, lints};
pub use load::{load, load_text, load_with};
pub use loaded::{Failed, Loaded, Origin, Programme};
pub use overrides::Override;
pub use render::render;
pub use resolve::{PlacedFact, Scenario};
pub use resolved::resolved;
pub use schema::{TEMPLATE, schema};

/// A scenario file with the measures that there are.
pub type ScenarioSpec = crate::format::ScenarioSpec<Act>;
type ReformSpec = crate::format::ReformSpec<Act>;
type MeasureSpec = crate::format::MeasureSpec<Act>;
