//! Tables going out: a workbook for Excel and WPS, and a text table for other programs.
//!
//! Both take the same columns and rows, row by row, so that a long list is never held twice. What a
//! person typed stays what it was: a text that begins like a formula is written as text in a workbook, and
//! in a text table, where a spreadsheet program would compute it, gets an apostrophe before it. Numbers are
//! numbers and days are days, so that the reader can add and sort them.

use chrono::{NaiveDate, NaiveDateTime};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

/// The rows a sheet can hold under its title and header.
pub const MAX_ROWS: u32 = 1_048_576 - 2;
/// The longest text a cell of a workbook can hold, in UTF-16 units.
const MAX_TEXT: usize = 32_767;
/// Columns as wide as their longest text, within these bounds (in widths of a digit).
const WIDTHS: std::ops::RangeInclusive<usize> = 6..=48;

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What stands above it.
    pub title: String,
    /// Its width in digits (a Chinese character is two); `None` fits it to what stands in it.
    pub width: Option<u16>,
    /// How its values are shown.
    pub kind: Kind,
}

impl Column {
    /// A column fitted to its content.
    pub fn new(title: impl Into<String>, kind: Kind) -> Column {
        Column {
            title: title.into(),
            width: None,
            kind,
        }
    }
}

/// How the values of a column are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Left, wrapped.
    Text,
    /// Right, as many decimals as there are.
    Number,
    /// `2026-11-24`.
    Date,
    /// `2026-11-24 16:04`, on the clock of Asia/Shanghai.
    Moment,
}

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Words; never computed by the program that opens them.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number with decimals; one that is not finite is left empty.
    Number(f64),
    /// A civil date.
    Date(NaiveDate),
    /// A date and time of Asia/Shanghai.
    Moment(NaiveDateTime),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        match text {
            "" => Cell::Empty,
            text => Cell::Text(text.to_owned()),
        }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        if text.is_empty() {
            Cell::Empty
        } else {
            Cell::Text(text)
        }
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Cell {
        Cell::Integer(number)
    }
}

impl From<NaiveDate> for Cell {
    fn from(day: NaiveDate) -> Cell {
        Cell::Date(day)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Cell {
        value.map_or(Cell::Empty, Into::into)
    }
}

/// Why a table could not be written.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// More rows than a sheet holds.
    #[error("more than {MAX_ROWS} rows")]
    TooManyRows,
    /// The workbook's writer refused.
    #[error(transparent)]
    Workbook(#[from] XlsxError),
    /// The text table's writer refused.
    #[error(transparent)]
    Text(#[from] csv::Error),
}

/// A workbook of one sheet: the title over all columns, the header (frozen, filterable, repeated on every
/// printed page), then the rows. Landscape from seven columns on; always one page wide.
pub fn xlsx(
    title: &str,
    columns: &[Column],
    rows: impl Iterator<Item = Vec<Cell>>,
) -> Result<Vec<u8>, SheetError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(tab_name(title))?;
    head(sheet, title, columns)?;
    let formats: Vec<Format> = columns.iter().map(|c| format(c.kind)).collect();
    let mut widths: Vec<usize> = columns.iter().map(|c| width(&c.title) + 4).collect();
    let mut at = 1;
    for row in rows {
        at += 1;
        if at >= MAX_ROWS + 2 {
            return Err(SheetError::TooManyRows);
        }
        for (x, cell) in row.into_iter().take(columns.len()).enumerate() {
            widths[x] = widths[x].max(written_width(&cell));
            write(sheet, at, x as u16, cell, &formats[x])?;
        }
    }
    for (x, column) in columns.iter().enumerate() {
        let fitted = widths[x].clamp(*WIDTHS.start(), *WIDTHS.end());
        let wide = column.width.map_or(fitted as f64 + 1.0, f64::from);
        sheet.set_column_width(x as u16, wide)?;
    }
    if let Some(last) = columns.len().checked_sub(1) {
        sheet.autofilter(1, 0, at.max(1), last as u16)?;
    }
    Ok(book.save_to_buffer()?)
}

fn head(sheet: &mut Worksheet, title: &str, columns: &[Column]) -> Result<(), SheetError> {
    let heading = Format::new()
        .set_bold()
        .set_font_size(15)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter);
    match columns.len() {
        0 => {}
        1 => {
            sheet.write_string_with_format(0, 0, cut(title), &heading)?;
        }
        n => {
            sheet.merge_range(0, 0, 0, n as u16 - 1, &cut(title), &heading)?;
        }
    }
    sheet.set_row_height(0, 28)?;
    let header = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin)
        .set_background_color(Color::RGB(0xF1_E9_E4));
    for (x, column) in columns.iter().enumerate() {
        sheet.write_string_with_format(1, x as u16, cut(&column.title), &header)?;
    }
    sheet.set_freeze_panes(2, 0)?;
    sheet.set_repeat_rows(0, 1)?;
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_footer("&C&P / &N");
    if columns.len() > 6 {
        sheet.set_landscape();
    }
    Ok(())
}

