//! Two workflows, two sets of runs, one answer: what changed, by how much, how sure.

mod bands;
mod burden;
mod changes;
mod estimate;
mod headline;
mod ledger;
mod mix;
mod names;
mod programme;
mod queues;
mod scenario;
mod shared_queues;
mod summary;
mod told;
mod told_words;

pub use bands::{Assumptions, Band, Bands, Headline, ReformBands, band};
pub use burden::{Burden, Cost, burden};
pub use changes::{ItemChange, What, changes, removed_materials};
pub use estimate::{Estimate, batch_interval, mean_interval, share_interval};
pub use headline::{chain_from, headline_at};
pub use ledger::{LedgerTotals, LimitSums, ledger_totals};
pub use mix::{MixedQueues, mixed_queues};
pub use names::Names;
pub use programme::{FurtherItem, ProgrammeLedger, ProgrammeTotals, programme_ledger};
pub use queues::{AgencyQueue, Moment, NEARLY_FULL, Queues, StepQueue, Verdict, queues};
pub use scenario::{
    Comparison, Failure, Input, ProfileMedians, ReformInput, ReformSide, Settings, Side, compare,
};
pub use shared_queues::{SharedQueues, SharedSide};
pub use summary::{Difference, Paired, Simulated, Summary, difference, summarise};
pub use told::{Told, told_days};
