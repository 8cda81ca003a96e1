//! Tables as offices send them: an xlsx from Excel or WPS, an old xls, a csv in UTF-8 or GB18030, a
//! column pasted from another window.
//!
//! [`read`] tells the format by content, never by name, and gives a [`Book`] of [`Sheet`]s of
//! non-empty [`Row`]s: thousands of formatted empty rows cost nothing. [`header::find`] then looks for
//! the sheet and the row that hold the known columns, and [`cell`] reads single cells as dates, names
//! and numbers, each with what was typed when it is doubtful.
//!
//! Formulas are read as the value they last had. Vertically merged cells give their value to every
//! row they cover. Nothing here decides what a row means.

pub mod cell;
pub mod header;
mod text_file;
mod xls;
mod xlsx;

use chrono::NaiveDateTime;
use std::collections::BTreeMap;

/// The largest file read, in bytes.
pub const MAX_BYTES: usize = 32 << 20;
/// The most a workbook may unpack to, in bytes, whatever it declares.
pub const MAX_UNPACKED: u64 = 192 << 20;
/// The most non-empty rows of a book, all sheets together.
pub const MAX_ROWS: usize = 200_000;
/// The most columns; a value further right refuses the file.
pub const MAX_COLUMNS: usize = 512;
/// The longest text kept in a cell, in bytes; longer ones become [`Cell::TooLong`].
pub const MAX_CELL: usize = 1 << 20;
/// The most cells held, empty ones between values included.
const MAX_CELLS: usize = 6_000_000;
/// The most text held by a book, in bytes: shared strings may be repeated at no cost to the file.
const MAX_TEXT: usize = 128 << 20;
/// The most rows merged regions may cover together; overlapping ones would cost without end.
const MAX_COVERED: usize = 4 * MAX_ROWS;

/// A spreadsheet file, all its sheets.
#[derive(Debug, Clone, PartialEq)]
pub struct Book {
    /// Sheets in their order, hidden ones last. A text table is one unnamed sheet.
    pub sheets: Vec<Sheet>,
    /// What the file turned out to be.
    pub format: Format,
    /// Day numbers count from 1904 (old Excel for Macintosh) instead of 1900.
    pub from_1904: bool,
}

/// What a file turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Office Open XML workbook.
    Xlsx,
    /// Excel 97–2003 workbook.
    Xls,
    /// Text with separators, and how it was encoded.
    Text(Encoding, Separator),
}

/// How a text table was encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Encoding {
    Utf8,
    Utf16,
    Gb18030,
}

/// What stands between the columns of a text table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Separator {
    Comma,
    Semicolon,
    Tab,
}

/// One sheet: its non-empty rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// The name on its tab; empty for a text table.
    pub name: String,
    /// Rows with at least one value, by rising number.
    pub rows: Vec<Row>,
}

/// One non-empty row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The number at the row's left in Excel, from 1; for text, the line the record begins on.
    pub number: u32,
    /// Cells from the first column to the last one with a value.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The cell in a column (from 0); an empty one beyond the end.
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }
}

/// A value as the file holds it.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing, or blanks only.
    #[default]
    Empty,
    /// Text, as typed.
    Text(String),
    /// A number; possibly a date that was not formatted as one.
    Number(f64),
    /// A date, with midnight where no time was given.
    Date(NaiveDateTime),
    /// TRUE or FALSE.
    Bool(bool),
    /// A formula that failed, as Excel shows it (`#N/A`).
    Error(String),
    /// A text longer than [`MAX_CELL`], with its length in bytes; the text itself is dropped.
    TooLong(usize),
}

impl Cell {
    fn text(s: &str) -> Cell {
        if s.len() > MAX_CELL {
            Cell::TooLong(s.len())
        } else if s.chars().all(|c| c.is_whitespace() || c == '\u{feff}') {
            Cell::Empty
        } else {
            Cell::Text(s.to_owned())
        }
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        *self == Cell::Empty
    }
}

/// Why a file can't be read as a table. [`TableError::key`] names its sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// More bytes than [`MAX_BYTES`].
    #[error("the file has more than {} MB", MAX_BYTES >> 20)]
    TooLarge,
    /// It unpacks to more than [`MAX_UNPACKED`], or holds more than is kept.
    #[error("the file unpacks to too much")]
    UnpacksTooLarge,
    /// More rows than [`MAX_ROWS`].
    #[error("more than {MAX_ROWS} rows")]
    TooManyRows,
    /// A value in a column beyond [`MAX_COLUMNS`].
    #[error("row {row} has a value beyond column {MAX_COLUMNS}")]
    TooWide {
        /// Row number as in Excel.
        row: u32,
    },
    /// Another kind of file, named for the reader.
    #[error("not a table but {0:?}")]
    Other(OtherKind),
    /// Protected by a password.
    #[error("protected by a password")]
    Password,
    /// It begins like a table of its kind but can't be read through.
    #[error("damaged: {0}")]
    Damaged(String),
    /// A quotation mark is opened and never closed; everything after it would be one cell.
    #[error("a quotation mark opened in line {line} is never closed")]
    OpenQuote {
        /// Line from 1.
        line: u32,
    },
    /// No row holds at least two of the expected columns.
    #[error("no header row found")]
    NoHeader,
}

/// Files often sent in place of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum OtherKind {
    Word,
    Pdf,
    OpenDocument,
    /// A web page or XML saved with the ending xls.
    Html,
    /// Excel 95 or older.
    OldExcel,
    Archive,
    Picture,
    Binary,
}

