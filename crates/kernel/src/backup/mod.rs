//! The backup (备份): everything in one file, the same for both engines, so that an office that outgrows the
//! embedded database restores its backup into PostgreSQL.
//!
//! **The file** is a zip archive: `tables/NAME.jsonl`, one line a row, one array of values; `files/DIGEST`, the
//! papers; and `huiying.json`, which names schema, tables, columns, rows and the SHA-256 of each table. Not in it
//! are the sign-ins of the moment ([`LEFT_OUT`]) and the full-text index, which is made anew.
//!
//! **Acts.** [`write()`] reads one instant of the database while the server goes on; [`restore`] fills an empty
//! database in one transaction, checking every row against the archive: all of it is there afterwards, or nothing.
//! [`check`] reads an archive through without a database.
//!
//! **Who.** The command line only. The file holds everything, confidential matters and password hashes too: on
//! Unix it is readable by its owner alone.

mod archive;
mod restore;
mod write;

use serde::{Deserialize, Serialize};

pub use archive::check;
pub use restore::restore;
pub use write::write;

use crate::db::catalog::Type;
use crate::error::{Error, Message};

/// Tables whose rows stay behind: who restores a backup signs in anew.
pub const LEFT_OUT: [&str; 1] = ["session"];

/// The number of this format.
const FORMAT: u32 = 1;
const MANIFEST: &str = "huiying.json";

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Rows and papers that are done.
    pub done: u64,
    /// All there are.
    pub of: u64,
}

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    pub tables: usize,
    pub rows: u64,
    pub files: u64,
    /// Digests of papers that the database names and the data folder did not have.
    pub missing: Vec<String>,
    /// When it was made, microseconds UTC.
    pub made_at: i64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Manifest {
    format: u32,
    /// The program's version.
    program: String,
    /// Microseconds UTC.
    made_at: i64,
    /// `(area, version)` of every step of the schema.
    schema: Vec<(String, i64)>,
    tables: Vec<Table>,
    files: u64,
    missing: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Table {
    name: String,
    columns: Vec<(String, Type)>,
    rows: u64,
    /// Hexadecimal SHA-256 of its lines.
    sha256: String,
}

impl Manifest {
    fn report(&self) -> Report {
        Report {
            tables: self.tables.len(),
            rows: self.tables.iter().map(|t| t.rows).sum(),
            files: self.files,
            missing: self.missing.clone(),
            made_at: self.made_at,
        }
    }
}

fn refused(key: &'static str) -> Error {
    Error::Refused(Message::new(key))
}

/// The archive is not as it was written, at this part of it.
fn damaged(part: impl std::fmt::Display) -> Error {
    Error::Refused(Message::new("backup-damaged").arg("part", part.to_string()))
}

fn io(what: &str, e: impl std::fmt::Display) -> Error {
    Error::Refused(
        Message::new("backup-io")
            .arg("what", what)
            .arg("why", e.to_string()),
    )
}
