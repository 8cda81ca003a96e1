//! Walking every chain: is the history as it was written?
//!
//! Reads in batches, holds one batch in memory, and works beside a running server: a chain that grew while it
//! was read is read on.

use std::collections::{BTreeMap, BTreeSet};

use super::ERASED;
use super::chain::{self, Link, NOTHING};
use crate::db::{Db, placeholders, sql};
use crate::error::Result;
use crate::id::Id;

/// Events in memory at once.
const BATCH: i64 = 2000;

/// How far the walk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Events, then seals, that were looked at.
    pub done: i64,
    /// All there are, as counted at the start.
    pub of: i64,
}

/// What was found where a chain is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The event before this one is missing, or this one is in another's place.
    Order,
    /// The data is not what was written.
    Data,
    /// The data is gone, and no erasure is recorded.
    Gone,
    /// Time, actor, kind or audience is not what was written.
    Event,
    /// The chain ends before or after what its matter says.
    Head,
    /// There are events of a matter that is not there.
    Matter,
    /// A seal is missing, or is not what was written.
    Seal,
    /// A sealed event is not there any more.
    Sealed,
}

impl Fault {
    /// The key of its sentence.
    pub fn key(self) -> &'static str {
        match self {
            Fault::Order => "history-fault-order",
            Fault::Data => "history-fault-data",
            Fault::Gone => "history-fault-gone",
            Fault::Event => "history-fault-event",
            Fault::Head => "history-fault-head",
            Fault::Matter => "history-fault-matter",
            Fault::Seal => "history-fault-seal",
            Fault::Sealed => "history-fault-sealed",
        }
    }
}

/// The first place at which the history is not as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Break {
    /// The matter, or the organ for its settings; for [`Fault::Seal`] the organ.
    pub stream: Id,
    /// The event; for [`Fault::Seal`] the seal.
    pub seq: i64,
    pub fault: Fault,
}

/// The newest seal of an organ. Noted outside the database, it proves what came before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealPoint {
    pub organ: Id,
    pub seq: i64,
    /// Microseconds UTC.
    pub at: i64,
    /// Hexadecimal.
    pub hash: String,
}

/// What a walk found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    pub streams: i64,
    pub events: i64,
    /// Events whose data was erased, with a record of it.
    pub erased: i64,
    pub seals: i64,
    /// Chains whose newest events no seal covers yet.
    pub unsealed: i64,
    /// The newest seal of each organ.
    pub points: Vec<SealPoint>,
    pub broken: Option<Break>,
}

/// Walks all events and all seals, to the first break. `progress` is told after each batch.
pub async fn verify(db: &Db, mut progress: impl FnMut(Progress) + Send) -> Result<Report> {
    let mut report = Report::default();
    let of =
        sql("SELECT CAST((SELECT COUNT(*) FROM event) + (SELECT COUNT(*) FROM seal) AS BIGINT)")
            .count(db)
            .await?;
    let mut at = Progress {
        of,
        ..Progress::default()
    };
    report.broken = events(db, &mut report, &mut at, &mut progress).await?;
    if report.broken.is_none() {
        report.broken = without_events(db).await?;
    }
    if report.broken.is_none() {
        report.broken = seals(db, &mut report, &mut at, &mut progress).await?;
    }
    report.unsealed = sql(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT DISTINCT stream FROM unsealed) AS open_chain",
    )
    .count(db)
    .await?;
    Ok(report)
}

#[derive(Debug, sqlx_macros::FromRow)]
struct Row {
    stream: Id,
    seq: i64,
    organ_id: Id,
    at: i64,
    account_id: Option<Id>,
    person_id: Option<Id>,
    for_person: Option<Id>,
    kind: String,
    audience: String,
    data: Option<String>,
    salt: Option<Vec<u8>>,
    digest: Vec<u8>,
    hash: Vec<u8>,
}

/// The chain being walked.
struct Walk {
    stream: Id,
    seq: i64,
    hash: Vec<u8>,
    /// Events without data that no erasure named yet.
    gone: BTreeSet<i64>,
}

impl Walk {
    fn begin(stream: Id) -> Walk {
        Walk {
            stream,
            seq: 0,
            hash: NOTHING.to_vec(),
            gone: BTreeSet::new(),
        }
    }

