//! Entry point: arguments in, exit code out.

use std::process::ExitCode;

use redtape::cli;

fn main() -> ExitCode {
    let cli = match cli::parse() {
        Ok(cli) => cli,
        Err(code) => return ExitCode::from(code),
    };
    let lang = cli.lang(sys_locale::get_locale().as_deref());
    match redtape::commands::dispatch(&cli, lang) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.show();
            ExitCode::from(failure.exit_code())
        }
    }
}
