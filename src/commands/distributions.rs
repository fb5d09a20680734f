//! `redtape distributions`: what a duration can be.

use comfy_table::{ContentArrangement, Table, presets};

use super::Failure;
use crate::duration::{kinds, shipped, shipped_ids};
use crate::lang::Lang;
use crate::output;
use crate::text::wrap;

/// Lists the distributions with an example each, then the shipped profiles.
pub fn distributions(lang: Lang) -> Result<(), Failure> {
    let mut table = Table::new();
    table
        .load_preset(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(80);
    for kind in kinds() {
        let meaning = match lang {
            Lang::En => kind.meaning,
            Lang::Zh => kind.meaning_zh,
        };
        table.add_row([kind.example, meaning]);
    }
    let mut shown = format!("{table}\n\n");
    for profile in shipped_ids().into_iter().filter_map(shipped) {
        let source = match (profile.source.as_str(), lang) {
            ("", Lang::En) => "an assumption",
            ("", Lang::Zh) => "假设",
            (source, _) => source,
        };
        let line = wrap(&format!("{}{}{source}", profile.id, lang.colon()), 80).join("\n");
        shown.push_str(&line);
        shown.push('\n');
    }
    Ok(output::print(&shown)?)
}