impl TableError {
    /// The key of its sentence in the `text` crate.
    pub fn key(&self) -> &'static str {
        match self {
            TableError::Empty => "table-empty",
            TableError::TooLarge => "table-too-large",
            TableError::UnpacksTooLarge => "table-unpacks-too-large",
            TableError::TooManyRows => "table-too-many-rows",
            TableError::TooWide { .. } => "table-too-wide",
            TableError::Other(kind) => match kind {
                OtherKind::Word => "table-is-word",
                OtherKind::Pdf => "table-is-pdf",
                OtherKind::OpenDocument => "table-is-opendocument",
                OtherKind::Html => "table-is-html",
                OtherKind::OldExcel => "table-is-old-excel",
                OtherKind::Archive => "table-is-archive",
                OtherKind::Picture => "table-is-picture",
                OtherKind::Binary => "table-is-binary",
            },
            TableError::Password => "table-password",
            TableError::Damaged(_) => "table-damaged",
            TableError::OpenQuote { .. } => "table-open-quote",
            TableError::NoHeader => "table-no-header",
        }
    }

    /// The one number its sentence may use as `$n`: a limit, or a row.
    pub fn number(&self) -> i64 {
        match self {
            TableError::TooLarge => (MAX_BYTES >> 20) as i64,
            TableError::UnpacksTooLarge => (MAX_UNPACKED >> 20) as i64,
            TableError::TooManyRows => MAX_ROWS as i64,
            TableError::TooWide { row } => i64::from(*row),
            TableError::OpenQuote { line } => i64::from(*line),
            _ => 0,
        }
    }
}

/// Reads a table file; the format is told by its content.
pub fn read(bytes: &[u8]) -> Result<Book, TableError> {
    if bytes.len() > MAX_BYTES {
        return Err(TableError::TooLarge);
    }
    let other = |kind| Err(TableError::Other(kind));
    match bytes {
        [] => Err(TableError::Empty),
        [b'P', b'K', 3, 4, ..] => xlsx::read(bytes),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => xls::read(bytes),
        [0x09, 0x00 | 0x02 | 0x04 | 0x08, _, 0x00, ..] => other(OtherKind::OldExcel),
        [b'%', b'P', b'D', b'F', ..] => other(OtherKind::Pdf),
        [b'R', b'a', b'r', b'!', ..] | [b'7', b'z', 0xBC, ..] | [0x1F, 0x8B, ..] => {
            other(OtherKind::Archive)
        }
        [0x89, b'P', b'N', b'G', ..] | [0xFF, 0xD8, 0xFF, ..] | [b'G', b'I', b'F', b'8', ..] => {
            other(OtherKind::Picture)
        }
        _ => text_file::read(bytes),
    }
}

/// Reads columns pasted from a spreadsheet (tab-separated) or typed (one value or list a line).
pub fn read_pasted(text: &str) -> Result<Book, TableError> {
    if text.len() > MAX_BYTES {
        return Err(TableError::TooLarge);
    }
    text_file::read_text(text, Encoding::Utf8)
}

/// Collects cells of one sheet in any order, keeps the bounds of the whole book.
#[derive(Default)]
struct Collector {
    rows: BTreeMap<u32, Vec<Cell>>,
    total_rows: usize,
    total_cells: usize,
    total_text: usize,
    total_covered: usize,
}

impl Collector {
    /// Puts a value; `row` from 1, `column` from 0.
    fn put(&mut self, row: u32, column: usize, cell: Cell) -> Result<(), TableError> {
        if cell.is_empty() {
            return Ok(());
        }
        if column >= MAX_COLUMNS {
            return Err(TableError::TooWide { row });
        }
        if let Cell::Text(text) = &cell {
            self.total_text += text.len();
        }
        let cells = self.rows.entry(row).or_default();
        self.total_rows += usize::from(cells.is_empty());
        if cells.len() <= column {
            self.total_cells += column + 1 - cells.len();
            if self.total_cells > MAX_CELLS {
                return Err(TableError::UnpacksTooLarge);
            }
            cells.resize(column + 1, Cell::Empty);
        }
        cells[column] = cell;
        if self.total_rows > MAX_ROWS {
            return Err(TableError::TooManyRows);
        }
        if self.total_text > MAX_TEXT {
            return Err(TableError::UnpacksTooLarge);
        }
        Ok(())
    }

    /// Gives the value of a merged region's first cell to the region's other rows, where there are
    /// such rows and they are empty there. Rows from 1, columns from 0.
    fn fill_down(&mut self, first: u32, last: u32, column: usize) -> Result<(), TableError> {
        let Some(value) = self.rows.get(&first).and_then(|r| r.get(column)).cloned() else {
            return Ok(());
        };
        if last <= first || value.is_empty() {
            return Ok(());
        }
        let rows: Vec<u32> = self.rows.range(first + 1..=last).map(|(n, _)| *n).collect();
        self.total_covered += rows.len();
        if self.total_covered > MAX_COVERED {
            return Err(TableError::UnpacksTooLarge);
        }
        for row in rows {
            if self.rows[&row].get(column).is_none_or(Cell::is_empty) {
                self.put(row, column, value.clone())?;
            }
        }
        Ok(())
    }

    /// Ends a sheet; the totals stay for the next one.
    fn finish(&mut self, name: String) -> Sheet {
        let rows = std::mem::take(&mut self.rows);
        let rows = rows
            .into_iter()
            .map(|(number, cells)| Row { number, cells })
            .collect();
        Sheet { name, rows }
    }
}
