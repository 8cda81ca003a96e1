//! Appending events to their chains: the same four statements for one event and for five hundred.

use std::collections::BTreeMap;

use super::chain::{self, Link, NOTHING};
use super::{Event, Stream};
use crate::access::Act;
use crate::db::{EngineKind, placeholders, sql};
use crate::error::{Error, Result};
use crate::id::Id;

/// Rows a statement.
const ROWS: usize = 500;

/// Appends one event in the act that caused it.
#[crate::compiled_once]
pub async fn append(act: &mut Act, stream: Stream, event: Event) -> Result<()> {
    append_all(act, stream, vec![event]).await
}

/// Appends what one act caused on one stream, in order. Four statements.
#[crate::compiled_once]
pub async fn append_all(act: &mut Act, stream: Stream, events: Vec<Event>) -> Result<()> {
    append_many(act, events.into_iter().map(|e| (stream, e)).collect()).await
}

/// Appends events to many streams, each in the order given: for seed and import. The rows of the matters
/// must stand. Four statements per 500 events.
#[crate::compiled_once]
pub async fn append_many(act: &mut Act, events: Vec<(Stream, Event)>) -> Result<()> {
    let mut events = events.into_iter().peekable();
    while events.peek().is_some() {
        append_some(act, events.by_ref().take(ROWS).collect()).await?;
    }
    Ok(())
}

/// Where a chain stands.
#[derive(Debug, Clone, sqlx_macros::FromRow)]
struct Head {
    id: Id,
    organ_id: Id,
    events: i64,
    head: Vec<u8>,
}

async fn append_some(act: &mut Act, events: Vec<(Stream, Event)>) -> Result<()> {
    let organ = act.organ();
    let settings = events.iter().any(|(s, _)| *s == Stream::Settings);
    let mut matters: Vec<Id> = events.iter().filter_map(|(s, _)| s.matter()).collect();
    matters.sort();
    matters.dedup();
    let mut heads = lock(act, &matters, settings.then_some(organ)).await?;
    let mut rows = Vec::with_capacity(events.len());
    for (stream, event) in events {
        if (event.at.is_some() || event.by.is_some()) && !act.actor.system {
            return Err(Error::internal(
                "only the system writes history in another's name or time",
            ));
        }
        let id = stream.matter().unwrap_or(organ);
        let head = heads
            .get_mut(&id)
            .ok_or_else(|| Error::missing("matter", id))?;
        rows.push(Row::after(head, act, event)?);
    }
    insert(act, &rows).await?;
    keep_heads(act, "matter", "id", &heads, &matters).await?;
    if settings {
        keep_heads(act, "stream_head", "stream", &heads, &[organ]).await?;
    }
    unsealed(act, &heads).await
}

impl Stream {
    fn matter(self) -> Option<Id> {
        match self {
            Stream::Matter(id) => Some(id),
            Stream::Settings => None,
        }
    }
}

/// Reads where the chains stand, and holds them until the act ends.
async fn lock(act: &mut Act, matters: &[Id], settings: Option<Id>) -> Result<BTreeMap<Id, Head>> {
    // On SQLite the act is the only writer.
    let hold = match act.tx.kind() {
        EngineKind::Sqlite => "",
        EngineKind::Postgres => " FOR UPDATE",
    };
    let mut heads: Vec<Head> = Vec::new();
    if !matters.is_empty() {
        heads = sql(format!(
            "SELECT id, organ_id, events, head FROM matter WHERE id IN ({}) ORDER BY id{hold}",
            placeholders(1, matters.len())
        ))
        .bind_all(matters.iter().copied())
        .all(&mut *act)
        .await?;
    }
    if let Some(organ) = settings {
        sql(
            "INSERT INTO stream_head (stream, organ_id, events, head) VALUES ($1, $1, $2, $3)
             ON CONFLICT (stream) DO NOTHING",
        )
        .bind(organ)
        .bind(0i64)
        .bind(Vec::new())
        .run(&mut *act)
        .await?;
        heads.push(
            sql(format!(
                "SELECT stream AS id, organ_id, events, head FROM stream_head WHERE stream = $1{hold}"
            ))
            .bind(organ)
            .one(&mut *act)
            .await?,
        );
    }
    Ok(heads.into_iter().map(|h| (h.id, h)).collect())
}

