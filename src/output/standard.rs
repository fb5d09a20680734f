//! Standard output; a reader that left (`redtape run … | head`) is no error.

use std::io::{self, Write};

use super::OutputError;

/// Prints text for people: colours only where a terminal shows them, and no blanks that nobody sees at the
/// ends of lines.
pub fn print(text: &str) -> Result<(), OutputError> {
    let lines = text.split('\n').map(|line| line.trim_end_matches(' '));
    let text = lines.collect::<Vec<_>>().join("\n");
    write_quietly(&mut anstream::stdout().lock(), text.as_bytes())
}

/// Prints data as they are: JSON, CSV, files sent to standard output.
pub fn print_bytes(bytes: &[u8]) -> Result<(), OutputError> {
    write_quietly(&mut io::stdout().lock(), bytes)
}

fn write_quietly(target: &mut impl Write, bytes: &[u8]) -> Result<(), OutputError> {
    match target.write_all(bytes).and_then(|()| target.flush()) {
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
