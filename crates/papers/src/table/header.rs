//! Finding the header by itself: which sheet, which row, which column is what; and telling data rows
//! from titles, notes, totals and repeated headers.
//!
//! Names are compared without blanks, line breaks, widths, case and bracketed remarks, so that
//! `提 案 号`, `提案号（必填）*` and `提案号` are one. What is not recognised is reported, never guessed, and
//! no row vanishes: what is not data stands in [`Table::notes`].

use super::{Book, Cell, Row, TableError};
use unicode_normalization::UnicodeNormalization;

/// Non-empty rows of a sheet looked at for a header.
const LOOKED_AT: usize = 40;

/// A column an import knows.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// The name in code and tests.
    pub key: &'static str,
    /// What offices write above it, the commonest first.
    pub names: &'static [&'static str],
    /// Whether a table without it is refused.
    pub required: bool,
}

/// A table whose header is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The sheet's name; empty for a text table.
    pub sheet: String,
    /// What stands above the header, joined by blanks (某县政协提案登记表（2019年）).
    pub title: String,
    /// The header's last row, as numbered in Excel.
    pub header_row: u32,
    /// Day numbers count from 1904.
    pub from_1904: bool,
    /// For each known column (in the order given) the column of the sheet, from 0.
    pub places: Vec<Option<usize>>,
    /// Keys of the known columns, in the order given.
    keys: Vec<&'static str>,
    /// Required columns that are not there.
    pub missing: Vec<&'static str>,
    /// Headings that are no known column, or a second time one, with their column from 0.
    pub unknown: Vec<(usize, String)>,
    /// The data rows.
    pub rows: Vec<Row>,
    /// Rows below the header that are no data: notes, totals, signatures, repeated headers.
    pub notes: Vec<Row>,
}

impl Table {
    /// The cell of a known column; an empty one where the table lacks the column.
    pub fn cell<'r>(&self, row: &'r Row, key: &str) -> &'r Cell {
        match self.place(key) {
            Some(column) => row.cell(column),
            None => &Cell::Empty,
        }
    }

    /// The sheet's column (from 0) of a known column.
    pub fn place(&self, key: &str) -> Option<usize> {
        let i = self.keys.iter().position(|k| *k == key)?;
        self.places.get(i).copied().flatten()
    }
}

/// Finds the table with these columns in a book: the sheet and row that hold most of them, at least
/// two (or the only one). Required columns that are missing are reported, not refused, so that a
/// preview can show what was found.
pub fn find(book: Book, columns: &[Column]) -> Result<Table, TableError> {
    let enough = columns.len().min(2);
    let best = book
        .sheets
        .iter()
        .enumerate()
        .flat_map(|(sheet, s)| headings(&s.rows).map(move |h| (sheet, h)))
        .map(|(sheet, heading)| (matched(&heading.texts, columns), sheet, heading))
        .map(|(places, sheet, heading)| (places.iter().flatten().count(), places, sheet, heading))
        .filter(|(count, ..)| *count >= enough)
        // Of equals the first sheet, the highest row, the one-row reading.
        .reduce(|best, next| if next.0 > best.0 { next } else { best });
    let Some((_, places, sheet, heading)) = best else {
        return Err(TableError::NoHeader);
    };
    let Some(sheet) = book.sheets.into_iter().nth(sheet) else {
        return Err(TableError::NoHeader);
    };
    let title = title(&sheet.rows[..heading.first]);
    let header_row = sheet.rows[heading.last].number;
    let header = heading.texts;
    let (rows, notes) = sheet
        .rows
        .into_iter()
        .skip(heading.last + 1)
        .partition(|row| !is_note(row) && !is_header_again(row, &header));
    let unknown = header
        .iter()
        .enumerate()
        .filter(|(i, text)| !text.is_empty() && !places.contains(&Some(*i)))
        .map(|(i, text)| (i, text.clone()))
        .collect();
    let missing = columns
        .iter()
        .zip(&places)
        .filter(|(column, place)| column.required && place.is_none())
        .map(|(column, _)| column.key)
        .collect();
    Ok(Table {
        sheet: sheet.name,
        title,
        header_row,
        from_1904: book.from_1904,
        keys: columns.iter().map(|c| c.key).collect(),
        places,
        missing,
        unknown,
        rows,
        notes,
    })
}

/// A candidate: one row, or two of which the lower one wins where it has text.
struct Heading {
    first: usize,
    last: usize,
    texts: Vec<String>,
}

