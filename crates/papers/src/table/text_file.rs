//! Text tables: csv and tsv files, and pasted columns. The encoding is told by the byte-order mark,
//! else by whether the bytes are UTF-8, else GB18030 (which Excel writes on a Chinese Windows); the
//! separator by which one cuts the first lines most evenly.

use super::{Book, Cell, Collector, Encoding, Format, OtherKind, Separator, TableError};
use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

/// Records looked at to tell the separator.
const SNIFFED: usize = 40;
/// A record of its own that ends the file, unless a quotation mark is still open there.
const END: &str = "\u{1}end\u{1}";

pub(super) fn read(bytes: &[u8]) -> Result<Book, TableError> {
    let (text, encoding) = decode(bytes)?;
    let start = text
        .trim_start()
        .get(..9)
        .unwrap_or_default()
        .to_ascii_lowercase();
    if ["<html", "<!doctype", "<table", "<?xml", "<meta"]
        .iter()
        .any(|tag| start.starts_with(tag))
    {
        return Err(TableError::Other(OtherKind::Html));
    }
    read_text(&text, encoding)
}

fn decode(bytes: &[u8]) -> Result<(String, Encoding), TableError> {
    let utf16 = match bytes {
        [0xFF, 0xFE, ..] => Some(UTF_16LE),
        [0xFE, 0xFF, ..] => Some(UTF_16BE),
        // Without a mark: the first character of a table is a letter, a digit or a separator.
        [0, 1..=0x7F, 0, ..] => Some(UTF_16BE),
        [1..=0x7F, 0, _, 0, ..] => Some(UTF_16LE),
        _ => None,
    };
    let (text, encoding) = if let Some(utf16) = utf16 {
        let (text, bad) = utf16.decode_with_bom_removal(bytes);
        ((!bad).then_some(text), Encoding::Utf16)
    } else if let Ok(text) = std::str::from_utf8(bytes) {
        (
            Some(text.trim_start_matches('\u{feff}').into()),
            Encoding::Utf8,
        )
    } else {
        let (text, bad) = GB18030.decode_without_bom_handling(bytes);
        ((!bad).then_some(text), Encoding::Gb18030)
    };
    text.map(|text| (text.into_owned(), encoding))
        .ok_or(TableError::Other(OtherKind::Binary))
}

pub(super) fn read_text(text: &str, encoding: Encoding) -> Result<Book, TableError> {
    let is_control =
        |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}');
    if text.chars().any(is_control) {
        return Err(TableError::Other(OtherKind::Binary));
    }
    // Excel's own hint, honoured and skipped.
    let (text, hinted, skipped) = match text.split_once('\n') {
        Some((first, rest)) => match first.trim_end().to_ascii_lowercase().strip_prefix("sep=") {
            Some(",") => (rest, Some(Separator::Comma), 1),
            Some(";") => (rest, Some(Separator::Semicolon), 1),
            Some("\t") => (rest, Some(Separator::Tab), 1),
            _ => (text, None, 0),
        },
        None => (text, None, 0),
    };
    let separator = hinted.unwrap_or_else(|| sniff(text));
    // A record written after the last one shows whether a quotation mark was left open.
    let sealed = format!("{text}\n{END}");
    let mut records = reader(&sealed, separator);
    let mut collector = Collector::default();
    let mut record = csv::StringRecord::new();
    let mut last_line = 1;
    loop {
        match records.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => {
                return Err(TableError::OpenQuote {
                    line: last_line + skipped,
                });
            }
            Err(e) => return Err(TableError::Damaged(e.to_string())),
        }
        if record.len() == 1 && record.get(0) == Some(END) {
            break;
        }
        // The position is the byte where the reader stood, before the line ends it skips.
        let at = record
            .position()
            .map_or(0, |p| p.byte() as usize)
            .min(sealed.len());
        let begun = sealed.as_bytes()[at..]
            .iter()
            .take_while(|b| matches!(b, b'\n' | b'\r'));
        let newlines = begun.filter(|b| **b == b'\n').count() as u64;
        let line = record.position().map_or(1, |p| p.line()) + newlines;
        last_line = u32::try_from(line).unwrap_or(u32::MAX - 1);
        for (column, field) in record.iter().enumerate() {
            collector.put(last_line + skipped, column, Cell::text(unguarded(field)))?;
        }
    }
    let sheet = collector.finish(String::new());
    if sheet.rows.is_empty() {
        return Err(TableError::Empty);
    }
    let format = Format::Text(encoding, separator);
    Ok(Book {
        sheets: vec![sheet],
        format,
        from_1904: false,
    })
}

/// Without the apostrophe that [`crate::sheet::csv`] and others write before what a spreadsheet program would compute.
fn unguarded(field: &str) -> &str {
    match field.strip_prefix('\'') {
        Some(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) => text,
        _ => field,
    }
}

fn reader(text: &str, separator: Separator) -> csv::Reader<&[u8]> {
    let delimiter = match separator {
        Separator::Comma => b',',
        Separator::Semicolon => b';',
        Separator::Tab => b'\t',
    };
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes())
}

/// The separator that cuts most of the first records into the same number of fields.
fn sniff(text: &str) -> Separator {
    let evenness = |separator: Separator| {
        let mut counts = std::collections::BTreeMap::<usize, usize>::new();
        for record in reader(text, separator).records().take(SNIFFED).flatten() {
            *counts.entry(record.len()).or_default() += 1;
        }
        let (fields, records) = counts
            .into_iter()
            .filter(|(fields, _)| *fields > 1)
            .max_by_key(|(fields, records)| (*records, *fields))
            .unwrap_or_default();
        (records, fields)
    };
    // The first of equals wins, so a single column is read as comma-separated.
    let order = [Separator::Semicolon, Separator::Tab, Separator::Comma];
    order
        .into_iter()
        .max_by_key(|s| evenness(*s))
        .unwrap_or(Separator::Comma)
}
