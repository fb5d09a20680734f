//! Ctrl-C and SIGTERM: a flag that long work polls, and an end soon after for work that does not.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

use signal_hook::consts::{SIGINT, SIGTERM};

use super::files;

/// The exit code of a program that a signal ended is its number and so much.
const SIGNALLED: u8 = 128;

/// How often it is looked whether a signal came, and how long work may take to stop by itself after one.
const LOOK: Duration = Duration::from_millis(10);
const GRACE: Duration = Duration::from_millis(150);

static STOPPED: AtomicBool = AtomicBool::new(false);
/// The signal that came, 0 while none has.
static SIGNAL: OnceLock<Arc<AtomicUsize>> = OnceLock::new();

/// Catches Ctrl-C and SIGTERM from now on: [`stopped`] is set, and work that has not ended by itself soon after is ended,
/// without a file half written.
///
/// # Errors
/// What the system says where they can't be caught; then they end the program at once.
pub fn catch_signals() -> std::io::Result<()> {
    let signal = SIGNAL.get_or_init(Arc::default);
    for number in [SIGINT, SIGTERM] {
        let value = usize::try_from(number).unwrap_or_default();
        signal_hook::flag::register_usize(number, Arc::clone(signal), value)?;
    }
    thread::Builder::new().spawn(|| {
        while code().is_none() {
            thread::sleep(LOOK);
        }
        STOPPED.store(true, Ordering::Relaxed);
        thread::sleep(GRACE);
        if let Some(code) = code() {
            files::leave(code);
        }
    })?;
    Ok(())
}

/// Whether the user wants an end. Long work polls it.
pub fn stopped() -> &'static AtomicBool {
    &STOPPED
}

/// The exit code after the signal that came, if one came.
pub fn code() -> Option<u8> {
    let signal = SIGNAL.get()?.load(Ordering::Relaxed);
    let number = u8::try_from(signal).ok().filter(|number| *number > 0)?;
    Some(SIGNALLED + number)
}
