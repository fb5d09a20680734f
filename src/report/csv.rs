//! Tables as CSV, so that a spreadsheet takes nothing in them for a formula.

/// Rows of one length, the headings first. A cell that a spreadsheet would compute (it begins with `=`, `+`, `-`, `@`, a tab or
/// a return and is no number) begins with an apostrophe instead.
pub fn written<R>(rows: impl IntoIterator<Item = R>) -> Vec<u8>
where
    R: IntoIterator,
    R::Item: AsRef<str>,
{
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    for row in rows {
        for cell in row {
            let cell = cell.as_ref();
            let written = match is_formula(cell) {
                true => writer.write_field(format!("'{cell}")),
                false => writer.write_field(cell),
            };
            written.expect("memory takes every cell");
        }
        let end = writer.write_record(None::<&[u8]>);
        end.expect("rows of one table have one length");
    }
    writer.into_inner().expect("memory takes every byte")
}

fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err()
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
