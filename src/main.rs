//! Entry point: arguments in, exit code out.

use std::process::ExitCode;

use redtape::cli;

/// When set, loops run without the machine's wide vectors: results must be the same, and a test compares them.
const PLAIN: &str = "REDTAPE_PLAIN_LOOPS";

fn main() -> ExitCode {
    if std::env::var_os(PLAIN).is_some() {
        redtape::sim::run_plain();
    }
    let cli = match cli::parse() {
        Ok(cli) => cli,
        Err(code) => return ExitCode::from(code),
    };
    // Where signals can't be caught they end the program as they do any other.
    let _ = redtape::output::catch_signals();
    let lang = cli.lang(sys_locale::get_locale().as_deref());
    match redtape::commands::dispatch(&cli, lang) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.show();
            ExitCode::from(failure.exit_code())
        }
    }
}
