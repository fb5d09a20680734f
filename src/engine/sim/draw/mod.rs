//! Luck: keyed counter-based uniforms, normals, and tables that turn them into grid values.

mod even;
mod normal;
mod philox;
mod places;
mod shared;
mod stream;
mod table;
mod thresholds;

pub use normal::{add_normals, standard_normal};
pub use philox::{Philox, philox};
pub use shared::shared;
pub use stream::{Purpose, Stream};
pub use table::{Chance, Table};
