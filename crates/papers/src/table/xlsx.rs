//! Office Open XML workbooks, through calamine, behind guards.
//!
//! What the library would trust is checked first: every entry is unpacked once to a bounded count
//! (declared sizes may lie), and the announced number of shared strings must be plausible, because
//! it is allocated before one is read. Cells are streamed into our own sparse rows, since a dense
//! range of a sheet with one value in its last corner would not fit any memory.

use super::{Book, Cell, Collector, Format, MAX_UNPACKED, OtherKind, TableError};
use calamine::{
    Data, DataRef, Dimensions, Reader, Sheet, SheetType, SheetVisible, Xlsx, XlsxError,
};
use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The most entries an archive may have.
const MAX_ENTRIES: usize = 4_000;
/// The most merged regions filled down in one sheet.
const MAX_MERGES: usize = 20_000;

pub(super) fn read(bytes: &[u8]) -> Result<Book, TableError> {
    check_archive(bytes)?;
    // The library is careful, but its input is not: a panic inside it is a damaged file.
    catch_unwind(AssertUnwindSafe(|| read_checked(bytes)))
        .unwrap_or_else(|_| Err(TableError::Damaged("workbook".into())))
}

fn check_archive(bytes: &[u8]) -> Result<(), TableError> {
    let damaged = |e: &dyn std::fmt::Display| TableError::Damaged(e.to_string());
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged(&e))?;
    if zip.len() > MAX_ENTRIES {
        return Err(TableError::UnpacksTooLarge);
    }
    let names: Vec<String> = zip
        .file_names()
        .flatten()
        .map(|name| name.into_owned())
        .collect();
    let has = |prefix: &str| names.iter().any(|name| name.starts_with(prefix));
    if !names
        .iter()
        .any(|name| name.eq_ignore_ascii_case("xl/workbook.xml"))
    {
        return Err(TableError::Other(match () {
            () if has("word/") => OtherKind::Word,
            () if has("content.xml") => OtherKind::OpenDocument,
            () => OtherKind::Archive,
        }));
    }
    let mut unpacked = 0u64;
    for i in 0..zip.len() {
        let entry = zip.by_index(i).map_err(|e| damaged(&e))?;
        if entry.encrypted() {
            return Err(TableError::Password);
        }
        let name = entry.name().map_err(|e| damaged(&e))?.to_ascii_lowercase();
        let shared_strings = name.ends_with("sharedstrings.xml");
        let mut limited = entry.take(MAX_UNPACKED - unpacked + 1);
        unpacked += if shared_strings {
            let mut content = Vec::new();
            limited.read_to_end(&mut content).map_err(|e| damaged(&e))?;
            check_announced_strings(&content)?;
            content.len() as u64
        } else {
            std::io::copy(&mut limited, &mut std::io::sink()).map_err(|e| damaged(&e))?
        };
        if unpacked > MAX_UNPACKED {
            return Err(TableError::UnpacksTooLarge);
        }
    }
    Ok(())
}

/// Refuses shared strings that announce more of them than their bytes can hold.
fn check_announced_strings(content: &[u8]) -> Result<(), TableError> {
    // In UTF-16 the announcement could not be seen here; no office program writes that.
    if matches!(
        content,
        [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] | [0, ..] | [_, 0, ..]
    ) {
        return Err(TableError::Damaged("sharedStrings.xml in UTF-16".into()));
    }
    let word = b"uniqueCount";
    for at in memchr_all(content, word) {
        let rest = &content[at + word.len()..];
        let digits: Vec<u8> = rest
            .iter()
            .copied()
            .skip_while(|b| b.is_ascii_whitespace() || matches!(b, b'=' | b'"' | b'\'' | b'+'))
            .take_while(u8::is_ascii_digit)
            .take(20)
            .collect();
        let announced = std::str::from_utf8(&digits)
            .ok()
            .and_then(|d| d.parse::<usize>().ok());
        // "<si/>" is the shortest string there is.
        if !digits.is_empty() && announced.is_none_or(|n| n > content.len() / 5 + 1) {
            return Err(TableError::Damaged(
                "sharedStrings.xml announces too much".into(),
            ));
        }
    }
    Ok(())
}

fn memchr_all<'a>(content: &'a [u8], word: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    content
        .windows(word.len())
        .enumerate()
        .filter(move |(_, w)| *w == word)
        .map(|(i, _)| i)
}

fn read_checked(bytes: &[u8]) -> Result<Book, TableError> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(refusal)?;
    let from_1904 = workbook.has_1904_epoch();
    let listed = in_order(workbook.sheets_metadata());
    let mut collector = Collector::default();
    let mut sheets = Vec::new();
    for name in listed {
        let mut cells = workbook.worksheet_cells_reader(&name).map_err(refusal)?;
        while let Some(cell) = cells.next_cell().map_err(refusal)? {
            let (row, column) = cell.get_position();
            collector.put(
                row.saturating_add(1),
                column as usize,
                value(cell.get_value()),
            )?;
        }
        drop(cells);
        let merges = workbook.merge_cells_by_sheet_name(&name).map_err(refusal)?;
        fill_merged(&mut collector, &merges)?;
        sheets.push(collector.finish(name));
    }
    Ok(Book {
        sheets,
        format: Format::Xlsx,
        from_1904,
    })
}

/// The work sheets of a workbook of either format, the hidden ones last.
pub(super) fn in_order(sheets: &[Sheet]) -> Vec<String> {
    let mut listed: Vec<_> = sheets
        .iter()
        .filter(|s| s.typ == SheetType::WorkSheet)
        .map(|s| (s.visible != SheetVisible::Visible, s.name.clone()))
        .collect();
    listed.sort_by_key(|(hidden, _)| *hidden);
    listed.into_iter().map(|(_, name)| name).collect()
}

/// What a merged cell says, it says in each of its rows.
pub(super) fn fill_merged(
    collector: &mut Collector,
    merges: &[Dimensions],
) -> Result<(), TableError> {
    for region in merges.iter().take(MAX_MERGES) {
        let (first, last) = (
            region.start.0.saturating_add(1),
            region.end.0.saturating_add(1),
        );
        collector.fill_down(first, last, region.start.1 as usize)?;
    }
    Ok(())
}

fn refusal(error: XlsxError) -> TableError {
    match error {
        XlsxError::Password => TableError::Password,
        other => TableError::Damaged(other.to_string()),
    }
}

fn value(value: &DataRef) -> Cell {
    match value {
        // Shared strings are borrowed: the bound is checked before one is copied.
        DataRef::SharedString(s) => Cell::text(s),
        other => read_value(Data::from(other.clone())),
    }
}

/// A value of a workbook of either format.
pub(super) fn read_value(value: Data) -> Cell {
    match value {
        Data::String(s) | Data::DateTimeIso(s) | Data::DurationIso(s) => Cell::text(&s),
        Data::Int(n) => Cell::Number(n as f64),
        Data::Float(n) if n.is_finite() => Cell::Number(n),
        Data::Float(_) | Data::Empty => Cell::Empty,
        Data::Bool(b) => Cell::Bool(b),
        Data::Error(e) => Cell::Error(e.to_string()),
        Data::DateTime(date) => match date.as_datetime() {
            Some(at) if date.is_datetime() => Cell::Date(at),
            _ => Cell::Number(date.as_f64()),
        },
    }
}