/// One row of `event`, linked to the one before it.
struct Row {
    stream: Id,
    seq: i64,
    organ: Id,
    at: i64,
    account: Option<Id>,
    person: Option<Id>,
    for_person: Option<Id>,
    kind: String,
    audience: String,
    data: String,
    salt: [u8; chain::SALT],
    digest: [u8; 32],
    hash: [u8; 32],
}

impl Row {
    fn after(head: &mut Head, act: &Act, event: Event) -> Result<Row> {
        let salt = chain::salt()?;
        let digest = chain::digest(&salt, &event.data);
        let (account, person) = event.by.unwrap_or((act.actor.account, act.actor.person));
        let mut row = Row {
            stream: head.id,
            seq: head.events + 1,
            organ: head.organ_id,
            at: event.at.unwrap_or(act.at).0,
            account,
            person,
            for_person: event.for_person,
            kind: event.kind,
            audience: event.audience.code(),
            data: event.data,
            salt,
            digest,
            hash: NOTHING,
        };
        let prev: &[u8] = if head.events == 0 {
            &NOTHING
        } else {
            &head.head
        };
        row.hash = chain::hash(
            prev,
            &Link {
                stream: row.stream,
                seq: row.seq,
                organ: row.organ,
                at: row.at,
                account: row.account,
                person: row.person,
                for_person: row.for_person,
                kind: &row.kind,
                audience: &row.audience,
                digest: &row.digest,
            },
        );
        head.events = row.seq;
        head.head = row.hash.to_vec();
        Ok(row)
    }
}

/// `($n, …), ($n, …)`: `rows` tuples of `columns` placeholders.
fn tuples(rows: usize, columns: usize) -> String {
    (0..rows)
        .map(|i| format!("({})", placeholders(1 + i * columns, columns)))
        .collect::<Vec<String>>()
        .join(", ")
}

async fn insert(act: &mut Act, rows: &[Row]) -> Result<()> {
    let mut query = sql(format!(
        "INSERT INTO event (stream, seq, organ_id, at, account_id, person_id, for_person, kind, audience, data, \
         salt, digest, hash) VALUES {}",
        tuples(rows.len(), 13)
    ));
    for row in rows {
        query = query
            .bind(row.stream)
            .bind(row.seq)
            .bind(row.organ)
            .bind(row.at)
            .bind(row.account)
            .bind(row.person)
            .bind(row.for_person)
            .bind(&row.kind)
            .bind(&row.audience)
            .bind(&row.data)
            .bind(row.salt.to_vec())
            .bind(row.digest.to_vec())
            .bind(row.hash.to_vec());
    }
    query.run(&mut *act).await?;
    Ok(())
}

/// Writes the new heads of `ids` into `table`, whose key is `key`.
async fn keep_heads(
    act: &mut Act,
    table: &'static str,
    key: &'static str,
    heads: &BTreeMap<Id, Head>,
    ids: &[Id],
) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let mut query = sql(format!(
        "WITH now (stream, events, head) AS (VALUES {})
         UPDATE {table} SET events = now.events, head = now.head FROM now WHERE {table}.{key} = now.stream",
        tuples(ids.len(), 3)
    ));
    for head in ids.iter().filter_map(|id| heads.get(id)) {
        query = query
            .bind(head.id)
            .bind(head.events)
            .bind(head.head.clone());
    }
    query.run(&mut *act).await?;
    Ok(())
}

async fn unsealed(act: &mut Act, heads: &BTreeMap<Id, Head>) -> Result<()> {
    let mut query = sql(format!(
        "INSERT INTO unsealed (stream, seq, organ_id) VALUES {}",
        tuples(heads.len(), 3)
    ));
    for head in heads.values() {
        query = query.bind(head.id).bind(head.events).bind(head.organ_id);
    }
    query.run(&mut *act).await?;
    Ok(())
}
