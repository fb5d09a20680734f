//! The scenario file as it is written: one file a noun, each key declared once.

mod agency;
mod arrivals;
mod attribute;
mod burden;
mod calendar;
mod fact;
mod friction;
mod item;
mod material;
mod overlay;
mod profile;
mod programme;
mod ranks;
mod reform;
mod scenario;
mod source;
mod stage;
mod step;

pub use agency::{AgencySpec, LeaveSpec};
pub use arrivals::{ArrivalsSpec, HorizonSpec, ProcessSpec};
pub use attribute::{AttributeSpec, Shares};
pub use burden::BurdenSpec;
pub use calendar::{CalendarBase, CalendarSpec};
pub use fact::FactSpec;
pub use friction::{CorrelationSpec, FrictionSpec};
pub use item::ItemSpec;
pub use material::MaterialSpec;
pub use overlay::{MOST_REWORK_ROUNDS, not_a_share, sitting_days};
pub use profile::{CoverSpec, ProfileSpec};
pub use programme::ProgrammeSpec;
pub use ranks::RanksSpec;
pub use reform::{MeasureSpec, ReformSpec};
pub use scenario::ScenarioSpec;
pub use source::SourceSpec;
pub use stage::StageSpec;
pub use step::{MeetsSpec, ReworkSpec, StepSpec};
