//! Other formats in and out.

pub mod bpmn;
pub mod calibrate;
pub mod catalogue;
pub mod document;
pub mod event_log;
pub mod export;
pub mod ids;
pub mod write;