fn format(kind: Kind) -> Format {
    let base = Format::new()
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::VerticalCenter);
    match kind {
        Kind::Text => base.set_text_wrap().set_align(FormatAlign::Left),
        Kind::Number => base.set_align(FormatAlign::Right),
        Kind::Date => base
            .set_num_format("yyyy-mm-dd")
            .set_align(FormatAlign::Center),
        Kind::Moment => base
            .set_num_format("yyyy-mm-dd hh:mm")
            .set_align(FormatAlign::Center),
    }
}

fn write(
    sheet: &mut Worksheet,
    y: u32,
    x: u16,
    cell: Cell,
    format: &Format,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => sheet.write_blank(y, x, format)?,
        Cell::Text(text) => sheet.write_string_with_format(y, x, cut(&text), format)?,
        // A number past 2^53 would lose digits: identity numbers are words.
        Cell::Integer(n) if n.unsigned_abs() > 1 << 53 => {
            sheet.write_string_with_format(y, x, n.to_string(), format)?
        }
        Cell::Integer(n) => sheet.write_number_with_format(y, x, n as f64, format)?,
        Cell::Number(n) if n.is_finite() => sheet.write_number_with_format(y, x, n, format)?,
        Cell::Number(_) => sheet.write_blank(y, x, format)?,
        // A workbook knows no day before 1900.
        Cell::Date(day) if day < first_day() => {
            sheet.write_string_with_format(y, x, day.to_string(), format)?
        }
        Cell::Date(day) => sheet.write_datetime_with_format(y, x, day, format)?,
        Cell::Moment(at) if at.date() < first_day() => {
            sheet.write_string_with_format(y, x, moment(at), format)?
        }
        Cell::Moment(at) => sheet.write_datetime_with_format(y, x, at, format)?,
    };
    Ok(())
}

/// The first day that Excel counts without its leap-year mistake of 1900.
fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(1900, 3, 1).unwrap_or_default()
}

/// A text table in UTF-8 with its byte-order mark (without it Excel takes it for GB18030), comma
/// separated, header first, lines ended as RFC 4180 asks. A text that begins with `=`, `+`, `-`, `@`, a
/// tabulator or a line break gets an apostrophe before it, the formula guard.
pub fn csv(
    columns: &[Column],
    rows: impl Iterator<Item = Vec<Cell>>,
) -> Result<Vec<u8>, SheetError> {
    let mut out = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer("\u{feff}".as_bytes().to_vec());
    out.write_record(columns.iter().map(|c| guarded(&c.title)))?;
    for row in rows {
        let mut row: Vec<String> = row.into_iter().take(columns.len()).map(plain).collect();
        row.resize(columns.len(), String::new());
        out.write_record(row)?;
    }
    out.into_inner()
        .map_err(|e| SheetError::Text(e.into_error().into()))
}

fn plain(cell: Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => guarded(&text),
        Cell::Integer(n) => n.to_string(),
        Cell::Number(n) if n.is_finite() => n.to_string(),
        Cell::Number(_) => String::new(),
        Cell::Date(day) => day.to_string(),
        Cell::Moment(at) => moment(at),
    }
}

fn moment(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%d %H:%M").to_string()
}

fn guarded(text: &str) -> String {
    match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠') => {
            format!("'{text}")
        }
        _ => text.to_owned(),
    }
}

/// Without what XML can't hold, and no longer than a cell.
fn cut(text: &str) -> String {
    let mut left = MAX_TEXT;
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .take_while(|c| {
            let fits = c.len_utf16() <= left;
            left = left.saturating_sub(c.len_utf16());
            fits
        })
        .collect()
}

/// The name on the tab: 31 characters, without those Excel refuses.
fn tab_name(title: &str) -> String {
    let name: String = title
        .chars()
        .filter(|c| !c.is_control() && !"[]:*?/\\'".contains(*c))
        .take(15)
        .collect();
    match name.trim() {
        "" => "Sheet1".to_owned(),
        name => name.to_owned(),
    }
}

fn written_width(cell: &Cell) -> usize {
    match cell {
        Cell::Empty => 0,
        Cell::Text(text) => text.lines().map(width).max().unwrap_or(0),
        Cell::Integer(n) => n.to_string().len(),
        Cell::Number(n) => n.to_string().len(),
        Cell::Date(_) => 10,
        Cell::Moment(_) => 16,
    }
}

/// How wide a text is, in digits: Chinese characters and full-width signs are two.
fn width(text: &str) -> usize {
    text.chars()
        .map(|c| match c {
            '\u{1100}'..='\u{115f}'
            | '\u{2e80}'..='\u{a4cf}'
            | '\u{ac00}'..='\u{d7a3}'
            | '\u{f900}'..='\u{faff}'
            | '\u{fe30}'..='\u{fe4f}'
            | '\u{ff00}'..='\u{ff60}'
            | '\u{ffe0}'..='\u{ffe6}'
            | '\u{20000}'..='\u{3fffd}'
            | '“'
            | '”'
            | '‘'
            | '’'
            | '—'
            | '…' => 2,
            _ => 1,
        })
        .sum()
}
