//! Other formats in and out.

pub mod bpmn;
pub mod catalogue;
pub mod document;
pub mod export;
pub mod write;
