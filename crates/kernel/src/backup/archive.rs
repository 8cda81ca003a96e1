//! Reading an archive: line by line, everything held against its checksum.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use chrono::NaiveDate;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use zip::ZipArchive;

use super::{FORMAT, MANIFEST, Manifest, Report, Table, damaged, io, refused};
use crate::db::Value;
use crate::db::catalog::Type;
use crate::error::{Error, Result};
use crate::file;

/// Rows handed over at once.
const ROWS: usize = 200;
/// Bytes of the manifest at most.
const LONGEST: u64 = 16 * 1024 * 1024;

/// What an archive holds, piece by piece.
pub(super) enum Piece {
    /// Rows of the table with this place in the manifest.
    Rows(usize, Vec<Vec<Value>>),
    /// A paper, held against its digest.
    File(Vec<u8>),
}

pub(super) struct Archive {
    zip: ZipArchive<BufReader<File>>,
    pub(super) manifest: Manifest,
}

impl Archive {
    pub(super) fn open(path: &Path) -> Result<Archive> {
        let file = File::open(path).map_err(|e| io(&path.display().to_string(), e))?;
        let mut zip =
            ZipArchive::new(BufReader::new(file)).map_err(|_| refused("backup-not-one"))?;
        let manifest: Manifest = {
            let part = zip
                .by_name(MANIFEST)
                .map_err(|_| refused("backup-not-one"))?;
            serde_json::from_reader(part.take(LONGEST)).map_err(|_| damaged(MANIFEST))?
        };
        if manifest.format != FORMAT {
            return Err(refused("backup-newer"));
        }
        Ok(Archive { zip, manifest })
    }

    /// Goes through everything in order; ends with the first piece that is not as it was written.
    pub(super) fn read(&mut self, mut take: impl FnMut(Piece) -> Result<()>) -> Result<()> {
        let tables = self.manifest.tables.clone();
        for (n, table) in tables.iter().enumerate() {
            self.rows(n, table, &mut take)?;
        }
        let papers: Vec<String> = self
            .zip
            .file_names()
            .map(|name| name.map(|n| n.into_owned()).map_err(|_| damaged("files")))
            .collect::<Result<Vec<String>>>()?
            .into_iter()
            .filter(|n| n.starts_with("files/"))
            .collect();
        if papers.len() as u64 != self.manifest.files {
            return Err(damaged("files"));
        }
        for name in papers {
            let mut bytes = Vec::new();
            self.zip
                .by_name(&name)
                .map_err(|_| damaged(&name))?
                .take(file::MOST as u64 + 1)
                .read_to_end(&mut bytes)
                .map_err(|_| damaged(&name))?;
            if name != format!("files/{}", hex::encode(Sha256::digest(&bytes))) {
                return Err(damaged(&name));
            }
            take(Piece::File(bytes))?;
        }
        Ok(())
    }

    fn rows(
        &mut self,
        n: usize,
        table: &Table,
        take: &mut impl FnMut(Piece) -> Result<()>,
    ) -> Result<()> {
        let entry = format!("tables/{}.jsonl", table.name);
        let part = self.zip.by_name(&entry).map_err(|_| damaged(&entry))?;
        let mut lines = BufReader::new(part);
        let mut hash = Sha256::new();
        let mut line = Vec::new();
        let mut rows = Vec::with_capacity(ROWS);
        let mut count = 0;
        loop {
            line.clear();
            let read = lines
                .read_until(b'\n', &mut line)
                .map_err(|_| damaged(&entry))?;
            if read == 0 {
                break;
            }
            hash.update(&line);
            count += 1;
            rows.push(values(table, &line).ok_or_else(|| damaged(format!("{entry}:{count}")))?);
            if rows.len() == ROWS {
                take(Piece::Rows(
                    n,
                    std::mem::replace(&mut rows, Vec::with_capacity(ROWS)),
                ))?;
            }
        }
        if !rows.is_empty() {
            take(Piece::Rows(n, rows))?;
        }
        if count != table.rows || hex::encode(hash.finalize()) != table.sha256 {
            return Err(damaged(&entry));
        }
        Ok(())
    }
}

fn values(table: &Table, line: &[u8]) -> Option<Vec<Value>> {
    let cells: Vec<Json> = serde_json::from_slice(line).ok()?;
    if cells.len() != table.columns.len() {
        return None;
    }
    cells
        .into_iter()
        .zip(&table.columns)
        .map(|(cell, (_, of))| value(cell, *of))
        .collect()
}

fn value(cell: Json, of: Type) -> Option<Value> {
    Some(match (of, cell) {
        (of, Json::Null) => of.null(),
        (Type::Int, Json::Number(n)) => Value::Int(Some(n.as_i64()?)),
        (Type::Bool, Json::Bool(b)) => Value::Bool(Some(b)),
        (Type::Text, Json::String(s)) => Value::Text(Some(s)),
        (Type::Bytes, Json::String(s)) => Value::Bytes(Some(hex::decode(s).ok()?)),
        (Type::Date, Json::String(s)) => Value::Date(Some(s.parse::<NaiveDate>().ok()?)),
        _ => return None,
    })
}

/// Reads a backup through and says what it holds: refused where any byte is not as it was written.
pub async fn check(path: &Path) -> Result<Report> {
    let path = path.to_owned();
    tokio::task::spawn_blocking(move || {
        let mut archive = Archive::open(&path)?;
        archive.read(|_| Ok(()))?;
        Ok(archive.manifest.report())
    })
    .await
    .map_err(Error::internal)?
}
