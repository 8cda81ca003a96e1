//! Excel 97–2003 workbooks (BIFF8 in a compound file), through calamine.
//!
//! The library lays each sheet out whole, and sets room aside for as many cells as a sheet announces: both are bounded
//! before it is asked. Other files come in the same container and are told apart: Word documents, and workbooks under a
//! password.

use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, Reader, Xls, XlsError};

use super::{Book, Collector, Format, OtherKind, TableError, xlsx};

/// Cells all sheets may span together, empty ones within too.
const MAX_SPAN: u64 = 8_000_000;
/// Rows and columns a sheet of this format may have.
const LARGEST: (u32, u16) = (65_536, 256);

pub(super) fn read(bytes: &[u8]) -> Result<Book, TableError> {
    let holds = |stream: &str| {
        let wide: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|w| w == wide)
    };
    if holds("EncryptedPackage") {
        return Err(TableError::Password);
    }
    if holds("WordDocument") {
        return Err(TableError::Other(OtherKind::Word));
    }
    // The library is careful, but its input is not: a panic inside it is a damaged file.
    catch_unwind(AssertUnwindSafe(|| {
        check(bytes).and_then(|()| read_checked(bytes))
    }))
    .unwrap_or_else(|_| Err(TableError::Damaged("workbook".into())))
}

/// What a sheet's cells span: the least and the largest row and column.
#[derive(Default)]
struct Span(Option<[u16; 4]>);

impl Span {
    fn take(&mut self, row: u16, from: u16, to: u16) {
        let [top, bottom, left, right] = self.0.unwrap_or([row, row, from, to]);
        self.0 = Some([top.min(row), bottom.max(row), left.min(from), right.max(to)]);
    }

    fn cells(&self) -> u64 {
        self.0.map_or(0, |[top, bottom, left, right]| {
            (u64::from(bottom - top) + 1) * (u64::from(right.max(left) - left) + 1)
        })
    }
}

/// Walks through the records: a sheet may not announce more than its format holds, nor may the sheets span too much.
fn check(bytes: &[u8]) -> Result<(), TableError> {
    let damaged = |e: std::io::Error| TableError::Damaged(e.to_string());
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(damaged)?;
    let Some(name) = ["/Workbook", "/Book"]
        .into_iter()
        .find(|n| file.is_stream(n))
    else {
        return Err(TableError::Other(OtherKind::OldExcel));
    };
    let mut stream = Vec::new();
    let book = file.open_stream(name).map_err(damaged)?;
    book.take(super::MAX_BYTES as u64)
        .read_to_end(&mut stream)
        .map_err(damaged)?;
    let two = |data: &[u8], at: usize| {
        let pair = data.get(at..at + 2)?;
        Some(u16::from_le_bytes([pair[0], pair[1]]))
    };
    let (mut rest, mut span, mut all) = (stream.as_slice(), Span::default(), 0u64);
    while let (Some(kind), Some(long)) = (two(rest, 0), two(rest, 2)) {
        let end = (4 + usize::from(long)).min(rest.len());
        let data = &rest[4.min(end)..end];
        match kind {
            // Dimensions: first and last row (four bytes each), first and last column.
            0x0200 if data.len() >= 12 => {
                let rows = u32::from_le_bytes([data[4], data[5], data[6], data[7]]);
                let columns = two(data, 10).unwrap_or_default();
                if rows > LARGEST.0 || columns > LARGEST.1 {
                    return Err(TableError::Damaged("dimensions".to_owned()));
                }
            }
            // A sheet begins, or ends.
            0x0809 | 0x000A => {
                all += std::mem::take(&mut span).cells();
                if all > MAX_SPAN {
                    return Err(TableError::UnpacksTooLarge);
                }
            }
            // Number, label, rich label, truth, number in short, label by its place, numbers in a row, formula.
            0x0203 | 0x0204 | 0x00D6 | 0x0205 | 0x027E | 0x00FD | 0x00BD | 0x0006 => {
                if let (Some(row), Some(column)) = (two(data, 0), two(data, 2)) {
                    let last = match kind {
                        0x00BD => two(data, data.len().saturating_sub(2)).unwrap_or(column),
                        _ => column,
                    };
                    span.take(row, column, last);
                }
            }
            _ => {}
        }
        rest = &rest[end..];
    }
    Ok(())
}

fn read_checked(bytes: &[u8]) -> Result<Book, TableError> {
    let mut workbook: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(refusal)?;
    let from_1904 = workbook.has_1904_epoch();
    let listed = xlsx::in_order(workbook.sheets_metadata());
    let mut collector = Collector::default();
    let mut sheets = Vec::new();
    for name in listed {
        let range = workbook.worksheet_range(&name).map_err(refusal)?;
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let row = u32::try_from(row).unwrap_or(u32::MAX);
            let at = row.saturating_add(top).saturating_add(1);
            collector.put(at, column + left as usize, cell(value))?;
        }
        drop(range);
        let merges = workbook.merge_cells_by_sheet_name(&name).map_err(refusal)?;
        xlsx::fill_merged(&mut collector, &merges)?;
        sheets.push(collector.finish(name));
    }
    Ok(Book {
        sheets,
        format: Format::Xls,
        from_1904,
    })
}

fn cell(value: &Data) -> super::Cell {
    xlsx::read_value(value.clone())
}

/// What is older than Excel 97 has another stream, or another kind of record.
fn refusal(error: XlsError) -> TableError {
    match error {
        XlsError::Password => TableError::Password,
        XlsError::Cfb(_) | XlsError::Unrecognized { .. } => TableError::Other(OtherKind::OldExcel),
        other => TableError::Damaged(other.to_string()),
    }
}
