//! The index on SQLite: FTS5 without positions and without content; our own grams separated by blanks.
//!
//! Measured at a million matters: postings of consecutive row ids take a byte or two each, and a walk backwards
//! for a page of a common word touches a handful of leaves.

use std::collections::BTreeMap;

use super::write::Row;
use crate::access::Act;
use crate::db::sql;
use crate::error::Result;

/// Bits for the place within a day. A day with more documents spills into the next one.
pub(super) const PLACES: u32 = 16;

/// The next free id of a day; `taken` remembers what this act took.
pub(super) async fn place(act: &mut Act, day: i64, taken: &mut BTreeMap<i64, i64>) -> Result<i64> {
    let mut at = day;
    loop {
        let first = at << PLACES;
        let last = first + (1 << PLACES) - 1;
        let next = match taken.get(&at) {
            Some(id) => id + 1,
            None => {
                let (held,): (Option<i64>,) =
                    sql("SELECT MAX(id) FROM search_document WHERE id BETWEEN $1 AND $2")
                        .bind(first)
                        .bind(last)
                        .one(&mut *act)
                        .await?;
                held.map_or(first, |id| id + 1)
            }
        };
        if next <= last {
            taken.insert(at, next);
            return Ok(next);
        }
        at += 1;
    }
}

pub(super) async fn insert(act: &mut Act, rows: &mut [Row]) -> Result<()> {
    for some in rows.chunks_mut(100) {
        let values = |width: usize| -> String {
            let row = |i: usize| {
                let list = crate::db::placeholders(1 + i * width, width);
                format!("({list})")
            };
            (0..some.len()).map(row).collect::<Vec<_>>().join(", ")
        };
        let mut documents = sql(format!(
            "INSERT INTO search_document (id, matter_id, number, title, text, readers) VALUES {}",
            values(6)
        ));
        let mut index = sql(format!(
            "INSERT INTO search_index (rowid, grams) VALUES {}",
            values(2)
        ));
        for row in some {
            let tokens = row.tokens();
            let e = &row.entry;
            documents = documents
                .bind(row.id)
                .bind(row.matter)
                .bind(&e.number)
                .bind(&e.title)
                .bind(&e.text)
                .bind(&e.readers);
            index = index.bind(row.id).bind(tokens);
        }
        documents.run(&mut *act).await?;
        index.run(&mut *act).await?;
    }
    Ok(())
}

pub(super) async fn settle(act: &mut Act) -> Result<()> {
    sql("INSERT INTO search_index (search_index) VALUES ('optimize')")
        .run(&mut *act)
        .await?;
    Ok(())
}

/// The newest documents before `$1` that satisfy the expression `$2`, at most `$3`.
pub(super) const NEWEST: &str = "SELECT d.id, d.matter_id, d.number, d.title, d.text, d.readers \
     FROM search_index i CROSS JOIN search_document d \
     WHERE i.rowid < $1 AND i.search_index MATCH $2 AND d.id = i.rowid ORDER BY i.rowid DESC LIMIT $3";

/// The documents that satisfy the expression `$1`; cut by whoever asks.
pub(super) const COUNT: &str = "SELECT rowid FROM search_index WHERE search_index MATCH $1";
pub(super) const ALL: &str = "SELECT id FROM search_document";

/// One token in an expression.
pub(super) fn term(token: &str) -> String {
    format!("\"{}\"", token.replace('"', "\"\""))
}

pub(super) const AND: &str = " AND ";
pub(super) const OR: &str = " OR ";
