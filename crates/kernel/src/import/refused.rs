//! The refused rows as a table: the columns of the file, and the reason beside each row, to be mended and sent again.

use papers::sheet::{self, Cell, Column, Kind};
use text::Lang;

use super::row::{Row, State};
use crate::error::{Error, Result};

/// The kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Xlsx,
    Csv,
}

/// A table of the refused ones among `rows`, with `columns` as `(key, heading)`.
pub fn refused(
    rows: &[Row],
    columns: &[(&str, &str)],
    lang: Lang,
    format: Format,
) -> Result<Vec<u8>> {
    let mut heads: Vec<Column> = columns
        .iter()
        .map(|(_, heading)| Column::new(*heading, Kind::Text))
        .collect();
    heads.push(Column::new(text::t(lang, "import-reason"), Kind::Text));
    heads.push(Column::new(text::t(lang, "import-row"), Kind::Number));
    let lines = rows
        .iter()
        .filter(|r| r.state == State::Refused)
        .map(|row| {
            let mut line: Vec<Cell> = columns
                .iter()
                .map(|(key, _)| Cell::from(row.typed(key)))
                .collect();
            line.push(Cell::from(row.reasons(lang).join("\n")));
            line.push(Cell::Integer(i64::from(row.number)));
            line
        });
    match format {
        Format::Xlsx => sheet::xlsx(&text::t(lang, "import-refused-rows"), &heads, lines),
        Format::Csv => sheet::csv(&heads, lines),
    }
    .map_err(Error::internal)
}
