//! The scenario file: read, check, resolve, cite.

mod arrivals;
mod attributes;
mod burden;
mod damage;
mod described;
mod facts;
mod files;
mod items;
mod json;
mod lints;
mod load;
mod loaded;
mod merge;
mod names;
mod node;
mod overrides;
mod parts;
mod ranks;
mod read;
mod recorded;
mod reforms;
mod render;
mod resolve;
mod resolved;
mod roster;
mod schema;
mod shared_agencies;
mod steps;
mod wording;

use crate::reform::Act;

pub use described::described;
pub use facts::{Checked, check_facts, simulated};
pub use files::Files;
pub use items::{CatalogueFigures, CatalogueItem};
pub use lints::{LINTS, Lint, lints};
pub use load::{load, load_text, load_with};
pub use loaded::{Failed, Loaded, Programme};
pub use merge::Origin;
pub use overrides::{Figure, Override};
pub use read::part;
pub use render::render;
pub use resolve::{PlacedFact, Scenario};
pub use resolved::resolved;
pub use schema::{TEMPLATE, schema};

/// A scenario file with the measures that there are.
pub type ScenarioSpec = crate::format::ScenarioSpec<Act>;
type ReformSpec = crate::format::ReformSpec<Act>;
type MeasureSpec = crate::format::MeasureSpec<Act>;
