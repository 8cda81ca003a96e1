//! From a file to checked rows; touches no table.

use std::collections::HashMap;

use papers::table::header::{self, Table};
use papers::table::{TableError, cell::DateRules};

use super::row::{Row, State, Typed};
use super::{Counts, Options, Register};
use crate::access::Actor;
use crate::error::{Error, Message, Result};
use crate::kernel::Kernel;

/// What a register may look at while it checks and writes.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    pub kernel: &'a Kernel,
    /// Who imports; the rows come into his organ.
    pub actor: &'a Actor,
    /// What stands above the header (某县政协提案登记表（2019年）).
    pub title: &'a str,
    /// The year the rows belong to where they don't say it: as told, or the only one in the title.
    pub year: Option<i32>,
    /// Day numbers count from 1904.
    pub from_1904: bool,
    /// Rows of past years come in as running matters all the same.
    pub running: bool,
}

impl Ground<'_> {
    /// How dates of this file are read.
    pub fn dates(&self) -> DateRules {
        DateRules {
            from_1904: self.from_1904,
            year: self.year,
        }
    }
}

/// A file that was understood as a table of its register.
pub(super) struct Read {
    pub(super) title: String,
    pub(super) sheet: String,
    pub(super) header_row: u32,
    pub(super) from_1904: bool,
    /// Headings that are no known column.
    pub(super) unknown: Vec<String>,
    /// Columns the file has, by key.
    pub(super) present: Vec<String>,
    /// Rows that are no data, as text.
    pub(super) notes: Vec<(u32, String)>,
    pub(super) rows: Vec<Row>,
}

impl Read {
    pub(super) fn year(&self, options: &Options) -> Option<i32> {
        options.year.or_else(|| year_in(&self.title))
    }
}

/// Reads a file; the parsing runs beside the server's own threads.
pub(super) async fn read(register: &dyn Register, bytes: Vec<u8>) -> Result<Read> {
    let columns = register.columns();
    let table = tokio::task::spawn_blocking(move || {
        papers::table::read(&bytes).and_then(|book| header::find(book, columns))
    })
    .await
    .map_err(Error::internal)?
    .map_err(|e| unreadable(&e, register))?;
    if !table.missing.is_empty() {
        let missing: Vec<&str> = columns
            .iter()
            .filter(|c| table.missing.contains(&c.key))
            .filter_map(|c| c.names.first().copied())
            .collect();
        let message = Message::new("import-column-missing").arg("columns", missing.join("、"));
        return Err(Error::field("file", message));
    }
    Ok(taken(table, register))
}

fn unreadable(error: &TableError, register: &dyn Register) -> Error {
    let message = match error {
        TableError::NoHeader => {
            let names: Vec<&str> = register
                .columns()
                .iter()
                .filter_map(|c| c.names.first().copied())
                .collect();
            Message::new("import-no-header").arg("columns", names.join("、"))
        }
        other => Message::new(other.key()).arg("n", other.number()),
    };
    match error {
        TableError::TooLarge | TableError::UnpacksTooLarge | TableError::TooManyRows => {
            Error::TooLarge(message)
        }
        _ => Error::field("file", message),
    }
}

fn taken(table: Table, register: &dyn Register) -> Read {
    let columns = register.columns();
    let rows = table
        .rows
        .iter()
        .map(|row| {
            let cells = columns
                .iter()
                .map(|c| Typed::from(table.cell(row, c.key)))
                .collect();
            Row::new(row.number, columns, cells)
        })
        .filter(|row| row.cells.iter().any(|c| *c != Typed::Empty))
        .collect();
    let plain = |s: &str| s.replace('\0', "");
    let notes = table
        .notes
        .iter()
        .map(|row| {
            let texts: Vec<String> = row
                .cells
                .iter()
                .filter_map(|c| papers::table::cell::text(c).value)
                .collect();
            (row.number, plain(&texts.join(" ")))
        })
        .collect();
    Read {
        title: plain(&table.title),
        sheet: plain(&table.sheet),
        header_row: table.header_row,
        from_1904: table.from_1904,
        unknown: table.unknown.iter().map(|(_, t)| plain(t)).collect(),
        present: columns
            .iter()
            .zip(&table.places)
            .filter(|(_, place)| place.is_some())
            .map(|(c, _)| c.key.to_owned())
            .collect(),
        notes,
        rows,
    }
}

/// The year in a title, where it names exactly one between 1949 and 2100.
fn year_in(title: &str) -> Option<i32> {
    let compared = crate::search::normal(title);
    let mut years: Vec<i32> = compared
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse().ok())
        .filter(|year| (1949..=2100).contains(year))
        .collect();
    years.dedup();
    match years[..] {
        [year] => Some(year),
        _ => None,
    }
}

/// Checks every row against the register as it stands, and tells what will become of it. Rows that were written
/// by this import stay so.
pub(super) async fn check(
    register: &dyn Register,
    ground: &Ground<'_>,
    rows: &mut [Row],
) -> Result<()> {
    for lot in rows.chunks_mut(register.lot().max(1)) {
        for row in lot.iter_mut() {
            row.forget();
        }
        register.check(ground, lot).await?;
    }
    let mut first: HashMap<String, u32> = HashMap::new();
    for row in rows.iter_mut() {
        let was_written = row.state == State::Written;
        if let Some(identity) = row.identity.clone() {
            match first.get(&identity) {
                Some(number) => {
                    let n = i64::from(*number);
                    row.refuse_row(Message::new("import-twice").arg("n", n));
                }
                None => {
                    first.insert(identity, row.number);
                }
            }
        }
        row.state = match () {
            () if was_written => {
                row.standing = None;
                State::Written
            }
            () if row.is_refused() => State::Refused,
            () if row.standing.is_none() => State::Fresh,
            () if compare(row) => State::Same,
            () => State::Differs,
        };
    }
    Ok(())
}

/// True where nothing the row says is otherwise in the register; a difference becomes a finding.
fn compare(row: &mut Row) -> bool {
    let Some(standing) = row.standing.clone() else {
        return true;
    };
    let said: Vec<(String, String)> = row
        .values
        .iter()
        .filter(|(_, v)| !v.is_empty())
        .map(|(k, v)| (k.clone(), v.clone()))
        .collect();
    let mut alike = true;
    for (key, value) in said {
        if let Some(stands) = standing.get(&key)
            && *stands != value
        {
            alike = false;
            let message = match stands.as_str() {
                "" => Message::new("import-stands-empty").arg("says", short(&value)),
                _ => Message::new("import-stands")
                    .arg("stands", short(stands))
                    .arg("says", short(&value)),
            };
            row.differs(&key, message);
        }
    }
    alike
}

fn short(text: &str) -> String {
    let mut chars = text.chars();
    let cut: String = chars.by_ref().take(60).collect();
    match chars.next() {
        Some(_) => format!("{cut}…"),
        None => cut,
    }
}

/// What the rows add up to.
pub(super) fn counts(rows: &[Row]) -> Counts {
    let mut out = Counts::default();
    for row in rows {
        out.total += 1;
        match row.state {
            State::Fresh => out.fresh += 1,
            State::Same => out.same += 1,
            State::Differs => out.differs += 1,
            State::Refused => out.refused += 1,
            State::Written => out.written += 1,
        }
        if row.is_warned() && row.state == State::Fresh {
            out.warned += 1;
        }
    }
    out
}
