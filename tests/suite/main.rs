//! The one integration test binary: linking is slow.

mod laws;
mod random;
