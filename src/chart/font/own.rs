//! A face that the user brings: it stands in for both weights of the embedded one.
//!
//! Set once, before anything is drawn: widths decide where everything stands, so a picture with two
//! faces in turn would be wrong, and no chart needs to know which face it is measured with.

use std::sync::OnceLock;

use ttf_parser::{Face as Tables, name_id};

use super::Face;

/// Why a file cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoFont {
    /// WOFF or WOFF2.
    #[error("is a web font")]
    Web,
    /// Something else altogether.
    #[error("is not a font")]
    Other,
    /// It begins like a font, and is damaged.
    #[error("is damaged: its tables cannot be read")]
    Damaged,
    /// Bitmaps or coloured layers only.
    #[error("has no outlines to draw")]
    NoOutlines,
}

static OWN: OnceLock<(Face, Option<String>)> = OnceLock::new();

/// Draws everything from now on with this TrueType or OpenType face; of a collection with its first.
/// The first call of a process counts.
///
/// # Errors
/// See [`NoFont`].
pub fn take(bytes: Vec<u8>) -> Result<(), NoFont> {
    let tables = parse(bytes)?;
    let family = family_of(&tables);
    // A later call finds the first one's face.
    let _ = OWN.set((Face::of(tables), family));
    Ok(())
}

pub(super) fn face() -> Option<&'static Face> {
    OWN.get().map(|(face, _)| face)
}

pub(super) fn family() -> Option<&'static str> {
    OWN.get().and_then(|(_, family)| family.as_deref())
}

fn parse(bytes: Vec<u8>) -> Result<Tables<'static>, NoFont> {
    match bytes.get(..4) {
        Some([0, 1, 0, 0] | b"OTTO" | b"true" | b"ttcf") => {}
        Some(b"wOFF" | b"wOF2") => return Err(NoFont::Web),
        Some(_) | None => return Err(NoFont::Other),
    }
    // Kept until the program ends, like the embedded one.
    let bytes: &'static [u8] = Box::leak(bytes.into_boxed_slice());
    let tables = Tables::parse(bytes, 0).map_err(|_| NoFont::Damaged)?;
    let all = tables.tables();
    let has_outlines = all.glyf.is_some() || all.cff.is_some() || all.cff2.is_some();
    if has_outlines {
        Ok(tables)
    } else {
        Err(NoFont::NoOutlines)
    }
}

/// Its name as a style sheet takes it.
fn family_of(tables: &Tables<'_>) -> Option<String> {
    let names = tables.names().into_iter();
    let family = names.filter(|name| name.name_id == name_id::FAMILY);
    let family = family.filter_map(|name| name.to_string()).next()?;
    let is_plain = |letter: &char| letter.is_alphanumeric() || " -_.".contains(*letter);
    let plain: String = family.chars().filter(is_plain).collect();
    (!plain.is_empty()).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TTF: &[u8] = include_bytes!("../../../assets/fonts/NotoSansSC-Regular.subset.ttf");

    /// The face as a collection of one: every offset counts from the beginning of the file.
    fn collection() -> Vec<u8> {
        let mut bytes = b"ttcf\0\x01\0\0\0\0\0\x01\0\0\0\x10".to_vec();
        let shift = bytes.len() as u32;
        bytes.extend_from_slice(TTF);
        let n_tables = usize::from(u16::from_be_bytes([TTF[4], TTF[5]]));
        for table in 0..n_tables {
            let at = 16 + 12 + 16 * table + 8;
            let offset: [u8; 4] = bytes[at..at + 4].try_into().expect("four bytes");
            let offset = u32::from_be_bytes(offset) + shift;
            bytes[at..at + 4].copy_from_slice(&offset.to_be_bytes());
        }
        bytes
    }

    #[test]
    fn of_a_collection_the_first_face_is_taken() {
        let tables = parse(collection()).expect("it is a collection");
        assert!(tables.glyph_index('用').is_some());
        assert!(family_of(&tables).is_some_and(|family| family.starts_with("Noto Sans SC")));
    }

    #[test]
    fn what_is_no_font_is_refused_with_the_reason() {
        let cut = TTF[..200].to_vec();
        for (bytes, why) in [
            (Vec::new(), NoFont::Other),
            (b"wOF2....".to_vec(), NoFont::Web),
            (b"id = \"x\"".to_vec(), NoFont::Other),
            (cut, NoFont::Damaged),
        ] {
            assert_eq!(parse(bytes).err(), Some(why));
        }
    }
}
