//! Stand-ins until the real ones land: delete this file and the two words in `mod.rs` that name it.
use super::*;
impl Duration {
    /// Stand-in.
    pub fn validate(&self) -> Result<(), crate::error::Problem> {
        Ok(())
    }
}
/// Stand-in.
pub fn shipped(_: &str) -> Option<Arc<Profile>> {
    None
}
/// Stand-in.
pub fn shipped_ids() -> Vec<&'static str> {
    Vec::new()
}
impl Law {
    /// Stand-in.
    pub fn median(&self) -> f64 {
        0.0
    }
    /// Stand-in.
    pub fn respond(&self, _: f64, _: f64, _: f64) -> Law {
        self.clone()
    }
}