    fn broken(&self, seq: i64, fault: Fault) -> Break {
        Break {
            stream: self.stream,
            seq,
            fault,
        }
    }

    /// Takes the next event; the break, where it does not follow.
    fn take(&mut self, row: &Row) -> Option<Break> {
        if row.seq != self.seq + 1 {
            return Some(self.broken(self.seq + 1, Fault::Order));
        }
        match (&row.data, &row.salt) {
            (Some(data), Some(salt)) => {
                if chain::digest(salt, data)[..] != row.digest {
                    return Some(self.broken(row.seq, Fault::Data));
                }
            }
            (None, None) => {
                self.gone.insert(row.seq);
            }
            _ => return Some(self.broken(row.seq, Fault::Data)),
        }
        let link = Link {
            stream: row.stream,
            seq: row.seq,
            organ: row.organ_id,
            at: row.at,
            account: row.account_id,
            person: row.person_id,
            for_person: row.for_person,
            kind: &row.kind,
            audience: &row.audience,
            digest: &row.digest,
        };
        if chain::hash(&self.hash, &link)[..] != row.hash {
            return Some(self.broken(row.seq, Fault::Event));
        }
        if row.kind == ERASED {
            for seq in erased(row.data.as_deref().unwrap_or_default()) {
                self.gone.remove(&seq);
            }
        }
        self.seq = row.seq;
        self.hash.clone_from(&row.hash);
        None
    }
}

/// The events that an erasure's data names.
fn erased(data: &str) -> Vec<i64> {
    #[derive(serde::Deserialize)]
    struct Data {
        events: Vec<i64>,
    }
    serde_json::from_str::<Data>(data).map_or(Vec::new(), |d| d.events)
}

async fn events(
    db: &Db,
    report: &mut Report,
    at: &mut Progress,
    progress: &mut (impl FnMut(Progress) + Send),
) -> Result<Option<Break>> {
    let mut walk: Option<Walk> = None;
    let mut from = (Id(i64::MIN), 0);
    loop {
        let rows = batch(db, from).await?;
        let Some(last) = rows.last() else { break };
        from = (last.stream, last.seq);
        let mut ended: Vec<Walk> = Vec::new();
        for row in &rows {
            if walk.as_ref().is_none_or(|w| w.stream != row.stream) {
                ended.extend(walk.replace(Walk::begin(row.stream)));
                report.streams += 1;
            }
            let Some(walk) = walk.as_mut() else { continue };
            if let Some(found) = walk.take(row) {
                return Ok(Some(found));
            }
            report.events += 1;
            report.erased += i64::from(row.data.is_none());
        }
        if let Some(found) = ends(db, ended).await? {
            return Ok(Some(found));
        }
        at.done += rows.len() as i64;
        progress(*at);
    }
    ends(db, walk.into_iter().collect()).await
}

async fn batch(db: &Db, (stream, seq): (Id, i64)) -> Result<Vec<Row>> {
    Ok(sql(
        "SELECT stream, seq, organ_id, at, account_id, person_id, for_person, kind, audience, data, salt, digest, \
           hash FROM event WHERE (stream, seq) > ($1, $2) ORDER BY stream, seq LIMIT $3",
    )
    .bind(stream)
    .bind(seq)
    .bind(BATCH)
    .all(db)
    .await?)
}

/// Compares chains walked to their end with what their matters and heads say.
async fn ends(db: &Db, walks: Vec<Walk>) -> Result<Option<Break>> {
    for some in walks.chunks(500) {
        let list = placeholders(1, some.len());
        let heads: Vec<(Id, i64, Vec<u8>)> = sql(format!(
            "SELECT id, events, head FROM matter WHERE id IN ({list}) UNION ALL
             SELECT stream, events, head FROM stream_head WHERE stream IN ({list})"
        ))
        .bind_all(some.iter().map(|w| w.stream))
        .all(db)
        .await?;
        let heads: BTreeMap<Id, (i64, Vec<u8>)> =
            heads.into_iter().map(|(id, n, h)| (id, (n, h))).collect();
        for walk in some {
            if let Some(found) = end(db, walk, heads.get(&walk.stream)).await? {
                return Ok(Some(found));
            }
        }
    }
    Ok(None)
}

