//! How a run tells the world outside how far it is, and how it is stopped from there.

use std::sync::atomic::AtomicBool;

/// How to tell the world outside, and how it stops us.
#[derive(Clone, Copy)]
pub struct Watch<'a> {
    /// Called with the number of simulated cases since the last call, from any thread.
    pub tick: &'a (dyn Fn(u64) + Sync),
    /// Once set, the run ends early without an answer.
    pub stop: &'a AtomicBool,
}

/// The run was stopped from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;
