//! Tables as CSV, so that a spreadsheet takes nothing in them for a formula.

use crate::text;

/// Rows of one length, the headings first. No cell is a formula ([`text::no_formula`]).
pub fn written<R>(rows: impl IntoIterator<Item = R>) -> Vec<u8>
where
    R: IntoIterator,
    R::Item: AsRef<str>,
{
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    for row in rows {
        for cell in row {
            let written = writer.write_field(&*text::no_formula(cell.as_ref()));
            written.expect("memory takes every cell");
        }
        let end = writer.write_record(None::<&[u8]>);
        end.expect("rows of one table have one length");
    }
    writer.into_inner().expect("memory takes every byte")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_computed_and_numbers_stay_numbers() {
        let rows = [["=cmd|' /C calc'!A0", "-7.5", "a"], ["@SUM(A1)", "+1", "-"]];
        let text = "'=cmd|' /C calc'!A0,-7.5,a\n'@SUM(A1),+1,'-\n";
        assert_eq!(String::from_utf8(written(rows)).as_deref(), Ok(text));
    }
}