async fn end(db: &Db, walk: &Walk, head: Option<&(i64, Vec<u8>)>) -> Result<Option<Break>> {
    let Some((events, hash)) = head else {
        return Ok(Some(walk.broken(walk.seq, Fault::Matter)));
    };
    let mut on = Walk {
        stream: walk.stream,
        seq: walk.seq,
        hash: walk.hash.clone(),
        gone: walk.gone.clone(),
    };
    // It grew since its batch was read, or its last events are missing.
    while on.seq < *events {
        let rows = batch(db, (on.stream, on.seq)).await?;
        let before = on.seq;
        for row in rows.iter().take_while(|r| r.stream == walk.stream) {
            if on.seq == *events {
                break;
            }
            if let Some(found) = on.take(row) {
                return Ok(Some(found));
            }
        }
        if on.seq == before {
            return Ok(Some(on.broken(before + 1, Fault::Head)));
        }
    }
    if on.seq > *events || on.hash != *hash {
        return Ok(Some(on.broken(on.seq, Fault::Head)));
    }
    Ok(on.gone.first().map(|seq| on.broken(*seq, Fault::Gone)))
}

/// A matter or head that says it has events, without its last one.
async fn without_events(db: &Db) -> Result<Option<Break>> {
    let found: Option<(Id, i64)> = sql(
        "SELECT h.stream, h.events FROM (SELECT id AS stream, events FROM matter WHERE events > 0 UNION ALL
           SELECT stream, events FROM stream_head WHERE events > 0) h
         WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.stream = h.stream AND e.seq = h.events) LIMIT 1",
    )
    .optional(db)
    .await?;
    Ok(found.map(|(stream, seq)| Break {
        stream,
        seq,
        fault: Fault::Head,
    }))
}

async fn seals(
    db: &Db,
    report: &mut Report,
    at: &mut Progress,
    progress: &mut (impl FnMut(Progress) + Send),
) -> Result<Option<Break>> {
    let organs: Vec<(Id,)> = sql("SELECT id FROM organ ORDER BY id").all(db).await?;
    for (organ,) in organs {
        let mut prev = NOTHING.to_vec();
        let mut seq = 0;
        let mut point = None;
        loop {
            let next: Vec<(i64, i64, Vec<u8>)> = sql(
                "SELECT seq, at, hash FROM seal WHERE organ_id = $1 AND seq > $2 ORDER BY seq LIMIT 500",
            )
            .bind(organ)
            .bind(seq)
            .all(db)
            .await?;
            if next.is_empty() {
                break;
            }
            for (found, sealed_at, hash) in next {
                let broken = |fault, stream, seq| Some(Break { stream, seq, fault });
                if found != seq + 1 {
                    return Ok(broken(Fault::Seal, organ, seq + 1));
                }
                let rows: Vec<SealedHead> = sql(
                    "SELECT h.stream, h.seq, h.hash, e.hash AS found FROM seal_head h
                     LEFT JOIN event e ON e.stream = h.stream AND e.seq = h.seq
                     WHERE h.organ_id = $1 AND h.seal_seq = $2 ORDER BY h.stream",
                )
                .bind(organ)
                .bind(found)
                .all(db)
                .await?;
                if let Some(head) = rows.iter().find(|h| h.found.as_ref() != Some(&h.hash)) {
                    return Ok(broken(Fault::Sealed, head.stream, head.seq));
                }
                let heads: Vec<(Id, i64, Vec<u8>)> = rows
                    .into_iter()
                    .map(|h| (h.stream, h.seq, h.hash))
                    .collect();
                if chain::seal(&prev, organ, found, sealed_at, &heads)[..] != hash {
                    return Ok(broken(Fault::Seal, organ, found));
                }
                seq = found;
                point = Some(SealPoint {
                    organ,
                    seq,
                    at: sealed_at,
                    hash: hex::encode(&hash),
                });
                prev = hash;
                report.seals += 1;
                at.done += 1;
            }
            progress(*at);
        }
        report.points.extend(point);
    }
    Ok(None)
}

#[derive(Debug, sqlx_macros::FromRow)]
struct SealedHead {
    stream: Id,
    seq: i64,
    hash: Vec<u8>,
    found: Option<Vec<u8>>,
}
