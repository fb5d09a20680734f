//! Scenario files are UTF-8 only; tables may be in what spreadsheet programs write. Anything else is named.

use encoding_rs::{Encoding as Encoder, GB18030, UTF_16BE, UTF_16LE};

use super::kind;
use crate::error::Problem;

/// How a text file was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 without byte order mark.
    Utf8,
    /// UTF-8 with byte order mark, as Excel writes it.
    Utf8Marked,
    /// GB18030 or its subset GBK, as Excel writes CSV in China.
    Gb18030,
    /// UTF-16, as Excel writes "Unicode text".
    Utf16,
}

/// The text in `bytes`, without byte order mark. `path` is only for the message.
pub(super) fn decode(path: &str, bytes: Vec<u8>) -> Result<String, Problem> {
    match decode_chinese(path, bytes) {
        Ok((text, Encoding::Utf8 | Encoding::Utf8Marked, _)) => Ok(text),
        Ok((_, Encoding::Gb18030 | Encoding::Utf16, name)) => {
            Err(in_encoding(path, name, "GB18030"))
        }
        Err(problem) => Err(problem),
    }
}

/// The text of an XML file: in UTF-16 with byte order mark, in what its first line declares, else in UTF-8.
pub(super) fn decode_markup(path: &str, bytes: Vec<u8>) -> Result<String, Problem> {
    let encoder = of_markup(&bytes);
    if let Some(name) = declared(&bytes)
        && Encoder::for_bom(&bytes).is_none()
        && Encoder::for_label(name.as_bytes()).is_none()
    {
        return Err(Problem::error(format!(
            "`{path}` declares the encoding `{name}`, which is unknown"
        ))
        .hint("save it as UTF-8 in the editor that wrote it"));
    }
    if encoder == encoding_rs::UTF_8 {
        return decode(path, bytes);
    }
    let (text, _, is_damaged) = encoder.decode(&bytes);
    if is_damaged {
        let name = encoder.name();
        return Err(
            Problem::error(format!("`{path}` is not {name}, which it declares"))
                .hint("save it as UTF-8 in the editor that wrote it"),
        );
    }
    Ok(text.into_owned())
}

/// How an XML file is encoded: by its byte order mark, by where its zero bytes stand, by what its first line declares,
/// else UTF-8.
pub(super) fn of_markup(bytes: &[u8]) -> &'static Encoder {
    let by_zeros = || match bytes {
        [b'<', 0, ..] => Some(UTF_16LE),
        [0, b'<', ..] => Some(UTF_16BE),
        _ => None,
    };
    let declared = || Encoder::for_label(declared(bytes)?.as_bytes());
    let marked = Encoder::for_bom(bytes).map(|(encoder, _)| encoder);
    let known = marked.or_else(by_zeros).or_else(declared);
    known.unwrap_or(encoding_rs::UTF_8)
}

/// The encoding that the first line of an XML file declares.
fn declared(bytes: &[u8]) -> Option<String> {
    let first = &bytes[..bytes.len().min(200)];
    let first = String::from_utf8_lossy(first.split(|&byte| byte == b'>').next()?).into_owned();
    let rest = first.split("encoding=").nth(1)?;
    rest.split(['"', '\'']).nth(1).map(str::to_owned)
}

/// The text of a table: as [`decode`], or in UTF-16 or GB18030.
pub(super) fn decode_table(path: &str, bytes: Vec<u8>) -> Result<(String, Encoding), Problem> {
    let encoder = match recognise_utf16_or_32(&bytes) {
        Some("UTF-16LE") => UTF_16LE,
        Some("UTF-16BE") => UTF_16BE,
        Some(_) | None => {
            let (text, encoding, _) = decode_chinese(path, bytes)?;
            return Ok((text, encoding));
        }
    };
    let (text, is_damaged) = encoder.decode_with_bom_removal(&bytes);
    if is_damaged || text.contains('\0') {
        let name = encoder.name();
        return Err(Problem::error(format!("`{path}` is {name}, and damaged"))
            .hint("save it again from the program that wrote it"));
    }
    Ok((text.into_owned(), Encoding::Utf16))
}

