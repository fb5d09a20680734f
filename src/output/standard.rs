//! Standard output and standard error; a reader that left (`redtape run … | head`) is no error.

use std::io::{self, Write};

use super::OutputError;
use crate::text;

/// Prints text for people: colours only where a terminal shows them, and no blanks that nobody sees at the
/// ends of lines.
pub fn print(text: &str) -> Result<(), OutputError> {
    let lines = text.split('\n').map(|line| line.trim_end_matches(' '));
    let text = for_people(&lines.collect::<Vec<_>>().join("\n"));
    write_quietly(&mut anstream::stdout().lock(), text.as_bytes())
}

/// Says something on standard error, with the end of its line. Where nothing more can be written there, nobody is left to be
/// told.
pub fn tell(text: &str) {
    let line = for_people(text) + "\n";
    let _ = anstream::stderr().lock().write_all(line.as_bytes());
}

/// Text as a terminal may have it: styles (`ESC [ numbers m`) stay, everything else that it would do is shown.
fn for_people(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\u{fffd}");
    let mut parts = text.split('\u{1b}');
    let first = parts.next().unwrap_or_default();
    let mut out = text::visible(first).into_owned();
    for part in parts {
        let is_style = part.strip_prefix('[').is_some_and(|rest| {
            let numbers =
                rest.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == ';');
            numbers.starts_with('m')
        });
        out.push(if is_style { '\u{1b}' } else { '\u{fffd}' });
        out.push_str(&text::visible(part));
    }
    out
}

/// Prints data as they are: JSON, CSV, files sent to standard output.
pub fn print_bytes(bytes: &[u8]) -> Result<(), OutputError> {
    write_quietly(&mut io::stdout().lock(), bytes)
}

/// [`print_bytes`] of what `write` writes, piece by piece.
pub fn print_piecewise(
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), OutputError> {
    let mut target = io::BufWriter::new(io::stdout().lock());
    quietly(write(&mut target).and_then(|()| target.flush()))
}

fn write_quietly(target: &mut impl Write, bytes: &[u8]) -> Result<(), OutputError> {
    quietly(target.write_all(bytes).and_then(|()| target.flush()))
}

fn quietly(written: io::Result<()>) -> Result<(), OutputError> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.map_err(OutputError::Standard),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Failing(io::ErrorKind);

    impl Write for Failing {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn styles_stay_and_nothing_else_is_done() {
        let text = "\u{1b}[1;31mred\u{1b}[0m \u{1b}]0;title\u{7} \u{1b}[2J \u{202e}";
        let shown = "\u{1b}[1;31mred\u{1b}[0m \u{fffd}]0;title\u{fffd} \u{fffd}[2J \u{fffd}";
        assert_eq!(for_people(text), shown);
    }

    #[test]
    fn a_closed_pipe_is_silent_and_a_full_disk_is_not() {
        assert!(write_quietly(&mut Failing(io::ErrorKind::BrokenPipe), b"x").is_ok());
        let full = write_quietly(&mut Failing(io::ErrorKind::StorageFull), b"x");
        assert!(
            full.unwrap_err()
                .to_string()
                .starts_with("cannot write to standard output: ")
        );
    }
}
