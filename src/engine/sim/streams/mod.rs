//! Random streams: keyed uniforms, and the laws, chances and correlations that are read off them.
//!
//! A draw is named (seed, scenario, origin, purpose, round, case), so that variants of a workflow have common random
//! numbers: what two of them share is drawn alike, however they differ otherwise.

mod block;
mod chance;
mod draws;
mod normal;
mod philox;
mod shared;
mod spec;
mod stream;
mod table;

pub use block::{BLOCK, Block, Lane};
pub use chance::{Chance, Choice};
pub use draws::Draws;
pub use normal::{add_normals, standard_normal, uniforms_of};
pub use philox::{Philox, philox};
pub(super) use shared::shared;
pub use spec::{Factor, Latent, MaskSpec, Value, ValueSpec, When};
pub use stream::{Purpose, Stream};
pub use table::Table;