fn headings(rows: &[Row]) -> impl Iterator<Item = Heading> {
    let texts = |row: &Row| row.cells.iter().map(heading_text).collect::<Vec<_>>();
    let looked_at = &rows[..rows.len().min(LOOKED_AT)];
    let single = (0..looked_at.len()).map(move |i| Heading {
        first: i,
        last: i,
        texts: texts(&rows[i]),
    });
    let double = (1..looked_at.len()).map(move |i| {
        let (upper, mut lower) = (texts(&rows[i - 1]), texts(&rows[i]));
        lower.resize(lower.len().max(upper.len()), String::new());
        for (below, above) in lower.iter_mut().zip(upper) {
            if below.is_empty() {
                *below = above;
            }
        }
        Heading {
            first: i - 1,
            last: i,
            texts: lower,
        }
    });
    single.chain(double)
}

fn heading_text(cell: &Cell) -> String {
    match cell {
        // A heading is short; a long text in a data row is not worth comparing.
        Cell::Text(s) if s.len() <= 200 => s.split_whitespace().collect::<Vec<_>>().join(" "),
        _ => String::new(),
    }
}

/// The place of each column among the headings; the first of equal headings counts.
fn matched(headings: &[String], columns: &[Column]) -> Vec<Option<usize>> {
    let plain: Vec<(String, String)> = headings
        .iter()
        .map(|h| (plain(h), plain(&without_remarks(h))))
        .collect();
    let mut taken = vec![false; headings.len()];
    columns
        .iter()
        .map(|column| {
            // The commonest name first, so that 提案人 is taken before its rarer synonyms.
            let place = column.names.iter().find_map(|name| {
                let name = self::plain(name);
                let is = |(whole, bare): &(String, String)| *whole == name || *bare == name;
                (0..plain.len()).find(|i| !taken[*i] && is(&plain[*i]))
            })?;
            taken[place] = true;
            Some(place)
        })
        .collect()
}

/// Half width, lower case, no blanks and no marks.
fn plain(s: &str) -> String {
    s.nfkc()
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric() || matches!(c, '(' | ')' | '[' | ']' | '/'))
        .collect()
}

/// A heading without its bracketed remarks: 提案号（必填） → 提案号.
fn without_remarks(s: &str) -> String {
    let mut depth = 0usize;
    s.chars()
        .filter(|c| match c {
            '(' | '（' | '[' | '【' | '〔' | '［' => {
                depth += 1;
                false
            }
            ')' | '）' | ']' | '】' | '〕' | '］' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect()
}

fn title(rows: &[Row]) -> String {
    let cells = rows.iter().flat_map(|row| &row.cells);
    cells
        .map(heading_text)
        .filter(|s| !s.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// How rows begin that stand alone under a table.
const NOTES: &[&str] = &[
    "注:",
    "注1",
    "备注:",
    "说明:",
    "附注",
    "填表说明",
    "制表",
    "填表",
    "填报",
    "审核人",
    "审核:",
    "联系人:",
    "单位负责人",
    "负责人:",
    "经办人",
    "统计人",
    "单位(盖章)",
    "(盖章)",
    "*",
    "※",
    "共计",
    "第1页",
    "note:",
    "notes:",
];

/// How total rows begin; numbers may stand beside it.
const TOTALS: &[&str] = &["合计", "总计", "小计", "本页合计", "累计", "共计", "total"];

fn is_note(row: &Row) -> bool {
    let mut filled = row.cells.iter().filter(|c| !c.is_empty());
    let Some(Cell::Text(first)) = filled.next() else {
        return false;
    };
    let text: String = first
        .nfkc()
        .filter(|c| !c.is_whitespace())
        .take(24)
        .collect();
    let text = text.to_lowercase();
    let bare = text.trim_end_matches([':', '：']);
    if TOTALS.contains(&bare) {
        return true;
    }
    // What stands alone and only counts: 共2件, 城东代表团共3人.
    if counts(&text) && filled.clone().next().is_none() {
        return true;
    }
    // A signature line may have several cells (制表： 审核：), a data row never begins like one.
    let is_signature = |c: &Cell| match c {
        Cell::Text(s) => s.contains([':', '：']),
        Cell::Date(_) => true,
        _ => false,
    };
    NOTES.iter().any(|note| text.starts_with(note)) && filled.all(is_signature)
}

/// Ends in 共, a number and what is counted.
fn counts(text: &str) -> bool {
    let Some((_, counted)) = text.trim_end_matches('。').rsplit_once('共') else {
        return false;
    };
    let rest = counted.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < counted.len()
        && ["件", "人", "名", "位", "项", "条", "个", "份", "页"].contains(&rest)
}

fn is_header_again(row: &Row, header: &[String]) -> bool {
    let texts: Vec<_> = row.cells.iter().map(heading_text).collect();
    let filled = texts.iter().filter(|t| !t.is_empty()).count();
    let same = texts
        .iter()
        .zip(header)
        .filter(|(t, h)| !t.is_empty() && t == h)
        .count();
    filled >= 2 && filled == same && row.cells.iter().filter(|c| !c.is_empty()).count() == filled
}