/// [`decode`] that also takes GB18030: the encoding and its name.
fn decode_chinese(path: &str, bytes: Vec<u8>) -> Result<(String, Encoding, &'static str), Problem> {
    if let Some(kind) = kind::recognise(&bytes) {
        return Err(kind.refused(path));
    }
    if let Some(name) = recognise_utf16_or_32(&bytes) {
        return Err(in_encoding(path, name, name));
    }
    if let Some(index) = bytes.iter().position(|&byte| byte == 0) {
        let place = place(&bytes, index);
        return Err(
            Problem::error(format!("`{path}` is not text: a zero byte at {place}"))
                .hint("save it as plain text in UTF-8 from the program that wrote it"),
        );
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(match text.strip_prefix('\u{FEFF}') {
            Some(rest) => (rest.to_string(), Encoding::Utf8Marked, "UTF-8"),
            None => (text, Encoding::Utf8, "UTF-8"),
        }),
        Err(error) => {
            let bytes = error.as_bytes();
            if let Some(name) = recognise_chinese(bytes) {
                let (text, _) = GB18030.decode_without_bom_handling(bytes);
                return Ok((text.into_owned(), Encoding::Gb18030, name));
            }
            let place = place(bytes, error.utf8_error().valid_up_to());
            Err(Problem::error(format!("`{path}` is not UTF-8 at {place}"))
                .hint("save it as UTF-8 in the editor that wrote it"))
        }
    }
}

fn in_encoding(path: &str, name: &str, iconv_name: &str) -> Problem {
    let ending = match path.rsplit_once('.') {
        Some((_, ending)) if ending.chars().all(char::is_alphanumeric) => format!(".{ending}"),
        Some(_) | None => String::new(),
    };
    Problem::error(format!("`{path}` is in {name}, not UTF-8")).hint(format!(
        "save it as UTF-8, or convert it: \
         `iconv -f {iconv_name} -t UTF-8 old{ending} > new{ending}`"
    ))
}

/// By byte order mark, else by where the zero bytes of ASCII letters stand.
fn recognise_utf16_or_32(bytes: &[u8]) -> Option<&'static str> {
    const MARKS: [(&[u8], &str); 4] = [
        // Before UTF-16LE, whose mark it starts with.
        (b"\xFF\xFE\0\0", "UTF-32LE"),
        (b"\0\0\xFE\xFF", "UTF-32BE"),
        (b"\xFF\xFE", "UTF-16LE"),
        (b"\xFE\xFF", "UTF-16BE"),
    ];
    if let Some((_, name)) = MARKS.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        return Some(name);
    }
    if !bytes.len().is_multiple_of(2) {
        return None;
    }
    let zeros = |offset: usize| {
        bytes[offset.min(bytes.len())..]
            .iter()
            .step_by(2)
            .filter(|&&byte| byte == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    // Keys, signs and line ends are ASCII in every file of ours, however Chinese its names are.
    let enough = bytes.len() / 20 + 1;
    match (even, odd) {
        (0, odd) if odd >= enough => Some("UTF-16LE"),
        (even, 0) if even >= enough => Some("UTF-16BE"),
        _ => None,
    }
}

/// GBK or GB18030, if the bytes are valid there and read like Chinese: most of its characters are
/// among the 3,755 common ones or the signs of GB 2312, whose places in the code are known. Other
/// encodings that happen to be valid land on rare characters.
fn recognise_chinese(bytes: &[u8]) -> Option<&'static str> {
    GB18030.decode_without_bom_handling_and_without_replacement(bytes)?;
    let (mut characters, mut common, mut name) = (0_usize, 0_usize, "GBK");
    let mut rest = bytes;
    while let [lead, tail @ ..] = rest {
        rest = tail;
        if *lead < 0x80 {
            continue;
        }
        let [second, tail @ ..] = rest else { break };
        rest = tail;
        characters += 1;
        if second.is_ascii_digit() {
            // Four bytes, which only GB18030 has.
            name = "GB18030";
            rest = rest.get(2..).unwrap_or_default();
        } else if matches!(lead, 0xA1..=0xA3 | 0xB0..=0xD7) && *second >= 0xA1 {
            common += 1;
        }
    }
    (common * 10 >= characters * 7).then_some(name)
}

