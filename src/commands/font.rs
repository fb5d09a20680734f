//! `--font FILE`: charts in a face that the user brings.

use std::path::Path;

use super::Failure;
use crate::chart::font::{NoFont, take};
use crate::input::{InputError, read_bytes};
use crate::lang::Lang;

/// Collections with all of Chinese in several weights take tens of megabytes.
const MAX_FONT_BYTES: u64 = 256 * 1024 * 1024;

/// Draws with the face in a file from now on.
pub fn use_font(path: &Path, lang: Lang) -> Result<(), Failure> {
    let bytes = read_bytes(path, MAX_FONT_BYTES).map_err(|error| {
        let problem = error.problem();
        let hint = problem.hint.as_ref().map(|hint| format!("\nhint: {hint}"));
        let text = format!("error: {}{}", problem.message, hint.unwrap_or_default());
        match error {
            InputError::Io { .. } => Failure::Read(text),
            InputError::Content(_) => Failure::Answer(text),
        }
    })?;
    take(bytes).map_err(|why| {
        let hint = match (why, lang) {
            (NoFont::Web, Lang::En) => "unpack it to a .ttf or .otf file",
            (NoFont::Web, Lang::Zh) => "请转换为 .ttf 或 .otf 文件",
            (NoFont::Other | NoFont::Damaged | NoFont::NoOutlines, Lang::En) => {
                "a TrueType or OpenType file is needed: .ttf, .otf or .ttc"
            }
            (NoFont::Other | NoFont::Damaged | NoFont::NoOutlines, Lang::Zh) => {
                "需要 TrueType 或 OpenType 字体文件：.ttf、.otf 或 .ttc"
            }
        };
        let shown = path.display();
        Failure::Answer(format!("error: `{shown}` {why}\nhint: {hint}"))
    })
}
