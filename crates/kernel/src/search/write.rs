//! Keeping the index: rows of matters as they stand in this act.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::document::{Document, Entry, Readers, entries};
use super::{postgres, sqlite};
use crate::access::Act;
use crate::db::{EngineKind, placeholders, sql};
use crate::error::Result;
use crate::id::Id;
use crate::matter::Matter;

/// Matters written together at most.
const LOT: usize = 200;

/// Puts what an area says about a matter into the index, in the act that changes the matter. Call it after the
/// readers (`listing::refresh`) and the tasks are written: it takes both as they stand. A matter whose rows
/// would not change costs three reads and no write.
#[crate::compiled_once]
pub async fn index(act: &mut Act, matter: &Matter, documents: &[Document]) -> Result<()> {
    index_many(act, &[(matter, documents)]).await
}

/// As [`index`] for many matters at once: seed and import.
#[crate::compiled_once]
pub async fn index_many(act: &mut Act, matters: &[(&Matter, &[Document])]) -> Result<()> {
    for lot in matters.chunks(LOT) {
        write_lot(act, lot).await?;
    }
    Ok(())
}

/// Takes a matter out of the index.
#[crate::compiled_once]
pub async fn remove(act: &mut Act, matter: Id) -> Result<()> {
    let held: Vec<(i64,)> = sql("SELECT id FROM search_document WHERE matter_id = $1")
        .bind(matter)
        .all(&mut *act)
        .await?;
    delete(act, &held.into_iter().map(|(id,)| id).collect::<Vec<_>>()).await
}

/// Joins the pieces a long load left behind, so that the first searches after it are as quick as later ones.
/// Minutes at a million matters; only SQLite needs it.
#[crate::compiled_once]
pub async fn settle(act: &mut Act) -> Result<()> {
    match act.tx.kind() {
        EngineKind::Sqlite => sqlite::settle(act).await,
        EngineKind::Postgres => Ok(()),
    }
}

#[derive(sqlx_macros::FromRow)]
struct Held {
    id: i64,
    matter_id: Id,
    number: String,
    title: String,
    text: String,
    readers: String,
}

impl Held {
    fn is(&self, entry: &Entry) -> bool {
        self.readers == entry.readers
            && self.number == entry.number
            && self.title == entry.title
            && self.text == entry.text
    }
}

/// A row to be written.
pub(super) struct Row {
    pub(super) id: i64,
    pub(super) matter: Id,
    pub(super) entry: Entry,
    /// What is searched for, where it was worked out before.
    pub(super) tokens: Option<String>,
}

impl Row {
    pub(super) fn tokens(&mut self) -> String {
        self.tokens.take().unwrap_or_else(|| self.entry.tokens())
    }
}

async fn write_lot(act: &mut Act, lot: &[(&Matter, &[Document])]) -> Result<()> {
    let ids: Vec<Id> = lot.iter().map(|(m, _)| m.id).collect();
    let mut readers = readers(act, &ids).await?;
    let mut held: BTreeMap<Id, Vec<Held>> = BTreeMap::new();
    let rows: Vec<Held> = sql(format!(
        "SELECT id, matter_id, number, title, text, readers FROM search_document WHERE matter_id IN ({}) ORDER BY id",
        placeholders(1, ids.len())
    ))
    .bind_all(ids.iter().copied())
    .all(&mut *act)
    .await?;
    for row in rows {
        held.entry(row.matter_id).or_default().push(row);
    }
    let kind = act.tx.kind();
    let mut gone = Vec::new();
    let mut fresh: Vec<(i64, Row)> = Vec::new();
    let mut again = Vec::new();
    for (matter, parts) in lot {
        let day = day(matter.received_on);
        let mut wanted = entries(
            matter,
            parts,
            &readers.remove(&matter.id).unwrap_or_default(),
        );
        let mut free = Vec::new();
        for row in held.remove(&matter.id).unwrap_or_default() {
            let fits = day_of(kind, row.id) == day;
            match wanted.iter().position(|e| fits && row.is(e)) {
                Some(same) => {
                    wanted.swap_remove(same);
                }
                None => {
                    gone.push(row.id);
                    free.extend(fits.then_some(row.id));
                }
            }
        }
        for entry in wanted {
            let matter = matter.id;
            match free.pop() {
                Some(id) => again.push(Row {
                    id,
                    matter,
                    entry,
                    tokens: None,
                }),
                None => fresh.push((
                    day,
                    Row {
                        id: 0,
                        matter,
                        entry,
                        tokens: None,
                    },
                )),
            }
        }
    }
    delete(act, &gone).await?;
    // Those that keep their id come first: a new id is the next after all that stand.
    insert(act, &mut again).await?;
    let mut taken: BTreeMap<i64, i64> = BTreeMap::new();
    for (day, row) in &mut fresh {
        row.id = match kind {
            EngineKind::Sqlite => sqlite::place(act, *day, &mut taken).await?,
            EngineKind::Postgres => postgres::place(act, *day).await?,
        };
    }
    let mut fresh: Vec<Row> = fresh.into_iter().map(|(_, row)| row).collect();
    insert(act, &mut fresh).await
}

pub(super) async fn insert(act: &mut Act, rows: &mut [Row]) -> Result<()> {
    match act.tx.kind() {
        EngineKind::Sqlite => sqlite::insert(act, rows).await,
        EngineKind::Postgres => postgres::insert(act, rows).await,
    }
}

async fn delete(act: &mut Act, ids: &[i64]) -> Result<()> {
    for some in ids.chunks(500) {
        let list = placeholders(1, some.len());
        if act.tx.kind() == EngineKind::Sqlite {
            sql(format!("DELETE FROM search_index WHERE rowid IN ({list})"))
                .bind_all(some.iter().copied())
                .run(&mut *act)
                .await?;
        }
        sql(format!("DELETE FROM search_document WHERE id IN ({list})"))
            .bind_all(some.iter().copied())
            .run(&mut *act)
            .await?;
    }
    Ok(())
}

async fn readers(act: &mut Act, ids: &[Id]) -> Result<BTreeMap<Id, Readers>> {
    let list = placeholders(1, ids.len());
    let mut out: BTreeMap<Id, Readers> = BTreeMap::new();
    let rows: Vec<(Id, Id)> = sql(format!(
        "SELECT matter_id, principal FROM listing WHERE matter_id IN ({list})"
    ))
    .bind_all(ids.iter().copied())
    .all(&mut *act)
    .await?;
    for (matter, principal) in rows {
        out.entry(matter).or_default().principals.push(principal);
    }
    let rows: Vec<(Id, Id, String)> = sql(format!(
        "SELECT matter_id, holder, role FROM task WHERE matter_id IN ({list}) AND state = 'open'"
    ))
    .bind_all(ids.iter().copied())
    .all(&mut *act)
    .await?;
    for (matter, holder, role) in rows {
        out.entry(matter).or_default().holders.push((holder, role));
    }
    Ok(out)
}

/// Days since 1900, 17 bits of them.
pub(super) fn day(on: NaiveDate) -> i64 {
    (i64::from(on.num_days_from_ce()) - 693_596).clamp(0, (1 << 17) - 1)
}

fn day_of(kind: EngineKind, id: i64) -> i64 {
    match kind {
        EngineKind::Sqlite => id >> sqlite::PLACES,
        EngineKind::Postgres => id >> postgres::PLACES,
    }
}