/// Where `index` is, counting from 1 as editors do.
fn place(bytes: &[u8], index: usize) -> String {
    let line = bytes[..index].iter().filter(|&&byte| byte == b'\n').count() + 1;
    format!("byte {} (line {line})", index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCENARIO: &str =
        "id = \"a\"\nzh = \"政府投资房屋建筑类\"\n[[step]]\nzh = \"用地预审与选址意见书\"\n";

    fn message(bytes: impl Into<Vec<u8>>) -> String {
        decode("a.toml", bytes.into()).unwrap_err().message
    }

    fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn gbk_and_gb18030_are_named_with_the_way_out() {
        let (gbk, ..) = encoding_rs::GBK.encode(SCENARIO);
        let problem = decode("a.toml", gbk.into_owned()).unwrap_err();
        assert_eq!(problem.message, "`a.toml` is in GBK, not UTF-8");
        assert!(problem.hint.unwrap().contains("iconv -f GB18030 -t UTF-8"));
        let (gb18030, ..) = GB18030.encode("zh = \"政府投资房屋建筑㐀\"");
        assert_eq!(message(gb18030), "`a.toml` is in GB18030, not UTF-8");
    }

    #[test]
    fn utf16_is_named_with_and_without_byte_order_mark() {
        let marked = format!("\u{FEFF}{SCENARIO}");
        for text in [SCENARIO, marked.as_str()] {
            assert_eq!(
                message(utf16(text, u16::to_le_bytes)),
                "`a.toml` is in UTF-16LE, not UTF-8"
            );
            assert_eq!(
                message(utf16(text, u16::to_be_bytes)),
                "`a.toml` is in UTF-16BE, not UTF-8"
            );
        }
    }

    #[test]
    fn other_encodings_are_not_taken_for_chinese() {
        for bytes in [
            b"a\nen = \"caf\xE9 au lait\"".to_vec(),
            b"a\nen = \"\xFCber\"".to_vec(),
            b"a\nen = \"\xFC\xE4\xF6\xDF\"".to_vec(),
            encoding_rs::BIG5
                .encode("a\n政府投資房屋建築類")
                .0
                .into_owned(),
            encoding_rs::SHIFT_JIS
                .encode("a\nこれはテスト")
                .0
                .into_owned(),
        ] {
            let message = message(bytes);
            assert!(message.contains("is not UTF-8 at byte"), "{message}");
            assert!(message.ends_with("(line 2)"), "{message}");
        }
    }

    #[test]
    fn damaged_utf8_is_not_taken_for_chinese() {
        let mut bytes = SCENARIO.as_bytes().to_vec();
        bytes.truncate(bytes.len() - 4);
        assert!(message(bytes).contains("is not UTF-8 at byte"));
        let mut bytes = SCENARIO.as_bytes().to_vec();
        bytes[20] = 0xFF;
        assert!(message(bytes).contains("is not UTF-8 at byte"));
    }

    #[test]
    fn what_is_no_text_says_what_it_is() {
        assert_eq!(
            message(*b"PK\x03\x04rest"),
            "`a.toml` is a ZIP archive, not text"
        );
        assert_eq!(
            message(*b"a\0\0b\n\0c"),
            "`a.toml` is not text: a zero byte at byte 2 (line 1)"
        );
    }

    #[test]
    fn empty_files_and_single_bytes_are_text() {
        for text in ["", "a", "\n"] {
            assert_eq!(decode("a.toml", text.into()).unwrap(), text);
        }
    }
}
