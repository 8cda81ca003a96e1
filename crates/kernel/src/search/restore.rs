//! Documents out of a backup: their text as it was, their places and their index made anew, as this engine wants
//! them.

use std::collections::BTreeMap;

use super::document::Entry;
use super::write::{Row, day, insert};
use super::{postgres, sqlite};
use crate::access::Act;
use crate::db::{EngineKind, placeholders, sql};
use crate::error::Result;
use crate::id::Id;

/// A document of another database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Old {
    pub(crate) matter: Id,
    pub(crate) number: String,
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) readers: String,
    /// What it is found by, where [`Old::ready`] worked it out before.
    pub(crate) tokens: Option<String>,
}

impl Old {
    /// Works out what it is found by: the dear part, away from the writer.
    pub(crate) fn ready(mut self) -> Old {
        let entry = Entry {
            number: std::mem::take(&mut self.number),
            title: std::mem::take(&mut self.title),
            text: std::mem::take(&mut self.text),
            readers: std::mem::take(&mut self.readers),
        };
        let tokens = Some(entry.tokens());
        Old {
            matter: self.matter,
            number: entry.number,
            title: entry.title,
            text: entry.text,
            readers: entry.readers,
            tokens,
        }
    }
}

/// Writes documents in the order in which they stood. The rows of their matters must stand.
pub(crate) async fn restore(act: &mut Act, old: Vec<Old>) -> Result<()> {
    let ids: Vec<Id> = old.iter().map(|o| o.matter).collect();
    let days: Vec<(Id, chrono::NaiveDate)> = sql(format!(
        "SELECT id, received_on FROM matter WHERE id IN ({})",
        placeholders(1, ids.len())
    ))
    .bind_all(ids)
    .all(&mut *act)
    .await?;
    let days: BTreeMap<Id, chrono::NaiveDate> = days.into_iter().collect();
    let mut rows = Vec::with_capacity(old.len());
    let mut on = Vec::with_capacity(old.len());
    for old in old {
        // A document of a matter that is not there is found by nobody.
        let Some(received_on) = days.get(&old.matter) else {
            continue;
        };
        on.push(day(*received_on));
        let entry = Entry {
            number: old.number,
            title: old.title,
            text: old.text,
            readers: old.readers,
        };
        rows.push(Row {
            id: 0,
            matter: old.matter,
            entry,
            tokens: old.tokens,
        });
    }
    let places = match act.tx.kind() {
        EngineKind::Sqlite => {
            let mut taken = BTreeMap::new();
            let mut out = Vec::with_capacity(on.len());
            for day in on {
                out.push(sqlite::place(act, day, &mut taken).await?);
            }
            out
        }
        EngineKind::Postgres => postgres::places(act, &on).await?,
    };
    for (row, id) in rows.iter_mut().zip(places) {
        row.id = id;
    }
    insert(act, &mut rows).await
}
