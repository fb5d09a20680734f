//! A stream of bounded size: a small file that unpacks without end, or one event that never ends, is stopped.

use std::cell::Cell;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::rc::Rc;

use encoding_rs_io::DecodeReaderBytesBuilder;
use flate2::read::MultiGzDecoder;

use super::{InputError, encoding};
use crate::error::Problem;

/// An event log unpacked.
const MOST_BYTES: u64 = 4 * 1024 * 1024 * 1024;
/// One event, or the head of a log.
const MOST_AT_ONCE: u64 = 8 * 1024 * 1024;
/// How a file packed with gzip begins.
const PACKED: [u8; 2] = [0x1F, 0x8B];
const TOO_MUCH: &str = "more than 4 GiB unpacked";
const TOO_LONG: &str = "more than 8 MiB without an event";

/// Bytes of a file, unpacked if it is packed.
pub struct Bounded {
    inner: Box<dyn Read>,
    left: u64,
    /// What may be read until the next event.
    patience: Rc<Cell<u64>>,
}

/// Tells the stream that an event was read.
#[derive(Clone)]
pub struct Patience(Rc<Cell<u64>>);

impl Patience {
    /// An event was read.
    pub fn renew(&self) {
        self.0.set(MOST_AT_ONCE);
    }
}

/// An event log that is read piece by piece.
pub type Stream = BufReader<Bounded>;

/// Opens an XML file to be read piece by piece as UTF-8, packed with gzip or not; `None`: it does not begin like XML.
pub fn open_markup(path: &Path) -> Result<Option<(Stream, Patience)>, InputError> {
    // Asked before opening: to open a named pipe waits for its writer, perhaps for ever.
    let metadata = fs::metadata(path).map_err(|source| InputError::io(path, source))?;
    if !metadata.is_file() {
        let shown = path.display();
        let what = if metadata.is_dir() {
            "a folder, not a file"
        } else {
            "not a regular file"
        };
        let problem = Problem::error(format!("`{shown}` is {what}"));
        return Err(problem.hint("save the log to a file first").into());
    }
    let file = File::open(path).map_err(|source| InputError::io(path, source))?;
    let mut file = BufReader::new(file);
    let start = file
        .fill_buf()
        .map_err(|source| InputError::io(path, source))?;
    let inner: Box<dyn Read> = match start.starts_with(&PACKED) {
        true => Box::new(MultiGzDecoder::new(file)),
        false => Box::new(file),
    };
    let mut inner = BufReader::new(inner);
    let start = inner
        .fill_buf()
        .map_err(|source| InputError::io(path, source))?;
    let encoder = encoding::of_markup(start);
    let (text, _) = encoder.decode_with_bom_removal(&start[..start.len().min(400)]);
    if !text.trim_start().starts_with('<') {
        return Ok(None);
    }
    let inner: Box<dyn Read> = if encoder == encoding_rs::UTF_8 {
        Box::new(inner)
    } else {
        // The mark tells the parser that what the file declares holds no longer.
        let decoder = DecodeReaderBytesBuilder::new()
            .encoding(Some(encoder))
            .build(inner);
        Box::new("\u{FEFF}".as_bytes().chain(decoder))
    };
    Ok(Some(bounded(inner, MOST_BYTES)))
}

/// Reads a file whole, unpacked if it is packed with gzip.
pub fn read_unpacked(path: &Path, most_bytes: u64) -> Result<Vec<u8>, InputError> {
    let bytes = super::read_bytes(path, most_bytes)?;
    if !bytes.starts_with(&PACKED) {
        return Ok(bytes);
    }
    let damaged = |error: io::Error| {
        InputError::from(Problem::error(format!("`{}`: {error}", path.display())))
    };
    let mut unpacker = MultiGzDecoder::new(bytes.as_slice());
    let (mut unpacked, mut piece, mut since_break) = (Vec::new(), vec![0; 64 * 1024], 0);
    loop {
        let n_read = unpacker.read(&mut piece).map_err(damaged)?;
        if n_read == 0 {
            return Ok(unpacked);
        }
        let piece = &piece[..n_read];
        since_break = match piece.iter().rposition(|byte| *byte == b'\n') {
            Some(at) => (n_read - at) as u64,
            None => since_break + n_read as u64,
        };
        unpacked.extend_from_slice(piece);
        let refused = |what| damaged(io::Error::new(io::ErrorKind::InvalidData, what));
        if since_break > MOST_AT_ONCE {
            return Err(refused(TOO_LONG));
        }
        if unpacked.len() as u64 > most_bytes {
            return Err(super::too_large(path, unpacked.len() as u64, most_bytes).into());
        }
    }
}

fn bounded(inner: Box<dyn Read>, left: u64) -> (Stream, Patience) {
    let patience = Rc::new(Cell::new(MOST_AT_ONCE));
    let stream = Bounded {
        inner,
        left,
        patience: Rc::clone(&patience),
    };
    (
        BufReader::with_capacity(64 * 1024, stream),
        Patience(patience),
    )
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n_read = self.inner.read(buffer)?;
        let refused = |what| Err(io::Error::new(io::ErrorKind::InvalidData, what));
        let Some(left) = self.left.checked_sub(n_read as u64) else {
            return refused(TOO_MUCH);
        };
        let Some(patience) = self.patience.get().checked_sub(n_read as u64) else {
            return refused(TOO_LONG);
        };
        self.left = left;
        self.patience.set(patience);
        Ok(n_read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_without_events_is_stopped() {
        let (mut stream, _) = bounded(Box::new(io::repeat(b'x')), MOST_BYTES);
        let error = io::copy(&mut stream, &mut io::sink()).expect_err("it is stopped");
        assert_eq!(error.to_string(), TOO_LONG);
    }

    #[test]
    fn a_stream_without_end_is_stopped() {
        let (mut stream, patience) = bounded(Box::new(io::repeat(b'x')), 20 * 1024 * 1024);
        let mut buffer = [0; 4096];
        let error = loop {
            patience.renew();
            if let Err(error) = stream.read(&mut buffer) {
                break error;
            }
        };
        assert_eq!(error.to_string(), TOO_MUCH);
    }
}
