//! Loops in the widest vectors of the machine, without unsafe code.

use std::sync::atomic::{AtomicBool, Ordering};

static PLAIN: AtomicBool = AtomicBool::new(false);

/// From now on loops run as any machine of this kind could run them, and queues event by event: to show that results
/// are the same.
pub fn run_plain() {
    PLAIN.store(true, Ordering::Relaxed);
}

/// Whether that was asked for.
pub fn is_plain() -> bool {
    PLAIN.load(Ordering::Relaxed)
}

/// Runs `work` compiled for the widest vectors that the machine has; the results are the same on any.
///
/// Only what is inlined into `work` is compiled so: mark the closure and all that it calls `#[inline(always)]`.
#[inline(always)]
pub fn vectorised<R>(work: impl FnOnce() -> R) -> R {
    if is_plain() {
        return work();
    }
    pulp::Arch::new().dispatch(work)
}
