//! What a file is that is no text: a workbook is read, a Word or PDF file is called what it is.

use crate::error::Problem;

/// A file that is no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `.xlsx`, `.xlsm`, `.xlsb`, `.xls` or `.ods`.
    Workbook,
    /// `.docx`, `.doc`, `.odt`, `.wps`.
    Document,
    /// `.pptx`.
    Slides,
    Pdf,
    /// A ZIP archive of something else.
    Archive,
    /// An old Office document, of a sort that cannot be told.
    OldOffice,
    Gzip,
    Picture,
    Rar,
}

/// What the first bytes say, and for containers the names inside.
pub(super) fn recognise(bytes: &[u8]) -> Option<Kind> {
    const STARTS: [(&[u8], Kind); 8] = [
        (b"PK\x03\x04", Kind::Archive),
        (b"\xD0\xCF\x11\xE0", Kind::OldOffice),
        (b"%PDF-", Kind::Pdf),
        (b"\x1F\x8B", Kind::Gzip),
        (b"\x89PNG", Kind::Picture),
        (b"\xFF\xD8\xFF", Kind::Picture),
        (b"Rar!", Kind::Rar),
        (b"{\\rtf", Kind::Document),
    ];
    let found = STARTS.iter().find(|(start, _)| bytes.starts_with(start));
    let (_, kind) = found?;
    let inside = match kind {
        Kind::Archive => [
            ("xl/workbook", Kind::Workbook),
            ("word/document", Kind::Document),
            ("ppt/presentation", Kind::Slides),
            ("opendocument.spreadsheet", Kind::Workbook),
            ("opendocument.text", Kind::Document),
            ("opendocument.presentation", Kind::Slides),
        ]
        .into_iter()
        .find(|(name, _)| holds(bytes, name.as_bytes())),
        Kind::OldOffice => [
            ("WordDocument", Kind::Document),
            ("Workbook", Kind::Workbook),
            ("Book", Kind::Workbook),
        ]
        .into_iter()
        .find(|(name, _)| {
            let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            holds(bytes, &wide)
        }),
        _ => None,
    };
    Some(inside.map_or(*kind, |(_, kind)| kind))
}

impl Kind {
    /// Why a text was not read.
    pub fn refused(self, path: &str) -> Problem {
        const COPY: &str = "copy its table into a workbook, or save it as CSV";
        let (what, hint) = match self {
            Kind::Workbook => (
                "a workbook",
                "only tables are read from workbooks: `new --from`, `calibrate`",
            ),
            Kind::Document => ("a Word document", COPY),
            Kind::Slides => ("a PowerPoint file", COPY),
            Kind::Pdf => ("a PDF", COPY),
            Kind::Archive | Kind::Rar => ("a ZIP archive", "unpack it first"),
            Kind::OldOffice => ("an old Office document", COPY),
            Kind::Gzip => ("compressed with gzip", "unpack it first"),
            Kind::Picture => ("a picture", COPY),
        };
        Problem::error(format!("`{path}` is {what}, not text")).hint(hint)
    }
}

fn holds(bytes: &[u8], name: &[u8]) -> bool {
    bytes.windows(name.len()).any(|window| window == name)
}

/// The bytes that a ZIP archive says it unpacks to.
pub(super) fn unpacked_bytes(bytes: &[u8]) -> u64 {
    let entries = bytes
        .windows(46)
        .filter(|window| window.starts_with(b"PK\x01\x02"));
    let size = |entry: &[u8]| u32::from_le_bytes([entry[24], entry[25], entry[26], entry[27]]);
    entries.map(|entry| u64::from(size(entry))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn office_files_are_told_apart_by_what_they_hold() {
        let zip = |name: &str| format!("PK\x03\x04....{name}.xml").into_bytes();
        assert_eq!(recognise(&zip("xl/workbook")), Some(Kind::Workbook));
        assert_eq!(recognise(&zip("word/document")), Some(Kind::Document));
        assert_eq!(recognise(&zip("photo")), Some(Kind::Archive));
        let mut old = b"\xD0\xCF\x11\xE0".to_vec();
        old.extend("WordDocument".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(recognise(&old), Some(Kind::Document));
        assert_eq!(recognise(b"%PDF-1.7"), Some(Kind::Pdf));
        assert_eq!(recognise("事项,时限".as_bytes()), None);
    }
}
