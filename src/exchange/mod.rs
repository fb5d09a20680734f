//! Other formats in and out.

pub mod catalogue;
pub mod document;
pub mod export;
