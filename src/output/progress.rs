//! A progress bar on stderr, if stderr is a terminal; gone when the work is done.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Progress of one piece of work; may be ticked from any thread. Dropping it clears the bar.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// Shows `label` and how much of `total` is done, if stderr is a terminal.
    pub fn shown(label: &str, total: u64) -> Progress {
        // At most ten times a second: drawing must not cost what the work costs.
        let target = ProgressDrawTarget::stderr_with_hz(10);
        let bar = ProgressBar::with_draw_target(Some(total), target)
            .with_style(
                ProgressStyle::with_template("{msg} {wide_bar} {percent:>3}% {eta:>4}")
                    .expect("the template of the bar is well formed"),
            )
            .with_message(label.to_string());
        Progress { bar }
    }

    /// Counts and shows nothing.
    pub fn hidden() -> Progress {
        Progress {
            bar: ProgressBar::hidden(),
        }
    }

    /// `done` more are done.
    pub fn tick(&self, done: u64) {
        self.bar.inc(done);
    }

    /// What is being done now.
    pub fn label(&self, label: &str) {
        self.bar.set_message(label.to_string());
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threads_tick_one_bar() {
        let progress = Progress::hidden();
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| (0..100).for_each(|_| progress.tick(2)));
            }
        });
        assert_eq!(progress.bar.position(), 800);
    }
}
