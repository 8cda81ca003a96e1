//! The rows of a list as a file for Excel and WPS (xlsx) or for other programs (csv): the same cells as on the
//! page, as numbers and dates where they are such.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kernel::error::{Error, Message};
use papers::sheet::{self, Kind, SheetError};

use crate::Failure;
use crate::http::Visit;
use crate::ui::{Cell, Column, Row};

/// The file a list is exported as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Export {
    Xlsx,
    Csv,
}

impl Export {
    /// The kind a path ends in: `/proposals.xlsx`.
    pub fn of_path(path: &str) -> Option<Export> {
        match path.rsplit_once('.')?.1 {
            "xlsx" => Some(Export::Xlsx),
            "csv" => Some(Export::Csv),
            _ => None,
        }
    }

    /// The answer: `title` heads the sheet and names the file. Rows have a cell for each column, as those of a
    /// [`crate::ui::Table`]; which columns show is the caller's choice (`listing.shown_columns()` with rows cut
    /// alike, or all).
    pub fn answer(
        self,
        visit: &Visit,
        title: &str,
        columns: &[Column],
        rows: Vec<Row>,
    ) -> Result<Response, Failure> {
        let kinds = (0..columns.len()).map(|x| kind(&columns[x], &rows, x));
        let heads: Vec<sheet::Column> = columns
            .iter()
            .zip(kinds)
            .map(|(c, kind)| sheet::Column::new(&c.title, kind))
            .collect();
        let cells = rows
            .into_iter()
            .map(|r| r.cells.into_iter().map(written).collect());
        let (bytes, media, ending) = match self {
            Export::Xlsx => (
                sheet::xlsx(title, &heads, cells).map_err(refused)?,
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "xlsx",
            ),
            Export::Csv => (
                sheet::csv(&heads, cells).map_err(refused)?,
                "text/csv; charset=utf-8",
                "csv",
            ),
        };
        let day = text::date::date_plain(visit.lang, visit.now.day());
        Ok(file(&format!("{title} {day}.{ending}"), media, bytes))
    }
}

/// A file to be saved under a name.
pub fn file(name: &str, media: &'static str, bytes: Vec<u8>) -> Response {
    let place = disposition(name, false);
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    if let Ok(place) = HeaderValue::from_str(&place) {
        headers.insert(header::CONTENT_DISPOSITION, place);
    }
    response
}

/// Whether a browser shows or saves a file, and its name (RFC 6266, with the name in UTF-8 as RFC 8187 writes it).
pub(crate) fn disposition(name: &str, shown: bool) -> String {
    let mut plain = String::new();
    let mut long = String::new();
    for c in name.chars().filter(|c| !c.is_control()) {
        let safe = c.is_ascii_alphanumeric() || "-_. ".contains(c);
        plain.push(if safe { c } else { '_' });
        let mut utf8 = [0; 4];
        for byte in c.encode_utf8(&mut utf8).bytes() {
            if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
                long.push(char::from(byte));
            } else {
                long.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    let way = if shown { "inline" } else { "attachment" };
    format!("{way}; filename=\"{plain}\"; filename*=UTF-8''{long}")
}

fn refused(e: SheetError) -> Failure {
    Failure::Kernel(match e {
        SheetError::TooManyRows => Error::TooLarge(
            Message::new("frame-export-rows").arg("most", i64::from(sheet::MAX_ROWS)),
        ),
        other => Error::internal(other),
    })
}

/// A column is of numbers or days where every cell that holds anything is.
fn kind(column: &Column, rows: &[Row], x: usize) -> Kind {
    let mut cells = rows
        .iter()
        .filter_map(|r| r.cells.get(x))
        .filter(|c| !matches!(c, Cell::Nothing))
        .peekable();
    if cells.peek().is_none() {
        return if column.number {
            Kind::Number
        } else {
            Kind::Text
        };
    }
    let all: Vec<&Cell> = cells.collect();
    if all
        .iter()
        .all(|c| matches!(c, Cell::Day(_) | Cell::Due { .. }))
    {
        Kind::Date
    } else if all
        .iter()
        .all(|c| matches!(c, Cell::Count(_) | Cell::CountLink { .. }))
    {
        Kind::Number
    } else {
        Kind::Text
    }
}

fn written(cell: Cell) -> sheet::Cell {
    match cell {
        Cell::Nothing | Cell::Html(_) => sheet::Cell::Empty,
        Cell::Text(words)
        | Cell::Tag(words)
        | Cell::Lead { words, .. }
        | Cell::Link { words, .. } => words.into(),
        Cell::Count(n) | Cell::CountLink { n, .. } => n.into(),
        Cell::Share { part, whole } => text::number::percent(part, whole).into(),
        Cell::Day(day) | Cell::Due { day, .. } => day.into(),
        Cell::Lamp(lamp) => lamp.words.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_name_survives_and_breaks_no_header() {
        let response = file("建议台账 \"2024\"\r\n.csv", "text/csv", Vec::new());
        let place = response.headers()[header::CONTENT_DISPOSITION]
            .to_str()
            .expect("ASCII");
        assert_eq!(
            place,
            "attachment; filename=\"____ _2024_.csv\"; filename*=UTF-8''%E5%BB%BA%E8%AE%AE%E5%8F%B0%E8%B4%A6%20%222024%22.csv"
        );
        assert_eq!(Export::of_path("/proposals.xlsx"), Some(Export::Xlsx));
        assert_eq!(Export::of_path("/proposals"), None);
    }

    #[test]
    fn a_column_of_days_is_one() {
        let column = Column::new("due", "期限");
        let day = chrono::NaiveDate::from_ymd_opt(2024, 3, 5).expect("a day");
        let row = |cell| Row {
            id: String::new(),
            cells: vec![cell],
        };
        let days = [row(Cell::Day(day)), row(Cell::Nothing)];
        assert_eq!(kind(&column, &days, 0), Kind::Date);
        let mixed = [row(Cell::Day(day)), row(Cell::text("长期"))];
        assert_eq!(kind(&column, &mixed, 0), Kind::Text);
    }
}
