//! Luck: keyed counter-based uniforms, normals, and tables that turn them into grid values.

mod normal;
mod philox;
mod stream;
mod table;

pub use normal::standard_normal;
pub use philox::{Philox, philox};
pub use stream::{Purpose, Stream};
pub use table::{Chance, Table};
