//! Ctrl-C: a flag that long work polls, so that it stops between two files, not within one.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

/// The exit code after Ctrl-C.
pub const EXIT_INTERRUPTED: u8 = 130;

/// Whether the user pressed Ctrl-C. Clones share one flag.
#[derive(Clone, Debug, Default)]
pub struct Interrupt {
    flag: Arc<AtomicBool>,
}

impl Interrupt {
    /// Catches Ctrl-C from now on; a second one ends the program at once. Work that asks again gets the
    /// same flag: a process has one handler.
    pub fn install() -> Result<Interrupt, ctrlc::Error> {
        static INSTALLED: OnceLock<Interrupt> = OnceLock::new();
        if let Some(interrupt) = INSTALLED.get() {
            return Ok(interrupt.clone());
        }
        let interrupt = Interrupt::default();
        let caught = interrupt.clone();
        ctrlc::set_handler(move || {
            if caught.flag.swap(true, Ordering::Relaxed) {
                std::process::exit(i32::from(EXIT_INTERRUPTED));
            }
        })?;
        Ok(INSTALLED.get_or_init(|| interrupt).clone())
    }

    /// Whether Ctrl-C was pressed.
    pub fn requested(&self) -> bool {
        self.flag.load(Ordering::Relaxed)
    }

    /// The flag itself, for work that may not know this module.
    pub fn flag(&self) -> &AtomicBool {
        &self.flag
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_that_asks_again_gets_the_same_flag() {
        let [first, second] = [(); 2].map(|()| Interrupt::install().expect("it can be caught"));
        assert!(Arc::ptr_eq(&first.flag, &second.flag));
    }

    #[test]
    fn clones_share_the_flag() {
        let interrupt = Interrupt::default();
        let other = interrupt.clone();
        assert!(!other.requested());
        interrupt.flag().store(true, Ordering::Relaxed);
        assert!(other.requested());
    }
}
