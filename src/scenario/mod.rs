//! The scenario file: read, check, resolve, cite.

mod arrivals;
mod attributes;
mod burden;
mod damage;
mod facts;
mod files;
mod items;
mod json;
mod lints;
mod load;
mod names;
mod overrides;
mod parts;
mod read;
mod recorded;
mod reforms;
mod render;
mod resolve;
mod schema;
mod shape;
mod shape_arrivals;
mod shape_reforms;
mod steps;
mod wording;

pub use facts::{Checked, check_facts, simulated};
pub use files::Files;
pub use items::{CatalogueFigures, CatalogueItem};
pub use lints::{LINTS, Lint, lints};
pub use load::{Failed, Loaded, Programme, load, load_text, load_with};
pub use overrides::{Figure, Override};
pub use render::render;
pub use resolve::{PlacedFact, Scenario};
pub use schema::{TEMPLATE, schema};
