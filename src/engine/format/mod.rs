//! The scenario file as it is written: one file a noun, each key declared once.
//!
//! A key is a field of its noun's struct, with what it is for, its bounds, and of a figure its role and words beside it:
//!
//! ```text
//! /// 环节: handling steps.
//! #[schemars(range(max = 10_000), extend("x-key" = decided("links", "环节数")))]
//! pub links: Option<u32>,
//! ```
//!
//! Everything else follows from that:
//!
//! ```text
//!             declaration ── serde ──> read with places (`read`, `node`) and written (`write`)
//!                  │
//!               schemars
//!                  │
//!               schema ── `form` ──> bounds, roles, words, addresses of figures (`figures`)
//!                                    and what a scenario takes from its catalogue (`catalogue`)
//! ```
//!
//! What stands under `do` is a parameter: measures are declared where they act, and nothing here knows which there are.
//!
//! Refused: a macro of our own around the structs (a second language to learn, and editors see through it badly); tables of
//! keys beside the structs (they were six, and disagreed).

mod agency;
mod arrivals;
mod attribute;
mod burden;
mod calendar;
mod catalogue;
mod choice;
mod damage;
mod fact;
mod figure;
mod figures;
mod form;
mod friction;
mod item;
mod material;
mod misfit;
mod node;
mod profile;
mod programme;
mod ranks;
mod read;
mod reform;
mod scenario;
mod source;
mod stage;
mod step;
mod write;

pub use agency::{AgencySpec, LeaveSpec};
pub use arrivals::{ArrivalsSpec, HorizonSpec, ProcessSpec};
pub use attribute::{AttributeSpec, Shares};
pub use burden::BurdenSpec;
pub use calendar::{CalendarBase, CalendarSpec};
pub use catalogue::{extended, has_steps, merged, misplaced};
pub use damage::Damage;
pub use fact::FactSpec;
pub use figure::Figure;
pub use figures::{Number, figures};
pub use form::Form;
pub use friction::{CorrelationSpec, FrictionSpec};
pub use item::ItemSpec;
pub use material::MaterialSpec;
pub use profile::{CoverSpec, ProfileSpec};
pub use programme::ProgrammeSpec;
pub use ranks::RanksSpec;
pub use read::{Tree, keys, part, scenario, syntax};
pub use reform::{MeasureSpec, ReformSpec};
pub use scenario::ScenarioSpec;
pub use source::SourceSpec;
pub use stage::StageSpec;
pub use step::{MOST_REWORK_ROUNDS, MeetsSpec, ReworkSpec, StepSpec, conditions, limit_keys};
pub use write::{inline, tree, word};
