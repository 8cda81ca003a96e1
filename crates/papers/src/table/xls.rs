//! Excel 97–2003 workbooks (BIFF8 in a compound file), through calamine.
//!
//! The library lays each sheet out whole, but a sheet of this format has at most 65,536 rows and 256 columns. Other files
//! come in the same container and are told apart before it is asked: Word documents, and workbooks under a password.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, Reader, SheetType, SheetVisible, Xls, XlsError};

use super::{Book, Collector, Format, OtherKind, TableError, xlsx};

/// The most merged regions filled down in one sheet.
const MAX_MERGES: usize = 20_000;

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
    catch_unwind(AssertUnwindSafe(|| read_checked(bytes)))
        .unwrap_or_else(|_| Err(TableError::Damaged("workbook".into())))
}

fn read_checked(bytes: &[u8]) -> Result<Book, TableError> {
    let mut workbook: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(refusal)?;
    let from_1904 = workbook.has_1904_epoch();
    let mut listed: Vec<_> = workbook
        .sheets_metadata()
        .iter()
        .filter(|s| s.typ == SheetType::WorkSheet)
        .map(|s| (s.visible != SheetVisible::Visible, s.name.clone()))
        .collect();
    listed.sort_by_key(|(hidden, _)| *hidden);
    let mut collector = Collector::default();
    let mut sheets = Vec::new();
    for (_, name) in listed {
        let range = workbook.worksheet_range(&name).map_err(refusal)?;
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let row = u32::try_from(row).unwrap_or(u32::MAX);
            let at = row.saturating_add(top).saturating_add(1);
            collector.put(at, column + left as usize, cell(value))?;
        }
        drop(range);
        let merges = workbook.merge_cells_by_sheet_name(&name).map_err(refusal)?;
        for region in merges.iter().take(MAX_MERGES) {
            let (first, last) = (
                region.start.0.saturating_add(1),
                region.end.0.saturating_add(1),
            );
            collector.fill_down(first, last, region.start.1 as usize)?;
        }
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
